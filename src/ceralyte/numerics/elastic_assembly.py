"""The first coarse matrix of elasticity, from the voxels of a grid that is never assembled."""

from functools import reduce
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.elastic_blocks import Blocks, Integers, Longs, Singles, Weights
from ceralyte.numerics.elastic_coarsening import CORNERS, Coarsening, Mesh
from ceralyte.numerics.elastic_grid import ElasticGrid

_CHUNKS = 64


def voxel_mesh(grid: ElasticGrid, soft: NDArray[np.bool_]) -> tuple[Mesh, Integers]:
    """Return the voxels as a mesh in which stiff ones lead, and all nodes (m, 8) of those led.

    Parameters
    ----------
    grid : ElasticGrid
    soft : ndarray (materials,) bool
        Materials so soft that they do not hold stiff ones together: their voxels leave the nodes
        that they share with a stiff one to that one, -1 in the mesh.
    """
    places = np.argwhere(grid.material > 0).astype(np.int32)
    planes = grid.planes
    nodes = np.empty((len(places), 8), np.int32)
    for a, corner in enumerate(CORNERS):
        x, y, z = ((places + corner) % planes).T
        nodes[:, a] = (x * planes[1] + y) * planes[2] + z
    is_soft = soft[grid.material[grid.material > 0]]
    leads = np.zeros(np.prod(planes), np.bool_)
    leads[nodes[~is_soft]] = True
    led = np.flatnonzero(is_soft)
    led = led[leads[nodes[led]].any(axis=1)]
    across = nodes[led]
    nodes[led] = np.where(leads[across], np.int32(-1), across)
    widths = tuple(np.ones(n) for n in grid.material.shape)
    slabs = np.arange(planes[0] + 1) * (planes[1] * planes[2])
    return Mesh(places, nodes, is_soft, int(slabs[-1]), widths, grid.periodic, slabs), across


class Children(NamedTuple):
    """Voxels of the coarse elements.

    Attributes
    ----------
    starts : ndarray (coarse elements + 1,) int64
    kinds : ndarray int32
        Coarse element e holds voxels of ``kinds[starts[e]:starts[e + 1]]``, without led ones.
    tables : ndarray (kinds, 8, 3, 24)
        Matrices of the kinds on the nodes of their coarse element.
    led : ndarray uint8
        Materials of the voxels that others lead, in their order.
    """

    starts: Longs
    kinds: Integers
    tables: Singles
    led: NDArray[np.uint8]


def children_of(grid: ElasticGrid, mesh: Mesh, parents: Integers) -> Children:
    """Return what the coarse matrix needs to know of voxels with coarse elements `parents`."""
    whole = (mesh.nodes >= 0).all(axis=1)
    kinds, tables = _coarse_tables(grid, mesh)
    order = np.argsort(parents[whole], kind="stable")
    starts = np.searchsorted(parents[whole][order], np.arange(parents.max(initial=-1) + 2))
    led = grid.material[tuple(mesh.places[~whole].T)]
    return Children(starts, kinds[whole][order], tables, led)


def first_coarse_matrix(
    grid: ElasticGrid, children: Children, across: Integers, coarsening: Coarsening
) -> Blocks:
    """Return ``P^T A P`` of the voxels, element by element.

    Parameters
    ----------
    grid : ElasticGrid
    children : Children
    across : ndarray (m, 8) int32
        As `voxel_mesh` returned it.
    coarsening : Coarsening
        Of the mesh of voxels.
    """
    coarse = coarsening.mesh
    has_own = np.diff(children.starts) > 0
    of_node = _incidence(np.where(has_own[:, None], coarse.nodes, -1), coarse.node_count)
    pieces = _straddling(across, coarsening.from_coarse, coarse.node_count)
    arguments = (
        *of_node, coarse.nodes, *children[:3],
        *pieces, across, children.led, grid.element_matrices.astype(np.float32),
        *coarsening.from_coarse,
    )  # fmt: skip
    nothing = np.zeros(0, np.int64), np.empty(0, np.int32), np.empty((0, 3, 3), np.float32)
    starts = np.cumsum(_rows(*arguments, *nothing, True))
    columns, data = np.empty(starts[-1], np.int32), np.zeros((starts[-1], 3, 3), np.float32)
    _rows(*arguments, starts, columns, data, False)
    return Blocks(starts, columns, data)


