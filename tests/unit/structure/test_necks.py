"""Voxels per neck of labelled grains."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Mono, Structure
from ceralyte.model.structure import GrainContacts
from ceralyte.packing import pack
from ceralyte.pressing import press
from ceralyte.structure import measure_necks, voxelise


def test_an_image_knows_the_necks_of_the_grains_it_shows():
    """Pressed grains as voxels alone, against the contacts that they have."""
    bed = pack(Mono(diameter=1e-6), 50, seed=4)
    pressed = press(bed, method="uniaxial", relative_density=0.75).pressed
    image = voxelise(pressed, 1e-6 / 16)
    known = measure_necks(image)
    areas = pressed.contact_areas
    assert known.voxels == pytest.approx(2 * np.sqrt(areas / np.pi) / image.voxel_size)
    bare = Structure(image.phase, image.grain, image.voxel_size, image.periodic)
    found = measure_necks(bare)
    assert (known.origin, found.origin) == ("known", "extrapolated")
    true = np.median(known.voxels[areas > 0])
    assert np.median(found.voxels) == pytest.approx(true, rel=0.09)


def test_a_tilted_neck_has_its_true_area():
    x, _, z = np.indices((32, 32, 32))
    grain = np.where(x + z < 32, 1, 2).astype(np.int32)
    image = Structure(np.ones(grain.shape, np.uint8), grain, 1e-6, (False, False, False))
    (neck,) = measure_necks(image).voxels
    assert np.pi / 4 * neck**2 == pytest.approx(np.sqrt(2) * 32 * 32, rel=0.05)


def test_a_small_image_is_taken_as_counted_and_one_without_grains_refused():
    grain = np.ones((6, 6, 6), np.int32)
    grain[3:] = 2
    image = Structure(np.ones(grain.shape, np.uint8), grain, 1e-6, (False, False, False))
    found = measure_necks(image)
    assert found.origin == "counted"
    assert np.pi / 4 * found.voxels**2 == pytest.approx(36)
    none = Structure(image.phase, np.zeros_like(grain), 1e-6, (False, False, False))
    with pytest.raises(InputError, match="structure: has no grains"):
        measure_necks(none)


def test_known_contacts_go_before_voxels():
    grain = np.ones((8, 8, 8), np.int32)
    grain[4:] = 2
    contacts = GrainContacts(np.array([[1, 2]], np.int32), np.array([np.pi * 1e-12]))
    phase = np.ones(grain.shape, np.uint8)
    image = Structure(phase, grain, 1e-6, (False, False, False), contacts=contacts)
    assert measure_necks(image).voxels == pytest.approx([2.0])
