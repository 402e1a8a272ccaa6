"""Looking things up in the catalogue, and which of several values is taken."""

import pytest

from ceralyte.core.errors import InputError, MissingDataError, UnknownNameError
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material, PropertyValue


def entry(
    value: float,
    *,
    kind: str = "measured",
    confidence: str = "",
    temperature: float | None = None,
    material: str = "X",
    property_name: str = "conductivity",
) -> PropertyValue:
    return PropertyValue(
        material=material,
        property_name=property_name,
        value=value,
        unit="S/m",
        kind=kind,
        source="test",
        confidence=confidence,
        temperature=temperature,
    )


def catalogue_of(*values: PropertyValue) -> Catalogue:
    empty = Catalogue([Material(name="X", category="ceramic"), Material(name="Y", category=None)])
    return empty.with_values(values)


def best(catalogue: Catalogue, **options: object) -> float:
    return catalogue.value("X", "conductivity", needed_for="a test", **options).value


@pytest.mark.parametrize("spelling", ["Li6PS5Cl", "li6ps5cl", "LPSCl", " lpscl "])
def test_names_and_aliases_resolve_whatever_their_case(spelling: str) -> None:
    assert load_catalogue().get(spelling).name == "Li6PS5Cl"


def test_unknown_name_gives_nearest_of_the_category() -> None:
    with pytest.raises(UnknownNameError, match=r"ceramic.material.*'Li6PSCl'.*'Li6PS5Cl'"):
        load_catalogue().get("Li6PSCl", "ceramic.material", "ceramic")


def test_name_of_another_category_is_refused() -> None:
    with pytest.raises(InputError, match=r"'PTFE' is a polymer. Allowed: a ceramic"):
        load_catalogue().get("PTFE", "ceramic", "ceramic")


def test_unknown_property_gives_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"'conductivty'.*'conductivity'"):
        load_catalogue().values("Li6PS5Cl", "conductivty")


def test_missing_value_says_what_for_and_how_to_supply_it() -> None:
    with pytest.raises(
        MissingDataError,
        match=r"(?s)Na3SbS4: .*'youngs_modulus', needed for bending.*materials_file",
    ):
        load_catalogue().value("NAS", "youngs_modulus", needed_for="bending")


def test_analogue_stands_in_under_its_own_name() -> None:
    value = load_catalogue().value(
        "Li5.4PS4.4Cl1.6",
        "conductivity",
        needed_for="transport",
        analogues=("Li2S-P2S5 glass", "Li5.5PS4.5Cl1.5"),
    )
    assert value.material == "Li2S-P2S5 glass"


def test_an_own_value_comes_before_an_analogues() -> None:
    value = load_catalogue().value("Li6PS5Cl", "density", needed_for="mass", analogues=("Li3PS4",))
    assert value.material == "Li6PS5Cl"


def test_order_is_kind_then_confidence_then_file() -> None:
    assert best(catalogue_of(entry(1, kind="computed", confidence="high"), entry(2))) == 2
    assert best(catalogue_of(entry(1, confidence="low"), entry(2, confidence="high"))) == 2
    assert best(catalogue_of(entry(1), entry(2))) == 1


def test_temperature_picks_the_nearest_stated_one() -> None:
    catalogue = catalogue_of(
        entry(1, confidence="high"), entry(2, temperature=298.15), entry(3, temperature=353.15)
    )
    assert best(catalogue) == 1
    assert best(catalogue, temperature=300.0) == 2
    assert best(catalogue, temperature=340.0) == 3


def test_equally_near_temperatures_keep_the_order_of_choice() -> None:
    catalogue = catalogue_of(
        entry(1, kind="handbook", temperature=298.15), entry(2, temperature=298.15)
    )
    assert best(catalogue, temperature=333.0) == 2


def test_unverified_value_drops_out_once_a_sourced_one_is_known() -> None:
    unverified = catalogue_of(entry(1, kind="unverified"))
    assert best(unverified) == 1
    sourced = unverified.with_values([entry(2, kind="statement")])
    assert [v.value for v in sourced.values("X", "conductivity")] == [2]


def test_added_values_come_first_whatever_their_kind() -> None:
    catalogue = catalogue_of(entry(1, confidence="high")).with_values([entry(2, kind="statement")])
    assert [v.value for v in catalogue.values("X", "conductivity")] == [2, 1]


def test_material_without_category_fits_everywhere() -> None:
    catalogue = catalogue_of()
    assert catalogue.get("Y", "binder", "polymer").name == "Y"
    assert "Y" in catalogue.names("polymer")
    assert "X" not in catalogue.names("polymer")
