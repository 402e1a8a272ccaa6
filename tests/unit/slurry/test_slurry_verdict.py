"""Verdicts on ceramics in solvents: what decides, what stands beside it, what stays unknown."""

import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material
from ceralyte.slurry import SlurryVerdict, assess, documented_outcomes
from ceralyte.slurry.evidence import documented_solubilities
from ceralyte.slurry.reports import weigh


def test_destroyed_ceramic_is_a_no_with_mechanism_equation_and_evidence() -> None:
    verdict = assess("LPSCl", "H2O")
    assert (verdict.outcome, verdict.usable, verdict.basis) == ("h2s_release", False, "documented")
    assert "H2S" in verdict.mechanism
    assert verdict.equation == "Li6PS5Cl + 4 H2O -> Li3PO4 + LiCl + Li2S + 4 H2S"
    assert any("Nikodimos" in source.text for source in verdict.sources)
    assert verdict.to_verdict().answer == "no"


def test_ranks_of_evidence_are_kept_apart() -> None:
    verdict = assess("Li6PS5Cl", "toluene")
    ranks = {e.rank for e in verdict.evidence}
    assert ranks == {"documented", "analogue", "rule"}
    rule = next(e for e in verdict.evidence if e.rank == "rule")
    assert rule.values["donor number"] == "0.1 kcal/mol (recalled)"
    assert "threshold" in rule.values


def test_without_documents_only_rules_speak() -> None:
    verdict = assess("Li6PS5Cl", "toluene", documents=False)
    assert verdict.basis == "rule"
    assert {e.rank for e in (*verdict.evidence, *verdict.contradicting)} == {"rule"}


def test_dry_process_has_its_own_verdict() -> None:
    verdict = assess("Li6PS5Cl", "none", "PTFE")
    assert verdict.outcome == "no_solvent"
    assert verdict.usable is True
    assert verdict.binder_check is not None
    assert verdict.binder_check.solubility == "not_needed"
    assert verdict.to_verdict().answer == "yes"
    assert "dry" in verdict.to_verdict().question


def test_changed_morphology_makes_a_yes_uncertain() -> None:
    verdict = assess("Li6PS5Cl", "toluene")
    assert verdict.outcome == "stable_morphology_change"
    assert "25 times lower" in verdict.conductivity_change
    assert verdict.to_verdict().answer == "uncertain"


def test_class_statement_without_a_report_is_an_analogue() -> None:
    verdict = assess("Li3PS4", "toluene", "NBR")
    assert (verdict.outcome, verdict.basis) == ("stable", "analogue")
    assert "no report names Li3PS4" in verdict.note
    assert verdict.confidence <= 0.9


def test_report_on_the_same_units_is_an_analogue_and_named() -> None:
    verdict = assess("Li3YCl6", "MEK")
    assert (verdict.outcome, verdict.basis) == ("dissolves", "analogue")
    assert "reported of Li3YBr6" in verdict.note


def test_a_report_on_a_lithium_nasicon_does_not_reach_one_of_sodium() -> None:
    assert assess("LATP", "water").basis == "analogue"
    assert assess("NASICON", "water").outcome == "ion_exchange"
    assert "Na3Zr2Si2PO12" in assess("Na3Sc2(PO4)3", "water").note


def test_report_on_a_solvent_of_the_same_kind_is_shown_and_not_weighed() -> None:
    verdict = assess("Li6PS5Cl", "o-xylene")
    kin = [e.statement for e in verdict.evidence if e.rank == "analogue"]
    assert any(s.startswith("Li6PS5Cl in toluene") for s in kin)
    assert verdict.basis == "rule"
    assert verdict.confidence == assess("Li6PS5Cl", "o-xylene", documents=False).confidence


def test_mechanism_and_outcome_of_a_report_agree() -> None:
    """The rule on argyrodites in arenes speaks of morphology, the report on the class does not."""
    verdict = assess("Li6PS5Cl", "p-xylene")
    assert verdict.outcome == "stable"
    assert "cluster" not in verdict.mechanism


def test_a_small_catalogue_serves() -> None:
    few = Catalogue([load_catalogue().get(n) for n in ("Li6PS5Cl", "anisole", "water")])
    assert assess("Li6PS5Cl", "anisole", catalogue=few).usable is True


def test_statement_on_thiophosphates_does_not_reach_soft_sulfides() -> None:
    assert assess("Na3SbS4", "toluene").basis == "rule"


def test_second_reading_of_a_report_makes_the_answer_uncertain() -> None:
    verdict = assess("Li3InCl6", "acetonitrile")
    assert verdict.alternative == "dissolves"
    assert verdict.to_verdict().answer == "uncertain"
    assert "may also be read as: dissolves" in verdict.to_verdict().reason


