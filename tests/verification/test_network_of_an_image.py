"""The contact network of an image, against that of the pressed grains that it shows."""

from dataclasses import replace

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.model import Mono, Structure
from ceralyte.packing import pack
from ceralyte.pipeline import image_network
from ceralyte.pressing import press
from ceralyte.structure import voxelise
from ceralyte.transport import contact_network_conductivity

BULK = 0.25


@pytest.fixture(scope="module")
def bed():
    return pack(Mono(diameter=1e-6), 120, seed=2, slab_thickness=5e-6)


def image_of(pressed):
    """On 16 voxels per grain, 74 along periodic sides; only the labels of grains are known."""
    return replace(voxelise(pressed, 1e-6 / 16.2), particles=None, contacts=None)


@pytest.mark.parametrize("boundary", [0.0, 3e-6 / BULK])
def test_an_image_has_the_network_of_the_grains_it_shows(monkeypatch, bed, boundary):
    """Between walls, so that both have the same electrodes; counted areas give 12 and 26 % more."""
    monkeypatch.setattr(image_network, "DISAGREEMENT", 1.2)
    pressed = press(bed, method="uniaxial", relative_density=0.8).pressed
    known = contact_network_conductivity(pressed, BULK, interface_resistance=boundary)
    sheet = cl.image_sheet(
        image_of(pressed), {"ceramic": BULK}, interface_resistances={"ceramic-ceramic": boundary}
    )
    assert sheet.network_conductivity.value == pytest.approx(known.value, rel=0.11)
    assert "extrapolated from the image and every second voxel" in sheet.network_conductivity.method
    disagree = any("disagrees with the voxels" in note for note in sheet.notes)
    assert disagree == (boundary == 0)  # where constrictions rule it is 25 % high


def test_columns_from_electrode_to_electrode_conduct_by_their_own_length():
    """Two columns of 6 by 6 by 40 voxels side by side; their constrictions alone give 7 times as
    much."""
    grain = np.zeros((16, 16, 40), np.int32)
    grain[2:8, 2:8], grain[8:14, 2:8] = 1, 2
    columns = Structure((grain > 0).astype(np.uint8), grain, 1e-6, (False, False, False))
    sheet = cl.image_sheet(
        columns, {"ceramic": BULK}, interface_resistances={"ceramic-ceramic": 1e-3}
    )
    assert sheet.network_conductivity.value == pytest.approx(BULK * 72 / 256, rel=1e-6)
    assert sheet.conductivity_on_voxels.value == pytest.approx(BULK * 72 / 256, rel=1e-4)


def test_dense_grains_are_no_network_of_constrictions(bed):
    pressed = press(bed, method="uniaxial", relative_density=0.92).pressed
    sheet = cl.image_sheet(image_of(pressed), {"ceramic": BULK})
    assert "too large for a network of constrictions" in sheet.network_conductivity.reason
