"""Multigrid preconditioner for the seven-point operator, in single precision."""

from dataclasses import dataclass
from functools import cached_property

import numba
import numpy as np

from ceralyte.numerics.block_grid import FEW, blocks_make_a_grid, grid_of_blocks
from ceralyte.numerics.block_links import PartsNetwork, network_of_parts
from ceralyte.numerics.blocks import (
    Parts,
    look_up,
    nodes_of_voxels,
    parts_of_blocks,
    strongest_faces,
)
from ceralyte.numerics.k_cycle import Sums, k_cycle, two_dots
from ceralyte.numerics.network_multigrid import NetworkMultigrid
from ceralyte.numerics.networks import Floats, Singles
from ceralyte.numerics.smoothing import add_to, prolong_add, restrict_residual, smooth
from ceralyte.numerics.stencils import AnyStencil, alike, apply
from ceralyte.numerics.threads import threads_for


@dataclass
class Joined:
    """Which voxels and parts of blocks are joined, for stencils that tell so alike.

    The first `Multigrid` that gets it writes it where parts make a network, others take it from
    there. Stencils are alike if the same conductances of their tables are strong beside each other.

    Attributes
    ----------
    parts : Parts, optional
    network : PartsNetwork, optional
        Its conductances are those of the stencil that was last.
    """

    parts: Parts | None = None
    network: PartsNetwork | None = None


SWEEPS = 2
"""Of relaxation before and after each correction. One takes up to twice the steps where blocks
make a network: to smooth voxels costs far less than what is below them."""


class Multigrid:
    """One cycle of multigrid as an approximate inverse of a stencil.

    The finest level is the grid itself, smoothed by red-black sweeps before and mirrored ones
    after, see `smooth`. Voxels of a block of 2 x 2 x 2 that strong faces join share one correction.
    Where nearly all blocks are one such part they are a stencil again, see `grid_of_blocks`; the
    network of all parts, an eighth of the voxels, is left to `NetworkMultigrid`. Insulating
    voxels, odd sizes and periodic axes need no special case.

    Parameters
    ----------
    stencil : Stencil or BitStencil
        Of the finest level.
    few : float, optional
        See `blocks_make_a_grid`; left out: `FEW` if all voxels conduct alike, else 0.
    narrow : bool, optional
        Whether networks keep conductances in two bytes; left out: if they are `alike`.
    joined : Joined, optional
        Shared by several stencils, one after the other.

    Attributes
    ----------
    stencil : Stencil or BitStencil
    coarse : Multigrid or NetworkMultigrid
        Of the blocks, or of their parts.

    Notes
    -----
    Takes 6 to 10 bytes per voxel on top of the stencil, 17 to 22 with voxels at random.
    """

    coarse: "Multigrid | NetworkMultigrid"

    def __init__(
        self,
        stencil: AnyStencil,
        few: float | None = None,
        narrow: bool | None = None,
        joined: Joined | None = None,
    ) -> None:
        shape = stencil.shape
        if few is None:
            few = FEW if len(stencil.table) == 2 else 0.0
        if narrow is None:
            narrow = alike(stencil)
        self._solution = strongest = np.empty(shape, np.float32)
        with threads_for(strongest.size):
            strongest_faces(*stencil.operands, strongest)
            known = joined or Joined()
            parts = known.parts or parts_of_blocks(stencil, strongest)
            if blocks_make_a_grid(parts, few):
                coarse, nodes, beside = grid_of_blocks(stencil, strongest, parts)
                self.coarse = Multigrid(coarse, few, narrow)
                self._joined, sinks = nodes[beside], nodes.copy()
                sinks[beside] = parts.node.size + np.arange(len(beside))
                self._sinks = nodes_of_voxels(*parts[:2], sinks)
                self._several = nodes_of_voxels(*parts[:2], nodes)
            else:
                found = network_of_parts(
                    stencil, strongest, parts, narrow=narrow, known=known.network
                )
                if joined:
                    kept = parts._replace(node=parts.node.copy())
                    joined.parts, joined.network = kept, found
                network, colours, nodes = found
                self.coarse = NetworkMultigrid(network, colours)
                self._joined = np.empty(0, np.int32)
                self._sinks = self._several = nodes_of_voxels(*parts[:2], nodes)
            self._node = parts.node
            look_up(*parts[:2], nodes)
        self.stencil = stencil
        odd_rings = (n % 2 and stencil.is_ring(axis) for axis, n in enumerate(shape))
        self._chess = 1 if any(odd_rings) else 2
        self._sums = np.empty(self.coarse.size + len(self._joined), np.float32)

    def __call__(self, residual: Floats | Singles) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        operands, x = self.stencil.operands, self._solution
        b = np.asarray(residual, np.float32)
        with threads_for(x.size):
            slabs = numba.get_num_threads()
            smooth(*operands, b, x, 0, 2 * SWEEPS, True, slabs)
            node, sums = self._node, self._sums
            sums.fill(0)
            restrict_residual(*operands, b, x, node, self._sinks, self._chess, sums)
            add_to(sums, self._joined, sums[self.coarse.size :])
            correction = self.coarse.improved(sums[: self.coarse.size])
            prolong_add(correction, node, self._several, x)
            smooth(*operands, b, x, 1, 2 * SWEEPS, False, slabs)
        return x

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return self._solution.size

    def improved(self, residual: Singles) -> Singles:
        """Return a better one, see `k_cycle`; takes and gives all voxels in one row.

        `residual` is overwritten.
        """
        with threads_for(residual.size):
            return k_cycle(self._cycle, self._product, residual, *self._room)

    @cached_property
    def _room(self) -> Singles:
        return np.empty((2, self._solution.size), np.float32)

    def _cycle(self, residual: Singles) -> Singles:
        return self(residual.reshape(self._solution.shape)).ravel()

    def _product(self, x: Singles, b: Singles, t: Singles, y: Singles) -> Sums:
        shape = self._solution.shape
        xy = apply(*self.stencil.operands, x.reshape(shape), y.reshape(shape)).sum()
        xb, ty = two_dots(x, b, t, y).sum(axis=0)
        return float(xy), float(xb), float(ty)
