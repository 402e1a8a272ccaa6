"""Quantities as the command line prints them."""

from math import inf

import pytest

from ceralyte.cli.output import STDOUT, shown, table
from ceralyte.cli.show import _works_behind
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Quantity


def test_a_bracket_may_be_open():
    quantity = Quantity(value=3.25, unit="S/m", method="m", low=1.0, high=inf, estimate=True)
    assert shown(quantity, unit="S/m") == "3.2 S/m (1 to ∞) [estimate]"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (2.0, None, "3.2 S/m (at least 2)"),
        (None, 4.0, "3.2 S/m (at most 4)"),
        (None, 3.234, "3.2 S/m (at most 3.3)"),
        (3.18, None, "3.2 S/m (at least 3.1)"),
    ],
)
def test_a_bracket_of_one_end_is_told(low, high, text):
    quantity = Quantity(value=3.25, unit="S/m", method="m", low=low, high=high, estimate=True)
    assert shown(quantity, unit="S/m") == f"{text} [estimate]"


def test_a_citation_of_a_source_itself_is_not_followed_by_a_recalled_one():
    doi = "10.1038/nmat3066"
    own = Source(used_for="a", text="Kamaya et al., Nat. Mater. 10 (2011) 682", locator=doi)
    assert _works_behind(own) == ""
    compiled = Source(used_for="a", text="OBELiX compilation", locator=doi)
    assert _works_behind(compiled).endswith("682 [unverified])")


def test_temperatures_are_shifted_and_their_error_bars_are_not():
    quantity = Quantity(value=354.75, unit="K", method="m", std_model=2.0)
    assert shown(quantity) == "81.6 ± 2.0 °C"


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [(68.6, 2.52, 1801.0, "69 mm (2.5 to 1800)"), (71.0, 69.7, 72.1, "71 mm (69.7 to 72.1)")],
)
def test_a_bracket_keeps_two_digits_however_wide_it_is(value, low, high, text):
    quantity = Quantity(
        value=value / 1e3, unit="m", method="m", low=low / 1e3, high=high / 1e3, estimate=True
    )
    assert shown(quantity, unit="mm") == f"{text} [estimate]"


def test_a_table_wider_than_the_terminal_becomes_paragraphs(capsys, monkeypatch):
    rows = [("first", "1 um", "10.1021/acsenergylett.1c02261"), ("second", "", "own")]
    monkeypatch.setattr(STDOUT, "_width", 45)
    table("Rows", ("id", "thickness", "source"), rows)
    assert "│ first" in capsys.readouterr().out
    monkeypatch.setattr(STDOUT, "_width", 35)
    table("Rows", ("id", "thickness", "source"), rows)
    assert capsys.readouterr().out == (
        "Rows\nfirst\n  thickness: 1 um\n  source: 10.1021/acsenergylett.1c02261\n"
        "second\n  source: own\n"
    )
