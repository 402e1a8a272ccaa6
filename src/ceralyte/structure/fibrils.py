"""Fibrils of sheared binder: thin straight fibres through pores, from grain to grain."""

from collections.abc import Callable

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.model import Packing
from ceralyte.model.structure import PORE
from ceralyte.numerics.capsules import add_capsules

Floats = NDArray[np.float64]

_LONGEST = 0.4
"""Of the shortest side: fibrils are no longer, so that they meet only one image of a grain."""

_BATCHES = 60
_STREAM = 2  # of the random numbers of a packing's seed


def fibril_distance(
    packing: Packing,
    radii: Floats,
    phase: NDArray[np.uint8],
    count: int,
    diameter: float | None,
) -> Callable[[float], NDArray[np.float32]]:
    """Draw fibrils until they hold `count` pore voxels; return the distance to their axes.

    A fibril is a chord of the pore space: the straight line through a random point of a pore
    in a random direction, up to the grains at both of its ends. The sequence of fibrils depends
    on the seed of the packing alone; the image takes as many as it needs.

    Parameters
    ----------
    packing : Packing
    radii : ndarray (n,), m
        Of the regrown grains.
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
    wanted = count * voxel**3 / (np.pi * radius**2)
    starts, ends = [np.empty((0, 3))], [np.empty((0, 3))]
    field = np.full(phase.shape, np.inf, np.float32)
    held, length = 0, wanted
    for _ in range(_BATCHES):
        begin, end = _chords(packing, radii, length, rng)
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
    packing: Packing, radii: Floats, length: float, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return chords of the pore space with this total `length` (m) or a little more.

    The last one is cut, so that the total is met.
    """
    box = packing.box
    wrap = np.where(packing.periodic, box, 0.0)
    longest = _LONGEST * float(box.min())
    starts, ends, total = [np.empty((0, 3))], [np.empty((0, 3))], 0.0
    while total < length:
        points = rng.uniform(0, 1, (512, 3)) * box
        ways = rng.normal(size=(512, 3))
        ways /= np.linalg.norm(ways, axis=1)[:, None]
        reach = _free_path(packing.centres, radii, wrap, points, ways, longest / 2)
        keep = (reach > 0).all(axis=1)
        if not packing.periodic[2]:
            reach = np.minimum(reach, _to_walls(points, ways, box[2]))
        points, ways, reach = points[keep], ways[keep], reach[keep]
        starts.append(points - ways * reach[:, :1])
        ends.append(points + ways * reach[:, 1:])
        total += float(reach.sum())
        if not keep.any() and total == 0.0:
            break
    begin, end = np.concatenate(starts), np.concatenate(ends)
    lengths = np.linalg.norm(end - begin, axis=1)
    last = int(np.searchsorted(np.cumsum(lengths), length))
    begin, end = begin[: last + 1], end[: last + 1]
    if last < len(lengths):
        spare = max(float(np.cumsum(lengths)[last]) - length, 0.0)
        end[last] -= (end[last] - begin[last]) / lengths[last] * spare
    return begin, end


def _to_walls(points: Floats, ways: Floats, height: float) -> Floats:
    """Distances (m, 2) along both directions to the walls at z = 0 and `height`."""
    rise = np.where(np.abs(ways[:, 2]) < 1e-12, 1e-12, ways[:, 2])
    down, up = -points[:, 2] / rise, (height - points[:, 2]) / rise
    forward = np.maximum(down, up)
    backward = -np.minimum(down, up)
    return np.stack([backward, forward], axis=1)


@njit(cache=True, parallel=True)
def _free_path(centres, radii, wrap, points, ways, longest):  # type: ignore[no-untyped-def]
    """Distances (m, 2) backward and forward to the nearest spheres; 0 from inside one."""
    free = np.full((len(points), 2), longest)
    for m in prange(len(points)):
        for n in range(len(radii)):
            ox = centres[n, 0] - points[m, 0]
            oy = centres[n, 1] - points[m, 1]
            oz = centres[n, 2] - points[m, 2]
            if wrap[0] > 0.0:
                ox -= wrap[0] * np.rint(ox / wrap[0])
            if wrap[1] > 0.0:
                oy -= wrap[1] * np.rint(oy / wrap[1])
            if wrap[2] > 0.0:
                oz -= wrap[2] * np.rint(oz / wrap[2])
            square = ox * ox + oy * oy + oz * oz
            r = radii[n]
            if square <= r * r:
                free[m, 0] = 0.0
                free[m, 1] = 0.0
                break
            along = ox * ways[m, 0] + oy * ways[m, 1] + oz * ways[m, 2]
            miss = square - along * along
            if miss >= r * r:
                continue
            enter = abs(along) - np.sqrt(r * r - miss)
            side = 1 if along > 0.0 else 0
            if enter < free[m, side]:
                free[m, side] = enter
    return free
