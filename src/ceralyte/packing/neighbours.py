"""Spheres in their box, the lists of those that may touch, and the chunks they are cut into.

Kernels work in reduced units: rows of ``p (n, 4)`` are x, y, z and the diameter at scale 1.
Particles are ordered so that neighbours in space are near in memory; they are cut into chunks,
one after the other, which threads work on. A pair within a chunk is listed once, a pair across
chunks with both particles, so that a chunk writes to its own particles only: results do not
depend on the number of threads.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.numerics.fours import Four, nearest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Indices = NDArray[np.int32]

CHUNK, CHUNKS_MAX = 2500, 64
FAST = {"contract", "nsz", "arcp", "nnan", "ninf"}  # of kernels without overflow


class Domain(NamedTuple):
    """The box: `sides` (3,) and their inverses along periodic axes (`wraps`, 0 along others).

    With `walls` it has flat walls at z = 0 and ``sides[2]``.
    """

    sides: Floats
    wraps: Floats
    walls: bool


class Pairs(NamedTuple):
    """Close pairs of particles.

    Particle i is close to ``inner[first[i]:last[i]]`` in its chunk, each such pair listed
    once, and to ``outer[outer_first[i]:outer_last[i]]`` in others, listed with both.
    """

    first: Indices
    last: Indices
    inner: Indices
    outer_first: Indices
    outer_last: Indices
    outer: Indices


class ChunkPairs(NamedTuple):
    """Close pairs of particles by chunk, for loops that take four at a time.

    Chunk c has the pairs ``inner[inner_first[c]:inner_last[c]]`` (i, j) among its particles, each
    once, and ``outer[outer_first[c]:outer_last[c]]`` of its i with j of others, listed with both.
    Up to the next multiple of four the last pair is repeated.
    """

    inner_first: Ints
    inner_last: Ints
    inner: Indices
    outer_first: Ints
    outer_last: Ints
    outer: Indices


def cut_into_chunks(x: Floats) -> tuple[Ints, Ints]:
    """Return an order of the points `x` (n, 3) and where chunks begin, each a compact block.

    Halves the longest side of the cloud again and again, down to chunks of 2,500 to 5,000 points;
    a cloud of fewer is one chunk.
    """
    halvings = int(np.log2(np.clip(len(x) / CHUNK, 1, CHUNKS_MAX)))
    depth = max(int(np.log2(len(x) / 8)), halvings)
    blocks = [np.arange(len(x))]
    for _ in range(depth):
        blocks = [half for block in blocks for half in _halves(x, block)]
    sizes = np.cumsum([0, *(len(block) for block in blocks)])
    return np.concatenate(blocks), sizes[:: 2 ** (depth - halvings)].copy()


def _halves(x: Floats, block: Ints) -> tuple[Ints, Ints]:
    points = x[block]
    along = points[:, np.argmax(np.ptp(points, axis=0))]
    middle = len(block) // 2
    order = np.argpartition(along, middle)
    return block[np.sort(order[:middle])], block[np.sort(order[middle:])]


@njit(fastmath=FAST, forceinline=True)
def nearest_way(one: Four, other: Four, sides: Four, wraps: Four) -> Four:
    """Return the way from the second to the first across the nearest faces of the box."""
    way = one - other
    nearest_way: Four = way - sides * nearest(way * wraps)
    return nearest_way