def test_contradicting_reports_stand_side_by_side_and_cost_confidence() -> None:
    verdict = assess("Li7P3S11", "acetonitrile")
    against = [e for e in verdict.contradicting if e.rank == "documented"]
    assert [e.outcome for e in against] == ["complex_reversible"] * 2
    assert verdict.confidence == pytest.approx(0.5)  # 9 to 1, twice 1 to 3
    assert verdict.to_verdict().answer == "unknown"


def test_a_synthesis_alone_is_weighed_with_the_rule() -> None:
    verdict = assess("Na3SbS4", "ethanol")
    rule = assess("Na3SbS4", "ethanol", documents=False).confidence
    odds = 3 * rule / (1 - rule)
    assert verdict.basis == "documented"
    assert verdict.confidence == pytest.approx(odds / (1 + odds), abs=2e-3)


def test_reports_of_one_source_count_once() -> None:
    first, *_ = (r for r in documented_outcomes() if r.ceramic == "Li3YBr6")
    once, decisive = weigh([first], 0.5, named=False)
    assert decisive is first
    assert weigh([first, first], 0.5, named=False)[0] == once
    other = first.model_copy(update={"references": ("another",)})
    two = weigh([first, other], 0.5, named=False)[0]
    assert two > once
    both = first.model_copy(update={"references": (*first.references, "another")})
    assert weigh([first, both, other], 0.5, named=False)[0] == two  # `both` does not count


def test_rules_prevail_over_a_weak_report_on_an_analogue() -> None:
    first, *_ = (r for r in documented_outcomes() if r.outcome == "stable")
    confidence, decisive = weigh([first], 0.03, named=False)
    assert decisive is None
    assert 0.5 < confidence < 0.97


def test_documented_mixture_is_found_in_any_order() -> None:
    for text in ("Water/ethanol 1:1", "ethanol/water 50%:50%"):
        verdict = assess("Li3InCl6", text)
        assert (verdict.outcome, verdict.basis) == ("complex_reversible", "documented")
    assert assess("Li3InCl6", "water/ethanol 3:1").basis == "rule"


def test_a_mixture_is_as_bad_as_its_worst_part() -> None:
    verdict = assess("Li6PS5Cl", "toluene/methanol 9:1")
    assert verdict.outcome == "h2s_release"
    assert "methanol decides in this mixture" in verdict.mechanism


def test_abstention_says_where_it_leans() -> None:
    verdict = assess("Li7P3S11", "ethyl propionate", documents=False)
    assert (verdict.outcome, verdict.usable, verdict.leaning) == ("test_it", None, "stable")
    assert verdict.confidence < 0.65
    assert verdict.to_verdict().answer == "unknown"


def test_estimated_descriptor_is_named_and_lowers_confidence() -> None:
    verdict = assess("Li6PS5Cl", "isobutyl isobutyrate")
    assert any("donor number of isobutyl isobutyrate estimated" in d for d in verdict.doubts)
    assert verdict.confidence < assess("Li6PS5Cl", "n-hexane").confidence


@pytest.mark.parametrize(
    ("ceramic", "solvent", "outcome"),
    [
        ("Li3YCl6", "water", "decomposes"),
        ("Li3ErBr6", "tetrahydrofuran", "dissolves"),
        ("Li3ScCl6", "toluene", "stable"),
        ("Li3InBr6", "water", "complex_reversible"),
        ("Li6PS5I", "2-propanol", "h2s_release"),
        ("Li6PS5Br", "CCCCCCO", "h2s_release"),
        ("Li6PS5Cl", "butyl butyrate", "stable"),
        ("Li6PS5Cl", "ethyl acetate", "decomposes"),
        ("Li10SnP2S12", "water", "h2s_release"),
        ("Li3PS4", "1,2-dimethoxyethane", "complex_reversible"),
        ("Li3PS4", "N-methylformamide", "complex_reversible"),
        ("Na3PS4", "acetonitrile", "stable"),
        ("Na3SbS4", "methanol", "complex_reversible"),
        ("Na3SbS4", "acetic acid", "h2s_release"),
        ("Li6SbS5I", "water", "h2s_release"),
        ("Li3BiCl6", "water", "decomposes"),
        ("Li10GeP2S12", "acetone", "decomposes"),
        ("Li6.4La3Zr1.4Ta0.6O12", "water", "ion_exchange"),
        ("Li7La3Zr2O12", "DMF", "stable"),
        ("LATP", "water", "stable"),
        ("Li2OHCl", "water", "decomposes"),
        ("Li2.99Ba0.005ClO", "water", "decomposes"),
        ("NASICON", "hexanes", "stable"),
        ("Li3InCl6", "CCO/O 1:1", "complex_reversible"),
        ("Li10SnP2S12", "tetrahydrofuran", "complex_reversible"),
        ("Na3PSe4", "water", "h2s_release"),
        ("Li3AlF6", "N-methyl-2-pyrrolidone", "stable"),
        ("Li3AlCl6", "N-methyl-2-pyrrolidone", "decomposes"),
        ("Li3N", "ethanol", "decomposes"),
        ("Li2S", "water", "h2s_release"),
        ("Li6PS5Cl", "FC(F)C(F)(F)OCC(F)(F)C(F)F", "stable"),
        ("Li6PS5Cl", "C1COCCOCCOCCO1", "decomposes"),
        ("Li6PS5Cl", "CN(C)P(=O)(N(C)C)N(C)C", "decomposes"),
    ],
)
def test_rules_reach_pairs_without_reports(ceramic: str, solvent: str, outcome: str) -> None:
    assert assess(ceramic, solvent, documents=False).outcome == outcome


