"""Pressing around a support: balanced, of a stretched bed, and what cannot be pressed."""

from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import around as around_module
from ceralyte.pressing import axial_compression, grow_around, law_of_path, press, press_around
from ceralyte.pressing.beads import beads_of
from ceralyte.pressing.bed import bed_of
from ceralyte.structure import design_support, voxelise, weave_support


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
        assert getattr(around, name)[-1] / getattr(path, name)[-1] == pytest.approx(1.0, rel=0.05)


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
    assert image.contacts.areas.sum() / whole == pytest.approx(1.0, rel=0.02)
    # What lies on the fibre is surface, but no contact, in all that a path keeps.
    surface = 2 * whole + around.pressed.free_areas.sum()
    fibre = np.pi * 3e-6 * 15e-6
    met = around.path.contact_area_fraction[-1]
    assert around.path.contact_area[-1] * len(packing) / (2 * whole) == pytest.approx(1.0)
    assert 2 * whole / (surface + fibre) < met < 2 * whole / surface


def test_ceramic_that_grew_moves_with_the_box(around_a_fibre):
    grown = grow_around(around_a_fibre, 0.85, support_fraction=0.02)
    moved = around_a_fibre.centres * grown.particles.box / around_a_fibre.box
    assert grown.particles.centres == pytest.approx(moved)
    assert grown.relative_density == 0.85


CROSSING = (
    [[0, 7.5e-6, 7.5e-6], [7.5e-6, 0, 7.5e-6]],
    [[15e-6, 7.5e-6, 7.5e-6], [7.5e-6, 15e-6, 7.5e-6]],
)
ALONG = [0, 7e-6, 7e-6], [15e-6, 7e-6, 7e-6]
POINT = [3e-6, 3e-6, 3e-6]


@pytest.mark.parametrize(
    "fibres",
    [
        Capsules(*CROSSING, [2e-6, 2e-6]),
        Capsules([ALONG[0]] * 2, [ALONG[1]] * 2, [2e-6, 2e-6]),
        Capsules([ALONG[0], POINT], [ALONG[1], POINT], [2e-6, 2e-6]),
        Capsules([ALONG[0], POINT], [ALONG[1], POINT], [2e-6, 4e-6]),
    ],
    ids=["cross", "twice", "sphere", "thick sphere"],
)
def test_fibres_may_cross_repeat_and_be_spheres(fibres):
    powder = parse_distribution("mono(d=3 um)")
    packing = pack(powder, box=np.full(3, 15e-6), obstacles=fibres, overlap_tolerance=1e-3)
    path = press_around(packing, 0.75, support_fraction=0.02).path
    assert path.relative_density[-1] == pytest.approx(0.75)
    assert (path.imbalance[1:] < 0.02).all()


def test_beads_have_the_volume_of_what_they_stand_for():
    box, r = np.full(3, 15e-6), 1e-6
    rod = np.pi * r**2 * 15e-6
    # Two cylinders at right angles share 16/3 r^3 (Steinmetz).
    for fibres, volume in (
        (Capsules(*CROSSING, [2 * r, 2 * r]), 2 * rod - 16 / 3 * r**3),
        (Capsules([ALONG[0]] * 2, [ALONG[1]] * 2, [2 * r, 2 * r]), rod),
        (Capsules([POINT], [POINT], [2 * r]), 4 / 3 * np.pi * r**3),
        (Capsules([[7e-6, 7e-6, -9e-6]], [[7e-6, 7e-6, 24e-6]], [2 * r]), rod),
    ):
        centres, volumes = beads_of(fibres, box, (True, True, False))
        assert volumes.sum() / volume == pytest.approx(1.0, rel=0.01)
        assert (centres >= 0).all()
        assert (centres <= box).all()


def test_a_chain_of_beads_is_nearly_as_smooth_as_a_fibre():
    rod = Capsules([ALONG[0]], [ALONG[1]], [2e-6])
    centres, volumes = beads_of(rod, np.full(3, 15e-6), (True, True, True))
    apart = np.diff(centres[:, 0])
    disc = volumes[1:]
    spheres = np.sqrt(disc / (np.pi * apart) + apart**2 / 12)  # cut at half the distance
    assert spheres.max() / 1e-6 < 1.015


