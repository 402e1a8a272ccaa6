"""Which voxels carry current."""

import numpy as np
import pytest
from scipy import ndimage

from ceralyte.numerics.connectivity import connected_parts
from ceralyte.numerics.through_paths import through_paths, winding_nodes

OPEN = (False, False, False)


def test_dead_ends_on_one_electrode_are_removed_and_side_branches_kept():
    image = np.zeros((5, 5, 5), bool)
    image[:, 0, 0] = True  # through
    image[2, 0, :3] = True  # branch of it
    image[:3, 4, 4] = True  # from one electrode only
    image[2, 2, 4] = True  # island
    expected = np.zeros_like(image)
    expected[:, 0, 0] = expected[2, 0, :3] = True
    assert np.array_equal(through_paths(image, OPEN), expected)


def test_a_path_may_leave_through_a_periodic_side():
    image = np.zeros((4, 4, 4), bool)
    image[:2, 0, 1] = True
    image[1:, 3, 1] = True  # joined to the first over the side y
    assert not through_paths(image, OPEN).any()
    assert np.array_equal(through_paths(image, (False, True, False)), image)


def test_a_periodic_path_must_meet_its_own_image():
    image = np.zeros((3, 4, 1), bool)
    image[0, 0] = image[1, :2] = image[2, 1:3] = True  # both ends, 2 never above 0
    assert through_paths(image, (False, True, True)).any()
    assert not through_paths(image, (True, True, True)).any()
    image[0, 1] = True
    assert np.array_equal(through_paths(image, (True, True, True)), image)


def test_a_cap_across_the_periodic_face_is_finite():
    cap = np.zeros((4, 3, 3), bool)
    cap[[0, 3]] = True
    assert not through_paths(cap, (True, True, True)).any()


def test_winding_needs_a_loop_that_climbs():
    assert winding_nodes([(1, 1, 1)]) == {1}
    assert winding_nodes([(1, 2, 1), (2, 1, -1)]) == set()
    assert winding_nodes([(1, 2, 1), (2, 1, 0), (5, 6, 1)]) == {1, 2}
    assert winding_nodes([]) == set()


@pytest.mark.parametrize("share", [0.25, 0.32, 0.5])
def test_parts_are_numbered_as_by_scipy_and_do_not_depend_on_where_a_ring_begins(share):
    mask = np.random.default_rng(0).random((9, 12, 11)) < share
    np.testing.assert_array_equal(connected_parts(mask, []), ndimage.label(mask)[0])
    counts = {int(connected_parts(np.roll(mask, s, (0, 1, 2)), [0, 1, 2]).max()) for s in range(6)}
    assert len(counts) == 1
