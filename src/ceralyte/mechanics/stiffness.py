"""Effective elastic stiffness of a labelled voxel image."""

from math import ceil, log10
from typing import Any, Literal, cast, get_args

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError, UnknownNameError
from ceralyte.core.memory import require_memory
from ceralyte.mechanics.bounds import bulk_and_shear, hashin_shtrikman, voigt_reuss
from ceralyte.mechanics.engineering import free_strains, named_moduli
from ceralyte.mechanics.interfaces import InterfaceStiffness, check_interface
from ceralyte.mechanics.solid import Moduli, checked_moduli, solid_of
from ceralyte.mechanics.stress import stress_by_phase
from ceralyte.model.results import HotSpot, Stiffness
from ceralyte.model.structure import Structure
from ceralyte.numerics.elastic_solver import BYTES_PER_VOXEL, COMPONENTS, Load, Response, respond

Axis = Literal["x", "y", "z"]
Boundary = Literal["bulk", "slab"]

_IN_PLANE = ("xx", "yy", "xy")
_VALIDITY = (
    "error bars of the image are not contained: binary voxels close gaps and widen necks, so that "
    "every grid is too stiff; compare two or three voxel sizes"
)


def effective_elasticity(
    structure: Structure,
    moduli: Moduli,
    *,
    boundary: Boundary = "bulk",
    axis: Axis | None = None,
    interface: InterfaceStiffness | None = None,
    tolerance: float = 1e-4,
    max_iterations: int = 200,
    raise_on_failure: bool = True,
) -> Stiffness:
    """Compute the elastic stiffness of an image by trilinear finite elements on its voxels.

    Parameters
    ----------
    structure : Structure
    moduli : mapping of str to (float, float)
        Young's modulus (Pa) and Poisson's ratio of every phase but the pore, by name; 0 Pa for
        what carries nothing.
    boundary : {"bulk", "slab"}
        "bulk": all six unit strains; axes along which the image is not periodic are held at their
        faces as by symmetry, normal displacements for normal strains, tangential ones for shear,
        as if the image went on as its mirror image. "slab": the faces in z are free, three unit
        strains in the plane.
    axis : {"x", "y", "z"}, optional
        Of the tension for which energies and hot spots are given; by default z in the bulk, x in
        a slab.
    interface : InterfaceStiffness, optional
        Of a film or of necks between two grains of ceramic that meet in the image; None: grains
        are one solid there. Exact across flat boundaries along the voxels, a tenth too stiff at
        45 degrees; along a boundary two layers of voxels are too soft, an error of the
        size of the voxels.
    tolerance : float
        Estimated relative error of the stiffness from the iteration, 1e-10 to 1e-2. Rounding in
        single precision may end it at some 1e-10 where pores or soft phases are beside stiff
        ones; the error then names the tolerance that can be reached.
    raise_on_failure : bool
        False: return a result with `converged` False instead of raising.

    Returns
    -------
    Stiffness
        An axis along which the solid does not hang together has no modulus, with the reason.

    Raises
    ------
    InputError
        Unknown name, a phase without moduli, Poisson's ratio outside (-1, 0.5), tension across a
        slab, an interface that is not positive or has no grains.
    MemoryLimitError
        About 350 bytes per voxel do not fit.
    ConvergenceError

    Validity
    --------
    Small strains; phases isotropic and bonded to each other wherever voxels share a face, edge or
    corner. Poisson's ratios above 0.49 lock the elements: too stiff. For the voxels given, not
    for what they stand for: see the `validity` of the results.

    Source
    ------
    Held faces: D. H. Pahr and P. K. Zysset, Biomech. Model. Mechanobiol. 7, 463 (2008).

    Examples
    --------
    >>> import numpy as np
    >>> from ceralyte.model import Structure
    >>> ceramic = np.ones((4, 4, 4), np.uint8)
    >>> block = Structure(ceramic, ceramic.astype(np.int32), 1e-6, (True, True, True))
    >>> result = effective_elasticity(block, {"ceramic": (22e9, 0.35)})
    >>> print(f"{result.youngs_modulus.value:.3e} {result.poissons_ratios['xy'].value:.2f}")
    2.200e+10 0.35
    """
    axis = checked_options(boundary, axis, tolerance, max_iterations)
    by_phase = checked_moduli(structure, moduli)
    require_memory(
        f"elasticity of {' x '.join(map(str, structure.shape))} voxels",
        BYTES_PER_VOXEL * structure.phase.size,
        "larger voxels or a smaller box",
    )
    if interface is not None:
        check_interface(structure, interface)
    periodic = structure.periodic if boundary == "bulk" else (*structure.periodic[:2], False)
    solid = solid_of(structure, by_phase, periodic, interface)
    loads = unit_loads(periodic, boundary)
    components = tuple(load.component for load in loads)
    tensor = np.zeros((len(loads), len(loads)))
    found: dict[str, Any] = {"iterations": (), "residual": 0.0, "error": 0.0, "converged": True}
    if any(solid.percolates[component[0]] for component in components):
        response = respond(solid.grid, loads, tolerance, max_iterations)
        if not response.converged and raise_on_failure:
            steps = max(response.iterations)
            raise ConvergenceError(
                _asked(response, steps < max_iterations), response.error, tolerance, steps
            )
        tensor = response.stiffness
        found = {name: getattr(response, name) for name in found}
    shares: dict[str, float] = {}
    spots: dict[str, HotSpot] = {}
    if solid.percolates[axis]:
        strains = free_strains(tensor, components.index(2 * axis))
        stress = float(tensor[components.index(2 * axis)] @ strains)
        shares, spots = stress_by_phase(
            solid, structure.voxel_size, loads, response.displacements, strains, stress
        )
    bulk_and_shears = [bulk_and_shear(*by_phase[name]) for name in by_phase]
    fractions = [structure.volume_fractions[name] for name in by_phase]
    return Stiffness(
        boundary=boundary,
        components=components,
        tensor=tuple(tuple(map(float, row)) for row in solid.reference * tensor),
        percolates=solid.percolates,
        **named_moduli(
            tensor, components, solid, f"trilinear elements on voxels, {boundary}", _VALIDITY
        ),
        voigt_reuss=voigt_reuss(fractions, *zip(*bulk_and_shears, strict=True)),
        hashin_shtrikman=hashin_shtrikman(fractions, *zip(*bulk_and_shears, strict=True)),
        energy_shares=shares,
        hot_spots=spots,
        axis=axis,
        **found,
    )


