"""Multigrid preconditioner for the seven-point operator, in single precision."""

import numpy as np

from ceralyte.numerics.stencils import (
    Floats,
    Singles,
    Stencil,
    apply,
    prolong_add,
    relax,
    restrict_residual,
)
from ceralyte.numerics.threads import threads_for

Widths = tuple[Singles, Singles, Singles]
"""Widths of the planes of blocks along each axis, in voxels of the finest level."""

_COARSEST = 64
"""Unknowns up to which a level is solved directly."""


class Multigrid:
    """One V-cycle of multigrid as an approximate inverse of a stencil.

    Voxels are joined in blocks of 2 x 2 x 2 that share one correction. The Galerkin operator of
    such blocks is a seven-point stencil again, but too stiff by a factor of two, since the blocks
    lie twice as far apart as the voxels: `coarsen` takes the distance into account. Insulating
    voxels, odd sizes and periodic axes need no special case. Smoothing is one red-black
    Gauss-Seidel sweep before and one mirrored sweep after.

    Parameters
    ----------
    stencil : Stencil
        Of the finest level.

    Notes
    -----
    Takes about 11 bytes per voxel on top of the stencil.

    Source: aggregation with a rescaled Galerkin operator as in D. Braess, "Towards algebraic
    multigrid for elliptic problems of second order", Computing 55, 379 (1995).
    """

    def __init__(self, stencil: Stencil) -> None:
        n0, n1, n2 = stencil.faces0.shape
        widths: Widths = (np.ones(n0, np.float32), np.ones(n1, np.float32), np.ones(n2, np.float32))
        self._levels = [stencil]
        while stencil.faces0.size > _COARSEST:
            stencil, widths = coarsen(stencil, widths)
            self._levels.append(stencil)
        self._solutions: list[Singles] = [np.zeros_like(level.faces0) for level in self._levels]
        self._rhs: list[Singles] = [np.empty_like(level.faces0) for level in self._levels]
        self._inverse = _pseudo_inverse(stencil)

    def __call__(self, residual: Floats) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        self._rhs[0][...] = residual
        self._descend(0)
        return self._solutions[0]

    def _descend(self, level: int) -> None:
        stencil, b, x = self._levels[level], self._rhs[level], self._solutions[level]
        if level == len(self._levels) - 1:
            x[...] = (self._inverse @ b.ravel()).reshape(x.shape)
            return
        x.fill(0)
        with threads_for(x.size):
            relax(*stencil, b, x, 0)
            relax(*stencil, b, x, 1)
            restrict_residual(*stencil, b, x, self._rhs[level + 1])
            self._descend(level + 1)
            prolong_add(self._solutions[level + 1], x)
            relax(*stencil, b, x, 1)
            relax(*stencil, b, x, 0)


def coarsen(stencil: Stencil, widths: Widths) -> tuple[Stencil, Widths]:
    """Return the operator of blocks of 2 x 2 x 2, and their widths.

    Conductances add over the faces that make up the face of a block, times the distance between
    the centres of the planes on its two sides, over the distance between the blocks. A last odd
    plane is a block of its own.
    """
    coarse: Widths = (_pairs(widths[0]), _pairs(widths[1]), _pairs(widths[2]))
    faces0, faces1, faces2 = (
        _block_faces(stencil[axis], axis, widths[axis], coarse[axis]) for axis in range(3)
    )
    ends = _pairs(_pairs(stencil.ends, 1), 2)
    ends[0] *= widths[0][0] / coarse[0][0]
    ends[1] *= widths[0][-1] / coarse[0][-1]
    if len(coarse[0]) == 1:
        ends[0] += ends[1]
        ends[1] = 0
    return Stencil(faces0, faces1, faces2, ends), coarse


def _block_faces(faces: Singles, axis: int, widths: Singles, coarse: Singles) -> Singles:
    n = len(widths)
    outer = np.minimum(np.arange(0, n, 2) + 1, n - 1)
    distance = widths + np.roll(widths, -1)
    nearer = distance[outer] / (coarse + np.roll(coarse, -1))
    blocks = np.take(faces, outer, axis=axis)
    for other in {0, 1, 2} - {axis}:
        blocks = _pairs(blocks, other)
    np.moveaxis(blocks, axis, -1)[...] *= nearer if len(coarse) > 1 else 0.0
    return blocks


def _pairs(values: Singles, axis: int = 0) -> Singles:
    """Sums of two neighbours along an axis; a last odd one stays."""
    pairs = np.add.reduceat(values, np.arange(0, values.shape[axis], 2), axis=axis)
    return np.ascontiguousarray(pairs)


def _pseudo_inverse(stencil: Stencil) -> Singles:
    """Dense pseudo-inverse of a small stencil; constants on floating parts map to zero."""
    shape, size = stencil.faces0.shape, stencil.faces0.size
    matrix, column = np.empty((size, size)), np.empty(shape)
    for k, unit in enumerate(np.eye(size)):
        apply(*stencil, unit.reshape(shape), column)
        matrix[k] = column.ravel()
    return np.linalg.pinv(matrix, rcond=1e-12, hermitian=True).astype(np.float32)
