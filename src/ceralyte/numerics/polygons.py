"""Convex polygons in a plane: clipping, area, and what they share with a disc."""

from math import atan2, sqrt

from numba import njit

MOST_CORNERS = 64
"""Room for the corners of a polygon: each clip adds at most one."""


@njit(cache=True, error_model="numpy")
def clip(corners, n, a, b, c, out):  # type: ignore[no-untyped-def]
    """Write the corners of the part with ``a x + b y <= c`` to `out`, and return their number."""
    count = 0
    for k in range(n):
        x, y = corners[k]
        next_x, next_y = corners[(k + 1) % n]
        here, there = c - a * x - b * y, c - a * next_x - b * next_y
        if here >= 0:
            out[count, 0], out[count, 1] = x, y
            count += 1
        if (here >= 0) != (there >= 0):
            t = here / (here - there)
            out[count, 0], out[count, 1] = x + t * (next_x - x), y + t * (next_y - y)
            count += 1
    return count


@njit(cache=True, error_model="numpy")
def area(corners, n):  # type: ignore[no-untyped-def]
    """Return the area, positive for corners in anticlockwise order."""
    total = 0.0
    for k in range(n):
        x, y = corners[k]
        next_x, next_y = corners[(k + 1) % n]
        total += 0.5 * (x * next_y - y * next_x)
    return total


@njit(cache=True, error_model="numpy")
def _sector(ax, ay, bx, by, squared_radius):  # type: ignore[no-untyped-def]
    return 0.5 * squared_radius * atan2(ax * by - ay * bx, ax * bx + ay * by)


@njit(cache=True, error_model="numpy")
def area_in_disc(corners, n, x, y, squared_radius):  # type: ignore[no-untyped-def]
    """Return the area shared with a disc around (x, y).

    Every edge spans a triangle with the disc's centre; of it, what lies on the edge inside the
    disc counts as a triangle, and what lies outside as a sector.
    """
    total = 0.0
    for k in range(n):
        ax, ay = corners[k, 0] - x, corners[k, 1] - y
        bx, by = corners[(k + 1) % n, 0] - x, corners[(k + 1) % n, 1] - y
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        if length == 0:
            continue
        along = ax * dx + ay * dy
        root = along * along - length * (ax * ax + ay * ay - squared_radius)
        enters, leaves = 1.0, 0.0
        if root > 0:
            enters, leaves = (-along - sqrt(root)) / length, (-along + sqrt(root)) / length
        if leaves <= 0 or enters >= 1:
            total += _sector(ax, ay, bx, by, squared_radius)
            continue
        enters, leaves = max(enters, 0.0), min(leaves, 1.0)
        px, py, qx, qy = ax + enters * dx, ay + enters * dy, ax + leaves * dx, ay + leaves * dy
        total += 0.5 * (px * qy - py * qx)
        if enters > 0:
            total += _sector(ax, ay, px, py, squared_radius)
        if leaves < 1:
            total += _sector(qx, qy, bx, by, squared_radius)
    return total
