"""Plates against Timoshenko's table; the ionic resistance of an electrode against a ladder."""

import numpy as np
import pytest

from ceralyte.cell import electrode_resistance, plate_moment
from ceralyte.core.quantities import Quantity


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [(1.0, 0.0479), (1.2, 0.0627), (1.5, 0.0812), (2.0, 0.1017), (3.0, 0.1189), (5.0, 0.1246)],
)
def test_moment_of_a_pressed_plate(ratio, expected):
    """Source: Timoshenko and Woinowsky-Krieger, Theory of Plates and Shells, 2nd ed., table 8."""
    assert plate_moment(ratio, 1.0, 0.3) == pytest.approx(expected, abs=6e-5)


def test_a_long_plate_is_a_beam():
    assert plate_moment(40.0, 1.0, 0.3) == pytest.approx(1 / 8, rel=2e-3)


@pytest.mark.parametrize(("rungs", "tolerance"), [(100, 2e-2), (1000, 2e-3)])
def test_ladder_with_an_even_reaction(rungs, tolerance):
    """Mean potential that ions lose on the way to where they react, per current."""
    thickness, kappa = 80e-6, 0.05
    steps = np.full(rungs, thickness / rungs / kappa)
    current = 1 - (np.arange(rungs) + 0.5) / rungs  # left after each rung took its share
    lost = np.cumsum(steps * current)
    expected = electrode_resistance(
        thickness, Quantity(value=kappa, unit="S/m", method="test")
    ).value
    assert lost.mean() == pytest.approx(expected, rel=tolerance)
