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
    verdict = assess("Li7SiPS8", "anisole/water 99.8:0.2")
    assert (verdict.outcome, verdict.leaning) == ("test_it", "h2s_release")
    assert any("up to 800 ppm of water" in e.statement for e in verdict.contradicting)
    assert any("0.2 % by volume is little" in doubt for doubt in verdict.doubts)


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


@pytest.mark.parametrize("mixture", ["ethanol/THF 1:1", "ethanol/toluene 1:1", "THF/ethanol 3:1"])
def test_a_mixture_is_no_surer_than_the_disputed_reports_on_its_parts(mixture: str) -> None:
    alone, verdict = assess("Li6PS5Cl", "ethanol"), assess("Li6PS5Cl", mixture)
    assert (verdict.outcome, verdict.usable) == ("test_it", None)
    assert verdict.confidence <= alone.confidence
    against = [e.statement for e in (*verdict.evidence, *verdict.contradicting)]
    assert any("Li6PS5Cl in ethanol: H2S release" in text for text in against)
    assert any("Li6PS5Cl in ethanol: reversible complex" in text for text in against)
    assert {e.rank for e in (*verdict.evidence, *verdict.contradicting)} == {"analogue", "rule"}


def test_disputed_parts_do_not_soften_what_another_part_surely_does() -> None:
    verdict = assess("Li6PS5Cl", "water/ethanol 1:1")
    assert verdict.outcome == "h2s_release"
    assert verdict.confidence > 0.9


def test_a_report_against_the_rule_on_a_part_counts_in_the_mixture() -> None:
    """Acetonitrile is reported to spare the ceramic and to destroy it; heptane takes no side."""
    alone, verdict = (assess("Li7P3S11", s) for s in ("acetonitrile", "acetonitrile/n-heptane 1:1"))
    assert verdict.usable == alone.usable
    assert verdict.confidence <= alone.confidence + 0.01


@pytest.mark.parametrize("ceramic", ["Li3InCl6", "Na3SbS4"])
def test_hydrate_forms_where_water_and_another_solvent_would_each_form_a_complex(
    ceramic: str,
) -> None:
    verdict = assess(ceramic, "ethanol/water 1:1", documents=False)
    assert verdict.outcome == "complex_reversible"
    assert verdict.mechanism.startswith("water decides")
    assert "H2O" in verdict.equation


@pytest.mark.parametrize(
    "mixture", ["toluene + 5 ppm water", "toluene/p-xylene 99:1", "toluene/n-heptane 1:1"]
)
def test_published_effects_of_the_main_part_are_those_of_the_mixture(mixture: str) -> None:
    """Else contaminating a solvent would make the ceramic conduct better."""
    pure, mixed = assess("Li6PS5Cl", "toluene"), assess("Li6PS5Cl", mixture)
    assert mixed.modifiers == pure.modifiers != ()
    assert any("those of toluene alone" in doubt for doubt in mixed.doubts)


def test_published_effects_of_a_small_part_are_told_and_not_applied() -> None:
    verdict = assess("Li6PS5Cl", "toluene/n-heptane 1:3")
    assert verdict.modifiers == ()
    assert any("effects of toluene" in doubt for doubt in verdict.doubts)


def test_a_trace_takes_no_binder_out_of_solution() -> None:
    binders = [
        assess("Li6PS5Cl", s, "SBS").binder_check for s in ("toluene", "toluene + 20 ppm water")
    ]
    assert [b.solubility for b in binders if b] == ["soluble", "soluble"]


def test_a_trace_that_reaches_the_surface_only_is_no_gas_warning() -> None:
    verdict = assess("Li6PS5Cl", "toluene + 5 ppm water", solvent_per_ceramic=1.0)
    assert verdict.usable
    assert "escapes" not in verdict.mechanism
