"""From a labelled image to the conductances of its voxel faces."""

from collections.abc import Iterable, Mapping

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.stencils import Classes, Singles, Stencil
from ceralyte.numerics.threads import threads_for
from ceralyte.transport.interfaces import Floats, Grains, Labels, Pair, Places, face_resistances


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
    relative : ndarray (phases, 3)
        Conductivity of each phase number along the axes of `phase` over a reference.
    periodic : tuple of 3 bool
    interfaces : mapping of (low, high) phase numbers to float
        Resistance times reference conductivity over voxel size [-]; (1, 1) between grains. Of
        the true area behind each voxel face, see `resisting_faces`.
    electrode_resistance : float
        In the same unit.

    Returns
    -------
    Stencil
        Conductances over (reference conductivity x voxel size) [-], to single precision.
    """
    tables = series_conductances(relative)
    values, places = np.unique(np.append(np.float32(0), tables), return_inverse=True)
    faces: list[Classes] = [np.empty(phase.shape, np.uint8) for _ in range(3)]
    with threads_for(phase.size):
        _fill_faces(phase, places[1:].reshape(tables.shape).astype(np.uint8), *faces)
    for axis in range(3):
        if phase.shape[axis] == 1 or not periodic[axis]:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    if any(interfaces.values()):
        found = face_resistances(phase, grain, periodic, interfaces)
        faces, values = _with_interfaces(faces, values, found)
    ends = np.zeros((3, *phase.shape[1:]), dtype=np.float32)
    if not periodic[0]:
        at_end = end_conductances(relative[:, 0], electrode_resistance)
        ends[0], ends[1] = at_end[phase[0]], at_end[phase[-1]]
    return Stencil(faces[0], faces[1], faces[2], values, ends)


def _with_interfaces(
    faces: list[Classes], values: Singles, found: Iterable[tuple[Places, Floats]]
) -> tuple[list[Classes], Singles]:
    """Put the resistance of interfaces in series with their faces; new values join the table."""
    for axis, (here, resistance) in enumerate(found):
        without = values[faces[axis].ravel()[here]]
        with_it = (without / (1 + without * resistance)).astype(np.float32)
        values = np.append(values, np.setdiff1d(with_it, values))
        order = np.argsort(values)
        faces[axis] = faces[axis].astype(np.min_scalar_type(len(values)), copy=False)
        faces[axis].ravel()[here] = order[np.searchsorted(values, with_it, sorter=order)]
    kind = np.min_scalar_type(len(values))
    return [face.astype(kind, copy=False) for face in faces], values


@njit(cache=True, parallel=True)
def _fill_faces(phase, places, c0, c1, c2):  # type: ignore[no-untyped-def]
    """Place of each voxel's faces to the next voxels, all axes taken as periodic."""
    places0, places1, places2 = places[0], places[1], places[2]
    n0, n1, n2 = phase.shape
    for i in prange(n0):
        above = (i + 1) % n0
        for j in range(n1):
            beside = (j + 1) % n1
            for k in range(n2):
                own = phase[i, j, k]
                c0[i, j, k] = places0[own, phase[above, j, k]]
                c1[i, j, k] = places1[own, phase[i, beside, k]]
                c2[i, j, k] = places2[own, phase[i, j, k + 1 if k + 1 < n2 else 0]]


@njit(cache=True, parallel=True)
def phase_contacts(phase, phases):  # type: ignore[no-untyped-def]
    """Count the voxel faces from each phase to each other one ahead of it, (phases, phases)."""
    n0, n1, n2 = phase.shape
    counts = np.zeros((n0, phases, phases), np.int64)
    for i in prange(n0):
        above = (i + 1) % n0
        for j in range(n1):
            beside = (j + 1) % n1
            for k in range(n2):
                own = phase[i, j, k]
                counts[i, own, phase[above, j, k]] += 1
                counts[i, own, phase[i, beside, k]] += 1
                counts[i, own, phase[i, j, k + 1 if k + 1 < n2 else 0]] += 1
    return counts.sum(axis=0)


def series_conductances(conductivities: NDArray[np.float64]) -> Singles:
    """Conductance of a face across each axis between every two phases, (3, phases, phases).

    0 where one of the two insulates.
    """
    a, b = conductivities.T[:, :, None], conductivities.T[:, None, :]
    nothing = np.zeros((3, len(conductivities), len(conductivities)))
    return np.divide(2 * a * b, a + b, out=nothing, where=(a > 0) & (b > 0)).astype(np.float32)


def half_resistances(conductivities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Resistance of half a voxel of each phase along each axis, (3, phases); 0 of an insulator."""
    values = np.ascontiguousarray(conductivities.T)
    return np.divide(0.5, values, out=np.zeros(values.shape), where=values > 0)


def end_conductances(
    conductivities: NDArray[np.float64], electrode_resistance: float
) -> NDArray[np.float64]:
    """Conductance between the middle of a voxel of each phase and an electrode on its face."""
    half = 2 * conductivities
    return half / (1 + half * electrode_resistance)
