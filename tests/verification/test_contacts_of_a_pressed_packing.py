"""Contacts counted on the image of a pressed packing, against those of its network.

The network holds each contact as a flat face of the power tessellation. In the image the gap at
the rim of a contact closes where it is narrower than a voxel: the excess is of first order in the
voxel, and a linear extrapolation from two images removes it.
"""

import numpy as np
import pytest

from ceralyte.model import Mono
from ceralyte.packing import pack
from ceralyte.pressing import press
from ceralyte.structure import grain_contacts, voxelise


def pairs_of(contacts):
    return {(min(pair), max(pair)) for pair in contacts.tolist()}


@pytest.mark.parametrize(("method", "density"), [("isostatic", 0.8), ("uniaxial", 0.85)])
def test_contacts_of_image_and_network(method, density):
    packing = pack(Mono(diameter=3e-6), 60, seed=1)
    pressed = press(packing, method=method, relative_density=density).pressed
    side = float(np.cbrt(np.prod(pressed.particles.box)))
    network, total = pairs_of(pressed.contacts), pressed.contact_areas.sum()
    found, excess = {}, {}
    for voxels in (48, 96):
        image = grain_contacts(voxelise(pressed, side / voxels))
        found[voxels] = pairs_of(image.pairs - 1)
        excess[voxels] = image.areas.sum() / total - 1
    assert network <= found[96]
    assert len(found[96] - network) < 0.06 * len(network)  # gaps under a voxel
    assert len(found[96]) <= len(found[48])
    assert excess[48] / excess[96] == pytest.approx(2.0, abs=0.2)
    assert 2 * excess[96] - excess[48] == pytest.approx(0.0, abs=0.03)
