"""How a ceramic is got back from its complex: what is published, and that the rest is not known."""

import pytest

from ceralyte.slurry import assess
from ceralyte.slurry.recovery import UNKNOWN, recovery_step


@pytest.mark.parametrize(
    ("ceramic", "solvent", "told"),
    [
        ("Li3PS4", "THF", "reported at 140 degC in vacuum"),
        ("Li3InCl6", "water", "reported at 120 degC, atmosphere not stated"),
        ("Li3PS4.3THF", "toluene", "reported at 140 degC in vacuum"),
        ("Li3InCl6", "water/ethanol 1:1", "from water alone reported at 120 degC"),
    ],
)
def test_published_conditions_are_told_with_their_source(
    ceramic: str, solvent: str, told: str
) -> None:
    verdict = assess(ceramic, solvent)
    assert verdict.outcome == "complex_reversible"
    assert told in verdict.recovery
    assert verdict.recovery_step.sources[0].text in verdict.recovery
    assert set(verdict.recovery_step.sources) <= set(verdict.sources)


@pytest.mark.parametrize(
    ("ceramic", "solvent"), [("Na3SbS4", "water"), ("Na3SbS4", "water/ethanol 1:1")]
)
def test_unknown_conditions_are_told_as_such(ceramic: str, solvent: str) -> None:
    verdict = assess(ceramic, solvent)
    assert verdict.outcome == "complex_reversible"
    assert verdict.recovery.endswith(UNKNOWN)
    assert verdict.recovery_step is None


def test_without_documents_no_conditions_are_looked_up() -> None:
    recovery = assess("Li3PS4", "THF", documents=False).recovery
    assert "heat drives" in recovery
    assert "TGA" not in recovery
    assert "degC" not in recovery


def test_temperatures_are_in_kelvin() -> None:
    assert recovery_step("Li3PS4", "tetrahydrofuran").temperature == pytest.approx(413.15)


def test_what_is_not_usable_has_no_recovery_temperature() -> None:
    assert assess("Li3YCl6", "water").recovery == ""


@pytest.mark.parametrize(("binder", "melts"), [("PEO", True), ("PTFE", False), ("SBR", False)])
def test_a_binder_that_melts_below_the_recovery_is_told(binder: str, melts: bool) -> None:
    """PEO melts near 65 degC, PTFE at 327 degC; no melting point of the rubber is known."""
    for ceramic, solvent in (("Li3PS4", "THF"), ("Li3PS4.3THF", "toluene")):
        doubts = assess(ceramic, solvent, binder).doubts
        assert sum("below the recovery at 140 degC" in doubt for doubt in doubts) == melts
