"""Binders: solubility, reactions, electrodes, film."""

import pytest

from ceralyte.slurry import BinderCheck, assess
from ceralyte.slurry.binder import hansen_distance


def _check(ceramic: str, solvent: str, binder: str) -> BinderCheck:
    check = assess(ceramic, solvent, binder).binder_check
    assert check is not None
    return check


@pytest.mark.parametrize(
    ("binder", "solvent", "solubility", "basis"),
    [
        ("CMC", "water", "soluble", "reported"),
        ("SEBS", "heptane", "soluble", "reported"),
        ("PTFE", "toluene", "insoluble", "reported"),
        ("PMMA", "dichloromethane", "soluble", "Hansen distance"),
        ("PMMA", "chloroform", "borderline", "= 0.91"),
        ("PIB", "formamide", "insoluble", "Hansen distance"),
        ("SEBS", "formamide", "unknown", "Hansen parameters or radius missing"),
        ("NBR", "toluene/anisole 1:1", "soluble", "Hansen distance"),
    ],
)
def test_reports_before_hansen(binder: str, solvent: str, solubility: str, basis: str) -> None:
    check = _check("Na3SbS4", solvent, binder)
    assert check.solubility == solubility
    assert basis in check.solubility_basis


def test_hansen_distance_weighs_dispersion_four_times() -> None:
    assert hansen_distance((15.0, 0.0, 0.0), (18.0, 0.0, 8.0)) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("ceramic", "binder", "reacts", "words"),
    [
        ("Li6PS5Cl", "PAA", True, "carboxylic acid releases H2S"),
        ("Li6PS5Cl", "CMC-Na", True, "hydroxyl groups take sulfur"),
        ("Na3SbS4", "CMC-Na", False, "no group"),
        ("Na3SbS4", "PETEA network", True, "crosslinks"),
        ("Li7La3Zr2O12", "PVDF", True, "alkaline surface of the garnet"),
        ("Li6PS5Cl", "SEBS", False, "no group"),
        ("Li3InCl6", "PMMA", False, "bind cations"),
        ("LiPON", "SEBS", None, "not known"),
    ],
)
def test_reactions_with_the_ceramic(
    ceramic: str, binder: str, reacts: bool | None, words: str
) -> None:
    check = _check(ceramic, "toluene", binder)
    assert check.reacts is reacts
    assert words in check.reaction


def test_orthogonal_needs_all_three() -> None:
    assert _check("Na3SbS4", "water", "CMC-Na").orthogonal is True
    assert _check("Li6PS5Cl", "water", "CMC-Na").orthogonal is False
    assert _check("Li6PS5Cl", "toluene", "PTFE").orthogonal is False
    assert _check("Li6PS5Cl", "toluene", "SEBS").orthogonal is True
    assert _check("Li6PS5Cl", "chlorobenzene", "SEBS").orthogonal is None


def test_ptfe_is_reduced_by_lithium_and_sodium() -> None:
    check = _check("Li6PS5Cl", "none", "PTFE")
    assert "not stable" in check.electrodes["lithium"]
    assert "not stable" in check.electrodes["sodium"]
    assert {"graphite", "cathode"} <= check.electrodes.keys()
    assert any("Chakrabarti" in s.text for s in check.sources)


def test_unknown_window_says_so() -> None:
    assert "test it" in _check("Li6PS5Cl", "toluene", "SEBS").electrodes["both"]


def test_glass_transition_tells_the_film() -> None:
    assert "rubbery" in _check("Li6PS5Cl", "toluene", "SBR").film
    assert "semicrystalline" in _check("Li6PS5Cl", "none", "PVDF").film
    assert "glassy" in _check("Li6PS5Cl", "toluene", "PS").film


def test_binder_that_does_not_dissolve_makes_a_yes_uncertain() -> None:
    assert assess("Na3SbS4", "water", "CMC-Na").to_verdict().answer == "yes"
    assert assess("Na3SbS4", "water", "SEBS").to_verdict().answer == "uncertain"
