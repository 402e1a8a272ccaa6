"""What is refused at the door, and what is read although it looks odd."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess
from ceralyte.slurry.mixture import solvent

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("smiles", "words"),
    [
        ("[CH3]", "is a radical"),
        ("C[CH]C", "is a radical"),
        ("[O][O]", "is a radical"),
        ("*CC", "open places"),
        ("[Na]", "atoms of Na"),
        ("[Fe]", "atoms of Fe"),
        ("C[Zn]C", "atoms of Zn"),
        ("[Li]CCCC", "atoms of Li"),
    ],
)
def test_what_is_no_molecule_of_a_solvent_is_refused(smiles: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        solvent(smiles, CATALOGUE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("D2O", "water"),
        ("heavy water", "water"),
        ("[2H]O[2H]", "water"),
        ("[2H]C(Cl)(Cl)Cl", "chloroform"),
        ("N", "H3N (N)"),
        ("P", "H3P (P)"),
        ("I", "HI (I)"),
        ("BrBr", "Br2 (BrBr)"),
        ("ammonia", "ammonia"),
    ],
)
def test_isotopes_and_small_molecules_are_read(text: str, name: str) -> None:
    assert solvent(text, CATALOGUE).name == name


@pytest.mark.parametrize(
    ("text", "outcome"), [("I", "h2s_release"), ("BrBr", "decomposes"), ("D2O", "h2s_release")]
)
def test_what_they_do_to_a_sulfide(text: str, outcome: str) -> None:
    assert assess("Li6PS5Cl", text, documents=False).outcome == outcome


def test_abbreviations_are_not_taken_for_molecules() -> None:
    for text in ("NBS", "PS2", "FIB"):
        with pytest.raises(InputError, match=r"unknown name|no known name"):
            solvent(text, CATALOGUE)


@pytest.mark.parametrize(
    "text",
    [
        "water/ethanol/acetone 33.3:33.3:33.3",
        "33.3 % water / 33.3 % ethanol / 33.3 % acetone",
        "33% water / 33% ethanol / 33% acetone",
    ],
)
def test_rounded_thirds_are_thirds(text: str) -> None:
    assert [share for share, _ in solvent(text, CATALOGUE).parts] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    "text", ["60 % water / 39 % ethanol", "water/ethanol/acetone 33.3:33.3:33.0"]
)
def test_shares_that_do_not_add_up_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="add to"):
        solvent(text, CATALOGUE)


@pytest.mark.parametrize(
    "text",
    [
        "60 wt% water / 40 wt% ethanol",
        "water/ethanol 60:40 wt%",
        "60 mol% water / 40 mol% ethanol",
        "60 % (w/w) water / 40 % (w/w) ethanol",
        "water 60 wt.% / ethanol 40 wt.%",
    ],
)
def test_shares_by_mass_or_moles_are_refused_with_the_reason(text: str) -> None:
    with pytest.raises(InputError, match=r"by mass or moles.*shares by volume"):
        solvent(text, CATALOGUE)


def test_rounded_formulas_are_taken_with_a_note() -> None:
    verdict = assess("Li2.9PO3.3N0.46", "toluene")
    assert any("taken as rounded" in doubt for doubt in verdict.doubts)
    assert not any("rounded" in d for d in assess("Li5.5PS4.5Cl1.5", "toluene").doubts)


@pytest.mark.parametrize("formula", ["Li3.1PS4", "Li2PS4", "Li6PS5Cl2", "Li2.5PO3.3N0.46"])
def test_what_rounding_does_not_explain_is_refused(formula: str) -> None:
    with pytest.raises(InputError, match="does not balance"):
        assess(formula, "toluene")
