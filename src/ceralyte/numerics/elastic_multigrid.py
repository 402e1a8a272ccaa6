"""Multigrid preconditioner for elasticity on voxels with pores, in single precision."""

from math import prod

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.elastic_assembly import first_coarse_matrix, voxel_mesh
from ceralyte.numerics.elastic_blocks import (
    Blocks,
    Singles,
    Weights,
    dense,
    diagonal_inverses,
    galerkin,
    gather,
    multiply,
    transpose,
)
from ceralyte.numerics.elastic_coarsening import CORNERS, Mesh, coarsen
from ceralyte.numerics.elastic_grid import ElasticGrid, Floats
from ceralyte.numerics.elastic_kernels import apply
from ceralyte.numerics.threads import threads_for

SOFT = 0.05
"""Stiffness over that of the stiffest material below which a material holds nothing together."""

Fixed = NDArray[np.bool_]
"""(3, 3): whether both end faces of an axis (row) hold a component (column)."""

_COARSEST = 300
"""Nodes up to which a level is solved directly."""
_SPREAD = 6.0
"""Largest eigenvalue over the smallest one that the smoother damps."""
_TWICE_FROM = 1
"""Coarse level from which on every level is visited twice."""
_POWER_STEPS = 12


class ElasticMultigrid:
    """One cycle of multigrid as an approximate inverse of the stiffness of a grid.

    Coarse grids are trilinear elements of twice the size that know the pores (`coarsen`), with
    Galerkin matrices. Smoothing is Chebyshev iteration of degree two before and after; coarse
    levels but the first are improved by two steps of conjugate gradients each (K-cycle).

    Parameters
    ----------
    grid : ElasticGrid

    Notes
    -----
    Source of the K-cycle: Y. Notay and P. S. Vassilevski, "Recursive Krylov-based multigrid
    cycles", Numer. Linear Algebra Appl. 15, 473 (2008).
    """

    def __init__(self, grid: ElasticGrid) -> None:
        self._grid, self._table = grid, grid.table.astype(np.float32)
        matrices = grid.element_matrices
        stiffness = matrices[:, 0, 0]
        mesh, nodes = voxel_mesh(grid, stiffness < SOFT * stiffness.max())
        coarsening = coarsen(mesh)
        matrix = first_coarse_matrix(grid, mesh, nodes, coarsening)
        del nodes
        self._levels = [_Level(matrix, coarsening.from_coarse, coarsening.mesh)]
        while coarsening.mesh.node_count > _COARSEST and max(map(len, coarsening.mesh.widths)) > 1:
            finer = self._levels[-1]
            coarsening = coarsen(coarsening.mesh)
            back = Weights(*transpose(*coarsening.from_coarse, coarsening.mesh.node_count))
            matrix = galerkin(finer.matrix, back, coarsening.from_coarse)
            self._levels.append(_Level(matrix, coarsening.from_coarse, coarsening.mesh))
        diagonal = grid.diagonal()
        self._inverse = np.divide(1, diagonal, where=diagonal > 0, out=np.zeros_like(diagonal))
        shape = (3, *grid.planes)
        self._x, self._r, self._d, self._q = (np.zeros(shape, np.float32) for _ in range(4))
        present = stiffness > 0
        self._largest = max(
            np.linalg.eigvalsh(matrix)[-1] / matrix[0, 0] for matrix in matrices[present]
        )
        self._fixed: Fixed
        self.hold(np.zeros((3, 3), np.bool_))

    @property
    def sizes(self) -> list[int]:
        """Nodes of the coarse levels."""
        return [len(level.x) for level in self._levels]

    def hold(self, fixed: Fixed) -> None:
        """Let end faces hold components of the displacement: they are zero there."""
        self._fixed = fixed
        for level in self._levels:
            level.hold(fixed)
        self._bottom = _pseudo_inverse(self._levels[-1])

    def __call__(self, residual: Floats) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        x, r, d = self._x, self._r, self._d
        with threads_for(prod(self._grid.planes)):
            r[...] = residual.reshape(r.shape)
            x.fill(0)
            d.fill(0)
            for old, new in chebyshev(self._largest):
                self._step(old, new)
                self._residual()
            first = self._levels[0]
            _restrict(*first.to_coarse, r.reshape(3, -1), first.r)
            self._descend(0)
            _prolong(*first.from_coarse, first.x, d.reshape(3, -1))
            x += d
            for old, new in chebyshev(self._largest):
                self._residual()
                self._step(old, new)
        return x

    def _step(self, old: float, new: float) -> None:
        """d = old d + new D^-1 r; x += d."""
        _step_grid(self._inverse, self._r, self._d, np.float32(old), np.float32(new))
        clear(self._d, self._fixed)
        self._x += self._d

    def _residual(self) -> None:
        """r -= A d."""
        apply(self._grid.material, self._table, _NO_GRADIENT, self._d, self._q)
        self._r -= self._q

    def _descend(self, depth: int) -> None:
        """Solve level `depth` for its r approximately, into its x."""
        level = self._levels[depth]
        if depth == len(self._levels) - 1:
            level.x[...] = (self._bottom @ level.r.ravel()).reshape(level.x.shape)
        elif depth < _TWICE_FROM:
            self._cycle(depth)
        else:
            self._two_steps(depth)

    def _cycle(self, depth: int) -> None:
        """One cycle from x = 0; the last d is not yet in r."""
        level, coarse = self._levels[depth], self._levels[depth + 1]
        level.x.fill(0)
        level.d.fill(0)
        for old, new in chebyshev(level.largest):
            level.step(old, new)
            level.residual()
        gather(*coarse.to_coarse, level.r, coarse.r)
        self._descend(depth + 1)
        gather(*coarse.from_coarse, coarse.x, level.d)
        level.x += level.d
        for old, new in chebyshev(level.largest):
            level.residual()
            level.step(old, new)

    def _two_steps(self, depth: int) -> None:
        """Two steps of flexible conjugate gradients, each preconditioned by a cycle."""
        level = self._levels[depth]
        b = level.r.copy()
        self._cycle(depth)
        level.residual()
        u, Au = level.x.copy(), b - level.r
        bend, share = _dot(u, Au), _dot(u, b)
        if bend <= 0:
            return
        level.r[...] = b - np.float32(share / bend) * Au
        r = level.r.copy()
        self._cycle(depth)
        level.residual()
        v, Av = level.x, r - level.r
        along = _dot(v, Au) / bend
        rest = _dot(v, Av) - along * along * bend
        step = _dot(v, r) / rest if rest > 0 else 0.0
        v *= np.float32(step)
        v += np.float32(share / bend - step * along) * u


