"""Contacts of spheres cut cell by cell, each a disc as other neighbours leave it."""

from math import atan2, floor, log, pi, sin, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.close_pairs import Neighbours
from ceralyte.numerics.disc_contacts import current_through, mean_apart
from ceralyte.numerics.polygons import MOST_CORNERS, area_in_disc, clip

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

WALL = -1

RIM = (0.24, -0.062, 0.14)
"""Cells by which a contact on the faces of cells, and one midway between them, is widened, and the
slope between them against the logarithm of the sine of its place.

A grid conducts too badly through a hole in a plane of its faces, as if its rim lay a quarter of a
cell inwards, and a little too well through one in a plane of its nodes. Oblique contacts pass all
places and need nothing. Found on necks of simple cubic arrays of 0.15 and 0.25 radii, whatever
their radius in cells from 1 to 5, and judged on 0.2 and 0.3 (``benchmarks/geometry.py``)."""

SCATTER = pi**2 / 96
HALF = 1.8

ALIGNED = 0.99  # |component| of the normal from which on a contact lies along faces
NEGLIGIBLE = 1e-9  # of a face


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
    """At least as many cells as each contact, or the widened disc on its plane, can pass."""
    n = normal[once]
    radius = np.sqrt(np.maximum(radii[owner] ** 2 - height[once] ** 2, 0.0))
    wide = radius + RIM[0] * edges.max()
    across = wide[:, None] * np.sqrt(np.maximum(0.0, 1 - n**2)) / edges
    return np.where(radius > 0, np.prod(np.floor(2 * across) + 3, axis=1), 0).astype(np.int64)


@njit(cache=True)
def widening(gap):  # type: ignore[no-untyped-def]
    """Cells by which a contact `gap` cells (0 to 0.5) away from the nearest faces is widened."""
    return min(RIM[0], RIM[1] - RIM[2] * log(max(sin(pi * gap), NEGLIGIBLE)))


@njit(cache=True)
def widened(radius, gap, edge):  # type: ignore[no-untyped-def]
    """Radius of a contact, widened; of one far smaller than a cell, half remains at least."""
    return radius + max(widening(gap) * edge, -0.5 * radius)


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
def _in_cell(place, foot, e1, e2, edges, far, one, two):  # type: ignore[no-untyped-def]
    """Write the cut of a plane through a cell to `one`, around `foot` along e1 and e2; its corners."""
    one[0, 0], one[0, 1], one[1, 0], one[1, 1] = -far, -far, far, -far
    one[2, 0], one[2, 1], one[3, 0], one[3, 1] = far, far, -far, far
    m = 4
    for axis in range(3):
        base = foot[axis] - place[axis] * edges[axis]
        m = clip(one, m, -e1[axis], -e2[axis], base, two)
        m = clip(two, m, e1[axis], e2[axis], edges[axis] - base, one)
    return m


@njit(cache=True)
def _range_of(radius, foot, n, edges, begin, end):  # type: ignore[no-untyped-def]
    """Write the first and last cells that a disc can pass."""
    for axis in range(3):
        across = radius * sqrt(max(0.0, 1 - n[axis] * n[axis])) + 1e-9 * edges[axis]
        begin[axis] = floor((foot[axis] - across) / edges[axis])
        end[axis] = floor((foot[axis] + across) / edges[axis])


@njit(cache=True)
def _away(place, foot, n, edges):  # type: ignore[no-untyped-def]
    """How far the centre of a cell is from the plane, from the disc's axis, and half its extent."""
    off, reach, squared = 0.0, 0.0, 0.0
    for axis in range(3):
        away = (place[axis] + 0.5) * edges[axis] - foot[axis]
        off += n[axis] * away
        reach += 0.5 * abs(n[axis]) * edges[axis]
        squared += away * away
    return abs(off), sqrt(max(squared - off * off, 0.0)), reach


@njit(cache=True, error_model="numpy")
def _balanced(radius, foot, n, e1, e2, edges, one, two):  # type: ignore[no-untyped-def]
    """Radius at which the centres of cells hold the current where Holm's disc has it."""
    begin, end, place = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    _range_of(radius, foot, n, edges, begin, end)
    far = 4 * (radius + edges.sum())
    total, moment = 0.0, 0.0
    for x in range(begin[0], end[0] + 1):
        for y in range(begin[1], end[1] + 1):
            for z in range(begin[2], end[2] + 1):
                place[0], place[1], place[2] = x, y, z
                off, aside, reach = _away(place, foot, n, edges)
                if off <= reach:
                    m = _in_cell(place, foot, e1, e2, edges, far, one, two)
                    current = current_through(one, m, radius)
                    total += current
                    moment += current * aside
    cell = edges.mean()
    excess = moment / total - sqrt((pi * radius / 4) ** 2 + SCATTER * cell * cell)
    share = radius * radius / (radius * radius + HALF * HALF * cell * cell)
    return radius - min(max(share * excess, -RIM[0] * cell), RIM[0] * cell)


@njit(cache=True, error_model="numpy")
def _contact_cells(  # type: ignore[no-untyped-def]
    k, i, j, moved, centres, radii, first, normal, height, edges, low, high, first_node, key,
    ends, areas, passage, at,
):  # fmt: skip
    """Cut contact k of grains i and j into cells; write from `at` on and return their number."""
    n, h, r = normal[k], height[k], radii[i]
    squared = r * r - h * h
    if squared <= 0:
        return 0
    foot = centres[i] + h * n
    helper = np.zeros(3)
    helper[np.argmin(np.abs(n))] = 1.0
    e1 = np.cross(n, helper)
    e1 /= sqrt((e1 * e1).sum())
    e2 = np.cross(n, e1)
    radius = sqrt(squared)
    one, two = np.empty((MOST_CORNERS, 2)), np.empty((MOST_CORNERS, 2))
    wide = 0.0
    for axis in range(3):
        if abs(n[axis]) > ALIGNED:
            gap = abs(foot[axis] / edges[axis] - round(foot[axis] / edges[axis]))
            wide = widened(radius, gap, edges[axis])
    if wide == 0.0:
        wide = _balanced(radius, foot, n, e1, e2, edges, one, two)
    begin, end, place = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    _range_of(wide, foot, n, edges, begin, end)
    far = 4 * (wide + edges.sum())
    cell = edges.mean()
    beyond = sqrt(((centres[j] + moved * edges - centres[i]) ** 2).sum()) - h
    turn = 1 - (atan2(radius, h) + atan2(radius, beyond)) / (2 * pi)
    count = 0
    for x in range(begin[0], end[0] + 1):
        for y in range(begin[1], end[1] + 1):
            for z in range(begin[2], end[2] + 1):
                place[0], place[1], place[2] = x, y, z
                off, aside, reach = _away(place, foot, n, edges)
                if off > reach:
                    continue
                a = _node_at(place, low[i], high[i], first_node[i], first_node[i + 1], key)
                b = _node_at(place - moved, low[j], high[j], first_node[j], first_node[j + 1], key)
                if a == WALL or b == WALL:
                    continue
                m = _in_cell(place, foot, e1, e2, edges, far, one, two)
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
            once[c], owner[c], partner[c], moved[c], centres, radii, first, normal, height, edges,
            low, high, first_node, key, ends, areas, passage, start[c],
        )  # fmt: skip
    return counts
