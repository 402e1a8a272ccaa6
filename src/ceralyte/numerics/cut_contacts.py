"""Contacts of spheres cut cell by cell, each a disc as other neighbours leave it.

The field of a contact between grains is that of a disc between half-spaces (`disc_contacts`). Near
its rim the two potentials of a cell differ: each is that of its grain's field at the cell's centre,
and a centre beyond the rim sees the other grain around it. A part of a contact therefore passes the
disc's current through it, exact for its area and place, for the potential that the faces of an
insulating plane are apart over a circle of one cell around the centre: their quotient is the
resistance of the passage around the rim. It holds for contacts far smaller than a cell as for those
of many, and has no constant.

Between spheres the way around the rim turns by less than 2 pi, by the angles t at which their
surfaces leave the contact's plane. Around the edge of such a wedge, potentials go with the power
``n = pi / (2 pi - t_1 - t_2)`` of the distance. The potential across it is then ``1 / (2 n)`` times
as large for the same current density as around that of a half-plane, ``1 - (t_1 + t_2) / (2 pi)``.

Only the rim resists: where neighbours cut a contact, current passes on into them.
"""

from math import atan2, pi, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.close_pairs import Neighbours
from ceralyte.numerics.contact_radii import (
    MOST,
    NEGLIGIBLE,
    RIM,
    away,
    axes_on,
    cut_of,
    radius_on_grid,
    range_of,
)
from ceralyte.numerics.disc_contacts import current_through, mean_apart
from ceralyte.numerics.polygons import MOST_CORNERS, area_in_disc, clip

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

WALL = -1


class Planes(NamedTuple):
    """Radical planes of each listed pair, seen from its first sphere."""

    normal: Floats  # (m, 3), to the neighbour
    height: Floats  # (m,), from the centre
    once: NDArray[np.bool_]  # (m,), True at one of the two places where a pair is listed


def starts_of(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each of so many begins, and behind them their sum, ndarray (n + 1,)."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def patches_of(
    centres: Floats,
    radii: Floats,
    first: NDArray[np.int64],
    normal: Floats,
    height: Floats,
    edges: Floats,
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    planes: Planes,
    near: Neighbours,
    grid: NDArray[np.int64],
    first_node: NDArray[np.int64],
    key: NDArray[np.int64],
) -> tuple[Ints, Floats, Floats, Ints]:
    """Return the parts of all contacts, cell by cell: the patches of `CutCells`."""
    once = np.flatnonzero(planes.once)
    owner = np.repeat(np.arange(len(radii)), np.diff(near.first))[once]
    partner, moved = near.partner[once], near.cells[once] * grid
    grains = (centres, radii, first, normal, height, edges, low, high)
    contacts = (once, owner, partner, moved, first_node, key)
    start = starts_of(_most_patches(once, owner, radii, normal, height, edges))
    ends = np.empty((start[-1], 2), np.int32)
    areas, passage = np.empty(start[-1]), np.empty(start[-1])
    counts = _cut_contacts(*grains, *contacts, start, ends, areas, passage)
    number = np.repeat(np.arange(len(once), dtype=np.int32), counts)
    written = np.repeat(start[:-1] - starts_of(counts)[:-1], counts) + np.arange(len(number))
    return ends[written], areas[written], passage[written], number


def _most_patches(
    once: NDArray[np.int64],
    owner: NDArray[np.int64],
    radii: Floats,
    normal: Floats,
    height: Floats,
    edges: Floats,
) -> NDArray[np.int64]:
    """At least as many cells as each contact, on the grid, can pass."""
    n = normal[once]
    radius = np.sqrt(np.maximum(radii[owner] ** 2 - height[once] ** 2, 0.0))
    wide = radius + (MOST + RIM[0]) * edges.max()
    across = wide[:, None] * np.sqrt(np.maximum(0.0, 1 - n**2)) / edges
    return np.where(radius > 0, np.prod(np.floor(2 * across) + 3, axis=1), 0).astype(np.int64)


@njit(cache=True)
def _node_at(place, low, high, first, last, key):  # type: ignore[no-untyped-def]
    """Node of a grain in a cell, or WALL."""
    for axis in range(3):
        if place[axis] < low[axis] or place[axis] > high[axis]:
            return WALL
    n1, n2 = high[1] - low[1] + 1, high[2] - low[2] + 1
    wanted = ((place[0] - low[0]) * n1 + place[1] - low[1]) * n2 + place[2] - low[2]
    k = first + np.searchsorted(key[first:last], wanted)
    return k if k < last and key[k] == wanted else WALL


@njit(cache=True, error_model="numpy")
def _contact_cells(  # type: ignore[no-untyped-def]
    k, i, j, moved, centres, radii, first, normal, height, edges, low, high,
    first_node, key, ends, areas, passage, at,
):  # fmt: skip
    """Cut contact k of grains i and j into cells; write from `at` on and return their number."""
    n, h, r = normal[k], height[k], radii[i]
    squared = r * r - h * h
    if squared <= 0:
        return 0
    foot = centres[i] + h * n
    e1, e2 = axes_on(n)
    radius = sqrt(squared)
    one, two = np.empty((MOST_CORNERS, 2)), np.empty((MOST_CORNERS, 2))
    wide = radius_on_grid(radius, foot, n, edges, one, two)
    begin, end, place = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    range_of(wide, foot, n, edges, begin, end)
    far = 4 * (wide + edges.sum())
    cell = edges.mean()
    beyond = sqrt(((centres[j] + moved * edges - centres[i]) ** 2).sum()) - h
    turn = 1 - (atan2(radius, h) + atan2(radius, beyond)) / (2 * pi)
    count = 0
    for x in range(begin[0], end[0] + 1):
        for y in range(begin[1], end[1] + 1):
            for z in range(begin[2], end[2] + 1):
                place[0], place[1], place[2] = x, y, z
                off, aside, reach = away(place, foot, n, edges)
                if off > reach:
                    continue
                a = _node_at(place, low[i], high[i], first_node[i], first_node[i + 1], key)
                b = _node_at(place - moved, low[j], high[j], first_node[j], first_node[j + 1], key)
                if a == WALL or b == WALL:
                    continue
                m = cut_of(place, foot, e1, e2, edges, far, one, two)
                for q in range(first[i], first[i + 1]):
                    if q != k:
                        limit = height[q] - h * (normal[q] * n).sum()
                        m = clip(one, m, (normal[q] * e1).sum(), (normal[q] * e2).sum(), limit, two)
                        one, two = two, one
                shared = area_in_disc(one, m, 0.0, 0.0, wide * wide)
                if shared > NEGLIGIBLE * edges[0] * edges[1]:
                    current = max(current_through(one, m, wide), shared / (pi * wide))  # rounding
                    ends[at + count, 0], ends[at + count, 1] = a, b
                    areas[at + count] = shared * squared / (wide * wide)
                    passage[at + count] = turn * mean_apart(wide, aside, 0.5 * cell) / current
                    count += 1
    return count


@njit(cache=True, parallel=True)
def _cut_contacts(  # type: ignore[no-untyped-def]
    centres, radii, first, normal, height, edges, low, high,
    once, owner, partner, moved, first_node, key, start, ends, areas, passage,
):  # fmt: skip
    """Write the parts of each contact from its start on; return their numbers."""
    counts = np.zeros(len(once), np.int64)
    for c in prange(len(once)):
        counts[c] = _contact_cells(
            once[c], owner[c], partner[c], moved[c], centres, radii, first, normal, height,
            edges, low, high, first_node, key, ends, areas, passage, start[c],
        )  # fmt: skip
    return counts
