"""Currents around the corners of voxels that conduct by full tensors.

Eight voxels meet in a corner; twelve quarters of faces between them meet there, too. In each of the
eight octants the field is even, so that a potential per voxel and a current density per quarter
leave one linear system: between the centres of two voxels the potential falls by half an edge times
the field of either octant, and by the quarter's own resistance. With tensors along the axes that is
the seven-point rule.

The octant (p, q, r), 0 or 1 along each axis, is number 4 p + 2 q + r. Lengths are edges of a voxel.

Source
------
Multi-point flux approximation, O-method: I. Aavatsmark, Comput. Geosci. 6, 405 (2002).
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NOTHING, ELECTRODE, FIRST_KIND = 0, 1, 2
"""Kinds of voxels: those that insulate, those outside at a fixed potential, the first of others."""

OCTANTS = np.array([[p, q, r] for p in (0, 1) for q in (0, 1) for r in (0, 1)])
STEPS = np.array([4, 2, 1])
_QUARTERS = [(low, k) for k in range(3) for low in range(8) if not low & (4 >> k)]
QUARTERS = np.array(_QUARTERS)
"""Of faces, ndarray (12, 2): the octant before it, and the axis across it."""

_OF_OCTANT = np.array([[_QUARTERS.index((a & ~(4 >> k), k)) for k in range(3)] for a in range(8)])
"""Quarter of each octant across each axis, ndarray (8, 3)."""


class CornerLaws(NamedTuple):
    """What flows around corners of each class.

    Currents through quarters are ``currents @ x + driven``, x the potentials of the octants above
    one that falls by 1 per voxel along axis 0; electrodes, half a voxel away, have none.

    Attributes
    ----------
    kinds : ndarray (classes, 8) int
        Of the voxels.
    contact : ndarray (classes, 12)
        Resistance per area of each quarter.
    currents : ndarray (classes, 12, 8)
    driven : ndarray (classes, 12)
    leaving : ndarray (classes, 8, 8)
        Current that leaves each octant, per potential.
    arriving : ndarray (classes, 8)
        The same the other way round, of the even fall.
    """

    kinds: NDArray[np.int64]
    contact: Floats
    currents: Floats
    driven: Floats
    leaving: Floats
    arriving: Floats


def corner_laws(kinds: NDArray[np.int64], contact: Floats, resistivities: Floats) -> CornerLaws:
    """Return the laws of classes of corners.

    Parameters
    ----------
    kinds : ndarray (classes, 8)
    contact : ndarray (classes, 12)
    resistivities : ndarray (kinds, 3, 3)
        Zero of electrodes.
    """
    count = len(kinds)
    low, axes = QUARTERS.T
    high = low + STEPS[axes]
    first, second = kinds[:, low], kinds[:, high]
    passes = (first != NOTHING) & (second != NOTHING)
    passes &= (first != ELECTRODE) | (second != ELECTRODE)
    matrix = np.zeros((count, 12, 12))
    for octant, of_octant in enumerate(_OF_OCTANT):
        matrix[:, of_octant[:, None], of_octant] += 0.5 * resistivities[kinds[:, octant]]
    matrix *= passes[:, :, None] & passes[:, None, :]
    matrix[:, range(12), range(12)] += np.where(passes, contact, 1.0)
    drops = np.zeros((count, 12, 8))
    drops[:, range(12), low] = passes & (first != ELECTRODE)
    drops[:, range(12), high] = -(passes & (second != ELECTRODE)).astype(float)
    even = np.where((first == ELECTRODE) | (second == ELECTRODE), 0.5, 1.0) * (axes == 0) * passes
    admittance = 0.25 * np.linalg.inv(matrix)
    currents = admittance @ drops
    driven = np.einsum("cij,cj->ci", admittance, even)
    back = drops.transpose(0, 2, 1)
    arriving = -np.einsum("cij,cj->ci", back, driven)
    return CornerLaws(kinds, contact, currents, driven, back @ currents, arriving)


def octant_currents(quarters: Floats) -> Floats:
    """Return current densities in octants, (..., 8, 3), from quarters of faces, (..., 12)."""
    return np.asarray(4 * quarters[..., _OF_OCTANT])


@njit(cache=True, inline="always")
def _wrapped(i, n):  # type: ignore[no-untyped-def]
    return n - 1 if i < 0 else 0 if i == n else i


@njit(parallel=True, cache=True)
def apply_corners(leaving, classes, x, y):  # type: ignore[no-untyped-def]
    """Write the current that leaves each voxel, and return ``x . y`` summed per plane, (n0,).

    `classes`, ndarray (n0 + 1, n1 + 1, n2 + 1), of corners: (i, j, k) is before voxel (i, j, k).
    """
    n0, n1, n2 = x.shape
    partial = np.zeros(n0)
    for i in prange(n0):
        for j in range(n1):
            for k in range(n2):
                total = 0.0
                for corner in range(8):
                    a, b, c = corner // 4, corner // 2 % 2, corner % 2
                    law = classes[i + a, j + b, k + c]
                    for octant in range(8):
                        u = _wrapped(i + a - 1 + octant // 4, n0)
                        v = _wrapped(j + b - 1 + octant // 2 % 2, n1)
                        w = _wrapped(k + c - 1 + octant % 2, n2)
                        total += leaving[law, 7 - corner, octant] * x[u, v, w]
                y[i, j, k] = total
                partial[i] += x[i, j, k] * total
    return partial


@njit(parallel=True, cache=True)
def arrive(arriving, classes, b):  # type: ignore[no-untyped-def]
    """Write the current that the even fall brings to each voxel."""
    n0, n1, n2 = b.shape
    for i in prange(n0):
        for j in range(n1):
            for k in range(n2):
                total = 0.0
                for corner in range(8):
                    law = classes[i + corner // 4, j + corner // 2 % 2, k + corner % 2]
                    total += arriving[law, 7 - corner]
                b[i, j, k] = total


@njit(parallel=True, cache=True)
def through_planes(currents, driven, classes, x, counted):  # type: ignore[no-untyped-def]
    """Return the current across axis 0 through every plane of corners, ndarray (n0 + 1,).

    `counted`, ndarray (2,): corners along axes 1 and 2 that are not the first ones over again.
    """
    n0, n1, n2 = x.shape
    total = np.zeros(n0 + 1)
    for i in prange(n0 + 1):
        for j in range(counted[0]):
            for k in range(counted[1]):
                law = classes[i, j, k]
                for quarter in range(4):
                    total[i] += driven[law, quarter]
                    for octant in range(8):
                        u = _wrapped(i - 1 + octant // 4, n0)
                        v = _wrapped(j - 1 + octant // 2 % 2, n1)
                        w = _wrapped(k - 1 + octant % 2, n2)
                        total[i] += currents[law, quarter, octant] * x[u, v, w]
    return total
