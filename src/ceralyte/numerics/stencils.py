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

ROWS = 6
"""Rows of conductances around a row of voxels; see `look_up_around`."""

_BELOW, _ABOVE, _ALONG, _END = 2, 3, 4, 5

# Rows are addressed by their numbers, never cut out as arrays of their own: to count the references
# to those takes longer than a row of 200 voxels does.


@njit(cache=True)
def look_up_around(c0, c1, c2, table, ends, i, j, rows):  # type: ignore[no-untyped-def]
    """Look up the conductances around the row of voxels (i, j).

    They come into `rows`, ndarray (ROWS, n2): across axis 1, after the row in row ``j % 2`` and
    before it in the other; across axis 0, before and after, in rows 2 and 3; along the row; to
    the end. What lies before a row lies after the last one: ask for the rows of a plane in order.
    """
    n0, n1, n2 = c0.shape
    im, after = i - 1 if i > 0 else n0 - 1, j % 2
    side = 0 if i == 0 else 1 if i == n0 - 1 else 2
    for k in range(n2):
        rows[_END, k] = ends[side, j, k]
    if j == 0:
        for k in range(n2):
            rows[1, k] = table[c1[i, n1 - 1, k]]
    if len(table) == 2:  # 0 and one conductance: vector instructions can do without the table
        g = table[1]
        for k in range(n2):
            rows[after, k] = g * np.float32(c1[i, j, k])
            rows[_ALONG, k] = g * np.float32(c2[i, j, k])
        for k in range(n2):
            rows[_BELOW, k] = g * np.float32(c0[im, j, k])
            rows[_ABOVE, k] = g * np.float32(c0[i, j, k])
    else:
        for k in range(n2):
            rows[after, k] = table[c1[i, j, k]]
            rows[_BELOW, k] = table[c0[im, j, k]]
            rows[_ABOVE, k] = table[c0[i, j, k]]
            rows[_ALONG, k] = table[c2[i, j, k]]


@njit(cache=True)
def _leave(rows, x, i, j, leaving):  # type: ignore[no-untyped-def]
    """Write the current that leaves each voxel of a row.

    The loops are short of operands so that they compile to vector instructions: each is checked
    for overlap with what it writes, and compilers check a few arrays only.
    """
    n0, n1, n = x.shape
    im, ip = i - 1 if i > 0 else n0 - 1, i + 1 if i + 1 < n0 else 0
    jm, jp = j - 1 if j > 0 else n1 - 1, j + 1 if j + 1 < n1 else 0
    after, before = j % 2, 1 - j % 2
    for k in range(n):
        v = x[i, j, k]
        leaving[k] = (
            rows[_END, k] * v
            + rows[_BELOW, k] * (v - x[im, j, k])
            + rows[_ABOVE, k] * (v - x[ip, j, k])
        )
    for k in range(n):
        v = x[i, j, k]
        leaving[k] += rows[before, k] * (v - x[i, jm, k]) + rows[after, k] * (v - x[i, jp, k])
    for k in range(1, n - 1):
        v = x[i, j, k]
        leaving[k] += rows[_ALONG, k - 1] * (v - x[i, j, k - 1])
        leaving[k] += rows[_ALONG, k] * (v - x[i, j, k + 1])
    v, w, ring = x[i, j, 0], x[i, j, n - 1], rows[_ALONG, n - 1]
    leaving[0] += ring * (v - w) + rows[_ALONG, 0] * (v - x[i, j, 1 % n])
    if n > 1:
        leaving[n - 1] += rows[_ALONG, n - 2] * (w - x[i, j, n - 2]) + ring * (w - v)


@njit(cache=True, error_model="numpy")
def _resist(rows, j, resistance):  # type: ignore[no-untyped-def]
    """Write one over the sum of the conductances around each voxel of a row, 0 if there is none."""
    n = len(resistance)
    after, before = j % 2, 1 - j % 2
    one, none = np.float32(1), np.float32(0)
    for k in range(n):
        resistance[k] = rows[_END, k] + rows[_BELOW, k] + rows[_ABOVE, k] + rows[_ALONG, k]
    for k in range(n):
        resistance[k] += rows[before, k] + rows[after, k]
    for k in range(1, n):
        total = resistance[k] + rows[_ALONG, k - 1]
        resistance[k] = one / total if total > 0 else none
    total = resistance[0] + rows[_ALONG, n - 1]
    resistance[0] = one / total if total > 0 else none


