"""Find close pairs of spheres: one grid per factor of two in diameter, four spheres at a time."""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.fours import Four, columns, lowest_bit, of_four, row_of, which_larger
from ceralyte.packing.neighbours import FAST, Domain, Floats, Indices, Ints, Pairs, nearest_way

Levels = NDArray[np.int8]


@njit(cache=True, error_model="numpy")
def _place(
    p: Floats, radii: Floats, domain: Domain
) -> tuple[Levels, Ints, Floats, Ints, Indices, Indices, Indices, Floats]:
    """Sort spheres into one grid per size level, its cells as wide as its largest.

    Returns
    -------
    level : ndarray (n,)
        0 for the largest radius, k for 2^-k of it.
    shape : ndarray (levels, 3)
        Cells along each axis.
    largest : ndarray (levels,)
        Largest radius of each level.
    offset : ndarray (levels + 1,)
        Where the cells of a level begin in `starts`.
    starts, items : ndarray
        Cell c holds the particles ``items[starts[c]:starts[c + 1]]``.
    place : ndarray (n,)
        Where each particle stands in `items`.
    placed : ndarray (n + 3, 4)
        Places and radii of the `items`; from each of them on four can be read.
    """
    n = len(p)
    greatest, smallest = 0.0, np.inf
    for i in range(n):
        greatest, smallest = max(greatest, radii[i]), min(smallest, radii[i])
    levels = int(np.log2(greatest / smallest)) + 1
    level, members, largest = np.empty(n, np.int8), np.zeros(levels, np.int64), np.zeros(levels)
    for i in range(n):
        k = min(int(np.log2(greatest / radii[i])), levels - 1)
        level[i] = k
        members[k] += 1
        largest[k] = max(largest[k], radii[i])
    shape, offset = np.ones((levels, 3), np.int64), np.zeros(levels + 1, np.int64)
    volume = 1.0
    for axis in range(3):
        volume *= max(domain.sides[axis], 2 * greatest)
    for k in range(levels):
        if members[k] > 0:
            width = max(2 * largest[k], (volume / members[k]) ** (1 / 3))
            for axis in range(3):
                shape[k, axis] = max(1, int(domain.sides[axis] / width))
        offset[k + 1] = offset[k] + shape[k, 0] * shape[k, 1] * shape[k, 2]
    cell, starts = np.empty(n, np.int32), np.zeros(offset[levels] + 1, np.int32)
    for i in range(n):
        index, k = 0, level[i]
        for axis in range(3):
            side = domain.sides[axis]
            along = int(p[i, axis] / side * shape[k, axis]) if side > 0 else 0
            index = index * shape[k, axis] + max(0, min(along, shape[k, axis] - 1))
        cell[i] = offset[k] + index
        starts[cell[i] + 1] += 1
    for c in range(offset[levels]):
        starts[c + 1] += starts[c]
    free, items, place = starts[:-1].copy(), np.empty(n, np.int32), cell
    placed = np.zeros((n + 3, 4))
    for i in range(n):
        c = cell[i]
        m = free[c]
        items[m], place[i], free[c] = i, m, m + 1
        placed[m, :3], placed[m, 3] = p[i, :3], radii[i]
    return level, shape, largest, offset, starts, items, place, placed


@njit(cache=True, error_model="numpy")
def _cells_within(
    x: Floats, cut: float, sides: Floats, wraps: Floats, shape: Ints, low: Ints, high: Ints
) -> None:
    """Fill the range of cells (3,) closer to `x` than `cut`; beyond 0 and `shape` it wraps."""
    for axis in range(3):
        cells = shape[axis]
        if cells == 1:
            low[axis], high[axis] = 0, 0
            continue
        per_length = cells / sides[axis]
        low[axis] = int(np.floor((x[axis] - cut) * per_length))
        high[axis] = int(np.floor((x[axis] + cut) * per_length))
        if wraps[axis] == 0.0:
            low[axis], high[axis] = max(low[axis], 0), min(high[axis], cells - 1)
        elif high[axis] - low[axis] >= cells:
            low[axis], high[axis] = 0, cells - 1


@njit(cache=True)
def _wrapped(cell: int, cells: int) -> int:
    """Return `cell` brought into 0 to `cells`, from one period off at most: faster than ``%``."""
    if cell < 0:
        return cell + cells
    return cell - cells if cell >= cells else cell


@njit(cache=True)
def _run(low: int, high: int, cells: int, run: int) -> tuple[int, int]:
    """Return the cells of `low` to `high` within 0 to `cells`, or (`run` 1) those that wrap."""
    if run == 0:
        return max(low, 0), min(high + 1, cells)
    if low < 0:
        return low + cells, cells
    return 0, max(high + 1 - cells, 0)


@njit(fastmath=FAST, forceinline=True)
def _which_near(placed: Floats, m: int, at: Four, sides: Four, wraps: Four) -> int:
    """Say by a bit each which of four spheres, from `m` on, reach one at x, y, z, -radius."""
    x, y, z, radii = columns(
        nearest_way(at, row_of(placed, m), sides, wraps),
        nearest_way(at, row_of(placed, m + 1), sides, wraps),
        nearest_way(at, row_of(placed, m + 2), sides, wraps),
        nearest_way(at, row_of(placed, m + 3), sides, wraps),
    )
    bits: int = which_larger(radii * radii, x * x + y * y + z * z)
    return bits


