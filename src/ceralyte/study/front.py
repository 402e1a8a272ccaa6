"""Pareto fronts: who dominates whom, ranks, crowding, the knee. Smaller is better."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDING = 1e-9
"""Relative difference between two numbers that only rounding keeps apart."""


def levelled(losses: Floats) -> Floats:
    """Return the losses with values of a column that only rounding keeps apart made equal.

    Parameters
    ----------
    losses : ndarray (n, m)

    Examples
    --------
    >>> levelled(np.array([[3.0], [1.0], [1.0 + 1e-12]])).tolist()
    [[3.0], [1.0], [1.0]]
    """
    found = losses.copy()
    for column in found.T:
        order = np.argsort(column, kind="stable")
        ordered = column[order]
        apart = np.diff(ordered) > ROUNDING * np.abs(ordered[1:])
        step = np.concatenate([[True], apart])
        column[order] = ordered[step][np.cumsum(step) - 1]
    return found


def non_dominated(losses: Floats) -> NDArray[np.bool_]:
    """Return which rows no other row is at least as good as in all, and better in one.

    Parameters
    ----------
    losses : ndarray (n, m)
        Smaller is better in every column.

    Examples
    --------
    >>> non_dominated(np.array([[1.0, 3.0], [2.0, 2.0], [2.0, 4.0]])).tolist()
    [True, True, False]
    """
    order = np.lexsort(losses.T[::-1])
    keep = np.zeros(len(losses), dtype=bool)
    front: list[int] = []
    for i in order:
        keep[i] = not np.any(dominating(losses[front], losses[i]))
        if keep[i]:
            front.append(int(i))
    return keep


def dominating(losses: Floats, row: Floats) -> NDArray[np.bool_]:
    """Return which rows of `losses` are at least as good as `row` in all, and better in one."""
    return np.asarray(np.all(losses <= row, axis=1) & np.any(losses < row, axis=1))


def dominated(losses: Floats, row: Floats) -> NDArray[np.bool_]:
    """Return which rows of `losses` are nowhere better than `row`, and worse in one."""
    return np.asarray(np.all(losses >= row, axis=1) & np.any(losses > row, axis=1))


def ranks(losses: Floats) -> NDArray[np.int64]:
    """Return the number of fronts that have to be peeled off before a row is on one."""
    found = np.full(len(losses), -1)
    left, rank = np.arange(len(losses)), 0
    while len(left):
        best = non_dominated(losses[left])
        found[left[best]] = rank
        left, rank = left[~best], rank + 1
    return found


def crowding(losses: Floats) -> Floats:
    """Return the distance of each row to its neighbours along the front (Deb et al. 2002)."""
    n = len(losses)
    distance = np.zeros(n)
    for column in losses.T:
        order = np.argsort(column, kind="stable")
        span = column[order[-1]] - column[order[0]]
        distance[order[[0, -1]]] = np.inf
        if span > 0 and n > 2:
            distance[order[1:-1]] += (column[order[2:]] - column[order[:-2]]) / span
    return distance


def best_first(losses: Floats) -> list[int]:
    """Return rows by rank, and within a rank the lonelier ones first."""
    rank = ranks(losses)
    order: list[int] = []
    for r in range(int(rank.max(initial=-1)) + 1):
        members = np.flatnonzero(rank == r)
        lonely = crowding(losses[members])
        order += [int(i) for i in members[np.argsort(-lonely, kind="stable")]]
    return order


def knee(losses: Floats) -> int:
    """Return the row nearest to the best of all columns, each scaled to its range on the front.

    Parameters
    ----------
    losses : ndarray (n, m)
        Of a front.
    """
    low, high = losses.min(axis=0), losses.max(axis=0)
    scaled = (losses - low) / np.where(high > low, high - low, 1.0)
    return int(np.argmin(np.linalg.norm(scaled, axis=1)))