@njit(cache=True, fastmath={"reassoc"})
def _dot(x, i, j, row):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(len(row)):
        total += np.float64(x[i, j, k]) * row[k]
    return total


@njit(cache=True, fastmath={"reassoc"})
def _dot_of_rows(x, y, i, j):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(x.shape[2]):
        total += np.float64(x[i, j, k]) * y[i, j, k]
    return total


@njit(cache=True)
def _colours(n):  # type: ignore[no-untyped-def]
    """Rows of the chess board as factors, (2, n): whole rows are faster than every second voxel."""
    colours = np.zeros((2, n), np.float32)
    colours[0, ::2] = 1
    colours[1, 1::2] = 1
    return colours


@njit(parallel=True, cache=True)
def apply(c0, c1, c2, table, ends, x, y):  # type: ignore[no-untyped-def]
    """Write ``y = A x`` and return ``x . y`` summed per plane, ndarray (n0,)."""
    n0, n1, n2 = x.shape
    partial = np.zeros(n0)
    for i in prange(n0):
        rows, leaving = np.empty((ROWS, n2), np.float32), np.empty(n2, x.dtype)
        total = 0.0
        for j in range(n1):
            look_up_around(c0, c1, c2, table, ends, i, j, rows)
            _leave(rows, x, i, j, leaving)
            total += _dot(x, i, j, leaving)
            for k in range(n2):
                y[i, j, k] = leaving[k]
        partial[i] = total
    return partial


@njit(parallel=True, cache=True)
def products(c0, c1, c2, table, ends, z, r, p):  # type: ignore[no-untyped-def]
    """Return ``z . r`` and ``z . A p`` per plane, ndarray (n0, 2)."""
    n0, n1, n2 = z.shape
    partial = np.zeros((n0, 2))
    for i in prange(n0):
        rows, leaving = np.empty((ROWS, n2), np.float32), np.empty(n2, p.dtype)
        zr = zq = 0.0
        for j in range(n1):
            look_up_around(c0, c1, c2, table, ends, i, j, rows)
            _leave(rows, p, i, j, leaving)
            zr += _dot_of_rows(z, r, i, j)
            zq += _dot(z, i, j, leaving)
        partial[i, 0] = zr
        partial[i, 1] = zq
    return partial


@njit(parallel=True, cache=True)
def unit_gradient_residual(c0, c1, c2, table, ends, x, r):  # type: ignore[no-untyped-def]
    """Write the current that arrives in each voxel, and return ``r . r`` per plane, ndarray (n0,).

    The potential is x above one that falls by 1 from plane to plane, from 0.5 above the first
    plane; computed in the precision of x.
    """
    n0, n1, n2 = x.shape
    partial = np.zeros(n0)
    for i in prange(n0):
        rows, leaving = np.empty((ROWS, n2), np.float32), np.empty(n2, x.dtype)
        half = 0.5 if i == 0 else -0.5
        total = 0.0
        for j in range(n1):
            look_up_around(c0, c1, c2, table, ends, i, j, rows)
            _leave(rows, x, i, j, leaving)
            for k in range(n2):
                even = half * rows[_END, k] + (x.dtype.type(rows[_BELOW, k]) - rows[_ABOVE, k])
                r[i, j, k] = even - leaving[k]
            total += _dot_of_rows(r, r, i, j)
        partial[i] = total
    return partial


@njit(parallel=True, cache=True)
def diagonal_energy(c0, c1, c2, table, ends, r):  # type: ignore[no-untyped-def]
    """Return ``r^2 / d`` summed per plane, ndarray (n0,), d the diagonal of A."""
    n0, n1, n2 = r.shape
    partial = np.zeros(n0)
    for i in prange(n0):
        rows, resistance = np.empty((ROWS, n2), np.float32), np.empty(n2, np.float32)
        for j in range(n1):
            look_up_around(c0, c1, c2, table, ends, i, j, rows)
            _resist(rows, j, resistance)
            for k in range(n2):
                partial[i] += r[i, j, k] ** 2 * resistance[k]
    return partial


