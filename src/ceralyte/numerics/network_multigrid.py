"""Multigrid preconditioner for conductance networks on a grid, in single precision."""

from dataclasses import dataclass

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ceralyte.numerics.instructions import wide
from ceralyte.numerics.k_cycle import Sums, dot, k_cycle
from ceralyte.numerics.network_coarsening import (
    aggregates,
    coarsened,
    coloured,
    permuted,
    sorted_by,
)
from ceralyte.numerics.networks import (
    ROWS,
    Floats,
    Ints,
    Network,
    Places,
    Singles,
    narrowed,
    small,
)
from ceralyte.numerics.threads import threads_for

_COARSEST = 200
"""Nodes up to which a level is solved directly."""


@dataclass(frozen=True)
class Level:
    """One network of the hierarchy, with its nodes in the order of their colours.

    Attributes
    ----------
    network : Network
    resistance : ndarray float32
        One over the sum of the conductances around each node of the first colour, 0 where there is
        none.
    colours : ndarray (c + 1,) int64
        Where each colour begins, and the number of nodes: no two nodes of a colour are linked.
    children, first_child : ndarray (m,), (coarse + 1,)
        Nodes by the node of the next level that they belong to, and where those of each begin;
        nodes that belong to none are left to smoothing.
    """

    network: Network
    resistance: Singles
    colours: NDArray[np.int64]
    children: Ints
    first_child: Places


class NetworkMultigrid:
    """One cycle of aggregation multigrid as an approximate inverse of a network's operator.

    A node and those that links join it to which are strong at both ends share one correction, see
    `aggregates`. Weak links do not join: grains with resistive boundaries stay apart until they are
    one node each, the two sides of a crack never meet, and no bad conductor bridges two good ones.
    Where nothing is joined to the ground a cycle takes off the mean, which rounding would lift.
    Each coarse system is solved by one or two steps of conjugate gradients preconditioned by the
    next level (K-cycle). Smoothing is one Gauss-Seidel sweep over the colours before and one in
    reverse order after.

    Parameters
    ----------
    network : Network
        Its nodes in the order of their colours, see `coloured`. If it is `narrowed`, all are.
    colours : ndarray (c + 1,) int64
        See `Level`.

    Source: Y. Notay, "An aggregation-based algebraic multigrid method", Electron. Trans. Numer.
    Anal. 37, 123 (2010); aggregates: P. Vanek, J. Mandel and M. Brezina, Computing 56, 179 (1996).
    """

    def __init__(self, network: Network, colours: NDArray[np.int64]) -> None:
        self._levels: list[Level] = []
        while len(network.ground) > _COARSEST:
            parent, count = aggregates(network)
            coarse = coarsened(network, parent, count)
            order, coarse_colours = coloured(coarse)
            coarse = permuted(coarse, order)
            if network.conductance.dtype == np.uint16:
                coarse = narrowed(coarse)
            rank = np.full(count + 1, count, np.int32)  # the last one for nodes of none
            rank[order] = np.arange(count, dtype=np.int32)
            children, first = sorted_by(rank[parent], count + 1)
            children, first = children[: first[-2]], small(first[:-1])
            resistance = _resistances(*network, colours[1])
            self._levels.append(Level(network, resistance, colours, children, first))
            network, colours = coarse, coarse_colours
        self._inverse = _inverse_of(network)
        self.network = self._levels[0].network if self._levels else network
        self._floats = [not (level.network.ground > 0).any() for level in self._levels]
        sizes = [len(level.network.ground) for level in self._levels]
        self._rhs = [np.empty(n, np.float32) for n in [*sizes[1:], len(network.ground)]]
        self._result = [np.zeros(n, np.float32) for n in sizes]
        self._left = np.empty(max(sizes, default=0), np.float32)
        self._correction = [np.empty(n, np.float32) for n in sizes]

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.network.ground)

    def __call__(self, residual: Floats) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        if not self._levels:
            return (self._inverse @ residual).astype(np.float32)
        return self._cycle(0, residual)

    def improved(self, residual: Singles) -> Singles:
        """Return a better one: one or two steps of conjugate gradients around the cycle.

        `residual` is overwritten.
        """
        return self._coarse_solution(0, residual)

    def _cycle(self, k: int, b: Floats | Singles) -> Singles:
        """One multigrid cycle for the system of level k."""
        level, x = self._levels[k], self._result[k]
        network, coarse = level.network, self._rhs[k]
        with threads_for(len(x)):
            last = level.colours[-2]
            start(level.resistance, b, x)
            relax(*network, b, x, level.colours[1:])
            subtract(*network, b, x, last, self._left)
            restrict(self._left, level.children, level.first_child, last, coarse)
            prolong(
                self._coarse_solution(k + 1, coarse), level.children, level.first_child, last, x
            )
            relax(*network, b, x, level.colours[::-1].copy())
        if self._floats[k]:
            x -= x.mean(dtype=np.float64)
        return x

    def _coarse_solution(self, k: int, b: Singles) -> Singles:
        """Solve level k by at most two steps of flexible conjugate gradients."""
        if k == len(self._levels):
            return (self._inverse @ b).astype(np.float32)
        level = self._levels[k]

        def product(x: Singles, b: Singles, t: Singles, y: Singles) -> Sums:
            sums = products(*level.network, x, b, t, y).sum(axis=0)
            return float(sums[0]), float(sums[1]), float(sums[2])

        n = len(b)
        with threads_for(n):
            c, y = self._correction[k], self._left[:n]
            return k_cycle(lambda b: self._cycle(k, b), product, b, c, y)


