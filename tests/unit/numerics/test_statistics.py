"""Error bars over samples and from two resolutions."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.numerics.statistics import mean_and_standard_error, richardson


def test_an_extrapolation_keeps_the_sign():
    assert richardson(1.0, 0.2, 2.0) == pytest.approx((0.1, 0.1))


def test_standard_error_carries_the_t_factor_of_few_samples():
    mean, error = mean_and_standard_error([1.0, 3.0])
    assert mean == 2.0
    assert error == pytest.approx(1.8373, abs=1e-4)  # s / sqrt(2) = 1, t_1(0.8413) = 1.8373


def test_standard_error_covers_the_truth_in_two_thirds_of_the_cases():
    rng = np.random.default_rng(3)
    results = [mean_and_standard_error(rng.normal(size=3).tolist()) for _ in range(2000)]
    covered = np.mean([abs(mean) <= (error or 0.0) for mean, error in results])
    assert covered == pytest.approx(0.683, abs=0.03)


def test_one_sample_has_no_error_bar():
    assert mean_and_standard_error([2.0]) == (2.0, None)


@pytest.mark.parametrize("values", [[], [1.0, float("nan")]])
def test_no_mean_of_nothing(values):
    with pytest.raises(InputError, match="one or more finite numbers"):
        mean_and_standard_error(values)


@pytest.mark.parametrize("order", [1, 2])
def test_richardson_removes_the_leading_error(order):
    exact, error = 5.0, 0.3
    value, std = richardson(exact + error * 3.0**order, exact + error, 3.0, order)
    assert value == pytest.approx(exact)
    assert std == pytest.approx(error)


def test_richardson_refuses_equal_resolutions():
    with pytest.raises(InputError, match="ratio: got 1"):
        richardson(1.0, 1.0, 1.0)
    with pytest.raises(InputError, match="order: got 0"):
        richardson(1.0, 1.0, 2.0, 0)
