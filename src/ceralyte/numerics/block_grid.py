"""The grid of blocks of 2 x 2 x 2 voxels as a coarser stencil, where nearly all are one part.

Voxels and blocks are told by their places in the flat arrays.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange

from ceralyte.numerics.block_links import between, sums_between
from ceralyte.numerics.blocks import Parts, part_at
from ceralyte.numerics.face_terms import of_class
from ceralyte.numerics.network_coarsening import NOWHERE
from ceralyte.numerics.networks import Ints, Singles
from ceralyte.numerics.smoothing import EMPTY, NO_PART, SEVERAL
from ceralyte.numerics.stencils import AnyStencil, Stencil

_SMALLEST = 32
"""Blocks along the shortest side: smaller grids are left to a network, which takes as little."""

FEW = 0.01
"""Share of parts beside the first of their block up to which blocks make a grid, where all voxels
conduct alike: such parts are rare corners then. With 3 %, links left out of the grid cost twice the
steps; so does less where good conductors lie in bad ones and those parts are whole sheets."""

_CANCELLED = 1e-5
"""Share of a conductance below which what is left after taking it away is rounding."""


_PLAIN = np.array([0, 1], np.float32)
"""Table of faces that are conductances themselves."""


class BlockGrid(NamedTuple):
    """Blocks as a coarser stencil.

    Attributes
    ----------
    stencil : Stencil
        Where one conductance is all that the voxels have, faces count how often they have half of
        it.
    home : ndarray (parts,) int32
        The block that each part belongs to; `NOWHERE` for one that found none.
    beside : ndarray (m,) int32
        Parts that joined another block than they sit in.
    """

    stencil: Stencil
    home: Ints
    beside: Ints


def blocks_make_a_grid(parts: Parts, few: float) -> bool:
    """Whether the blocks are many, and at most the share `few` is parts beside the first."""
    filled = int(np.count_nonzero(parts.node != EMPTY))
    return min(parts.node.shape) >= _SMALLEST and parts.total - filled <= few * filled


def grid_of_blocks(stencil: AnyStencil, strongest: Singles, parts: Parts) -> BlockGrid:
    """Return the grid of blocks, and what became of their parts.

    The largest part of a block stands for it. Any other joins the part that stands for a
    neighbouring block, the one it conducts to best; faces that then lie between blocks which are
    no neighbours are left out. Parts that find none are left to smoothing: their voxels become
    `NO_PART`. What becomes of the conductances says `NetworkMultigrid`.

    Parameters
    ----------
    stencil : Stencil or BitStencil
        Of the voxels.
    strongest, parts
        See `parts_of_blocks`; `parts.part` may be changed.
    """
    node, part, count = parts
    *faces, ends = stencil.places
    sums = np.empty((3, *node.shape), np.float32)
    sums_between(*stencil.operands[:4], strongest, sums)
    home = np.full(count, NOWHERE, np.int32)
    _settle(node, part, home)
    several = np.flatnonzero((node < 0) & (node != EMPTY))
    voxels = _voxels_beside(node, part, home, several)
    own, which = np.unique(_parts_of(node, part, voxels), return_inverse=True)
    pulls, blocks = np.zeros((len(own), 6)), np.zeros((len(own), 6), np.int32)
    _pull(*faces, node, part, home, voxels, which, pulls, blocks)
    best = (np.arange(len(own)), pulls.argmax(axis=1))
    home[own] = np.where(pulls[best] > 0, blocks[best], NOWHERE)
    _move_links(*faces, strongest, node, part, home, voxels, sums)
    part.reshape(-1)[voxels[home[own][which] == NOWHERE]] = NO_PART
    coarse_ends = np.zeros((3, *node.shape[1:]), np.float32)
    _sum_ends(ends, coarse_ends)
    alike = len(stencil.table) == 2 and faces[0].dtype != np.float32
    between_blocks, table = _counted(sums, stencil.table[1]) if alike else (sums, _PLAIN)
    across0, across1, across2 = between_blocks
    coarse = Stencil(across0, across1, across2, table, coarse_ends)
    return BlockGrid(coarse, home, own[home[own] != NOWHERE])


def _counted(sums: Singles, conductance: np.float32) -> tuple[Any, Singles]:
    """Return how often sums hold half a conductance, and the table; sums that no byte can count."""
    half = np.float32(0.5) * conductance
    counts = np.rint(sums / half)
    if counts.max() > np.iinfo(np.uint8).max:
        return sums, _PLAIN
    return counts.astype(np.uint8), np.array([0, half], np.float32)


@njit(cache=True)
def _corner(node, part, block, corner):  # type: ignore[no-untyped-def]
    """Return a voxel of a block, NOWHERE if it would lie outside."""
    (n0, n1, n2), (_, m1, m2) = part.shape, node.shape
    i, j, k = 2 * (block // (m1 * m2)), 2 * (block // m2 % m1), 2 * (block % m2)
    i, j, k = i + corner // 4, j + corner // 2 % 2, k + corner % 2
    return (i * n1 + j) * n2 + k if i < n0 and j < n1 and k < n2 else NOWHERE


@njit(cache=True)
def _place(part, voxel):  # type: ignore[no-untyped-def]
    _, n1, n2 = part.shape
    return voxel // (n1 * n2), voxel // n2 % n1, voxel % n2


@njit(cache=True)
def _block_of(node, part, voxel):  # type: ignore[no-untyped-def]
    i, j, k = _place(part, voxel)
    return (i // 2 * node.shape[1] + j // 2) * node.shape[2] + k // 2


@njit(cache=True)
def _is_beside(node, part, home, voxel):  # type: ignore[no-untyped-def]
    """Whether a voxel belongs to a part that does not stand for its block."""
    own = part_at(node, part, *_place(part, voxel))
    return own >= 0 and home[own] != _block_of(node, part, voxel)


@njit(cache=True, parallel=True)
def _settle(node, part, home):  # type: ignore[no-untyped-def]
    """Write the block of the largest part of each block."""
    first, within = node.reshape(-1), part.reshape(-1)
    for block in prange(len(first)):
        own = first[block]
        if own >= 0:
            home[own] = block
        elif own != EMPTY:
            size = np.zeros(8, np.int64)
            for corner in range(8):
                voxel = _corner(node, part, block, corner)
                if voxel >= 0 and within[voxel] != NO_PART:
                    size[within[voxel]] += 1
            home[SEVERAL - own + np.argmax(size)] = block


@njit(cache=True)
def _voxels_beside(node, part, home, blocks):  # type: ignore[no-untyped-def]
    """Return the voxels of some blocks that belong to parts which do not stand for them."""
    voxels, count = np.empty(8 * len(blocks), np.int64), 0
    for block in blocks:
        for corner in range(8):
            voxel = _corner(node, part, block, corner)
            if voxel >= 0 and _is_beside(node, part, home, voxel):
                voxels[count] = voxel
                count += 1
    return voxels[:count]


@njit(cache=True)
def _parts_of(node, part, voxels):  # type: ignore[no-untyped-def]
    found = np.empty(len(voxels), np.int32)
    for at, voxel in enumerate(voxels):
        found[at] = part_at(node, part, *_place(part, voxel))
    return found


@njit(cache=True)
def _across(c0, c1, c2, table, voxel, way):  # type: ignore[no-untyped-def]
    """Return the conductance of a face of a voxel, and the voxel on the other side.

    Ways 0 to 2 lead back along each axis, 3 to 5 on.
    """
    n0, n1, n2 = c0.shape
    i, j, k = _place(c0, voxel)
    axis, step = way % 3, 1 if way > 2 else -1
    x, y, z = i + step * (axis == 0), j + step * (axis == 1), k + step * (axis == 2)
    x, y, z = x % n0, y % n1, z % n2
    a, b, c = (i, j, k) if step > 0 else (x, y, z)
    face = c0[a, b, c] if axis == 0 else c1[a, b, c] if axis == 1 else c2[a, b, c]
    return of_class(table, face, axis), (x * n1 + y) * n2 + z


@njit(cache=True)
def _pull(c0, c1, c2, table, node, part, home, voxels, which, pulls, blocks):  # type: ignore[no-untyped-def]
    """Add up, per part and way, what some voxels conduct to parts that stand for a block."""
    for at, voxel in enumerate(voxels):
        for way in range(6):
            g, there = _across(c0, c1, c2, table, voxel, way)
            if g == 0 or _is_beside(node, part, home, there):
                continue
            block = _block_of(node, part, there)
            if block != _block_of(node, part, voxel):
                pulls[which[at], way] += g
                blocks[which[at], way] = block


@njit(cache=True)
def _add_link(sums, a, b, g):  # type: ignore[no-untyped-def]
    """Add to the link between two blocks, if they are neighbours; what cancels becomes zero."""
    _, m0, m1, m2 = sums.shape
    for axis in range(3):
        n = m0 if axis == 0 else m1 if axis == 1 else m2
        stride = m1 * m2 if axis == 0 else m2 if axis == 1 else 1
        for low, high in ((a, b), (b, a)):
            on = low + stride if low // stride % n + 1 < n else low - (n - 1) * stride
            if on == high:
                i, j, k = low // (m1 * m2), low // m2 % m1, low % m2
                total = sums[axis, i, j, k] + g
                sums[axis, i, j, k] = total if total > -_CANCELLED * g else 0


@njit(cache=True)
def _move_links(c0, c1, c2, table, strongest, node, part, home, voxels, sums):  # type: ignore[no-untyped-def]
    """Let the faces of voxels whose part joined another block link that instead of their own."""
    most = strongest.reshape(-1)
    for voxel in voxels:
        own = home[part_at(node, part, *_place(part, voxel))]
        for way in range(6):
            g, there = _across(c0, c1, c2, table, voxel, way)
            if g == 0 or (there < voxel and _is_beside(node, part, home, there)):
                continue
            g = between(g, most[voxel], most[there])
            before = _block_of(node, part, voxel), _block_of(node, part, there)
            if before[0] != before[1]:
                _add_link(sums, before[0], before[1], -g)
            beyond = home[part_at(node, part, *_place(part, there))]
            if own >= 0 and beyond >= 0 and own != beyond:
                _add_link(sums, own, beyond, g)


@njit(cache=True)
def _sum_ends(ends, sums):  # type: ignore[no-untyped-def]
    """Add half the conductance of each end to its block."""
    for side in range(2):
        for j in range(ends.shape[1]):
            for k in range(ends.shape[2]):
                sums[side, j // 2, k // 2] += np.float32(0.5) * ends[side, j, k]
