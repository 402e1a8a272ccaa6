"""Multigrid preconditioner for elasticity on voxels with pores, in single precision."""

from math import prod

import numpy as np
from numba import njit, prange

from ceralyte.numerics.elastic_assembly import children_of, first_coarse_matrix, voxel_mesh
from ceralyte.numerics.elastic_blocks import (
    Blocks,
    Singles,
    Weights,
    diagonal_inverses,
    galerkin,
    gather,
    transpose,
)
from ceralyte.numerics.elastic_coarsening import Mesh, coarsen
from ceralyte.numerics.elastic_grid import ElasticGrid, Floats
from ceralyte.numerics.elastic_halves import halve, pack
from ceralyte.numerics.elastic_kernels import add_forces
from ceralyte.numerics.elastic_levels import Fixed, Level, chebyshev, pseudo_inverse
from ceralyte.numerics.elastic_transfer import Transfer, transfer_of
from ceralyte.numerics.threads import threads_for

SOFT = 0.05
"""Stiffness over that of the stiffest material below which a material holds nothing together."""

_COARSEST = 300
"""Nodes up to which a level is solved directly."""
_TWICE_FROM = 1
"""Coarse level from which on every level is visited twice."""
_NO_GRADIENT = np.zeros((3, 3), np.float32)


class ElasticMultigrid:
    """One cycle of multigrid as an approximate inverse of the stiffness of a grid.

    Coarse grids are trilinear elements of twice the size that know the pores (`coarsen`), with
    Galerkin matrices. Smoothing is Chebyshev iteration of degree two before and after; coarse
    levels but the first are improved by two steps of conjugate gradients each (K-cycle). The
    matrix of the first is kept in 16 bits, and of each only one half.

    Parameters
    ----------
    grid : ElasticGrid

    Notes
    -----
    Source of the K-cycle: Y. Notay and P. S. Vassilevski, "Recursive Krylov-based multigrid
    cycles", Numer. Linear Algebra Appl. 15, 473 (2008).
    """

    def __init__(self, grid: ElasticGrid) -> None:
        self._grid = grid
        matrices = grid.element_matrices
        stiffness = matrices[:, 0, 0]
        self._transfer, self._levels, self._between, self._last = _coarse_levels(grid)
        diagonal = grid.diagonal()
        self._inverse = np.divide(1, diagonal, where=diagonal > 0, out=np.zeros_like(diagonal))
        self._largest = max(
            np.linalg.eigvalsh(matrix)[-1] / matrix[0, 0] for matrix in matrices[stiffness > 0]
        )
        self._table = grid.table.astype(np.float32)
        self._fixed: Fixed
        self.rest()
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
        self._bottom = pseudo_inverse(self._last, self._levels[-1].free)

    def rest(self) -> None:
        """Give up the vectors of the voxels until the next cycle: for memory."""
        self._vectors = np.empty((2, 0), np.float32)

    def __call__(self, residual: Singles) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        if not self._vectors.size:  # in one piece, which goes back to the system as a whole
            self._vectors = np.empty((2, 3, *self._grid.planes), np.float32)
        (x, excess), first = self._vectors, self._levels[0]
        weights, forces = chebyshev(self._largest), residual.reshape(x.shape)
        with threads_for(prod(self._grid.planes)):
            x.fill(0)
            np.negative(forces, out=excess)
            for weight in weights:
                self._step(weight)
                self._to_excess(forces)
            self._transfer.restrict(excess, first.r)
            self._descend(0)
            self._transfer.subtract(first.x, x)
            for weight in reversed(weights):
                self._to_excess(forces)
                self._step(weight)
        return x

    def _step(self, weight: float) -> None:
        """x -= weight D^-1 excess."""
        x, excess = self._vectors
        _step_grid(self._inverse, excess, x, np.float32(weight))
        clear(x, self._fixed)

    def _to_excess(self, forces: Singles) -> None:
        """excess = A x - forces: minus the residual, since forces of elements are added up."""
        x, excess = self._vectors
        np.negative(forces, out=excess)
        add_forces(self._grid.material, self._table, _NO_GRADIENT, x, excess)

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
        weights = chebyshev(level.largest)
        level.x.fill(0)
        for weight in weights:
            level.step(weight)
            level.residual()
        to_coarse, from_coarse = self._between[depth]
        gather(*to_coarse, level.r, coarse.r)
        self._descend(depth + 1)
        gather(*from_coarse, coarse.x, level.d)
        level.x += level.d
        for weight in reversed(weights):
            level.residual()
            level.step(weight)

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


def clear(displacement: Floats | Singles, fixed: Fixed) -> None:
    """Set the components that end faces hold to zero, in displacements (3, planes)."""
    for axis, component in np.argwhere(fixed):
        ends = np.moveaxis(displacement[component], axis, 0)
        ends[0] = 0
        ends[-1] = 0


def _coarse_levels(
    grid: ElasticGrid,
) -> tuple[Transfer, list[Level], list[tuple[Weights, Weights]], Blocks]:
    """Transfer to the first coarse level, all of them, what is between, and the last matrix."""
    transfer, mesh, matrix = _first(grid)
    levels: list[Level] = []
    between: list[tuple[Weights, Weights]] = []
    while mesh.node_count > _COARSEST and max(map(len, mesh.widths)) > 1:
        inverse = diagonal_inverses(matrix)
        coarsening = coarsen(mesh)
        to_coarse = Weights(*transpose(*coarsening.from_coarse, coarsening.mesh.node_count))
        coarser = galerkin(matrix, to_coarse, coarsening.from_coarse)
        kept = (halve if levels else pack)(matrix, mesh.slabs)
        levels.append(Level(kept, inverse, mesh))
        between.append((to_coarse, coarsening.from_coarse))
        matrix, mesh = coarser, coarsening.mesh
    levels.append(Level(halve(matrix, mesh.slabs), diagonal_inverses(matrix), mesh))
    return transfer, levels, between, matrix


def _first(grid: ElasticGrid) -> tuple[Transfer, Mesh, Blocks]:
    """Transfer to the first coarse level, its mesh and its matrix."""
    stiffness = grid.element_matrices[:, 0, 0]
    mesh, across = voxel_mesh(grid, stiffness < SOFT * stiffness.max())
    coarsening = coarsen(mesh)
    transfer, children = transfer_of(mesh, coarsening), children_of(grid, mesh, coarsening.parents)
    del mesh  # 45 bytes per voxel less when memory is scarcest
    return transfer, coarsening.mesh, first_coarse_matrix(grid, children, across, coarsening)


def _dot(a: Singles, b: Singles) -> float:
    return float(np.vdot(a, b))


@njit(parallel=True, cache=True, error_model="numpy")
def _step_grid(inverse, excess, x, weight):  # type: ignore[no-untyped-def]
    for i in prange(inverse.shape[0]):
        for c in range(3):
            for j in range(inverse.shape[1]):
                for k in range(inverse.shape[2]):
                    x[c, i, j, k] -= weight * inverse[i, j, k] * excess[c, i, j, k]
