"""Sizes of the grains of a structure, and how many neighbours they have."""

from dataclasses import dataclass

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.face_areas import Floats, Ints
from ceralyte.structure.morphology.areas import grain_contacts


@dataclass(frozen=True, eq=False)
class GrainTable:
    """The grains of a structure, one row each.

    Attributes
    ----------
    number : ndarray (n,) int64
        As in `Structure.grain`.
    diameter : ndarray (n,), m
        Of the sphere of the same volume.
    neighbours : ndarray (n,) int64
        Other grains that it meets.
    cut : ndarray (n,) bool
        It reaches a side of the image that is not periodic: its diameter and neighbours are
        too small.
    boundary_area : float, m2
        Of all boundaries between grains.
    """

    number: Ints
    diameter: Floats
    neighbours: Ints
    cut: np.ndarray
    boundary_area: float


def measure_grains(structure: Structure) -> GrainTable:
    """Return sizes and neighbours of all grains.

    Raises
    ------
    InputError
        The structure has no grains.
    """
    grain = np.where(structure.phase == CERAMIC, structure.grain, 0)
    voxels = np.bincount(grain.ravel())
    number = np.flatnonzero(voxels[1:]) + 1
    if not len(number):
        raise InputError("structure", "has no grains", "labelled grains, or split_grains first")
    contacts = grain_contacts(structure)
    met = np.unique(contacts.pairs[contacts.pairs[:, 0] != contacts.pairs[:, 1]], axis=0)
    neighbours = np.bincount(met.ravel(), minlength=len(voxels))
    cut = np.zeros(len(voxels), bool)
    for axis in range(3):
        if not structure.periodic[axis]:
            cut[np.take(grain, [0, -1], axis).ravel()] = True
    volume = voxels[number] * structure.voxel_size**3
    return GrainTable(
        number=number.astype(np.int64),
        diameter=np.cbrt(6 / np.pi * volume),
        neighbours=neighbours[number].astype(np.int64),
        cut=cut[number],
        boundary_area=float(contacts.areas.sum()),
    )
