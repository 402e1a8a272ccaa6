"""Soft spheres pushed together: FIRE in the positions at a fixed size scale.

Spheres of diameters ``scale * a`` whose centres are the share s of their mean diameter apart
store the energy ``a_small^2 * (a_i + a_j) / 2 * delta^2 / 2`` with the overlap
``delta = (1 - s^2) / 2``, which is 1 - s where it is small, and takes no square root: half the time
of a force. The stiffness follows the size, so that one pressure gives about one relative overlap at
small and large particles alike. Walls and fixed rods push half as hard as the mirror image of the
particle would if delta were 1 - s. With masses proportional to ``a``
all contacts swing with a frequency near 1, so one time step suits them all.

Source: E. Bitzek et al., Phys. Rev. Lett. 97 (2006) 170201 (FIRE); restart half a step back:
J. Guénolé et al., Comput. Mater. Sci. 175 (2020) 109584; velocities corrected for their bias
after a restart: S. Echeverri Restrepo, P. Andric, Comput. Mater. Sci. 218 (2023) 111978.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.packing.neighbours import (
    FAST,
    Domain,
    Floats,
    Indices,
    Ints,
    Pairs,
    close_pairs,
    closer_pairs,
)
from ceralyte.packing.obstacles import Rods, near_rods, push_from_rod
from ceralyte.packing.slack import LIST_AGE, Classes, adapt_slack, size_classes

TIME_STEP_MAX = 0.5  # over the scale: contacts swing with a frequency near 1; 0.7 is unstable
MIXING = 0.25
COASTING = 0.9  # speed kept per step by what nothing pushes: stopped at once, it is found late
WIDE, RESERVE = 2.0, 0.1  # reach of the wide list: so many times the slack, and diameters more
PATIENCE = 20  # downhill steps before the time step grows
VIRIAL, OVERLAP, LARGEST, POWER, MOVING, PULLING, IMBALANCE = range(7)


class Relaxed(NamedTuple):
    """State at the end of a relaxation; overlaps are relative to the mean diameter of a pair.

    The mean is over delta as defined at the top.
    """

    virial: float
    overlap_mean: float
    overlap_max: float
    force_imbalance: float
    steps: int


@njit(error_model="numpy", fastmath=FAST, forceinline=True)
def _push_between(
    xi: float,
    yi: float,
    zi: float,
    ai: float,
    p: Floats,
    j: int,
    half_scale: float,
    inverse_scale: float,
    lx: float,
    ly: float,
    lz: float,
    wx: float,
    wy: float,
    wz: float,
) -> tuple[float, float, float, float, float]:
    """Return the force of j on i (x, y, z), its virial and the overlap, 0 if they are apart."""
    dx, dy, dz, aj = xi - p[j, 0], yi - p[j, 1], zi - p[j, 2], p[j, 3]
    dx -= lx * np.rint(dx * wx)
    dy -= ly * np.rint(dy * wy)
    dz -= lz * np.rint(dz * wz)
    inverse = 1.0 / ((ai + aj) * half_scale)
    square = dx * dx + dy * dy + dz * dz
    overlap = max(0.5 - 0.5 * square * (inverse * inverse), 0.0)
    small = min(ai, aj)
    push = small * small * overlap * (inverse * inverse_scale)
    return push * dx, push * dy, push * dz, push * square, overlap


@njit(cache=True, error_model="numpy", fastmath=FAST)
def _chunk_forces(
    p: Floats,
    force: Floats,
    scale: float,
    sides: Floats,
    wraps: Floats,
    walls: bool,
    first: Ints,
    last: Ints,
    inner: Indices,
    outer_first: Ints,
    outer_last: Ints,
    outer: Indices,
    begin: int,
    end: int,
    sums: Floats,
) -> None:
    """Fill the rows `begin` to `end` of `force` and the sums over these particles."""
    virial, total, largest, deepest = 0.0, 0.0, 0.0, 0.0
    half, inverse_scale = 0.5 * scale, 1.0 / scale
    lx, ly, lz = sides[0], sides[1], sides[2]
    wx, wy, wz = wraps[0], wraps[1], wraps[2]
    for i in range(begin, end):
        force[i, 0] = force[i, 1] = force[i, 2] = 0.0
    for i in range(begin, end):
        xi, yi, zi, ai = p[i, 0], p[i, 1], p[i, 2], p[i, 3]
        fx = fy = fz = 0.0
        for m in range(first[i], last[i]):
            j = np.uint64(inner[m])
            px, py, pz, work, overlap = _push_between(
                xi, yi, zi, ai, p, j, half, inverse_scale, lx, ly, lz, wx, wy, wz
            )
            virial += work
            total += overlap
            largest = max(largest, overlap)
            fx += px
            fy += py
            fz += pz
            force[j, 0] -= px
            force[j, 1] -= py
            force[j, 2] -= pz
        for m in range(outer_first[i], outer_last[i]):
            j = np.uint64(outer[m])
            px, py, pz, work, overlap = _push_between(
                xi, yi, zi, ai, p, j, half, inverse_scale, lx, ly, lz, wx, wy, wz
            )
            virial += 0.5 * work
            total += 0.5 * overlap
            largest = max(largest, overlap)
            fx += px
            fy += py
            fz += pz
        if walls:
            radius = ai * half
            depth = radius - min(zi, lz - zi)
            if depth > 0.0:
                overlap = depth / radius
                push = 0.25 * ai * ai * ai * overlap / radius
                fz += push if zi < 0.5 * lz else -push
                virial += push * (radius - depth)
                total += overlap
                deepest = max(deepest, overlap)
        force[i, 0] += fx
        force[i, 1] += fy
        force[i, 2] += fz
    relative = 2.0 * largest / (1.0 + np.sqrt(1.0 - 2.0 * largest))
    sums[VIRIAL], sums[OVERLAP], sums[LARGEST] = virial, total, max(relative, deepest)


@njit(cache=True, error_model="numpy")
def _rod_forces(
    p: Floats,
    force: Floats,
    scale: float,
    domain_sides: Floats,
    wraps: Floats,
    rod_first: Ints,
    rod_items: Indices,
    starts: Floats,
    ends: Floats,
    radii: Floats,
    begin: int,
    end: int,
    sums: Floats,
) -> None:
    for i in range(begin, end):
        for m in range(rod_first[i], rod_first[i + 1]):
            k = rod_items[m]
            radius = 0.5 * scale * p[i, 3]
            overlap, nx, ny, nz = push_from_rod(
                p[i], radius, starts[k], ends[k], radii[k], domain_sides, wraps
            )
            if overlap > 0.0:
                push = 0.25 * p[i, 3] ** 3 * overlap / radius
                force[i, 0] += push * nx
                force[i, 1] += push * ny
                force[i, 2] += push * nz
                sums[VIRIAL] += push * radius * (1.0 - overlap)
                sums[OVERLAP] += overlap
                sums[LARGEST] = max(sums[LARGEST], overlap)


@njit(cache=True, error_model="numpy")
def _chunk_norms(p: Floats, v: Floats, force: Floats, begin: int, end: int, sums: Floats) -> None:
    """Sum power, m v^2, F^2 / m and (F / a^2)^2 with m = a; slow down what nothing pushes."""
    power, moving, pulling, imbalance = 0.0, 0.0, 0.0, 0.0
    for i in range(begin, end):
        fx, fy, fz, a = force[i, 0], force[i, 1], force[i, 2], p[i, 3]
        square = (fx * fx + fy * fy + fz * fz) / a
        if square == 0.0:
            for axis in range(3):
                v[i, axis] *= COASTING
            continue
        vx, vy, vz = v[i, 0], v[i, 1], v[i, 2]
        power += fx * vx + fy * vy + fz * vz
        moving += a * (vx * vx + vy * vy + vz * vz)
        pulling += square
        imbalance += square / (a * a * a)
    sums[POWER], sums[MOVING], sums[PULLING], sums[IMBALANCE] = power, moving, pulling, imbalance


@njit(cache=True, parallel=True, error_model="numpy")
def _forces(
    p: Floats,
    v: Floats,
    force: Floats,
    scale: float,
    domain: Domain,
    pairs: Pairs,
    rods: Rods,
    rod_first: Ints,
    rod_items: Indices,
    chunks: Ints,
    sums: Floats,
) -> Floats:
    """Fill `force`; return the sums over all particles, by the names at the top."""
    sides, wraps, walls = domain.sides, domain.wraps, domain.walls
    first, last, inner = pairs.first, pairs.last, pairs.inner
    outer_first, outer_last, outer = pairs.outer_first, pairs.outer_last, pairs.outer
    starts, ends, radii = rods.starts, rods.ends, rods.radii
    for c in prange(len(chunks) - 1):
        _chunk_forces(
            p, force, scale, sides, wraps, walls, first, last, inner,
            outer_first, outer_last, outer, chunks[c], chunks[c + 1], sums[c],
        )  # fmt: skip
        if len(radii) > 0:
            _rod_forces(
                p, force, scale, sides, wraps, rod_first, rod_items, starts, ends, radii,
                chunks[c], chunks[c + 1], sums[c],
            )  # fmt: skip
        _chunk_norms(p, v, force, chunks[c], chunks[c + 1], sums[c])
    all_sums: Floats = sums.sum(axis=0)
    all_sums[LARGEST] = sums[:, LARGEST].max()
    return all_sums


@njit(cache=True, error_model="numpy")
def _chunk_advance(
    p: Floats,
    v: Floats,
    force: Floats,
    reference: Floats,
    margin: Floats,
    keep: float,
    push: float,
    dt: float,
    back: float,
    begin: int,
    end: int,
) -> bool:
    """Move particles one step; say whether one is farther than its margin from `reference`.

    `back` > 0 first takes the particles back by that time and stops them.
    """
    away = False
    for i in range(begin, end):
        gain, square = push / p[i, 3], 0.0
        for axis in range(3):
            if back > 0:
                p[i, axis] -= back * v[i, axis]
                v[i, axis] = 0.0
            v[i, axis] = keep * v[i, axis] + gain * force[i, axis]
            p[i, axis] += dt * v[i, axis]
            shift = p[i, axis] - reference[i, axis]
            square += shift * shift
        away |= square > margin[i] * margin[i]
    return away


@njit(cache=True, parallel=True, error_model="numpy")
def _advance(
    p: Floats,
    v: Floats,
    force: Floats,
    reference: Floats,
    margin: Floats,
    keep: float,
    push: float,
    dt: float,
    back: float,
    chunks: Ints,
    away: NDArray[np.bool_],
) -> bool:
    """Move one step; say whether a particle is farther than its margin from `reference`."""
    for c in prange(len(chunks) - 1):
        away[c] = _chunk_advance(
            p, v, force, reference, margin, keep, push, dt, back, chunks[c], chunks[c + 1]
        )
    return bool(away.any())


@njit(cache=True)
def _wrap(p: Floats, domain: Domain, reference: Floats) -> None:
    """Bring `p` back into the box along periodic axes and remember it as `reference`."""
    for i in range(len(p)):
        for axis in range(3):
            p[i, axis] -= domain.sides[axis] * np.floor(p[i, axis] * domain.wraps[axis])
            reference[i, axis] = p[i, axis]


@njit(cache=True, error_model="numpy")
def _count_contacts(p: Floats, domain: Domain, pairs: Pairs, scale: float) -> float:
    """Count the pairs that overlap; not in `_chunk_forces`, which it would slow by a third."""
    count, sides, wraps = 0.0, domain.sides, domain.wraps
    for i in range(len(p)):
        for across in range(2):
            first = pairs.outer_first[i] if across else pairs.first[i]
            last = pairs.outer_last[i] if across else pairs.last[i]
            for m in range(first, last):
                j = pairs.outer[m] if across else pairs.inner[m]
                square, reach = 0.0, 0.5 * scale * (p[i, 3] + p[j, 3])
                for axis in range(3):
                    d = p[i, axis] - p[j, axis]
                    d -= sides[axis] * np.rint(d * wraps[axis])
                    square += d * d
                if square < reach * reach:
                    count += 0.5 if across else 1.0
    return count


@njit(cache=True, error_model="numpy")
def _list_widely(
    p: Floats,
    domain: Domain,
    chunks: Ints,
    scale: float,
    slack: Floats,
    classes: Classes,
    reference: Floats,
    margin: Floats,
) -> Pairs:
    """List what each particle may be close to during several of the lists that forces use."""
    _wrap(p, domain, reference)
    for i in range(len(p)):
        margin[i] = (WIDE * slack[classes[i]] + RESERVE) * scale * p[i, 3]
    pairs: Pairs = close_pairs(p, 0.5 * scale * p[:, 3] + margin, domain, chunks)
    return pairs


@njit(cache=True)
def _covers(
    p: Floats,
    scale: float,
    slack: Floats,
    classes: Classes,
    reference: Floats,
    margin: Floats,
) -> bool:
    """Say whether a wide list made at `reference` still holds all that is close by `slack`."""
    for i in range(len(p)):
        room = margin[i] - slack[classes[i]] * scale * p[i, 3]
        square = 0.0
        for axis in range(3):
            square += (p[i, axis] - reference[i, axis]) ** 2
        if room < 0 or square > room * room:
            return False
    return True


@njit(cache=True, error_model="numpy")
def _list_neighbours(
    wide: Pairs,
    p: Floats,
    domain: Domain,
    rods: Rods,
    chunks: Ints,
    scale: float,
    slack: Floats,
    classes: Classes,
    reference: Floats,
    margin: Floats,
) -> tuple[Pairs, Ints, Indices, float]:
    """List what each particle may touch while it moves no farther than its `margin`.

    Returns the pairs, the rods as `near_rods` does, and how many pairs overlap now.
    """
    reference[:] = p[:, :3]
    for i in range(len(p)):
        margin[i] = slack[classes[i]] * scale * p[i, 3]
    radii = 0.5 * scale * p[:, 3] + margin
    pairs = closer_pairs(wide, p, radii, domain, chunks)
    rod_first, rod_items = near_rods(p, radii, domain, rods)
    return pairs, rod_first, rod_items, _count_contacts(p, domain, pairs, scale)


@njit(cache=True)
def _balance(sums: Floats, n: int, contacts: float) -> tuple[float, float]:
    """Return the mean overlap and the net force over (mean overlap * a^2), root mean square."""
    mean = sums[OVERLAP] / max(contacts, 1.0)
    return mean, np.sqrt(sums[IMBALANCE] / n) / mean if mean > 0 else 0.0


@njit(cache=True, error_model="numpy")
def relax(
    p: Floats,
    domain: Domain,
    rods: Rods,
    chunks: Ints,
    scale: float,
    tolerance: float,
    overlap_goal: float,
    max_steps: int,
    slack: Floats,
) -> Relaxed:
    """Relax positions until the forces balance.

    Parameters
    ----------
    p : ndarray (n, 4)
        Positions in the box, moved in place and wrapped into it now and then; diameters at scale
        1, in the order and `chunks` of `neighbours.cut_into_chunks`.
    scale : float
        Factor on the diameters.
    tolerance : float
        On the root mean square of net force over (mean overlap * a^2).
    overlap_goal : float
        Also done when no overlap is larger.
    max_steps : int
    slack : ndarray (32,)
        See `slack`; fitted to how particles move, in place.
    """
    n, many = len(p), len(chunks) - 1
    v, force, reference = np.zeros((n, 3)), np.zeros((n, 3)), np.empty((n, 3))
    sums, away = np.zeros((many, 7)), np.zeros(many, np.bool_)
    limit, mixing, downhill, step = TIME_STEP_MAX * scale, MIXING, 0, 0
    dt = 0.3 * limit
    classes, margin, made, moved = size_classes(p), np.empty(n), 0, True
    wide_reference, wide_margin = np.empty((n, 3)), np.empty(n)
    wide = _list_widely(p, domain, chunks, scale, slack, classes, wide_reference, wide_margin)
    while True:
        if moved:
            if step > 0:
                adapt_slack(slack, p, reference, scale, classes, step - made)
                made = step
            if not _covers(p, scale, slack, classes, wide_reference, wide_margin):
                wide = _list_widely(
                    p, domain, chunks, scale, slack, classes, wide_reference, wide_margin
                )
            pairs, rod_first, rod_items, contacts = _list_neighbours(
                wide, p, domain, rods, chunks, scale, slack, classes, reference, margin
            )
        s = _forces(p, v, force, scale, domain, pairs, rods, rod_first, rod_items, chunks, sums)
        mean, imbalance = _balance(s, n, contacts)
        if imbalance < tolerance or s[LARGEST] <= overlap_goal or step == max_steps:
            contacts = _count_contacts(p, domain, pairs, scale)
            mean, imbalance = _balance(s, n, contacts)
        if imbalance < tolerance or s[LARGEST] <= overlap_goal or step == max_steps:
            if step - made > LIST_AGE:
                adapt_slack(slack, p, reference, scale, classes, step - made)
            return Relaxed(s[VIRIAL], mean, s[LARGEST], imbalance, step)
        step += 1
        back = 0.0
        if s[POWER] > 0:
            downhill += 1
            if downhill > PATIENCE:
                dt, mixing = min(1.1 * dt, limit), 0.99 * mixing
        else:
            downhill, mixing = 0, MIXING
            dt = max(0.5 * dt, 0.02 * limit)
            back = 0.5 * dt
        moving = s[MOVING] if back == 0 else 0.0
        bias = 1 - (1 - mixing) ** (downhill + 1)
        keep = (1 - mixing) / bias
        push = keep * dt + (mixing / bias * np.sqrt(moving / s[PULLING]) if s[PULLING] > 0 else 0.0)
        moved = _advance(p, v, force, reference, margin, keep, push, dt, back, chunks, away)
