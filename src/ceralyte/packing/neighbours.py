"""Which spheres may touch: a list of close pairs from one grid per factor of two in diameter.

Kernels work in the unit box: positions ``x (n, 3)`` in [0, 1), periodic along all three axes;
diameters ``a (n,)`` in units of the box side. Particles are ordered by level, largest first:
level k holds the particles ``level_first[k]`` to ``level_first[k + 1]``.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Indices = NDArray[np.int32]


def size_levels(diameters: Floats) -> Ints:
    """Return the level of each diameter: 0 for the largest, k for about 2^-k of it."""
    levels: Ints = np.floor(np.log2(diameters.max() / diameters)).astype(np.int64)
    return levels


@njit(cache=True)
def _sort_into_cells(
    x: Floats, first: int, last: int, side: int, start: Ints, items: Indices
) -> None:
    """Put particles first..last into ``side**3`` cells: c holds items[start[c]:start[c + 1]]."""
    cell = np.empty(last - first, np.int64)
    start[:] = 0
    for i in range(first, last):
        index = 0
        for axis in range(3):
            index = index * side + min(int(x[i, axis] * side), side - 1)
        cell[i - first] = index
        start[index + 1] += 1
    start[0] = first
    for c in range(side**3):
        start[c + 1] += start[c]
    free = start.copy()
    for i in range(first, last):
        items[free[cell[i - first]]] = i
        free[cell[i - first]] += 1


@njit(cache=True)
def _build_grids(
    x: Floats, a: Floats, level_first: Ints, reach: float
) -> tuple[Ints, Floats, Ints, Ints, Indices]:
    """Make one grid per level, its cells about as wide as its largest particle reaches."""
    levels = len(level_first) - 1
    sides, largest = np.ones(levels, np.int64), np.zeros(levels)
    offset = np.zeros(levels + 1, np.int64)
    for k in range(levels):
        members = level_first[k + 1] - level_first[k]
        if members > 0:
            largest[k] = a[level_first[k] : level_first[k + 1]].max()
            sides[k] = max(1, min(int(1 / (largest[k] * reach)), int(np.cbrt(members)) + 1))
        offset[k + 1] = offset[k] + sides[k] ** 3 + 1
    starts, items = np.empty(offset[-1], np.int64), np.empty(len(a), np.int32)
    for k in range(levels):
        cells = starts[offset[k] : offset[k + 1]]
        _sort_into_cells(x, level_first[k], level_first[k + 1], sides[k], cells, items)
    return sides, largest, offset, starts, items


@njit(cache=True)
def close_pairs(x: Floats, a: Floats, level_first: Ints, reach: float) -> tuple[Ints, Indices]:
    """List the pairs closer than `reach` times the mean of their two diameters.

    Returns
    -------
    start : ndarray (n + 1,)
    neighbour : ndarray (pairs,)
        Particle i is close to the particles ``neighbour[start[i]:start[i + 1]]``, all below i.
    """
    sides, largest, offset, starts, items = _build_grids(x, a, level_first, reach)
    n = len(a)
    start, neighbour = np.zeros(n + 1, np.int64), np.empty(10 * n, np.int32)
    low, high = np.empty(3, np.int64), np.empty(3, np.int64)
    count, own = 0, 0
    for i in range(n):
        while i >= level_first[own + 1]:
            own += 1
        for k in range(own + 1):
            side, cells = sides[k], starts[offset[k] : offset[k + 1]]
            cut = 0.5 * (a[i] + largest[k]) * reach
            for axis in range(3):
                low[axis] = int(np.floor((x[i, axis] - cut) * side))
                high[axis] = int(np.floor((x[i, axis] + cut) * side))
                if high[axis] - low[axis] >= side:
                    low[axis], high[axis] = 0, side - 1
            for p in range(low[0], high[0] + 1):
                for q in range(low[1], high[1] + 1):
                    row = (p % side * side + q % side) * side
                    for r in range(low[2], high[2] + 1):
                        cell = row + r % side
                        for m in range(cells[cell], cells[cell + 1]):
                            j = items[m]
                            if j >= i:
                                break
                            limit = 0.5 * (a[i] + a[j]) * reach
                            if _distance_squared(x, i, j) < limit * limit:
                                if count == len(neighbour):
                                    neighbour = np.append(neighbour, np.empty_like(neighbour))
                                neighbour[count] = j
                                count += 1
        start[i + 1] = count
    return start, neighbour[:count].copy()


@njit(cache=True)
def _distance_squared(x: Floats, i: int, j: int) -> float:
    square = 0.0
    for axis in range(3):
        d = x[i, axis] - x[j, axis]
        d -= np.rint(d)
        square += d * d
    return square
