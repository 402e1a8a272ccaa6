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

from ceralyte.numerics.fours import (
    Four,
    all_four,
    any_larger,
    columns,
    larger,
    length_squared,
    of_four,
    one_of,
    ones_below,
    root,
    row_of,
    set_row,
    smaller,
    sum_of,
    sum_of_three,
)
from ceralyte.packing.neighbours import (
    FAST,
    ChunkPairs,
    Domain,
    Floats,
    Indices,
    Ints,
    nearest_way,
)
from ceralyte.packing.obstacles import Rods, push_from_rod

DEEP, TINY = 1.0 / 3.0, 1e-12  # overlap of the largest force; s^2 of particles at one place
COASTING = 0.9  # speed kept per step by what nothing pushes: stopped at once, it is found late
VIRIAL, OVERLAP, LARGEST, POWER, MOVING, PULLING, IMBALANCE = range(7)


@njit(forceinline=True)
def _pair(pairs: Indices, m: int) -> tuple[np.uint64, np.uint64]:
    k = np.uint64(m)  # of a signed number it would be asked whether it counts from the end
    return np.uint64(pairs[k, 0]), np.uint64(pairs[k, 1])


@njit(fastmath=FAST, forceinline=True)
def _add(force: Floats, i: np.uint64, push: Four) -> None:
    set_row(force, i, row_of(force, i) + push)


@njit(cache=True, error_model="numpy", fastmath=FAST)
def _pair_forces(
    p: Floats,
    force: Floats,
    scale: float,
    sides: Floats,
    wraps: Floats,
    pairs: Indices,
    begin: int,
    end: int,
    both: bool,
) -> tuple[float, float, float]:
    """Add to `force` what the pairs `begin` to `end` push, four at a time.

    With `both` on both particles of a pair. Returns the sums of virial and overlap and the largest
    overlap.
    """
    none, half, one = all_four(0.0), all_four(0.5), all_four(1.0)
    deep, flat, tiny = all_four(DEEP), all_four(1.0 - 2.0 * DEEP), all_four(TINY)
    half_scale, inverse_scale = all_four(0.5 * scale), all_four(1.0 / scale)
    length = of_four(sides[0], sides[1], sides[2], 0.0)
    per_length = of_four(wraps[0], wraps[1], wraps[2], 0.0)
    virial, total, largest = none, none, none
    for m in range(begin, end, 4):
        i0, j0 = _pair(pairs, m)
        i1, j1 = _pair(pairs, m + 1)
        i2, j2 = _pair(pairs, m + 2)
        i3, j3 = _pair(pairs, m + 3)
        p0, p1, p2, p3 = row_of(p, i0), row_of(p, i1), row_of(p, i2), row_of(p, i3)
        q0, q1, q2, q3 = row_of(p, j0), row_of(p, j1), row_of(p, j2), row_of(p, j3)
        d0, d1 = nearest_way(p0, q0, length, per_length), nearest_way(p1, q1, length, per_length)
        d2, d3 = nearest_way(p2, q2, length, per_length), nearest_way(p3, q3, length, per_length)
        x, y, z, _ = columns(d0, d1, d2, d3)
        a, b = columns(p0, p1, p2, p3)[3], columns(q0, q1, q2, q3)[3]
        inverse, small = one / ((a + b) * half_scale), smaller(a, b)
        square = x * x + y * y + z * z
        overlap = larger(half - half * square * (inverse * inverse), none) * ones_below(end - m)
        push = small * small * overlap * (inverse * inverse_scale)
        if any_larger(overlap, deep):
            deeper = larger(overlap, deep)
            push = push * deep / deeper * root(flat / larger(one - deeper - deeper, tiny))
        virial = virial + push * square
        total = total + overlap
        largest = larger(largest, overlap)
        f0, f1 = all_four(one_of(push, 0)) * d0, all_four(one_of(push, 1)) * d1
        f2, f3 = all_four(one_of(push, 2)) * d2, all_four(one_of(push, 3)) * d3
        _add(force, i0, f0)
        _add(force, i1, f1)
        _add(force, i2, f2)
        _add(force, i3, f3)
        if both:
            _add(force, j0, none - f0)
            _add(force, j1, none - f1)
            _add(force, j2, none - f2)
            _add(force, j3, none - f3)
    most = 0.0
    for k in range(4):
        most = max(most, one_of(largest, k))
    return sum_of(virial), sum_of(total), most


