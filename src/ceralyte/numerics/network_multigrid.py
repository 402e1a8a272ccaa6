"""Multigrid preconditioner for conductance networks on a grid, in single precision."""

from dataclasses import dataclass

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.networks import Floats, Ints, Network, Singles, apply, dot, network_of
from ceralyte.numerics.threads import threads_for

_COARSEST = 200
"""Nodes up to which a level is solved directly."""

STRONG = 0.1
"""A link is strong if it has this share of the strongest link of either of its ends."""

_FEW = 8
"""Nodes that strong links join, and nothing else, become one, as many as a block of cells holds."""

_GOOD_ENOUGH = 0.25
"""A coarse correction that leaves less of its residual than this is not improved further."""


@dataclass(frozen=True)
class Level:
    """One network of the hierarchy, with its nodes in the order of their colours.

    Attributes
    ----------
    network : Network
    diagonal : ndarray (n,) float32
        Sum of the conductances around each node.
    colours : ndarray (c + 1,) int64
        Where each colour begins, and the number of nodes: no two nodes of a colour are linked.
    parent : ndarray (n,) int32
        The node of the next level that each node belongs to.
    children, first_child : ndarray (n,) int32, (coarse + 1,) int64
        The same the other way round.
    """

    network: Network
    diagonal: Singles
    colours: NDArray[np.int64]
    parent: Ints
    children: Ints
    first_child: NDArray[np.int64]


class NetworkMultigrid:
    """One cycle of aggregation multigrid as an approximate inverse of a network's operator.

    Nodes of one block of 2 x 2 x 2 cells that links join which are strong at both ends share one
    correction. Weak links do not join: grains with resistive boundaries stay apart until they are
    one node each, the two sides of a crack never meet, and no bad conductor bridges two good ones.
    A few nodes that strong links join among themselves alone, as the last ones of a grain, become
    one in whatever blocks they sit. Links that are strong at one end at least lie, between blocks,
    twice as far apart as those between cells, so their conductances are halved; weak ones, where a
    boundary resists and not the way to it, are kept. Each coarse system is solved by one or two
    steps of conjugate gradients preconditioned by the next level (K-cycle). Smoothing is one
    Gauss-Seidel sweep over the colours before and one in reverse order after.

    Parameters
    ----------
    network : Network

    Source: Y. Notay, "An aggregation-based algebraic multigrid method", Electron. Trans. Numer.
    Anal. 37, 123 (2010); halved conductances: D. Braess, Computing 55, 379 (1995).
    """

    def __init__(self, network: Network) -> None:
        self.order, colours = coloured(network)
        network = permuted(network, self.order)
        self.network = network
        self._levels: list[Level] = []
        while len(network.ground) > _COARSEST:
            parent, cell = aggregates(network)
            coarse = coarsened(network, parent, cell)
            order, coarse_colours = coloured(coarse)
            coarse = permuted(coarse, order)
            rank = np.empty(len(order), np.int32)
            rank[order] = np.arange(len(order), dtype=np.int32)
            parent = rank[parent]
            children, first = _sorted(parent, len(order))
            self._levels.append(
                Level(network, _diagonal(network), colours, parent, children, first)
            )
            network, colours = coarse, coarse_colours
        self._inverse = _inverse_of(network)
        sizes = [len(level.parent) for level in self._levels]
        self._rhs = [np.empty(n, np.float32) for n in [*sizes[1:], len(network.ground)]]
        self._result = [np.zeros(n, np.float32) for n in sizes]
        self._left = np.empty(max(sizes, default=0), np.float32)

    @property
    def bytes(self) -> int:
        """Memory of the hierarchy below the finest network."""
        levels = [a for level in self._levels[1:] for a in level.network]
        rest = [a for lv in self._levels for a in (lv.diagonal, lv.parent, lv.children)]
        return sum(a.nbytes for a in [*levels, *rest, *self._rhs, *self._result, self._left])

    def __call__(self, residual: Floats) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        if not self._levels:
            return (self._inverse @ residual).astype(np.float32)
        return self._cycle(0, residual)

    def improved(self, residual: Singles) -> Singles:
        """Return a better one: one or two steps of conjugate gradients around the cycle.

        Both take and give nodes in the order of `self.order`.
        """
        return self._coarse_solution(0, residual)

    def _cycle(self, k: int, b: Floats | Singles) -> Singles:
        """One multigrid cycle for the system of level k."""
        level, x = self._levels[k], self._result[k]
        network, coarse = level.network, self._rhs[k]
        with threads_for(len(x)):
            start(level.diagonal, b, x, level.colours[1])
            for colour in range(1, len(level.colours) - 1):
                low, high = level.colours[colour], level.colours[colour + 1]
                relax(*network[:3], level.diagonal, b, x, low, high)
            last = level.colours[-2]
            subtract(*network[:4], b, x, last, self._left)
            restrict(self._left, level.children, level.first_child, last, coarse)
            prolong(self._coarse_solution(k + 1, coarse), level.parent, last, x)
            for colour in reversed(range(len(level.colours) - 1)):
                low, high = level.colours[colour], level.colours[colour + 1]
                relax(*network[:3], level.diagonal, b, x, low, high)
        return x

    def _coarse_solution(self, k: int, b: Singles) -> Singles:
        """Solve level k by at most two steps of flexible conjugate gradients."""
        if k == len(self._levels):
            return (self._inverse @ b).astype(np.float32)
        network = self._levels[k].network
        c = self._cycle(k, b).copy()
        v = np.empty_like(c)
        rho = float(apply(*network[:4], c, v).sum())
        if rho <= 0:
            return c
        alpha = float(dot(c, b).sum()) / rho
        left = b - np.float32(alpha) * v
        if dot(left, left).sum() <= _GOOD_ENOUGH**2 * dot(b, b).sum():
            return np.float32(alpha) * c
        d = self._cycle(k, left)
        w = np.empty_like(d)
        beta = float(apply(*network[:4], d, w).sum())
        gamma = float(dot(d, v).sum())
        rho_2 = beta - gamma * gamma / rho
        if rho_2 <= 0:
            return np.float32(alpha) * c
        step = float(dot(d, left).sum()) / rho_2
        return np.float32(alpha - gamma * step / rho) * c + np.float32(step) * d


