"""Spheres on grids against brute force and closed forms."""

import numpy as np
import pytest
from numba import set_num_threads

from ceralyte.numerics.connectivity import connected_parts, through_labels
from ceralyte.numerics.gaps import two_nearest_gaps
from ceralyte.numerics.spheres import nearest_of_own, radical_cells, scaled_distance

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

    everywhere = np.ones(shape, bool)
    nearest, second = two_nearest_gaps(centres, radii, box, periodic, everywhere, 0.1)
    gaps = np.sort(distance - radii, axis=-1)
    assert np.allclose(nearest, np.where(gaps[..., 0] <= 0.1, gaps[..., 0], np.inf), atol=1e-6)
    assert np.allclose(second, np.where(gaps[..., 1] <= 0.1, gaps[..., 1], np.inf), atol=1e-6)

    limits = radii + 0.05
    owner = radical_cells(centres, radii, box, periodic, shape, limits)
    power = np.where(distance <= limits, distance**2 - radii**2, np.inf)
    assert np.array_equal(owner, np.where(np.isfinite(power).any(-1), power.argmin(-1), -1))


@pytest.mark.parametrize("periodic", [PERIODIC, (True, False, True)])
def test_each_cell_gives_as_many_of_its_nearest_voxels_as_it_is_asked_for(spheres, periodic):
    centres, radii, box = spheres
    shape, limits = (13, 16, 11), radii + 0.05
    owner = radical_cells(centres, radii, box, periodic, shape, limits)
    held = np.bincount(owner.ravel() + 1, minlength=41)[1:]
    wanted = np.arange(40) * held // 35  # none of the first, more than it has of the last
    taken, short = nearest_of_own(centres, box, periodic, limits, owner, wanted)
    assert np.array_equal(short, np.maximum(wanted - held, 0))
    assert short.any()
    distance = all_distances(centres, box, periodic, shape)
    for cell in range(40):
        own = owner == cell
        assert taken[own].sum() == min(wanted[cell], held[cell])
        if 0 < wanted[cell] < held[cell]:
            away = distance[..., cell]
            assert away[own & taken].max() <= away[own & ~taken].min() * (1 + 1e-6)
    assert not taken[owner < 0].any()


def test_a_cell_that_meets_itself_through_the_sides_gives_each_voxel_once():
    centre, box, limits = np.array([[0.9, 0.1, 0.5]]), np.ones(3), np.array([0.8])
    owner = radical_cells(centre, np.array([0.6]), box, PERIODIC, (8, 8, 8), limits)
    taken, _ = nearest_of_own(centre, box, PERIODIC, limits, owner, np.array([100]))
    distance = all_distances(centre, box, PERIODIC, (8, 8, 8))[..., 0]
    assert taken.sum() == 100
    assert distance[taken].max() <= distance[~taken].min() * (1 + 1e-6)


def test_results_do_not_depend_on_the_thread_count(spheres):
    centres, radii, box = spheres
    results = []
    for threads in (1, 2):
        set_num_threads(threads)
        owner = radical_cells(centres, radii, box, PERIODIC, (16, 16, 16), radii + 0.1)
        counts = np.full(40, 30)
        found = nearest_of_own(centres, box, PERIODIC, radii + 0.1, owner, counts)
        results.append((owner, *found))
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
