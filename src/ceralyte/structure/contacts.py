"""The contacts of the grains of an image, from the particles that it was made from."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import GrainContacts, PressedPacking
from ceralyte.numerics.close_pairs import close_pairs
from ceralyte.numerics.cut_spheres import cut_spheres


def known_contacts(pressed: PressedPacking) -> GrainContacts:
    """Return the contacts of the pressed grains, numbered as in an image."""
    return _table(pressed.contacts, pressed.contact_areas, pressed.branches)


def contacts_beside(
    pressed: PressedPacking, radii: NDArray[np.float64], free: NDArray[np.bool_]
) -> GrainContacts:
    """Return the contacts of grains that something else cuts, fibres or an electrode.

    Facets of spheres of these radii count whole, or not at all where their middle lies in a voxel
    that is not `free`.

    Parameters
    ----------
    pressed : PressedPacking
    radii : ndarray (n,), m
        At which the spheres, less what is cut, have their volume.
    free : ndarray (nx, ny, nz) bool
        Voxels in which nothing else lies.
    """
    packing = pressed.particles
    centres, box = packing.centres, packing.box
    near = close_pairs(centres, radii, box, packing.periodic)
    grains = cut_spheres(centres, radii, box, packing.periodic, near)
    first = np.repeat(np.arange(len(radii)), np.diff(near.first))
    middle = centres[first] + grains.height[:, None] * grains.normal
    shape = np.array(free.shape)
    place = np.floor(middle / box * shape).astype(np.int64)
    place = np.where(packing.periodic, place % shape, np.clip(place, 0, shape - 1))
    later = np.sign(near.cells) @ [4, 2, 1] > 0
    once = (first < near.partner) | ((first == near.partner) & later)
    kept = once & free[tuple(place.T)] & (grains.area > 0)
    pairs = np.stack([first, near.partner], axis=1)
    return _table(pairs[kept], grains.area[kept], grains.normal[kept])


def _table(
    pairs: NDArray[np.int64], areas: NDArray[np.float64], branches: NDArray[np.float64]
) -> GrainContacts:
    length = np.linalg.norm(branches, axis=1)
    return GrainContacts((pairs + 1).astype(np.int32), areas, branches / length[:, None])
