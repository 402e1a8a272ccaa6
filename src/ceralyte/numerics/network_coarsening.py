"""Coarser networks for multigrid: colours, aggregates of nodes, and what joins these."""

from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.instructions import wide
from ceralyte.numerics.networks import Ints, Network, small, without_parallels

STRONG = 0.1
"""A link is strong if it has this share of the strongest link of either of its ends."""

NOWHERE = -1
"""Part, node or aggregate of what belongs to none."""


def coloured(network: Network) -> tuple[Ints, NDArray[np.int64]]:
    """Return an order of the nodes by colour, see `by_colour`, and where each colour begins.

    No two nodes of one colour are linked.
    """
    colour = _colour(network.first, network.other)
    return by_colour(colour, np.diff(network.first), int(colour.max(initial=0)) + 1)


_LINKS = 64
"""Numbers of links that are told apart, see `by_colour`; the last one stands for all above."""


def by_colour(
    colour: NDArray[np.uint8], links: NDArray[np.integer[Any]], colours: int
) -> tuple[Ints, NDArray[np.int64]]:
    """Return an order of nodes by colour, and where each colour begins.

    Nodes of one colour follow by how many links they have: loops over links then last alike from
    one node to the next, which processors foresee. Sweeps take two thirds of the time.
    """
    key = colour.astype(np.uint16) * np.uint16(_LINKS) + np.minimum(links, _LINKS - 1)
    order, first = sorted_by(key.astype(np.uint16), colours * _LINKS)
    return order, first[::_LINKS]


@njit(cache=True)
def _colour(first, other):  # type: ignore[no-untyped-def]
    n = len(first) - 1
    colour = np.full(n, 63, np.uint8)
    for i in range(n):
        taken = np.int64(0)
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            taken |= np.int64(1) << np.int64(colour[other[e]])
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
    return Network(small(first), other, conductance, network.ground[order])


@njit(cache=True, parallel=True)
def _permute(first, other, conductance, order, rank, to, others, conductances):  # type: ignore[no-untyped-def]
    for i in prange(len(order)):
        start = first[order[i]]
        for k in range(to[i + 1] - to[i]):
            others[to[i] + k] = rank[other[start + k]]
            conductances[to[i] + k] = conductance[start + k]


def aggregates(network: Network) -> tuple[Ints, int]:
    """Return the aggregate of each node, ndarray (n,), and how many there are.

    A node and all that strong links join it to are one, if none of these has an aggregate yet;
    nodes left over join the aggregate that they conduct to best. A link is strong here if it is so
    at both ends. A node that no such link holds follows the one it conducts to best: only that one,
    so that a bad conductor never bridges two good ones. What follows the ground outside is
    `NOWHERE`.
    """
    strongest = _strongest(network.first, network.conductance, network.ground)
    return _aggregate(*network[:3], strongest)  # type: ignore[no-any-return]


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
def _strongest(first, conductance, ground):  # type: ignore[no-untyped-def]
    most = np.empty(len(ground), np.float32)
    for i in prange(len(most)):
        most[i] = wide(ground[i])
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            most[i] = max(most[i], wide(conductance[e]))
    return most


@njit(cache=True)
def _aggregate(first, other, conductance, strongest):  # type: ignore[no-untyped-def]
    n = len(strongest)
    number, held, count = np.full(n, NOWHERE, np.int32), np.zeros(n, np.bool_), 0
    for i in range(n):
        free = number[i] < 0
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            j = other[e]
            if wide(conductance[e]) >= STRONG * max(strongest[i], strongest[j]):
                held[i] = True
                free &= number[j] < 0
        if held[i] and free:
            number[i] = count
            for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
                j = other[e]
                if wide(conductance[e]) >= STRONG * max(strongest[i], strongest[j]):
                    number[j] = count
            count += 1
    joins = number.copy()
    for i in range(n):
        if joins[i] < 0:
            at = i
            while at >= 0 and number[at] < 0:
                at = _best(first, other, conductance, strongest, number, held[at], at)
            joins[i] = number[at] if at >= 0 else NOWHERE
    return joins, count


@njit(cache=True)
def _best(first, other, conductance, strongest, number, held, i):  # type: ignore[no-untyped-def]
    """Return the node that i conducts to best, `NOWHERE` if it conducts to its ground far better.

    One that is held joins an aggregate, through a link that is strong at both ends.
    """
    best, most = NOWHERE, np.float32(0)
    for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
        j, g = other[e], wide(conductance[e])
        if held and (number[j] < 0 or g < STRONG * strongest[j]):
            continue
        if g > most and g >= STRONG * strongest[i]:
            best, most = int(j), g
    return best


def coarsened(network: Network, parent: Ints, count: int) -> Network:
    """Return the network of aggregates; nodes that are `NOWHERE` count as ground."""
    ground, first = np.zeros(count), np.zeros(count + 1, np.int64)
    _most_links(network.first, parent, first)
    np.cumsum(first, out=first)
    other, conductance = np.empty(first[-1], np.int32), np.empty(first[-1], np.float32)
    end = first[:-1].copy()
    _links_between(*network, parent, ground, end, other, conductance)
    return without_parallels(first, end, other, conductance, ground)


@njit(cache=True)
def _most_links(first, parent, most):  # type: ignore[no-untyped-def]
    """Add up in ``most[a + 1]`` the links of all nodes of aggregate a."""
    for i in range(len(parent)):
        if parent[i] >= 0:
            most[parent[i] + 1] += first[i + 1] - first[i]


@njit(cache=True)
def _links_between(first, other, conductance, grounds, parent, ground, end, others, conductances):  # type: ignore[no-untyped-def]
    """Write the links of each aggregate, one for each between its nodes and others, up to `end`.

    In one order at both ends, so that they add up alike.
    """
    for i in range(len(parent)):
        a = parent[i]
        if a >= 0:
            ground[a] += wide(grounds[i])
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            b, g = parent[other[e]], wide(conductance[e])
            if other[e] >= i or a == b:
                continue
            if a >= 0 and b >= 0:
                others[end[a]], conductances[end[a]] = b, g
                others[end[b]], conductances[end[b]] = a, g
                end[a] += 1
                end[b] += 1
            else:
                ground[max(a, b)] += g