def coloured(network: Network) -> tuple[Ints, NDArray[np.int64]]:
    """Return an order of the nodes by colour, and where each colour begins.

    No two nodes of one colour are linked. A grid gets the two of the chess board.
    """
    colour = _colour(network.first, network.other, network.cell)
    order, starts = _sorted(colour, int(colour.max(initial=0)) + 1)
    return order, starts


@njit(cache=True)
def _colour(first, other, cell):  # type: ignore[no-untyped-def]
    n = len(first) - 1
    colour = np.full(n, 63, np.uint8)
    for i in range(n):
        taken = np.int64(0)
        for e in range(first[i], first[i + 1]):
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
    return Network(first, other, conductance, network.ground[order], network.cell[order])


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
    order = np.argsort(key, kind="stable").astype(np.int32)
    parent, count = _aggregate(
        *network[:3], _strongest(network.first, network.conductance), key, order
    )
    cell = np.empty((count, 3), np.int32)
    cell[parent] = block
    return parent, cell


@njit(cache=True)
def _sorted(numbers, count):  # type: ignore[no-untyped-def]
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
        for e in range(first[i], first[i + 1]):
            most[i] = max(most[i], conductance[e])
    return most


@njit(cache=True)
def _root(leader, i):  # type: ignore[no-untyped-def]
    while leader[i] != i:
        leader[i] = leader[leader[i]]
        i = leader[i]
    return i


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
        for e in range(first[i], first[i + 1]):
            j, g = other[e], conductance[e]
            if g >= STRONG * max(strongest[i], strongest[j]):
                held = True
                if j < i:
                    _unite(whole, i, j)
                    if key[i] == key[j]:
                        _unite(leader, i, j)
            elif g >= most and key[i] == key[j]:
                best, most = j, g
        if best >= 0 and not held:
            _unite(leader, i, best)
    size = np.zeros(n, np.int32)
    for i in range(n):
        size[_root(whole, i)] += 1
    for i in range(n):
        root = _root(whole, i)
        if size[root] <= _FEW:
            _unite(leader, i, root)
    number = np.full(n, -1, np.int32)
    count = 0
    for i in order:
        root = _root(leader, i)
        if number[root] < 0:
            number[root] = count
            count += 1
        number[i] = number[root]
    return number, count


