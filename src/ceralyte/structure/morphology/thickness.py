"""Local thickness: the largest ball in a phase that holds a voxel."""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Structure
from ceralyte.structure.distance import distance_inside

Singles = NDArray[np.float32]

_BYTES_PER_VOXEL = 50
_SLACK = 0.25
"""Voxels by which a ball may reach beyond another and still be left out for it."""


def local_thickness(structure: Structure, phase: int) -> Singles:
    """Return the diameter (m) of the largest ball inside `phase` that holds each voxel.

    Parameters
    ----------
    structure : Structure
    phase : int
        Its number; a phase that is there, beside others.

    Returns
    -------
    ndarray (nx, ny, nz) float32, m
        0 outside the phase.

    Raises
    ------
    InputError
        The phase is not there, or nothing else is.
    MemoryLimitError

    Validity
    --------
    Half a voxel either way: centres of balls lie on the grid. Balls may reach over the image's
    sides.

    Source
    ------
    T. Hildebrand and P. Rüegsegger, J. Microsc. 185, 67 (1997).

    Examples
    --------
    >>> phase = np.zeros((1, 1, 12), np.uint8)
    >>> phase[..., 3:8] = 1
    >>> layer = Structure(phase, np.zeros((1, 1, 12), np.int32), 1.0, (True, True, False))
    >>> local_thickness(layer, 1)[0, 0, 3:8].tolist()
    [5.5, 5.5, 5.5, 5.5, 5.5]
    """
    mask = structure.phase == phase
    if not mask.any() or mask.all():
        what = "all" if mask.any() else "none"
        raise InputError("phase", f"{what} of the image is phase {phase}", "a phase beside others")
    require_memory("local thickness", _BYTES_PER_VOXEL * mask.size, "a smaller piece of the image")
    distance = distance_inside(mask, structure.periodic)
    periodic = np.array(structure.periodic)
    voxels = np.flatnonzero(mask)
    order = voxels[np.argsort(-distance.ravel()[voxels], kind="stable")]
    radius = _paint(distance, _centres(distance, order, periodic), periodic)
    # A layer of n voxels has a radius of n/2 or (n + 1)/2, as n is even or odd.
    thickness = np.where(mask, 2 * radius - 0.5, 0) * structure.voxel_size
    return thickness.astype(np.float32)


@njit(cache=True)
def _centres(distance, order, periodic):  # type: ignore[no-untyped-def]
    """Voxels whose ball reaches beyond that of every centre of their neighbours.

    `order` holds the voxels of the phase, largest distance first; the result keeps it. A ball
    that reaches no further than `_SLACK` beyond another is left out.
    """
    n0, n1, n2 = distance.shape
    centre = np.full(distance.size, -1, np.int64)
    kept = np.empty(len(order), np.int64)
    count = 0
    for voxel in order:
        i, j, k = voxel // (n1 * n2), voxel // n2 % n1, voxel % n2
        here = distance[i, j, k]
        for a in range(-1, 2):
            p = i + a
            if periodic[0]:
                p %= n0
            elif p < 0 or p >= n0:
                continue
            for b in range(-1, 2):
                q = j + b
                if periodic[1]:
                    q %= n1
                elif q < 0 or q >= n1:
                    continue
                for c in range(-1, 2):
                    r = k + c
                    if periodic[2]:
                        r %= n2
                    elif r < 0 or r >= n2:
                        continue
                    other = centre[(p * n1 + q) * n2 + r]
                    if other < 0 or other == centre[voxel]:
                        continue
                    x, y, z = other // (n1 * n2), other // n2 % n1, other % n2
                    gap = _square(i - x, n0, periodic[0])
                    gap += _square(j - y, n1, periodic[1])
                    gap += _square(k - z, n2, periodic[2])
                    if np.sqrt(gap) + here <= distance[x, y, z] + _SLACK:
                        centre[voxel] = other
        if centre[voxel] < 0:
            centre[voxel] = voxel
            kept[count] = voxel
            count += 1
    return kept[:count]


@njit(cache=True)
def _square(step, side, periodic):  # type: ignore[no-untyped-def]
    step = abs(step)
    if periodic:
        step = min(step, side - step)
    return float(step * step)


@njit(parallel=True, cache=True)
def _paint(distance, centres, periodic):  # type: ignore[no-untyped-def]
    """Radius of the largest ball that holds each voxel.

    Balls come largest first, so that each voxel is painted once; a pointer behind every voxel
    to the next one that is still free skips what is painted. Every thread has its own planes.
    """
    n0, n1, n2 = distance.shape
    radius = np.zeros(distance.shape, np.float32)
    planes, radii = (centres // (n1 * n2)).astype(np.int32), distance.ravel()[centres]
    for i in prange(n0):
        free = np.empty((n1, n2 + 1), np.int32)
        for k in range(n2 + 1):
            free[:, k] = k
        for m in range(len(centres)):
            r, gap = radii[m], abs(i - planes[m])
            if periodic[0]:
                gap = min(gap, n0 - gap)
            if gap >= r:
                continue
            c1, c2 = centres[m] // n2 % n1, centres[m] % n2
            half = r * r - gap * gap
            reach = int(np.sqrt(half))
            for b in range(-reach, reach + 1):
                q = c1 + b
                if periodic[1]:
                    q %= n1
                elif q < 0 or q >= n1:
                    continue
                left = half - b * b
                if left <= 0:
                    continue
                span = int(np.sqrt(left))
                if span * span >= left:
                    span -= 1
                low, high = c2 - span, c2 + span
                _fill(radius[i, q], free[q], max(low, 0), min(high, n2 - 1), r)
                if periodic[2]:
                    _fill(radius[i, q], free[q], max(low + n2, 0), n2 - 1, r)
                    _fill(radius[i, q], free[q], 0, min(high - n2, n2 - 1), r)
    return radius


@njit(cache=True)
def _fill(line, free, low, high, value):  # type: ignore[no-untyped-def]
    """Set the free places from `low` to `high` of a line, and move the pointers past them."""
    k = low
    while k <= high:
        while free[k] != k:
            free[k] = free[free[k]]
            k = free[k]
        if k > high:
            return
        line[k] = value
        free[k] = k + 1
        k += 1
