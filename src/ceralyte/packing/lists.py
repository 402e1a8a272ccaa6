"""Lists of what each particle may touch, kept while it moves: narrow ones taken from wide ones.

Forces need a short list, made anew often; each is picked from a wide list, which costs ten times as
much to make and lasts for several.
"""

import numpy as np
from numba import njit, prange

from ceralyte.packing.neighbours import (
    FAST,
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
    kept_first: Indices,
    kept_last: Indices,
    kept: Indices,
) -> None:
    """Copy the partners of the particles `begin` to `end` that are closer than the `radii`."""
    lx, ly, lz = sides[0], sides[1], sides[2]
    wx, wy, wz = wraps[0], wraps[1], wraps[2]
    count = np.int64(first[begin])
    for i in range(begin, end):
        xi, yi, zi, radius = p[i, 0], p[i, 1], p[i, 2], radii[i]
        kept_first[i] = count
        for m in range(first[i], last[i]):
            j = np.uint64(items[m])
            dx, dy, dz = xi - p[j, 0], yi - p[j, 1], zi - p[j, 2]
            dx -= lx * np.rint(dx * wx)
            dy -= ly * np.rint(dy * wy)
            dz -= lz * np.rint(dz * wz)
            limit = radius + radii[j]
            kept[count] = items[m]
            count += dx * dx + dy * dy + dz * dz < limit * limit
        kept_last[i] = count


@njit(cache=True, parallel=True, error_model="numpy")
def closer_pairs(pairs: Pairs, p: Floats, radii: Floats, domain: Domain, chunks: Ints) -> Pairs:
    """Return those of `pairs` whose centres are closer than the sum of their `radii` (n,)."""
    n, sides, wraps = len(p), domain.sides, domain.wraps
    first, last, inner = pairs.first, pairs.last, pairs.inner
    outer_first, outer_last, outer = pairs.outer_first, pairs.outer_last, pairs.outer
    closer_first, closer_last = np.empty(n, np.int32), np.empty(n, np.int32)
    closer_outer_first, closer_outer_last = np.empty(n, np.int32), np.empty(n, np.int32)
    closer, closer_outer = np.empty(len(inner), np.int32), np.empty(len(outer), np.int32)
    for c in prange(len(chunks) - 1):
        _keep_closer(
            p, radii, sides, wraps, first, last, inner, chunks[c], chunks[c + 1],
            closer_first, closer_last, closer,
        )  # fmt: skip
        _keep_closer(
            p, radii, sides, wraps, outer_first, outer_last, outer, chunks[c], chunks[c + 1],
            closer_outer_first, closer_outer_last, closer_outer,
        )  # fmt: skip
    return Pairs(
        closer_first, closer_last, closer, closer_outer_first, closer_outer_last, closer_outer
    )


@njit(cache=True)
def _wrap(p: Floats, domain: Domain, reference: Floats) -> None:
    """Bring `p` back into the box along periodic axes and remember it as `reference`."""
    for i in range(len(p)):
        for axis in range(3):
            p[i, axis] -= domain.sides[axis] * np.floor(p[i, axis] * domain.wraps[axis])
            reference[i, axis] = p[i, axis]


@njit(cache=True, error_model="numpy")
def count_contacts(p: Floats, domain: Domain, pairs: Pairs, scale: float) -> float:
    """Count the pairs that overlap; not in `forces`, which it would slow by a third."""
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
def list_widely(
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
    return pairs, rod_first, rod_items, count_contacts(p, domain, pairs, scale)
