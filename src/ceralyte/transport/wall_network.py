"""Conduction over particle contacts between two flat electrodes: the network of a slab."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import cg

from ceralyte.core.errors import ConvergenceError
from ceralyte.model.packing import PressedPacking

Floats = NDArray[np.float64]

_TOLERANCE = 1e-10


def conductance_between_walls(
    pressed: PressedPacking,
    contact_conductance: Floats,
    bulk_conductivity: float,
    axis: int,
) -> float | None:
    """Return the conductance (S) from wall to wall; None where the contacts do not join them.

    A grain that a wall cuts touches the electrode in the circle of the cut. The electrode has
    one potential, so only the grain constricts the current: a resistance 1 / (4 sigma a).

    Parameters
    ----------
    pressed : PressedPacking
        With walls along `axis`.
    contact_conductance : ndarray (m,), S
        Of `pressed.contacts`; 0 where two grains do not touch.
    bulk_conductivity : float
        S/m.
    axis : int
    """
    low, high = (_to_wall(pressed, bulk_conductivity, axis, wall) for wall in (0, 1))
    carries = contact_conductance > 0
    first, second = pressed.contacts[carries].T
    conductance = contact_conductance[carries]
    n = len(pressed.particles)
    grains = _matrix(first, second, conductance, n)
    _, part = connected_components(grains, directed=False)
    joined = np.intersect1d(part[low > 0], part[high > 0])
    if len(joined) == 0:
        return None
    inside = np.flatnonzero(np.isin(part, joined))
    between = grains[inside][:, inside]
    total = np.asarray(between.sum(axis=1)).ravel() + low[inside] + high[inside]
    source = high[inside]
    steps = 10 * len(inside) + 1000
    potential, over_limit = cg(
        (diags_array(total) - between).tocsr(),
        source,
        rtol=_TOLERANCE,
        maxiter=steps,
        M=diags_array(1 / total),
    )
    if over_limit:
        raise ConvergenceError("contact network", 1.0, _TOLERANCE, steps)
    return float(low[inside] @ potential)


def _to_wall(pressed: PressedPacking, bulk: float, axis: int, wall: int) -> Floats:
    """Conductance (n,), S, from each grain to the wall at 0 or at the far side."""
    packing = pressed.particles
    height = np.abs(packing.centres[:, axis] - wall * packing.box[axis])
    cut = np.sqrt(np.maximum(pressed.radii**2 - height**2, 0.0))
    return np.asarray(4 * bulk * cut)


def _matrix(
    first: NDArray[np.int64], second: NDArray[np.int64], conductance: Floats, n: int
) -> csr_array:
    rows = np.concatenate([first, second])
    columns = np.concatenate([second, first])
    both = np.concatenate([conductance, conductance])
    return coo_array((both, (rows, columns)), shape=(n, n)).tocsr()
