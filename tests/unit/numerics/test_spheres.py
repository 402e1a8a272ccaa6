"""Spheres on grids against brute force and closed forms."""

import numpy as np
import pytest
from numba import set_num_threads

from ceralyte.numerics.connectivity import connected_parts, through_labels
from ceralyte.numerics.spheres import owners_and_gaps, scaled_distance

PERIODIC = (True, True, True)


@pytest.fixture
def spheres():
    rng = np.random.default_rng(7)
    box = np.array([1.0, 1.2, 0.9])
    return rng.uniform(0, box, (40, 3)), rng.uniform(0.05, 0.2, 40), box


def all_distances(centres, box, periodic, shape):
    """Distances (nx, ny, nz, n) from every voxel centre to every nearest image of a centre."""
    axes = [(np.arange(m) + 0.5) * side / m for m, side in zip(shape, box, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
    apart = points[..., None, :] - centres
    apart -= np.where(periodic, box, 0) * np.round(apart / box)
    return np.linalg.norm(apart, axis=-1)


@pytest.mark.parametrize("periodic", [PERIODIC, (True, False, True)])
def test_fields_equal_brute_force(spheres, periodic):
    centres, radii, box = spheres
    shape = (13, 16, 11)
    distance = all_distances(centres, box, periodic, shape)
    scaled = scaled_distance(centres, radii, box, periodic, shape, 3.0)
    expected = (distance / radii).min(-1)
    assert np.allclose(scaled, np.where(expected <= 3.0, expected, np.inf), rtol=1e-6)

    owner, nearest, second = owners_and_gaps(centres, radii, box, periodic, shape, 0.1)
    gaps = np.sort(distance - radii, axis=-1)
    assert np.allclose(nearest, np.where(gaps[..., 0] <= 0.1, gaps[..., 0], np.inf), atol=1e-6)
    assert np.allclose(second, np.where(gaps[..., 1] <= 0.1, gaps[..., 1], np.inf), atol=1e-6)
    power = np.where(distance < radii, distance**2 - radii**2, np.inf)
    inside = np.isfinite(power).any(-1)
    assert np.array_equal(owner, np.where(inside, power.argmin(-1), -1))


def test_results_do_not_depend_on_the_thread_count(spheres):
    centres, radii, box = spheres
    results = []
    for threads in (1, 2):
        set_num_threads(threads)
        results.append(owners_and_gaps(centres, radii, box, PERIODIC, (16, 16, 16), 0.1))
    for one, two in zip(*results, strict=True):
        assert one.tobytes() == two.tobytes()


def test_parts_join_over_wrapped_sides_only():
    mask = np.zeros((6, 4, 4), bool)
    mask[0, 1, 1] = mask[5, 1, 1] = True
    assert connected_parts(mask, []).max() == 2
    wrapped = connected_parts(mask, [0])
    assert wrapped[0, 1, 1] == wrapped[5, 1, 1] > 0
    assert wrapped[2, 2, 2] == 0


def test_a_path_that_needs_a_wrapped_side_goes_through():
    mask = np.zeros((4, 3, 2), bool)
    mask[0, 1, 0] = mask[0, 1, 1] = False
    mask[0, 0, 0] = mask[3, 0, 0] = mask[3, 0, 1] = True
    alone = connected_parts(mask, [])
    assert alone[0, 0, 0] not in through_labels(alone, 2)
    joined = connected_parts(mask, [0])
    assert joined[0, 0, 0] in through_labels(joined, 2)
