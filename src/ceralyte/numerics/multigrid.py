"""Multigrid preconditioner for the seven-point operator, in single precision."""

import numpy as np

from ceralyte.numerics.block_links import network_of_parts
from ceralyte.numerics.blocks import (
    count_within_blocks,
    look_up_single,
    parts_of_blocks,
    strongest_faces,
)
from ceralyte.numerics.network_multigrid import NetworkMultigrid
from ceralyte.numerics.networks import Floats, Singles
from ceralyte.numerics.smoothing import first_sweep, prolong_add, relax, restrict_residual
from ceralyte.numerics.stencils import Stencil
from ceralyte.numerics.threads import threads_for


class Multigrid:
    """One cycle of multigrid as an approximate inverse of a stencil.

    The finest level is the grid itself, smoothed by a red-black Gauss-Seidel sweep before and a
    mirrored one after. Voxels of a block of 2 x 2 x 2 that strong faces join share one correction;
    the network of these parts, an eighth of the voxels, is left to `NetworkMultigrid`. Insulating
    voxels, odd sizes and periodic axes need no special case.

    Parameters
    ----------
    stencil : Stencil
        Of the finest level.

    Attributes
    ----------
    coarse : NetworkMultigrid
        Of the parts of blocks.

    Notes
    -----
    Takes about 20 bytes per conducting voxel on top of the stencil.
    """

    def __init__(self, stencil: Stencil) -> None:
        shape = stencil.faces0.shape
        with threads_for(stencil.faces0.size):
            strongest = strongest_faces(*stencil.operands[:4])
            parts, count = parts_of_blocks(stencil, strongest)
            self._node = np.empty([(n + 1) // 2 for n in shape], np.int32)
            self._part = np.empty(shape, np.uint8)
            count_within_blocks(parts, self._node, self._part)
            network = network_of_parts(stencil, strongest, parts, self._node, count)
            del strongest, parts
        self.coarse = NetworkMultigrid(network)
        del network
        self._nodes = np.empty(count, np.int32)
        self._nodes[self.coarse.order] = np.arange(count, dtype=np.int32)
        with threads_for(stencil.faces0.size):
            look_up_single(self._node, self._nodes)
        self._stencil = stencil
        odd_rings = (
            n % 2 and np.moveaxis(faces, axis, 0)[-1].any()
            for axis, (n, faces) in enumerate(zip(shape, stencil[:3], strict=True))
        )
        self._chess = 1 if any(odd_rings) else 2
        self._solution = np.empty(shape, np.float32)
        self._coarse_rhs = np.empty(count, np.float32)

    def __call__(self, residual: Floats | Singles) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        operands, x = self._stencil.operands, self._solution
        b = np.asarray(residual, np.float32)
        with threads_for(x.size):
            first_sweep(*operands, b, x)
            relax(*operands, b, x, 1)
            parts = (self._node, self._part, self._nodes)
            self._coarse_rhs.fill(0)
            restrict_residual(*operands, b, x, *parts, self._chess, self._coarse_rhs)
            correction = self.coarse.improved(self._coarse_rhs)
            prolong_add(correction, *parts, x)
            relax(*operands, b, x, 1)
            relax(*operands, b, x, 0)
        return x
