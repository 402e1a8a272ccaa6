"""Fibrils of sheared binder: thin straight fibres through pores, from grain to grain."""

from collections.abc import Callable

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.model import Packing
from ceralyte.model.structure import PORE
from ceralyte.numerics.capsules import add_capsules

Floats = NDArray[np.float64]

_LONGEST_IN_GRAINS = 4.0
"""Mean diameters of grains that a fibril spans at most; few pores are that long."""

_RAYS, _ROUNDS = 4096, 2000
_BATCHES = 60
_STREAM = 2  # of the random numbers of a packing's seed


def fibril_distance(
    packing: Packing,
    phase: NDArray[np.uint8],
    count: int,
    diameter: float | None,
) -> Callable[[float], NDArray[np.float32]]:
    """Draw fibrils until they hold `count` pore voxels; return the distance to their axes.

    A fibril is a chord of the pore space: the straight line through a random point of a pore
    in a random direction, up to the grains at both of its ends, or to `_LONGEST_IN_GRAINS`. The
    points and directions depend on the seed of the packing alone; the image takes as many as it
    needs.

    Parameters
    ----------
    packing : Packing
    phase : ndarray (nx, ny, nz) uint8
    count : int
    diameter : float, m, or None
        None, or less than two voxels: they are drawn two voxels thick, and fewer.

    Returns
    -------
    callable
        Of a reach in fibril radii: field of distances to the nearest axis over the radius.
    """
    pores = phase == PORE
    voxel = float(np.cbrt(np.prod(packing.box) / phase.size))
    radius = max(diameter or 0.0, 2 * voxel) / 2
    rng = np.random.default_rng([packing.seed, _STREAM])
    longest = _LONGEST_IN_GRAINS * float(packing.diameters.mean())
    periodic = np.array(packing.periodic)
    wanted = count * voxel**3 / (np.pi * radius**2)
    starts, ends = [np.empty((0, 3))], [np.empty((0, 3))]
    field = np.full(phase.shape, np.inf, np.float32)
    held, length = 0, wanted
    for _ in range(_BATCHES):
        begin, end = _chords(pores, packing.box, periodic, longest, length, rng)
        starts.append(begin)
        ends.append(end)
        thick = np.full(len(begin), radius)
        add_capsules(field, begin, end, thick, packing.box, packing.periodic)
        before, held = held, int((pores & (field <= 1)).sum())
        if held >= count:
            break
        # As much again as the last fibrils gave; at least a little where they were lost.
        gained = max(held - before, 1) / length
        length = min((count - held) / gained, 4 * wanted) * 1.02
    begin, end = np.concatenate(starts), np.concatenate(ends)

    def around(reach: float) -> NDArray[np.float32]:
        wide = np.full(phase.shape, np.inf, np.float32)
        thick = np.full(len(begin), radius)
        add_capsules(wide, begin, end, thick, packing.box, packing.periodic, reach)
        return wide

    return around


def _chords(
    pores: NDArray[np.bool_],
    box: Floats,
    periodic: NDArray[np.bool_],
    longest: float,
    length: float,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return chords of the pore space with this total `length` (m): the last one is cut."""
    starts, ends, total = [np.empty((0, 3))], [np.empty((0, 3))], 0.0
    for _ in range(_ROUNDS):
        if total >= length:
            break
        points = rng.uniform(0, 1, (_RAYS, 3)) * box
        ways = rng.normal(size=(_RAYS, 3))
        ways /= np.linalg.norm(ways, axis=1)[:, None]
        reach = _free_path(pores, box, periodic, points, ways, longest / 2)
        keep = (reach > 0).all(axis=1)
        points, ways, reach = points[keep], ways[keep], reach[keep]
        starts.append(points - ways * reach[:, :1])
        ends.append(points + ways * reach[:, 1:])
        total += float(reach.sum())
    begin, end = np.concatenate(starts), np.concatenate(ends)
    lengths = np.linalg.norm(end - begin, axis=1)
    sums = np.cumsum(lengths)
    last = int(np.searchsorted(sums, length))
    begin, end = begin[: last + 1], end[: last + 1]
    if last < len(lengths):
        end[last] -= (end[last] - begin[last]) / lengths[last] * (sums[last] - length)
    return begin, end


@njit(cache=True, parallel=True)
def _free_path(pores, box, periodic, points, ways, longest):  # type: ignore[no-untyped-def]
    """Distances (m, 2) backward and forward to what is no pore; 0 from outside the pores.

    Followed in steps of half a voxel, up to `longest` or a wall.
    """
    free = np.zeros((len(points), 2))
    counts = np.array(pores.shape)
    step = 0.5 * np.min(box / counts)
    for m in prange(len(points)):
        at = np.empty(3, np.int64)
        for side in range(2):
            sign = 2.0 * side - 1.0
            for n in range(int(longest / step) + 1):
                inside = True
                for axis in range(3):
                    x = points[m, axis] + sign * n * step * ways[m, axis]
                    at[axis] = int(np.floor(x / box[axis] * counts[axis]))
                    if periodic[axis]:
                        at[axis] %= counts[axis]
                    elif at[axis] < 0 or at[axis] >= counts[axis]:
                        inside = False
                if not inside or not pores[at[0], at[1], at[2]]:
                    break
                free[m, side] = n * step
    return free
