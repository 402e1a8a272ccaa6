"""Fixed rods with round ends among the particles: fibres are chains of them."""

from typing import NamedTuple

import numpy as np
from numba import njit

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules
from ceralyte.numerics.capsules import pieces_of
from ceralyte.packing.neighbours import Domain, Floats, Indices, Ints

ROD_LENGTH = 0.2  # of the shortest side: rods must be shorter than half of it
ONE_PLACE = 0.95  # cosine between two directions of touch, above which they are one


class Rods(NamedTuple):
    """Short straight pieces in reduced units: ends of the axes (k, 3), radii (k,)."""

    starts: Floats
    ends: Floats
    radii: Floats


NO_RODS = Rods(np.empty((0, 3)), np.empty((0, 3)), np.empty(0))


def cut_into_rods(capsules: Capsules, box: Floats, unit: float = 1.0) -> Rods:
    """Cut `capsules` into short pieces, in multiples of `unit` (m).

    Raises
    ------
    InputError
        Arrays that do not fit together, are not finite, or rods thicker than the box allows.
    """
    return rods_of(capsules, *checked_pieces(capsules, box), unit)


def rods_of(
    capsules: Capsules, owner: Ints, begin: Floats, piece: Floats, unit: float = 1.0
) -> Rods:
    """Return pieces of `capsules`, as `checked_pieces` cuts them, in multiples of `unit` (m)."""
    return Rods(begin / unit, (begin + piece) / unit, capsules.diameters[owner] / (2 * unit))


def checked_pieces(capsules: Capsules, box: Floats) -> tuple[Ints, Floats, Floats]:
    """Cut `capsules` into short pieces, see `pieces_of`; raise as `cut_into_rods`."""
    starts, ends, diameters = capsules.starts, capsules.ends, capsules.diameters
    k = len(diameters)
    if starts.shape != (k, 3) or ends.shape != (k, 3):
        raise InputError(
            "obstacles",
            f"starts {starts.shape} and ends {ends.shape} for {k} diameters",
            f"both ({k}, 3)",
        )
    if not (np.isfinite(starts).all() and np.isfinite(ends).all()):
        raise InputError("obstacles", "an end is not finite", "finite places, in metres")
    thickest = (0.5 - ROD_LENGTH) * float(box.min())
    wrong = ~((diameters > 0) & (diameters <= thickest))
    if wrong.any():
        raise InputError(
            "obstacles",
            f"got a diameter of {diameters[wrong][0]:g} m",
            f"above 0, up to {thickest:.4g} m: {0.5 - ROD_LENGTH:.1f} of the shortest side",
        )
    return pieces_of(starts, ends, np.full(k, ROD_LENGTH * float(box.min())))


def touching_rods(
    capsules: Capsules,
    centres: Floats,
    diameters: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    gap: float,
) -> tuple[Ints, float]:
    """Return at how many places rods touch each sphere, and the largest overlap over a diameter.

    Spheres touch if the gap is no wider than `gap` diameters. Rods that touch a sphere from
    directions less than 18 degrees apart, as the links of a chain do, touch it at one place.
    """
    rods, wraps = cut_into_rods(capsules, box), np.where(periodic, 1 / box, 0.0)
    p = np.column_stack([centres, diameters])
    domain = Domain(box, wraps, False)
    first, items = near_rods(p, (0.5 + gap) * diameters, domain, rods)
    counted, overlap = _touched_places(p, domain, rods, first, items, gap)
    return counted, overlap


@njit(cache=True, error_model="numpy")
def _touched_places(
    p: Floats, domain: Domain, rods: Rods, first: Ints, items: Indices, gap: float
) -> tuple[Ints, float]:
    counted, largest = np.zeros(len(p), np.int64), 0.0
    for i in range(len(p)):
        normals = np.empty((first[i + 1] - first[i], 3))
        for m in range(first[i], first[i + 1]):
            k = items[m]
            overlap, nx, ny, nz = push_from_rod(
                p[i], 0.5 * p[i, 3], rods.starts[k], rods.ends[k], rods.radii[k],
                domain.sides, domain.wraps,
            )  # fmt: skip
            largest = max(largest, 0.5 * overlap)
            if 0.5 * overlap < -gap:
                continue
            known = False
            for other in range(counted[i]):
                x, y, z = normals[other]
                known |= x * nx + y * ny + z * nz > ONE_PLACE
            if not known:
                normals[counted[i]] = nx, ny, nz
                counted[i] += 1
    return counted, largest


