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


def owners_and_gaps(
    centres: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    shape: tuple[int, int, int],
    reach: float,
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the owner of every voxel and its distances to the two nearest spheres.

    Returns
    -------
    owner : ndarray (nx, ny, nz) int32
        Index of the sphere that contains the voxel centre and whose power ``|x-c|^2 - r^2`` is
        least there (its cell of the radical tessellation); -1 outside all spheres.
    nearest, second : ndarray (nx, ny, nz) float32
        The two smallest ``|x - c_k| - r_k`` (negative inside); infinity beyond `reach`.
    """
    owner = np.full(shape, -1, np.int32)
    nearest = np.full(shape, np.inf, np.float32)
    second = np.full(shape, np.inf, np.float32)
    _owners_and_gaps(centres, radii, box, np.array(periodic), reach, owner, nearest, second)
    return owner, nearest, second


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
def _owners_and_gaps(  # type: ignore[no-untyped-def]
    centres, radii, box, periodic, reach, owner, nearest, second
):
    nx, ny, nz = owner.shape
    hx, hy, hz = box[0] / nx, box[1] / ny, box[2] / nz
    for plane in prange(nx):
        power = np.zeros((ny, nz))
        for n in range(len(radii)):
            r = radii[n]
            cut = r + reach
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
                        if d2 > cut * cut:
                            continue
                        kk = k % nz
                        gap = np.sqrt(d2) - r
                        if gap < nearest[plane, jj, kk]:
                            second[plane, jj, kk] = nearest[plane, jj, kk]
                            nearest[plane, jj, kk] = gap
                        elif gap < second[plane, jj, kk]:
                            second[plane, jj, kk] = gap
                        if gap < 0.0 and d2 - r * r < power[jj, kk]:
                            power[jj, kk] = d2 - r * r
                            owner[plane, jj, kk] = n
