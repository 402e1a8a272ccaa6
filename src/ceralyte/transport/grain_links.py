"""From pressed particles to links between the parts of grains in the cells of a grid."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceralyte.model import PressedPacking
from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.close_pairs import close_pairs
from ceralyte.numerics.cut_cells import CutCells, cut_cells
from ceralyte.numerics.cut_contacts import WALL
from ceralyte.transport.links import INSIDE, Floats, Ints, Links

_POINT = 0.01
"""Radius of a contact over that of the smaller grain below which it is a point: what is left of
rounding in packings that nothing has pressed."""

_MERGED = 0.06
"""Resistances, in those of a cell, below which two nodes of one cell become one."""


def grain_links(
    pressed: PressedPacking,
    shape: tuple[int, int, int],
    interface: float,
    electrodes: int | None,
    electrode_resistance: float,
) -> Links:
    """Return the links of conducting grains between which nothing else conducts.

    A cell holds a node for each grain with a part in it, whose potential is that of the grain's
    field, continued to the cell's centre. Faces conduct by their area inside the grain: exact for
    even fields, whatever the slope of the surface. Where a contact passes, the two nodes of its
    cell are joined by the part of the contact in that cell: over its interface resistance and, near
    its rim, the passage around it (`cut_contacts`). Grains that touch in points are not joined.

    Parameters
    ----------
    pressed : PressedPacking
    shape : tuple of 3 int
        Cells along x, y, z.
    interface : float
        Resistance of contacts x conductivity of the grains over the cell's edge [-].
    electrodes : int or None
        Axis whose outer faces are electrodes; None: periodic along the axis of the current.
    electrode_resistance : float
        In the unit of `interface`.
    """
    cells, edges, radii = cut_grains(pressed, shape)
    cells = _with_areas(cells, radii)
    resistance = cells.patch_passage + interface / cells.patch_area
    merged = resistance < _MERGED
    node, count = _merged_nodes(len(cells.cell), cells.patch_ends[merged])
    cell = np.empty((count, 3), np.int32)
    cell[node] = cells.cell
    inner, lower, upper = _split(cells, electrodes)
    patches = ~merged
    at_interface = interface / (cells.patch_area[patches] * resistance[patches])
    share = np.concatenate([np.zeros(inner.sum()), at_interface]).astype(np.float32)
    nodes, side, faces = _at_electrodes(cells, lower, upper)
    across = edges[cells.axis[faces]] / (2 * cells.area[faces])
    contact = electrode_resistance / cells.area[faces]
    return Links(
        shape=shape,
        edges=edges,
        cell=cell,
        phase=CERAMIC,
        ends=node[np.concatenate([cells.ends[inner], cells.patch_ends[patches]])],
        axis=np.concatenate([cells.axis[inner], np.full(patches.sum(), INSIDE, np.uint8)]),
        conductance=np.concatenate(
            [cells.area[inner] / edges[cells.axis[inner]], 1 / resistance[patches]]
        ).astype(np.float32),
        interface_share=share if interface > 0 else None,
        electrode_nodes=node[nodes],
        electrode_side=side,
        electrode_conductance=(1 / (across + contact)).astype(np.float32),
        electrode_contact=contact.astype(np.float32),
    )


def cut_grains(
    pressed: PressedPacking, shape: tuple[int, int, int]
) -> tuple[CutCells, Floats, Floats]:
    """Return the grains on a grid, the edges of its cells (3,), and the radii (n,).

    All lengths are in the mean edge of a cell.
    """
    particles = pressed.particles
    unit = float(np.mean(particles.box / shape))
    box = particles.box / unit
    centres, radii = particles.centres / unit, pressed.radii / unit
    near = close_pairs(centres, radii, box, particles.periodic)
    return cut_cells(centres, radii, box, particles.periodic, near, shape), box / shape, radii


def _with_areas(cells: CutCells, radii: Floats) -> CutCells:
    """Without the contacts that are points."""
    area = np.bincount(cells.patch_contact, cells.patch_area)[cells.patch_contact]
    smaller = radii[cells.grain[cells.patch_ends]].min(axis=1)
    kept = np.sqrt(area / np.pi) > _POINT * smaller
    return cells._replace(
        patch_ends=cells.patch_ends[kept],
        patch_area=cells.patch_area[kept],
        patch_passage=cells.patch_passage[kept],
        patch_contact=cells.patch_contact[kept],
    )


def _merged_nodes(n: int, pairs: Ints) -> tuple[Ints, int]:
    """Number of the node that each of n nodes becomes, and how many are left."""
    graph = coo_array((np.ones(len(pairs), np.uint8), (pairs[:, 0], pairs[:, 1])), (n, n))
    count, node = connected_components(graph, directed=False)
    return node.astype(np.int32), int(count)


def _split(
    cells: CutCells, electrodes: int | None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Faces between two nodes, those on the first electrode, and those on the last one.

    Where a periodic packing stands between electrodes, its outer faces touch both.
    """
    low, high = cells.ends.T
    inner = (low != WALL) & (high != WALL)
    if electrodes is None:
        none = np.zeros(len(low), np.bool_)
        return inner, none, none
    across = cells.axis == electrodes
    wraps = inner & across & (cells.cell[high, electrodes] == 0)
    return inner & ~wraps, across & (low == WALL) | wraps, across & (high == WALL) | wraps


def _at_electrodes(
    cells: CutCells, lower: NDArray[np.bool_], upper: NDArray[np.bool_]
) -> tuple[Ints, NDArray[np.uint8], NDArray[np.int64]]:
    """Node, side and face of every contact with an electrode."""
    first, last = np.flatnonzero(lower), np.flatnonzero(upper)
    nodes = np.concatenate([cells.ends[first, 1], cells.ends[last, 0]])
    side = np.repeat(np.array([0, 1], np.uint8), [len(first), len(last)])
    return nodes, side, np.concatenate([first, last])