def _asked(response: Response, rounded: bool) -> str:
    """What did not converge; where rounding ended it, with the tolerance that can be reached."""
    if not rounded:
        return "elasticity (energy)"
    reached = 10.0 ** ceil(log10(response.error))
    return f"elasticity (energy; rounding ends it, tolerance={reached:.0e} can be reached)"


def checked_options(boundary: str, axis: str | None, tolerance: float, max_iterations: int) -> Axis:
    """Return the axis of tension; raise `InputError` for options that make no sense."""
    if boundary not in get_args(Boundary):
        raise UnknownNameError("boundary", boundary, get_args(Boundary))
    if axis is None:
        axis = "z" if boundary == "bulk" else "x"
    if axis not in get_args(Axis):
        raise UnknownNameError("axis", axis, get_args(Axis))
    if boundary == "slab" and axis == "z":
        raise InputError("axis", "'z', across a slab whose faces are free", "'x' or 'y'")
    if not 1e-10 <= tolerance <= 1e-2:
        raise InputError("tolerance", f"got {tolerance:g}", "1e-10 to 1e-2")
    if max_iterations < 1:
        raise InputError("max_iterations", f"got {max_iterations}", "1 or more")
    return cast(Axis, axis)


def unit_loads(periodic: tuple[bool, bool, bool], boundary: Boundary) -> list[Load]:
    """Unit strains, with what the end faces hold: as if the image were mirrored at them."""
    loads = []
    for component in COMPONENTS if boundary == "bulk" else _IN_PLANE:
        fixed = np.zeros((3, 3), np.bool_)
        sheared = {"xyz".index(letter) for letter in component} if len(set(component)) > 1 else ()
        for axis in range(3):
            if periodic[axis] or (boundary == "slab" and axis == 2):
                continue
            fixed[axis] = [(c == axis) != (axis in sheared) for c in range(3)]
        loads.append(Load(component, fixed))
    return loads
