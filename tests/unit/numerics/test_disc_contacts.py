"""The field of a disc through which two half-spaces meet, and how a grid takes it."""

from itertools import pairwise

import numpy as np
import pytest

from ceralyte.numerics.contact_radii import radius_on_grid
from ceralyte.numerics.disc_contacts import current_through, mean_apart
from ceralyte.numerics.polygons import MOST_CORNERS


def rectangle(low_x, high_x, low_y, high_y):
    return np.array([[low_x, low_y], [high_x, low_y], [high_x, high_y], [low_x, high_y]], float)


@pytest.mark.parametrize(("low", "high"), [(-9, 9), (0, 9), (0.3, 9), (-1.1, 0.4), (1.5, 2)])
def test_strips_across_a_disc_pass_as_much_as_they_are_wide(low, high):
    # The density 1 / (pi sqrt(a^2 - r^2)), summed over any chord, is 1.
    a = 1.4
    width = min(high, a) - max(low, -a) if low < a else 0.0
    assert current_through(rectangle(low, high, -9, 9), 4, a) == pytest.approx(width, abs=1e-12)


def test_parts_of_a_disc_add_up_wherever_they_are_cut():
    a = 1.7
    edges = np.array([-3, -1.2, -0.4, 0, 0.5, 1.7, 3])
    parts = [
        current_through(rectangle(*x, *y), 4, a) for x in pairwise(edges) for y in pairwise(edges)
    ]
    assert sum(parts) == pytest.approx(2 * a, rel=1e-12)
    quarter = current_through(rectangle(0, 3, 0, 3), 4, a)
    assert quarter == pytest.approx(a / 2, rel=1e-12)


@pytest.mark.parametrize(("a", "distance"), [(2, 2), (2, 2.3), (2, 1.6), (2, 4), (0.1, 0.3)])
def test_faces_beyond_the_rim_are_apart_by_their_mean(a, distance):
    x, y = (np.indices((800, 800)) + 0.5) / 800 - 0.5
    inside = x * x + y * y < 0.25
    r = np.hypot(x[inside] + distance, y[inside])
    expected = np.mean(2 / np.pi * np.arccos(np.minimum(a / r, 1)))
    assert mean_apart(a, distance, 0.5) == pytest.approx(expected, abs=2e-3)
    assert mean_apart(a, a - 0.5, 0.5) == 0.0


def test_centres_at_random_lie_as_far_out_as_expected():
    rng = np.random.default_rng(0)
    room = np.empty((MOST_CORNERS, 2)), np.empty((MOST_CORNERS, 2))
    for radius in (1.0, 2.0, 3.5):
        normals = rng.normal(size=(300, 3))
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        normals = normals[np.abs(normals).max(axis=1) < 0.99]
        places = rng.uniform(5, 6, size=(len(normals), 3))
        wide = [
            radius_on_grid(radius, place, n, np.ones(3), *room)
            for place, n in zip(places, normals, strict=True)
        ]
        assert np.mean(wide) == pytest.approx(radius, abs=0.005)
        assert 0.005 < np.std(wide) < 0.03


def test_a_disc_on_the_faces_of_cells_has_a_radius_whatever_rounding_does():
    room = [np.empty((MOST_CORNERS, 2)) for _ in range(2)]
    normal = np.array([0.0, 0.0, 1.0])
    for edge in np.geomspace(1e-8, 1.0, 50):
        edges, foot = np.full(3, edge), np.array([2.0, -0.5, 2.0]) * edge
        assert radius_on_grid(0.8 * edge, foot, normal, edges, *room) >= 0.4 * edge
