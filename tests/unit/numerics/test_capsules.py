"""Distances to rods on a grid."""

import numpy as np
import pytest

from ceralyte.numerics.capsules import add_capsules, scaled_capsule_distance

BOX = np.array([4.0, 4.0, 8.0])
SHAPE = (40, 40, 80)


def field_of(starts, ends, radii, periodic=(True, True, True), reach=1.0):
    arrays = (np.asarray(a, float) for a in (starts, ends, radii))
    return scaled_capsule_distance(*arrays, BOX, periodic, SHAPE, reach)


def test_volume_of_a_capsule():
    inside = field_of([[2.01, 2.03, 2]], [[2.02, 1.96, 6]], [1.0]) <= 1
    assert inside.mean() * 128 == pytest.approx(4 * np.pi + 4 / 3 * np.pi, rel=0.01)


def test_distance_is_exact_beside_and_beyond_the_axis():
    field = field_of([[2, 2, 2]], [[2, 2, 6]], [0.5], reach=3.0)
    x = (np.argwhere(np.isfinite(field)) + 0.5) / 10
    beyond = np.maximum(np.maximum(2 - x[:, 2], x[:, 2] - 6), 0)
    exact = np.sqrt((x[:, 0] - 2) ** 2 + (x[:, 1] - 2) ** 2 + beyond**2) / 0.5
    assert field[np.isfinite(field)] == pytest.approx(exact, abs=1e-5)
    assert exact.max() <= 3.0


def test_a_rod_wraps_around_periodic_sides_only():
    rod = ([[0, 2, 0]], [[13, 2, 0]], [0.4])
    assert (field_of(*rod) <= 1)[:, 20, 79].all()
    walls = field_of(*rod, periodic=(True, True, False)) <= 1
    assert walls[:, 20, 0].all()
    assert not walls[:, :, 79].any()


def test_capsules_add_up_in_any_order():
    first, second = (([[1, 1, 1]], [[3, 1, 5]], [0.3]), ([[0, 3, 7]], [[4, 3, 7]], [0.5]))
    both = field_of(*(a + b for a, b in zip(first, second, strict=True)))
    one = field_of(*second)
    add_capsules(one, *(np.asarray(a, float) for a in first), BOX, (True, True, True))
    assert np.array_equal(both, one)
    add_capsules(one, np.empty((0, 3)), np.empty((0, 3)), np.empty(0), BOX, (True, True, True))
    assert np.array_equal(both, one)
