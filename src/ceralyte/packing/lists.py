"""Lists of what each particle may touch, kept while it moves: narrow ones taken from wide ones.

Forces need a short list, made anew often; each is picked from a wide list, which costs ten times as
much to make and lasts for several.
"""

import numpy as np
from numba import njit, prange

from ceralyte.numerics.networks import Singles
from ceralyte.packing.neighbours import (
    FAST,
    ChunkPairs,
    Domain,
    Floats,
    Indices,
    Ints,
    Pairs,
)
from ceralyte.packing.obstacles import Rods, near_rods
from ceralyte.packing.pair_search import close_pairs
from ceralyte.packing.slack import Classes

WIDE, RESERVE = 1.0, 0.06  # reach of the wide list: so many times the slack, and diameters more


@njit(cache=True, error_model="numpy", fastmath=FAST)
def _keep_closer(
    p: Floats,
    radii: Floats,
    sides: Floats,
    wraps: Floats,
    first: Indices,
    last: Indices,
    items: Indices,
    begin: int,
    end: int,
    start: int,
    kept: Indices,
) -> int:
    """Write from `start` on the pairs of the particles `begin` to `end` that are closer than the
    `radii`, and the last of them up to the next multiple of four; return where they end.
    """
    lx, ly, lz = sides[0], sides[1], sides[2]
    wx, wy, wz = wraps[0], wraps[1], wraps[2]
    count = start
    for i in range(begin, end):
        xi, yi, zi, radius = p[i, 0], p[i, 1], p[i, 2], radii[i]
        for m in range(first[i], last[i]):
            j = np.uint64(items[m])
            dx, dy, dz = xi - p[j, 0], yi - p[j, 1], zi - p[j, 2]
            dx -= lx * np.rint(dx * wx)
            dy -= ly * np.rint(dy * wy)
            dz -= lz * np.rint(dz * wz)
            limit = radius + radii[j]
            kept[count, 0], kept[count, 1] = i, items[m]
            count += dx * dx + dy * dy + dz * dz < limit * limit
    for m in range(count, count + (start - count) % 4):
        kept[m, 0], kept[m, 1] = kept[count - 1, 0], kept[count - 1, 1]
    return count


@njit(cache=True, parallel=True, error_model="numpy")
def closer_pairs(
    pairs: Pairs, p: Floats, radii: Floats, domain: Domain, chunks: Ints
) -> ChunkPairs:
    """Return those of `pairs` whose centres are closer than the sum of their `radii` (n,)."""
    sides, wraps, many = domain.sides, domain.wraps, len(chunks) - 1
    first, last, inner = pairs.first, pairs.last, pairs.inner
    outer_first, outer_last, outer = pairs.outer_first, pairs.outer_last, pairs.outer
    begins, ends = np.empty((2, many), np.int64), np.empty((2, many), np.int64)
    room = 4 * many  # where the last pair is repeated
    closer = np.empty((len(inner) + room, 2), np.int32)
    closer_outer = np.empty((len(outer) + room, 2), np.int32)
    for c in prange(many):
        begin, end = chunks[c], chunks[c + 1]
        begins[0, c] = first[begin] + 4 * c
        begins[1, c] = outer_first[begin] + 4 * c
        ends[0, c] = _keep_closer(
            p, radii, sides, wraps, first, last, inner, begin, end, begins[0, c], closer
        )
        ends[1, c] = _keep_closer(
            p, radii, sides, wraps, outer_first, outer_last, outer, begin, end, begins[1, c],
            closer_outer,
        )  # fmt: skip
    return ChunkPairs(begins[0], ends[0], closer, begins[1], ends[1], closer_outer)


@njit(cache=True)
def _wrap(p: Floats, domain: Domain, reference: Singles) -> None:
    """Bring `p` back into the box along periodic axes and remember it as `reference`."""
    for i in range(len(p)):
        for axis in range(3):
            p[i, axis] -= domain.sides[axis] * np.floor(p[i, axis] * domain.wraps[axis])
            reference[i, axis] = p[i, axis]


@njit(cache=True, error_model="numpy")
def _count_overlapping(
    p: Floats, domain: Domain, pairs: Indices, first: Ints, last: Ints, scale: float
) -> int:
    count, sides, wraps = 0, domain.sides, domain.wraps
    for c in range(len(first)):
        for m in range(first[c], last[c]):
            i, j = pairs[m, 0], pairs[m, 1]
            square, reach = 0.0, 0.5 * scale * (p[i, 3] + p[j, 3])
            for axis in range(3):
                d = p[i, axis] - p[j, axis]
                d -= sides[axis] * np.rint(d * wraps[axis])
                square += d * d
            count += square < reach * reach
    return count


@njit(cache=True)
def count_contacts(p: Floats, domain: Domain, pairs: ChunkPairs, scale: float) -> float:
    """Count the pairs that overlap; not in `forces`, which it would slow by a third."""
    inner = _count_overlapping(p, domain, pairs.inner, pairs.inner_first, pairs.inner_last, scale)
    outer = _count_overlapping(p, domain, pairs.outer, pairs.outer_first, pairs.outer_last, scale)
    contacts: float = inner + 0.5 * outer
    return contacts


@njit(cache=True, error_model="numpy")
def list_widely(
    p: Floats,
    domain: Domain,
    chunks: Ints,
    scale: float,
    slack: Floats,
    classes: Classes,
    reference: Singles,
) -> Pairs:
    """List what each particle may be close to during several of the lists that forces use.

    Into `reference` (n, 4) go the places and how far each particle may have gone from there.
    """
    _wrap(p, domain, reference)
    radii = 0.5 * scale * p[:, 3]
    for i in range(len(p)):
        margin = (WIDE * slack[classes[i]] + RESERVE) * scale * p[i, 3]
        reference[i, 3] = margin
        radii[i] += margin
    pairs: Pairs = close_pairs(p, radii, domain, chunks)
    return pairs


@njit(cache=True)
def covers(
    p: Floats,
    scale: float,
    slack: Floats,
    classes: Classes,
    reference: Singles,
) -> bool:
    """Say whether a wide list made at `reference` still holds all that is close by `slack`."""
    for i in range(len(p)):
        room = reference[i, 3] - slack[classes[i]] * scale * p[i, 3]
        square = 0.0
        for axis in range(3):
            square += (p[i, axis] - reference[i, axis]) ** 2
        if room < 0 or square > room * room:
            return False
    return True


@njit(cache=True, error_model="numpy")
def list_neighbours(
    wide: Pairs,
    p: Floats,
    domain: Domain,
    rods: Rods,
    chunks: Ints,
    scale: float,
    slack: Floats,
    classes: Classes,
    reference: Floats,
) -> tuple[ChunkPairs, Ints, Indices, float]:
    """List what each particle may touch until it has gone farther than `reference` says.

    Into `reference` (n, 4) go the places and how far. Returns the pairs, the rods as `near_rods`
    does, and how many pairs overlap now.
    """
    reference[:] = p
    for i in range(len(p)):
        reference[i, 3] = slack[classes[i]] * scale * p[i, 3]
    radii = 0.5 * scale * p[:, 3] + reference[:, 3]
    pairs = closer_pairs(wide, p, radii, domain, chunks)
    rod_first, rod_items = near_rods(p, radii, domain, rods)
    return pairs, rod_first, rod_items, count_contacts(p, domain, pairs, scale)