@pytest.mark.parametrize(
    ("kind", "thickness", "design"),
    [
        ("octet", 8e-6, {"fibre_diameter": 1.1e-6, "pitch": 8e-6}),
        ("gyroid", 8e-6, {"fibre_diameter": 2e-6, "pitch": 8e-6}),
        ("woven", 4e-6, {"fibre_diameter": 2.2e-6, "pitch": 6e-6}),
    ],
)
def test_in_regular_supports_the_load_rises_from_nothing(kind, thickness, design):
    plan = design_support(kind, thickness, **design)
    web = weave_support(plan, plan.period, seed=0)
    packing = pack(
        parse_distribution("mono(d=1.5 um)"),
        box=(web.side, web.side),
        slab_thickness=8e-6,
        obstacles=web.capsules,
        overlap_tolerance=1e-3,
    )
    share = (1 - plan.porosity) * thickness / 8e-6
    height = share + packing.packing_fraction * (1 - share) / 0.80  # over that before
    path = press_around(packing, 0.80, support_fraction=share / height).path
    assert path.load[0] / path.load[-1] < 0.015  # grains that only touch fibres carry nothing
    assert path.load[1] > path.load[0]
    assert (np.diff(path.load) > -0.01 * path.load[-1]).all()  # of few grains some give way


def test_an_axis_out_of_the_box_is_no_support(around_a_fibre):
    outside = Capsules([[0, 0, 20e-6]], [[15e-6, 0, 20e-6]], [2e-6])
    walled = replace(around_a_fibre, obstacles=outside, periodic=(True, True, False))
    with pytest.raises(InputError, match="no axis of its obstacles is in the box"):
        press_around(walled, 0.7, support_fraction=0.02)


@pytest.mark.parametrize("share", [0.55, 0.65])
@pytest.mark.parametrize("way", [press_around, grow_around])
def test_all_of_it_runs_on_one_blas_thread(around_a_fibre, way, share, monkeypatch):
    """Sums of many numbers would else depend on the threads of the machine."""
    used = []

    def watched(*args, **kwargs):
        used.extend(i["num_threads"] for i in threadpool_info() if i["user_api"] == "blas")
        return bed_of(*args, **kwargs)

    bed_of = around_module.bed_of
    monkeypatch.setattr(around_module, "bed_of", watched)
    with threadpool_limits(2, user_api="blas"):
        way(around_a_fibre, share, support_fraction=0.02)
    assert set(used) == {1}


def test_of_an_alternating_crystal_half_of_the_stress_is_in_the_held_grains():
    places = np.argwhere(np.ones((4, 4, 4)))
    held = places.sum(axis=1) % 2 == 1
    centres = np.concatenate([places[~held], places[held]]) + 0.5
    box, volumes = np.full(3, 4.0), np.full(64, 0.7)  # simple cubic, flattened
    whole = bed_of(centres, volumes, box, (True,) * 3).fabric
    bed = bed_of(centres, volumes, box, (True,) * 3, held=32)
    assert whole[2] > 0.1
    assert bed.held_fabric == pytest.approx(whole / 2)
    assert bed.fabric == pytest.approx(whole / 2)
    lonely = bed_of(centres, volumes, box, (True,) * 3, held=63)  # held ones meet each other too
    assert lonely.held_fabric == pytest.approx(whole / 64)


def test_a_fibre_in_the_plane_carries_about_its_share_of_the_volume():
    packing, share = around_a_yarn(3e-6)
    pressed_share = share * 0.85 / packing.packing_fraction
    path = press_around(packing, 0.85, support_fraction=pressed_share).path
    in_fibre = path.support_stresses[-1, 2] / pressed_share
    beside = path.load[-1] / (1 - pressed_share)
    assert in_fibre / beside == pytest.approx(1.0, abs=0.35)
    assert (
        press(
            replace(packing, obstacles=None, obstacle_volume=0.0),
            method="uniaxial",
            relative_density=0.7,
        ).path.support_stresses
        is None
    )


@pytest.mark.parametrize(
    ("start", "end", "carried"),
    [
        ([0, 0, 0], [0, 0, 8e-6], 0.2),
        ([0, 0, 0], [8e-6, 0, 0], 0.0),
        ([0, 0, 0], [6e-6, 0, 8e-6], (1 - 10 / np.hypot(6, 10)) * 0.64),
    ],
    ids=["post", "in the plane", "slanted"],
)
def test_fibres_shorten_by_what_is_upright_of_them(start, end, carried):
    assert axial_compression(Capsules([start], [end], [1e-6]), 0.8) == pytest.approx(carried)


def test_a_path_around_fibres_is_no_law_of_the_powder(around_a_fibre):
    path = press_around(around_a_fibre, 0.65, support_fraction=0.02).path
    with pytest.raises(InputError, match="whose fibres carry a part of the pressure"):
        law_of_path(path)


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
