"""Lists of what each particle may touch, kept while it moves: narrow ones taken from wide ones.

Forces need a short list, made anew often; each is picked from a wide list, which costs ten times as
much to make and lasts for several.
"""

import numpy as np
from numba import njit, prange

from ceralyte.packing.neighbours import (
    FAST,
    ChunkPairs,
    Domain,
    Floats,
    Indices,
    Ints,
    Pairs,
    close_pairs,
)
from ceralyte.packing.obstacles import Rods, near_rods
from ceralyte.packing.slack import Classes

WIDE, RESERVE = 1.0, 0.06  # reach of the wide list: so many times the slack, and diameters more


@njit(cache=True)
def _repeat_last(pairs: Indices, first: int, last: int) -> None:
    """Fill up with the last pair to a multiple of four."""
    for m in range(last, last + (first - last) % 4):
        pairs[m, 0], pairs[m, 1] = pairs[last - 1, 0], pairs[last - 1, 1]


@njit(cache=True)
def _by_chunk(
    first: Indices, last: Indices, items: Indices, chunks: Ints
) -> tuple[Ints, Ints, Indices]:
    """Return where chunks begin and end among pairs (m, 2) of i and ``items[first[i]:last[i]]``."""
    many = len(chunks) - 1
    begins, ends = np.zeros(many + 1, np.int64), np.empty(many, np.int64)
    for c in range(many):
        ends[c] = begins[c]
        for i in range(chunks[c], chunks[c + 1]):
            ends[c] += last[i] - first[i]
        begins[c + 1] = ends[c] + (begins[c] - ends[c]) % 4
    pairs = np.empty((begins[many], 2), np.int32)
    for c in range(many):
        count = begins[c]
        for i in range(chunks[c], chunks[c + 1]):
            for m in range(first[i], last[i]):
                pairs[count, 0], pairs[count, 1] = i, items[m]
                count += 1
        _repeat_last(pairs, begins[c], count)
    return begins[:-1], ends, pairs


@njit(cache=True)
def in_chunks(pairs: Pairs, chunks: Ints) -> ChunkPairs:
    """Return the same pairs, chunk by chunk."""
    inner_first, inner_last, inner = _by_chunk(pairs.first, pairs.last, pairs.inner, chunks)
    outer_first, outer_last, outer = _by_chunk(
        pairs.outer_first, pairs.outer_last, pairs.outer, chunks
    )
    return ChunkPairs(inner_first, inner_last, inner, outer_first, outer_last, outer)


@njit(cache=True, error_model="numpy", fastmath=FAST)
def _keep_closer(
    p: Floats,
    radii: Floats,
    sides: Floats,
    wraps: Floats,
    pairs: Indices,
    begin: int,
    end: int,
    kept: Indices,
) -> int:
    """Copy those of the pairs `begin` to `end` that are closer than the `radii`; return the end."""
    lx, ly, lz = sides[0], sides[1], sides[2]
    wx, wy, wz = wraps[0], wraps[1], wraps[2]
    count = begin
    for m in range(begin, end):
        i, j = np.uint64(pairs[m, 0]), np.uint64(pairs[m, 1])
        dx, dy, dz = p[i, 0] - p[j, 0], p[i, 1] - p[j, 1], p[i, 2] - p[j, 2]
        dx -= lx * np.rint(dx * wx)
        dy -= ly * np.rint(dy * wy)
        dz -= lz * np.rint(dz * wz)
        limit = radii[i] + radii[j]
        kept[count, 0], kept[count, 1] = pairs[m, 0], pairs[m, 1]
        count += dx * dx + dy * dy + dz * dz < limit * limit
    _repeat_last(kept, begin, count)
    return count


@njit(cache=True, parallel=True, error_model="numpy")
def closer_pairs(
    pairs: ChunkPairs, p: Floats, radii: Floats, domain: Domain, many: int
) -> ChunkPairs:
    """Return those of `pairs` whose centres are closer than the sum of their `radii` (n,)."""
    sides, wraps = domain.sides, domain.wraps
    inner_first, inner_last, inner = pairs.inner_first, pairs.inner_last, pairs.inner
    outer_first, outer_last, outer = pairs.outer_first, pairs.outer_last, pairs.outer
    closer_last, closer_outer_last = np.empty(many, np.int64), np.empty(many, np.int64)
    closer, closer_outer = np.empty_like(inner), np.empty_like(outer)
    for c in prange(many):
        closer_last[c] = _keep_closer(
            p, radii, sides, wraps, inner, inner_first[c], inner_last[c], closer
        )
        closer_outer_last[c] = _keep_closer(
            p, radii, sides, wraps, outer, outer_first[c], outer_last[c], closer_outer
        )
    return ChunkPairs(
        inner_first, closer_last, closer, outer_first, closer_outer_last, closer_outer
    )


@njit(cache=True)
def _wrap(p: Floats, domain: Domain, reference: Floats) -> None:
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
    reference: Floats,
    margin: Floats,
) -> ChunkPairs:
    """List what each particle may be close to during several of the lists that forces use."""
    _wrap(p, domain, reference)
    for i in range(len(p)):
        margin[i] = (WIDE * slack[classes[i]] + RESERVE) * scale * p[i, 3]
    pairs: ChunkPairs = in_chunks(
        close_pairs(p, 0.5 * scale * p[:, 3] + margin, domain, chunks), chunks
    )
    return pairs


@njit(cache=True)
def covers(
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
def list_neighbours(
    wide: ChunkPairs,
    p: Floats,
    domain: Domain,
    rods: Rods,
    chunks: Ints,
    scale: float,
    slack: Floats,
    classes: Classes,
    reference: Floats,
    margin: Floats,
) -> tuple[ChunkPairs, Ints, Indices, float]:
    """List what each particle may touch while it moves no farther than its `margin`.

    Returns the pairs, the rods as `near_rods` does, and how many pairs overlap now.
    """
    reference[:] = p
    for i in range(len(p)):
        margin[i] = slack[classes[i]] * scale * p[i, 3]
    radii = 0.5 * scale * p[:, 3] + margin
    pairs = closer_pairs(wide, p, radii, domain, len(chunks) - 1)
    rod_first, rod_items = near_rods(p, radii, domain, rods)
    return pairs, rod_first, rod_items, count_contacts(p, domain, pairs, scale)
