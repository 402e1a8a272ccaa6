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


def apportion(shares: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Return whole numbers in proportion to `shares` (n,) that sum to `count`.

    The largest remainders are rounded up, so each is less than 1 off.

    Examples
    --------
    >>> apportion(np.array([1.0, 2.0, 4.0]), 10)
    array([1, 3, 6])
    """
    exact = shares * (count / shares.sum())
    whole: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    up = np.argsort(whole - exact, kind="stable")[: count - int(whole.sum())]
    whole[up] += 1
    return whole