class _Level:
    """One coarse level: matrix, transfers from and to the next finer one, vectors (n, 3)."""

    def __init__(self, matrix: Blocks, from_coarse: Weights, mesh: Mesh) -> None:
        self.matrix, self.from_coarse = matrix, from_coarse
        self.to_coarse = Weights(*transpose(*from_coarse, mesh.node_count))
        self.inverse = diagonal_inverses(matrix)
        self._ends = _ends(mesh)
        self.free = np.ones((mesh.node_count, 3), np.float32)
        self.x, self.r, self.d, self.q = (
            np.zeros((mesh.node_count, 3), np.float32) for _ in range(4)
        )
        self.largest = self._largest_eigenvalue()

    def _largest_eigenvalue(self) -> float:
        """Estimate the largest eigenvalue of the matrix over its diagonal, a little too large."""
        x = np.random.default_rng(0).standard_normal(self.x.shape).astype(np.float32)
        size = 1.0
        for _ in range(_POWER_STEPS):
            multiply(*self.matrix, x, self.q)
            x = np.einsum("nij,nj->ni", self.inverse, self.q)
            size = float(np.linalg.norm(x))
            x /= np.float32(size)
        return 1.1 * size

    def hold(self, fixed: Fixed) -> None:
        self.free[...] = 1
        for axis in range(3):
            self.free[np.ix_(self._ends[:, axis], fixed[axis])] = 0

    def step(self, old: float, new: float) -> None:
        """d = old d + new D^-1 r; x += d."""
        _step_blocks(
            self.inverse, self.free, self.r, self.d, self.x, np.float32(old), np.float32(new)
        )

    def residual(self) -> None:
        """r -= A d."""
        multiply(*self.matrix, self.d, self.q)
        self.r -= self.q


