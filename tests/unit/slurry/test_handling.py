"""A solvent in practice: what is estimated, what is missing, what is refused."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.materials import load_catalogue
from ceralyte.slurry.casting import castable_solids, wet_gap
from ceralyte.slurry.evaporation import diffusivity
from ceralyte.slurry.handling import handling
from ceralyte.slurry.modifiers import modifiers
from ceralyte.slurry.molecule import molecule


def test_warmer_air_dries_faster_and_thicker_films_slower() -> None:
    cool, warm = handling("anisole"), handling("anisole", temperature=353.15)
    assert warm.drying_time.value < cool.drying_time.value / 5
    thick = handling("anisole", wet_thickness=200e-6)
    assert thick.drying_time.value == pytest.approx(2 * cool.drying_time.value)
    assert isinstance(cool.drying_time, Quantity)
    assert cool.drying_time.estimate


def test_above_its_boiling_point_a_solvent_boils() -> None:
    boiling = handling("acetone", temperature=353.15).drying_time
    assert isinstance(boiling, Unavailable)
    assert "boils below 80 degC" in boiling.reason


@pytest.mark.parametrize(
    ("solvent", "category"),
    [
        ("diethyl ether", "category 1"),
        ("ethanol", "category 2"),
        ("p-xylene", "category 3"),
        ("DMSO", "category 4"),
        ("propylene carbonate", "not classified"),
        ("dichloromethane", "not known"),
    ],
)
def test_flammability_by_flash_and_boiling_point(solvent: str, category: str) -> None:
    assert category in handling(solvent).flammability


def test_what_is_not_known_says_why() -> None:
    found = handling("CCCCCCO")
    assert isinstance(found.vapour_pressure, Unavailable)
    assert "no boiling point" in found.vapour_pressure.reason
    assert diffusivity(molecule("COP(=O)(OC)OC"), 298.15) is None


def test_wet_gap_keeps_the_volume_of_solids() -> None:
    assert wet_gap(30e-6, 0.6, 0.3, drag=False).value == pytest.approx(60e-6)
    assert wet_gap(30e-6, 0.6, 0.3).value == pytest.approx(120e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: handling("toluene", temperature=25),
            "temperature: -248 degC. Allowed: -73.1 degC",
        ),
        (lambda: handling("toluene", wet_thickness=0), "wet_thickness: 0 um"),
        (lambda: handling("toluene", air_speed=-1), "air_speed: -1 m/s"),
        (lambda: wet_gap(0.0, 0.6, 0.3), "dry_thickness: 0 um. Allowed: 0.001 um to 100000 um"),
        (lambda: wet_gap(1e-5, 0.6, 1.3), "solids_fraction: 130 %"),
        (lambda: castable_solids(20.0), r"medium_viscosity: 20000 mPa\*s"),
    ],
)
def test_values_out_of_range_are_refused(call: object, message: str) -> None:
    assert callable(call)
    with pytest.raises(InputError, match=message):
        call()


def test_published_effects_carry_their_reference() -> None:
    found = {m.quantity: m for m in modifiers("Li6PS5Cl", "toluene")}
    conduction = found["conductivity"]
    assert conduction.factor == pytest.approx(3.0 / 4.8, abs=0.01)
    assert conduction.low == pytest.approx(1.44 / 3.2)
    assert (conduction.times, found["particle_size"].times) == ("0.63 (0.45 to 1)", "")
    assert found["particle_size"].factor is None
    assert all(any("Ruhl" in s.text for s in m.sources) for m in found.values())
    assert modifiers("Li6PS5Cl", "anisole") == ()


def test_below_its_melting_point_a_solvent_neither_dries_nor_flows() -> None:
    frozen = handling("benzene", temperature=273.15)
    for found in (frozen.drying_time, frozen.viscosity, frozen.vapour_pressure):
        assert isinstance(found, Unavailable)
        assert "melts at 5.5 degC" in found.reason
    assert isinstance(handling("benzene", temperature=283.15).drying_time, Quantity)


def test_every_solvent_of_the_catalogue_has_a_melting_point_below_its_boiling_point() -> None:
    catalogue = load_catalogue()
    for name in catalogue.names("solvent"):
        melting = catalogue.value(name, "melting_temperature", needed_for="drying")
        boiling = catalogue.value(name, "boiling_point", needed_for="drying")
        assert melting.value < boiling.value