def _coarse_tables(grid: ElasticGrid, mesh: Mesh) -> tuple[Integers, Singles]:
    """Matrices of voxels on the nodes of their blocks, and which one every voxel has.

    They differ by material and by where in its block a voxel lies: first, second or alone along
    each axis.
    """
    lies = mesh.places % 2
    sizes = np.array(grid.material.shape)
    lies = np.where((mesh.places == sizes - 1) & (sizes % 2 == 1), 2, lies)
    material = grid.material[tuple(mesh.places.T)].astype(np.int64)
    codes = np.ravel_multi_index((material, *lies.T.astype(np.int64)), (256, 3, 3, 3))
    unique, kinds = np.unique(codes, return_inverse=True)
    tables = np.empty((len(unique), 24, 24), np.float32)
    for table, code in zip(tables, unique, strict=True):
        m, *where = np.unravel_index(code, (256, 3, 3, 3))
        ends = [((0.0, 0.5), (0.5, 1.0), (0.0, 1.0))[w] for w in where]
        sides = [np.array([[1 - low, low], [1 - high, high]]) for low, high in ends]
        P = reduce(np.kron, [*sides, np.eye(3)])
        table[...] = P.T @ grid.element_matrices[m] @ P
    return kinds.astype(np.int32), tables.reshape(-1, 8, 3, 24)


@njit(cache=True)
def _incidence(nodes, count):  # type: ignore[no-untyped-def]
    """Elements and corners (8 e + a) at every node: starts and list."""
    starts = np.zeros(count + 1, np.int64)
    for e in range(len(nodes)):
        for n in nodes[e]:
            if n >= 0:
                starts[n + 1] += 1
    starts = np.cumsum(starts)
    at, found = starts[:-1].copy(), np.empty(starts[-1], np.int64)
    for e in range(len(nodes)):
        for a in range(8):
            n = nodes[e, a]
            if n >= 0:
                found[at[n]] = 8 * e + a
                at[n] += 1
    return starts, found


def _straddling(
    nodes: Integers, from_coarse: Weights, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Singles]:
    """Soft voxels at every coarse node: starts, 8 v + corner, weight."""
    return _incidence_by_weight(nodes, *from_coarse, count)  # type: ignore[no-any-return]


@njit(cache=True)
def _incidence_by_weight(nodes, p_starts, p_columns, p_weights, count):  # type: ignore[no-untyped-def]
    starts = np.zeros(count + 1, np.int64)
    for v in range(len(nodes)):
        for n in nodes[v]:
            for p in range(p_starts[n], p_starts[n + 1]):
                starts[p_columns[p] + 1] += 1
    starts = np.cumsum(starts)
    at = starts[:-1].copy()
    found, weights = np.empty(starts[-1], np.int64), np.empty(starts[-1], np.float32)
    for v in range(len(nodes)):
        for a in range(8):
            n = nodes[v, a]
            for p in range(p_starts[n], p_starts[n + 1]):
                place = at[p_columns[p]]
                found[place], weights[place] = 8 * v + a, p_weights[p]
                at[p_columns[p]] += 1
    return starts, found, weights


@njit(parallel=True, cache=True, error_model="numpy")
def _rows(  # type: ignore[no-untyped-def]
    e_starts, e_corners, e_nodes, children, kinds, tables,
    s_starts, s_corners, s_weights, s_nodes, s_materials, s_tables,
    p_starts, p_columns, p_weights, starts, columns, data, counting,
):  # fmt: skip
    """Return the lengths of rows, behind a zero; unless `counting`, add up `columns` and `data`."""
    n = len(e_starts) - 1
    lengths = np.zeros(n + 1, np.int64)
    for chunk in prange(_CHUNKS):
        low, high = chunk * n // _CHUNKS, (chunk + 1) * n // _CHUNKS
        place = np.full(n, -1, np.int64)
        row = np.empty((3, 24), np.float32)
        end = 0 if counting else starts[low]
        for i in range(low, high):
            begin = end
            for q in range(e_starts[i], e_starts[i + 1]):
                e, a = e_corners[q] // 8, e_corners[q] % 8
                if not counting:
                    row[:] = 0
                    for c in range(children[e], children[e + 1]):
                        row += tables[kinds[c], a]
                for b in range(8):
                    j = e_nodes[e, b]
                    if place[j] < begin:
                        place[j] = end
                        if not counting:
                            columns[end] = j
                        end += 1
                    if not counting:
                        for r in range(3):
                            for c in range(3):
                                data[place[j], r, c] += row[r, 3 * b + c]
            for q in range(s_starts[i], s_starts[i + 1]):
                v, a, w = s_corners[q] // 8, s_corners[q] % 8, s_weights[q]
                table = s_tables[s_materials[v]]
                for b in range(8):
                    m = s_nodes[v, b]
                    for p in range(p_starts[m], p_starts[m + 1]):
                        j = p_columns[p]
                        if place[j] < begin:
                            place[j] = end
                            if not counting:
                                columns[end] = j
                            end += 1
                        if not counting:
                            ww = w * p_weights[p]
                            for r in range(3):
                                for c in range(3):
                                    data[place[j], r, c] += ww * table[3 * a + r, 3 * b + c]
            lengths[i + 1] = end - begin
    return lengths
