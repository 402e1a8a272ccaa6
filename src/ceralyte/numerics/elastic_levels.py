"""One coarse level of the elastic multigrid: matrix, vectors, smoothing."""

from math import sqrt

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.elastic_blocks import Blocks, Singles, dense
from ceralyte.numerics.elastic_coarsening import CORNERS, Mesh
from ceralyte.numerics.elastic_halves import Halved, Packed

Fixed = NDArray[np.bool_]
"""(3, 3): whether both end faces of an axis (row) hold a component (column)."""

_SPREAD = 6.0
"""Largest eigenvalue over the smallest one that the smoother damps."""
_POWER_STEPS = 12


class Level:
    """Matrix of a level, its diagonal blocks inverted, and vectors (n, 3)."""

    def __init__(self, matrix: Halved | Packed, inverse: Singles, mesh: Mesh) -> None:
        self.matrix, self.inverse = matrix, inverse
        self._ends = _ends(mesh)
        self.free = np.ones((mesh.node_count, 3), np.bool_)
        self.x, self.r, self.d = (np.zeros((mesh.node_count, 3), np.float32) for _ in range(3))
        self.largest = self._largest_eigenvalue()

    def _largest_eigenvalue(self) -> float:
        """Estimate the largest eigenvalue of the matrix over its diagonal, a little too large."""
        x = np.random.default_rng(0).standard_normal(self.x.shape).astype(np.float32)
        size = 1.0
        for _ in range(_POWER_STEPS):
            self.r.fill(0)
            self.matrix.subtract(x, self.r)
            x = np.einsum("nij,nj->ni", self.inverse, self.r)
            size = float(np.linalg.norm(x))
            x /= np.float32(size)
        return 1.1 * size

    def hold(self, fixed: Fixed) -> None:
        self.free[...] = True
        for axis in range(3):
            self.free[np.ix_(self._ends[:, axis], fixed[axis])] = False

    def step(self, weight: float) -> None:
        """d = weight D^-1 r; x += d."""
        _step_blocks(self.inverse, self.free, self.r, self.d, self.x, np.float32(weight))

    def residual(self) -> None:
        """r -= A d."""
        self.matrix.subtract(self.d, self.r)


def chebyshev(largest: float) -> tuple[float, float]:
    """Weights of two steps ``x += weight D^-1 r`` that are Chebyshev iteration of degree two.

    They are over the roots of its polynomial, so that no step needs the one before it.
    """
    smallest = largest / _SPREAD
    middle, half = (largest + smallest) / 2, (largest - smallest) / 2
    return 1 / (middle + half / sqrt(2)), 1 / (middle - half / sqrt(2))


def _ends(mesh: Mesh) -> NDArray[np.bool_]:
    """Whether nodes lie on the end faces of each axis, ndarray (n, 3)."""
    ends = np.zeros((mesh.node_count, 3), np.bool_)
    last = [len(w) for w in mesh.widths]
    for a, corner in enumerate(CORNERS):
        at = mesh.places + corner
        there = mesh.nodes[:, a] >= 0
        ends[mesh.nodes[there, a]] |= ((at == 0) | (at == last))[there] & ~np.array(mesh.periodic)
    return ends


def pseudo_inverse(matrix: Blocks, free: NDArray[np.bool_]) -> Singles:
    """Dense pseudo-inverse on what is free; what moves without force maps to zero."""
    held = dense(matrix) * free.ravel() * free.ravel()[:, None]
    return np.linalg.pinv(held, rcond=1e-6, hermitian=True).astype(np.float32)


@njit(parallel=True, cache=True, error_model="numpy")
def _step_blocks(inverse, free, r, d, x, weight):  # type: ignore[no-untyped-def]
    for i in prange(len(r)):
        u = r[i, 0] if free[i, 0] else np.float32(0)
        v = r[i, 1] if free[i, 1] else np.float32(0)
        w = r[i, 2] if free[i, 2] else np.float32(0)
        for c in range(3):
            step = inverse[i, c, 0] * u + inverse[i, c, 1] * v + inverse[i, c, 2] * w
            d[i, c] = weight * step if free[i, c] else np.float32(0)
            x[i, c] += d[i, c]
