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
