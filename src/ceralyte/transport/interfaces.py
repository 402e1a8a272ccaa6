"""Interfaces that resist, on the staircase of voxel faces."""

from collections.abc import Iterator, Mapping

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.face_areas import true_areas
from ceralyte.numerics.threads import threads_for

Labels = NDArray[np.uint8]
Grains = NDArray[np.int32]
Levels = NDArray[np.uint16]
Places = NDArray[np.int64]
Floats = NDArray[np.float64]
Pair = tuple[int, int]

_STEPS = 1000

WEIGHTS = np.arange(1, _STEPS + 1) / _STEPS
"""Area of surface that a face stands for, in faces, by its level: few enough to be classes."""

AREA_ERROR = 0.01
"""Relative standard deviation of the area of a smooth interface: spheres from 12 voxels across are
within it, planes within 2 % (`benchmarks/surfaces.py`)."""

_FIRST_GRAIN = 256
"""Of the numbers of bodies; lower ones are phases."""


def face_resistances(
    phase: Labels,
    grain: Grains,
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
    *,
    by_pair: bool = False,
) -> Iterator[tuple[Places, Floats]]:
    """Yield, per axis, the faces with an interface and its resistance; see `voxel_faces`.

    Faces are flat indices of the voxels before them; `by_pair` takes those of `resisting_pairs`.
    """
    if not any(interfaces.values()):
        yield from [(np.empty(0, np.int64), np.empty(0))] * 3
        return
    table = np.zeros((256, 256))
    for (a, b), value in interfaces.items():
        table[a, b] = table[b, a] = value
    faces = resisting_pairs if by_pair else resisting_faces
    for axis, (here, level) in enumerate(faces(phase, grain, periodic, table > 0)):
        ahead = np.roll(phase, -1, axis).ravel()[here]
        yield here, table[phase.ravel()[here], ahead] / WEIGHTS[level]


def resisting_faces(
    phase: Labels,
    grain: Grains,
    periodic: tuple[bool, bool, bool],
    resists: NDArray[np.bool_],
) -> Iterator[tuple[Places, Levels]]:
    """Yield, per axis, the faces between bodies whose phases resist, and the area behind each.

    A grain of ceramic is a body, and what else has one phase is one body. The weight of a face is
    the component of the local normal of the surface between its two bodies along its axis, as for
    every area of the package: bent and closed surfaces count their true area, and a flux across a
    surface meets the same jump of potential on faces of all directions.

    Parameters
    ----------
    phase, grain : ndarray (n0, n1, n2)
    periodic : tuple of 3 bool
    resists : ndarray (phases, phases) bool
        Symmetric.

    Yields
    ------
    tuple of ndarray (m,)
        Flat indices of the voxels before the faces, and levels of `WEIGHTS`; of one axis at a
        time, since they take more room than the image where grains are small.

    Validity
    --------
    That of `true_areas`: areas within 1 % on spheres from 12 voxels across, 2 % on planes of
    any tilt, exact on sides along the grid; tilted cubes 20 voxels wide lose 3 % at their edges.
    """
    body = _bodies(phase, grain)
    for axis in range(3):
        here = _places(phase, body, resists, axis, periodic[axis])
        with threads_for(phase.size):
            areas = true_areas(body, here, axis, periodic)
        yield here, (np.rint(areas * _STEPS).clip(1) - 1).astype(np.uint16)


def resisting_pairs(
    phase: Labels,
    grain: Grains,
    periodic: tuple[bool, bool, bool],
    resists: NDArray[np.bool_],
) -> Iterator[tuple[Places, Levels]]:
    """Yield what `resisting_faces` does, all faces between two bodies with their mean level.

    As much area in all, in few classes.
    """
    body = _bodies(phase, grain)
    places, levels = zip(*resisting_faces(phase, grain, periodic, resists), strict=True)
    keys = []
    for axis, here in enumerate(places):
        near, far = body.ravel()[here], np.roll(body, -1, axis).ravel()[here]
        low, high = np.minimum(near, far).astype(np.int64), np.maximum(near, far)
        keys.append(low << 32 | high)
    _, pair = np.unique(np.concatenate(keys), return_inverse=True)
    sums = np.bincount(pair, np.concatenate(levels))
    means = np.rint(sums / np.maximum(np.bincount(pair), 1)).astype(np.uint16)
    ends = np.cumsum([len(here) for here in places])[:-1]
    yield from zip(places, np.split(means[pair], ends), strict=True)


def _bodies(phase: Labels, grain: Grains) -> Grains:
    return np.where(phase == CERAMIC, grain + np.int32(_FIRST_GRAIN), phase)


def _places(
    phase: Labels, body: Grains, resists: NDArray[np.bool_], axis: int, periodic: bool
) -> Places:
    """Flat indices of the voxels with a face that resists ahead."""
    marks = np.empty(phase.shape, np.bool_)
    with threads_for(phase.size):
        _mark(phase, body, resists, axis, marks)
    if not periodic:
        np.moveaxis(marks, axis, 0)[-1] = False
    return np.flatnonzero(marks)


@njit(cache=True, parallel=True)
def _mark(phase, body, resists, axis, marks):  # type: ignore[no-untyped-def]
    n0, n1, n2 = phase.shape
    for i in prange(n0):
        for j in range(n1):
            for k in range(n2):
                a, b, c = (i + (axis == 0)) % n0, (j + (axis == 1)) % n1, (k + (axis == 2)) % n2
                differ = body[i, j, k] != body[a, b, c]
                marks[i, j, k] = differ and resists[phase[i, j, k], phase[a, b, c]]
