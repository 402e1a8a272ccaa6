import pytest

from ceralyte.core.errors import InputError
from ceralyte.mechanics import hashin_shtrikman, voigt_reuss


def test_fractions_must_add_to_one():
    with pytest.raises(InputError, match=r"add to 1\.1"):
        hashin_shtrikman([0.9, 0.2], [1.0, 0.0], [1.0, 0.0])


def test_moduli_must_not_be_negative():
    with pytest.raises(InputError, match=r"bulk \[1\.0, -1\.0\] Pa"):
        voigt_reuss([0.9, 0.1], [1.0, -1.0], [1.0, 0.0])


def test_phase_of_which_there_is_nothing_does_not_count():
    bounds = hashin_shtrikman([1.0, 0.0], [2.0, 0.0], [1.2, 0.0])
    assert bounds == pytest.approx((2.0, 2.0, 1.2, 1.2))
