"""Oxides beside those of the tables: oxynitrides, strong bases, hydrogen peroxide."""

import pytest

from ceralyte.slurry import assess


@pytest.mark.parametrize("ceramic", ["Si2N2O", "TaON", "Al23O27N5"])
def test_durable_oxynitrides_stand_water(ceramic: str) -> None:
    verdict = assess(ceramic, "water", documents=False)
    assert verdict.outcome == "stable"
    assert "mobile ions leave" not in verdict.mechanism


def test_an_oxynitride_of_unknown_centres_is_to_be_tested() -> None:
    assert assess("LaTiO2N", "water", documents=False).outcome == "test_it"


def test_a_trace_of_nitrogen_leaves_the_rule_of_the_structure() -> None:
    pure, doped = (
        assess(c, "ethanol", documents=False) for c in ("Li7La3Zr2O12", "Li7La3Zr2O11.9N0.1")
    )
    assert (doped.outcome, doped.confidence) == (pure.outcome, pure.confidence)
    assert doped.mechanism == pure.mechanism


@pytest.mark.parametrize("ceramic", ["Li3PO3.9N0.06", "Li2.9TaO3.3N0.46"])
def test_dopants_and_other_centres_make_no_glass(ceramic: str) -> None:
    assert assess(ceramic, "water", documents=False).outcome == "test_it"


def test_garnets_exchange_protons_with_hydrogen_peroxide() -> None:
    verdict = assess("Li7La3Zr2O12", "OO", documents=False)
    assert verdict.outcome == "ion_exchange"
    assert verdict.confidence > 0.8


@pytest.mark.parametrize("ceramic", ["Li2O", "CaO", "Li3OCl"])
def test_hydrogen_peroxide_slakes(ceramic: str) -> None:
    assert assess(ceramic, "OO", documents=False).outcome == "decomposes"


@pytest.mark.parametrize("solvent", ["CC(=O)OC(C)=O", "CC(=O)Cl", "CCS", "NC=O"])
@pytest.mark.parametrize("ceramic", ["Li2O", "CaO", "LiOH"])
def test_free_oxide_ions_in_reactive_solvents_are_to_be_tested(ceramic: str, solvent: str) -> None:
    verdict = assess(ceramic, solvent, documents=False)
    assert (verdict.outcome, verdict.leaning) == ("test_it", "decomposes")
    assert "strong metal-oxygen bonds" not in verdict.mechanism


@pytest.mark.parametrize("ceramic", ["Li2O", "MgO"])
def test_free_oxide_ions_stay_where_nothing_reacts(ceramic: str) -> None:
    assert assess(ceramic, "toluene", documents=False).outcome == "stable"


@pytest.mark.parametrize("ceramic", ["Ag2O", "LiOH", "MgO"])
def test_neither_silver_nor_hydroxide_nor_magnesium_is_surely_slaked(ceramic: str) -> None:
    assert assess(ceramic, "water", documents=False).outcome == "test_it"


def test_peroxides_oxidise_sulfur_before_they_give_protons() -> None:
    assert assess("Na3SbS4", "OO", documents=False).outcome == "decomposes"
    assert assess("Li2S", "OO", documents=False).leaning == "decomposes"
