"""Ceramics given as hydrates and solvates."""

import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess
from ceralyte.slurry.solvates import read_solvate

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("text", "host", "count", "guest"),
    [
        ("Li3InCl6.2H2O", "Li3InCl6", "2", "water"),
        ("Li3InCl6·2H2O", "Li3InCl6", "2", "water"),
        ("Li3InCl6 * 2 H2O", "Li3InCl6", "2", "water"),
        ("Na3SbS4.9H2O", "Na3SbS4", "9", "water"),
        ("Li3PS4.3THF", "Li3PS4", "3", "tetrahydrofuran"),
        ("Li3PS4(THF)3", "Li3PS4", "3", "tetrahydrofuran"),
        ("LPSCl.THF", "LPSCl", "1", "tetrahydrofuran"),
        ("Li4SnS4.xH2O", "Li4SnS4", "n", "water"),
        ("Li3InCl6-0.5H2O", "Li3InCl6", "0.5", "water"),
        ("Li5.4PS4.4Cl1.6.2THF", "Li5.4PS4.4Cl1.6", "2", "tetrahydrofuran"),
    ],
)
def test_texts(text: str, host: str, count: str, guest: str) -> None:
    found = read_solvate(text, CATALOGUE)
    assert found is not None
    assert (found.host, found.count, found.guest) == (host, count, guest)


@pytest.mark.parametrize(
    "text",
    ["Li1.3Al0.3Ti1.7(PO4)3", "Li5.4PS4.4Cl1.6", "75Li2S-25P2S5", "Li2(OH)Cl"],
)
def test_formulas_with_dots_and_brackets_are_none(text: str) -> None:
    assert read_solvate(text, CATALOGUE) is None


@pytest.mark.parametrize("text", ["Li3PS4.0THF", "Li3PS4.0.0H2O", "Li3PS4(H2O)0", "Li3PS4(THF)0.0"])
def test_a_solvate_holds_some_solvent(text: str) -> None:
    with pytest.raises(InputError, match=r"holds 0(\.0)? (tetrahydrofuran|water)\. .*above zero"):
        assess(text, "toluene")


@pytest.mark.parametrize(
    ("ceramic", "solvent", "products"),
    [
        ("Li3InCl6.2H2O", "toluene", "Li3InCl6 + 2 water"),
        ("Na3SbS4.9H2O", "water", "Na3SbS4 + 9 water"),
        ("Li3PS4.3THF", "none", "Li3PS4 + 3 tetrahydrofuran"),
    ],
)
def test_what_survives_is_a_complex_until_it_is_recovered(
    ceramic: str, solvent: str, products: str
) -> None:
    verdict = assess(ceramic, solvent)
    assert (verdict.ceramic, verdict.outcome) == (ceramic, "complex_reversible")
    assert verdict.equation == f"{ceramic} -> {products}"
    assert "heat" in verdict.recovery
    assert len(verdict.evidence) == len({e.model_dump_json() for e in verdict.evidence})


def test_the_worse_of_solvent_and_bound_solvent_decides() -> None:
    assert assess("Li3PS4.3THF", "water", "SEBS").outcome == "h2s_release"
    hydrate = assess("Li6PS5Cl.2H2O", "toluene", "SEBS")
    assert hydrate.outcome == "h2s_release"
    assert hydrate.binder_check is not None
    assert hydrate.binder_check.orthogonal is False


def test_a_rule_against_the_bound_solvent_is_doubted() -> None:
    verdict = assess("Na3PS4.8H2O", "toluene", documents=False)
    assert verdict.usable is False
    assert any("speaks against this rule" in doubt for doubt in verdict.doubts)


def test_an_unknown_bound_solvent_is_told_how_to_give_it() -> None:
    with pytest.raises(UnknownNameError, match=r"a dot and a solvent of the catalogue"):
        assess("Li3InCl6.2foo", "toluene")