# Places in arrays are made unsigned: to look for negative ones takes longer than to sum.


@njit(cache=True, error_model="numpy")
def _resistances(first, other, conductance, ground, high):  # type: ignore[no-untyped-def]  # noqa: ARG001
    found = np.empty(high, np.float32)
    for i in range(high):
        around = wide(ground[i])
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            around += wide(conductance[e])
        found[i] = 1 / around if around > 0 else 0
    return found


@njit(cache=True, parallel=True)
def start(resistance, b, x):  # type: ignore[no-untyped-def]
    """Relax the nodes of the first colour, which are not linked with each other, from ``x = 0``."""
    for i in prange(len(x)):
        x[i] = b[i] * resistance[i] if i < len(resistance) else 0


@njit(cache=True, parallel=True, error_model="numpy")
def relax(first, other, conductance, ground, b, x, bounds):  # type: ignore[no-untyped-def]
    """Solve every node for itself, those between two bounds after those between the two before.

    Bounds rise or fall. Nodes between two of them are not linked with each other.
    """
    for k in range(len(bounds) - 1):
        for i in prange(min(bounds[k], bounds[k + 1]), max(bounds[k], bounds[k + 1])):
            arriving, around = b[i], wide(ground[i])
            for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
                g = wide(conductance[e])
                arriving += g * x[np.uint32(other[e])]
                around += g
            x[i] = arriving / around if around > 0 else 0


@njit(cache=True, parallel=True)
def subtract(first, other, conductance, ground, b, x, last, left):  # type: ignore[no-untyped-def]
    """Write ``b - A x`` of the nodes before `last`; the others were relaxed last and have none."""
    for i in prange(last):
        v = x[i]
        arriving = b[i] - wide(ground[i]) * v
        for e in range(np.uint64(first[i]), np.uint64(first[i + 1])):
            arriving -= wide(conductance[e]) * (v - x[np.uint32(other[e])])
        left[i] = arriving


@njit(cache=True, parallel=True)
def products(first, other, conductance, ground, x, b, t, y):  # type: ignore[no-untyped-def]
    """Write ``y = A x``; return ``x . y``, ``x . b`` and ``t . y`` per block of rows, (blocks, 3).

    Nodes that were relaxed last have ``y = b`` but for the rounding of x, which is larger than b
    where grains hardly conduct to each other.
    """
    n = len(x)
    partial = np.zeros(((n + ROWS - 1) // ROWS, 3))
    for block in prange(len(partial)):
        low, high = block * ROWS, min((block + 1) * ROWS, n)
        for i in range(np.uint64(low), np.uint64(high)):
            v = x[i]
            leaving = wide(ground[i]) * v
            for e in range(np.uint64(first[i]), np.uint64(first[i + np.uint64(1)])):
                leaving += wide(conductance[e]) * (v - x[np.uint32(other[e])])
            y[i] = leaving
        here = slice(low, high)
        partial[block, 0] = dot(x[here], y[here])
        partial[block, 1] = dot(x[here], b[here])
        partial[block, 2] = dot(t[here], y[here])
    return partial


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
def prolong(coarse, children, first_child, last, x):  # type: ignore[no-untyped-def]
    """Add to every node before `last` the correction of its parent; the others are relaxed next."""
    for a in prange(len(coarse)):
        for k in range(first_child[a], first_child[a + 1]):
            if children[k] < last:
                x[children[k]] += coarse[a]


def _inverse_of(network: Network) -> Floats:
    """Dense inverse of a small network, see `invert`.

    Of each part without ground it takes off the mean of what it gets, which is rounding, and of
    what it gives: else that rounding lifts all potentials there far above their differences.
    """
    matrix: Floats = dense(*network)
    count, part = connected_components(csr_array(matrix), directed=False)
    invert(matrix, 1e-12 * np.diagonal(matrix).max(initial=0.0))
    grounded = np.bincount(part, network.ground > 0, count) > 0
    for number in np.flatnonzero(~grounded):
        here = np.ix_(part == number, part == number)
        inverse = matrix[here] - matrix[here].mean(axis=0)
        matrix[here] = inverse - inverse.mean(axis=1, keepdims=True)
    return matrix


@njit(cache=True)
def dense(first, other, conductance, ground):  # type: ignore[no-untyped-def]
    """Return the operator as a matrix."""
    matrix = np.zeros((len(ground), len(ground)))
    for i in range(len(ground)):
        matrix[i, i] += wide(ground[i])
        for e in range(first[i], first[i + 1]):
            matrix[i, other[e]] -= wide(conductance[e])
            matrix[i, i] += wide(conductance[e])
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
