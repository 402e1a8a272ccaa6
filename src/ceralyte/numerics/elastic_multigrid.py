"""Multigrid preconditioner for elasticity on voxels with pores, in single precision."""

from math import prod

import numpy as np
from numba import njit, prange

from ceralyte.numerics.elastic_assembly import first_coarse_matrix, voxel_mesh
from ceralyte.numerics.elastic_blocks import (
    Blocks,
    Singles,
    Weights,
    diagonal_inverses,
    galerkin,
    gather,
    transpose,
)
from ceralyte.numerics.elastic_coarsening import Coarsening, coarsen
from ceralyte.numerics.elastic_grid import ElasticGrid, Floats
from ceralyte.numerics.elastic_kernels import add_forces
from ceralyte.numerics.elastic_levels import Fixed, Level, chebyshev, pseudo_inverse
from ceralyte.numerics.elastic_packed import pack
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
    matrix of the first is kept in 16 bits.

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
        self._vectors = np.empty((3, 0), np.float32)

    def __call__(self, residual: Singles) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        if not self._vectors.size:  # in one piece, which goes back to the system as a whole
            self._vectors = np.empty((3, 3, *self._grid.planes), np.float32)
        (x, r, back), first = self._vectors, self._levels[0]
        with threads_for(prod(self._grid.planes)):
            r[...] = residual.reshape(r.shape)
            x.fill(0)
            back.fill(0)
            for old, new in chebyshev(self._largest):
                self._step(old, new)
                self._residual()
            self._transfer.restrict(r, first.r)
            self._descend(0)
            self._transfer.prolong(first.x, back)
            x -= back
            for old, new in chebyshev(self._largest):
                self._residual()
                self._step(old, new)
        return x

    def _step(self, old: float, new: float) -> None:
        """back = old back - new D^-1 r; x -= back."""
        x, r, back = self._vectors
        _step_grid(self._inverse, r, back, np.float32(old), np.float32(new))
        clear(back, self._fixed)
        x -= back

    def _residual(self) -> None:
        """r += A back: minus the last step, so that forces add up without a vector of their own."""
        _, r, back = self._vectors
        add_forces(self._grid.material, self._table, _NO_GRADIENT, back, r)

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
        to_coarse, from_coarse = self._between[depth]
        gather(*to_coarse, level.r, coarse.r)
        self._descend(depth + 1)
        gather(*from_coarse, coarse.x, level.d)
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
    first, matrix = _first(grid)
    transfer, mesh = transfer_of(first), first.mesh
    del first
    levels: list[Level] = []
    between: list[tuple[Weights, Weights]] = []
    while mesh.node_count > _COARSEST and max(map(len, mesh.widths)) > 1:
        inverse = diagonal_inverses(matrix)
        coarsening = coarsen(mesh)
        to_coarse = Weights(*transpose(*coarsening.from_coarse, coarsening.mesh.node_count))
        coarser = galerkin(matrix, to_coarse, coarsening.from_coarse)
        levels.append(Level(matrix if levels else pack(matrix), inverse, mesh))
        between.append((to_coarse, coarsening.from_coarse))
        matrix, mesh = coarser, coarsening.mesh
    levels.append(Level(matrix, diagonal_inverses(matrix), mesh))
    return transfer, levels, between, matrix


def _first(grid: ElasticGrid) -> tuple[Coarsening, Blocks]:
    stiffness = grid.element_matrices[:, 0, 0]
    mesh, across = voxel_mesh(grid, stiffness < SOFT * stiffness.max())
    coarsening = coarsen(mesh)
    return coarsening, first_coarse_matrix(grid, mesh, across, coarsening)


def _dot(a: Singles, b: Singles) -> float:
    return float(np.vdot(a, b))


@njit(parallel=True, cache=True, error_model="numpy")
def _step_grid(inverse, r, back, old, new):  # type: ignore[no-untyped-def]
    for i in prange(inverse.shape[0]):
        for c in range(3):
            for j in range(inverse.shape[1]):
                for k in range(inverse.shape[2]):
                    back[c, i, j, k] = (
                        old * back[c, i, j, k] - new * inverse[i, j, k] * r[c, i, j, k]
                    )
