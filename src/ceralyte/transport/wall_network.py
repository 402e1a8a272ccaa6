"""Conduction over contacts of grains between two flat electrodes: the network of a slab."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import cg

from ceralyte.core.errors import ConvergenceError

Floats = NDArray[np.float64]

_TOLERANCE = 1e-10


def conductance_between_walls(
    pairs: NDArray[np.integer], conductance: Floats, low: Floats, high: Floats
) -> float | None:
    """Return the conductance (S) from wall to wall; None where the contacts do not join them.

    Parameters
    ----------
    pairs : ndarray (m, 2) int
        Grains that meet, numbers of entries in `low` and `high`.
    conductance : ndarray (m,), S
        Of each contact; 0 where two grains do not touch.
    low, high : ndarray (n,), S
        From each grain to the one wall and to the other.

    Raises
    ------
    ConvergenceError
    """
    carries = conductance > 0
    first, second = pairs[carries].T
    grains = _matrix(first, second, conductance[carries], len(low))
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


def _matrix(
    first: NDArray[np.integer], second: NDArray[np.integer], conductance: Floats, n: int
) -> csr_array:
    rows = np.concatenate([first, second])
    columns = np.concatenate([second, first])
    both = np.concatenate([conductance, conductance])
    return coo_array((both, (rows, columns)), shape=(n, n)).tocsr()
