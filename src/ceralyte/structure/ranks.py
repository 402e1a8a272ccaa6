"""The first so many of a field: how volumes become exact to a voxel."""

import numpy as np
from numpy.typing import NDArray


def fill_order(order: NDArray[np.float32], count: int) -> NDArray[np.bool_] | None:
    """Return the `count` entries of least `order`, ties by position; None if some are infinite.

    Parameters
    ----------
    order : ndarray (n,)
        Infinite where nobody looked.
    count : int
        0 to n.

    Examples
    --------
    >>> fill_order(np.array([3, 1, 2, 1], np.float32), 2)
    array([False,  True, False,  True])
    """
    if count == 0:
        return np.zeros(len(order), np.bool_)
    level = np.partition(order, count - 1)[count - 1]
    if level == np.inf:
        return None
    first: NDArray[np.bool_] = order < level
    first[np.flatnonzero(order == level)[: count - int(first.sum())]] = True
    return first