@njit(cache=True, error_model="numpy")
def push_from_rod(
    x: Floats,
    radius: float,
    start: Floats,
    end: Floats,
    rod_radius: float,
    sides: Floats,
    wraps: Floats,
) -> tuple[float, float, float, float]:
    """Return overlap over `radius` of a sphere at `x` with a rod, and the direction away from it.

    A negative overlap is a gap. The nearest image of the middle of the rod counts, so a rod with
    its radius must be shorter than half a periodic side.
    """
    ax, ay, az = end[0] - start[0], end[1] - start[1], end[2] - start[2]
    dx, dy, dz = x[0] - start[0] - 0.5 * ax, x[1] - start[1] - 0.5 * ay, x[2] - start[2] - 0.5 * az
    dx -= sides[0] * np.rint(dx * wraps[0])
    dy -= sides[1] * np.rint(dy * wraps[1])
    dz -= sides[2] * np.rint(dz * wraps[2])
    length = ax * ax + ay * ay + az * az
    t = (dx * ax + dy * ay + dz * az) / length if length > 0.0 else 0.0
    t = min(max(t, -0.5), 0.5)
    dx, dy, dz = dx - t * ax, dy - t * ay, dz - t * az
    distance = np.sqrt(dx * dx + dy * dy + dz * dz)
    overlap = (radius + rod_radius - distance) / radius
    if distance == 0.0:
        return overlap, 0.0, 0.0, 1.0
    return overlap, dx / distance, dy / distance, dz / distance


@njit(cache=True, error_model="numpy")
def near_rods(p: Floats, radii: Floats, domain: Domain, rods: Rods) -> tuple[Ints, Indices]:
    """List the rods that spheres of given `radii` (n,) around the particles touch.

    Returns
    -------
    first : ndarray (n + 1,)
    items : ndarray
        Particle i may touch the rods ``items[first[i]:first[i + 1]]``.
    """
    sides, wraps = domain.sides, domain.wraps
    n, many = len(p), len(rods.radii)
    if many == 0:
        return np.zeros(n + 1, np.int64), np.empty(0, np.int32)
    width, middle = 0.0, 0.5 * (rods.starts + rods.ends)
    for k in range(many):
        square = 0.0
        for axis in range(3):
            middle[k, axis] -= sides[axis] * np.floor(middle[k, axis] * wraps[axis])
            square += (rods.ends[k, axis] - rods.starts[k, axis]) ** 2
        width = max(width, 0.5 * np.sqrt(square) + rods.radii[k])
    width += radii.max()
    shape = np.empty(3, np.int64)
    for axis in range(3):
        shape[axis] = max(1, min(int(sides[axis] / width), int(np.cbrt(many)) + 1))
    cell, starts = np.empty(many, np.int64), np.zeros(shape[0] * shape[1] * shape[2] + 1, np.int64)
    for k in range(many):
        index = 0
        for axis in range(3):
            place = int(np.floor(middle[k, axis] / sides[axis] * shape[axis]))
            index = index * shape[axis] + max(0, min(place, shape[axis] - 1))
        cell[k] = index
        starts[index + 1] += 1
    for c in range(len(starts) - 1):
        starts[c + 1] += starts[c]
    free, sorted_rods = starts[:-1].copy(), np.empty(many, np.int32)
    for k in range(many):
        sorted_rods[free[cell[k]]] = k
        free[cell[k]] += 1
    first, items, count = np.zeros(n + 1, np.int64), np.empty(4 * n, np.int32), 0
    low, high = np.empty(3, np.int64), np.empty(3, np.int64)
    for i in range(n):
        for axis in range(3):
            own = int(np.floor(p[i, axis] / sides[axis] * shape[axis]))
            low[axis], high[axis] = own - 1, own + 1
            if shape[axis] < 3 or wraps[axis] == 0.0:
                low[axis], high[axis] = max(own - 1, 0), min(own + 1, shape[axis] - 1)
                if shape[axis] < 3:
                    low[axis], high[axis] = 0, shape[axis] - 1
        for u in range(low[0], high[0] + 1):
            for v in range(low[1], high[1] + 1):
                for w in range(low[2], high[2] + 1):
                    c = (u % shape[0] * shape[1] + v % shape[1]) * shape[2] + w % shape[2]
                    for m in range(starts[c], starts[c + 1]):
                        k = sorted_rods[m]
                        overlap, _, _, _ = push_from_rod(
                            p[i],
                            radii[i],
                            rods.starts[k],
                            rods.ends[k],
                            rods.radii[k],
                            sides,
                            wraps,
                        )
                        if overlap > 0.0:
                            if count == len(items):
                                items = np.append(items, np.empty_like(items))
                            items[count] = k
                            count += 1
        first[i + 1] = count
    return first, items[:count].copy()
