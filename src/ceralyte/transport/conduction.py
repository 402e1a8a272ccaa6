"""Effective ionic conductivity of a labelled voxel image."""

from collections.abc import Mapping

import numpy as np

from ceralyte.core.errors import ConvergenceError
from ceralyte.core.memory import require_memory
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model.results import Conduction
from ceralyte.model.structure import CERAMIC, PHASE_NAMES, Structure
from ceralyte.numerics.krylov import Progress, conjugate_gradients
from ceralyte.numerics.multigrid import Multigrid
from ceralyte.numerics.stencils import Floats, Stencil, apply
from ceralyte.numerics.threads import threads_for
from ceralyte.transport.conductances import face_conductances
from ceralyte.transport.inputs import (
    Axis,
    Boundary,
    axis_number,
    check_boundary,
    check_interface,
    check_iteration,
    conductivity_by_phase,
)
from ceralyte.transport.percolation import through_paths

BYTES_PER_VOXEL = 60
"""Peak of a solve on top of the image: stencil 12, iteration 32, multigrid 11, rest."""

_CUT_OFF = len(PHASE_NAMES)
_VALIDITY = (
    "error bars of the image are not contained: binary voxels err to first order in the voxel size "
    "(walls lose, necks gain conductance); compare two voxel sizes and several samples"
)


def effective_conductivity(
    structure: Structure,
    conductivities: Mapping[str, float],
    *,
    boundary: Boundary = "electrodes",
    axis: Axis = "z",
    interface_resistance: float = 0.0,
    flux_tolerance: float = 1e-5,
    max_iterations: int = 1000,
    raise_on_failure: bool = True,
) -> Conduction:
    """Compute steady ionic conduction through an image by finite volumes on its voxels.

    Parameters
    ----------
    structure : Structure
    conductivities : mapping of str to float
        S/m, by phase name ("ceramic", "binder", ...). 0 is an insulator; every phase in the
        image needs a value, but the pore, which insulates unless told otherwise.
    boundary : {"electrodes", "periodic"}
        "electrodes": fixed potentials on the outer faces of the first and last voxels along
        `axis`, so that the length is the whole image. "periodic": the cell problem with unit
        mean gradient; needs an image that is periodic along `axis`. The lateral sides follow
        `structure.periodic`, and insulate where it says False.
    axis : {"x", "y", "z"}
        Direction of the mean current.
    interface_resistance : float
        Between two different grains of ceramic, ohm m2. Voxel faces are weighted by the normal
        of the pair of grains, so that the steps of a tilted boundary add no area.
    flux_tolerance : float
        Largest relative deviation of any layer's flux from the mean, and largest estimated
        relative error of the dissipated energy.
    raise_on_failure : bool
        False: return a result with `converged` False instead of raising.

    Returns
    -------
    Conduction
        With `percolates` False and no value where no conducting path joins the two ends.

    Raises
    ------
    InputError
        Unknown name, a phase without a conductivity, a negative or infinite value, fewer than
        two voxels along `axis`, an image that is not periodic, no grain labels.
    MemoryLimitError
        About 60 bytes per voxel do not fit.
    ConvergenceError

    Validity
    --------
    Exact for the voxels given, not for what they stand for: see the `validity` of the result.

    Examples
    --------
    >>> import numpy as np
    >>> from ceralyte.model import Structure
    >>> ceramic = np.ones((4, 4, 4), np.uint8)
    >>> block = Structure(ceramic, ceramic.astype(np.int32), 1e-6, (False, False, False))
    >>> effective_conductivity(block, {"ceramic": 0.25}).value
    0.25
    """
    check_boundary(structure, boundary, axis)
    check_iteration(flux_tolerance, max_iterations)
    check_interface(structure, interface_resistance)
    by_phase = conductivity_by_phase(structure, conductivities)
    require_memory(
        f"conduction through {' x '.join(map(str, structure.shape))} voxels",
        BYTES_PER_VOXEL * structure.phase.size,
        "larger voxels or a smaller box",
    )
    stencil, reference = _stencil(structure, by_phase, boundary, axis, interface_resistance)
    if stencil is None:
        return _not_percolating(axis, boundary)
    fluxes, progress, converged = _solve(stencil, flux_tolerance, max_iterations)
    imbalance = _imbalance(fluxes)
    if not converged and raise_on_failure:
        raise ConvergenceError(
            "conduction (flux balance)", imbalance, flux_tolerance, progress.iterations
        )
    conductivity = Quantity(
        value=reference * float(fluxes.mean()) / stencil.faces0[0].size,
        unit="S/m",
        method=f"finite volumes on voxels, {boundary}",
        validity=_VALIDITY if converged else f"not converged: flux varies by {imbalance:.1e}",
    )
    return Conduction(
        axis=axis,
        boundary=boundary,
        percolates=True,
        conductivity=conductivity,
        tortuosity_factor=_tortuosity_factor(structure, float(by_phase[CERAMIC]), conductivity),
        flux_imbalance=imbalance,
        residual=progress.residual,
        iterations=progress.iterations,
        converged=converged,
    )


