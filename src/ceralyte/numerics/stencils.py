"""The seven-point operator of steady conduction on a voxel grid, and its kernels.

The operator A acts on one potential per voxel. A face between two voxels carries the current
``conductance * (difference of their potentials)``, and ``(A x)[i, j, k]`` is the sum of the
currents that leave voxel (i, j, k). Axis 0 is the direction of the mean current.

Every kernel splits the grid into planes along axis 0; a plane is written by one thread and sums
are kept per plane, so that results do not depend on the number of threads.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Floats = NDArray[np.float64]


class Stencil(NamedTuple):
    """Conductances of all faces of a grid of n0 x n1 x n2 voxels.

    Attributes
    ----------
    faces0, faces1, faces2 : ndarray (n0, n1, n2) float32
        Conductance between a voxel and its next neighbour along each axis; the last entry joins
        the last voxel to the first, and is zero where the grid is not periodic.
    ends : ndarray (3, n1, n2) float32
        Conductance of the first and of the last plane to a fixed potential outside, zero where
        there is none; the third plane stays zero (it spares the kernels a branch).
    """

    faces0: Singles
    faces1: Singles
    faces2: Singles
    ends: Singles


@njit(cache=True, error_model="numpy")
def _rows(f0, f1, f2, ends, x, i, j):  # type: ignore[no-untyped-def]
    """Conductances and potentials around the row of voxels (i, j), as views."""
    n0, n1, _ = x.shape
    im, ip, jm, jp = (i - 1) % n0, (i + 1) % n0, (j - 1) % n1, (j + 1) % n1
    if i == 0:
        end = ends[0, j]
    elif i == n0 - 1:
        end = ends[1, j]
    else:
        end = ends[2, 0]
    conductances = (end, f0[im, j], f0[i, j], f1[i, jm], f1[i, j], f2[i, j])
    return conductances, (x[im, j], x[ip, j], x[i, jm], x[i, jp], x[i, j])


@njit(cache=True, error_model="numpy", inline="always")
def _around(conductances, potentials, k):  # type: ignore[no-untyped-def]
    """Sum of the conductances around voxel k of a row, and the current that leaves it.

    Differences come before products: a current is small against the products themselves.
    """
    end, a, b, c, d, e = conductances
    xa, xb, xc, xd, x = potentials
    n = len(x)
    km = k - 1 if k > 0 else n - 1
    kp = k + 1 if k < n - 1 else 0
    v = x[k]
    diagonal = end[k] + a[k] + b[k] + c[k] + d[k] + e[km] + e[k]
    across = a[k] * (v - xa[k]) + b[k] * (v - xb[k]) + c[k] * (v - xc[k]) + d[k] * (v - xd[k])
    return diagonal, end[k] * v + across + e[km] * (v - x[km]) + e[k] * (v - x[kp])


@njit(parallel=True, cache=True, error_model="numpy")
def apply(f0, f1, f2, ends, x, y):  # type: ignore[no-untyped-def]
    """Write ``y = A x`` and return ``x . y`` summed per plane, ndarray (n0,)."""
    n0, n1, n2 = x.shape
    partial = np.zeros(n0)
    for i in prange(n0):
        total = 0.0
        for j in range(n1):
            g, v = _rows(f0, f1, f2, ends, x, i, j)
            xr, yr = x[i, j], y[i, j]
            for k in range(n2):
                _, leaving = _around(g, v, k)
                yr[k] = leaving
                total += xr[k] * leaving
        partial[i] = total
    return partial


@njit(parallel=True, cache=True, error_model="numpy")
def first_sweep(f0, f1, f2, ends, residual, b, x):  # type: ignore[no-untyped-def]
    """Write the residual into b in single precision, and relax colour 0 from ``x = 0``."""
    n0, n1, n2 = x.shape
    for i in prange(n0):
        for j in range(n1):
            (end, before0, own0, before1, own1, own2), _ = _rows(f0, f1, f2, ends, x, i, j)
            xr, br, rr = x[i, j], b[i, j], residual[i, j]
            first = (i + j) % 2
            for k in range(n2):
                br[k] = rr[k]
                xr[k] = 0
            for k in range(first, n2, 2):
                across = before0[k] + own0[k] + before1[k] + own1[k]
                diagonal = end[k] + across + own2[k - 1] + own2[k]
                if diagonal > 0:
                    xr[k] = br[k] / diagonal


@njit(cache=True, error_model="numpy")
def _relax_plane(f0, f1, f2, ends, b, x, colour, i):  # type: ignore[no-untyped-def]
    _, n1, n2 = x.shape
    for j in range(n1):
        g, v = _rows(f0, f1, f2, ends, x, i, j)
        xr, br = x[i, j], b[i, j]
        for k in range((i + j + colour) % 2, n2, 2):
            diagonal, leaving = _around(g, v, k)
            if diagonal > 0:
                xr[k] += (br[k] - leaving) / diagonal


@njit(parallel=True, cache=True, error_model="numpy")
def relax(f0, f1, f2, ends, b, x, colour):  # type: ignore[no-untyped-def]
    """Solve every voxel of one colour of the chess board for itself (half a Gauss-Seidel sweep).

    Voxels without any conductance keep their value. Where the board is odd and periodic along
    axis 0 its first and last plane touch in the same colour, so the last one waits its turn.
    """
    n0 = x.shape[0]
    for i in prange(n0 - n0 % 2):
        _relax_plane(f0, f1, f2, ends, b, x, colour, i)
    if n0 % 2:
        _relax_plane(f0, f1, f2, ends, b, x, colour, n0 - 1)


@njit(parallel=True, cache=True, error_model="numpy")
def restrict_residual(f0, f1, f2, ends, b, x, parts, chess, coarse):  # type: ignore[no-untyped-def]
    """Add ``b - A x`` of every voxel to its part, where voxels of colour 1 were relaxed last.

    Parts do not reach beyond a pair of planes (2 i, 2 i + 1). On a true chess board (`chess` 2,
    else 1) what was relaxed last has no residual, and is left out.
    """
    n0, n1, n2 = x.shape
    for pair in prange((n0 + 1) // 2):
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                g, v = _rows(f0, f1, f2, ends, x, i, j)
                br, pr = b[i, j], parts[i, j]
                for k in range((i + j) % chess, n2, chess):
                    if pr[k] >= 0:
                        _, leaving = _around(g, v, k)
                        coarse[pr[k]] += br[k] - leaving


@njit(parallel=True, cache=True, error_model="numpy")
def prolong_add(coarse, parts, chess, x):  # type: ignore[no-untyped-def]
    """Add to the voxels the correction of their part.

    On a true chess board (`chess` 2, else 1) only to those of colour 0: colour 1 is relaxed next.
    """
    n0, n1, n2 = x.shape
    for i in prange(n0):
        for j in range(n1):
            pr, xr = parts[i, j], x[i, j]
            for k in range((i + j) % chess, n2, chess):
                if pr[k] >= 0:
                    xr[k] += coarse[pr[k]]
