"""Hazards of solvents: sourced statements, levels, and solvents left out by them."""

import pytest

from ceralyte.core.errors import UnknownNameError
from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess, filter_reason, hazard_of, screen
from ceralyte.slurry.hazards import Hazard, _all, worst


def test_every_list_has_a_source_and_a_solvent_of_the_catalogue() -> None:
    assert set(_all()) <= set(load_catalogue().names("solvent"))
    assert len(_all()) == 62
    assert all(h.source and h.source.text and h.source.locator for h in _all().values())


@pytest.mark.parametrize(
    ("statements", "level"),
    [
        (("H225", "H360D"), "severe"),
        (("H301",), "severe"),
        (("H361fd", "H315"), "serious"),
        (("H225", "H336", "EUH066"), "harmful"),
        (("H225", "EUH019", "H410"), "none"),
        ((), "none"),
        (None, None),
    ],
)
def test_the_worst_statement_decides(statements, level) -> None:
    assert Hazard(solvent="x", statements=statements).level == level


def test_a_mixture_is_as_bad_as_its_worst_part_and_unknown_where_a_part_is() -> None:
    known, unknown = hazard_of("toluene"), hazard_of("hexyl butyrate")
    assert worst((hazard_of("water"), known)) == "serious"
    assert worst((known, unknown)) is None
    assert worst((hazard_of("methanol"), unknown)) == "severe"
    assert worst(()) == "none"
    assert assess("Li3InCl6", "water/ethanol 1:1").hazard_level == "none"
    assert assess("Li6PS5Cl", "none").hazard_level == "none"


def test_what_is_not_known_stays_behind_what_is_and_is_left_out_unless_kept() -> None:
    found = screen("Li6PS5Cl", hazard_max="harmful")
    usable = [v for v in found if v.usable]
    levels = [v.hazard_level for v in usable]
    assert levels.index(None) > levels.index("harmful")
    assert levels.index("serious") > len(levels) - levels[::-1].index(None) - 1
    unknown = next(v for v in usable if v.hazard_level is None)
    assert filter_reason(unknown, "harmful") == "hazard to health not known here"
    assert filter_reason(unknown, "harmful", "keep") == filter_reason(unknown) == ""
    reasons = {v.solvent: filter_reason(v, "harmful", "keep") for v in found}
    assert reasons["toluene"] == "serious hazard to health"
    assert reasons["benzene"] == reasons["chloroform"] == "severe hazard to health"
    assert reasons["anisole"] == reasons["p-xylene"] == ""
    assert filter_reason(found[levels.index("serious")]) == ""


@pytest.mark.parametrize(
    ("solvent", "level"),
    [
        ("1,4-dioxane", "severe"),  # H350 since the guide of 2016 gave H351
        ("1,2-dimethoxyethane", "severe"),
        ("n-hexane", "serious"),
        ("acetone", "harmful"),
        ("dimethyl carbonate", "none"),
        ("hydrazine", "severe"),
        ("formamide", "severe"),
        ("propionitrile", "severe"),
        ("diglyme", "severe"),
        ("triglyme", "severe"),
        ("ethyl propionate", "none"),
        ("dibutyl ether", "harmful"),
        ("n-decane", None),
    ],
)
def test_levels_of_well_known_solvents(solvent: str, level: str | None) -> None:
    assert hazard_of(solvent).level == level


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r"hazard_max.*'harmfull'.*harmful"):
        screen("Li6PS5Cl", solvent="water", hazard_max="harmfull")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match=r"hazard_unknown.*'kept'.*keep"):
        screen("Li6PS5Cl", solvent="water", hazard_unknown="kept")  # type: ignore[arg-type]