@njit(cache=True, error_model="numpy")
def _wall_forces(
    p: Floats, force: Floats, scale: float, height: float, begin: int, end: int, sums: Floats
) -> None:
    for i in range(begin, end):
        z, radius = p[i, 2], 0.5 * scale * p[i, 3]
        overlap = 1.0 - min(z, height - z) / radius
        if overlap > 0.0:
            push = 0.25 * p[i, 3] ** 3 * overlap / radius
            force[i, 2] += push if z < 0.5 * height else -push
            sums[VIRIAL] += push * radius * (1.0 - overlap)
            sums[OVERLAP] += overlap
            sums[LARGEST] = max(sums[LARGEST], overlap)


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
    """Sum power, m v^2, F^2 / m and (F / a^2)^2 with m = a; slow down what nothing pushes.

    `v` holds 1 / a in its fourth column: divisions would take as long as all else.
    """
    slower = of_four(COASTING, COASTING, COASTING, 1.0)
    power, moving, pulling, imbalance = all_four(0.0), all_four(0.0), 0.0, 0.0
    for i in range(begin, end):
        pull, way = row_of(force, i), row_of(v, i)
        inverse = one_of(way, 3)
        square = length_squared(pull) * inverse
        if square == 0.0:
            set_row(v, i, way * slower)
            continue
        power = power + pull * way
        moving = moving + all_four(p[i, 3]) * (way * way)
        pulling += square
        imbalance += square * (inverse * inverse * inverse)
    sums[POWER], sums[MOVING] = sum_of_three(power), sum_of_three(moving)
    sums[PULLING], sums[IMBALANCE] = pulling, imbalance


@njit(cache=True, parallel=True, error_model="numpy")
def forces(
    p: Floats,
    v: Floats,
    force: Floats,
    scale: float,
    domain: Domain,
    pairs: ChunkPairs,
    rods: Rods,
    rod_first: Ints,
    rod_items: Indices,
    chunks: Ints,
    sums: Floats,
) -> Floats:
    """Fill `force`; return the sums over all particles, by the names at the top."""
    sides, wraps, walls = domain.sides, domain.wraps, domain.walls
    inner_first, inner_last, inner = pairs.inner_first, pairs.inner_last, pairs.inner
    outer_first, outer_last, outer = pairs.outer_first, pairs.outer_last, pairs.outer
    starts, ends, radii = rods.starts, rods.ends, rods.radii
    for c in prange(len(chunks) - 1):
        force[chunks[c] : chunks[c + 1]] = 0.0
        virial, total, largest = _pair_forces(
            p, force, scale, sides, wraps, inner, inner_first[c], inner_last[c], True
        )
        outer_virial, outer_total, outer_largest = _pair_forces(
            p, force, scale, sides, wraps, outer, outer_first[c], outer_last[c], False
        )
        largest = max(largest, outer_largest)
        sums[c, VIRIAL] = virial + 0.5 * outer_virial
        sums[c, OVERLAP] = total + 0.5 * outer_total
        sums[c, LARGEST] = 2.0 * largest / (1.0 + np.sqrt(1.0 - 2.0 * largest))
        if walls:
            _wall_forces(p, force, scale, sides[2], chunks[c], chunks[c + 1], sums[c])
        if len(radii) > 0:
            _rod_forces(
                p, force, scale, sides, wraps, rod_first, rod_items, starts, ends, radii,
                chunks[c], chunks[c + 1], sums[c],
            )  # fmt: skip
        _chunk_norms(p, v, force, chunks[c], chunks[c + 1], sums[c])
    all_sums: Floats = sums.sum(axis=0)
    all_sums[LARGEST] = sums[:, LARGEST].max()
    return all_sums
