"""Voxels: volumes are exact, binder goes where its mechanism puts it."""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.core.errors import InputError, MemoryLimitError
from ceralyte.model import Capsules, Packing, PressedPacking
from ceralyte.model.structure import BINDER, CERAMIC, PORE, SUPPORT
from ceralyte.numerics.gaps import two_nearest_gaps
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.structure import (
    GROUND_ROUGHNESS,
    binder_coverage,
    design_support,
    film_thickness,
    percolating_fraction,
    voxelise,
    weave_support,
)
from ceralyte.structure.supports import support_voxels

UM = 1e-6


@pytest.fixture
def pressed():
    """60 spheres thrown at random (they overlap), as if pressed to 70 %."""
    rng = np.random.default_rng(3)
    diameters = rng.uniform(1.5, 3.5, 60) * UM
    side = float(np.cbrt(np.pi / 6 * np.sum(diameters**3) / 0.7))
    packing = Packing(
        centres=rng.uniform(0, side, (60, 3)),
        diameters=diameters,
        box=np.full(3, side),
        periodic=(True, True, True),
        contacts=np.empty((0, 2), np.int64),
        rattlers=np.zeros(60, bool),
        overlap_relative_max=0.0,
        seed=3,
    )
    return PressedPacking(packing, 1.3, 0.7, np.empty((0, 2), np.int64), np.empty(0), pressure=3e8)


@pytest.mark.parametrize("placement", ["coating", "necks", "segregated", "fibrils", "matrix"])
@pytest.mark.parametrize("voxels", [20, 45])
def test_volumes_are_exact_to_a_voxel(pressed, placement, voxels):
    structure = voxelise(
        pressed,
        pressed.particles.box[0] / voxels,
        binder_fraction=0.1,
        binder_placement=placement,
    )
    shares = structure.volume_fractions
    one = 1.5 / voxels**3
    assert shares["ceramic"] == pytest.approx(0.7, abs=one)
    assert shares["binder"] == pytest.approx(0.1, abs=one)
    assert sum(shares.values()) == pytest.approx(1)


def test_every_ceramic_voxel_has_a_grain_and_no_other(pressed):
    structure = voxelise(pressed, pressed.particles.box[0] / 32, binder_fraction=0.1)
    assert np.array_equal(structure.grain > 0, structure.phase == CERAMIC)


@pytest.mark.parametrize(("method", "share"), [("uniaxial", 0.85), ("isostatic", 0.95)])
def test_each_grain_has_its_volume_to_a_voxel(method, share):
    packing = pack(parse_distribution("lognormal(d50=3 um, sigma=0.4)"), 250, seed=1)
    pressed = press(packing, method=method, relative_density=share).pressed
    structure = voxelise(pressed, float(pressed.particles.box.min()) / 60)
    counts = np.bincount(structure.grain.ravel(), minlength=251)[1:]
    volumes = packing.diameters**3
    wanted = volumes / volumes.sum() * counts.sum()
    assert np.abs(counts - wanted).max() < 1
    assert structure.contacts.areas.sum() == pressed.contact_areas.sum()


def gaps_of(structure):
    packing = structure.particles.particles
    radii = packing.diameters / 2
    everywhere = np.ones(structure.shape, bool)
    return two_nearest_gaps(
        packing.centres, radii, packing.box, packing.periodic, everywhere, 5 * UM
    )


def test_a_coating_is_even_and_necks_sit_between_grains(pressed):
    edge = pressed.particles.box[0] / 40
    coating = voxelise(pressed, edge, binder_fraction=0.08, binder_placement="coating")
    necks = voxelise(pressed, edge, binder_fraction=0.08, binder_placement="necks")
    nearest, second = gaps_of(coating)
    pore, film = coating.phase == PORE, coating.phase == BINDER
    assert binder_coverage(coating) > binder_coverage(necks)
    assert nearest[film].mean() < nearest[pore].mean()
    neck = necks.phase == BINDER
    assert (nearest + second)[neck].mean() < (nearest + second)[film].mean()


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_shares_of_binder_that_are_none_are_refused(pressed, share):
    with pytest.raises(InputError, match=f"binder_fraction: got {share:g}"):
        voxelise(pressed, pressed.particles.box[0] / 20, binder_fraction=share)


def test_binder_that_does_not_fit_is_refused(pressed):
    with pytest.raises(InputError, match=r"40\.00 vol% of binder does not fit into 30\.00 vol%"):
        voxelise(pressed, pressed.particles.box[0] / 20, binder_fraction=0.4)


def test_huge_images_are_refused_before_allocation(pressed):
    with pytest.raises(MemoryLimitError, match="choose larger voxels"):
        voxelise(pressed, 1e-9)


def test_voxels_as_large_as_the_box_are_refused(pressed):
    with pytest.raises(InputError, match="voxel_size: got 100 um"):
        voxelise(pressed, 100 * UM)


def test_support_has_its_volume_and_displaces_the_rest(pressed):
    box = pressed.particles.box
    web = weave_support(
        design_support("nonwoven", box[2], porosity=0.85, fibre_diameter=1.5 * UM), box[0], seed=1
    )
    around = replace(
        pressed.particles, obstacles=web.capsules, obstacle_volume=0.15 * float(np.prod(box))
    )
    structure = voxelise(replace(pressed, particles=around), box[0] / 40, binder_fraction=0.05)
    shares = structure.volume_fractions
    one = 1.5 / 40**3
    assert shares["support"] == pytest.approx(0.15, abs=one)
    assert shares["ceramic"] == pytest.approx(0.7 * 0.85, abs=one)
    assert shares["binder"] == pytest.approx(0.05 * 0.85, abs=one)
    fibres = support_voxels(around, structure.shape)
    assert (structure.phase[fibres] == SUPPORT).all()


def test_fibres_finer_than_two_voxels_are_refused(pressed):
    fibre = Capsules([[0, 0, 0]], [[5 * UM, 0, 0]], [0.1 * UM])
    thin = replace(pressed.particles, obstacles=fibre, obstacle_volume=1e-21)
    with pytest.raises(InputError, match=r"0\.1 um is thinner than two voxels"):
        voxelise(replace(pressed, particles=thin), pressed.particles.box[0] / 32)


def test_percolating_fraction_counts_only_what_goes_through(pressed):
    structure = voxelise(pressed, pressed.particles.box[0] / 32)
    assert percolating_fraction(structure, CERAMIC) > 0.95
    assert percolating_fraction(structure, BINDER) == 0


def test_film_thickness_is_volume_over_free_surface(pressed):
    packing = pressed.particles
    surface = np.pi * np.sum(packing.diameters**2)
    film = film_thickness(pressed, 0.03)
    assert film.high == pytest.approx(0.03 * np.prod(packing.box) / surface)
    assert film.value == pytest.approx(film.high / GROUND_ROUGHNESS)
    assert film.estimate
    touching = replace(pressed, free_areas=pressed.free_areas / 2)
    assert film_thickness(touching, 0.03).value == pytest.approx(2 * film.value)
    with pytest.raises(InputError, match=r"binder_fraction: got -0\.1"):
        film_thickness(pressed, -0.1)
