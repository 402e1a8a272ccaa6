"""Verdicts on ceramics in solvents: what decides, what stands beside it, what stays unknown."""

import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.materials import load_catalogue
from ceralyte.slurry import SlurryVerdict, assess, documented_outcomes
from ceralyte.slurry.evidence import documented_solubilities


def test_unknown_pair_is_unknown_and_never_fine() -> None:
    verdict = assess("Li7La3Zr2O12", "toluene")
    assert verdict.outcome == "no_documented_outcome"
    assert verdict.usable is None
    assert verdict.evidence == ()
    assert verdict.to_verdict().answer == "unknown"


def test_destroyed_ceramic_is_a_no_with_mechanism_and_evidence() -> None:
    verdict = assess("LPSCl", "H2O")
    assert verdict.outcome == "h2s_release"
    assert verdict.usable is False
    assert "H2S" in verdict.mechanism
    assert any("Nikodimos" in source.text for source in verdict.evidence)
    assert verdict.to_verdict().answer == "no"


def test_dry_process_has_its_own_verdict() -> None:
    verdict = assess("Li6PS5Cl", "none", "PTFE")
    assert verdict.outcome == "no_solvent"
    assert verdict.usable is True
    assert verdict.binder_solubility == "not_needed"
    assert verdict.to_verdict().answer == "yes"
    assert "dry" in verdict.to_verdict().question


def test_report_on_the_ceramic_decides_and_the_class_statement_contradicts() -> None:
    verdict = assess("Li6PS5Cl", "toluene")
    assert verdict.outcome == "stable_morphology_change"
    assert verdict.reading == "ceramic named"
    assert {"class statement" in s.used_for for s in verdict.contradicting} == {True}
    assert verdict.to_verdict().answer == "uncertain"


def test_class_statement_only_without_a_report_and_with_low_confidence() -> None:
    verdict = assess("Li3PS4", "toluene", "NBR")
    assert (verdict.outcome, verdict.reading) == ("stable", "class statement")
    assert verdict.confidence == "low"
    assert verdict.to_verdict().answer == "uncertain"
    assert "no report names Li3PS4" in verdict.to_verdict().reason


def test_class_statement_does_not_reach_other_families() -> None:
    assert assess("Na3SbS4", "toluene").outcome == "no_documented_outcome"


def test_second_reading_of_a_report_makes_the_answer_uncertain() -> None:
    verdict = assess("Li3InCl6", "acetonitrile")
    assert verdict.alternative == "dissolves"
    assert verdict.to_verdict().answer == "uncertain"
    assert "may also be read as: dissolves" in verdict.to_verdict().reason


def test_contradicting_report_alone_makes_the_answer_uncertain() -> None:
    sure = assess("Li7P3S11", "toluene")
    assert sure.to_verdict().answer == "yes"
    other = Source(used_for="Li7P3S11 in toluene: decomposes", text="another report")
    doubted = sure.model_copy(update={"contradicting": (other,)}).to_verdict()
    assert doubted.answer == "uncertain"
    assert "but Li7P3S11 in toluene: decomposes" in doubted.reason
    assert other in doubted.evidence


def test_documented_mixture_is_found_by_its_text() -> None:
    assert assess("Li3InCl6", "Water/ethanol 1:1").outcome == "complex_reversible"


@pytest.mark.parametrize(
    ("binder", "solvent", "solubility"),
    [
        ("CMC", "water", "soluble"),
        ("SEBS", "heptane", "soluble"),
        ("PTFE", "toluene", "insoluble"),
        ("PTFE", "sulfolane", "unknown"),
        (None, "toluene", "not_needed"),
    ],
)
def test_binder_solubility(binder: str | None, solvent: str, solubility: str) -> None:
    verdict = assess("Na3SbS4", solvent, binder)
    assert verdict.binder_solubility == solubility
    assert bool(verdict.binder_evidence) == (solubility in ("soluble", "insoluble"))


def test_undissolved_binder_makes_a_yes_uncertain() -> None:
    assert assess("Na3SbS4", "water", "CMC-Na").to_verdict().answer == "yes"
    assert assess("Na3SbS4", "water", "SEBS").to_verdict().answer == "uncertain"


def test_unchecked_solubility_says_so() -> None:
    assert (
        "binder SEBS: soluble (unverified)"
        in assess("Li7P3S11", "toluene", "SEBS").to_verdict().reason
    )


@pytest.mark.parametrize(
    ("ceramic", "solvent", "binder", "message"),
    [
        ("Li6PSCl", "toluene", None, r"ceramic: .*'Li6PS5Cl'"),
        ("Li6PS5Cl", "tolune", None, r"solvent: .*'toluene'"),
        ("Li6PS5Cl", "toluene", "SEBB", r"binder: .*'SEBS'"),
    ],
)
def test_unknown_names_give_the_nearest(
    ceramic: str, solvent: str, binder: str | None, message: str
) -> None:
    with pytest.raises(UnknownNameError, match=message):
        assess(ceramic, solvent, binder)


def test_a_polymer_is_no_ceramic() -> None:
    with pytest.raises(InputError, match="'PEO' is a polymer"):
        assess("PEO", "toluene")


def test_verdict_comes_back_equal_from_json() -> None:
    verdict = assess("Li6PS5Cl", "tetrahydrofuran", "SBR")
    assert SlurryVerdict.model_validate_json(verdict.model_dump_json()) == verdict


def test_data_name_only_what_the_catalogue_has() -> None:
    catalogue = load_catalogue()
    families = {m.family for m in catalogue}
    for row in documented_outcomes():
        assert set(row.families) <= families
        if row.ceramic:
            assert catalogue.get(row.ceramic, category="ceramic").name == row.ceramic
        if "/" not in row.solvent:
            assert catalogue.get(row.solvent, category="solvent").name == row.solvent
    pairs = [(r.binder, r.solvent) for r in documented_solubilities()]
    assert len(set(pairs)) == len(pairs)
    for binder, solvent in pairs:
        assert catalogue.get(binder, category="polymer").name == binder
        assert catalogue.get(solvent, category="solvent").name == solvent
