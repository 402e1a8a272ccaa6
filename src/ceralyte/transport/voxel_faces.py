"""From a labelled image to the conductances of its voxel faces."""

from collections.abc import Iterable, Mapping

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.stencils import (
    AnyStencil,
    BitStencil,
    Classes,
    Singles,
    neighbours,
    stencil_of,
)
from ceralyte.numerics.threads import threads_for
from ceralyte.transport.interfaces import Floats, Grains, Labels, Pair, Places, face_resistances


def voxel_faces(
    phase: Labels,
    grain: Grains,
    relative: NDArray[np.float64],
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
    electrode_resistance: float,
) -> AnyStencil:
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
    Stencil, or BitStencil where there are three of them at most
        Conductances over (reference conductivity x voxel size) [-], to single precision.
    """
    tables = series_conductances(relative)
    values, places = np.unique(np.append(np.float32(0), tables), return_inverse=True)
    ends = np.zeros((3, *phase.shape[1:]), dtype=np.float32)
    if not periodic[0]:
        at_end = end_conductances(relative[:, 0], electrode_resistance)
        ends[0], ends[1] = at_end[phase[0]], at_end[phase[-1]]
    resists = any(interfaces.values())
    if len(values) == 2 and not resists:
        return BitStencil(
            _face_bits(phase, np.diagonal(tables, axis1=1, axis2=2) > 0, periodic), values, ends
        )
    faces: list[Classes] = [np.empty(phase.shape, np.uint8) for _ in range(3)]
    with threads_for(phase.size):
        _fill_faces(phase, places[1:].reshape(tables.shape).astype(np.uint8), *faces)
    for axis in range(3):
        if phase.shape[axis] == 1 or not periodic[axis]:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    if resists:
        found = face_resistances(phase, grain, periodic, interfaces)
        faces, values = _with_interfaces(faces, values, found)
    return stencil_of(faces, values, ends)


def _face_bits(
    phase: Labels, conducts: NDArray[np.bool_], periodic: tuple[bool, bool, bool]
) -> NDArray[np.uint8]:
    """Bits of the faces around each voxel; a face conducts if both phases do across its axis.

    `conducts` (3, phases) says which do.
    """
    of_phase = np.where(conducts.T, [0b000011, 0b001100, 0b110000], 0).sum(axis=1)
    own, bits = (np.empty(phase.shape, np.uint8) for _ in range(2))
    with threads_for(phase.size):
        write_by_label(of_phase.astype(np.uint8), phase, own)
        _fill_bits(own, bits)
    for axis in range(3):
        if phase.shape[axis] == 1 or not periodic[axis]:
            planes = np.moveaxis(bits, axis, 0)
            planes[0] &= ~np.uint8(1 << 2 * axis)
            planes[-1] &= ~np.uint8(2 << 2 * axis)
    return bits


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
def write_by_label(values, labels, found):  # type: ignore[no-untyped-def]
    """Write the value of each label (n0, n1, n2); NumPy takes seven times as long."""
    n0, n1, n2 = labels.shape
    for i in prange(n0):
        for j in range(n1):
            for k in range(n2):
                found[i, j, k] = values[labels[i, j, k]]


@njit(cache=True, parallel=True)
def cut_off(through, label, phase):  # type: ignore[no-untyped-def]
    """Give a label to all voxels (n0, n1, n2) but those of `through`; return whether these are any.

    Counted per plane, so that threads do not meet.
    """
    n0, n1, n2 = phase.shape
    left = np.zeros(n0, np.int64)
    for i in prange(n0):
        for j in range(n1):
            count = 0
            for k in range(n2):
                phase[i, j, k] = phase[i, j, k] if through[i, j, k] else label
                count += through[i, j, k]
            left[i] += count
    return left.sum() > 0


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


@njit(inline="always")
def _common_bits(own, at, k, km, kp):  # type: ignore[no-untyped-def]
    i, im, ip, j, jm, jp = at
    along0 = own[im, j, k] & 1 | own[ip, j, k] & 2
    along1 = own[i, jm, k] & 4 | own[i, jp, k] & 8
    along2 = own[i, j, km] & 16 | own[i, j, kp] & 32
    return own[i, j, k] & (along0 | along1 | along2)


@njit(cache=True, parallel=True)
def _fill_bits(own, bits):  # type: ignore[no-untyped-def]
    """Keep of a voxel's bits those that its neighbours have, too; all axes taken as periodic."""
    n0, n1, n2 = own.shape
    for i in prange(n0):
        for j in range(n1):
            at = neighbours(own.shape, i, j)
            for k in range(1, n2 - 1):
                bits[i, j, k] = _common_bits(own, at, k, k - 1, k + 1)
            bits[i, j, 0] = _common_bits(own, at, 0, n2 - 1, 1 % n2)
            bits[i, j, -1] = _common_bits(own, at, n2 - 1, max(n2 - 2, 0), 0)


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
