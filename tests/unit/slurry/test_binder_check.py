"""Binders: solubility, reactions, electrodes, film."""

import pytest

from ceralyte.materials import load_catalogue
from ceralyte.model import Material
from ceralyte.slurry import BinderCheck, assess, windows
from ceralyte.slurry.dispersions import dispersions
from ceralyte.slurry.solubility import hansen_distance
from ceralyte.slurry.windows import UNKNOWN, AtElectrode, contacts


def _check(ceramic: str, solvent: str, binder: str) -> BinderCheck:
    check = assess(ceramic, solvent, binder).binder_check
    assert check is not None
    return check


@pytest.mark.parametrize(
    ("binder", "solvent", "solubility", "basis"),
    [
        ("CMC", "water", "soluble", "reported"),
        ("SEBS", "heptane", "soluble", "reported"),
        ("PTFE", "toluene", "insoluble", "recalled"),
        ("PTFE", "water", "dispersible", "60 wt% of particles"),
        ("SBR", "water", "dispersible", "latex"),
        ("SBS", "water", "insoluble", "recalled"),
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
        ("Li6PS5Cl", "PVDF", None, "not known: test it"),
        ("Li6PS5Cl", "PVDF-HFP", None, "not known: test it"),
        ("Li6PS5Cl", "PTFE", False, "no group"),
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
    assert _check("Li6PS5Cl", "toluene", "PTFE").orthogonal is None
    assert _check("Na3SbS4", "water", "PTFE").orthogonal is True
    assert _check("Na3SbS4", "water/ethanol 1:1", "PTFE").orthogonal is None
    assert _check("Li6PS5Cl", "toluene", "SEBS").orthogonal is True
    assert _check("Li6PS5Cl", "chlorobenzene", "SEBS").orthogonal is None


def test_a_dispersion_says_what_makes_a_film_of_it() -> None:
    check = _check("Na3SbS4", "water", "PTFE")
    assert "sinter above 337 degC" in check.film
    assert any("TE-3859" in s.text for s in check.sources)
    assert "test it" in _check("Na3SbS4", "water", "NBR").film
    assert "dispersion" not in _check("Na3SbS4", "toluene", "SBR").film


def test_dispersions_name_binders_and_solvents_of_the_catalogue() -> None:
    catalogue = load_catalogue()
    binders, solvents = set(catalogue.names("polymer")), set(catalogue.names("solvent"))
    assert all(b in binders and s in solvents for b, s in dispersions())


def test_ptfe_is_reduced_by_lithium_and_sodium() -> None:
    check = _check("Li6PS5Cl", "none", "PTFE")
    assert "not stable" in check.electrodes["lithium"].words
    assert "1.20 V" in check.electrodes["lithium"].words
    assert "not stable" in check.electrodes["sodium"].words
    assert check.electrodes["graphite"].words.startswith("not stable: loses its fluorine")
    assert check.electrodes["cathode"].words.startswith("not stable: reacts at the interface")
    assert any("Chakrabarti" in s.text for s in check.electrodes["lithium"].sources)
    assert not any("Chakrabarti" in s.text for s in check.sources)
    assert [check.electrodes[e].answer for e in ("lithium", "cathode")] == ["no", "no"]


def test_unknown_window_says_so() -> None:
    found = _check("Li6PS5Cl", "toluene", "SEBS").electrodes
    assert found == dict.fromkeys(("lithium", "sodium", "graphite", "cathode"), AtElectrode())


@pytest.mark.parametrize(
    ("binder", "electrode", "words"),
    [
        ("PVDF", "cathode", "by its window stable with cathodes that stay below 5.00 V"),
        ("PVDF", "lithium", "by its window stable, reduced only below 0.00 V"),
        ("PTFE", "lithium", "by its window not stable, reduced below 1.20 V"),
        ("PVDF", "graphite", "stable: attacked by lithium, but a film passivates it"),
        ("PEO", "cathode", "by its window stable with cathodes that stay below 4.00 V"),
        ("PEO", "lithium", "stable: "),
        ("NBR", "lithium", "stable: beside an antiperovskite"),
        ("PAN", "lithium", "not stable: "),
        ("CMC-Na", "graphite", "stable: with SBR"),
        ("PAA", "sodium", UNKNOWN),
    ],
)
def test_what_is_reported_at_an_electrode(binder: str, electrode: str, words: str) -> None:
    check = _check("Li3InCl6", "toluene", binder)
    at = check.electrodes[electrode]
    assert words in at.words
    assert bool(at.sources) == (at.answer != "unknown")
    assert at.fails == ("not stable" in at.words)


@pytest.mark.parametrize(
    ("stable", "answer"),
    [((), "unknown"), ((True,), "yes"), ((False,), "no"), ((True, False), "uncertain")],
)
def test_reports_that_differ_decide_nothing(
    monkeypatch: pytest.MonkeyPatch, stable: tuple[bool, ...], answer: str
) -> None:
    about = {"binder": "X", "electrode": "lithium", "statement": "cycled", "sources": ()}
    reports = tuple(windows.Contact(stable=one, **about) for one in stable)
    monkeypatch.setattr(windows, "contacts", lambda: reports)
    found = windows.against_electrodes(Material(name="X", category="polymer"))
    assert found["lithium"].answer == answer


def test_a_window_alone_decides_nothing() -> None:
    assert _check("Li3InCl6", "toluene", "PVDF").electrodes["lithium"].answer == "uncertain"


def test_reports_at_electrodes_name_binders_of_the_catalogue() -> None:
    known = set(load_catalogue().names("polymer"))
    assert {contact.binder for contact in contacts()} <= known


def test_glass_transition_tells_the_film() -> None:
    assert "rubbery" in _check("Li6PS5Cl", "toluene", "SBR").film
    assert "semicrystalline" in _check("Li6PS5Cl", "none", "PVDF").film
    assert "glassy" in _check("Li6PS5Cl", "toluene", "PS").film


def test_binder_that_does_not_dissolve_makes_a_yes_uncertain() -> None:
    assert assess("Na3SbS4", "water", "CMC-Na").to_verdict().answer == "yes"
    assert assess("Na3SbS4", "water", "SBS").to_verdict().answer == "uncertain"


@pytest.mark.parametrize(
    ("ceramic", "solvent", "binder", "basis", "told"),
    [
        ("Li6PS5Cl", "toluene", "PTFE", "recalled, unverified", "no, unless PTFE can be dispersed"),
        ("Li6PS5Cl", "p-xylene", "SEBS", "recalled, unverified", "yes (its solubility is recalled"),
        ("Na3SbS4", "water", "CMC-Na", "reported, measured", "yes"),
        ("Na3SbS4", "water", "PTFE", "does not dissolve, but", "yes"),
        ("Li6PS5Cl", "water", "CMC-Na", "reported, measured", "no"),
    ],
)
def test_what_is_only_recalled_is_told_so(
    ceramic: str, solvent: str, binder: str, basis: str, told: str
) -> None:
    check = _check(ceramic, solvent, binder)
    assert check.solubility_basis.startswith(basis)
    assert check.told.startswith(told)
    assert ("recalled" in check.told) == (check.recalled and check.orthogonal is not False)


@pytest.mark.parametrize("binder", ["PEO", "PEO18-LiTFSI"])
def test_ether_chains_on_argyrodites_are_no_plain_no(binder: str) -> None:
    check = assess("Li6PS5Cl", "anisole", binder).binder_check
    assert check is not None
    assert check.reacts is None
    assert "interphase" in check.reaction
    assert any("sstr.202400139" in s.locator for s in check.sources)
    halide = assess("Li3YCl6", "toluene", binder).binder_check
    assert halide is not None
    assert "interphase" not in halide.reaction


def test_carbonate_groups_of_a_binder_are_judged_as_those_of_a_solvent() -> None:
    """Dimethyl carbonate destroys Li6PS5Cl: that a polymer spares it is not known."""
    check = assess("Li6PS5Cl", "anisole", "PPC").binder_check
    assert check is not None
    assert check.reacts is None
    assert "electrophile" in check.reaction


def test_strong_donor_on_tetrahedra_of_two_centres_is_to_be_tested() -> None:
    assert assess("Li3.25Ge0.25P0.75S4", "hydrazine").usable is None
