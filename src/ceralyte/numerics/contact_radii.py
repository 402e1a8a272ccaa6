"""Radii with which contacts are put on a grid that sees them from the centres of its cells.

A grid sees a contact as currents at the centres of the cells that it passes. Where these centres
lie too far out, by how many of them the rim has just reached, the contact conducts as one of a
larger radius. Holm's disc of radius a has the current at ``pi a / 4`` from its middle, on average;
centres that are scattered at random around the current, by ``1 / 12`` of a squared cell along every
axis, lie at ``sqrt((pi a / 4)^2 + pi^2 / 96)``. What they exceed that by is taken off the radius.
"""

from math import floor, log, pi, sin, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.numerics.disc_contacts import current_through
from ceralyte.numerics.polygons import clip

Floats = NDArray[np.float64]

RIM = (0.24, -0.062, 0.14)
"""Cells by which a contact on the faces of cells, and one midway between them, is widened, and the
slope between them against the logarithm of the sine of its place.

A grid conducts too badly through a hole in a plane of its faces, as if its rim lay a quarter of a
cell inwards, and a little too well through one in a plane of its nodes. Oblique contacts pass all
places and need nothing. Found on necks of simple cubic arrays of 0.15 and 0.25 radii, whatever
their radius in cells from 1 to 5, and judged on 0.2 and 0.3 (``benchmarks/geometry.py``)."""

ALIGNED = 0.99  # |component| of the normal from which on a contact lies along faces
SCATTER = pi**2 / 96
HALF = 1.8
"""Radius in cells at which half of the excess is taken off. In a contact of a cell or less each
centre takes its own distance from the rim into account (`mean_apart`), in one of many cells the
mean decides. Found on discs between half-spaces (``benchmarks/lone_contacts.py``)."""

MOST = 0.25  # cells by which a contact is balanced
NEGLIGIBLE = 1e-9


@njit(cache=True)
def widening(gap):  # type: ignore[no-untyped-def]
    """Cells by which a contact `gap` cells (0 to 0.5) away from the nearest faces is widened."""
    return min(RIM[0], RIM[1] - RIM[2] * log(max(sin(pi * gap), NEGLIGIBLE)))


@njit(cache=True)
def widened(radius, gap, edge):  # type: ignore[no-untyped-def]
    """Radius of a contact, widened; of one far smaller than a cell, half remains at least."""
    return radius + max(widening(gap) * edge, -0.5 * radius)


@njit(cache=True)
def axes_on(n):  # type: ignore[no-untyped-def]
    """Two unit vectors on a plane."""
    helper = np.zeros(3)
    helper[np.argmin(np.abs(n))] = 1.0
    e1 = np.cross(n, helper)
    e1 /= sqrt((e1 * e1).sum())
    return e1, np.cross(n, e1)


@njit(cache=True)
def range_of(radius, foot, n, edges, begin, end):  # type: ignore[no-untyped-def]
    """Write the first and last cells that a disc can pass."""
    for axis in range(3):
        across = radius * sqrt(max(0.0, 1 - n[axis] * n[axis])) + 1e-9 * edges[axis]
        begin[axis] = floor((foot[axis] - across) / edges[axis])
        end[axis] = floor((foot[axis] + across) / edges[axis])


@njit(cache=True)
def away(place, foot, n, edges):  # type: ignore[no-untyped-def]
    """Distance of a cell's centre from the plane and from the disc's axis; half its extent."""
    off, squared, reach = 0.0, 0.0, 0.0
    for axis in range(3):
        along = (place[axis] + 0.5) * edges[axis] - foot[axis]
        off += n[axis] * along
        squared += along * along
        reach += 0.5 * abs(n[axis]) * edges[axis]
    return abs(off), sqrt(max(squared - off * off, 0.0)), reach


@njit(cache=True, error_model="numpy")
def cut_of(place, foot, e1, e2, edges, far, one, two):  # type: ignore[no-untyped-def]
    """Write a plane's cut through a cell to `one`, around `foot`; return its corners' number."""
    one[0, 0], one[0, 1], one[1, 0], one[1, 1] = -far, -far, far, -far
    one[2, 0], one[2, 1], one[3, 0], one[3, 1] = far, far, -far, far
    m = 4
    for axis in range(3):
        base = foot[axis] - place[axis] * edges[axis]
        m = clip(one, m, -e1[axis], -e2[axis], base, two)
        m = clip(two, m, e1[axis], e2[axis], edges[axis] - base, one)
    return m


@njit(cache=True, error_model="numpy")
def _excess(radius, foot, n, edges, one, two):  # type: ignore[no-untyped-def]
    """Mean distance of a disc's current from the axis, as centres hold it, above what it should.

    0 of a disc on the faces of cells that rounding puts into none.
    """
    e1, e2 = axes_on(n)
    begin, end, place = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    range_of(radius, foot, n, edges, begin, end)
    far = 4 * (radius + edges.sum())
    total, moment = 0.0, 0.0
    for x in range(begin[0], end[0] + 1):
        for y in range(begin[1], end[1] + 1):
            for z in range(begin[2], end[2] + 1):
                place[0], place[1], place[2] = x, y, z
                off, aside, reach = away(place, foot, n, edges)
                if off <= reach:
                    m = cut_of(place, foot, e1, e2, edges, far, one, two)
                    current = current_through(one, m, radius)
                    total += current
                    moment += current * aside
    if total == 0:
        return 0.0
    return moment / total - sqrt((pi * radius / 4) ** 2 + SCATTER * edges.mean() ** 2)


@njit(cache=True, error_model="numpy")
def radius_on_grid(radius, foot, n, edges, one, two):  # type: ignore[no-untyped-def]
    """Radius with which a contact around `foot`, across n, is cut into cells.

    `one` and `two` are room for polygons.
    """
    cell = edges.mean()
    share = radius * radius / (radius * radius + HALF * HALF * cell * cell)
    excess = share * _excess(radius, foot, n, edges, one, two)
    wide = radius - min(max(excess, -MOST * cell), MOST * cell)
    for axis in range(3):
        if abs(n[axis]) > ALIGNED:
            gap = abs(foot[axis] / edges[axis] - round(foot[axis] / edges[axis]))
            wide += widened(radius, gap, edges[axis]) - radius
    return max(wide, 0.5 * radius)
