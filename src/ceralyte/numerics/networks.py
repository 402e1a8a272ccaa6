"""Conductance networks whose nodes sit on a grid, and the kernels of their operator.

The operator A acts on one potential per node: ``(A x)[i]`` is the current that leaves node i
through its links and its ground. Every kernel computes a node from its own links in their fixed
order, so that results do not depend on the number of threads.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.instructions import narrow

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Halves = NDArray[np.uint16]
Ints = NDArray[np.int32]
Places = Ints | NDArray[np.int64]

ROWS = 4096
"""Nodes of one unit of parallel work, of which partial sums are kept."""


class Network(NamedTuple):
    """Conductances between nodes, as compressed sparse rows.

    Attributes
    ----------
    first : ndarray (n + 1,) int32, or int64 where links are very many
        The links of node i are ``first[i]:first[i + 1]``; each link is listed at both its ends.
    other : ndarray (m,) int32
        The node at the other end.
    conductance : ndarray (m,) float32, or uint16 as `narrowed` makes it
    ground : ndarray (n,) of the same
        Conductance of each node to a fixed potential outside, mostly 0.
    """

    first: Places
    other: Ints
    conductance: Singles | Halves
    ground: Singles | Halves


def network_of(ends: Ints, conductance: Floats | Singles, ground: Floats | Singles) -> Network:
    """Return the network of links that are listed once; parallel links add up.

    Parameters
    ----------
    ends : ndarray (m, 2)
        The two nodes of each link; links from a node to itself are dropped.
    conductance : ndarray (m,)
    ground : ndarray (n,)
    """
    n = len(ground)
    first = np.zeros(n + 1, np.int64)
    _count(ends, first)
    np.cumsum(first, out=first)
    other = np.empty(first[-1], np.int32)
    values = np.empty(first[-1], np.float32)
    end = first[:-1].copy()
    _fill(ends, conductance, end, other, values)
    return without_parallels(first, end, other, values, ground)


def without_parallels(
    first: NDArray[np.int64],
    end: NDArray[np.int64],
    other: Ints,
    values: Singles,
    ground: Floats | Singles,
) -> Network:
    """Return the network of links listed at both their ends, of which some are parallel.

    Those of node i are ``first[i]:end[i]``. `other` and `values` are overwritten, and cut off
    behind what is left: the result holds them.
    """
    kept = np.zeros_like(first)
    _join_parallel(first, end, other, values, kept)
    np.cumsum(kept, out=kept)
    _pack(first, other, values, kept)
    for links in (other, values):
        links.resize(kept[-1], refcheck=False)
    return Network(small(kept), other, values, np.asarray(ground, np.float32))


def narrowed(network: Network) -> Network:
    """Return the network with conductances in two bytes, right to 0.4 %, which preconditions."""
    first, other, conductance, ground = network
    return Network(first, other, halves(conductance), halves(ground))


@njit(cache=True)
def halves(values):  # type: ignore[no-untyped-def]
    """Return numbers in single precision in two bytes each, as `instructions.narrow` does."""
    found = np.empty(len(values), np.uint16)
    for i in range(len(values)):
        found[i] = narrow(values[i])
    return found


def small(places: NDArray[np.int64]) -> Places:
    """Return rising places in half the bytes, if these hold the last one."""
    return places.astype(np.int32) if places[-1] <= np.iinfo(np.int32).max else places


@njit(cache=True)
def _count(ends, first):  # type: ignore[no-untyped-def]
    for a, b in ends:
        if a != b:
            first[a + 1] += 1
            first[b + 1] += 1


@njit(cache=True)
def _fill(ends, conductance, free, other, values):  # type: ignore[no-untyped-def]
    for k in range(len(ends)):
        a, b = ends[k]
        if a == b:
            continue
        other[free[a]], values[free[a]] = b, conductance[k]
        other[free[b]], values[free[b]] = a, conductance[k]
        free[a] += 1
        free[b] += 1


@njit(cache=True, parallel=True)
def _join_parallel(first, end, other, values, kept):  # type: ignore[no-untyped-def]
    """Add up the links of each row that lead to one node, at the row's beginning; count them."""
    for i in prange(len(end)):
        low, count = first[i], 0
        for e in range(low, end[i]):
            there = -1
            for k in range(low, low + count):
                if other[k] == other[e]:
                    there = k
            if there >= 0:
                values[there] += values[e]
            else:
                other[low + count], values[low + count] = other[e], values[e]
                count += 1
        kept[i + 1] = count


@njit(cache=True)
def _pack(first, other, values, kept):  # type: ignore[no-untyped-def]
    """Move the links that are kept to the beginning."""
    for i in range(len(kept) - 1):
        for k in range(kept[i + 1] - kept[i]):
            other[kept[i] + k] = other[first[i] + k]
            values[kept[i] + k] = values[first[i] + k]


@njit(cache=True, parallel=True, error_model="numpy")
def apply(first, other, conductance, ground, x, y):  # type: ignore[no-untyped-def]
    """Write ``y = A x`` and return ``x . y`` summed per block of rows; of no narrowed network."""
    n = len(x)
    partial = np.zeros((n + ROWS - 1) // ROWS)
    for block in prange(len(partial)):
        total = 0.0
        for i in range(block * ROWS, min((block + 1) * ROWS, n)):
            v = x[i]
            leaving = ground[i] * v
            for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
                leaving += conductance[e] * (v - x[np.uint32(other[e])])
            y[i] = leaving
            total += v * leaving
        partial[block] = total
    return partial
