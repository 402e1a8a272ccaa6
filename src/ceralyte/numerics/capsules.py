"""Capsules (rods with round ends) on a voxel grid.

Voxel ``(i, j, k)`` of a grid of `shape` has its centre at ``((i, j, k) + 0.5) * box / shape``.
Along a periodic axis a capsule reaches over the edge. Results do not depend on the number of
threads: each plane of voxels is written by one thread.
"""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PIECE = 6.0
"""Longest piece, in radii: of short pieces the boxes of voxels around them are mostly inside."""


def scaled_capsule_distance(
    starts: Floats,
    ends: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    shape: tuple[int, int, int],
    reach: float = 1.0,
) -> NDArray[np.float32]:
    """Return the distance to the nearest axis over its radius, at every voxel centre.

    The capsules are where it is at most 1. Its level set at s bounds capsules whose radii are
    s times as large, so the s at which they fill a given share of the box is a quantile of it.

    Parameters
    ----------
    starts, ends : ndarray (n, 3)
        Ends of the axes; along periodic axes they may lie anywhere.
    radii : ndarray (n,)
    box : ndarray (3,)
    reach : float
        Values above it are returned as infinity (nobody looked further).

    Returns
    -------
    ndarray (nx, ny, nz) float32
    """
    field = np.full(shape, np.inf, np.float32)
    add_capsules(field, starts, ends, radii, box, periodic, reach)
    return field


def add_capsules(
    field: NDArray[np.float32],
    starts: Floats,
    ends: Floats,
    radii: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    reach: float = 1.0,
) -> None:
    """Lower `field`, made by `scaled_capsule_distance`, where further capsules are nearer."""
    if len(radii) == 0:
        return
    owner, begin, piece = pieces_of(starts, ends, _PIECE * radii)
    _lower(field, begin, piece, radii[owner], box, np.array(periodic), reach)


def pieces_of(
    starts: Floats, ends: Floats, longest: Floats
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Cut axes (n,) into equal pieces no longer than `longest` (n,).

    Returns
    -------
    owner : ndarray (k,) int64
        The axis that a piece belongs to.
    begin, piece : ndarray (k, 3)
        Where it begins, and from there to its end.
    """
    along = ends - starts
    pieces = np.maximum(1, np.ceil(np.linalg.norm(along, axis=1) / longest)).astype(np.int64)
    owner = np.repeat(np.arange(len(longest)), pieces)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    piece = (along / pieces[:, None])[owner]
    return owner, starts[owner] + piece * step[:, None], piece


@njit(cache=True, parallel=True)
def _lower(field, begin, piece, radii, box, periodic, reach):  # type: ignore[no-untyped-def]
    nx, ny, nz = field.shape
    spacing = np.array([box[0] / nx, box[1] / ny, box[2] / nz])
    counts = np.array([nx, ny, nz])
    first = np.empty((len(radii), 3), np.int64)
    last = np.empty((len(radii), 3), np.int64)
    for n in range(len(radii)):
        cut = reach * radii[n]
        for axis in range(3):
            low = begin[n, axis] + min(piece[n, axis], 0.0) - cut
            high = begin[n, axis] + max(piece[n, axis], 0.0) + cut
            first[n, axis] = int(np.ceil(low / spacing[axis] - 0.5))
            last[n, axis] = int(np.floor(high / spacing[axis] - 0.5))
            if not periodic[axis]:
                first[n, axis] = max(first[n, axis], 0)
                last[n, axis] = min(last[n, axis], counts[axis] - 1)
    for plane in prange(nx):
        for n in range(len(radii)):
            square = piece[n, 0] ** 2 + piece[n, 1] ** 2 + piece[n, 2] ** 2
            inverse = 1.0 / square if square > 0.0 else 0.0
            cut2 = (reach * radii[n]) ** 2
            start = first[n, 0] + (plane - first[n, 0]) % nx
            for i in range(start, last[n, 0] + 1, nx):
                x = (i + 0.5) * spacing[0] - begin[n, 0]
                for j in range(first[n, 1], last[n, 1] + 1):
                    y = (j + 0.5) * spacing[1] - begin[n, 1]
                    for k in range(first[n, 2], last[n, 2] + 1):
                        z = (k + 0.5) * spacing[2] - begin[n, 2]
                        t = (x * piece[n, 0] + y * piece[n, 1] + z * piece[n, 2]) * inverse
                        t = min(max(t, 0.0), 1.0)
                        dx, dy, dz = x - t * piece[n, 0], y - t * piece[n, 1], z - t * piece[n, 2]
                        d2 = dx * dx + dy * dy + dz * dz
                        if d2 <= cut2:
                            value = np.sqrt(d2) / radii[n]
                            if value < field[plane, j % ny, k % nz]:
                                field[plane, j % ny, k % nz] = value
