"""What reports on other ceramics lend a verdict: their outcome, not their products or numbers."""

import pytest

from ceralyte.slurry import assess


def test_products_of_an_analogue_are_not_those_of_this_ceramic() -> None:
    verdict = assess("Li3YCl6", "N,N-dimethylformamide")
    assert verdict.basis == "analogue"
    assert "Br" not in verdict.products
    assert verdict.products == "3 LiCl + YCl3"
    assert any(e.statement.startswith("Li3YBr6 in") for e in verdict.evidence)
    assert any("LiBr + YBr3" in e.statement for e in verdict.evidence)  # told of the bromide


def test_conductivity_of_an_analogue_is_told_as_its_own() -> None:
    verdict = assess("Li6PS5I", "toluene")
    assert verdict.basis == "analogue"
    assert verdict.conductivity_change == ""
    (told,) = (e.statement for e in verdict.evidence if "0.066 mS/cm" in e.statement)
    assert told.startswith("Li6PS5Cl in toluene")
    assert "reported of Li6PS5Cl" in verdict.note


def test_products_on_the_named_ceramic_stay() -> None:
    assert assess("Li3YBr6", "DMF").products == "LiBr + YBr3"
    assert "0.066 mS/cm" in assess("Li6PS5Cl", "toluene").conductivity_change


@pytest.mark.parametrize(("named", "analogue", "solvent"), [("Li6PS5Cl", "Li6PS5Br", "ethanol")])
def test_an_analogue_is_never_surer_than_the_disputed_reports_that_it_rests_on(
    named: str, analogue: str, solvent: str
) -> None:
    own, other = assess(named, solvent), assess(analogue, solvent)
    assert own.outcome == "test_it"
    assert other.confidence <= own.confidence
    assert other.outcome == "test_it"
    assert any(f"reports on {named}" in doubt for doubt in other.doubts)


@pytest.mark.parametrize(
    ("ceramic", "solvent", "units"),
    [
        ("Li10GeP2S12", "methanol", "similar structural units: SiS4^4- for GeS4^4-"),
        ("Na4SnS4", "water", "similar structural units: SbS4^3- for SnS4^4-"),
        ("Li3YCl6", "DMF", "similar structural units: YBr6^3- for YCl6^3-"),
    ],
)
def test_units_of_an_analogue_are_called_the_same_only_where_they_are(
    ceramic: str, solvent: str, units: str
) -> None:
    assert units in assess(ceramic, solvent).note


def test_same_units_between_other_cations_are_shown() -> None:
    verdict = assess("Na4SnS4", "water")
    assert any("Li4SnS4 in water" in e.statement for e in verdict.evidence)


@pytest.mark.parametrize(
    ("ceramic", "solvent"),
    [
        ("Li7SiPS8", "water"),
        ("Li10GeP2S12", "methanol"),
        ("Li9.54Si1.74P1.44S11.7Cl0.3", "methanol"),
    ],
)
def test_a_vaguer_report_hides_no_gas(ceramic: str, solvent: str) -> None:
    verdict = assess(ceramic, solvent)
    assert verdict.outcome == "decomposes"
    assert "toxic H2S escapes" in verdict.mechanism
    assert verdict.equation.endswith("H2S")
    assert any("expect toxic H2S" in doubt for doubt in verdict.doubts)