@njit(cache=True, error_model="numpy")
def _search(
    p: Floats,
    sides: Floats,
    wraps: Floats,
    level: Levels,
    shape: Ints,
    largest: Floats,
    offset: Ints,
    starts: Indices,
    items: Indices,
    place: Indices,
    placed: Floats,
    chunk_first: int,
    chunk_last: int,
    first: Indices,
    last: Indices,
    inner: Indices,
    outer: Indices,
) -> tuple[int, int]:
    """List the partners of a chunk among particles as large or larger; return their numbers.

    Of two in one grid, the one that stands later in `items` lists the pair. `first` and `last`
    index `inner`; `outer` (pairs, 2) holds those of other chunks. Counts beyond the length of these
    arrays are returned but not stored.
    """
    within, across = 0, 0
    low, high = np.empty(3, np.int64), np.empty(3, np.int64)
    length = of_four(sides[0], sides[1], sides[2], 0.0)
    per_length = of_four(wraps[0], wraps[1], wraps[2], 0.0)
    for i in range(chunk_first, chunk_last):
        radius, own = placed[place[i], 3], level[i]
        at = of_four(p[i, 0], p[i, 1], p[i, 2], -radius)
        first[i] = within
        for k in range(own + 1):
            if largest[k] == 0.0:
                continue
            _cells_within(p[i], radius + largest[k], sides, wraps, shape[k], low, high)
            later = place[i] if k == own else starts[offset[k + 1]]
            rows, cells = shape[k, 1], shape[k, 2]
            for u in range(low[0], high[0] + 1):
                slice_ = _wrapped(u, shape[k, 0]) * rows
                for w in range(low[1], high[1] + 1):
                    row = offset[k] + (slice_ + _wrapped(w, rows)) * cells
                    # the cells of a row are one run of items, or two where it wraps around
                    for run in range(2):
                        begin, end = _run(low[2], high[2], cells, run)
                        end = min(starts[row + end], later)
                        for m in range(starts[row + begin], end, 4):
                            near = _which_near(placed, m, at, length, per_length)
                            near &= (1 << min(end - m, 4)) - 1
                            while near:
                                j = np.int64(items[m + lowest_bit(near)])
                                near &= near - 1
                                if chunk_first <= j < chunk_last:
                                    if within < len(inner):
                                        inner[within] = j
                                    within += 1
                                else:
                                    if across < len(outer):
                                        outer[across, 0], outer[across, 1] = i, j
                                    across += 1
        last[i] = within
    return within, across


@njit(cache=True, parallel=True, error_model="numpy")
def _search_chunks(
    p: Floats,
    radii: Floats,
    domain: Domain,
    chunks: Ints,
    room: int,
    outer_room: int,
) -> tuple[Indices, Indices, Indices, Indices, Ints]:
    n, many = len(p), len(chunks) - 1
    level, shape, largest, offset, starts, items, place, placed = _place(p, radii, domain)
    sides, wraps = domain.sides, domain.wraps
    first, last = np.empty(n, np.int32), np.empty(n, np.int32)
    inner, outer = np.empty((many, room), np.int32), np.empty((many, outer_room, 2), np.int32)
    counts = np.empty((many, 2), np.int64)
    for c in prange(many):
        counts[c] = _search(
            p, sides, wraps, level, shape, largest, offset, starts, items, place, placed,
            chunks[c], chunks[c + 1], first, last, inner[c], outer[c],
        )  # fmt: skip
    return first, last, inner, outer, counts


@njit(cache=True, error_model="numpy")
def close_pairs(p: Floats, radii: Floats, domain: Domain, chunks: Ints) -> Pairs:
    """List the pairs whose centres are closer than the sum of their `radii` (n,)."""
    n, many = len(p), len(chunks) - 1
    size = np.max(chunks[1:] - chunks[:-1])
    room, outer_room = 12 * size, 4 * size if many > 1 else 0
    first, last, inner, outer, counts = _search_chunks(p, radii, domain, chunks, room, outer_room)
    if counts[:, 0].max() > room or counts[:, 1].max() > outer_room:
        room, outer_room = counts[:, 0].max(), counts[:, 1].max()
        first, last, inner, outer, counts = _search_chunks(
            p, radii, domain, chunks, room, outer_room
        )
    filled, close = 0, np.empty(counts[:, 0].sum(), np.int32)  # no longer than they need be
    for c in range(many):
        for i in range(chunks[c], chunks[c + 1]):
            first[i] += filled
            last[i] += filled
        close[filled : filled + counts[c, 0]] = inner[c, : counts[c, 0]]
        filled += counts[c, 0]
    outer_first = np.zeros(n + 1, np.int32)
    for c in range(many):
        for m in range(counts[c, 1]):
            outer_first[outer[c, m, 0] + 1] += 1
            outer_first[outer[c, m, 1] + 1] += 1
    for i in range(n):
        outer_first[i + 1] += outer_first[i]
    outer_last, both = outer_first[:-1].copy(), np.empty(outer_first[n], np.int32)
    for c in range(many):
        for m in range(counts[c, 1]):
            i, j = outer[c, m, 0], outer[c, m, 1]
            both[outer_last[i]], both[outer_last[j]] = j, i
            outer_last[i] += 1
            outer_last[j] += 1
    return Pairs(first, last, close, outer_first[:-1], outer_last, both)
