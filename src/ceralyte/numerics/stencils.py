"""The seven-point operator of steady conduction on a voxel grid, and its kernels.

The operator A acts on one potential per voxel. A face between two voxels carries the current
``conductance * (difference of their potentials)``, and ``(A x)[i, j, k]`` is the sum of the
currents that leave voxel (i, j, k). Axis 0 is the direction of the mean current.

Faces have few different conductances, so that each is kept as its place in a table: one byte
instead of four, and kernels wait for the memory less than for anything else.

Every kernel splits the grid into planes along axis 0; a plane is written by one thread and sums
are kept per plane, so that results do not depend on the number of threads.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Classes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
Floats = NDArray[np.float64]


class Stencil(NamedTuple):
    """Conductances of all faces of a grid of n0 x n1 x n2 voxels.

    Attributes
    ----------
    faces0, faces1, faces2 : ndarray (n0, n1, n2) of unsigned integers
        Place in `table` of the conductance between a voxel and its next neighbour along each
        axis; the last entry joins the last voxel to the first, and is 0 where the grid is not
        periodic.
    table : ndarray (classes,) float32
        Conductances; the first one is zero.
    ends : ndarray (3, n1, n2) float32
        Conductance of the first and of the last plane to a fixed potential outside, zero where
        there is none; the third plane stays zero (it spares the kernels a branch).
    """

    faces0: Classes
    faces1: Classes
    faces2: Classes
    table: Singles
    ends: Singles


NO_PART = np.uint8(255)
"""Of a voxel that no face joins to anything."""

ROWS = 5
"""Rows of conductances that `conductances_around` writes."""


@njit(cache=True, error_model="numpy")
def conductances_around(c0, c1, c2, table, ends, i, j, rows):  # type: ignore[no-untyped-def]
    """Look up the conductances around the row of voxels (i, j).

    Of the end, of the faces before and after the row across axes 0 and 1, and along it. They are
    kept in `rows`, (ROWS, n2), of which the next row needs one: ask for the rows of a plane in
    their order.
    """
    n0, n1, _ = c0.shape
    if i == 0:
        end = ends[0, j]
    elif i == n0 - 1:
        end = ends[1, j]
    else:
        end = ends[2, 0]
    if j == 0:
        _look_up(table, c1[i, n1 - 1], rows[1])
    before, after = rows[(j + 1) % 2], rows[j % 2]
    _look_up(table, c1[i, j], after)
    _look_up(table, c0[(i - 1) % n0, j], rows[2])
    _look_up(table, c0[i, j], rows[3])
    _look_up(table, c2[i, j], rows[4])
    return end, rows[2], rows[3], before, after, rows[4]


@njit(cache=True)
def _look_up(table, classes, row):  # type: ignore[no-untyped-def]
    if len(table) == 2:  # 0 and one conductance: vector instructions can do without the table
        for k in range(len(row)):
            row[k] = table[1] * np.float32(classes[k])
    else:
        for k in range(len(row)):
            row[k] = table[classes[k]]


@njit(cache=True)
def _potentials_around(x, i, j):  # type: ignore[no-untyped-def]
    """Potentials of the rows next to the row (i, j) and of itself, as views."""
    n0, n1, _ = x.shape
    im, ip, jm, jp = (i - 1) % n0, (i + 1) % n0, (j - 1) % n1, (j + 1) % n1
    return x[im, j], x[ip, j], x[i, jm], x[i, jp], x[i, j]


@njit(cache=True, error_model="numpy")
def _leave(conductances, potentials, leaving):  # type: ignore[no-untyped-def]
    """Write the current that leaves each voxel of a row.

    The loops are short of operands so that they compile to vector instructions: each is checked
    for overlap with what it writes, and compilers check a few arrays only.
    """
    end, a, b, c, d, e = conductances
    xa, xb, xc, xd, x = potentials
    n = len(x)
    for k in range(n):
        leaving[k] = end[k] * x[k] + a[k] * (x[k] - xa[k]) + b[k] * (x[k] - xb[k])
    for k in range(n):
        leaving[k] += c[k] * (x[k] - xc[k]) + d[k] * (x[k] - xd[k])
    for k in range(1, n - 1):
        leaving[k] += e[k - 1] * (x[k] - x[k - 1]) + e[k] * (x[k] - x[k + 1])
    leaving[0] += e[n - 1] * (x[0] - x[n - 1]) + e[0] * (x[0] - x[1 % n])
    if n > 1:
        leaving[n - 1] += e[n - 2] * (x[n - 1] - x[n - 2]) + e[n - 1] * (x[n - 1] - x[0])


@njit(cache=True, error_model="numpy")
def _resist(conductances, resistance):  # type: ignore[no-untyped-def]
    """Write one over the sum of the conductances around each voxel of a row, 0 if there is none."""
    end, a, b, c, d, e = conductances
    n = len(e)
    one, none = np.float32(1), np.float32(0)
    for k in range(n):
        resistance[k] = end[k] + a[k] + b[k] + c[k] + d[k] + e[k]
    for k in range(1, n):
        total = resistance[k] + e[k - 1]
        resistance[k] = one / total if total > 0 else none
    total = resistance[0] + e[n - 1]
    resistance[0] = one / total if total > 0 else none


@njit(parallel=True, cache=True, error_model="numpy")
def apply(c0, c1, c2, table, ends, x, y):  # type: ignore[no-untyped-def]
    """Write ``y = A x`` and return ``x . y`` summed per plane, ndarray (n0,)."""
    n0, n1, n2 = x.shape
    partial = np.zeros(n0)
    for i in prange(n0):
        rows = np.empty((ROWS, n2), np.float32)
        total = 0.0
        for j in range(n1):
            g = conductances_around(c0, c1, c2, table, ends, i, j, rows)
            v = _potentials_around(x, i, j)
            _leave(g, v, y[i, j])
            total += _dot(x[i, j], y[i, j])
        partial[i] = total
    return partial


@njit(parallel=True, cache=True, error_model="numpy")
def products(c0, c1, c2, table, ends, z, r, p):  # type: ignore[no-untyped-def]
    """Return ``z . r`` and ``z . A p`` per plane, ndarray (n0, 2)."""
    n0, n1, n2 = z.shape
    partial = np.zeros((n0, 2))
    for i in prange(n0):
        rows = np.empty((ROWS, n2), np.float32)
        leaving = np.empty(n2, p.dtype)
        zr = zq = 0.0
        for j in range(n1):
            g = conductances_around(c0, c1, c2, table, ends, i, j, rows)
            v = _potentials_around(p, i, j)
            _leave(g, v, leaving)
            zr += _dot(z[i, j], r[i, j])
            zq += _dot(z[i, j], leaving)
        partial[i, 0] = zr
        partial[i, 1] = zq
    return partial


@njit(parallel=True, cache=True, error_model="numpy")
def unit_gradient_residual(c0, c1, c2, table, ends, x, r):  # type: ignore[no-untyped-def]
    """Write the current that arrives in each voxel, and return ``r . r`` per plane, ndarray (n0,).

    The potential is x above one that falls by 1 from plane to plane, from 0.5 above the first
    plane; computed in the precision of x.
    """
    n0, n1, n2 = x.shape
    partial = np.zeros(n0)
    for i in prange(n0):
        rows = np.empty((ROWS, n2), np.float32)
        leaving = np.empty(n2, x.dtype)
        total = 0.0
        for j in range(n1):
            g = conductances_around(c0, c1, c2, table, ends, i, j, rows)
            v = _potentials_around(x, i, j)
            _leave(g, v, leaving)
            end, above, below = g[:3]
            half = 0.5 if i == 0 else -0.5
            for k in range(n2):
                r[i, j, k] = half * end[k] - leaving[k] + (x.dtype.type(above[k]) - below[k])
            total += _dot(r[i, j], r[i, j])
        partial[i] = total
    return partial


@njit(cache=True, fastmath={"reassoc"})
def _dot(a, b):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(len(a)):
        total += np.float64(a[k]) * b[k]
    return total


@njit(parallel=True, cache=True, error_model="numpy")
def first_sweep(c0, c1, c2, table, ends, b, x):  # type: ignore[no-untyped-def]
    """Relax colour 0 from ``x = 0``."""
    n0, n1, n2 = x.shape
    for i in prange(n0):
        rows = np.empty((ROWS, n2), np.float32)
        resistance = np.empty(n2, np.float32)
        for j in range(n1):
            g = conductances_around(c0, c1, c2, table, ends, i, j, rows)
            _resist(g, resistance)
            xr, br = x[i, j], b[i, j]
            xr[:] = 0
            for k in range((i + j) % 2, n2, 2):
                xr[k] = br[k] * resistance[k]


@njit(cache=True, error_model="numpy")
def _relax_plane(c0, c1, c2, table, ends, b, x, colour, i):  # type: ignore[no-untyped-def]
    _, n1, n2 = x.shape
    rows = np.empty((ROWS, n2), np.float32)
    resistance, leaving = np.empty(n2, np.float32), np.empty(n2, np.float32)
    for j in range(n1):
        g = conductances_around(c0, c1, c2, table, ends, i, j, rows)
        v = _potentials_around(x, i, j)
        _resist(g, resistance)
        _leave(g, v, leaving)
        xr, br = x[i, j], b[i, j]
        first = (i + j + colour) % 2
        before = xr[0]
        for k in range(first, n2, 2):
            xr[k] += (br[k] - leaving[k]) * resistance[k]
        if n2 % 2 and first == 0:
            xr[n2 - 1] += table[c2[i, j, n2 - 1]] * (xr[0] - before) * resistance[n2 - 1]


@njit(parallel=True, cache=True, error_model="numpy")
def relax(c0, c1, c2, table, ends, b, x, colour):  # type: ignore[no-untyped-def]
    """Solve every voxel of one colour of the chess board for itself (half a Gauss-Seidel sweep).

    Voxels without any conductance keep their value. Where the board is odd and periodic along
    axis 0 its first and last plane touch in the same colour, so the last one waits its turn; so
    does the last voxel of a row that is odd and periodic.
    """
    n0 = x.shape[0]
    for i in prange(n0 - n0 % 2):
        _relax_plane(c0, c1, c2, table, ends, b, x, colour, i)
    if n0 % 2:
        _relax_plane(c0, c1, c2, table, ends, b, x, colour, n0 - 1)


@njit(parallel=True, cache=True, error_model="numpy")
def restrict_residual(c0, c1, c2, table, ends, b, x, first, part, chess, coarse):  # type: ignore[no-untyped-def]
    """Add ``b - A x`` of every voxel to its part, where voxels of colour 1 were relaxed last.

    The parts of block (i, j, k) are numbered from ``first[i, j, k]``; `part` counts from there,
    and is `NO_PART` for voxels that belong to none. On a true chess board (`chess` 2, else 1) what
    was relaxed last has no residual, and is left out.
    """
    n0, n1, n2 = x.shape
    for pair in prange((n0 + 1) // 2):
        rows = np.empty((ROWS, n2), np.float32)
        leaving = np.empty(n2, np.float32)
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                g = conductances_around(c0, c1, c2, table, ends, i, j, rows)
                v = _potentials_around(x, i, j)
                _leave(g, v, leaving)
                br, fr, pr = b[i, j], first[pair, j // 2], part[i, j]
                for k in range((i + j) % chess, n2, chess):
                    if pr[k] != NO_PART:
                        coarse[fr[k // 2] + pr[k]] += br[k] - leaving[k]


@njit(parallel=True, cache=True, error_model="numpy")
def prolong_add(coarse, first, part, chess, x):  # type: ignore[no-untyped-def]
    """Add to the voxels the correction of their part.

    On a true chess board (`chess` 2, else 1) only to those of colour 0: colour 1 is relaxed next.
    """
    n0, n1, n2 = x.shape
    for i in prange(n0):
        for j in range(n1):
            fr, pr, xr = first[i // 2, j // 2], part[i, j], x[i, j]
            for k in range((i + j) % chess, n2, chess):
                if pr[k] != NO_PART:
                    xr[k] += coarse[fr[k // 2] + pr[k]]
