"""Bounds, dilute limit and areal resistance."""

import pytest

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.transport import (
    areal_resistance,
    hashin_shtrikman_bounds,
    maxwell,
    wiener_bounds,
)


@pytest.mark.parametrize(
    ("fractions", "values", "lower", "upper"),
    [  # closed forms of Hashin and Shtrikman, J. Appl. Phys. 33, 3125 (1962)
        ([0.7, 0.3], [1.0, 0.0], 0.0, 0.6086957),
        ([0.7, 0.3], [1.0, 1e-4], 0.0007993006, 0.6087467),
        ([0.7, 0.3], [1.0, 0.1], 0.4315789, 0.6582278),
        ([0.5, 0.5], [1.0, 0.1], 0.28, 0.4705882),
    ],
)
def test_hashin_shtrikman_reference_values(fractions, values, lower, upper):
    assert hashin_shtrikman_bounds(fractions, values) == pytest.approx((lower, upper), rel=1e-6)


def test_bounds_are_nested_for_three_phases_and_an_absent_one_does_not_matter():
    three = ([0.5, 0.3, 0.2], [1.0, 0.2, 0.01])
    outer, inner = wiener_bounds(*three), hashin_shtrikman_bounds(*three)
    assert outer[0] < inner[0] < inner[1] < outer[1]
    with_absent = ([*three[0], 0.0], [*three[1], 0.0])
    assert hashin_shtrikman_bounds(*with_absent) == pytest.approx(inner)
    assert wiener_bounds(*with_absent) == pytest.approx(outer)


def test_a_single_phase_is_its_own_bounds():
    assert hashin_shtrikman_bounds([1.0], [0.3]) == pytest.approx((0.3, 0.3))
    assert hashin_shtrikman_bounds([1.0], [0.0]) == (0.0, 0.0)


def test_maxwell_is_the_upper_bound_for_insulating_spheres():
    assert maxwell(1.0, 0.0, 0.3) == pytest.approx(0.6086957, rel=1e-6)
    assert maxwell(1.0, 0.0, 0.001) == pytest.approx(1 - 1.5 * 0.001, abs=1e-6)


def test_bad_fractions_are_named():
    with pytest.raises(InputError, match=r"they add to 0\.9"):
        wiener_bounds([0.5, 0.4], [1.0, 2.0])
    with pytest.raises(InputError, match="got -1 S/m"):
        wiener_bounds([0.5, 0.5], [1.0, -1.0])
    with pytest.raises(InputError, match=r"volume_fractions: got 1\.5"):
        maxwell(1.0, 1.0, -0.5)
    with pytest.raises(InputError, match="2 fractions and 1 conductivities"):
        wiener_bounds([0.5, 0.5], [1.0])


def test_areal_resistance_carries_relative_errors_and_turns_the_bracket_around():
    sigma = Quantity(
        value=0.2, unit="S/m", method="m", std_sampling=0.02, std_model=0.01, low=0.1, high=0.4
    )
    result = areal_resistance(20e-6, sigma)
    assert result.value == pytest.approx(1e-4)
    assert result.std_sampling == pytest.approx(1e-5)
    assert result.std_model == pytest.approx(5e-6)
    assert (result.low, result.high) == pytest.approx((0.5e-4, 2e-4))
    assert result.std_discretisation is None


def test_areal_resistance_of_nothing_is_unavailable():
    with pytest.raises(UnavailableError, match="does not percolate"):
        _ = areal_resistance(1e-5, Unavailable(unit="S/m", reason="does not percolate")).value
    zero = areal_resistance(1e-5, Quantity(value=0.0, unit="S/m", method="m"))
    assert zero.reason == "the conductivity is zero"
    with pytest.raises(InputError, match="thickness: got 0 m"):
        areal_resistance(0.0, zero)
