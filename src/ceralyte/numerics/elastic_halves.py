"""Symmetric matrices of 3 x 3 blocks, of which one of every pair is kept.

Nodes are numbered plane by plane along axis 0, and only nodes of one plane or of planes side by
side are connected. Of two such planes the first keeps the blocks. A product goes through every
second plane, then the others: no two threads write to one node, and the order of sums is always
the same.

The finest of the coarse grids keeps its numbers in 16 bits: ``A = R a R`` with R the roots of the
diagonal of A. Of a positive semidefinite matrix all numbers of a lie between -1 and 1 and are kept
as multiples of 1 / 32767. Rounding moves A by up to 1.5e-5 of the diagonal: enough to smooth with,
too coarse to measure the energy of what is far softer than the stiff parts, as coarser levels do in
their conjugate gradients.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.elastic_blocks import Blocks, Integers, Longs, Singles

_ONE = 32767


class Halved(NamedTuple):
    """A symmetric matrix of n x n blocks.

    `slabs` (planes + 1,): first node of every plane, and n. `starts` (n + 1,), `columns` (m,) and
    `data` (m, 3, 3) as of `Blocks`, of the blocks that are kept.
    """

    slabs: Longs
    starts: Longs
    columns: Integers
    data: Singles

    def subtract(self, x: Singles, y: Singles) -> None:
        """Write ``y -= A x`` for x and y of shape (n, 3)."""
        _add_product(*self, -x, y)


class Packed(NamedTuple):
    """As `Halved`, with `data` (m, 3, 3) int16 and `roots` (n, 3) of the diagonal."""

    slabs: Longs
    starts: Longs
    columns: Integers
    data: NDArray[np.int16]
    roots: Singles

    def subtract(self, x: Singles, y: Singles) -> None:
        """Write ``y -= A x`` for x and y of shape (n, 3)."""
        product = np.zeros_like(y)
        _add_product(*self[:4], self.roots * np.float32(-1 / _ONE) * x, product)
        product *= self.roots
        y += product


def halve(matrix: Blocks, slabs: Longs) -> Halved:
    """Return half of a symmetric matrix whose nodes lie in the planes `slabs`."""
    starts, columns = _kept(matrix, slabs)
    data = np.empty((len(columns), 3, 3), np.float32)
    _copy(*matrix, slabs, _planes(slabs), starts, data)
    return Halved(slabs, starts, columns, data)


def pack(matrix: Blocks, slabs: Longs) -> Packed:
    """Return half of a positive semidefinite matrix in 16 bits.

    It is written into the memory of `matrix`, which is used up: memory is scarcest here.
    """
    starts, columns = _kept(matrix, slabs)
    roots = _roots(*matrix)
    data = matrix.data
    _round(matrix.starts, matrix.columns, data, slabs, _planes(slabs), roots, data.view(np.int16))
    size = 9 * len(columns)
    data.resize((size + 1) // 2, refcheck=False)
    return Packed(slabs, starts, columns, data.view(np.int16)[:size].reshape(-1, 3, 3), roots)


def _kept(matrix: Blocks, slabs: Longs) -> tuple[Longs, Integers]:
    """Rows of the blocks that are kept: starts and columns."""
    planes = _planes(slabs)
    starts = np.cumsum(_lengths(matrix.starts, matrix.columns, slabs, planes))
    columns = np.empty(starts[-1], np.int32)
    _columns(matrix.starts, matrix.columns, slabs, planes, starts, columns)
    return starts, columns


def _planes(slabs: Longs) -> Integers:
    """Plane of every node."""
    return np.repeat(np.arange(len(slabs) - 1, dtype=np.int32), np.diff(slabs))


@njit(cache=True, error_model="numpy")
def _keeps(i, j, slabs, planes):  # type: ignore[no-untyped-def]
    """Whether row i keeps the block of column j; else row j keeps its transpose."""
    count = len(slabs) - 1
    ahead = (planes[j] - planes[i]) % count
    return j >= i if ahead == 0 or count == 2 else ahead == 1


@njit(parallel=True, cache=True, error_model="numpy")
def _lengths(starts, columns, slabs, planes):  # type: ignore[no-untyped-def]
    lengths = np.zeros(len(starts), np.int64)
    for i in prange(len(starts) - 1):
        for q in range(starts[i], starts[i + 1]):
            lengths[i + 1] += _keeps(i, columns[q], slabs, planes)
    return lengths


@njit(parallel=True, cache=True, error_model="numpy")
def _columns(starts, columns, slabs, planes, kept, out):  # type: ignore[no-untyped-def]
    for i in prange(len(starts) - 1):
        end = kept[i]
        for q in range(starts[i], starts[i + 1]):
            if _keeps(i, columns[q], slabs, planes):
                out[end] = columns[q]
                end += 1


@njit(parallel=True, cache=True, error_model="numpy")
def _copy(starts, columns, data, slabs, planes, kept, out):  # type: ignore[no-untyped-def]
    for i in prange(len(starts) - 1):
        end = kept[i]
        for q in range(starts[i], starts[i + 1]):
            if _keeps(i, columns[q], slabs, planes):
                out[end] = data[q]
                end += 1


@njit(parallel=True, cache=True, error_model="numpy")
def _roots(starts, columns, data):  # type: ignore[no-untyped-def]
    """Return the roots of the diagonal."""
    roots = np.zeros((len(starts) - 1, 3), np.float32)
    for i in prange(len(roots)):
        for q in range(starts[i], starts[i + 1]):
            if columns[q] == i:
                for r in range(3):
                    roots[i, r] = np.sqrt(max(data[q, r, r], np.float32(0)))
    return roots


@njit(cache=True, error_model="numpy")
def _round(starts, columns, data, slabs, planes, roots, out):  # type: ignore[no-untyped-def]
    """Write the multiples into `out` (m, 3, 6), which is the memory of `data`, one after another.

    A block takes half of the memory that it had, so none is written before it was read.
    """
    multiples, flat = np.empty(9, np.int16), out.reshape(-1)
    end = 0
    for i in range(len(starts) - 1):
        for q in range(starts[i], starts[i + 1]):
            if not _keeps(i, columns[q], slabs, planes):
                continue
            for r in range(3):
                for c in range(3):
                    whole = roots[i, r] * roots[columns[q], c]
                    share = data[q, r, c] / whole if whole > 0 else np.float32(0)
                    multiples[3 * r + c] = np.int16(np.rint(_ONE * max(-1.0, min(1.0, share))))
            flat[end : end + 9] = multiples
            end += 9


@njit(parallel=True, cache=True, error_model="numpy")
def _add_product(slabs, starts, columns, data, x, y):  # type: ignore[no-untyped-def]
    """Write ``y += A x``: even planes, odd ones, and a last odd one, beside the first, alone."""
    count = len(slabs) - 1
    even = count - count % 2
    for plane in prange(even // 2):
        _add_plane(slabs, starts, columns, data, x, y, 2 * plane)
    for plane in prange(even // 2):
        _add_plane(slabs, starts, columns, data, x, y, 2 * plane + 1)
    if count % 2:
        _add_plane(slabs, starts, columns, data, x, y, count - 1)


@njit(cache=True, error_model="numpy", fastmath={"contract", "reassoc"})
def _add_plane(slabs, starts, columns, data, x, y, plane):  # type: ignore[no-untyped-def]
    """Add the blocks that the rows of a plane keep, and their transposes."""
    for i in range(slabs[plane], slabs[plane + 1]):
        u, v, w = x[i, 0], x[i, 1], x[i, 2]
        a = b = c = np.float32(0)
        for q in range(starts[i], starts[i + 1]):
            j = columns[q]
            uj, vj, wj = x[j, 0], x[j, 1], x[j, 2]
            xx, xy, xz = (
                np.float32(data[q, 0, 0]),
                np.float32(data[q, 0, 1]),
                np.float32(data[q, 0, 2]),
            )
            yx, yy, yz = (
                np.float32(data[q, 1, 0]),
                np.float32(data[q, 1, 1]),
                np.float32(data[q, 1, 2]),
            )
            zx, zy, zz = (
                np.float32(data[q, 2, 0]),
                np.float32(data[q, 2, 1]),
                np.float32(data[q, 2, 2]),
            )
            a += xx * uj + xy * vj + xz * wj
            b += yx * uj + yy * vj + yz * wj
            c += zx * uj + zy * vj + zz * wj
            if j != i:
                y[j, 0] += xx * u + yx * v + zx * w
                y[j, 1] += xy * u + yy * v + zy * w
                y[j, 2] += xz * u + yz * v + zz * w
        y[i, 0] += a
        y[i, 1] += b
        y[i, 2] += c
