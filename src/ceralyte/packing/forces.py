"""Forces between soft spheres, from walls and fixed rods, and the sums that FIRE needs.

Spheres of diameters ``scale * a`` whose centres are the share s of their mean diameter apart
store the energy ``a_small^2 * (a_i + a_j) / 2 * delta^2 / 2`` with the overlap
``delta = (1 - s^2) / 2``, which is 1 - s where it is small and needs no square root. Their force,
largest at s^2 = 1/3, stays so below: else two that began at one place would stay there. The
stiffness follows the size, so that one pressure gives about one relative overlap at small and large
particles alike. Walls and fixed rods push half as hard as the mirror image of the particle would,
if its delta were 1 - s. With masses proportional to ``a`` all contacts swing with a frequency near
1, so one time step suits them all.
"""

import numpy as np
from numba import njit, prange

from ceralyte.packing.neighbours import FAST, Domain, Floats, Indices, Ints, Pairs
from ceralyte.packing.obstacles import Rods, push_from_rod

DEEP, TINY = 1.0 / 3.0, 1e-12  # overlap of the largest force; s^2 of particles at one place
COASTING = 0.9  # speed kept per step by what nothing pushes: stopped at once, it is found late
VIRIAL, OVERLAP, LARGEST, POWER, MOVING, PULLING, IMBALANCE = range(7)


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
    if overlap > DEEP:
        push *= DEEP / overlap * np.sqrt((1.0 - 2.0 * DEEP) / max(1.0 - 2.0 * overlap, TINY))
    return push * dx, push * dy, push * dz, push * square, overlap


@njit(cache=True, error_model="numpy", fastmath=FAST)
def _chunk_forces(
    p: Floats,
    force: Floats,
    scale: float,
    sides: Floats,
    wraps: Floats,
    walls: bool,
    first: Indices,
    last: Indices,
    inner: Indices,
    outer_first: Indices,
    outer_last: Indices,
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
def forces(
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
