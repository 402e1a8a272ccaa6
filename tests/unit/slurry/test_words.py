"""Words and equations speak of the atoms, units and ions that are there."""

import pytest

from ceralyte.slurry import assess
from ceralyte.slurry.anatomy import anatomy

SAID = [
    ("Li6PSe5Cl", "tetrahydrofuran", "PSe4 beside free selenide", "sulf"),
    ("Li6PSe5Cl", "water", "toxic H2Se", "H2S "),
    ("Na3SbSe4", "water", "soft selenium", "sulfur"),
    ("Na3PSe4", "water", "PSe4", "8H2O"),
    ("Na11Sn2PS12", "water", "SnS4 units keep theirs", "8H2O"),
    ("Na3PS4", "water", "Na3PS4.8H2O", "SnS4"),
    ("Na3OBr", "water", "hydroxide of sodium", "lithium"),
    ("Li3OCl", "water", "hydroxide of lithium", "sodium"),
    ("Li3BS3", "acetonitrile", "B of its triangles", "tetrahedra"),
    ("Li10GeP2S12", "acetonitrile", "Ge of its tetrahedra", "triangles"),
    ("P2S5", "water", "cages of phosphorus", "polyhedra"),
    ("Al2O3", "water", "no mobile ions", "keeps its mobile"),
    ("Li10GeP2S12", "water", "H2S", "keep theirs"),
]


@pytest.mark.parametrize(("ceramic", "solvent", "said", "unsaid"), SAID)
def test_mechanism_speaks_of_what_is_there(
    ceramic: str, solvent: str, said: str, unsaid: str
) -> None:
    mechanism = assess(ceramic, solvent, documents=False).mechanism
    assert said in mechanism
    assert unsaid not in mechanism


@pytest.mark.parametrize(
    ("ceramic", "equation"),
    [
        ("Na11Sn2PS12", "Na11Sn2PS12 + 4 H2O -> Na3PO4 + 2 Na4SnS4 + 4 H2S"),
        ("Li10SnP2S12", "Li10SnP2S12 + 8 H2O -> 2 Li3PO4 + Li4SnS4 + 8 H2S"),
        ("Li10GeP2S12", "Li10GeP2S12 + 12 H2O -> Li4GeO4 + 2 Li3PO4 + 12 H2S"),
    ],
)
def test_soft_tetrahedra_stay_where_hard_ones_hydrolyse(ceramic: str, equation: str) -> None:
    assert assess(ceramic, "water", documents=False).equation == equation


@pytest.mark.parametrize(
    ("formula", "units"),
    [
        ("Li4P2S7", ("P2S7^4-",)),
        ("Na2P2S6", ("P2S6^2-",)),  # edge-sharing pairs
        ("Na4P2S6", ("P2S6^4-",)),  # pairs with a bond between phosphorus
        ("P2S5", ("cages of phosphorus and sulfur",)),
        ("Na3PSe4", ("PSe4^3-",)),
        ("Li6PS5Cl", ("PS4^3-", "S^2-", "Cl^-")),
    ],
)
def test_units_of_sulfides(formula: str, units: tuple[str, ...]) -> None:
    assert anatomy(formula).units == units


def test_equations_start_from_units_that_the_ceramic_has() -> None:
    assert assess("Li4P2S7", "acetonitrile", documents=False).equation == "P2S7^4- -> P2S6^4- + S"
    assert assess("Na2P2S6", "acetonitrile", documents=False).equation == ""


def test_molecules_are_to_be_tested() -> None:
    assert assess("P2S5", "toluene").outcome == "test_it"


def test_alumina_has_nothing_to_exchange() -> None:
    assert assess("Al2O3", "water", documents=False).outcome == "stable"
    assert anatomy("Al2O3").family == "oxide"
    assert anatomy("Na1.25Al11O17.125").family == "beta-alumina"
