"""From a labelled image to links between its voxels."""

from collections.abc import Mapping

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.model.structure import CERAMIC, Structure
from ceralyte.transport.interfaces import staircase_weights
from ceralyte.transport.links import Floats, Ints, Links, Singles

Pair = tuple[int, int]


def voxel_links(
    structure: Structure,
    relative: Floats,
    interfaces: Mapping[Pair, float],
    electrodes: int | None,
    electrode_resistance: float,
) -> Links:
    """Return the links of all voxels that conduct.

    The conductance of a face is that of the two half voxels in series, with the interface between
    them; that to an electrode of half a voxel with the resistance of the contact.

    Parameters
    ----------
    structure : Structure
    relative : ndarray (phases,)
        Conductivity of each phase number over a reference.
    interfaces : mapping of (low, high) phase numbers to float
        Resistance times reference conductivity over voxel size [-]; (1, 1) between grains. On
        voxel faces it is weighted as `staircase_weights` says.
    electrodes : int or None
        Axis whose outer faces are electrodes; None: it is the periodic one, as `structure` says.
    electrode_resistance : float
        In the same unit as those of `interfaces`.
    """
    shape = structure.shape
    wraps = np.array([p and a != electrodes for a, p in enumerate(structure.periodic)])
    conducts = relative[structure.phase] > 0
    number, count = _numbered(conducts)
    phase = structure.phase[conducts]
    cell, ends, axis = _neighbours(number, count, wraps)
    half = 0.5 / np.where(relative > 0, relative, 1.0)
    resistance = half[phase[ends[:, 0]]] + half[phase[ends[:, 1]]]
    share: Singles | None = None
    if any(interfaces.values()):
        grain = structure.grain[conducts]
        extra = _interface_resistance(phase, grain, ends, axis, interfaces)
        resistance = resistance + extra
        share = (extra / resistance).astype(np.float32)
    nodes, side = electrode_nodes(cell, electrodes, shape)
    return Links(
        shape=shape,
        edges=np.ones(3),
        cell=cell,
        phase=phase,
        ends=ends,
        axis=axis,
        conductance=(1 / resistance).astype(np.float32),
        interface_share=share,
        electrode_nodes=nodes,
        electrode_side=side,
        electrode_conductance=(1 / (half[phase[nodes]] + electrode_resistance)).astype(np.float32),
    )


@njit(cache=True)
def _numbered(conducts):  # type: ignore[no-untyped-def]
    """Number of each voxel that conducts, -1 for the others, and how many there are."""
    number = np.full(conducts.shape, -1, np.int32)
    count = 0
    for i in range(conducts.shape[0]):
        for j in range(conducts.shape[1]):
            for k in range(conducts.shape[2]):
                if conducts[i, j, k]:
                    number[i, j, k] = count
                    count += 1
    return number, count


@njit(cache=True)
def _neighbours(number, count, wraps):  # type: ignore[no-untyped-def]
    """Cells of the numbered voxels, and the pairs of them that share a face, with its axis."""
    shape = number.shape
    cell = np.empty((count, 3), np.int32)
    ends, axes = np.empty((3 * count, 2), np.int32), np.empty(3 * count, np.uint8)
    m = 0
    for i in range(shape[0]):
        for j in range(shape[1]):
            for k in range(shape[2]):
                here = number[i, j, k]
                if here < 0:
                    continue
                cell[here] = i, j, k
                for axis in range(3):
                    x, y, z = i + (axis == 0), j + (axis == 1), k + (axis == 2)
                    if x == shape[0] or y == shape[1] or z == shape[2]:
                        if not wraps[axis] or shape[axis] == 1:
                            continue
                        x, y, z = x % shape[0], y % shape[1], z % shape[2]
                    if number[x, y, z] >= 0:
                        ends[m, 0], ends[m, 1], axes[m] = here, number[x, y, z], axis
                        m += 1
    return cell, ends[:m].copy(), axes[:m].copy()


def _interface_resistance(
    phase: NDArray[np.uint8],
    grain: NDArray[np.int32],
    ends: Ints,
    axis: NDArray[np.uint8],
    interfaces: Mapping[Pair, float],
) -> Floats:
    """Resistance of the interface on each link, 0 where there is none."""
    first, second = phase[ends].T
    by_phases = np.zeros((256, 256))
    for (a, b), value in interfaces.items():
        by_phases[a, b] = by_phases[b, a] = value
    resistance: Floats = by_phases[first, second]
    # What is no ceramic is one grain per phase.
    label = np.where(phase == CERAMIC, grain, -phase.astype(np.int32))
    resistance[label[ends[:, 0]] == label[ends[:, 1]]] = 0.0
    meets = np.flatnonzero(resistance)
    weights = staircase_weights(
        label[ends[meets, 0]], label[ends[meets, 1]], axis[meets].astype(np.int64)
    )
    resistance[meets] /= weights
    return resistance


def electrode_nodes(
    cell: Ints, electrodes: int | None, shape: tuple[int, int, int]
) -> tuple[Ints, NDArray[np.uint8]]:
    """Nodes in the first and last plane across the axis `electrodes`, and their side (0, 1)."""
    if electrodes is None:
        return np.empty(0, np.int32), np.empty(0, np.uint8)
    plane = cell[:, electrodes]
    first = np.flatnonzero(plane == 0)
    last = np.flatnonzero(plane == shape[electrodes] - 1)
    side = np.repeat(np.array([0, 1], np.uint8), [len(first), len(last)])
    return np.concatenate([first, last]).astype(np.int32), side
