"""Local thickness: the largest ball in a phase that holds a voxel."""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Structure
from ceralyte.structure.distance import distance_inside

Singles = NDArray[np.float32]

BYTES_PER_VOXEL = 50  # measured with 144^3: 36; nothing else in `describe` takes as much


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
    Centres of balls lie on the grid, which makes round shapes too thin and flat ones too thick:
    balls 3 to 30 voxels across come out 0.7 to 1.1 voxels less on average, however large; layers
    of an even number of voxels exactly, of an odd number one more; tilted layers 0.4 to 0.7 more.
    Balls may reach over the image's sides.

    Source
    ------
    T. Hildebrand and P. Rüegsegger, J. Microsc. 185, 67 (1997).

    Examples
    --------
    >>> phase = np.zeros((1, 1, 12), np.uint8)
    >>> phase[..., 3:8] = 1
    >>> layer = Structure(phase, np.zeros((1, 1, 12), np.int32), 1.0, (True, True, False))
    >>> local_thickness(layer, 1)[0, 0, 3:8].tolist()
    [6.0, 6.0, 6.0, 6.0, 6.0]
    """
    mask = structure.phase == phase
    if not mask.any() or mask.all():
        what = "all" if mask.any() else "none"
        raise InputError("phase", f"{what} of the image is phase {phase}", "a phase beside others")
    require_memory("local thickness", BYTES_PER_VOXEL * mask.size, "a smaller piece of the image")
    distance = distance_inside(mask, structure.periodic)
    voxels = np.flatnonzero(mask)
    order = voxels[np.argsort(-distance.ravel()[voxels], kind="stable")]
    radius = _paint(distance, order, np.array(structure.periodic))
    thickness: Singles = (2 * structure.voxel_size * radius).astype(np.float32)
    return thickness


@njit(parallel=True, cache=True)
def _paint(distance, centres, periodic):  # type: ignore[no-untyped-def]
    """Radius of the largest ball that holds each voxel.

    Balls come largest first, so that each voxel is painted once; a pointer behind every voxel
    to the next one that is still free skips what is painted. Every thread has its own planes.
    """
    n0, n1, n2 = distance.shape
    radius = np.zeros(distance.shape, np.float32)
    planes, radii = (centres // (n1 * n2)).astype(np.int32), distance.ravel()[centres]
    squares = np.rint(radii * radii).astype(np.int64)  # whole numbers, so that balls are exact
    for i in prange(n0):
        free = np.empty((n1, n2 + 1), np.int32)
        for k in range(n2 + 1):
            free[:, k] = k
        for m in range(len(centres)):
            gap = abs(i - planes[m])
            if periodic[0]:
                gap = min(gap, n0 - gap)
            half = squares[m] - gap * gap
            if half <= 0:
                continue
            c1, c2 = centres[m] // n2 % n1, centres[m] % n2
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
                _fill(radius[i, q], free[q], max(low, 0), min(high, n2 - 1), radii[m])
                if periodic[2]:
                    _fill(radius[i, q], free[q], max(low + n2, 0), n2 - 1, radii[m])
                    _fill(radius[i, q], free[q], 0, min(high - n2, n2 - 1), radii[m])
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
