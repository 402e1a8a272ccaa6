"""Calibrated chances: never surer than the lapse rate of the family."""

import pytest

from ceralyte.slurry.calibration import Calibration

CALIBRATION = Calibration(
    halide=12.0, bridged=12.0, open=12.0, lapse_halide=0.1, lapse_sulfide=0.2, lapse_oxide=0.3
)


@pytest.mark.parametrize(
    ("family", "raw", "chance"),
    [
        ("halide", 1.0, 0.9),
        ("sulfide", 0.0, 0.2),
        ("garnet", 1.0, 0.7),
        ("other", 0.5, 0.5),
    ],
)
def test_lapses_temper_the_rules(family: str, raw: float, chance: float) -> None:
    assert CALIBRATION.chance(family, raw) == pytest.approx(chance)