@njit(parallel=True, cache=True)
def first_sweep(c0, c1, c2, table, ends, b, x):  # type: ignore[no-untyped-def]
    """Relax colour 0 from ``x = 0``."""
    n0, n1, n2 = x.shape
    colours = _colours(n2)
    for i in prange(n0):
        rows, resistance = np.empty((ROWS, n2), np.float32), np.empty(n2, np.float32)
        for j in range(n1):
            look_up_around(c0, c1, c2, table, ends, i, j, rows)
            _resist(rows, j, resistance)
            colour = (i + j) % 2
            for k in range(n2):
                x[i, j, k] = b[i, j, k] * resistance[k] * colours[colour, k]


@njit(cache=True)
def _relax_plane(c0, c1, c2, table, ends, b, x, colours, colour, i):  # type: ignore[no-untyped-def]
    _, n1, n2 = x.shape
    rows = np.empty((ROWS, n2), np.float32)
    resistance, leaving = np.empty(n2, np.float32), np.empty(n2, np.float32)
    for j in range(n1):
        look_up_around(c0, c1, c2, table, ends, i, j, rows)
        _resist(rows, j, resistance)
        _leave(rows, x, i, j, leaving)
        first = (i + j + colour) % 2
        before = x[i, j, 0]
        for k in range(n2):
            leaving[k] = (b[i, j, k] - leaving[k]) * resistance[k]
        for k in range(n2):
            x[i, j, k] += leaving[k] * colours[first, k]
        if n2 % 2 and first == 0:
            x[i, j, n2 - 1] += rows[_ALONG, n2 - 1] * (x[i, j, 0] - before) * resistance[n2 - 1]


@njit(parallel=True, cache=True)
def relax(c0, c1, c2, table, ends, b, x, colour):  # type: ignore[no-untyped-def]
    """Solve every voxel of one colour of the chess board for itself (half a Gauss-Seidel sweep).

    Voxels without any conductance keep their value. Where the board is odd and periodic along
    axis 0 its first and last plane touch in the same colour, so the last one waits its turn; so
    does the last voxel of a row that is odd and periodic. Voxels of the other colour are written
    with the value they have.
    """
    n0, _, n2 = x.shape
    colours = _colours(n2)
    for i in prange(n0 - n0 % 2):
        _relax_plane(c0, c1, c2, table, ends, b, x, colours, colour, i)
    if n0 % 2:
        _relax_plane(c0, c1, c2, table, ends, b, x, colours, colour, n0 - 1)


@njit(parallel=True, cache=True)
def restrict_residual(c0, c1, c2, table, ends, b, x, first, part, chess, coarse):  # type: ignore[no-untyped-def]
    """Add ``b - A x`` of every voxel to its part, where voxels of colour 1 were relaxed last.

    The parts of block (i, j, k) are numbered from ``first[i, j, k]``; `part` counts from there,
    and is `NO_PART` for voxels that belong to none. On a true chess board (`chess` 2, else 1) what
    was relaxed last has no residual, and is left out.
    """
    n0, n1, n2 = x.shape
    for pair in prange((n0 + 1) // 2):
        rows, leaving = np.empty((ROWS, n2), np.float32), np.empty(n2, np.float32)
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                look_up_around(c0, c1, c2, table, ends, i, j, rows)
                _leave(rows, x, i, j, leaving)
                for k in range((i + j) % chess, n2, chess):
                    if part[i, j, k] != NO_PART:
                        own = first[pair, j // 2, k // 2] + part[i, j, k]
                        coarse[own] += b[i, j, k] - leaving[k]


@njit(parallel=True, cache=True)
def prolong_add(coarse, first, part, chess, x):  # type: ignore[no-untyped-def]
    """Add to the voxels the correction of their part.

    On a true chess board (`chess` 2, else 1) only to those of colour 0: colour 1 is relaxed next.
    """
    n0, n1, n2 = x.shape
    for i in prange(n0):
        for j in range(n1):
            for k in range((i + j) % chess, n2, chess):
                if part[i, j, k] != NO_PART:
                    x[i, j, k] += coarse[first[i // 2, j // 2, k // 2] + part[i, j, k]]
