"""Distances from the voxels between spheres to the surfaces of the two nearest.

Voxel ``(i, j, k)`` of a grid of `shape` has its centre at ``((i, j, k) + 0.5) * box / shape``.
Results do not depend on the number of threads: each plane of voxels is written by one thread.
"""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def two_nearest_gaps(
    centres: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    mask: NDArray[np.bool_],
    reach: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the two smallest ``|x - c_k| - r_k`` at the voxels of `mask`.

    Parameters
    ----------
    centres : ndarray (n, 3)
    radii : ndarray (n,)
    box : ndarray (3,)
    mask : ndarray (nx, ny, nz) bool
        Voxels that are asked for.
    reach : float
        Distances above it are returned as infinity (nobody looked further).

    Returns
    -------
    nearest, second : ndarray (nx, ny, nz) float32
        Infinity outside `mask` too.
    """
    nearest = np.full(mask.shape, np.inf, np.float32)
    second = np.full(mask.shape, np.inf, np.float32)
    _gaps(centres, radii, box, np.array(periodic), mask, reach, nearest, second)
    return nearest, second


@njit(cache=True, parallel=True)
def _gaps(centres, radii, box, periodic, mask, reach, nearest, second):  # type: ignore[no-untyped-def]
    nx, ny, nz = mask.shape
    hx, hy, hz = box[0] / nx, box[1] / ny, box[2] / nz
    for plane in prange(nx):
        for n in range(len(radii)):
            r = radii[n]
            cut = r + reach
            i0 = int(np.ceil((centres[n, 0] - cut) / hx - 0.5))
            i1 = int(np.floor((centres[n, 0] + cut) / hx - 0.5))
            if not periodic[0]:
                i0, i1 = max(i0, 0), min(i1, nx - 1)
            for i in range(i0 + (plane - i0) % nx, i1 + 1, nx):
                dx2 = ((i + 0.5) * hx - centres[n, 0]) ** 2
                if dx2 > cut * cut:
                    continue
                in_plane = np.sqrt(cut * cut - dx2)
                j0 = int(np.ceil((centres[n, 1] - in_plane) / hy - 0.5))
                j1 = int(np.floor((centres[n, 1] + in_plane) / hy - 0.5))
                if not periodic[1]:
                    j0, j1 = max(j0, 0), min(j1, ny - 1)
                for j in range(j0, j1 + 1):
                    dxy2 = dx2 + ((j + 0.5) * hy - centres[n, 1]) ** 2
                    if dxy2 > cut * cut:
                        continue
                    in_row = np.sqrt(cut * cut - dxy2)
                    k0 = int(np.ceil((centres[n, 2] - in_row) / hz - 0.5))
                    k1 = int(np.floor((centres[n, 2] + in_row) / hz - 0.5))
                    if not periodic[2]:
                        k0, k1 = max(k0, 0), min(k1, nz - 1)
                    jj = j % ny
                    for k in range(k0, k1 + 1):
                        kk = k % nz
                        if not mask[plane, jj, kk]:
                            continue
                        gap = np.sqrt(dxy2 + ((k + 0.5) * hz - centres[n, 2]) ** 2) - r
                        if gap < nearest[plane, jj, kk]:
                            second[plane, jj, kk] = nearest[plane, jj, kk]
                            nearest[plane, jj, kk] = gap
                        elif gap < second[plane, jj, kk]:
                            second[plane, jj, kk] = gap
