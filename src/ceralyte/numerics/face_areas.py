"""Area of voxel faces without the steps of their staircase."""

from functools import cache

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

_WIDE, _TIGHT = 4.5, 3.0
"""Reach, in voxels, of the two bells under which the normal of a face is taken."""
_AGREE = 0.987
"""Cosine of the angle between the two normals from which the surface is taken to be smooth."""
_RUN = 8
"""Voxels in a row that are taken at once."""
_MEAN = 2 / 3
"""Mean share of a surface of any tilt in its faces."""


def true_areas(labels: NDArray, here: Ints, axis: int, periodic: tuple[bool, bool, bool]) -> Floats:
    """Return the area of surface that each voxel face stands for, in faces.

    A surface of unit normal n shows ``|n0|``, ``|n1|``, ``|n2|`` of its area in faces across
    the three axes. Each face counts as the component of n along its own axis, so that the sum
    is ``n . n = 1``; where the normal is off by an angle a, the sum is ``cos(a)``. The normal
    is the difference between the centres of mass of the two labels around the face, under the
    bell ``(1 - (r / 4.5)^2)^2`` of the distance r in voxels: on planes of most tilts areas are
    right to 0.5 %, on those that rise by a voxel in five or more to 2 %. Where the normal under
    the bell of reach 3 differs, an edge or a gap is near, and the face counts 2/3, the mean over
    surfaces of all tilts. A face of a flat side along the grid counts 1 right up to the edges of
    that side, see `_level`.

    Parameters
    ----------
    labels : ndarray (n0, n1, n2) of integers
    here : ndarray (m,)
        Flat index of the voxel on the near side of each face; the far side is the next voxel
        along `axis`.
    axis : int
    periodic : tuple of 3 bool

    Returns
    -------
    ndarray (m,)
        0 to 1.
    """
    runs, wide, tight = _window(axis)
    found: Floats = _areas(
        np.ascontiguousarray(labels), here, axis, np.array(periodic), runs, wide, tight, _AGREE
    )
    return found


@cache
def _window(axis: int) -> tuple[Ints, Singles, Singles]:
    """Voxels around a face across `axis`, in runs along the last axis, where they lie in a row.

    Returns the place of the first voxel of each run (r, 3), from the near one, and the weighted
    positions of all their voxels under the two bells, (3, 8 r) and (3, 8 t), 0 outside: the tight
    bell reaches into the first t runs only.
    """
    far = np.zeros(3)
    far[axis] = 0.5
    low, high = np.floor(far - _WIDE).astype(int) + 1, int(_WIDE) + 1
    starts = np.arange(low[0], high), np.arange(low[1], high), np.arange(low[2], high, _RUN)
    first = np.stack(np.meshgrid(*starts, indexing="ij"), -1).reshape(-1, 3)
    steps = np.zeros((_RUN, 3), dtype=np.int64)
    steps[:, 2] = np.arange(_RUN)
    place = first[:, None] + steps - far
    square = (place**2).sum(axis=-1)
    nearest = square.min(axis=1)
    order = np.argsort(nearest, kind="stable")[: (nearest < _WIDE**2).sum()]
    inner = order[nearest[order] < _TIGHT**2]
    wide, tight = (
        np.maximum(1 - square[within] / reach**2, 0)[..., None] ** 2 * place[within]
        for reach, within in ((_WIDE, order), (_TIGHT, inner))
    )
    return first[order].astype(np.int64), _by_axis(wide), _by_axis(tight)


def _by_axis(positions: Floats) -> Singles:
    """Positions (r, t, 3) as (3, r t), single."""
    return np.ascontiguousarray(positions.reshape(-1, 3).T, np.float32)


@njit(parallel=True, cache=True)
def _areas(labels, here, axis, periodic, runs, wide, tight, agree):  # type: ignore[no-untyped-def]
    n0, n1, n2 = labels.shape
    found = np.empty(len(here))
    flat = labels.ravel()
    steps = (runs[:, 0] * n1 + runs[:, 1]) * n2 + runs[:, 2]
    reach = np.abs(runs).max()
    for m in prange(len(here)):
        around = np.empty(len(runs) * _RUN, labels.dtype)
        side = np.empty(len(around), np.int8)
        i = here[m] // (n1 * n2)
        j = here[m] // n2 % n1
        k = here[m] % n2
        first = labels[i, j, k]
        second = _at(labels, i + (axis == 0), j + (axis == 1), k + (axis == 2), periodic)
        one, two = (axis + 1) % 3, (axis + 2) % 3
        if _level(labels, i, j, k, axis, one, periodic, reach) and _level(
            labels, i, j, k, axis, two, periodic, reach
        ):
            found[m] = 1.0
            continue
        inside = min(i, j, k) >= reach and i < n0 - reach and j < n1 - reach and k < n2 - reach
        if inside:
            _copy(flat, here[m], steps, around)
        else:
            _gather(labels, i, j, k, periodic, runs, around)
        _tell(around, first, second, side)
        g0, g1, g2 = _moment(side, wide)
        t0, t1, t2 = _moment(side, tight)
        g = np.sqrt(g0 * g0 + g1 * g1 + g2 * g2)
        t = np.sqrt(t0 * t0 + t1 * t1 + t2 * t2)
        if g0 * t0 + g1 * t1 + g2 * t2 > agree * g * t:
            along = g0 if axis == 0 else (g1 if axis == 1 else g2)
            found[m] = abs(along) / g
        else:
            found[m] = _MEAN
    return found


