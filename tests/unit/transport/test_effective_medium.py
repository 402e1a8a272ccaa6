"""Bruggeman's effective medium."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.transport import effective_medium, hashin_shtrikman_bounds


@pytest.mark.parametrize("fraction", [0.4, 0.64, 0.9, 1.0])
def test_one_conductor_is_linear_above_a_third(fraction):
    value = effective_medium([fraction, 1 - fraction], [0.2, 0.0])
    assert value == pytest.approx(0.2 * (3 * fraction - 1) / 2)


def test_nothing_conducts_below_a_third():
    assert effective_medium([0.3, 0.7], [1.0, 0.0]) == 0
    assert effective_medium([1 / 3 + 1e-12, 2 / 3 - 1e-12], [1.0, 0.0]) == 0


def test_two_conductors_lie_within_the_bounds():
    low, high = hashin_shtrikman_bounds([0.5, 0.5], [1.0, 0.01])
    value = effective_medium([0.5, 0.5], [1.0, 0.01])
    # 2 s^2 - 0.505 s - 0.01 = 0
    assert value == pytest.approx((0.505 + (0.505**2 + 0.08) ** 0.5) / 4)
    assert low < value < high


def test_shares_must_add_up():
    with pytest.raises(InputError, match="add"):
        effective_medium([0.5, 0.4], [1.0, 0.0])
