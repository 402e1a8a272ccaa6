"""Interfaces that resist, on the staircase of voxel faces.

Bodies are the grains of the ceramic, and one per phase of what is none. Pairs are few where faces
are many: they are kept in a table with open addressing, faces find theirs by a key.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.networks import Floats, Ints

Labels = NDArray[np.uint8]
Grains = NDArray[np.int32]
Pair = tuple[int, int]

_FIRST_GRAIN = 256
"""Body 0 is none here; before this one stand the phases."""

_FREE = -1
"""Stands in slots without a pair."""

NO_BOUNDARY = 0
"""Key of a face without a boundary."""


class Boundaries(NamedTuple):
    """Pairs of bodies with a boundary that resists.

    Attributes
    ----------
    resists : ndarray (256, 256) bool
        Whether boundaries between two phases do.
    slots : ndarray (slots,) int32
        Number of the pair in each slot of the table, `_FREE` in most.
    keys : ndarray (pairs,) int64
    counts : ndarray (pairs, 3) int32
        Voxel faces of each pair across each axis.
    resistance : ndarray (pairs,)
        Of a voxel face.
    """

    resists: NDArray[np.bool_]
    slots: Ints
    keys: NDArray[np.int64]
    counts: Ints
    resistance: Floats

    @property
    def phases(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Of the two bodies of each pair."""
        return phases_of(self.keys)


def boundaries_of(
    phase: Labels,
    grain: Grains,
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
) -> Boundaries:
    """Return the boundaries of an image, weighted as `staircase_weight` says.

    Parameters
    ----------
    phase, grain, periodic, interfaces
        See `voxel_faces`.
    """
    table = np.zeros((256, 256))
    for (a, b), value in interfaces.items():
        table[a, b] = table[b, a] = value
    resists = table > 0
    slots, keys, counts = _counted(phase, grain, resists, np.array(periodic))
    resistance = table[phases_of(keys)] / staircase_weight(counts)
    return Boundaries(resists, slots, keys, counts, resistance)


