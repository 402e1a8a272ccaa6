"""Equations are balanced: atoms and charge are counted on both sides."""

import pytest

from ceralyte.materials import load_catalogue
from ceralyte.slurry.anatomy import anatomy
from ceralyte.slurry.calibration import shipped_calibration
from ceralyte.slurry.formula import TOLERANCE
from ceralyte.slurry.mixture import solvent
from ceralyte.slurry.reaction import Reaction, Species
from ceralyte.slurry.rules import judge

CATALOGUE = load_catalogue()
CERAMICS = [m.formula for m in CATALOGUE if m.category == "ceramic" and m.formula]
OTHERS = ["Li2OHCl", "LiNbOCl4", "Li3YCl3Br3", "NaAl11O17", "Li4P2S7", "75Li2S-25P2S5"]
UNKNOWN_CATIONS = ["Cu6PS5Br", "Cu3PS4", "Cs3PS4", "Tl3PS4", "ZnS", "CsPbI3", "SrTiO3"]


def _count(side: tuple[Species, ...]) -> dict[str, float]:
    total = {"charge": 0.0}
    for species in side:
        total["charge"] += species.amount * species.charge
        for element, n in species.elements.items():
            total[element] = total.get(element, 0.0) + species.amount * n
    return total


def _require_balance(reaction: Reaction) -> None:
    left, right = _count(reaction.left), _count(reaction.right)
    scale = sum(abs(n) for n in left.values())
    for key in left.keys() | right.keys():
        gap = left.get(key, 0.0) - right.get(key, 0.0)
        assert abs(gap) <= TOLERANCE * scale, (reaction.text, key)


@pytest.mark.parametrize("formula", [*CERAMICS, *OTHERS, *UNKNOWN_CATIONS])
def test_every_reaction_is_balanced(formula: str) -> None:
    """Rounded formulas of the catalogue leave up to a per cent of charge over."""
    for name in CATALOGUE.names("solvent"):
        finding = judge(anatomy(formula), solvent(name, CATALOGUE), shipped_calibration())
        if finding.reaction:
            _require_balance(finding.reaction)


@pytest.mark.parametrize(
    ("formula", "liquid", "text"),
    [
        ("Li3YBr6", "DMF", "Li3YBr6 -> 3 LiBr + YBr3"),
        ("Li3YBr6", "acetonitrile", "Li3YBr6 -> 3 Li^+ + Y^3+ + 6 Br^-"),
        ("Li2ZrCl6", "water", "Li2ZrCl6 + 2 H2O -> 2 LiCl + ZrO2 + 4 HCl"),
        ("Li3PS4", "water", "Li3PS4 + 4 H2O -> Li3PO4 + 4 H2S"),
        ("Li6PS5Cl", "water", "Li6PS5Cl + 4 H2O -> Li3PO4 + LiCl + Li2S + 4 H2S"),
        ("Li10GeP2S12", "water", "Li10GeP2S12 + 12 H2O -> Li4GeO4 + 2 Li3PO4 + 12 H2S"),
        ("Li7P3S11", "water", "Li7P3S11 + 11 H2O -> Li3PO4 + Li4P2O7 + 11 H2S"),
        ("Li7P2S8I", "water", "Li7P2S8I + 8 H2O -> 2 Li3PO4 + LiI + 8 H2S"),
        ("Li6PS5Cl", "acetone", "PS4^3- + C3H6O -> PS3O^3- + C3H6S"),
        ("Li6PS5Cl", "DMC", "PS4^3- + C3H6O3 -> PS3O^3- + C3H6O2S"),
        ("Li3PS4", "THF", "Li3PS4 + 3 C4H8O <-> Li3PS4.3(C4H8O)"),
        ("Li3InCl6", "water", "Li3InCl6 + 2 H2O <-> Li3InCl6.2(H2O)"),
        ("Na3SbS4", "water", "Na3SbS4 + 9 H2O <-> Na3SbS4.9(H2O)"),
        ("Li7P3S11", "acetonitrile", "P2S7^4- -> P2S6^4- + S"),
        ("Li7La3Zr2O12", "water", "Li7La3Zr2O12 + H2O -> Li6HLa3Zr2O12 + LiOH"),
        ("Li6PS5Cl", "ethanol", "PS4^3- + 2 C2H6O -> PS3(C2H5O)^2- + C2H5O^- + H2S"),
    ],
)
def test_equations(formula: str, liquid: str, text: str) -> None:
    finding = judge(anatomy(formula), solvent(liquid, CATALOGUE), shipped_calibration())
    assert finding.reaction is not None
    assert finding.reaction.text == text


@pytest.mark.parametrize(
    ("formula", "liquid"),
    [
        ("Cu3PS4", "water"),
        ("Li5GaS4", "water"),
        ("SrTiO3", "OS(=O)(=O)O"),
        ("Na2P2S6", "water"),
        ("Li6PS5Cl", "CI"),
        ("Li7P3S11", "acetone"),
        ("LiNbOCl4", "water"),
        ("LiNbOCl4", "DMF"),
        ("LiNbOCl4", "ethanol"),
    ],
)
def test_no_equation_where_products_are_not_known(formula: str, liquid: str) -> None:
    finding = judge(anatomy(formula), solvent(liquid, CATALOGUE), shipped_calibration())
    assert finding.reaction is None


@pytest.mark.parametrize(
    ("formula", "liquid", "part"),
    [
        ("Li3PS4", "ethyl acetate", "n C4H8O2"),
        ("Li7P2S8I", "THF", "n C4H8O"),
        ("Li3InBr6", "water", "n H2O"),
    ],
)
def test_an_unknown_number_of_solvent_molecules_is_n(formula: str, liquid: str, part: str) -> None:
    finding = judge(anatomy(formula), solvent(liquid, CATALOGUE), shipped_calibration())
    assert finding.reaction is not None
    assert not finding.reaction.solvent_count_known
    assert part in finding.reaction.text
