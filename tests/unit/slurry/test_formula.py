"""Formulas and their charge."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.slurry.formula import oxidation_states, parse_formula


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Li1.3Al0.3Ti1.7(PO4)3", {"Li": 1.3, "Al": 0.3, "Ti": 1.7, "P": 3, "O": 12}),
        ("75Li2S-25P2S5", {"Li": 150, "S": 200, "P": 50}),
        ("Li₃PS₄", {"Li": 3, "P": 1, "S": 4}),
        ("Li2(OH)Cl", {"Li": 2, "O": 1, "H": 1, "Cl": 1}),
    ],
)
def test_amounts_of_elements(text: str, amounts: dict[str, float]) -> None:
    assert dict(parse_formula(text)) == pytest.approx(amounts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("salt", "'salt' is no formula"),
        ("Xx2S", "'Xx' in 'Xx2S' is no element"),
        ("Li3(PS4", r"'Li3\(PS4' is no formula"),
        ("Li3)PS4", "closes a bracket too many"),
        ("", "is no formula"),
    ],
)
def test_what_is_no_formula_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_formula(text)


def test_every_formula_of_the_catalogue_balances() -> None:
    for material in load_catalogue():
        if material.category == "ceramic" and material.formula:
            assert oxidation_states(parse_formula(material.formula), material.formula)


@pytest.mark.parametrize(
    ("text", "charge"),
    [
        ("Li6PSCl", r"\+8"),
        ("Li2PS4", r"-1"),
        ("Li3InCl5", r"\+1"),
        ("Li4PS4", r"\+1"),
        ("Li7La3Zr2O11", r"\+2"),
        ("Na2SbS4", r"-1"),
    ],
)
def test_a_charge_that_does_not_balance_is_added_up(text: str, charge: str) -> None:
    with pytest.raises(InputError, match=f"'{text}' does not balance in charge: .*{charge}"):
        oxidation_states(parse_formula(text), text)


@pytest.mark.parametrize("text", ["Li2SO4", "LiClO4", "NaNO3"])
def test_anions_of_oxygen_that_no_rule_covers_are_told(text: str) -> None:
    with pytest.raises(InputError, match=f"'{text}' holds .* bonded to oxygen"):
        oxidation_states(parse_formula(text), text)


def test_states_are_the_usual_ones() -> None:
    assert oxidation_states(parse_formula("Na3SbS3"), "")["Sb"] == 3
    assert oxidation_states(parse_formula("Li4P2S6"), "")["P"] == 4
    assert oxidation_states(parse_formula("Li3TiCl6"), "")["Ti"] == 3
    assert oxidation_states(parse_formula("LiTi2(PO4)3"), "")["Ti"] == 4
    assert oxidation_states(parse_formula("SnS"), "")["Sn"] == 2
