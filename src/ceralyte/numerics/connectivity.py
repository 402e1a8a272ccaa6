"""Face-connected parts of a voxel mask, joined over periodic sides."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Ints = NDArray[np.int32]


class Runs(NamedTuple):
    """The voxels of a mask, as runs without a gap along axis 2.

    Attributes
    ----------
    first : ndarray (n0 n1 + 1,) int64
        The runs of row r are ``first[r]:first[r + 1]``.
    start, stop : ndarray (m,) int32
    part : ndarray (m,) int32
        Face-connected part of the mask, from 1 on.
    """

    first: NDArray[np.int64]
    start: Ints
    stop: Ints
    part: Ints


def connected_parts(mask: NDArray[np.bool_], wrapped_axes: Sequence[int]) -> Ints:
    """Return 0 outside `mask` and one positive label per face-connected part of it.

    Parameters
    ----------
    mask : ndarray (nx, ny, nz) bool
    wrapped_axes : sequence of int
        Axes along which the first and the last plane are neighbours.
    """
    labels = np.empty(mask.shape, np.int32)
    paint(*connected_runs(mask, wrapped_axes), labels.reshape(-1, mask.shape[2]))
    return labels


def connected_runs(mask: NDArray[np.bool_], wrapped_axes: Sequence[int]) -> Runs:
    """Return the runs of a mask with the part that each belongs to, see `connected_parts`."""
    rows = np.ascontiguousarray(mask).reshape(-1, mask.shape[2])
    first = np.zeros(len(rows) + 1, np.int64)
    _count(rows, first[1:])
    np.cumsum(first, out=first)
    start, stop = np.empty(first[-1], np.int32), np.empty(first[-1], np.int32)
    _find(rows, first, start, stop)
    wraps = tuple(axis in wrapped_axes for axis in range(3))
    return Runs(first, start, stop, _join(mask.shape, wraps, first, start, stop))


def through_labels(labels: Ints, axis: int) -> Ints:
    """Return the labels of `connected_parts` that reach both ends of `axis`."""
    first, last = np.take(labels, 0, axis), np.take(labels, -1, axis)
    return np.intersect1d(first[first > 0], last[last > 0])


@njit(cache=True, parallel=True)
def paint(first, start, stop, values, rows):  # type: ignore[no-untyped-def]
    """Write a value per run into its voxels, and 0 everywhere else."""
    for r in prange(len(rows)):
        rows[r] = 0
        for run in range(first[r], first[r + 1]):
            rows[r, start[run] : stop[run]] = values[run]


@njit(cache=True)
def root(leader, i):  # type: ignore[no-untyped-def]
    """Return what stands for the set that i belongs to."""
    while leader[i] != i:
        leader[i] = leader[leader[i]]
        i = leader[i]
    return i


@njit(cache=True)
def unite(leader, i, j):  # type: ignore[no-untyped-def]
    """Make one set of those of i and j; its smallest member stands for it."""
    a, b = root(leader, i), root(leader, j)
    leader[max(a, b)] = min(a, b)


@njit(cache=True, parallel=True)
def _count(rows, counts):  # type: ignore[no-untyped-def]
    for r in prange(len(rows)):
        before, count = False, 0
        for k in range(rows.shape[1]):
            count += rows[r, k] and not before
            before = rows[r, k]
        counts[r] = count


@njit(cache=True, parallel=True)
def _find(rows, first, start, stop):  # type: ignore[no-untyped-def]
    for r in prange(len(rows)):
        run, inside = first[r], False
        for k in range(rows.shape[1]):
            if rows[r, k] == inside:
                continue
            if inside:
                stop[run] = k
                run += 1
            else:
                start[run] = k
            inside = not inside
        if inside:
            stop[run] = rows.shape[1]


@njit(cache=True)
def _join(shape, wraps, first, start, stop):  # type: ignore[no-untyped-def]
    """Return the number of the part that each run belongs to."""
    n0, n1, n2 = shape
    leader = np.arange(len(start)).astype(np.int32)
    for i in range(n0):
        for j in range(n1):
            row = i * n1 + j
            if i > 0 or wraps[0]:
                _join_rows(leader, first, start, stop, row, (i - 1) % n0 * n1 + j)
            if j > 0 or wraps[1]:
                _join_rows(leader, first, start, stop, row, i * n1 + (j - 1) % n1)
            low, high = first[row], first[row + 1] - 1
            if wraps[2] and low <= high and start[low] == 0 and stop[high] == n2:
                unite(leader, low, high)
    part, count = np.zeros(len(leader), np.int32), 0
    for run in range(len(leader)):
        own = root(leader, run)
        if own == run:
            count += 1
            part[run] = count
        part[run] = part[own]
    return part


@njit(cache=True)
def _join_rows(leader, first, start, stop, here, there):  # type: ignore[no-untyped-def]
    """Unite the runs of two neighbouring rows that touch."""
    a, b = first[here], first[there]
    while a < first[here + 1] and b < first[there + 1]:
        if start[a] < stop[b] and start[b] < stop[a]:
            unite(leader, a, b)
        if stop[a] < stop[b]:
            a += 1
        else:
            b += 1