def phases_of(keys: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the phases of the two bodies that each key stands for."""
    low, high = keys >> 32, keys & 0xFFFFFFFF
    first, second = (
        np.where(body < _FIRST_GRAIN, body, CERAMIC).astype(np.uint8) for body in (low, high)
    )
    return first, second


def staircase_weight(counts: NDArray[np.integer]) -> Floats:
    """Return true over voxel area of boundaries, 1 of one without faces.

    A flat boundary with unit normal n shows ``|n0| + |n1| + |n2|`` times its area in voxel
    faces. The normal of each pair of bodies follows from its number of faces c along each axis:
    ``|c| / (c0 + c1 + c2)``, between 0.58 and 1. Exact for flat boundaries of many voxels.

    Parameters
    ----------
    counts : ndarray (m, 3)
        Faces of each pair across each axis.

    Returns
    -------
    ndarray (m,)
    """
    total = counts.sum(axis=1)
    length = np.sqrt(np.einsum("ij,ij->i", counts, counts, dtype=np.float64))
    weight: Floats = np.divide(length, total, out=np.ones(len(counts)), where=total > 0)
    return weight


@njit(cache=True)
def slot_of(slots, keys, key):  # type: ignore[no-untyped-def]
    """Return the slot of a key, or the free one that it would take."""
    last = np.uint64(len(slots) - 1)  # slots are a power of two
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    slot = (mixed ^ (mixed >> np.uint64(32))) & last
    while slots[slot] != _FREE and keys[slots[slot]] != key:
        slot = (slot + np.uint64(1)) & last
    return slot


@njit(cache=True)
def boundary_ahead(phase, grain, resists, axis, i, j, k):  # type: ignore[no-untyped-def]
    """Return the key of the boundary that resists ahead of a voxel, or `NO_BOUNDARY`."""
    n0, n1, n2 = phase.shape
    a, b, c = i + (axis == 0), j + (axis == 1), k + (axis == 2)
    a, b, c = a if a < n0 else 0, b if b < n1 else 0, c if c < n2 else 0
    here, there = phase[i, j, k], phase[a, b, c]
    if not resists[here, there]:
        return np.int64(NO_BOUNDARY)
    one = np.int64(_FIRST_GRAIN + grain[i, j, k] if here == CERAMIC else here)
    other = np.int64(_FIRST_GRAIN + grain[a, b, c] if there == CERAMIC else there)
    return (min(one, other) << 32) | max(one, other) if one != other else np.int64(NO_BOUNDARY)


@njit(cache=True)
def _counted(phase, grain, resists, periodic):  # type: ignore[no-untyped-def]
    """Return slots, keys and counts of the pairs that meet; at most half of the slots are taken."""
    n0, n1, n2 = phase.shape
    slots, count = np.full(1024, _FREE, np.int32), 0
    keys, counts = np.empty(512, np.int64), np.zeros((512, 3), np.int32)
    for axis in range(3):
        ring = periodic[axis]
        for i in range(n0 - (axis == 0 and not ring)):
            for j in range(n1 - (axis == 1 and not ring)):
                for k in range(n2 - (axis == 2 and not ring)):
                    key = boundary_ahead(phase, grain, resists, axis, i, j, k)
                    if key == NO_BOUNDARY:
                        continue
                    slot = slot_of(slots, keys, key)
                    if slots[slot] == _FREE:
                        if count == len(keys):
                            keys, counts = _longer(keys, counts)
                            slots = _slots_for(keys[:count])
                            slot = slot_of(slots, keys, key)
                        slots[slot], keys[count] = count, key
                        count += 1
                    counts[slots[slot], axis] += 1
    return slots, keys[:count].copy(), counts[:count].copy()


@njit(cache=True)
def _longer(keys, counts):  # type: ignore[no-untyped-def]
    n = len(keys)
    more, numbers = np.empty(2 * n, np.int64), np.zeros((2 * n, 3), np.int32)
    more[:n], numbers[:n] = keys, counts
    return more, numbers


@njit(cache=True)
def _slots_for(keys):  # type: ignore[no-untyped-def]
    """Return a table for twice the keys."""
    slots = np.full(4 * len(keys), _FREE, np.int32)
    for pair in range(len(keys)):
        slots[slot_of(slots, keys, keys[pair])] = pair
    return slots


def face_resistances(
    phase: Labels,
    grain: Grains,
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
) -> list[tuple[NDArray[np.int64], Floats]]:
    """Return, per axis, the faces with an interface and its resistance; see `voxel_faces`.

    Faces are flat indices of the voxels before them.
    """
    if not any(interfaces.values()):
        nothing = (np.empty(0, np.int64), np.empty(0))
        return [nothing] * 3
    grain = np.ascontiguousarray(grain)
    found = boundaries_of(phase, grain, periodic, interfaces)
    faces = [(np.empty(n, np.int64), np.empty(n)) for n in found.counts.sum(axis=0)]
    for axis, into in enumerate(faces):
        bodies = phase, grain, found.resists
        _list(*bodies, axis, periodic[axis], found.slots, found.keys, found.resistance, *into)
    return faces


@njit(cache=True)
def _list(phase, grain, resists, axis, ring, slots, keys, by_pair, places, resistance):  # type: ignore[no-untyped-def]
    """Write the places of all faces with a boundary across one axis, and what it resists."""
    n0, n1, n2 = phase.shape
    count = 0
    for i in range(n0 - (axis == 0 and not ring)):
        for j in range(n1 - (axis == 1 and not ring)):
            for k in range(n2 - (axis == 2 and not ring)):
                key = boundary_ahead(phase, grain, resists, axis, i, j, k)
                if key != NO_BOUNDARY:
                    places[count] = (i * n1 + j) * n2 + k
                    resistance[count] = by_pair[slots[slot_of(slots, keys, key)]]
                    count += 1
