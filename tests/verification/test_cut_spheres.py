"""Volumes, facets and free surfaces of cut spheres against closed forms."""

from itertools import product

import numpy as np
import pytest
from numba import set_num_threads

from ceralyte.numerics.close_pairs import close_pairs
from ceralyte.numerics.cut_spheres import cut_spheres
from ceralyte.numerics.spheres import radical_cells

PERIODIC = (True, True, True)
FREE = (False, False, False)


def geometry(centres, radii, box, periodic=PERIODIC):
    centres, radii, box = (np.asarray(a, float) for a in (centres, radii, box))
    near = close_pairs(centres, radii, box, periodic)
    return near, cut_spheres(centres, radii, box, periodic, near)


def cap(r, h):
    """Volume of the cap that a plane at height h cuts off."""
    return np.pi / 3 * (r - h) ** 2 * (2 * r + h)


def test_two_unequal_spheres_meet_in_their_radical_plane():
    # Radii 3 and 4 at distance 5: a right triangle, the circle has radius 12/5; through a side.
    _, grains = geometry([[1, 10, 10], [16, 10, 10]], [3, 4], [20, 20, 20])
    assert grains.area == pytest.approx(np.pi * 2.4**2, rel=1e-12)
    heights = np.array([9 / 5, 16 / 5])
    radii = np.array([3.0, 4.0])
    assert grains.height == pytest.approx(heights)
    assert grains.volume == pytest.approx(4 / 3 * np.pi * radii**3 - cap(radii, heights))
    assert grains.free_area == pytest.approx(2 * np.pi * radii * (radii + heights))


def test_walls_cut_and_images_do_not_reach_through_them():
    near, grains = geometry([[1, 10, 10], [16, 10, 10]], [3, 4], [20, 20, 20], (False, True, True))
    assert len(near.partner) == 0
    assert grains.wall_area[0, 0] == pytest.approx(np.pi * 8)
    assert grains.wall_area[1, 1] == pytest.approx(0)
    assert grains.volume[0] == pytest.approx(36 * np.pi - cap(3, 1))


@pytest.mark.parametrize("relative", [1.02, 1.2, 1.41])
def test_a_cubic_array_has_six_caps(relative):
    # Radius over half the distance, below sqrt(2) where caps would meet.
    r = relative / 2
    near, grains = geometry([[0.5, 0.5, 0.5]], [r], np.ones(3))
    assert len(near.partner) == 6
    assert grains.area == pytest.approx(np.pi * (r**2 - 0.25))
    assert grains.volume == pytest.approx(4 / 3 * np.pi * r**3 - 6 * cap(r, 0.5))


def test_a_sphere_that_overflows_its_cell_is_a_cube():
    _, grains = geometry([[0.5, 0.5, 0.5]], [0.9], np.ones(3))
    assert grains.volume == pytest.approx(1)
    assert grains.free_area == pytest.approx(0, abs=1e-6)
    assert np.sort(grains.area)[-6:] == pytest.approx(1)
    assert np.sort(grains.area)[:-6] == pytest.approx(0, abs=1e-6)


def test_a_box_of_walls_cuts_a_cube_out():
    _, grains = geometry([[0.4, 0.5, 0.6]], [2.0], np.ones(3), FREE)
    assert grains.volume == pytest.approx(1)
    assert grains.wall_area == pytest.approx(np.ones((1, 6)))


def test_a_full_face_centred_array_is_a_rhombic_dodecahedron():
    corners = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
    _, grains = geometry(corners, np.full(4, 0.52), np.ones(3))
    assert grains.volume == pytest.approx(0.25)
    facets = grains.area[grains.area > 1e-9]
    assert len(facets) == 48
    # Rhombus with diagonals sqrt(2)/2 and 1/2.
    assert facets == pytest.approx(np.sqrt(2) / 8)


def test_a_swallowed_sphere_has_no_volume():
    _, grains = geometry([[5, 5, 5], [5.5, 5, 5]], [3, 1], [20, 20, 20])
    assert grains.volume[1] == 0
    assert grains.volume[0] == pytest.approx(36 * np.pi)


@pytest.mark.parametrize("periodic", [PERIODIC, (True, True, False)])
def test_a_jumble_agrees_with_voxels_and_closes(periodic):
    rng = np.random.default_rng(0)
    box = np.array([1.0, 1.2, 0.9])
    centres, radii = rng.uniform(0, box, (40, 3)), rng.uniform(0.12, 0.25, 40)
    near, grains = geometry(centres, radii, box, periodic)
    owner = radical_cells(centres, radii, box, periodic, (120, 120, 120), radii)
    counted = np.bincount(owner.ravel() + 1, minlength=41)[1:] * box.prod() / 120**3
    assert grains.volume == pytest.approx(counted, abs=5e-5)
    # Both sides of a facet are the same polygon.
    rows = np.repeat(np.arange(40), np.diff(near.first))
    sides = {
        (int(i), int(j), *map(int, c)): a
        for i, j, c, a in zip(rows, near.partner, near.cells, grains.area, strict=True)
    }
    for (i, j, *c), area in sides.items():
        assert sides[(j, i, *(-k for k in c))] == pytest.approx(area, abs=1e-12)


def test_geometry_does_not_depend_on_the_thread_count():
    rng = np.random.default_rng(0)
    box = np.ones(3)
    centres, radii = rng.uniform(0, box, (300, 3)), rng.uniform(0.05, 0.12, 300)
    results = []
    for threads in (1, 2):
        set_num_threads(threads)
        results.append(geometry(centres, radii, box)[1])
    for one, two in zip(*results, strict=True):
        assert one.tobytes() == two.tobytes()


def test_chords_through_one_point_are_counted_once():
    # Eight octant corners of a cubic lattice: planes meet three and more in every vertex.
    centres = np.array(list(product([0.25, 0.75], repeat=3)))
    _, grains = geometry(centres, np.full(8, 0.45), np.ones(3))
    assert grains.volume == pytest.approx(0.125)
