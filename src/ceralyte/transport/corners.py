"""The corners of an image whose voxels conduct by full tensors."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.memory import require_memory
from ceralyte.numerics.corner_laws import (
    ELECTRODE,
    FIRST_KIND,
    NOTHING,
    OCTANTS,
    QUARTERS,
    STEPS,
    CornerLaws,
    corner_laws,
    through_planes,
)
from ceralyte.transport.interfaces import Grains, Labels, Pair, face_resistances
from ceralyte.transport.links import Floats, Ints

_BYTES_PER_CLASS = 4000
"""What each class of corners takes; measured: 3800."""


class Corners:
    """The corners of an image, by classes of what meets there.

    Parameters
    ----------
    phase, grain, material : ndarray (n0, n1, n2)
    tensors : ndarray (materials, 3, 3)
        Conductivity of each material along the axes of `phase` over a reference; insulators are
        zero.
    periodic, interfaces, electrode_resistance
        As in `voxel_faces`.
    """

    def __init__(
        self,
        phase: Labels,
        grain: Grains,
        material: Ints,
        tensors: Floats,
        periodic: tuple[bool, bool, bool],
        interfaces: Mapping[Pair, float],
        electrode_resistance: float,
    ) -> None:
        self.phase, self.material, self.periodic = phase, material, periodic
        conducts = tensors[:, 0, 0] > 0
        kind = np.where(conducts, FIRST_KIND + np.arange(len(tensors)), NOTHING).astype(np.int32)
        around = _around(kind[material], periodic)
        if not periodic[0]:
            around[[0, -1]] = ELECTRODE
        values, faces = _numbered(
            list(face_resistances(phase, grain, periodic, interfaces, by_pair=True)),
            phase,
            periodic,
        )
        kind_of = [_seen(around, octant) for octant in range(8)]
        resists = [_seen(face, low) for low, axis in QUARTERS for face in faces[axis : axis + 1]]
        one, self.classes = _classes(kind_of + resists)
        require_memory(
            f"conduction by tensors with {len(one)} kinds of corners",
            _BYTES_PER_CLASS * len(one),
            "a smaller box, or fewer grains",
        )
        kinds = np.stack([octant.ravel()[one] for octant in kind_of], axis=1).astype(np.int64)
        contact = np.zeros((len(one), 12))
        for quarter, resist in enumerate(resists):
            contact[:, quarter] = values[resist.ravel()[one]]
        low, axes = QUARTERS.T
        touched = (kinds[:, low] == ELECTRODE) | (kinds[:, low + STEPS[axes]] == ELECTRODE)
        contact[touched] = electrode_resistance
        self.resistivities = np.zeros((FIRST_KIND + len(tensors), 3, 3))
        self.resistivities[FIRST_KIND:][conducts] = np.linalg.inv(tensors[conducts])
        self.laws: CornerLaws = corner_laws(kinds, contact, self.resistivities)
        self.counted = np.array(
            [n + (not wraps) for n, wraps in zip(phase.shape[1:], periodic[1:], strict=True)]
        )

    def fluxes(self, x: Floats) -> Floats:
        """Flux through every layer, see `Steady`."""
        laws = self.laws
        planes = through_planes(laws.currents, laws.driven, self.classes, x, self.counted)
        return np.asarray(planes[1:] if self.periodic[0] else planes)

    def quarters(self, padded: Floats, plane: int) -> tuple[Floats, Ints]:
        """Currents through the quarters around a plane of corners, (n1, n2, 12), and classes."""
        rows, columns = self.counted
        local = [_seen(padded[plane : plane + 2], o)[0, :rows, :columns] for o in range(8)]
        classes, laws = self.classes[plane, :rows, :columns], self.laws
        currents = np.einsum("jkqo,jko->jkq", laws.currents[classes], np.stack(local, axis=-1))
        return currents + laws.driven[classes], classes


def _around(values: NDArray[Any], periodic: tuple[bool, bool, bool]) -> NDArray[Any]:
    """One more on every side: wrapped along periodic axes, else zero."""
    for axis, wraps in enumerate(periodic):
        width = [(1, 1) if a == axis else (0, 0) for a in range(3)]
        values = np.pad(values, width, mode="wrap" if wraps else "constant")
    return values


def _seen(padded: NDArray[Any], octant: int) -> NDArray[Any]:
    """The values of one octant, from all corners."""
    p, q, r = OCTANTS[octant]
    n0, n1, n2 = (n - 1 for n in padded.shape)
    return padded[p : p + n0, q : q + n1, r : r + n2]


def _numbered(
    found: list[tuple[NDArray[np.int64], Floats]], like: Labels, periodic: tuple[bool, bool, bool]
) -> tuple[Floats, list[Ints]]:
    """Different resistances, the first one zero, and which one each face has, see `_around`.

    No faces where nothing resists.
    """
    values = np.unique(np.concatenate([np.zeros(1), *(resistance for _, resistance in found)]))
    if len(values) == 1:
        return values, []
    faces = []
    for here, resistance in found:
        face = np.zeros(like.shape, np.int32)
        face.ravel()[here] = np.searchsorted(values, resistance)
        faces.append(_around(face, periodic))
    return values, faces


def _classes(columns: list[Ints]) -> tuple[NDArray[np.int64], Ints]:
    """A corner of each class that differs in some column, and the class of every corner."""
    number, count = np.zeros(columns[0].size, np.int64), 1
    for column in columns:
        levels = int(column.max()) + 1
        if count * levels > np.iinfo(np.int64).max:
            number = np.unique(number, return_inverse=True)[1]
            count = int(number.max()) + 1
        number = number * levels + column.ravel()
        count *= levels
    _, one, classes = np.unique(number, return_index=True, return_inverse=True)
    return one, classes.astype(np.int32).reshape(columns[0].shape)
