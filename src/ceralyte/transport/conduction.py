"""Effective ionic conductivity of a structure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import get_args, overload

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model.results import Conduction, ConductivityTensor
from ceralyte.model.structure import CERAMIC, Structure
from ceralyte.transport.case import Case, Device, Geometry
from ceralyte.transport.inputs import (
    Axis,
    Boundary,
    axis_number,
    check_boundary,
    check_iteration,
    check_tensor_count,
)
from ceralyte.transport.links import Floats


@dataclass(frozen=True)
class ConductionFields:
    """Where the current goes, for a mean field of 1 V over the structure along the axis.

    Attributes
    ----------
    conduction : Conduction
    potential : ndarray (nx, ny, nz), V
        1 at the first electrode, 0 at the last; NaN where no path leads through. In a periodic
        cell it falls by 1 V from face to face.
    current_density : ndarray (3, nx, ny, nz), A/m2
        Along x, y and z, mean over the voxel; 0 where no path leads through.
    """

    conduction: Conduction
    potential: Floats
    current_density: Floats

    @cached_property
    def relative_current(self) -> Floats:
        """Modulus of the current density over its mean through the structure, ndarray (nx, ny, nz).

        Raises `UnavailableError` where nothing percolates.
        """
        if isinstance(self.conduction.conductivity, Unavailable):
            raise UnavailableError(f"no current: {self.conduction.conductivity.reason}")
        mean = abs(float(self.current_density[axis_number(self.conduction.axis)].mean()))
        modulus: Floats = np.linalg.norm(self.current_density, axis=0)
        return modulus / mean

    @property
    def hot_spots(self) -> tuple[float, tuple[int, int, int]]:
        """Relative current that 1 % of the conducting voxels exceed, and the voxel with the largest
        one; raises as `relative_current`."""
        current = self.relative_current
        x, y, z = np.unravel_index(int(np.argmax(current)), current.shape)
        conducting = current[np.isfinite(self.potential)]
        return float(np.quantile(conducting, 0.99)), (int(x), int(y), int(z))


@overload
def effective_conductivity(
    structure: Structure,
    conductivities: Mapping[str, ArrayLike],
    *,
    boundary: Boundary = ...,
    axis: Axis = ...,
    interface_resistance: float | Mapping[str, float] = ...,
    electrode_resistance: float = ...,
    geometry: Geometry | None = ...,
    device: Device = ...,
    flux_tolerance: float = ...,
    max_iterations: int = ...,
    raise_on_failure: bool = ...,
) -> Conduction: ...


@overload
def effective_conductivity(
    structure: Structure,
    conductivities: Mapping[str, ArrayLike],
    *,
    boundary: Boundary = ...,
    axis: None,
    interface_resistance: float | Mapping[str, float] = ...,
    electrode_resistance: float = ...,
    geometry: Geometry | None = ...,
    device: Device = ...,
    flux_tolerance: float = ...,
    max_iterations: int = ...,
    raise_on_failure: bool = ...,
) -> ConductivityTensor: ...


def effective_conductivity(
    structure: Structure,
    conductivities: Mapping[str, ArrayLike],
    *,
    boundary: Boundary = "electrodes",
    axis: Axis | None = "z",
    interface_resistance: float | Mapping[str, float] = 0.0,
    electrode_resistance: float = 0.0,
    geometry: Geometry | None = None,
    device: Device = "cpu",
    flux_tolerance: float = 1e-5,
    max_iterations: int = 1000,
    raise_on_failure: bool = True,
) -> Conduction | ConductivityTensor:
    """Compute steady ionic conduction through a structure by finite volumes.

    Parameters
    ----------
    structure : Structure
    conductivities : mapping of str to float, or to an array
        S/m, by phase name ("ceramic", "binder", ...). 0 is an insulator; every phase in the
        image needs a value, but the pore, which insulates unless told otherwise. Arrays are
        solved on voxels: three positive values along x, y and z, a symmetric positive tensor
        (3, 3), or, of the ceramic, one for each grain from number 1 on (grains, 3, 3).
    boundary : {"electrodes", "periodic"}
        "electrodes": fixed potentials on the outer faces of the first and last voxels along
        `axis`, so that the length is the whole image. "periodic": the cell problem with unit
        mean gradient; needs an image that is periodic along `axis`. The lateral sides follow
        `structure.periodic`, and insulate where it says False.
    axis : {"x", "y", "z"} or None
        Direction of the mean current. None: the full tensor, in a periodic cell.
    interface_resistance : float or mapping of str to float
        ohm m2. A number: between two different grains of ceramic. A mapping: by pairs of phases,
        as in {"ceramic-ceramic": 1e-3, "ceramic-binder": 2e-3}. On voxel faces it is weighted by
        the normal of the pair of grains, so that the steps of a tilted boundary add no area.
    electrode_resistance : float
        ohm m2, of the contact with each electrode.
    geometry : {"grains", "voxels"}, optional
        "grains": the particles that the image was made from, cut exactly by its grid, each for
        itself, so that no gap is shorted and no neck is widened by the size of a voxel. "voxels":
        the image as it is. Left out: grains where the particles are known, no fibre or electrode
        cuts into them, and either only the ceramic conducts or only the one phase beside it.
    device : {"cpu", "gpu"}
        "gpu": the same equations on voxels, solved on an NVIDIA GPU (extra `gpu`), to the same
        tolerance; about 64 bytes of its memory per voxel.
    flux_tolerance : float
        Largest relative deviation of any layer's flux from the mean, and largest estimated
        relative error of the dissipated energy. A tensor is solved to a tenth of it.
    raise_on_failure : bool
        False: return a result with `converged` False instead of raising.

    Returns
    -------
    Conduction, or ConductivityTensor if `axis` is None
        With `percolates` False and no value where no conducting path joins the two ends.

    Raises
    ------
    InputError
        Unknown name, a phase without a conductivity, a negative or infinite value, fewer than
        two voxels along `axis`, an image that is not periodic, no grain labels, fewer or more
        tensors than grains, a geometry that the structure does not have, a device that is not
        there.
    MemoryLimitError
        About 38 bytes per voxel (22 more per face between phases that conduct ten times apart, 76
        per pair of grains that meet where these resist, if that is more; by tensors 110, and 4 kB
        for each combination of grains and resistances around a corner), on grains up to 330 per
        part of a grain in a cell, do not fit.
    ConvergenceError

    Validity
    --------
    Exact for the voxels given, not for what they stand for: see the `validity` of the result.
    `ceralyte.structure.measure_necks` counts the voxels across the necks of an image with grains,
    and `ceralyte.image_sheet` solves it at two resolutions and judges both.

    Examples
    --------
    >>> import numpy as np
    >>> from ceralyte.model import Structure
    >>> ceramic = np.ones((4, 4, 4), np.uint8)
    >>> block = Structure(ceramic, ceramic.astype(np.int32), 1e-6, (False, False, False))
    >>> effective_conductivity(block, {"ceramic": 0.25}).value
    0.25
    """
    case = Case(
        structure,
        conductivities,
        boundary,
        interface_resistance,
        electrode_resistance,
        geometry,
        device,
    )
    check_tensor_count(structure, len(case.tensors[CERAMIC]))
    check_iteration(flux_tolerance, max_iterations)
    if axis is None:
        return _tensor(case, flux_tolerance, max_iterations)
    steady = case.solved(axis, flux_tolerance, max_iterations, raise_on_failure)
    return case.conduction(axis, steady)


def conduction_fields(
    structure: Structure,
    conductivities: Mapping[str, ArrayLike],
    *,
    boundary: Boundary = "electrodes",
    axis: Axis = "z",
    interface_resistance: float | Mapping[str, float] = 0.0,
    electrode_resistance: float = 0.0,
    geometry: Geometry | None = None,
    device: Device = "cpu",
    flux_tolerance: float = 1e-5,
    max_iterations: int = 1000,
) -> ConductionFields:
    """Compute potential and current density in every voxel; arguments as `effective_conductivity`.

    `percolates` of their `conduction` says whether any current flows.

    Raises
    ------
    InputError, MemoryLimitError, ConvergenceError
        As `effective_conductivity`.
    """
    case = Case(
        structure,
        conductivities,
        boundary,
        interface_resistance,
        electrode_resistance,
        geometry,
        device,
    )
    check_tensor_count(structure, len(case.tensors[CERAMIC]))
    check_iteration(flux_tolerance, max_iterations)
    steady = case.solved(axis, flux_tolerance, max_iterations, True)
    potential, current = case.fields(axis, steady)
    return ConductionFields(case.conduction(axis, steady), potential, current)


_OFF_DIAGONAL = 0.1
"""Tolerance of the solutions for a tensor, over that asked for: its entries off the diagonal are
wrong to first order in the error of the potential, those on it to second order."""


def _tensor(case: Case, tolerance: float, max_iterations: int) -> ConductivityTensor:
    if case.boundary != "periodic":
        raise InputError("axis", "None (the full tensor) between electrodes", "boundary 'periodic'")
    for axis in get_args(Axis):
        check_boundary(case.structure, "periodic", axis)
    rows: list[tuple[Outcome, Outcome, Outcome]] = []
    imbalance, iterations = 0.0, 0
    for number, axis in enumerate(get_args(Axis)):
        steady = case.solved(axis, _OFF_DIAGONAL * tolerance, max_iterations, True)
        if steady is None:
            none = Unavailable(unit="S/m", reason=f"no conducting path leads along {axis}")
            rows.append((none, none, none))
            continue
        edges = steady.edges
        volume = float(np.prod(edges * steady.shape))
        x, y, z = (
            case.quantity(float(value), "")
            for value in steady.axis_currents * edges * edges[number] / volume
        )
        rows.append((x, y, z))
        imbalance = max(imbalance, steady.imbalance)
        iterations += steady.progress.iterations
    values = [[e.value for e in row if isinstance(e, Quantity)] for row in rows]
    through = [a for a in range(3) if values[a]]
    known = np.array([[values[a][b] for b in through] for a in through])
    off = np.abs(known - known.T)
    return ConductivityTensor(
        rows=tuple(rows),
        geometry=case.geometry,
        flux_imbalance=imbalance,
        asymmetry=float(off.max() / np.abs(known).max()) if len(through) > 1 else None,
        iterations=iterations,
    )
