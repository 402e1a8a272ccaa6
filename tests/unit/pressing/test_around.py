"""Pressing around a support: balanced, of a stretched bed, and what cannot be pressed."""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import grow_around, press, press_around
from ceralyte.structure import voxelise


@pytest.fixture(scope="module")
def around_a_fibre():
    fibre = Capsules(starts=[[4e-6, 7e-6, 7e-6]], ends=[[11e-6, 7e-6, 7e-6]], diameters=[3e-6])
    powder = parse_distribution("mono(d=3 um)")
    return pack(powder, box=np.full(3, 15e-6), obstacles=fibre, overlap_tolerance=1e-3)


def test_a_stretched_bed_has_lost_the_contacts_of_the_packing(around_a_fibre):
    stretched = press_around(around_a_fibre, 0.55, support_fraction=0.02)
    assert stretched.path.contact_number.tolist() == [stretched.pressed.contact_number]
    assert stretched.pressed.contact_number < 1


def test_contacts_of_a_bed_that_is_shortened_begin_as_packed(around_a_fibre):
    path = press_around(around_a_fibre, 0.70, support_fraction=0.02).path
    packed = 2 * len(around_a_fibre.contacts) / len(around_a_fibre)
    assert path.contact_number[0] == pytest.approx(packed)


def around_a_yarn(diameter):
    """Powder around a fibre through the whole box, and the share that the fibre has of it."""
    yarn = Capsules(starts=[[0, 7e-6, 7e-6]], ends=[[15e-6, 7e-6, 7e-6]], diameters=[diameter])
    powder = parse_distribution("mono(d=3 um)")
    packing = pack(powder, box=np.full(3, 15e-6), obstacles=yarn, overlap_tolerance=1e-3)
    return packing, np.pi / 4 * diameter**2 / (15e-6) ** 2


def test_a_thin_fibre_changes_little():
    packing, share = around_a_yarn(0.2e-6)
    around = press_around(packing, 0.80, support_fraction=share).path
    free = replace(packing, obstacles=None, obstacle_volume=0.0)
    path = press(free, method="uniaxial", relative_density=0.80).path
    for name in ("contact_number", "contact_area", "load", "thickness"):
        assert getattr(around, name)[-1] == pytest.approx(getattr(path, name)[-1], rel=0.05)


def test_forces_balance_and_fibres_take_nothing_of_the_grains():
    packing, share = around_a_yarn(3e-6)
    pressed_share = share * 0.85 / packing.packing_fraction  # the box shortens, the fibre stays
    around = press_around(packing, 0.85, support_fraction=pressed_share)
    assert (around.path.imbalance[1:] < 0.02).all()
    assert (np.diff(around.path.load) > 0).all()
    image = voxelise(around.pressed, 0.2e-6)
    found = np.bincount(image.grain.ravel(), minlength=len(packing) + 1)[1:]
    volumes = np.pi / 6 * packing.diameters**3 / image.voxel_size**3
    # Of grains that only move with the box the fibre takes 12 % where it lies.
    assert found / volumes == pytest.approx(1.0, abs=0.03)
    assert np.std(found / volumes) < 0.007
    whole = around.pressed.contact_areas.sum()
    assert image.contacts.areas.sum() == pytest.approx(whole, rel=0.02)


def test_ceramic_that_grew_moves_with_the_box(around_a_fibre):
    grown = grow_around(around_a_fibre, 0.85, support_fraction=0.02)
    moved = around_a_fibre.centres * grown.particles.box / around_a_fibre.box
    assert grown.particles.centres == pytest.approx(moved)
    assert grown.relative_density == 0.85


@pytest.mark.parametrize(
    ("ceramic", "support", "message"),
    [
        (0.0, 0.02, r"ceramic_fraction: got 0\. Allowed: above 0 and below 1"),
        (np.nan, 0.02, r"ceramic_fraction: got nan\."),
        (0.6, 0.0, r"support_fraction: got 0\. Allowed: above 0 and below 1"),
        (0.6, 1.0, r"support_fraction: got 1\."),
    ],
)
def test_impossible_shares_are_refused(around_a_fibre, ceramic, support, message):
    with pytest.raises(InputError, match=message):
        press_around(around_a_fibre, ceramic, support_fraction=support)


def test_nothing_to_press_around_is_refused(around_a_fibre):
    with pytest.raises(InputError, match="packing: has no obstacles to press around"):
        press_around(replace(around_a_fibre, obstacles=None), 0.7, support_fraction=0.02)