def layer_fluxes(stencil: Stencil, fluctuation: Floats) -> Floats:
    """Return the flux through every layer of faces across axis 0.

    Parameters
    ----------
    stencil : Stencil
    fluctuation : ndarray (n0, n1, n2)
        Potential above one that falls by 1 from plane to plane.

    Returns
    -------
    ndarray (n0,) or (n0 + 1,)
        n0 layers in a periodic cell; between electrodes the two outer layers of half voxels
        come first and last.
    """
    faces, ends, x = stencil.faces0, stencil.ends, fluctuation
    inner = [
        float(np.sum(g * (1.0 + here - there), dtype=np.float64))
        for g, here, there in zip(faces, x, [*x[1:], x[0]], strict=True)
    ]
    if not ends.any():
        return np.array(inner)
    first = float(np.sum(ends[0] * (0.5 - x[0]), dtype=np.float64))
    last = float(np.sum(ends[1] * (0.5 + x[-1]), dtype=np.float64))
    return np.array([first, *inner[:-1], last])


def _stencil(
    structure: Structure,
    by_phase: Floats,
    boundary: Boundary,
    axis: Axis,
    interface_resistance: float,
) -> tuple[Stencil | None, float]:
    """Stencil of the voxels on through paths and its reference conductivity; None: no path."""
    number = axis_number(axis)
    lateral = [structure.periodic[a] for a in range(3) if a != number]
    periodic = (boundary == "periodic", lateral[0], lateral[1])
    phase = np.ascontiguousarray(np.moveaxis(structure.phase, number, 0))
    kept = through_paths(by_phase[phase] > 0, periodic)
    if not kept.any():
        return None, 0.0
    phase[~kept] = _CUT_OFF
    relative = np.append(by_phase, 0.0)
    reference = float(relative[np.unique(phase)].max())
    stencil = face_conductances(
        phase,
        relative / reference,
        periodic,
        grain=np.ascontiguousarray(np.moveaxis(structure.grain, number, 0)),
        interface_resistance=interface_resistance * reference / structure.voxel_size,
    )
    return stencil, reference


def _solve(
    stencil: Stencil, tolerance: float, max_iterations: int
) -> tuple[Floats, Progress, bool]:
    """Layer fluxes under unit gradient, and how the iteration went."""
    source = np.zeros(stencil.faces0.shape)
    source += np.roll(stencil.faces0, 1, axis=0)
    source -= stencil.faces0
    source[0] += 0.5 * stencil.ends[0]
    source[-1] -= 0.5 * stencil.ends[1]

    def finished(x: Floats, progress: Progress) -> bool:
        fluxes = layer_fluxes(stencil, x)
        dissipated = float(fluxes.mean()) * len(x)
        return progress.energy_gap <= tolerance * dissipated and _imbalance(fluxes) <= tolerance

    with threads_for(source.size):
        solution = conjugate_gradients(
            lambda p, q: float(apply(*stencil, p, q).sum()),
            Multigrid(stencil),
            source,
            finished,
            max_iterations,
        )
    return layer_fluxes(stencil, solution.x), solution.progress, solution.converged


def _imbalance(fluxes: Floats) -> float:
    mean = fluxes.mean()
    return float(np.abs(fluxes - mean).max() / abs(mean))


def _tortuosity_factor(structure: Structure, bulk: float, effective: Quantity) -> Outcome:
    fraction = structure.volume_fractions[PHASE_NAMES[CERAMIC]]
    if fraction == 0 or bulk == 0:
        return Unavailable(unit="", reason="there is no conducting ceramic to compare with")
    return Quantity(
        value=fraction * bulk / effective.value,
        unit="",
        method="ceramic volume fraction x ceramic conductivity / effective conductivity",
        validity=effective.validity,
    )


def _not_percolating(axis: Axis, boundary: Boundary) -> Conduction:
    reason = f"no conducting path leads through the image along {axis}"
    return Conduction(
        axis=axis,
        boundary=boundary,
        percolates=False,
        conductivity=Unavailable(unit="S/m", reason=reason),
        tortuosity_factor=Unavailable(unit="", reason=reason),
        flux_imbalance=0.0,
        residual=0.0,
        iterations=0,
        converged=True,
    )
