"""Moduli of two voxel sizes: extrapolated, or said that they cannot be."""

import pytest

from ceralyte.core.quantities import Quantity
from ceralyte.mechanics import extrapolated_modulus, without_voxels
from ceralyte.pipeline.stiffness import _mean


def gpa(value):
    return Quantity(value=1e9 * value, unit="Pa", method="voxels")


def test_packings_of_the_table_are_extrapolated_as_it_says():
    assert without_voxels(16.03, 14.62)[:3] == pytest.approx((12.65, 11.89, 13.21), abs=0.01)
    assert without_voxels(6.42, 4.27)[:3] == pytest.approx((1.27, 0.10, 2.12), abs=0.01)


def test_a_floor_that_is_reached_is_told_as_a_bracket():
    found = extrapolated_modulus(gpa(4.5), gpa(2.8))
    assert found.estimate
    assert (found.value, found.low, found.high) == pytest.approx((0.56e9, 0.0, 2.8e9))
    assert found.std is None
    assert "floor reached, not extrapolated" in found.method
    assert "voxels twice as large give 1.6 times as much" in found.validity


def test_the_mean_over_seeds_is_as_rough_as_its_roughest_seed():
    fine = extrapolated_modulus(gpa(3.0), gpa(2.8))
    mean = _mean([fine, extrapolated_modulus(gpa(4.5), gpa(2.8))])
    assert mean.estimate
    assert "floor reached" in mean.method
    assert mean.low == pytest.approx((fine.value - 1.645 * fine.std) / 2)
    assert mean.high == pytest.approx((fine.value + 1.645 * fine.std + 2.8e9) / 2)
    alike = _mean([fine, fine])
    assert (alike.estimate, alike.low) == (False, None)
    assert alike.std_discretisation == pytest.approx(fine.std_discretisation)


def test_a_mean_over_seeds_is_not_below_nothing():
    """The interval of a seed just above the floor is symmetric, and would reach below 0."""
    mean = _mean([extrapolated_modulus(gpa(coarse), gpa(1.0)) for coarse in (1.57, 1.6)])
    assert (mean.estimate, mean.low) == (True, 0.0)
