"""Quantities, and what stands where there is none."""

import pytest
from pydantic import TypeAdapter, ValidationError

from ceralyte.core.errors import UnavailableError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable

OUTCOME = TypeAdapter(Outcome)


def test_error_bars_add_in_quadrature():
    q = Quantity(value=1.0, unit="m", method="test", std_sampling=3.0, std_model=4.0)
    assert q.std == 5.0


def test_no_known_error_bar_is_none_and_not_zero():
    assert Quantity(value=1.0, unit="m", method="test").std is None


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_quantity_is_finite(value):
    with pytest.raises(ValidationError, match="must be finite"):
        Quantity(value=value, unit="m", method="test")


def test_scaling_keeps_the_bracket_in_order():
    q = Quantity(value=2.0, unit="m", method="test", low=1.0, high=3.0, std_model=0.5)
    flipped = q.scaled(-2.0, "km")
    assert (flipped.value, flipped.low, flipped.high, flipped.std) == (-4.0, -6.0, -2.0, 1.0)


@pytest.mark.parametrize(
    "outcome",
    [
        Quantity(value=1.0, unit="m", method="test", std_sampling=0.1),
        Unavailable(unit="S/m", reason="nothing percolates"),
    ],
)
def test_json_round_trip_is_equal(outcome):
    assert OUTCOME.validate_json(OUTCOME.dump_json(outcome)) == outcome


def test_asking_for_a_missing_value_raises_with_the_reason():
    with pytest.raises(UnavailableError, match="nothing percolates"):
        _ = Unavailable(unit="S/m", reason="nothing percolates").value


def test_a_missing_value_says_null_and_why_in_json():
    dumped = Unavailable(unit="S/m", reason="nothing percolates").model_dump()
    assert dumped["value"] is None
    assert dumped["reason"] == "nothing percolates"
