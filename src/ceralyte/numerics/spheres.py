"""Spheres on a voxel grid: who is near, who owns a voxel.

Voxel ``(i, j, k)`` of a grid of `shape` has its centre at ``((i, j, k) + 0.5) * box / shape``.
Along a periodic axis a sphere reaches over the edge. Results do not depend on the number of
threads: each plane of voxels is written by one thread, spheres in order of their index.
"""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def scaled_distance(
    centres: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    shape: tuple[int, int, int],
    reach: float,
) -> NDArray[np.float32]:
    """Return ``min_k |x - c_k| / r_k`` at every voxel centre x.

    Its level set at s bounds the union of all spheres grown by the factor s, so the s at which
    the union fills a given share of the box is a quantile of this field.

    Parameters
    ----------
    centres : ndarray (n, 3)
    radii : ndarray (n,)
    box : ndarray (3,)
    reach : float
        Values above it are returned as infinity (nobody looked further).

    Returns
    -------
    ndarray (nx, ny, nz) float32
    """
    field = np.full(shape, np.inf, np.float32)
    _scaled_distance(centres, radii, box, np.array(periodic), reach, field)
    return field


def radical_cells(
    centres: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    shape: tuple[int, int, int],
    limits: Floats,
) -> NDArray[np.int32]:
    """Return whose cell of the radical tessellation every voxel centre lies in.

    Parameters
    ----------
    centres : ndarray (n, 3)
    radii : ndarray (n,)
    box : ndarray (3,)
    limits : ndarray (n,)
        How far from its centre a cell reaches at most; `radii` for the cut spheres themselves.

    Returns
    -------
    ndarray (nx, ny, nz) int32
        Index of the sphere whose power ``|x-c|^2 - r^2`` is least; -1 beyond the limits of all.
    """
    owner = np.full(shape, -1, np.int32)
    _radical_cells(centres, radii, box, np.array(periodic), limits, owner)
    return owner


