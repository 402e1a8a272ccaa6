"""Area of voxel faces without the steps of their staircase."""

from functools import cache

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_REACH = 4.5
"""Voxels around a face from which its normal is taken. Chosen on planes of 48 tilts and places,
with the bell below: errors of area -0.3 to 0.5 %; a reach of 4 gives -0.7 to 1.3 %, of 5 -0.3 to
0 %, but sees less of small features."""


def true_areas(labels: NDArray, here: Ints, axis: int, periodic: tuple[bool, bool, bool]) -> Floats:
    """Return the area of surface that each voxel face stands for, in faces.

    A surface of unit normal n shows ``|n0|``, ``|n1|``, ``|n2|`` of its area in faces across
    the three axes. Each face counts as the component of n along its own axis, so that the sum
    is ``n . n = 1``; where the normal is off by an angle a, the sum is ``cos(a)``. The normal
    is the difference between the centres of mass of the two labels around the face, under the
    bell ``(1 - (r / 4.5)^2)^2`` of the distance r in voxels.

    Parameters
    ----------
    labels : ndarray (n0, n1, n2) of integers
    here : ndarray (m,)
        Flat index of the voxel on the near side of each face; the far side is the next voxel
        along `axis`.
    axis : int
    periodic : tuple of 3 bool

    Returns
    -------
    ndarray (m,)
        0 to 1.
    """
    offsets, moments = _window(axis)
    found: Floats = _areas(
        np.ascontiguousarray(labels), here, axis, np.array(periodic), offsets, moments
    )
    return found


@cache
def _window(axis: int) -> tuple[Ints, Floats]:
    """Voxels around a face across `axis`: offsets from the near one, and weighted positions."""
    far = np.zeros(3)
    far[axis] = 0.5
    n = int(_REACH + 0.5)
    offsets = np.stack(np.meshgrid(*[np.arange(-n, n + 1)] * 3, indexing="ij"), -1).reshape(-1, 3)
    position = offsets - far
    square = (position**2).sum(axis=1)
    near = square < _REACH**2
    weight = (1 - square[near] / _REACH**2) ** 2
    return offsets[near].astype(np.int64), weight[:, None] * position[near]


@njit(parallel=True, cache=True)
def _areas(labels, here, axis, periodic, offsets, moments):  # type: ignore[no-untyped-def]
    n0, n1, n2 = labels.shape
    found = np.empty(len(here))
    flat = labels.ravel()
    steps = (offsets[:, 0] * n1 + offsets[:, 1]) * n2 + offsets[:, 2]
    reach = np.abs(offsets).max()
    for m in prange(len(here)):
        i = here[m] // (n1 * n2)
        j = here[m] // n2 % n1
        k = here[m] % n2
        first = labels[i, j, k]
        if axis == 0:
            second = labels[(i + 1) % n0, j, k]
        elif axis == 1:
            second = labels[i, (j + 1) % n1, k]
        else:
            second = labels[i, j, (k + 1) % n2]
        inside = min(i, j, k) >= reach and i < n0 - reach and j < n1 - reach and k < n2 - reach
        g0, g1, g2 = 0.0, 0.0, 0.0
        for w in range(len(offsets)):
            if inside:
                label = flat[here[m] + steps[w]]
            else:
                p, q, r = i + offsets[w, 0], j + offsets[w, 1], k + offsets[w, 2]
                p = p % n0 if periodic[0] else min(max(p, 0), n0 - 1)
                q = q % n1 if periodic[1] else min(max(q, 0), n1 - 1)
                r = r % n2 if periodic[2] else min(max(r, 0), n2 - 1)
                label = labels[p, q, r]
            if label == first:
                g0 -= moments[w, 0]
                g1 -= moments[w, 1]
                g2 -= moments[w, 2]
            elif label == second:
                g0 += moments[w, 0]
                g1 += moments[w, 1]
                g2 += moments[w, 2]
        along = g0 if axis == 0 else (g1 if axis == 1 else g2)
        length = np.sqrt(g0 * g0 + g1 * g1 + g2 * g2)
        found[m] = abs(along) / length if length > 0 else 0.0
    return found
