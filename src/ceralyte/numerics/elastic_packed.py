"""A matrix of 3 x 3 blocks in 16 bits per number, for the finest of the coarse grids.

``A = R a R`` with R the roots of the diagonal of A. Of a positive semidefinite matrix all numbers
of a lie between -1 and 1 and are kept as multiples of 1 / 32767. Rounding moves A by up to 1.5e-5
of the diagonal: enough to smooth with, too coarse to measure the energy of what is far softer than
the stiff parts, as coarser levels do in their conjugate gradients.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.elastic_blocks import CHUNKS, Blocks, Integers, Longs, Singles

_ONE = 32767


class Packed(NamedTuple):
    """A square matrix of n x n blocks.

    `starts` (n + 1,), `columns` (m,) as of `Blocks`; `data` (m, 3, 3) int16; `roots` (n, 3) of the
    diagonal.
    """

    starts: Longs
    columns: Integers
    data: NDArray[np.int16]
    roots: Singles

    def subtract(self, x: Singles, y: Singles) -> None:
        """Write ``y -= A x`` for x and y of shape (n, 3)."""
        _subtract(self.starts, self.columns, self.data, self.roots * x, self.roots, y)


def pack(matrix: Blocks) -> Packed:
    """Return a positive semidefinite matrix in 16 bits."""
    data = np.empty(matrix.data.shape, np.int16)
    return Packed(matrix.starts, matrix.columns, data, _round(*matrix, data))


@njit(parallel=True, cache=True, error_model="numpy")
def _round(starts, columns, data, out):  # type: ignore[no-untyped-def]
    """Write the multiples, return the roots of the diagonal."""
    n = len(starts) - 1
    roots = np.zeros((n, 3), np.float32)
    for i in prange(n):
        for q in range(starts[i], starts[i + 1]):
            if columns[q] == i:
                for r in range(3):
                    roots[i, r] = np.sqrt(max(data[q, r, r], np.float32(0)))
    for i in prange(n):
        for q in range(starts[i], starts[i + 1]):
            for r in range(3):
                for c in range(3):
                    whole = roots[i, r] * roots[columns[q], c]
                    share = data[q, r, c] / whole if whole > 0 else np.float32(0)
                    out[q, r, c] = np.int16(np.rint(_ONE * max(-1.0, min(1.0, share))))
    return roots


@njit(parallel=True, cache=True, error_model="numpy", fastmath={"contract", "reassoc"})
def _subtract(starts, columns, data, x, roots, y):  # type: ignore[no-untyped-def]
    n, unit = len(starts) - 1, np.float32(1 / _ONE)
    for chunk in prange(CHUNKS):
        for i in range(chunk * n // CHUNKS, (chunk + 1) * n // CHUNKS):
            a = b = c = np.float32(0)
            for q in range(starts[i], starts[i + 1]):
                u, v, w = x[columns[q], 0], x[columns[q], 1], x[columns[q], 2]
                a += (
                    np.float32(data[q, 0, 0]) * u
                    + np.float32(data[q, 0, 1]) * v
                    + np.float32(data[q, 0, 2]) * w
                )
                b += (
                    np.float32(data[q, 1, 0]) * u
                    + np.float32(data[q, 1, 1]) * v
                    + np.float32(data[q, 1, 2]) * w
                )
                c += (
                    np.float32(data[q, 2, 0]) * u
                    + np.float32(data[q, 2, 1]) * v
                    + np.float32(data[q, 2, 2]) * w
                )
            y[i, 0] -= unit * roots[i, 0] * a
            y[i, 1] -= unit * roots[i, 1] * b
            y[i, 2] -= unit * roots[i, 2] * c
