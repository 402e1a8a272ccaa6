"""From a labelled image to the conductances of its voxel faces."""

from collections.abc import Mapping

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.stencils import Singles, Stencil
from ceralyte.numerics.threads import threads_for
from ceralyte.transport.interfaces import Grains, Labels, staircase_weights

Pair = tuple[int, int]


def voxel_faces(
    phase: Labels,
    grain: Grains,
    relative: NDArray[np.float64],
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
    electrode_resistance: float,
) -> Stencil:
    """Return the seven-point stencil of an image, current along axis 0.

    The conductance of a face is that of the two half voxels in series, with the interface between
    them. Across an axis that is not periodic nothing flows, but along axis 0 the first and last
    planes are joined, through half a voxel and the contact, to electrodes on their outer faces.

    Parameters
    ----------
    phase, grain : ndarray (n0, n1, n2)
    relative : ndarray (phases,)
        Conductivity of each phase number over a reference.
    periodic : tuple of 3 bool
    interfaces : mapping of (low, high) phase numbers to float
        Resistance times reference conductivity over voxel size [-]; (1, 1) between grains. On
        voxel faces it is weighted as `staircase_weights` says.
    electrode_resistance : float
        In the same unit.

    Returns
    -------
    Stencil
        Conductances over (reference conductivity x voxel size) [-], to single precision.
    """
    faces: list[Singles] = [np.empty(phase.shape, np.float32) for _ in range(3)]
    with threads_for(phase.size):
        _fill_faces(phase, series_conductances(relative), *faces)
    for face, (here, resistance) in zip(
        faces, face_resistances(phase, grain, periodic, interfaces), strict=True
    ):
        flat = face.ravel()
        flat[here] = flat[here] / (1 + flat[here] * resistance)
    for axis in range(3):
        if phase.shape[axis] == 1 or not periodic[axis]:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    ends = np.zeros((3, *phase.shape[1:]), dtype=np.float32)
    if not periodic[0]:
        at_end = end_conductances(relative, electrode_resistance)
        ends[0], ends[1] = at_end[phase[0]], at_end[phase[-1]]
    return Stencil(faces[0], faces[1], faces[2], ends)


@njit(cache=True, parallel=True)
def _fill_faces(phase, table, f0, f1, f2):  # type: ignore[no-untyped-def]
    """Conductance of each voxel's faces to the next voxels, all axes taken as periodic."""
    n0, n1, n2 = phase.shape
    for i in prange(n0):
        above = (i + 1) % n0
        for j in range(n1):
            beside = (j + 1) % n1
            for k in range(n2):
                own = table[phase[i, j, k]]
                f0[i, j, k] = own[phase[above, j, k]]
                f1[i, j, k] = own[phase[i, beside, k]]
                f2[i, j, k] = own[phase[i, j, k + 1 if k + 1 < n2 else 0]]


def series_conductances(conductivities: NDArray[np.float64]) -> Singles:
    """Conductance of a face between every two phases, 0 where one of them insulates."""
    a, b = conductivities[:, None], conductivities[None, :]
    nothing = np.zeros((len(a), len(a)))
    return np.divide(2 * a * b, a + b, out=nothing, where=(a > 0) & (b > 0)).astype(np.float32)


def end_conductances(
    conductivities: NDArray[np.float64], electrode_resistance: float
) -> NDArray[np.float64]:
    """Conductance between the middle of a voxel of each phase and an electrode on its face."""
    half = 2 * conductivities
    return half / (1 + half * electrode_resistance)


def face_resistances(
    phase: Labels,
    grain: Grains,
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Return, per axis, the faces with an interface and its resistance; see `voxel_faces`.

    Faces are flat indices of the voxels before them.
    """
    if not any(interfaces.values()):
        nothing = (np.empty(0, np.int64), np.empty(0))
        return [nothing] * 3
    table = np.zeros((256, 256))
    for (a, b), value in interfaces.items():
        table[a, b] = table[b, a] = value
    found = [_interfaces(phase, grain, table, axis, periodic[axis]) for axis in range(3)]
    counts = [len(here) for here, *_ in found]
    weights = staircase_weights(
        np.concatenate([first for _, first, _, _ in found]),
        np.concatenate([second for _, _, second, _ in found]),
        np.repeat(np.arange(3), counts),
    )
    by_axis = np.split(weights, np.cumsum(counts)[:-1])
    return [
        (here, resistance / weight)
        for weight, (here, _, _, resistance) in zip(by_axis, found, strict=True)
    ]


def _interfaces(
    phase: Labels, grain: Grains, table: NDArray[np.float64], axis: int, periodic: bool
) -> tuple[NDArray[np.int64], Grains, Grains, NDArray[np.float64]]:
    """Flat indices of the voxels with an interface ahead, the two bodies that meet, resistance.

    What is no ceramic is one body per phase.
    """
    beyond = np.roll(phase, -1, axis=axis)
    resists = table[phase, beyond] > 0
    if not periodic:
        np.moveaxis(resists, axis, 0)[-1] = False
    here = np.flatnonzero(resists)
    own, next_one = phase.ravel()[here], beyond.ravel()[here]
    after = np.roll(grain, -1, axis=axis).ravel()[here]
    first = np.where(own == CERAMIC, len(table) + grain.ravel()[here], own)
    second = np.where(next_one == CERAMIC, len(table) + after, next_one)
    apart = first != second
    return here[apart], first[apart], second[apart], table[own, next_one][apart]
