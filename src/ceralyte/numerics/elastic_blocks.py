"""Sparse matrices of 3 x 3 blocks in single precision, as coarse grids of elasticity have them."""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Integers = NDArray[np.int32]
Longs = NDArray[np.int64]

CHUNKS = 64
"""Pieces that rows are dealt out in; each row is summed by one thread, whatever their number."""


class Blocks(NamedTuple):
    """A square matrix of n x n blocks: row i holds ``data[starts[i]:starts[i + 1]]``.

    `starts` (n + 1,) int64; `columns` (m,) int32; `data` (m, 3, 3).
    """

    starts: Longs
    columns: Integers
    data: Singles


class Weights(NamedTuple):
    """Interpolation: point i takes ``weights[q]`` of coarse point ``columns[q]``, the same for
    all three components, with q from ``starts[i]`` to ``starts[i + 1]``.
    """

    starts: Longs
    columns: Integers
    weights: Singles


@njit(parallel=True, cache=True, error_model="numpy")
def gather(starts, columns, weights, values, out):  # type: ignore[no-untyped-def]
    """Write weighted sums of `values` (m, 3) into `out` (n, 3)."""
    n = len(starts) - 1
    for chunk in prange(CHUNKS):
        for i in range(chunk * n // CHUNKS, (chunk + 1) * n // CHUNKS):
            a = b = c = np.float32(0)
            for q in range(starts[i], starts[i + 1]):
                j, w = columns[q], weights[q]
                a += w * values[j, 0]
                b += w * values[j, 1]
                c += w * values[j, 2]
            out[i, 0], out[i, 1], out[i, 2] = a, b, c


@njit(cache=True, error_model="numpy")
def transpose(starts, columns, weights, n_columns):  # type: ignore[no-untyped-def]
    """Return the transpose of an interpolation as starts, columns and weights."""
    length = np.zeros(n_columns + 1, np.int64)
    for q in range(len(columns)):
        length[columns[q] + 1] += 1
    begins = np.cumsum(length)
    at = begins[:-1].copy()
    rows, values = np.empty(len(columns), np.int32), np.empty(len(columns), np.float32)
    for i in range(len(starts) - 1):
        for q in range(starts[i], starts[i + 1]):
            place = at[columns[q]]
            rows[place], values[place] = i, weights[q]
            at[columns[q]] += 1
    return begins, rows, values


def galerkin(matrix: Blocks, to_coarse: Weights, from_coarse: Weights) -> Blocks:
    """Return ``P^T A P``.

    Parameters
    ----------
    matrix : Blocks (n, n)
    to_coarse : Weights
        P^T, of m rows.
    from_coarse : Weights
        P, of n rows.
    """
    starts = np.cumsum(_row_lengths(matrix.starts, matrix.columns, *to_coarse, *from_coarse))
    return Blocks(starts, *_products(*matrix, *to_coarse, *from_coarse, starts))


@njit(parallel=True, cache=True, error_model="numpy")
def _row_lengths(starts, columns, r_starts, r_rows, _r, p_starts, p_columns, _p):  # type: ignore[no-untyped-def]
    """Number of blocks of every row of the product, behind a leading zero."""
    n = len(r_starts) - 1
    lengths = np.zeros(n + 1, np.int64)
    for chunk in prange(CHUNKS):
        seen = np.full(n, -1, np.int32)
        for i in range(chunk * n // CHUNKS, (chunk + 1) * n // CHUNKS):
            for r in range(r_starts[i], r_starts[i + 1]):
                for q in range(starts[r_rows[r]], starts[r_rows[r] + 1]):
                    for p in range(p_starts[columns[q]], p_starts[columns[q] + 1]):
                        if seen[p_columns[p]] != i:
                            seen[p_columns[p]] = i
                            lengths[i + 1] += 1
    return lengths


@njit(parallel=True, cache=True, error_model="numpy")
def _products(  # type: ignore[no-untyped-def]
    starts, columns, data, r_starts, r_rows, r_weights, p_starts, p_columns, p_weights, c_starts
):
    n = len(r_starts) - 1
    c_columns = np.empty(c_starts[-1], np.int32)
    out = np.zeros((c_starts[-1], 3, 3), np.float32)
    for chunk in prange(CHUNKS):
        place = np.full(n, -1, np.int64)
        for i in range(chunk * n // CHUNKS, (chunk + 1) * n // CHUNKS):
            end = c_starts[i]
            for r in range(r_starts[i], r_starts[i + 1]):
                for q in range(starts[r_rows[r]], starts[r_rows[r] + 1]):
                    for p in range(p_starts[columns[q]], p_starts[columns[q] + 1]):
                        at = place[p_columns[p]]
                        if at < c_starts[i]:
                            at = end
                            place[p_columns[p]] = at
                            c_columns[at] = p_columns[p]
                            end += 1
                        w = r_weights[r] * p_weights[p]
                        for a in range(3):
                            for b in range(3):
                                out[at, a, b] += w * data[q, a, b]
    return c_columns, out


def dense(matrix: Blocks) -> NDArray[np.float64]:
    """Return the matrix in full, ndarray (3 n, 3 n)."""
    n = len(matrix.starts) - 1
    full = np.zeros((n, 3, n, 3))
    rows = np.repeat(np.arange(n), np.diff(matrix.starts))
    full[rows, :, matrix.columns, :] = matrix.data
    return full.reshape(3 * n, 3 * n)


def diagonal_inverses(matrix: Blocks) -> Singles:
    """Return the pseudo-inverses of the blocks on the diagonal, ndarray (n, 3, 3)."""
    blocks = _diagonal(*matrix)
    return np.linalg.pinv(blocks, rcond=1e-5, hermitian=True).astype(np.float32)


@njit(cache=True)
def _diagonal(starts, columns, data):  # type: ignore[no-untyped-def]
    n = len(starts) - 1
    blocks = np.zeros((n, 3, 3))
    for i in range(n):
        for q in range(starts[i], starts[i + 1]):
            if columns[q] == i:
                blocks[i] = data[q]
    return blocks
