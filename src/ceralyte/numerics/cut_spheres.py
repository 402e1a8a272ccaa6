"""Spheres cut by the radical planes of their neighbours: exact volumes, facets, free surface.

Grain i is the part of the sphere of radius ``R_i`` around its centre whose power
``|x - c_i|^2 - R_i^2`` is below that of every other sphere, and on the inner side of all walls.
Facets are discs cut by chords. Area and solid angle of a facet are sums over its edges, in polar
coordinates around the foot of the perpendicular from the centre; a full turn less the angles of
the chords is left for the arcs. The solid angle that no facet covers is the free surface, and the
divergence theorem gives the volume ``(R S + sum h A) / 3``: no quadrature anywhere.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.close_pairs import Neighbours

Floats = NDArray[np.float64]

_SAME, _AT_FOOT = 1e-12, 1e-9
"""Over the radius: chords closer than this are one; chords nearer to the foot are moved so far
outwards, for angles around the foot mean nothing on it."""

_NO_RIM = 1e-6
"""Angle (rad) below which a rim is rounding."""


class CutSpheres(NamedTuple):
    """Geometry of all grains.

    Attributes
    ----------
    volume, free_area : ndarray (n,)
        Of each grain; `free_area` is what is left of its sphere.
    area, arc : ndarray (m,)
        Of the facet with each listed neighbour: its area (0 where they do not meet), and the
        angle (rad) of its rim that is not cut by others.
    height, distance : ndarray (m,)
        From the centre to the facet's plane, and to the neighbour's centre.
    normal : ndarray (m, 3)
        Unit vectors to the neighbour.
    wall_area : ndarray (n, 6)
        Facets on the walls at 0 and at the far side of axis 0, then of 1 and 2; 0 along
        periodic axes.
    """

    volume: Floats
    free_area: Floats
    area: Floats
    arc: Floats
    height: Floats
    distance: Floats
    normal: Floats
    wall_area: Floats


def cut_spheres(
    centres: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    near: Neighbours,
) -> CutSpheres:
    """Return the exact geometry of spheres cut by each other and by the walls.

    Parameters
    ----------
    centres : ndarray (n, 3)
    radii : ndarray (n,)
    box : ndarray (3,)
        An axis that is not periodic has walls at 0 and `box`.
    near : Neighbours
        All pairs of overlapping spheres must be in it; others do no harm.

    Examples
    --------
    Two spheres of radius 5 at distance 6 meet in a circle of radius 4:

    >>> from ceralyte.numerics.close_pairs import close_pairs
    >>> c, r, box = np.array([[10.0, 10, 10], [16, 10, 10]]), np.full(2, 5.0), np.full(3, 30.0)
    >>> grains = cut_spheres(c, r, box, (True,) * 3, close_pairs(c, r, box, (True,) * 3))
    >>> (grains.area / np.pi).round(9).tolist()
    [16.0, 16.0]
    """
    n, m = len(radii), len(near.partner)
    result = CutSpheres(
        volume=np.zeros(n),
        free_area=np.zeros(n),
        area=np.zeros(m),
        arc=np.zeros(m),
        height=np.zeros(m),
        distance=np.zeros(m),
        normal=np.zeros((m, 3)),
        wall_area=np.zeros((n, 6)),
    )
    most = int(np.diff(near.first).max(initial=0)) + 6
    _cut_all(centres, radii, box, np.array(periodic), *near, most, *result)
    return result


def first_spheres(
    count: int, near: Neighbours, grains: CutSpheres
) -> tuple[Neighbours, CutSpheres]:
    """Return the listing and geometry of the first `count` grains; partners may be any."""
    end = int(near.first[count])
    listed = Neighbours(near.first[: count + 1], near.partner[:end], near.cells[:end])
    return listed, CutSpheres(
        volume=grains.volume[:count],
        free_area=grains.free_area[:count],
        area=grains.area[:end],
        arc=grains.arc[:end],
        height=grains.height[:end],
        distance=grains.distance[:end],
        normal=grains.normal[:end],
        wall_area=grains.wall_area[:count],
    )


@njit(cache=True, parallel=True, error_model="numpy")
def _cut_all(  # type: ignore[no-untyped-def]
    centres, radii, box, periodic, first, partner, cells, most,
    volume, free_area, area, arc, height, distance, normal, wall_area,
):  # fmt: skip
    n = len(radii)
    blocks = (n + 63) // 64
    for block in prange(blocks):
        planes = np.empty((most, 4))
        source = np.empty(most, np.int64)
        chords = np.empty((most, 3))
        for i in range(64 * block, min(64 * block + 64, n)):
            r = radii[i]
            count = 0
            swallowed = False
            for e in range(first[i], first[i + 1]):
                j = partner[e]
                d2 = 0.0
                for axis in range(3):
                    step = centres[j, axis] + cells[e, axis] * box[axis] - centres[i, axis]
                    normal[e, axis] = step
                    d2 += step * step
                d = np.sqrt(d2)
                h = (d2 + (r - radii[j]) * (r + radii[j])) / (2.0 * d)
                distance[e] = d
                height[e] = h
                for axis in range(3):
                    normal[e, axis] /= d
                if h <= -r:
                    swallowed = True
                elif h < r:
                    for axis in range(3):
                        planes[count, axis] = normal[e, axis]
                    planes[count, 3] = h
                    source[count] = e
                    count += 1
            for axis in range(3):
                if periodic[axis]:
                    continue
                for side in range(2):
                    h = box[axis] - centres[i, axis] if side else centres[i, axis]
                    if h <= -r:
                        swallowed = True
                    elif h < r:
                        planes[count, 0:3] = 0.0
                        planes[count, axis] = 1.0 if side else -1.0
                        planes[count, 3] = h
                        source[count] = -1 - (2 * axis + side)
                        count += 1
            if swallowed:
                continue
            _cut_one(r, planes[:count], source, chords, i,
                     volume, free_area, area, arc, wall_area)  # fmt: skip


@njit(cache=True, error_model="numpy")
def _cut_one(  # type: ignore[no-untyped-def]
    r, planes, source, chords, i, volume, free_area, area, arc, wall_area
):
    """Fill in the geometry of grain i, cut by `planes` (k, 4): outer normal and height."""
    inside = True
    angle, moment = 0.0, 0.0
    for j in range(len(planes)):
        h = planes[j, 3]
        inside = inside and h > 0.0
        facet, rim, solid = _facet(r, planes, j, chords)
        angle += solid
        moment += h * facet
        if source[j] >= 0:
            area[source[j]] = facet
            arc[source[j]] = rim
        else:
            wall_area[i, -1 - source[j]] = facet
    left = max((4.0 * np.pi if inside else 0.0) - angle, 0.0)
    free_area[i] = r * r * left
    volume[i] = max((r * r * r * left + moment) / 3.0, 0.0)


@njit(cache=True, error_model="numpy")
def _facet(r, planes, j, chords):  # type: ignore[no-untyped-def]
    """Area, uncut angle of the rim, and signed solid angle of the facet on plane j."""
    nx, ny, nz, h = planes[j, 0], planes[j, 1], planes[j, 2], planes[j, 3]
    a2 = r * r - h * h
    a = np.sqrt(a2)
    # Two axes in the plane.
    if abs(nx) < 0.6:
        bx, by, bz = 0.0, nz, -ny
    else:
        bx, by, bz = -nz, 0.0, nx
    norm = 1.0 / np.sqrt(bx * bx + by * by + bz * bz)
    bx, by, bz = bx * norm, by * norm, bz * norm
    ex, ey, ez = ny * bz - nz * by, nz * bx - nx * bz, nx * by - ny * bx
    count = 0
    for k in range(len(planes)):
        if k == j:
            continue
        c = planes[k, 0] * nx + planes[k, 1] * ny + planes[k, 2] * nz
        rise = planes[k, 3] - h * c
        s2 = 1.0 - c * c
        if rise >= 0.0 and rise * rise >= a2 * s2:
            continue
        if s2 < 1e-18:
            return 0.0, 0.0, 0.0
        s = 1.0 / np.sqrt(s2)
        t = rise * s
        if t <= -a:
            return 0.0, 0.0, 0.0
        chords[count, 0] = (planes[k, 0] * bx + planes[k, 1] * by + planes[k, 2] * bz) * s
        chords[count, 1] = (planes[k, 0] * ex + planes[k, 1] * ey + planes[k, 2] * ez) * s
        chords[count, 2] = t if abs(t) > _AT_FOOT * r else _AT_FOOT * r
        count += 1
    sign = 1.0 if h > 0.0 else -1.0
    turn, twice, cone = 0.0, 0.0, 0.0
    foot_inside = True
    for k in range(count):
        t = chords[k, 2]
        foot_inside = foot_inside and t > 0.0
        low, high = _clip(chords, count, k, np.sqrt(max(a2 - t * t, 0.0)), _SAME * r)
        if high <= low:
            continue
        twice += t * (high - low)
        turn += np.arctan(high / t) - np.arctan(low / t)
        lean = h / np.sqrt(h * h + t * t) * (1.0 if t > 0.0 else -1.0)
        # Rounding must not take a sine beyond 1, where the foot lies on the chord.
        cone += np.arcsin(max(-1.0, min(1.0, lean * high / np.sqrt(t * t + high * high))))
        cone -= np.arcsin(max(-1.0, min(1.0, lean * low / np.sqrt(t * t + low * low))))
    whole = 2.0 * np.pi if foot_inside else 0.0
    rim = whole - turn
    if rim < _NO_RIM:
        rim = 0.0
    return 0.5 * (twice + a2 * rim), rim, sign * (turn + rim) - cone - rim * h / r


@njit(cache=True, error_model="numpy")
def _clip(chords, count, k, half, same):  # type: ignore[no-untyped-def]
    """Ends of what the other chords leave of chord k, from its foot; empty if low >= high."""
    low, high = -half, half
    x, y, t = chords[k, 0], chords[k, 1], chords[k, 2]
    for m in range(count):
        if m == k:
            continue
        along = chords[m, 0] * x + chords[m, 1] * y
        across = x * chords[m, 1] - y * chords[m, 0]
        room = chords[m, 2] - t * along
        if abs(across) < 1e-9:
            if room < -same or (along > 0.0 and abs(room) <= same and m < k):
                return 0.0, 0.0
        elif across > 0.0:
            high = min(high, room / across)
        else:
            low = max(low, room / across)
        if low >= high:
            return 0.0, 0.0
    return low, high
