"""How a ceramic is got back from its complex: what is published, and that the rest is not known."""

import pytest

from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess
from ceralyte.slurry.recovery import UNKNOWN, _all, binder_at_recovery, recovery_step


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


@pytest.mark.parametrize(
    ("binder", "told"),
    [
        ("PEO", ["PEO melts at ", "below the recovery at 140 degC: it flows"]),
        ("PTFE", []),
        ("SBR", ["melting point of SBR not known here", "bears the recovery at 140 degC"]),
    ],
)
def test_what_a_binder_does_at_the_recovery_is_told(binder: str, told: list[str]) -> None:
    """PEO melts near 65 degC, PTFE at 327 degC; no melting point of the rubber is known."""
    for ceramic, solvent in (("Li3PS4", "THF"), ("Li3PS4.3THF", "toluene")):
        doubts = [d for d in assess(ceramic, solvent, binder).doubts if "the recovery at" in d]
        assert len(doubts) == bool(told)
        assert all(text in doubts[0] for text in told)


@pytest.mark.parametrize(
    ("melting", "kind", "said"),
    [
        (400.0, "measured", "melts at 127 degC, below"),
        (400.0, "unverified", "(unverified), below"),
        (413.4, "measured", ""),
    ],
)
def test_melting_is_compared_to_the_temperature_of_the_recovery_itself(
    melting: float, kind: str, said: str
) -> None:
    step = recovery_step("Li3PS4", "tetrahydrofuran")
    peo = load_catalogue().get("PEO")
    value = peo.of("melting_temperature")[0].model_copy(update={"value": melting, "kind": kind})
    told = "".join(binder_at_recovery(peo.model_copy(update={"values": (value,)}), step))
    assert said in told
    assert ("unverified" in told) == (kind == "unverified")
    assert bool(told) == bool(said)


def test_all_steps_of_a_mixture_are_told_and_the_hottest_counts_for_the_binder() -> None:
    for mixture in ("THF/ethyl propionate 1:1", "ethyl propionate/THF 1:1"):
        verdict = assess("Li3PS4", mixture, "SBR")
        assert "140 degC" in verdict.recovery
        assert "170 degC" in verdict.recovery
        assert verdict.recovery_step.temperature == pytest.approx(443.15)
        assert any("the recovery at 170 degC" in doubt for doubt in verdict.doubts)


def test_every_published_step_is_told_of_its_pair() -> None:
    assert _all()
    for (ceramic, solvent), step in _all().items():
        assert assess(ceramic, solvent).recovery_step == step
