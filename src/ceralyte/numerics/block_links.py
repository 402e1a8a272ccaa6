"""The network of the parts of blocks: what the faces between them add up to."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.blocks import Parts, part_at
from ceralyte.numerics.face_terms import of_class
from ceralyte.numerics.instructions import keep_as
from ceralyte.numerics.network_coarsening import STRONG, by_colour
from ceralyte.numerics.networks import Ints, Network, Places, Singles, halves, small
from ceralyte.numerics.smoothing import EMPTY, NO_PART, SEVERAL
from ceralyte.numerics.stencils import AnyStencil


class PartsNetwork(NamedTuple):
    """The network of parts, its nodes in the order of their colours.

    Attributes
    ----------
    network : Network
    colours : ndarray (c + 1,) int64
        See `Level`.
    rank : ndarray (parts,) int32
        The node of each part.
    """

    network: Network
    colours: NDArray[np.int64]
    rank: Ints


def network_of_parts(
    stencil: AnyStencil,
    strongest: Singles,
    parts: Parts,
    *,
    narrow: bool,
    known: PartsNetwork | None = None,
) -> PartsNetwork:
    """The network of parts: see `NetworkMultigrid` for what becomes of the conductances.

    Parameters
    ----------
    stencil : Stencil or BitStencil
        Of the voxels.
    strongest, parts
        See `parts_of_blocks`.
    narrow : bool
        Whether to keep conductances in two bytes each, see `networks.narrowed`.
    known : PartsNetwork, optional
        Of the same parts and of faces of which the same conduct: shares its arrays with the result.
    """
    node, part, count = parts
    sums = np.empty((3, *node.shape), np.float32)
    sums_between(*stencil.operands[:4], strongest, sums)
    *faces, ends = stencil.places
    first, other, colours, rank = (
        (*known.network[:2], *known[1:])
        if known
        else _without_conductances(stencil, strongest, parts, sums)
    )
    conductance: Any = np.empty(len(other), np.uint16 if narrow else np.float32)
    _fill_links(*faces, strongest, node, part, sums, rank, first, other, conductance)
    del sums
    ground = np.zeros(count, np.float32)
    _ground(ends, node, part, rank, ground)
    grounds = halves(ground) if narrow else ground
    return PartsNetwork(Network(first, other, conductance, grounds), colours, rank)


def _without_conductances(
    stencil: AnyStencil, strongest: Singles, parts: Parts, sums: Singles
) -> tuple[Places, Ints, NDArray[np.int64], Ints]:
    """Where the links of each node begin, room for the nodes at their ends, colours, ranks."""
    node, part, count = parts
    odd_rings = [n % 2 == 1 for n in node.shape]
    colour, counts = np.empty(count, np.uint8), np.zeros(count, np.uint8)
    _colour(node, part, np.array(odd_rings), colour)
    _count_links(*stencil.places[:4], strongest, node, part, sums, counts)
    order, starts = by_colour(colour, counts, 128)
    rank = np.empty(count, np.int32)
    rank[order] = np.arange(count, dtype=np.int32)
    first = np.zeros(count + 1, np.int64)
    np.cumsum(counts[order], out=first[1:])
    return small(first), np.empty(first[-1], np.int32), np.unique(starts), rank


@njit(cache=True, parallel=True)
def _colour(node, part, odd_rings, colour):  # type: ignore[no-untyped-def]
    """Write a colour below 128 for each part: no two of one colour are linked.

    That of the chess board, apart for each number of a part within its block. Where the board is
    odd and may be periodic along an axis its last plane, beside the first one, has other colours.
    """
    m0, m1, m2 = node.shape
    n0, n1, n2 = part.shape
    for p in prange(m0):
        for jb in range(m1):
            for kb in range(m2):
                own = node[p, jb, kb]
                if own == EMPTY:
                    continue
                last = 4 * (odd_rings[0] and p == m0 - 1) + 2 * (odd_rings[1] and jb == m1 - 1)
                last += odd_rings[2] and kb == m2 - 1
                base = 2 * last + (p + jb + kb) % 2
                if own >= 0:
                    colour[own] = base
                    continue
                for i in range(2 * p, min(2 * p + 2, n0)):
                    for j in range(2 * jb, min(2 * jb + 2, n1)):
                        for k in range(2 * kb, min(2 * kb + 2, n2)):
                            if part[i, j, k] != NO_PART:
                                within = part[i, j, k]
                                colour[SEVERAL - own + within] = base + 16 * within


@njit(cache=True)
def _ground(ends, node, part, rank, ground):  # type: ignore[no-untyped-def]
    """Add half the conductance of each end to the node of its voxel."""
    for side in range(2):
        for j in range(part.shape[1]):
            for k in range(part.shape[2]):
                own = part_at(node, part, side * (len(part) - 1), j, k)
                if own >= 0:
                    ground[rank[own]] += np.float32(0.5) * ends[side, j, k]


@njit(cache=True)
def _add(own, other, total, count, a, b, g):  # type: ignore[no-untyped-def]
    """Add to the link from a to b among the first `count`; return how many there are then."""
    for at in range(count):
        if other[at] == b and own[at] == a:
            total[at] += g
            return count
    own[count], other[count], total[count] = a, b, g
    return count + 1


@njit(cache=True)
def _meet(own, other, total, count, a, b, g, strongest, inside):  # type: ignore[no-untyped-def]
    """Add a face between parts a and b: both ways within a block, else half if it is strong."""
    if g == 0 or a == b:
        return count
    if inside:
        count = _add(own, other, total, count, b, a, g)
    elif g >= STRONG * strongest:
        g *= np.float32(0.5)
    return _add(own, other, total, count, a, b, g)


@njit(inline="always")
def between(g, a, b):  # type: ignore[no-untyped-def]
    """A face between two blocks as it counts there: half if it is strong at one end at least."""
    return g * np.float32(0.5) if g >= STRONG * min(a, b) else g


@njit(cache=True, parallel=True)
def sums_between(c0, c1, c2, table, s, sums):  # type: ignore[no-untyped-def]
    """Write what the faces between each block and the next along each axis add up to.

    Rounded only at the end, as in `_links_of_block`, so that both ends of a link agree.
    """
    n0, n1, n2 = c0.shape
    row = np.empty((sums.shape[1], n2 + n2 % 2))
    for p in prange(sums.shape[1]):
        row[p, -1] = 0
        i1 = min(2 * p + 1, n0 - 1)
        ip = (i1 + 1) % n0
        for jb in range(sums.shape[2]):
            j0, j1 = 2 * jb, min(2 * jb + 1, n1 - 1)
            jp = (j1 + 1) % n1
            for k in range(n2):
                row[p, k] = 0
            for j in range(j0, j1 + 1):
                for k in range(n2):
                    row[p, k] += between(of_class(table, c0[i1, j, k], 0), s[i1, j, k], s[ip, j, k])
            for kb in range(sums.shape[3]):
                sums[0, p, jb, kb] = row[p, 2 * kb] + row[p, 2 * kb + 1]
            for k in range(n2):
                row[p, k] = 0
            for i in range(2 * p, i1 + 1):
                for k in range(n2):
                    row[p, k] += between(of_class(table, c1[i, j1, k], 1), s[i, j1, k], s[i, jp, k])
            for kb in range(sums.shape[3]):
                sums[1, p, jb, kb] = row[p, 2 * kb] + row[p, 2 * kb + 1]
            for kb in range(sums.shape[3]):
                row[p, kb] = 0
            for i in range(2 * p, i1 + 1):
                for j in range(j0, j1 + 1):
                    for kb in range(sums.shape[3]):
                        k = min(2 * kb + 1, n2 - 1)
                        kp = k + 1 if k + 1 < n2 else 0
                        g = of_class(table, c2[i, j, k], 2)
                        row[p, kb] += between(g, s[i, j, k], s[i, j, kp])
            for kb in range(sums.shape[3]):
                sums[2, p, jb, kb] = row[p, kb]


@njit(cache=True)
def _links_of_whole(node, sums, p, jb, kb, own, other, total):  # type: ignore[no-untyped-def]
    """Links of a block that is one part among blocks of one part; return their number.

    None of an empty block; -1 if it is neither, or if two blocks of an axis may meet twice.
    """
    n0, n1, n2 = node.shape
    if node[p, jb, kb] == EMPTY:
        return 0
    if node[p, jb, kb] < 0 or min(n0, n1, n2) < 3:
        return -1
    count = 0
    for axis in range(3):
        for step in range(-1, 2, 2):
            i, j, k = p + step * (axis == 0), jb + step * (axis == 1), kb + step * (axis == 2)
            i, j, k = i if i < n0 else 0, j if j < n1 else 0, k if k < n2 else 0
            g = sums[axis, p, jb, kb] if step > 0 else sums[axis, i, j, k]
            if g > 0:
                if node[i, j, k] < 0:
                    return -1
                own[count], other[count], total[count] = node[p, jb, kb], node[i, j, k], g
                count += 1
    return count


@njit(inline="always")
def _links_of_block(c0, c1, c2, table, strongest, node, part, i0, j0, k0, own, other, total):  # type: ignore[no-untyped-def]
    """Links that leave each part of a block; return their number.

    Faces between blocks that are strong at one end at least count half. The sums of one link are
    rounded only at the end, so that they are the same from both sides.
    """
    n0, n1, n2 = part.shape
    rest, at, s = (own, other, total), (node, part), strongest
    count = 0
    for i in range(i0, min(i0 + 2, n0)):
        im, ip = i - 1 if i > 0 else n0 - 1, i + 1 if i + 1 < n0 else 0
        for j in range(j0, min(j0 + 2, n1)):
            jm, jp = j - 1 if j > 0 else n1 - 1, j + 1 if j + 1 < n1 else 0
            for k in range(k0, min(k0 + 2, n2)):
                a, least = part_at(*at, i, j, k), s[i, j, k]
                if a < 0:
                    continue
                km, kp = k - 1 if k > 0 else n2 - 1, k + 1 if k + 1 < n2 else 0
                g, low = of_class(table, c0[i, j, k], 0), min(least, s[ip, j, k])
                within = i == i0 and ip > i
                count = _meet(*rest, count, a, part_at(*at, ip, j, k), g, low, within)
                g, low = of_class(table, c1[i, j, k], 1), min(least, s[i, jp, k])
                within = j == j0 and jp > j
                count = _meet(*rest, count, a, part_at(*at, i, jp, k), g, low, within)
                g, low = of_class(table, c2[i, j, k], 2), min(least, s[i, j, kp])
                within = k == k0 and kp > k
                count = _meet(*rest, count, a, part_at(*at, i, j, kp), g, low, within)
                if i == i0:
                    g, low = of_class(table, c0[im, j, k], 0), min(least, s[im, j, k])
                    count = _meet(*rest, count, a, part_at(*at, im, j, k), g, low, False)
                if j == j0:
                    g, low = of_class(table, c1[i, jm, k], 1), min(least, s[i, jm, k])
                    count = _meet(*rest, count, a, part_at(*at, i, jm, k), g, low, False)
                if k == k0:
                    g, low = of_class(table, c2[i, j, km], 2), min(least, s[i, j, km])
                    count = _meet(*rest, count, a, part_at(*at, i, j, km), g, low, False)
    return count


_MOST = 48
"""Links that leave a block at most: each of its voxels has six faces."""


@njit(cache=True, parallel=True)
def _count_links(c0, c1, c2, table, strongest, node, part, sums, counts):  # type: ignore[no-untyped-def]
    """Write how many links leave each part."""
    n0, n1, n2 = part.shape
    for pair in prange((n0 + 1) // 2):
        own, other, total = np.empty(_MOST, np.int32), np.empty(_MOST, np.int32), np.empty(_MOST)
        for j in range(0, n1, 2):
            for k in range(0, n2, 2):
                count = _links_of_whole(node, sums, pair, j // 2, k // 2, own, other, total)
                if count < 0:
                    count = _links_of_block(
                        c0, c1, c2, table, strongest, node, part, 2 * pair, j, k, own, other, total
                    )
                for e in range(count):
                    counts[own[e]] += 1


@njit(cache=True, parallel=True)
def _fill_links(c0, c1, c2, table, strongest, node, part, sums, rank, first, others, conductances):  # type: ignore[no-untyped-def]
    """Write the links of each node; parts of one block follow one another."""
    n0, n1, n2 = part.shape
    for pair in prange((n0 + 1) // 2):
        own, other, total = np.empty(_MOST, np.int32), np.empty(_MOST, np.int32), np.empty(_MOST)
        filled = np.zeros(8, np.int64)
        for j in range(0, n1, 2):
            for k in range(0, n2, 2):
                count = _links_of_whole(node, sums, pair, j // 2, k // 2, own, other, total)
                if count < 0:
                    count = _links_of_block(
                        c0, c1, c2, table, strongest, node, part, 2 * pair, j, k, own, other, total
                    )
                filled[:] = 0
                for e in range(count):
                    a = own[e]
                    at = first[rank[a]] + filled[a % 8]
                    others[at] = rank[other[e]]
                    keep_as(conductances, at, total[e])
                    filled[a % 8] += 1