@pytest.mark.parametrize(
    ("ceramic", "solvent", "binder", "message"),
    [
        ("Li6PSCl", "toluene", None, r"'Li6PSCl' does not balance .*\+8.*'Li6PS5Cl'"),
        ("LLZP", "toluene", None, r"ceramic: unknown name 'LLZP'.*'LLZO'"),
        ("Li6PS5Cl", "tolune", None, r"solvent: .*'toluene'"),
        ("Li6PS5Cl", "toluene", "SEBB", r"binder: .*'SEBS'"),
    ],
)
def test_mistakes_in_names_give_the_nearest(
    ceramic: str, solvent: str, binder: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        assess(ceramic, solvent, binder)


def test_the_gas_of_a_selenide_is_named() -> None:
    assert "toxic H2Se escapes" in assess("Na3PSe4", "water").mechanism
    assert "toxic H2S escapes" in assess("Na3PS4", "water").mechanism


def test_tetrahedra_of_two_kinds_are_less_sure_to_come_together_again() -> None:
    mixed, plain = (assess(c, "THF", documents=False) for c in ("Li10SnP2S12", "Li3PS4"))
    assert mixed.confidence < plain.confidence
    assert "heat must join them again" in mixed.mechanism


def test_a_broken_smiles_of_plain_atoms_is_told_as_such() -> None:
    with pytest.raises(InputError, match="'C1CC' is not a valid SMILES and no known name"):
        assess("Li6PS5Cl", "C1CC")


@pytest.mark.parametrize("ceramic", ["Li6PS5Cl", "Li3PS4", "Na3SbS4", "Li3YCl6"])
def test_a_molecule_without_known_group_is_to_be_tested(ceramic: str) -> None:
    verdict = assess(ceramic, "CP(C)C")
    assert verdict.usable is None
    assert any("no donor number" in doubt for doubt in verdict.doubts)


def test_a_formula_in_another_order_is_the_ceramic_of_the_catalogue() -> None:
    assert assess("Li6PClS5", "toluene").ceramic == "Li6PS5Cl"


def test_a_name_that_is_no_formula_is_unknown() -> None:
    with pytest.raises(UnknownNameError, match="unknown name 'gibberish'"):
        assess("gibberish", "toluene")


def test_a_polymer_is_no_ceramic() -> None:
    with pytest.raises(InputError, match="'PEO' is a polymer"):
        assess("PEO", "toluene")


def test_materials_of_a_user_without_formula_or_molecule_are_to_be_tested() -> None:
    own = [Material(name="mine", category=None), Material(name="juice", category="solvent")]
    catalogue = Catalogue([*load_catalogue(), *own])
    for ceramic, solvent in (
        ("mine", "toluene"),
        ("Li6PS5Cl", "juice"),
        ("Li3YCl6", "juice"),
        ("Li7La3Zr2O12", "juice"),
        ("mine", "juice"),
    ):
        verdict = assess(ceramic, solvent, catalogue=catalogue)
        assert (verdict.outcome, verdict.usable) == ("test_it", None)


@pytest.mark.parametrize(
    ("ceramic", "solvent", "binder"),
    [
        ("Li6PS5Cl", "tetrahydrofuran", "SBR"),
        ("Li6PS5Cl", "none", "PTFE"),
        ("Li3InCl6", "water/ethanol 1:1", None),
        ("Li7La3Zr2O12", "methanol", "PVDF"),
    ],
)
def test_verdict_comes_back_equal_from_json(ceramic: str, solvent: str, binder: str | None) -> None:
    verdict = assess(ceramic, solvent, binder)
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
