"""Morphology: sides, periodic axes, and what cannot be measured."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Unavailable
from ceralyte.model import Structure
from ceralyte.structure import (
    Sizes,
    binder_coverage,
    chords,
    coarsened,
    describe,
    grain_contacts,
    interface_areas,
    local_thickness,
    measure_grains,
    percolating_fraction,
    percolating_fractions,
    roughness,
)
from ceralyte.structure.distance import distance_inside

UM = 1e-6
OPEN = (False, False, False)


def image(phase, grain=None, periodic=OPEN):
    phase = np.asarray(phase, np.uint8)
    grain = np.zeros(phase.shape, np.int32) if grain is None else np.asarray(grain, np.int32)
    return Structure(phase, grain, UM, periodic)


def layers(*thicknesses, periodic=(True, True, False), side=8):
    """Layers of phases 1, 0, 1, 0, ... across z."""
    column = np.concatenate([np.full(n, k % 2) for k, n in enumerate(thicknesses, start=1)])
    return image(np.broadcast_to(column, (side, side, len(column))), periodic=periodic)


def test_percolation_is_by_phase_and_axis():
    found = percolating_fractions(layers(3, 3, 3))
    assert found == {
        "pore": {"x": 1.0, "y": 1.0, "z": 0.0},
        "ceramic": {"x": 1.0, "y": 1.0, "z": 0.0},
    }
    assert percolating_fraction(layers(3, 3, 3), 2) == 0


def test_periodic_sides_connect_laterally_only():
    phase = np.zeros((4, 4, 4))
    phase[0, :, :2] = phase[3, :, 1:] = 1  # two half planes that meet over the periodic side x
    assert percolating_fraction(image(phase), 1) == 0
    assert percolating_fraction(image(phase, periodic=(True, False, False)), 1) == 1


def test_a_connection_over_corners_is_noted():
    phase = np.zeros((4, 4, 4))
    phase[:, 1, :2] = phase[:, 2, 2:] = 1
    notes = describe(image(phase)).notes
    assert any(
        "ceramic connects along z only over edges and corners of voxels" in note for note in notes
    )


@pytest.mark.parametrize(("periodic", "faces"), [((True, True, False), 1), ((True,) * 3, 2)])
def test_a_periodic_side_is_a_surface_and_others_are_not(periodic, faces):
    area = interface_areas(layers(4, 4, periodic=periodic))
    assert area[0, 1] == area[1, 0]
    assert area[0, 1] / UM**2 == pytest.approx(faces * 64)
    assert area.sum() / area[0, 1] == pytest.approx(2)


def test_areas_do_not_depend_on_the_axis():
    rng = np.random.default_rng(5)
    noise = image(rng.integers(0, 3, (12, 10, 11)))
    turned = replace(noise, phase=noise.phase.transpose(2, 0, 1).copy())
    assert interface_areas(turned) / UM**2 == pytest.approx(interface_areas(noise) / UM**2)


def test_binder_coverage_counts_only_free_surface():
    phase = np.zeros((8, 8, 9))
    phase[:, :, :3] = 1
    phase[:2, :, 3] = 2  # binder on a quarter of the ceramic
    phase[6:, :, 3] = 3  # support on another
    covered = binder_coverage(image(phase, periodic=(True, True, False)))
    assert covered == pytest.approx(1 / 3, abs=0.06)
    assert binder_coverage(layers(4, 4)) == 0


def test_grains_meet_over_their_true_area():
    grain = np.ones((12, 12, 12), int)
    grain[np.add.outer(np.arange(12), np.arange(12)) >= 12] = 2
    found = grain_contacts(image(np.ones((12, 12, 12)), grain))
    assert found.pairs.tolist() == [[1, 2]]
    assert found.areas[0] / UM**2 == pytest.approx(12 * 12 * 2**0.5, rel=0.08)


def test_grain_table_marks_what_a_side_cuts():
    grain = np.zeros((10, 10, 10), int)
    grain[2:5, 2:5, 2:5], grain[5:8, 2:5, 2:5], grain[0:2, 8:, 8:] = 4, 7, 9
    table = measure_grains(image(grain > 0, grain))
    assert table.number.tolist() == [4, 7, 9]
    assert table.cut.tolist() == [False, False, True]
    assert table.neighbours.tolist() == [1, 1, 0]
    assert table.diameter[0] == pytest.approx(np.cbrt(6 / np.pi * 27) * UM)
    with pytest.raises(InputError, match="has no grains"):
        measure_grains(image(grain > 0))


def test_chords_of_layers():
    found = chords(layers(3, 5, 4), 2)
    assert found[0].mean == pytest.approx(5 * UM)
    assert found[0].counts[5] == 64
    # Both layers of ceramic are cut: length 7 in the phase, 2 ends.
    assert found[1].mean == pytest.approx(7 * UM)
    assert found[1].counts.sum() == 0
    assert chords(layers(3, 5, 4), 0)[1].mean is None
    two = chords(layers(3, 5), 2)  # one end for each, and no whole chord
    assert (two[1].mean, two[0].mean) == pytest.approx((6 * UM, 10 * UM))
    assert two[1].counts.sum() == two[0].counts.sum() == 0
    joined = chords(layers(3, 5, 4, periodic=(True, True, True)), 2)
    assert joined[1].counts[7] == 64
    assert joined[1].mean == pytest.approx(7 * UM)


def test_chords_do_not_depend_on_where_a_periodic_image_begins():
    rng = np.random.default_rng(3)
    phase = rng.integers(0, 3, (6, 7, 8)).astype(np.uint8)
    for axis in range(3):
        here = chords(image(phase, periodic=(True,) * 3), axis)
        there = chords(image(np.roll(phase, 3, axis), periodic=(True,) * 3), axis)
        for k in here:
            assert np.array_equal(here[k].counts, there[k].counts)
            assert (here[k].counts * np.arange(len(here[k].counts))).sum() == (phase == k).sum()


def brute_force_thickness(mask, periodic):
    """Largest ball of a grid-centred radius that holds each voxel, by trying them all."""
    distance = distance_inside(mask, periodic)
    best = np.zeros(mask.shape)
    places = np.argwhere(mask)
    for centre in places:
        gap = np.abs(places - centre).astype(float)
        for axis in range(3):
            if periodic[axis]:
                gap[:, axis] = np.minimum(gap[:, axis], mask.shape[axis] - gap[:, axis])
        r = distance[tuple(centre)]
        held = places[(gap**2).sum(axis=1) < round(r * r)]
        best[tuple(held.T)] = np.maximum(best[tuple(held.T)], r)
    return best


@pytest.mark.parametrize("periodic", [OPEN, (True, True, True), (True, False, True)])
def test_local_thickness_against_all_balls(periodic):
    rng = np.random.default_rng(8)
    blobs = gaussian_filter(rng.normal(size=(18, 16, 17)), 2.0, mode="wrap") > 0
    exact = 2 * brute_force_thickness(blobs, periodic)
    found = local_thickness(image(blobs, periodic=periodic), 1) / UM
    assert (found[~blobs] == 0).all()
    assert found == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("side", [20, 50, 90])
def test_distances_reach_over_periodic_sides_however_far(side):
    row = np.ones((side, 1, 1), bool)
    row[side // 4] = False
    steps = np.abs(np.arange(side) - side // 4)
    found = distance_inside(row, (True, False, False)).ravel()
    assert found.tolist() == np.minimum(steps, side - steps).tolist()


def test_axes_have_names():
    with pytest.raises(UnknownNameError, match="axis: unknown name '0'"):
        percolating_fraction(layers(2, 2), 0, 0)


def test_local_thickness_needs_two_phases():
    with pytest.raises(InputError, match="all of the image is phase 1"):
        local_thickness(image(np.ones((4, 4, 4))), 1)
    with pytest.raises(InputError, match="none of the image is phase 2"):
        local_thickness(layers(2, 2), 2)


def test_roughness_of_steps_and_of_a_tilted_face():
    phase = np.zeros((8, 8, 10))
    phase[:4, :, 2:8] = phase[4:, :, 4:6] = 1  # steps of 2 voxels on both faces
    for face in ("bottom", "top"):
        found = roughness(image(phase, periodic=(True, True, False)), face)
        assert found.mean == pytest.approx(1 * UM)
        assert found.rms == pytest.approx(1 * UM)
        assert found.open_fraction == 0
    slope = np.arange(12)[:, None, None] <= np.arange(20)[None, None, :]
    tilted = image(np.broadcast_to(slope, (12, 6, 20)))
    assert roughness(tilted, "bottom").mean == pytest.approx(0, abs=1e-12)
    assert roughness(replace(tilted, periodic=(True, True, False)), "bottom").mean > 2 * UM


def test_roughness_leaves_out_what_is_open():
    phase = np.zeros((4, 4, 6))
    phase[1:, :, 2:4] = 1
    found = roughness(image(phase), "top")
    assert found.open_fraction == 0.25
    assert found.rms == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("structure", "face", "message"),
    [
        (layers(2, 2), "front", "face: got 'front'"),
        (layers(2, 2, periodic=(True,) * 3), "top", "is periodic along z and has no faces"),
        (image(np.zeros((4, 4, 4))), "top", "shows no solid"),
    ],
)
def test_faces_that_are_not_there(structure, face, message):
    with pytest.raises(InputError, match=message):
        roughness(structure, face)


def test_coarser_voxels_keep_the_middle_of_each_step():
    fine = image(np.arange(9 * 8 * 8).reshape(9, 8, 8) % 4, periodic=(True, True, False))
    coarse = coarsened(fine)
    assert coarse.shape == (4, 4, 4)
    assert coarse.voxel_size == 2 * UM
    assert coarse.periodic == fine.periodic
    assert np.array_equal(coarse.phase, fine.phase[1::2, 1::2, 1::2])
    with pytest.raises(InputError, match="8 x 8 x 6 voxels shrink to 4 x 4 x 3"):
        coarsened(layers(3, 3))


def test_describe_says_why_a_number_is_missing():
    found = describe(layers(8, 8, 8, side=16))
    assert isinstance(found.grain_sizes, Unavailable)
    assert "no grain labels" in found.grain_sizes.reason
    assert isinstance(found.binder_coverage, Unavailable)
    assert isinstance(found.mean_chords["pore"]["x"], Unavailable)
    assert found.mean_chords["pore"]["z"].value == pytest.approx(8 * UM)
    # 2 surfaces on 24 voxels.
    assert found.specific_surfaces["ceramic"].value == pytest.approx(2 / (24 * UM))
    assert found.local_thicknesses["pore"].d50.value == pytest.approx(8 * UM)
    assert found.roughness["top"]["Ra"].estimate
    assert type(found).model_validate_json(found.model_dump_json()) == found


def test_describe_marks_split_grains_as_estimates():
    grain = np.zeros((16, 16, 16), int)
    grain[4:8, 4:8, 4:8], grain[8:12, 4:8, 4:8] = 1, 2
    for estimated in (False, True):
        found = describe(image(grain > 0, grain), grains_estimated=estimated)
        assert isinstance(found.grain_sizes, Sizes)
        assert found.grain_sizes.d50.estimate is estimated
        assert found.coordination_number.estimate is estimated
        assert found.coordination_number.value == 1
        assert found.whole_grains == 2
        assert any(
            "rest on the 2 of 2 that are whole: fewer than 30" in note for note in found.notes
        )


def test_enough_whole_grains_need_no_note():
    grain = np.zeros((16, 16, 16), int)
    grain[2:14:3, 2:14:3, 2:14:3] = np.arange(1, 65).reshape(4, 4, 4)
    found = describe(image(grain > 0, grain))
    assert found.whole_grains == 64
    assert not any("whole grains" in note for note in found.notes)


def test_describe_of_one_phase_and_of_cut_grains():
    found = describe(image(np.ones((8, 8, 8)), np.ones((8, 8, 8))))
    assert found.local_thicknesses == {}
    assert found.grain_count == 1
    assert found.grain_sizes.reason == "every grain is cut by a side of the image"


def test_balls_that_reach_over_the_image_are_noted():
    corner = np.ones((8, 8, 8))
    corner[0, 0, 0] = 0
    (note,) = (n for n in describe(image(corner)).notes if "local thickness" in n)
    assert note.startswith("local thickness of ceramic: ")
    assert "shortest side that is not periodic, 8 um" in note
    assert not any("local thickness" in n for n in describe(layers(3, 3, 3)).notes)
