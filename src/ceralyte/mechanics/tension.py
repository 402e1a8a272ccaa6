"""The stress in every voxel of a structure in tension, to be looked at."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.memory import require_memory
from ceralyte.mechanics.engineering import free_strains
from ceralyte.mechanics.solid import Moduli, checked_moduli, solid_of
from ceralyte.mechanics.stiffness import Axis, Boundary, checked_options, unit_loads
from ceralyte.mechanics.stress import state_of
from ceralyte.model.structure import PORE, Structure
from ceralyte.numerics.elastic_solver import BYTES_PER_VOXEL, respond


def tension_stress(
    structure: Structure,
    moduli: Moduli,
    *,
    boundary: Boundary = "bulk",
    axis: Axis | None = None,
    tolerance: float = 1e-3,
    max_iterations: int = 200,
) -> NDArray[np.float32]:
    """Return the von Mises stress over the mean stress, in tension along one axis, sides free.

    Parameters
    ----------
    structure, moduli, boundary, axis
        As `effective_elasticity`.
    tolerance : float
        Of the stiffness, which is second order in the error of what is drawn.

    Returns
    -------
    ndarray (nx, ny, nz) float32, [-]
        At the centres of voxels; NaN in pores.

    Raises
    ------
    InputError
        As `effective_elasticity`; a solid that does not hang together along `axis`.
    MemoryLimitError
    ConvergenceError

    Validity
    --------
    Peaks at corners of voxels grow without end as voxels shrink.

    Examples
    --------
    >>> ceramic = np.ones((4, 4, 4), np.uint8)
    >>> block = Structure(ceramic, ceramic.astype(np.int32), 1e-6, (True, True, True))
    >>> float(np.ptp(tension_stress(block, {"ceramic": (22e9, 0.35)}).round(4)))
    0.0
    """
    along = checked_options(boundary, axis, tolerance, max_iterations)
    by_phase = checked_moduli(structure, moduli)
    require_memory(
        f"stress in {' x '.join(map(str, structure.shape))} voxels",
        BYTES_PER_VOXEL * structure.phase.size,
        "larger voxels or a smaller box",
    )
    periodic = structure.periodic if boundary == "bulk" else (*structure.periodic[:2], False)
    solid = solid_of(structure, by_phase, periodic, None)
    if not solid.percolates[along]:
        raise InputError("structure", f"is in pieces along {along}", "one that hangs together")
    loads = unit_loads(periodic, boundary)
    response = respond(solid.grid, loads, tolerance, max_iterations)
    if not response.converged:
        raise ConvergenceError("stress", response.error, tolerance, max(response.iterations))
    number = [load.component for load in loads].index(2 * along)
    strains = free_strains(response.stiffness, number)
    _, mises = state_of(solid, loads, response.displacements, strains)
    mean = float(response.stiffness[number] @ strains)
    return np.where(structure.phase == PORE, np.nan, mises / mean).astype(np.float32)
