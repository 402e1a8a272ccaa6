"""Cut spheres on a grid, each for itself: the part of every cell face that lies in a grain.

A cell that several grains share holds one node for each of them. Two grains meet only where their
contact, a disc on their radical plane as other neighbours leave it, passes through a cell that
both share: no gap is bridged because it is narrower than a cell. All areas are exact, but for
the rim of contacts that lie along the faces of cells, see `contact_radii.RIM`.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.close_pairs import Neighbours
from ceralyte.numerics.contact_radii import ALIGNED, NEGLIGIBLE, widened
from ceralyte.numerics.cut_contacts import WALL, Planes, patches_of, starts_of
from ceralyte.numerics.polygons import MOST_CORNERS, area, area_in_disc, clip

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

_SHIFT = 1e-7  # cells: a contact on faces belongs to the cell of one of its sides


class CutCells(NamedTuple):
    """Nodes of the grains on a grid, the faces that join them, and their contacts.

    Attributes
    ----------
    cell : ndarray (n, 3) int32
        Cell of each node. Nodes of one grain stand together.
    grain : ndarray (n,) int32
    ends : ndarray (m, 2) int32
        Nodes of one grain on the two sides of a cell face, the lower first; -1 beyond a wall.
    axis : ndarray (m,) uint8
        Which the face lies across.
    area : ndarray (m,) float32
        Of the face inside the grain.
    patch_ends : ndarray (p, 2) int32
        Nodes of two grains in one cell that a contact passes through.
    patch_area : ndarray (p,)
        Of the contact in that cell; over all cells of a contact the sum is its area.
    patch_passage : ndarray (p,)
        Resistance of the way around the contact's rim in that cell, times the conductivity.
    patch_contact : ndarray (p,) int32
        Number of the contact.
    """

    cell: Ints
    grain: Ints
    ends: Ints
    axis: NDArray[np.uint8]
    area: NDArray[np.float32]
    patch_ends: Ints
    patch_area: Floats
    patch_passage: Floats
    patch_contact: Ints


def cut_cells(
    centres: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    near: Neighbours,
    shape: tuple[int, int, int],
) -> CutCells:
    """Put spheres, cut by the radical planes of their neighbours, on a grid.

    Parameters
    ----------
    centres : ndarray (n, 3)
        0 <= centre < box along periodic axes.
    radii : ndarray (n,)
    box : ndarray (3,)
        An axis that is not periodic ends at walls at 0 and `box`.
    periodic : tuple of 3 bool
    near : Neighbours
        All pairs of overlapping spheres must be in it; others do no harm.
    shape : tuple of 3 int
        Cells along each axis.

    Returns
    -------
    CutCells
    """
    grid, walled = np.array(shape), ~np.array(periodic)
    edges = box / grid
    planes = _planes(centres, radii, box, near, _SHIFT * float(edges.min()))
    low = np.floor((centres - radii[:, None]) / edges).astype(np.int64)
    high = np.floor((centres + radii[:, None]) / edges).astype(np.int64) + 1
    low[:, walled] = np.maximum(low[:, walled], 0)
    high[:, walled] = np.minimum(high[:, walled], grid[walled])
    grains = (centres, radii, near.first, planes.normal, planes.height, edges, low, high)
    first_area = starts_of(3 * np.prod(high - low + 2, axis=1))
    all_areas = np.empty(first_area[-1], np.float32)
    nodes, faces = _cut(*grains, grid, walled, first_area, all_areas)
    first, first_face = starts_of(nodes), starts_of(faces)
    cell, key = np.empty((first[-1], 3), np.int32), np.empty(first[-1], np.int64)
    ends, axis = np.empty((first_face[-1], 2), np.int32), np.empty(first_face[-1], np.uint8)
    areas = np.empty(first_face[-1], np.float32)
    number = (first_area, all_areas, first, first_face)
    _fill(low, high, grid, walled, *number, cell, key, ends, axis, areas)
    del number, all_areas
    patches = patches_of(*grains, planes, near, grid, first, key)
    return CutCells(
        cell,
        np.repeat(np.arange(len(radii), dtype=np.int32), nodes),
        ends,
        axis,
        areas,
        *patches,
    )


def _planes(centres: Floats, radii: Floats, box: Floats, near: Neighbours, shift: float) -> Planes:
    i = np.repeat(np.arange(len(radii)), np.diff(near.first))
    j = near.partner
    apart = centres[j] + near.cells * box - centres[i]
    distance = np.linalg.norm(apart, axis=1)
    once = (i < j) | ((i == j) & (np.sign(near.cells) @ [4, 2, 1] > 0))
    height = (distance**2 + radii[i] ** 2 - radii[j] ** 2) / (2 * distance)
    return Planes(apart / distance[:, None], height + np.where(once, shift, -shift), once)


@njit(cache=True, error_model="numpy")
def _wider_rim(axis, p, r, normal, height, edge):  # type: ignore[no-untyped-def]
    """Radius of a contact that lies along a face, widened, and its plane; 0 where none does."""
    rim, plane = 0.0, 0
    for k in range(len(height)):
        if abs(normal[k, axis]) > ALIGNED:
            gap = abs(height[k] * normal[k, axis] - p) / edge
            if gap < 0.25 and height[k] * height[k] < r * r:
                rim, plane = widened(sqrt(r * r - height[k] * height[k]), gap, edge), k
    return rim, plane


@njit(cache=True, error_model="numpy")
def _face_area(axis, place, c, r, normal, height, aligned, edges, one, two):  # type: ignore[no-untyped-def]
    """Area, inside a grain, of the lower face of cell `place` across `axis`."""
    u, v = (axis + 1) % 3, (axis + 2) % 3
    p = place[axis] * edges[axis] - c[axis]
    squared = r * r - p * p
    if squared <= 0:
        return 0.0
    du, dv = edges[u], edges[v]
    x, y = place[u] * du - c[u], place[v] * dv - c[v]
    mid_x, mid_y = x + 0.5 * du, y + 0.5 * dv
    rim_x = rim_y = 0.0
    rim = 0.0
    if aligned[axis]:
        rim, k = _wider_rim(axis, p, r, normal, height, edges[axis])
        if rim * rim > squared:
            squared = rim * rim
            rim_x, rim_y = height[k] * normal[k, u], height[k] * normal[k, v]
    if rim == 0.0:
        nearest = max(abs(mid_x) - 0.5 * du, 0.0) ** 2 + max(abs(mid_y) - 0.5 * dv, 0.0) ** 2
        if nearest >= squared:
            return 0.0
    one[0, 0], one[0, 1], one[1, 0], one[1, 1] = x, y, x + du, y
    one[2, 0], one[2, 1], one[3, 0], one[3, 1] = x + du, y + dv, x, y + dv
    n = 4
    for k in range(len(height)):
        a, b = normal[k, u], normal[k, v]
        c_k = height[k] - normal[k, axis] * p
        middle, span = a * mid_x + b * mid_y - c_k, 0.5 * (abs(a) * du + abs(b) * dv)
        if middle >= span:
            return 0.0
        if middle > -span:
            n = clip(one, n, a, b, c_k, two)
            one, two = two, one
            if n < 3:
                return 0.0
    whole = (abs(mid_x) + 0.5 * du) ** 2 + (abs(mid_y) + 0.5 * dv) ** 2 <= squared
    if whole and rim == 0.0:
        return area(one, n)
    return area_in_disc(one, n, rim_x, rim_y, squared)


@njit(cache=True, error_model="numpy")
def _face_areas(c, r, normal, height, edges, low, high, grid, walled, areas):  # type: ignore[no-untyped-def]
    """Write areas of the lower faces of all cells around a grain, ndarray (x, y, z, 3)."""
    n0, n1, n2 = high - low + 1
    cutting = np.argsort(height)[: (height < r).sum()]  # near planes first: they cut most
    normal, height = normal[cutting], height[cutting]
    aligned = np.zeros(3, np.bool_)
    for axis in range(3):
        aligned[axis] = (np.abs(normal[:, axis]) > ALIGNED).any()
    one, two = np.empty((MOST_CORNERS, 2)), np.empty((MOST_CORNERS, 2))
    place = np.empty(3, np.int64)
    areas[:] = 0
    for x in range(n0):
        for y in range(n1):
            for z in range(n2):
                place[0], place[1], place[2] = low[0] + x, low[1] + y, low[2] + z
                for axis in range(3):
                    beyond = False
                    for other in range(3):
                        beyond |= other != axis and walled[other] and place[other] == grid[other]
                    if not beyond:
                        value = _face_area(
                            axis, place, c, r, normal, height, aligned, edges, one, two
                        )
                        if value > NEGLIGIBLE * edges[(axis + 1) % 3] * edges[(axis + 2) % 3]:
                            areas[x, y, z, axis] = value


@njit(cache=True)
def _is_node(areas, x, y, z, place, grid, walled):  # type: ignore[no-untyped-def]
    for axis in range(3):
        if walled[axis] and place[axis] == grid[axis]:
            return False
    here = areas[x, y, z]
    return (
        here[0] > 0
        or here[1] > 0
        or here[2] > 0
        or areas[x + 1, y, z, 0] > 0
        or areas[x, y + 1, z, 1] > 0
        or areas[x, y, z + 1, 2] > 0
    )


@njit(cache=True)
def _areas_around(i, low, high, first_area, areas):  # type: ignore[no-untyped-def]
    """Those of the cells around grain i."""
    n0, n1, n2 = high[i] - low[i] + 2
    return areas[first_area[i] : first_area[i + 1]].reshape((n0, n1, n2, 3))


@njit(cache=True, parallel=True)
def _cut(  # type: ignore[no-untyped-def]
    centres, radii, first, normal, height, edges, low, high, grid, walled, first_area, all_areas
):
    """Write the areas of the faces of each grain; return the numbers of its nodes and faces."""
    nodes, faces = np.zeros(len(radii), np.int64), np.zeros(len(radii), np.int64)
    for i in prange(len(radii)):
        mine = slice(first[i], first[i + 1])
        areas = _areas_around(i, low, high, first_area, all_areas)
        _face_areas(
            centres[i], radii[i], normal[mine], height[mine], edges, low[i], high[i], grid, walled,
            areas,
        )  # fmt: skip
        place = np.empty(3, np.int64)
        n0, n1, n2 = high[i] - low[i] + 1
        for x in range(n0):
            for y in range(n1):
                for z in range(n2):
                    place[0], place[1], place[2] = low[i, 0] + x, low[i, 1] + y, low[i, 2] + z
                    nodes[i] += _is_node(areas, x, y, z, place, grid, walled)
                    for axis in range(3):
                        faces[i] += areas[x, y, z, axis] > 0
    return nodes, faces


@njit(cache=True, parallel=True)
def _fill(  # type: ignore[no-untyped-def]
    low, high, grid, walled, first_area, all_areas, first_node, first_face,
    cell, key, ends, axes, face_areas,
):  # fmt: skip
    """Write the nodes and faces of each grain; `key` orders the nodes of a grain."""
    for i in prange(len(low)):
        areas = _areas_around(i, low, high, first_area, all_areas)
        n0, n1, n2 = high[i] - low[i] + 1
        number = np.full((n0 + 1, n1 + 1, n2 + 1), WALL, np.int32)
        place = np.empty(3, np.int64)
        node, face = first_node[i], first_face[i]
        for x in range(n0):
            for y in range(n1):
                for z in range(n2):
                    place[0], place[1], place[2] = low[i, 0] + x, low[i, 1] + y, low[i, 2] + z
                    if _is_node(areas, x, y, z, place, grid, walled):
                        number[x, y, z] = node
                        key[node] = (x * n1 + y) * n2 + z
                        for axis in range(3):
                            cell[node, axis] = place[axis] % grid[axis]
                        node += 1
        for x in range(n0):
            for y in range(n1):
                for z in range(n2):
                    for axis in range(3):
                        if areas[x, y, z, axis] > 0:
                            below = WALL
                            if axis == 0 and x > 0:
                                below = number[x - 1, y, z]
                            elif axis == 1 and y > 0:
                                below = number[x, y - 1, z]
                            elif axis == 2 and z > 0:
                                below = number[x, y, z - 1]
                            ends[face, 0], ends[face, 1] = below, number[x, y, z]
                            axes[face], face_areas[face] = axis, areas[x, y, z, axis]
                            face += 1