def chebyshev(largest: float) -> list[tuple[float, float]]:
    """Factors of the last step and of the preconditioned residual for two Chebyshev steps."""
    smallest = largest / _SPREAD
    middle, half = (largest + smallest) / 2, (largest - smallest) / 2
    ratio = half / middle
    factor = 1 / (2 / ratio - ratio)
    return [(0.0, 1 / middle), (factor * ratio, 2 * factor / half)]


def clear(displacement: Floats | Singles, fixed: Fixed) -> None:
    """Set the components that end faces hold to zero, in displacements (3, planes)."""
    for axis, component in np.argwhere(fixed):
        ends = np.moveaxis(displacement[component], axis, 0)
        ends[0] = 0
        ends[-1] = 0


_NO_GRADIENT = np.zeros((3, 3), np.float32)


def _ends(mesh: Mesh) -> NDArray[np.bool_]:
    """Whether nodes lie on the end faces of each axis, ndarray (n, 3)."""
    ends = np.zeros((mesh.node_count, 3), np.bool_)
    last = [len(w) for w in mesh.widths]
    for a, corner in enumerate(CORNERS):
        at = mesh.places + corner
        there = mesh.nodes[:, a] >= 0
        ends[mesh.nodes[there, a]] |= ((at == 0) | (at == last))[there] & ~np.array(mesh.periodic)
    return ends


def _pseudo_inverse(level: _Level) -> Singles:
    """Dense pseudo-inverse of the last level; what moves without force maps to zero."""
    free = level.free.ravel()
    matrix = dense(level.matrix) * free * free[:, None]
    return np.linalg.pinv(matrix, rcond=1e-6, hermitian=True).astype(np.float32)


def _dot(a: Singles, b: Singles) -> float:
    return float(np.vdot(a, b))


@njit(parallel=True, cache=True, error_model="numpy")
def _step_grid(inverse, r, d, old, new):  # type: ignore[no-untyped-def]
    for i in prange(inverse.shape[0]):
        for c in range(3):
            for j in range(inverse.shape[1]):
                for k in range(inverse.shape[2]):
                    d[c, i, j, k] = old * d[c, i, j, k] + new * inverse[i, j, k] * r[c, i, j, k]


@njit(parallel=True, cache=True, error_model="numpy")
def _step_blocks(inverse, free, r, d, x, old, new):  # type: ignore[no-untyped-def]
    for i in prange(len(r)):
        u, v, w = free[i, 0] * r[i, 0], free[i, 1] * r[i, 1], free[i, 2] * r[i, 2]
        for c in range(3):
            step = inverse[i, c, 0] * u + inverse[i, c, 1] * v + inverse[i, c, 2] * w
            d[i, c] = free[i, c] * (old * d[i, c] + new * step)
            x[i, c] += d[i, c]


@njit(parallel=True, cache=True, error_model="numpy")
def _restrict(starts, columns, weights, fine, coarse):  # type: ignore[no-untyped-def]
    """As `gather`, of values (3, m)."""
    for i in prange(len(starts) - 1):
        a = b = c = np.float32(0)
        for q in range(starts[i], starts[i + 1]):
            j, w = columns[q], weights[q]
            a += w * fine[0, j]
            b += w * fine[1, j]
            c += w * fine[2, j]
        coarse[i, 0], coarse[i, 1], coarse[i, 2] = a, b, c


@njit(parallel=True, cache=True, error_model="numpy")
def _prolong(starts, columns, weights, coarse, fine):  # type: ignore[no-untyped-def]
    """As `gather`, into values (3, n)."""
    for i in prange(len(starts) - 1):
        a = b = c = np.float32(0)
        for q in range(starts[i], starts[i + 1]):
            j, w = columns[q], weights[q]
            a += w * coarse[j, 0]
            b += w * coarse[j, 1]
            c += w * coarse[j, 2]
        fine[0, i], fine[1, i], fine[2, i] = a, b, c