@njit(cache=True)
def _unite(leader, i, j):  # type: ignore[no-untyped-def]
    a, b = _root(leader, i), _root(leader, j)
    leader[max(a, b)] = min(a, b)


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
        for e in range(first[i], first[i + 1]):
            if other[e] < i and parent[other[e]] != parent[i]:
                count += 1
    ends, values = np.empty((count, 2), np.int32), np.empty(count, np.float32)
    count = 0
    for i in range(n):
        for e in range(first[i], first[i + 1]):
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


def _diagonal(network: Network) -> Singles:
    return (
        np.add.reduceat(np.append(network.conductance, np.float32(0)), network.first[:-1])
        * (np.diff(network.first) > 0)
        + network.ground
    ).astype(np.float32)


@njit(cache=True, parallel=True, error_model="numpy")
def start(diagonal, b, x, high):  # type: ignore[no-untyped-def]
    """Relax the nodes before `high`, which are not linked with each other, from ``x = 0``."""
    for i in prange(len(x)):
        x[i] = b[i] / diagonal[i] if i < high and diagonal[i] > 0 else 0


@njit(cache=True, parallel=True, error_model="numpy")
def relax(first, other, conductance, diagonal, b, x, low, high):  # type: ignore[no-untyped-def]
    """Solve nodes low to high, which are not linked with each other, for themselves."""
    for i in prange(low, high):
        if diagonal[i] > 0:
            arriving = b[i]
            for e in range(first[i], first[i + 1]):
                arriving += conductance[e] * x[other[e]]
            x[i] = arriving / diagonal[i]


@njit(cache=True, parallel=True, error_model="numpy")
def subtract(first, other, conductance, ground, b, x, last, left):  # type: ignore[no-untyped-def]
    """Write ``b - A x`` of the nodes before `last`; the others were relaxed last and have none."""
    for i in prange(last):
        v = x[i]
        arriving = b[i] - ground[i] * v
        for e in range(first[i], first[i + 1]):
            arriving -= conductance[e] * (v - x[other[e]])
        left[i] = arriving


@njit(cache=True, parallel=True)
def restrict(left, children, first_child, last, coarse):  # type: ignore[no-untyped-def]
    """Sum what is left over the children of each coarse node that stand before `last`."""
    for a in prange(len(coarse)):
        total = np.float32(0)
        for k in range(first_child[a], first_child[a + 1]):
            if children[k] < last:
                total += left[children[k]]
        coarse[a] = total


@njit(cache=True, parallel=True)
def prolong(coarse, parent, last, x):  # type: ignore[no-untyped-def]
    """Add to every node before `last` the correction of its parent; the others are relaxed next."""
    for i in prange(last):
        x[i] += coarse[parent[i]]


def _inverse_of(network: Network) -> Floats:
    """Dense inverse of a small network, see `invert`."""
    n = len(network.ground)
    rows = np.repeat(np.arange(n), np.diff(network.first))
    matrix = np.zeros((n, n))
    np.add.at(matrix, (rows, network.other), -network.conductance.astype(np.float64))
    np.fill_diagonal(matrix, network.ground - matrix.sum(axis=1))
    invert(matrix, 1e-12 * np.diagonal(matrix).max(initial=0.0))
    return matrix


@njit(cache=True, error_model="numpy")
def invert(matrix, nothing):  # type: ignore[no-untyped-def]
    """Invert a positive semidefinite matrix in place, exchanging one variable after another.

    Variables that those before leave no more than `nothing`, as the last one of a floating part,
    are held at zero. Compiled here: threads of LAPACK spin for longer than a small matrix takes.
    """
    n = len(matrix)
    for k in range(n):
        pivot = 1 / matrix[k, k] if matrix[k, k] > nothing else 0.0
        matrix[k, k] = 1.0
        for j in range(n):
            matrix[k, j] *= pivot
        for i in range(n):
            factor = matrix[i, k]
            if i != k and factor != 0:
                matrix[i, k] = 0.0
                for j in range(n):
                    matrix[i, j] -= factor * matrix[k, j]
