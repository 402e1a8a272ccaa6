"""Chemical formulas in texts: what is set low, what is left alone."""

from pathlib import Path

import pytest

from ceralyte.report import formulas
from ceralyte.report.formulas import subscripted_page, subscripts

TYPESCRIPT = Path(__file__).parents[3] / "web" / "src" / "formula.ts"


@pytest.mark.parametrize("unit", ["C11", "C1.1", "(C11)1", "C1)"])
def test_words_that_are_nearly_formulas_take_no_time(unit):
    """A pattern that can read 11 in two ways would try 2^60 of them."""
    text = unit * 60 + "_"
    assert subscripts(text).startswith(("C", "("))


@pytest.mark.parametrize(
    ("text", "typeset"),
    [
        ("Na3SbS4.9H2O", "Na₃SbS₄·9H₂O"),
        ("Na2HPO4.12H2O", "Na₂HPO₄·12H₂O"),
        ("Na3SbS4.0.5H2O and Na3SbS4·0.5H2O", "Na₃SbS₄·0.5H₂O and Na₃SbS₄·0.5H₂O"),
        ("CaSO4.1.5H2O and CaSO4·1.5H2O", "CaSO₄·1.5H₂O and CaSO₄·1.5H₂O"),
        ("Ca(NO3)2.4H2O, Li3PS4.2CH3CN", "Ca(NO₃)₂·4H₂O, Li₃PS₄·2CH₃CN"),
        ("Li3PS4.3(C4H8O)", "Li₃PS₄·3(C₄H₈O)"),
        ("Li6PS5Cl0.5Br0.5", "Li₆PS₅Cl₀.₅Br₀.₅"),
    ],
)
def test_molecules_of_a_crystal_stand_after_a_raised_dot(text, typeset):
    assert subscripts(text) == typeset


@pytest.mark.parametrize(
    "text", ["0.5H2O", "a rate of 0.5C2", "Fig. 3.C2", "Fig. 3.CH", "1.5C6", "Li1.5C2O4"]
)
def test_the_point_of_other_numbers_stays(text):
    assert "·" not in subscripts(text)


def test_the_page_finds_formulas_with_the_same_patterns():
    told = TYPESCRIPT.read_text(encoding="utf-8")
    for pattern in (formulas._WORD, formulas._AFTER_SYMBOL, formulas._ADDED):
        assert f"/{pattern.pattern}/g" in told.replace(r"\/", "/")
    assert '"$1·"' in told


@pytest.mark.parametrize(
    "address", ["10.1039/C5CC02324K", "doi.org/10.1039/C5CC02324K", "https://a.org/x/Li6PS5Cl"]
)
def test_dois_and_addresses_stay_as_they_are(address):
    assert subscripts(f"H2O ({address} H2O") == f"H₂O ({address} H₂O"
    link = f'<a href="#">{address}</a>'
    assert subscripted_page(f"H2O {link} H2O") == f"H<sub>2</sub>O {link} H<sub>2</sub>O"
