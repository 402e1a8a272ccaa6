"""How many voxels lie across the necks between the grains of an image."""

from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.model import GrainContacts, Structure
from ceralyte.numerics.face_areas import Floats
from ceralyte.structure.coarse import coarsened
from ceralyte.structure.morphology.areas import count_grain_contacts

Origin = Literal["known", "extrapolated", "counted"]


class Necks(NamedTuple):
    """Diameters of the contacts of grains.

    Attributes
    ----------
    voxels : ndarray (m,)
        Diameter of the circle of each contact's area over the edge of a voxel [-]; 0 where grains
        only come closer than a voxel.
    origin : {"known", "extrapolated", "counted"}
        Of the areas: known better than from voxels, extrapolated to vanishing voxels from two
        images, or as counted in one.
    contacts : GrainContacts
        Which grains meet, and over what area.
    """

    voxels: Floats
    origin: Origin
    contacts: GrainContacts


def measure_necks(structure: Structure) -> Necks:
    """Return the voxels per neck of all grains that meet.

    Contacts that the structure knows; else areas from faces weighted by the local normal,
    extrapolated linearly from the image and every second voxel of it, since the gap at the rim of
    a contact counts as contact where it is narrower than a voxel (`count_grain_contacts`).

    Raises
    ------
    InputError
        The structure has no grains.

    Validity
    --------
    The median is within 9 % from 16 voxels per grain on, and up to 35 % high at 8 where grains
    barely touch (pressed packings at 0.70 to 0.94, ``benchmarks/necks.py``). Images of fewer than
    8 voxels along a side are not extrapolated: necks then seem wider.

    Examples
    --------
    >>> phase = np.ones((16, 16, 16), np.uint8)
    >>> grain = np.ones((16, 16, 16), np.int32)
    >>> grain[8:] = 2
    >>> image = Structure(phase, grain, 1e-6, (False, False, False))
    >>> print(f"{measure_necks(image).voxels[0]:.1f}")  # 16 x 16 voxels as a circle
    18.1
    """
    if not structure.grain.any():
        raise InputError("structure", "has no grains", "labelled grains, or split_grains first")
    if structure.contacts is not None:
        return _across(structure.contacts, structure, "known")
    fine = count_grain_contacts(structure)
    try:
        coarse = count_grain_contacts(coarsened(structure))
    except InputError:  # too few voxels for every second one
        return _across(fine, structure, "counted")
    areas = np.maximum(2 * fine.areas - _areas_of(coarse, fine), 0.0)
    return _across(replace(fine, areas=areas), structure, "extrapolated")


def _across(contacts: GrainContacts, structure: Structure, origin: Origin) -> Necks:
    diameters = 2 * np.sqrt(contacts.areas / np.pi)
    return Necks(diameters / structure.voxel_size, origin, contacts)


def _areas_of(contacts: GrainContacts, pairs: GrainContacts) -> Floats:
    """Area of each of the pairs in another table, m2; 0 where it has none."""
    known = dict(zip(map(tuple, contacts.pairs.tolist()), contacts.areas.tolist(), strict=True))
    return np.array([known.get(tuple(pair), 0.0) for pair in pairs.pairs.tolist()])
