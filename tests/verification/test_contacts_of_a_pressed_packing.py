"""Contacts counted on the image of a pressed packing, against those of its network.

The network holds each contact as a flat face of the power tessellation. In the image the gap at
the rim of a contact closes where it is narrower than a voxel: the excess is of first order in the
voxel, and a linear extrapolation from two images removes it. So an image that is made from
particles carries the areas of their network.
"""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.model import Capsules, Mono, Packing
from ceralyte.model.structure import PORE
from ceralyte.packing import pack
from ceralyte.pressing import press
from ceralyte.structure import (
    coarsened,
    count_grain_contacts,
    grain_contacts,
    measure_grains,
    percolating_fraction,
    split_grains,
    voxelise,
)


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
        image = voxelise(pressed, side / voxels)
        counted = count_grain_contacts(image)
        found[voxels] = pairs_of(counted.pairs - 1)
        excess[voxels] = counted.areas.sum() / total - 1
        known = grain_contacts(image)
        assert (known.pairs == pressed.contacts + 1).all()
        assert (known.areas == pressed.contact_areas).all()
    assert network <= found[96]
    assert len(found[96] - network) < 0.06 * len(network)  # gaps under a voxel
    assert len(found[96]) <= len(found[48])
    assert excess[48] / excess[96] == pytest.approx(2.0, abs=0.2)
    assert 2 * excess[96] - excess[48] == pytest.approx(0.0, abs=0.03)


def test_pores_close_beyond_0_95_and_grains_keep_their_volume():
    packing = pack(Mono(diameter=3e-6), 120, seed=1)
    wanted = np.pi / 6 * packing.diameters**3
    through = []
    for density in (0.93, 0.98):
        pressed = press(packing, method="uniaxial", relative_density=density).pressed
        image = voxelise(pressed, float(pressed.particles.box[2]) / 140)  # 0.7 % off on 100
        volumes = np.bincount(image.grain.ravel())[1:] * image.voxel_size**3
        assert volumes / wanted == pytest.approx(1.0, rel=5e-3)
        through.append([percolating_fraction(image, PORE, axis) for axis in "xyz"])
    assert min(through[0]) > 0.9
    assert through[1] == [0.0, 0.0, 0.0]


def test_grains_that_meet_through_several_sides():
    # One cell of a simple cubic array: a grain that meets three images of itself; two cells: eight
    # grains, each pair of neighbours meeting on both sides.
    for cells, pairs, neighbours in ((1, 0, 0), (2, 12, 3)):
        places = np.indices((cells,) * 3).reshape(3, -1).T
        spheres = Packing(
            centres=(places + 0.5) * 1e-6,
            diameters=np.full(cells**3, 1e-6),
            box=np.full(3, cells * 1e-6),
            periodic=(True, True, True),
            contacts=np.empty((0, 2), np.int64),
            rattlers=np.zeros(cells**3, bool),
            overlap_relative_max=0.0,
            seed=0,
        )
        pressed = press(spheres, method="isostatic", relative_density=0.7).pressed
        image = voxelise(pressed, pressed.particles.box[0] / (16 * cells))
        assert len(image.contacts) == 3 * cells**3
        assert np.abs(image.contacts.normals).sum(axis=1) == pytest.approx(1.0)
        apart = image.contacts.pairs[:, 0] != image.contacts.pairs[:, 1]
        assert len(pairs_of(image.contacts.pairs[apart])) == pairs
        assert (measure_grains(image).neighbours == neighbours).all()
        assert coarsened(image).contacts == image.contacts
        assert coarsened(image, 3).contacts is None  # a layer of voxels is lost
        assert split_grains(image).contacts is None  # other grains


def test_a_fibre_hides_the_contacts_that_it_takes_the_place_of():
    # Ceramic grown around a fibre: its grains know nothing of it, and grow by what it takes.
    packing = pack(Mono(diameter=2e-6), 200, seed=2)
    whole = press(packing, method="isostatic", relative_density=0.85).pressed
    side = float(whole.particles.box[0])
    fibre = Capsules([[0.0, side / 2, side / 2]], [[side, side / 2, side / 2]], [side / 3])
    volume = np.pi / 4 * (side / 3) ** 2 * side
    with_fibre = replace(whole.particles, obstacles=fibre, obstacle_volume=volume)
    pressed = replace(whole, particles=with_fibre)
    coarse, fine = (voxelise(pressed, side / voxels) for voxels in (96, 192))
    counted = [count_grain_contacts(image).areas.sum() for image in (coarse, fine)]
    known = fine.contacts.areas.sum()
    assert known == pytest.approx(2 * counted[1] - counted[0], rel=0.03)
    assert known < 0.95 * whole.contact_areas.sum()
    assert grain_contacts(fine) == fine.contacts
