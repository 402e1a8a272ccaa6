"""From pressed particles to links of the space between them."""

import numpy as np

from ceralyte.model import PressedPacking
from ceralyte.numerics.cut_cells import CutCells
from ceralyte.numerics.cut_contacts import WALL
from ceralyte.transport.grain_links import cut_grains
from ceralyte.transport.links import Floats, Ints, Links

_SLIT = 1e-6
"""Open share of a face below which it counts as closed: rounding of areas that add up."""


def gap_links(
    pressed: PressedPacking,
    shape: tuple[int, int, int],
    phase: int,
    electrodes: int | None,
    electrode_resistance: float,
) -> Links:
    """Return the links of one phase that fills all space beside grains that insulate.

    A cell holds one node, and every face conducts by the area that no grain takes. Arguments as
    `grain_links`; `phase` is the number of the conducting one.
    """
    cells, edges, _ = cut_grains(pressed, shape)
    index = np.arange(int(np.prod(shape)), dtype=np.int32).reshape(shape)
    ends, axes, conductances = [], [], []
    nodes, faces = [np.empty(0, np.int32)], [np.empty(0)]
    side = [np.empty(0, np.uint8)]
    for axis in range(3):
        area = _open_areas(cells, shape, edges, axis)
        first, last = np.take(index, 0, axis), np.take(index, -1, axis)
        low = np.concatenate([np.expand_dims(last, axis), index], axis)
        high = np.concatenate([index, np.expand_dims(first, axis)], axis)
        if axis == electrodes:
            for k, plane in ((0, first), (1, last)):
                wide = np.take(area, -k, axis)
                nodes.append(plane[wide > 0])
                side.append(np.full(len(nodes[-1]), k, np.uint8))
                faces.append(wide[wide > 0])
        planes = np.moveaxis(area, axis, 0)
        planes[-1] = 0.0
        if axis == electrodes or not pressed.particles.periodic[axis]:
            planes[0] = 0.0
        joined = area > 0
        ends.append(np.stack([low[joined], high[joined]], axis=1))
        axes.append(np.full(int(joined.sum()), axis, np.uint8))
        conductances.append(area[joined] / edges[axis])
    touched = np.concatenate(faces)
    across = edges[electrodes or 0] / 2  # without electrodes there are no such faces
    return Links(
        shape=shape,
        edges=edges,
        cell=np.stack(np.unravel_index(index.ravel(), shape), axis=1).astype(np.int32),
        phase=phase,
        ends=np.concatenate(ends),
        axis=np.concatenate(axes),
        conductance=np.concatenate(conductances).astype(np.float32),
        interface_share=None,
        electrode_nodes=np.concatenate(nodes),
        electrode_side=np.concatenate(side),
        electrode_conductance=(touched / (across + electrode_resistance)).astype(np.float32),
        electrode_contact=(electrode_resistance / touched).astype(np.float32),
    )


def _open_areas(cells: CutCells, shape: tuple[int, int, int], edges: Floats, axis: int) -> Floats:
    """Open area of every plane of faces across `axis`, one more plane than cells.

    In a periodic cell the first and the last plane are the same faces.
    """
    sides = list(shape)
    sides[axis] += 1
    taken = np.zeros(sides)
    across = cells.axis == axis
    low, high = cells.ends[across].T
    area = cells.area[across].astype(np.float64)
    below: Ints = cells.cell[high[high != WALL]]
    np.add.at(taken, tuple(below.T), area[high != WALL])
    above = cells.cell[low[high == WALL]].copy()
    above[:, axis] += 1
    np.add.at(taken, tuple(above.T), area[high == WALL])
    planes = np.moveaxis(taken, axis, 0)
    if not (low == WALL).any() and not (high == WALL).any():
        planes[-1] = planes[0]
    whole = np.prod(edges) / edges[axis]
    return np.where(taken < (1 - _SLIT) * whole, whole - taken, 0.0)
