"""Coarser networks for multigrid: colours, aggregates of nodes, and what joins these."""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.connectivity import root, unite
from ceralyte.numerics.networks import Ints, Network, network_of, small

STRONG = 0.1
"""A link is strong if it has this share of the strongest link of either of its ends."""

_FEW = 8
"""Nodes that strong links join, and nothing else, become one, as many as a block of cells holds."""


def coloured(network: Network) -> tuple[Ints, NDArray[np.int64]]:
    """Return an order of the nodes by colour, and where each colour begins.

    No two nodes of one colour are linked. A grid gets the two of the chess board.
    """
    colour = _colour(network.first, network.other, network.cell)
    return sorted_by(colour, int(colour.max(initial=0)) + 1)  # type: ignore[no-any-return]


@njit(cache=True)
def _colour(first, other, cell):  # type: ignore[no-untyped-def]
    n = len(first) - 1
    colour = np.full(n, 63, np.uint8)
    for i in range(n):
        taken = np.int64(0)
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            taken |= np.int64(1) << np.int64(colour[other[e]])
        c = np.int64((cell[i, 0] + cell[i, 1] + cell[i, 2]) & 1)
        if taken >> c & 1:
            c = np.int64(0)
            while taken >> c & 1 and c < 62:
                c += 1
        colour[i] = c
    return colour


def permuted(network: Network, order: Ints) -> Network:
    """Return the network with its nodes in another order."""
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    first = np.zeros(len(order) + 1, np.int64)
    np.cumsum(np.diff(network.first)[order], out=first[1:])
    other, conductance = np.empty_like(network.other), np.empty_like(network.conductance)
    _permute(*network[:3], order, rank, first, other, conductance)
    return Network(small(first), other, conductance, network.ground[order], network.cell[order])


@njit(cache=True, parallel=True)
def _permute(first, other, conductance, order, rank, to, others, conductances):  # type: ignore[no-untyped-def]
    for i in prange(len(order)):
        start = first[order[i]]
        for k in range(to[i + 1] - to[i]):
            others[to[i] + k] = rank[other[start + k]]
            conductances[to[i] + k] = conductance[start + k]


def aggregates(network: Network) -> tuple[Ints, Ints]:
    """Return the aggregate of each node (n,), and the block that each aggregate sits in (k, 3)."""
    block = network.cell // 2
    sides = block.max(axis=0).astype(np.int64) + 1
    key = (block[:, 0] * sides[1] + block[:, 1]) * sides[2] + block[:, 2]
    order, _ = sorted_by(key, int(sides.prod()))
    parent, count = _aggregate(
        *network[:3], _strongest(network.first, network.conductance), key, order
    )
    cell = np.empty((count, 3), np.int32)
    cell[parent] = block
    return parent, cell


@njit(cache=True)
def sorted_by(numbers, count):  # type: ignore[no-untyped-def]
    """Indices in the order of their numbers (0 to count - 1), and where each number begins."""
    first = np.zeros(count + 1, np.int64)
    for number in numbers:
        first[number + 1] += 1
    first = np.cumsum(first)
    free, order = first[:-1].copy(), np.empty(len(numbers), np.int32)
    for i in range(len(numbers)):
        order[free[numbers[i]]] = i
        free[numbers[i]] += 1
    return order, first


@njit(cache=True, parallel=True)
def _strongest(first, conductance):  # type: ignore[no-untyped-def]
    most = np.zeros(len(first) - 1, np.float32)
    for i in prange(len(most)):
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            most[i] = max(most[i], conductance[e])
    return most


@njit(cache=True)
def _aggregate(first, other, conductance, strongest, key, order):  # type: ignore[no-untyped-def]
    """Number the sets of nodes of one block that links join which are strong at both ends.

    A node that no such link holds anywhere joins the neighbour it conducts to best: only that one,
    so that a bad conductor never bridges two good ones. Where such links join few nodes in all, as
    those of a grain, these are one set in whatever blocks they sit.
    """
    n = len(order)
    leader, whole = np.arange(n).astype(np.int32), np.arange(n).astype(np.int32)
    for i in range(n):
        held, best, most = False, np.int32(-1), STRONG * strongest[i]
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            j, g = other[e], conductance[e]
            if g >= STRONG * max(strongest[i], strongest[j]):
                held = True
                if j < i:
                    unite(whole, i, j)
                    if key[i] == key[j]:
                        unite(leader, i, j)
            elif g >= most and key[i] == key[j]:
                best, most = j, g
        if best >= 0 and not held:
            unite(leader, i, best)
    size = np.zeros(n, np.int32)
    for i in range(n):
        size[root(whole, i)] += 1
    for i in range(n):
        own = root(whole, i)
        if size[own] <= _FEW:
            unite(leader, i, own)
    number = np.full(n, -1, np.int32)
    count = 0
    for i in order:
        own = root(leader, i)
        if number[own] < 0:
            number[own] = count
            count += 1
        number[i] = number[own]
    return number, count


def coarsened(network: Network, parent: Ints, cell: Ints) -> Network:
    """Return the network of aggregates."""
    ends, conductance = _links_between(
        *network[:3], _strongest(network.first, network.conductance), parent, network.cell
    )
    ground = 0.5 * np.bincount(parent, network.ground, len(cell))
    return network_of(ends, conductance, ground, cell)


@njit(cache=True)
def _links_between(first, other, conductance, strongest, parent, cell):  # type: ignore[no-untyped-def]
    count = 0
    n = len(parent)
    for i in range(n):
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            if other[e] < i and parent[other[e]] != parent[i]:
                count += 1
    ends, values = np.empty((count, 2), np.int32), np.empty(count, np.float32)
    count = 0
    for i in range(n):
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            j = other[e]
            if j < i and parent[j] != parent[i]:
                g = conductance[e]
                apart = False
                for axis in range(3):
                    apart |= cell[i, axis] != cell[j, axis]
                if apart and g >= STRONG * min(strongest[i], strongest[j]):
                    g *= np.float32(0.5)
                ends[count, 0], ends[count, 1], values[count] = parent[i], parent[j], g
                count += 1
    return ends, values
