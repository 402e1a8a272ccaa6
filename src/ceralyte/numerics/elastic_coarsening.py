"""Coarse elements that know the pores: what a pore separates stays separate on coarse grids.

A mesh is a list of elements, each at a place of the grid and with eight nodes of its own choice.
Two elements that lie side by side but share no node are not connected. Blocks of 2 x 2 x 2 places
are coarsened part by part: elements of a block that hang together become one coarse element, and
coarse elements share those of their nodes that a common fine node depends on. The two sides of a
gap so keep their own nodes until the blocks are as large as what connects the sides.

Source: the idea of coarse elements per connected part is that of C. Dick, J. Georgii and
R. Westermann, "A hexahedral multigrid approach for simulating cuts in deformable objects", IEEE
Trans. Vis. Comput. Graph. 17, 1663 (2011).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.numerics.connectivity import root, unite
from ceralyte.numerics.elastic_blocks import Integers, Longs, Singles, Weights

CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.int32)
"""Corners of an element in the order of its nodes."""

_CROWD = 3.0
"""Parts per block above which they are joined after all: the blocks are larger than most."""


class Mesh(NamedTuple):
    """Elements of a grid.

    Attributes
    ----------
    places : ndarray (n, 3) int32
        Of the elements on a grid of places.
    nodes : ndarray (n, 8) int32
        Nodes at the corners, -1 where the corner belongs to a stiffer element that leads it.
        Numbered plane by plane along axis 0.
    soft : ndarray (n,) bool
        Elements that hold nothing together, so that their connections need not be followed.
    node_count : int
        Number of nodes.
    widths : tuple of 3 ndarray
        Widths of the places along each axis, in voxels.
    periodic : tuple of 3 bool
    slabs : ndarray (planes + 1,) int64
        Nodes are numbered plane by plane along axis 0: the first of every plane, and their number.
    """

    places: Integers
    nodes: Integers
    soft: NDArray[np.bool_]
    node_count: int
    widths: tuple[NDArray[np.float64], ...]
    periodic: tuple[bool, bool, bool]
    slabs: Longs


class Coarsening(NamedTuple):
    """A coarse mesh, the coarse element of every fine one, and how fine nodes follow it."""

    mesh: Mesh
    parents: Integers
    from_coarse: Weights


def coarsen(mesh: Mesh) -> Coarsening:
    """Return the mesh of blocks of 2 x 2 x 2 places.

    Stiff elements go part by part, soft ones block by block. Where more than three parts crowd in
    a block on average, all elements go block by block.
    """
    positions, widths = zip(*(_positions(w) for w in mesh.widths), strict=True)
    blocks = (mesh.places // 2).astype(np.int32)
    sizes = tuple(len(w) for w in widths)
    keys = np.ravel_multi_index(tuple(blocks.T.astype(np.int64)), sizes)
    parents, parts = np.empty(len(keys), np.int32), 0
    soft, stiff = mesh.soft, ~mesh.soft
    if stiff.any():
        order = np.argsort(keys[stiff], kind="stable")
        parents[stiff], parts = _parts(keys[stiff], mesh.nodes[stiff], order, mesh.node_count)
        if parts > _CROWD * len(np.unique(keys[stiff])):
            soft, stiff, parts = np.ones_like(soft), np.zeros_like(stiff), 0
    merged, parents[soft] = np.unique(keys[soft], return_inverse=True)
    parents[soft] += parts
    places = np.empty((parts + len(merged), 3), np.int32)
    places[parents] = blocks
    first, corner = first_elements(mesh.nodes, mesh.node_count)
    nodes, total = np.empty((len(places), 8), np.int32), 0
    if parts:
        nodes[:parts], total = _shared_by_parts(
            mesh.places, mesh.nodes, *positions, parents, first, corner, parts
        )
    if len(merged):
        nodes[parts:], more = _shared_by_place(places[parts:], sizes, mesh.periodic)
        nodes[parts:] += total
        total += more
    planes = len(widths[0]) + (not mesh.periodic[0])
    nodes, slabs = _by_plane(nodes, places[:, 0], planes, total)
    weights = Weights(*_interpolation(mesh.places, *positions, parents, first, corner, nodes))
    is_soft = np.arange(len(places)) >= parts
    coarse = Mesh(places, nodes, is_soft, total, widths, mesh.periodic, slabs)
    return Coarsening(coarse, parents, weights)


def _positions(widths: NDArray[np.float64]) -> tuple[Singles, NDArray[np.float64]]:
    """Ends of every place within its block, 0 to 1, ndarray (n, 2), and widths of the blocks.

    A last odd place is a block of its own.
    """
    n = len(widths)
    ends = np.tile(np.array([0, 1], np.float32), (n, 1))
    even = n - n % 2
    middle = widths[0:even:2] / (widths[0:even:2] + widths[1:even:2])
    ends[0:even:2, 1] = middle
    ends[1:even:2, 0] = middle
    return ends, np.add.reduceat(widths, np.arange(0, n, 2))


def _shared_by_place(
    places: Integers, sizes: tuple[int, ...], periodic: tuple[bool, bool, bool]
) -> tuple[Integers, int]:
    """Nodes of elements that share them wherever their corners coincide, and their number."""
    planes = [n if wraps else n + 1 for n, wraps in zip(sizes, periodic, strict=True)]
    corners = (places[:, None] + CORNERS).astype(np.int64) % planes
    keys = np.ravel_multi_index(tuple(np.moveaxis(corners, 2, 0)), tuple(planes))
    unique, nodes = np.unique(keys, return_inverse=True)
    return nodes.reshape(-1, 8).astype(np.int32), len(unique)


def _by_plane(nodes: Integers, at: Integers, planes: int, total: int) -> tuple[Integers, Longs]:
    """Nodes of elements `at` places of axis 0, numbered plane by plane, and slabs of a `Mesh`."""
    plane_of = np.zeros(total, np.int32)
    for a, corner in enumerate(CORNERS):
        there = nodes[:, a] >= 0
        plane_of[nodes[there, a]] = (at[there] + corner[0]) % planes
    order = np.argsort(plane_of, kind="stable")
    numbers = np.full(total + 1, -1, np.int32)  # the last one for corners without a node
    numbers[order] = np.arange(total)
    slabs = np.searchsorted(plane_of[order], np.arange(planes + 1))
    return numbers[nodes], slabs


@njit(cache=True)
def _parts(keys, nodes, order, n_nodes):  # type: ignore[no-untyped-def]
    """Number of the part that every element belongs to, elements of a block sharing nodes."""
    parent = np.arange(len(keys))
    block, owner = np.full(n_nodes, -1, np.int64), np.empty(n_nodes, np.int32)
    for e in order:
        for n in nodes[e]:
            if n < 0:
                continue
            if block[n] == keys[e]:
                unite(parent, e, owner[n])
            else:
                block[n], owner[n] = keys[e], e
    parts, count = np.empty(len(keys), np.int32), 0
    for e in range(len(keys)):
        top = root(parent, e)
        if top == e:
            parts[e] = count
            count += 1
        else:
            parts[e] = parts[top]
    return parts, count


@njit(cache=True)
def first_elements(nodes, n_nodes):  # type: ignore[no-untyped-def]
    """First element of every node (-1: none) and the corner at which it sits there."""
    first, corner = np.full(n_nodes, -1, np.int32), np.zeros(n_nodes, np.int8)
    for e in range(len(nodes)):
        for a in range(8):
            n = nodes[e, a]
            if n >= 0 and first[n] < 0:
                first[n], corner[n] = e, a
    return first, corner


@njit(cache=True)
def _support(place, a, t0, t1, t2, corners, weights):  # type: ignore[no-untyped-def]
    """Write corners of the block that corner a of the element at `place` depends on; count them."""
    count, corners[0], weights[0] = 1, 0, np.float32(1)
    for axis in range(3):
        bit = 4 >> axis
        side = (a >> (2 - axis)) & 1
        t = (
            t0[place[0], side]
            if axis == 0
            else t1[place[1], side]
            if axis == 1
            else t2[place[2], side]
        )
        if t == 1:
            corners[:count] += bit
        elif t > 0:
            for q in range(count):
                corners[count + q] = corners[q] + bit
                weights[count + q] = t * weights[q]
                weights[q] *= 1 - t
            count *= 2
    return count


@njit(cache=True)
def _shared_by_parts(places, nodes, t0, t1, t2, parents, first, corner, n_parts):  # type: ignore[no-untyped-def]
    """Nodes of the first coarse elements, -1 where none depends on a corner, and their number."""
    parent = np.arange(8 * n_parts)
    used = np.zeros(8 * n_parts, np.bool_)
    here, there = np.empty(8, np.int64), np.empty(8, np.int64)
    weights = np.empty(8, np.float32)
    for e in range(len(nodes)):
        if parents[e] >= n_parts:
            continue
        for a in range(8):
            n = nodes[e, a]
            if n < 0:
                continue
            count = _support(places[e], a, t0, t1, t2, here, weights)
            f = first[n]
            if f == e and corner[n] == a:
                for q in range(count):
                    used[8 * parents[e] + here[q]] = True
                continue
            _support(places[f], corner[n], t0, t1, t2, there, weights)
            for q in range(count):
                unite(parent, 8 * parents[e] + here[q], 8 * parents[f] + there[q])
                used[8 * parents[e] + here[q]] = True
    coarse, total = np.full(8 * n_parts, -1, np.int32), 0
    for v in range(8 * n_parts):
        if not used[v]:
            continue
        top = root(parent, v)
        if top == v:
            coarse[v] = total
            total += 1
        else:
            coarse[v] = coarse[top]
    return coarse.reshape(n_parts, 8), total


@njit(cache=True)
def _interpolation(places, t0, t1, t2, parents, first, corner, coarse):  # type: ignore[no-untyped-def]
    """Rows of coarse nodes and weights for every fine node, empty for nodes without elements."""
    n_nodes = len(first)
    corners, w = np.empty(8, np.int64), np.empty(8, np.float32)
    starts = np.zeros(n_nodes + 1, np.int64)
    for n in range(n_nodes):
        starts[n + 1] = starts[n]
        if first[n] >= 0:
            starts[n + 1] += _support(places[first[n]], corner[n], t0, t1, t2, corners, w)
    columns, weights = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
    for n in range(n_nodes):
        if first[n] < 0:
            continue
        _support(places[first[n]], corner[n], t0, t1, t2, corners, w)
        for q in range(starts[n + 1] - starts[n]):
            columns[starts[n] + q] = coarse[parents[first[n]], corners[q]]
            weights[starts[n] + q] = w[q]
    return starts, columns, weights