def nearest_of_own(
    centres: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    limits: Floats,
    owner: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which voxels are among the nearest of their own cell to its centre.

    Parameters
    ----------
    centres, box, periodic, limits
        As of `radical_cells`.
    owner : ndarray (nx, ny, nz) int32
        As it returns them; voxels set to -1 are not available.
    counts : ndarray (n,)
        Voxels wanted of each cell; of one that has fewer all are taken, ties go by position.

    Returns
    -------
    taken : ndarray (nx, ny, nz) bool
    short : ndarray (n,)
        Voxels that each cell has too few.
    """
    taken, short = np.zeros(owner.shape, np.bool_), counts.copy()
    _nearest_of_own(centres, box, np.array(periodic), limits, owner, counts, taken, short)
    return taken, short


@njit(cache=True)
def _span(centre, radius, spacing, count, wraps):  # type: ignore[no-untyped-def]
    """First and last voxel index (unwrapped) whose centre lies within `radius` of `centre`."""
    first = int(np.ceil((centre - radius) / spacing - 0.5))
    last = int(np.floor((centre + radius) / spacing - 0.5))
    if not wraps:
        first, last = max(first, 0), min(last, count - 1)
    return first, last


@njit(cache=True, parallel=True)
def _scaled_distance(centres, radii, box, periodic, reach, field):  # type: ignore[no-untyped-def]
    nx, ny, nz = field.shape
    hx, hy, hz = box[0] / nx, box[1] / ny, box[2] / nz
    for plane in prange(nx):
        for n in range(len(radii)):
            cut = reach * radii[n]
            inverse = 1.0 / radii[n]
            i0, i1 = _span(centres[n, 0], cut, hx, nx, periodic[0])
            j0, j1 = _span(centres[n, 1], cut, hy, ny, periodic[1])
            k0, k1 = _span(centres[n, 2], cut, hz, nz, periodic[2])
            for i in range(i0 + (plane - i0) % nx, i1 + 1, nx):
                dx2 = ((i + 0.5) * hx - centres[n, 0]) ** 2
                for j in range(j0, j1 + 1):
                    dxy2 = dx2 + ((j + 0.5) * hy - centres[n, 1]) ** 2
                    if dxy2 > cut * cut:
                        continue
                    for k in range(k0, k1 + 1):
                        d2 = dxy2 + ((k + 0.5) * hz - centres[n, 2]) ** 2
                        if d2 <= cut * cut:
                            value = np.sqrt(d2) * inverse
                            if value < field[plane, j % ny, k % nz]:
                                field[plane, j % ny, k % nz] = value


@njit(cache=True, parallel=True)
def _radical_cells(centres, radii, box, periodic, limits, owner):  # type: ignore[no-untyped-def]
    nx, ny, nz = owner.shape
    hx, hy, hz = box[0] / nx, box[1] / ny, box[2] / nz
    for plane in prange(nx):
        power = np.full((ny, nz), np.inf)
        for n in range(len(radii)):
            cut, r2 = limits[n], radii[n] * radii[n]
            i0, i1 = _span(centres[n, 0], cut, hx, nx, periodic[0])
            j0, j1 = _span(centres[n, 1], cut, hy, ny, periodic[1])
            k0, k1 = _span(centres[n, 2], cut, hz, nz, periodic[2])
            for i in range(i0 + (plane - i0) % nx, i1 + 1, nx):
                dx2 = ((i + 0.5) * hx - centres[n, 0]) ** 2
                for j in range(j0, j1 + 1):
                    dxy2 = dx2 + ((j + 0.5) * hy - centres[n, 1]) ** 2
                    if dxy2 > cut * cut:
                        continue
                    jj = j % ny
                    for k in range(k0, k1 + 1):
                        d2 = dxy2 + ((k + 0.5) * hz - centres[n, 2]) ** 2
                        kk = k % nz
                        if d2 <= cut * cut and d2 - r2 < power[jj, kk]:
                            power[jj, kk] = d2 - r2
                            owner[plane, jj, kk] = n


@njit(cache=True)
def _nearest_span(centre, radius, spacing, count, wraps):  # type: ignore[no-untyped-def]
    """As `_span`, but every voxel once: where its nearest image along the axis lies."""
    first, last = _span(centre, radius, spacing, count, wraps)
    if wraps:
        first = max(first, int(np.ceil(centre / spacing - 0.5 * count - 0.5)))
        last = min(last, first + count - 1)
    return first, last


@njit(cache=True, parallel=True)
def _nearest_of_own(  # type: ignore[no-untyped-def]
    centres, box, periodic, limits, owner, counts, taken, short
):
    nx, ny, nz = owner.shape
    hx, hy, hz = box[0] / nx, box[1] / ny, box[2] / nz
    for n in prange(len(limits)):
        if counts[n] < 1:
            continue
        i0, i1 = _nearest_span(centres[n, 0], limits[n], hx, nx, periodic[0])
        j0, j1 = _nearest_span(centres[n, 1], limits[n], hy, ny, periodic[1])
        k0, k1 = _nearest_span(centres[n, 2], limits[n], hz, nz, periodic[2])
        room = max(i1 - i0 + 1, 0) * max(j1 - j0 + 1, 0) * max(k1 - k0 + 1, 0)
        distance = np.empty(room, np.float32)  # squared, of the cell's voxels in order
        found = 0
        for i in range(i0, i1 + 1):
            dx2 = ((i + 0.5) * hx - centres[n, 0]) ** 2
            for j in range(j0, j1 + 1):
                dxy2 = dx2 + ((j + 0.5) * hy - centres[n, 1]) ** 2
                for k in range(k0, k1 + 1):
                    if owner[i % nx, j % ny, k % nz] == n:
                        distance[found] = dxy2 + ((k + 0.5) * hz - centres[n, 2]) ** 2
                        found += 1
        if found == 0:
            continue
        kept = min(counts[n], found)
        short[n] = counts[n] - kept
        last = np.partition(distance[:found], kept - 1)[kept - 1]
        ties = kept - (distance[:found] < last).sum()
        at = 0
        for i in range(i0, i1 + 1):
            for j in range(j0, j1 + 1):
                for k in range(k0, k1 + 1):
                    if owner[i % nx, j % ny, k % nz] != n:
                        continue
                    if distance[at] < last:
                        taken[i % nx, j % ny, k % nz] = True
                    elif distance[at] == last and ties > 0:
                        taken[i % nx, j % ny, k % nz] = True
                        ties -= 1
                    at += 1
