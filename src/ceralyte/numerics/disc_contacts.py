"""The field of a disc through which two half-spaces meet, seen from the cells of a grid.

A disc of radius a in an insulating plane lets the current density ``1 / (pi sqrt(a^2 - r^2))``
pass for a conductivity of 1 and a potential difference of 1 far away, 2 a in all. Beyond its rim
the two faces of the plane are ``(2 / pi) arccos(a / r)`` apart.

Source
------
R. Holm, Electric Contacts, 4th ed. (Springer 1967), section 1-4.
"""

from math import acos, asin, atan2, pi, sqrt

import numpy as np
from numba import njit

_POINTS = 8
_ANGLE = np.arange(1, _POINTS + 1) * pi / (_POINTS + 1)
_PLACE = np.cos(_ANGLE)
_WEIGHT = pi / (_POINTS + 1) * np.sin(_ANGLE)
"""Between -1 and 1, for functions with square roots at the ends."""


@njit(cache=True, error_model="numpy")
def _swept(s, h, radius):  # type: ignore[no-untyped-def]
    """Current of the disc between the perpendicular on a line, h off, and the ray to s on it."""
    beyond = 0.0
    squared = radius * radius - h * h
    if squared > 0:
        half = sqrt(squared)
        t = min(max(s / half, -1.0), 1.0)
        beyond = radius * atan2(radius * t, h * sqrt(1 - t * t)) - h * asin(t)
    return (radius * atan2(s, h) - beyond) / pi


@njit(cache=True, error_model="numpy")
def current_through(corners, n, radius):  # type: ignore[no-untyped-def]
    """Return what passes through a polygon in the plane of a disc around the origin, 2 a at most.

    Corners in anticlockwise order. Every edge spans a triangle with the disc's centre; over each
    ray the density is summed up to the edge or the rim, over the angle in closed form.
    """
    total = 0.0
    for k in range(n):
        ax, ay = corners[k]
        bx, by = corners[(k + 1) % n]
        length = sqrt((bx - ax) ** 2 + (by - ay) ** 2)
        if length == 0:
            continue
        ex, ey = (bx - ax) / length, (by - ay) / length
        off = ax * ey - ay * ex
        here, there = ax * ex + ay * ey, bx * ex + by * ey
        swept = _swept(there, abs(off), radius) - _swept(here, abs(off), radius)
        total += swept if off > 0 else -swept
    return total


@njit(cache=True, error_model="numpy")
def mean_apart(radius, distance, reach):  # type: ignore[no-untyped-def]
    """Return how far apart the faces of the plane are, over a circle of radius `reach`, `distance`
    away from the middle of the disc: the mean of ``(2 / pi) arccos(a / r)`` over its area.
    """
    low, high = max(radius, distance - reach), distance + reach
    if low >= high:
        return 0.0
    total = 0.0
    for k in range(_POINTS):
        r = 0.5 * (low + high) + 0.5 * (high - low) * _PLACE[k]
        angle = pi
        if distance > 0:
            cosine = (r * r + distance * distance - reach * reach) / (2 * r * distance)
            angle = acos(min(max(cosine, -1.0), 1.0))
        total += _WEIGHT[k] * 2 * r * angle * acos(radius / r)
    return 2 / pi * total * 0.5 * (high - low) / (pi * reach * reach)
