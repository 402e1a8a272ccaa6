"""The error of the grid that two resolutions do not show."""

import numpy as np
import pytest

from ceralyte.model import Packing, PressedPacking, Structure
from ceralyte.transport import grid_error

GRAINS = Packing(
    centres=np.full((2, 3), 0.5),
    diameters=np.array([1.0, 3.0]),
    box=np.ones(3),
    periodic=(True, True, True),
    contacts=np.zeros((0, 2), np.int64),
    rattlers=np.zeros(2, bool),
    overlap_relative_max=0.0,
    seed=0,
)


def _cube(particles: PressedPacking | None) -> Structure:
    full = np.ones((4, 4, 4), np.uint8)
    return Structure(full, full.astype(np.int32), 0.25, (True, True, True), particles)


def test_error_of_voxels_falls_with_their_number_along_a_grain():
    none = np.zeros((0, 2), np.int64)
    structure = _cube(PressedPacking(GRAINS, 1.0, 0.5, none, np.zeros(0)))
    assert grid_error(structure, "voxels") == pytest.approx(6.0 / 8**2)
    assert grid_error(structure, "grains") == 0.003


def _touching(branches: np.ndarray, radii: np.ndarray) -> PressedPacking:
    """Contacts of these radii between two grains, along these ways."""
    pairs = np.array([[0, 1]] * len(branches))
    return PressedPacking(GRAINS, 1.0, 0.5, pairs, np.pi * radii**2, branches=branches)


def test_error_grows_where_contacts_are_smaller_than_a_cell():
    alike = np.array([[0.0, 0.0, 1.0]] * 3)
    structure = _cube(_touching(alike, np.array([0.0, 0.125, 0.125])))
    single = 0.027 * 2**1.5
    assert grid_error(structure, "grains") == pytest.approx(
        np.sqrt(0.003**2 + (0.008 * 2**2) ** 2 + single**2)
    )
    assert grid_error(structure, "voxels") == pytest.approx(
        np.sqrt((6.0 / 8**2) ** 2 + (0.07 * 2**2) ** 2 + (0.65 * 2) ** 2)
    )


def test_error_of_single_contacts_averages_over_those_that_lie_differently():
    same = np.array([[0.6, 0.0, 0.8], [0.0, -0.8, 0.6], [-8.0, 6.0, 0.0]])  # but for symmetry
    other = np.array([[0.0, 0.0, 1.0], [0.6, 0.0, 0.8], [0.5, 0.5, 0.5], [0.48, 0.6, 0.64]])
    found = [
        grid_error(_cube(_touching(b, np.full(len(b), 0.25))), "grains") for b in (same, other)
    ]
    rest = np.hypot(0.003, 0.008)
    assert found[0] == pytest.approx(np.hypot(rest, 0.027))
    assert found[1] == pytest.approx(np.hypot(rest, 0.027 / 2))


def test_contacts_without_a_way_between_their_grains_lie_alike():
    """As of a grain that meets its own image, where the way is not told."""
    nowhere = _cube(_touching(np.zeros((3, 3)), np.full(3, 0.25)))
    assert grid_error(nowhere, "grains") == pytest.approx(np.hypot(np.hypot(0.003, 0.008), 0.027))


def test_contacts_of_an_image_that_are_as_wide_lie_alike():
    image = _cube(None)
    for radii, different in (([0.5, 0.5001], 1), ([0.4, 0.5, 0.6, 0.9], 4)):
        found = grid_error(image, "voxels", diameter=2.0, necks=np.array(radii))
        cells = 0.25 / np.median(radii)
        expected = 6.0 / 8**2, 0.07 * cells**2, 0.65 * cells / np.sqrt(different)
        assert found == pytest.approx(np.linalg.norm(expected))
    close = grid_error(image, "voxels", diameter=2.0, necks=np.array([0.0, 0.0, 0.1]))
    least = 6.0 / 8**2, 0.07 * 2**2, 0.65 * 2 / np.sqrt(2)  # as of half a voxel
    assert close == pytest.approx(np.linalg.norm(least))
    apart = grid_error(image, "voxels", diameter=2.0, necks=np.zeros(0))
    assert apart == pytest.approx(6.0 / 8**2)


def test_nothing_is_said_of_an_image_whose_grains_are_not_known():
    assert grid_error(_cube(None), "voxels") is None
