"""Grains between two electrodes: what an image shows of them on its sides."""

import numpy as np
import pytest

from ceralyte.model import Structure
from ceralyte.structure import cut_open, electrode_areas, geometric_resistances


def image(grain, periodic=(False, False, False)):
    return Structure((grain > 0).astype(np.uint8), grain.astype(np.int32), 0.5, periodic)


def test_cubes_meet_the_electrodes_in_their_faces():
    grain = np.zeros((6, 8, 8), int)
    grain[:, :4, :4], grain[:, 4:, 4:] = 1, 2
    grain[:3, :2, 4:] = 3
    assert electrode_areas(image(grain), 0) == pytest.approx(
        0.25 * np.array([[16, 16, 8], [16, 16, 0]])
    )


def test_a_cut_sphere_has_the_circle_of_its_cut():
    """The plane of voxels beside the electrode alone holds 1.6 times as much on the low side."""
    x, y, z = (np.indices((40, 40, 24)) + 0.5) - np.array([20, 20, 14.2]).reshape(3, 1, 1, 1)
    grain = (x**2 + y**2 + z**2 < 15.0**2).astype(int)
    low, high = electrode_areas(image(grain), 2)
    assert low == pytest.approx(0.25 * np.pi * (15.0**2 - 14.2**2), rel=0.04)
    assert high == pytest.approx(0.25 * np.pi * (15.0**2 - 9.8**2), rel=0.04)


def test_sections_in_series_of_grains_that_lead_through():
    """Edge 0.5 m: 6 planes of 16 voxels, and 3 of 8 with 3 of 4; the third ends half way."""
    grain = np.zeros((6, 8, 8), int)
    grain[:, :4, :4], grain[:3, 4:, 4:6], grain[3:, 4:6, 4:6] = 1, 2, 2
    grain[:3, :2, 4:] = 3
    expected = np.array([6 / 16, 3 / 8 + 3 / 4, 0]) / 0.5
    assert geometric_resistances(image(grain), 0) == pytest.approx(expected)


def test_a_grain_that_goes_on_at_the_other_side_is_two():
    grain = np.zeros((3, 3, 8), int)
    grain[..., :3], grain[..., 3:6], grain[..., 6:] = 1, 2, 1
    cut = cut_open(image(grain, (True, False, True)), 2)
    assert cut.periodic == (True, False, False)
    assert cut.grain[0, 0].tolist() == [1, 1, 1, 2, 2, 2, 4, 4]
    along = image(grain, (True, False, False))
    assert cut_open(along, 0).grain.tolist() == grain.tolist()
    assert cut_open(along, 1) is along


def test_a_number_at_both_sides_is_that_of_two_grains_without_periods_too():
    grain = np.ones((3, 3, 6), int)
    grain[..., 2:4] = 2
    assert cut_open(image(grain), 2).grain[0, 0].tolist() == [1, 1, 2, 2, 4, 4]
    whole = image(np.ones((3, 3, 6), int))
    assert cut_open(whole, 2) is whole
