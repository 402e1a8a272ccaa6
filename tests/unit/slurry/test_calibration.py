"""Calibrated chances: never surer than the lapse rate of the family; what is fitted to."""

import pytest

from ceralyte.slurry import documented_outcomes, fitting
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


def test_statements_on_other_classes_take_no_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    on_sulfides, *_ = (r for r in documented_outcomes() if "sulfide" in r.families)
    on_oxides = on_sulfides.model_copy(update={"families": ("oxide",)})
    monkeypatch.setattr(fitting, "documented_outcomes", lambda: (on_sulfides, on_oxides))
    assert [row.weight for row in fitting.rows()] == [1 / 3] * len(fitting.CLASS_MEMBERS)
