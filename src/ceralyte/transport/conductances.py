"""From a labelled image to the conductances of its voxel faces."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.stencils import Singles, Stencil

Labels = NDArray[np.uint8]
Grains = NDArray[np.int32]


def face_conductances(
    phase: Labels,
    conductivities: NDArray[np.float64],
    periodic: tuple[bool, bool, bool],
    *,
    grain: Grains | None = None,
    interface_resistance: float = 0.0,
) -> Stencil:
    """Return the seven-point stencil of an image, current along axis 0.

    The conductance of a face is that of the two half voxels in series. Across an axis that is
    not periodic nothing flows, but along axis 0 the first and last planes are joined through
    half a voxel to electrodes on their outer faces.

    Parameters
    ----------
    phase : ndarray (n0, n1, n2) uint8
    conductivities : ndarray (phases,)
        Conductivity of each phase number, relative to one of them.
    grain : ndarray (n0, n1, n2) int32, optional
        Needed with an interface resistance.
    interface_resistance : float
        Times reference conductivity over voxel size [-]; added in series on faces between two
        grains of ceramic, see `staircase_weights`.

    Returns
    -------
    Stencil
        Conductances over (reference conductivity x voxel size) [-], to single precision.
    """
    table = _series(conductivities).astype(np.float32)
    faces: list[Singles] = [table[phase, np.roll(phase, -1, axis=axis)] for axis in range(3)]
    if grain is not None and interface_resistance > 0:
        _add_interfaces(faces, phase, grain, periodic, interface_resistance)
    for axis in range(3):
        if phase.shape[axis] == 1 or not periodic[axis]:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    ends = np.zeros((3, *phase.shape[1:]), dtype=np.float32)
    if not periodic[0]:
        ends[0] = 2 * conductivities[phase[0]]
        ends[1] = 2 * conductivities[phase[-1]]
    return Stencil(faces[0], faces[1], faces[2], ends)


def staircase_weights(
    first: Grains, second: Grains, axis: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return true over voxel area of the boundary that each voxel face belongs to.

    A flat boundary with unit normal n shows ``|n0| + |n1| + |n2|`` times its area in voxel
    faces. The normal of each pair of grains follows from its number of faces c along each axis:
    ``|c| / (c0 + c1 + c2)``, between 0.58 and 1. Exact for flat boundaries of many voxels.

    Parameters
    ----------
    first, second : ndarray (m,)
        Grains on the two sides of each face.
    axis : ndarray (m,)
        0, 1 or 2: the axis that the face lies across.

    Returns
    -------
    ndarray (m,)
    """
    low, high = np.minimum(first, second).astype(np.int64), np.maximum(first, second)
    key = low * (int(high.max(initial=0)) + 1) + high
    _, pair = np.unique(key, return_inverse=True)
    counts = np.bincount(pair * 3 + axis, minlength=3 * (int(pair.max(initial=-1)) + 1))
    counts = counts.reshape(-1, 3)
    weight = np.linalg.norm(counts, axis=1) / counts.sum(axis=1)
    return np.asarray(weight[pair])


def _series(conductivities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Conductance of a face between every two phases, 0 where one of them insulates."""
    a, b = conductivities[:, None], conductivities[None, :]
    return np.divide(2 * a * b, a + b, out=np.zeros((len(a), len(a))), where=(a > 0) & (b > 0))


def _add_interfaces(
    faces: list[Singles],
    phase: Labels,
    grain: Grains,
    periodic: tuple[bool, bool, bool],
    resistance: float,
) -> None:
    """Put the interface resistance in series with every face between two grains."""
    found = [_interfaces(phase, grain, axis, periodic[axis]) for axis in range(3)]
    counts = [len(here) for here, _ in found]
    weights = staircase_weights(
        np.concatenate([grain.ravel()[here] for here, _ in found]),
        np.concatenate([other for _, other in found]),
        np.repeat(np.arange(3), counts),
    )
    by_axis = np.split(weights, np.cumsum(counts)[:-1])
    for values, (here, _), weight in zip(faces, found, by_axis, strict=True):
        bulk = values.ravel()[here].astype(np.float64)
        values.ravel()[here] = bulk / (1 + bulk * resistance / weight)


def _interfaces(
    phase: Labels, grain: Grains, axis: int, periodic: bool
) -> tuple[NDArray[np.int64], Grains]:
    """Flat indices of the voxels whose next neighbour is another grain of ceramic, and which."""
    other = np.roll(grain, -1, axis=axis)
    ceramic = phase == CERAMIC
    meets = ceramic & np.roll(ceramic, -1, axis=axis) & (grain != other)
    if not periodic:
        np.moveaxis(meets, axis, 0)[-1] = False
    here = np.flatnonzero(meets)
    return here, other.ravel()[here]