@njit(cache=True)
def _copy(flat, here, steps, around):  # type: ignore[no-untyped-def]
    """Copy runs of labels; indices without sign, which the compiler takes eight at a time.

    A run may go on past the end of its row, with no weight there; one that is far out along the
    first axis is not so along the second, so that all lie in the image.
    """
    for r in range(len(steps)):
        start, place = np.uint64(here + steps[r]), np.uint64(r * _RUN)
        for t in range(_RUN):
            around[place + np.uint64(t)] = flat[start + np.uint64(t)]


@njit(cache=True)
def _gather(labels, i, j, k, periodic, runs, around):  # type: ignore[no-untyped-def]
    """Copy runs of labels of which some lie outside."""
    n0, n1, n2 = labels.shape
    along = np.empty(_RUN, np.int64)
    for r in range(len(runs)):
        p = _within(i + runs[r, 0], n0, periodic[0])
        q = _within(j + runs[r, 1], n1, periodic[1])
        if r == 0 or runs[r, 2] != runs[r - 1, 2]:
            for t in range(_RUN):
                along[t] = _within(k + runs[r, 2] + t, n2, periodic[2])
        for t in range(_RUN):
            around[r * _RUN + t] = labels[p, q, along[t]]


@njit(cache=True)
def _tell(around, first, second, side):  # type: ignore[no-untyped-def]
    """Set 1 where a label is the second, -1 where it is the first, else 0."""
    for w in range(len(around)):
        side[w] = np.int8(around[w] == second) - np.int8(around[w] == first)


@njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract"})
def _moment(side, positions):  # type: ignore[no-untyped-def]
    """Sum of positions (3, w), one label's less those of the other."""
    g0, g1, g2 = np.float32(0), np.float32(0), np.float32(0)
    for w in range(positions.shape[1]):
        sign = np.float32(side[w])
        g0 += sign * positions[0, w]
        g1 += sign * positions[1, w]
        g2 += sign * positions[2, w]
    return np.float64(g0), np.float64(g1), np.float64(g2)


@njit(cache=True)
def _level(labels, i, j, k, axis, along, periodic, reach):  # type: ignore[no-untyped-def]
    """Whether the row of equal faces through a face, along another axis, ends at edges only.

    Rows of two faces or more on a digital plane, or on a smooth surface, end at steps of one
    voxel; those of a side along the grid at its edges, where the labels change otherwise, or
    further away than `reach`.
    """
    a0, a1, a2 = axis == 0, axis == 1, axis == 2
    first = labels[i, j, k]
    second = _at(labels, i + a0, j + a1, k + a2, periodic)
    length = 1
    for way in (-1, 1):
        for t in range(way, way * (reach + 1), way):
            p, q, r = i + t * (along == 0), j + t * (along == 1), k + t * (along == 2)
            near = _at(labels, p, q, r, periodic)
            far = _at(labels, p + a0, q + a1, r + a2, periodic)
            if near == first and far == second:
                length += 1
                continue
            if near == second and _at(labels, p - a0, q - a1, r - a2, periodic) == first:
                return False
            if far == first and _at(labels, p + 2 * a0, q + 2 * a1, r + 2 * a2, periodic) == second:
                return False
            break
    return length > 1


@njit(cache=True)
def _at(labels, i, j, k, periodic):  # type: ignore[no-untyped-def]
    """Label of a voxel that may lie outside; the outermost ones go on where nothing wraps."""
    n0, n1, n2 = labels.shape
    i, j, k = _within(i, n0, periodic[0]), _within(j, n1, periodic[1]), _within(k, n2, periodic[2])
    return labels[i, j, k]


@njit(cache=True)
def _within(i, n, wraps):  # type: ignore[no-untyped-def]
    """Index that stands for one that may lie outside 0 to n - 1."""
    if 0 <= i < n:
        return i
    return i % n if wraps else min(max(i, 0), n - 1)
