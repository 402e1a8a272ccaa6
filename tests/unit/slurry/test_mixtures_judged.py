"""Verdicts on mixtures: the gravest fate is told, and traces are no pure solvent."""

import pytest

from ceralyte.slurry import assess


@pytest.mark.parametrize(
    "mixture",
    ["N,N-dimethylformamide/water 1:1", "water/DMF 1:9", "tetrahydrofuran/methanol 1:1"],
)
def test_toxic_gas_is_told_whatever_else_destroys_the_ceramic(mixture: str) -> None:
    verdict = assess("Li10GeP2S12", mixture, documents=False)
    assert verdict.outcome == "h2s_release"
    assert "toxic H2S" in verdict.mechanism
    assert "attacks the Lewis-acidic Ge" in verdict.mechanism  # what the donor does stays told
    pure = [assess("Li10GeP2S12", s, documents=False) for s in ("DMF", "tetrahydrofuran")]
    assert verdict.confidence >= min(p.confidence for p in pure)


def test_order_of_the_parts_does_not_matter() -> None:
    one, other = (
        assess("Li6PS5Cl", m, documents=False) for m in ("DMF/water 1:2", "water/DMF 2:1")
    )
    assert (one.outcome, one.confidence) == (other.outcome, other.confidence)


def test_traces_of_water_are_to_be_tested_with_the_report_on_the_main_part_shown() -> None:
    verdict = assess("Li7SiPS8", "anisole/water 99.95:0.05")
    assert (verdict.outcome, verdict.leaning) == ("test_it", "h2s_release")
    assert any("up to 800 ppm of water" in e.statement for e in verdict.contradicting)
    assert any("0.05 % by volume is little" in doubt for doubt in verdict.doubts)


def test_the_less_of_a_harmful_part_the_less_sure() -> None:
    sure = [
        assess("Li6PS5Cl", f"toluene/ethanol {100 - s}:{s}", documents=False).confidence
        for s in (20, 5, 3, 1)
    ]
    assert sure[0] == sure[1] > sure[2] > sure[3] >= 0.5


def test_a_few_per_cent_of_a_good_solvent_save_nothing() -> None:
    verdict = assess("Li6PS5Cl", "ethanol/toluene 99:1", documents=False)
    assert verdict.outcome == "h2s_release"


def test_gas_that_a_part_may_set_free_is_named() -> None:
    """Which wins in water, hard PS4 or the insoluble sulfide of copper, is not known."""
    doubts = assess("Cu3PS4", "DMSO/water 1:1", documents=False).doubts
    assert any("whether water sets toxic gas free" in doubt for doubt in doubts)
    told = assess("Li6PS5Cl", "DMSO/water 1:1", documents=False).doubts
    assert not any("toxic gas" in doubt for doubt in told)
