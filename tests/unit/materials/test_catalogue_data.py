"""The shipped data: complete, consistent, and true to the sources that can be recomputed."""

from collections import Counter

import pytest

from ceralyte.materials import PROPERTIES, load_catalogue

FARADAY = 96485.33212
AVOGADRO = 6.02214076e23

EXAMPLE_CERAMICS = (
    "Li6PS5Cl",
    "Li5.5PS4.5Cl1.5",
    "Na3SbS4",
    "Li3InCl6",
    "Li3PS4",
    "Li7P3S11",
    "Li7La3Zr2O12",
    "Li6.75La3Zr1.75Ta0.25O12",
    "Li1.3Al0.3Ti1.7(PO4)3",
    "Li10GeP2S12",
)


def test_every_value_has_a_source_and_every_material_a_value() -> None:
    for material in load_catalogue():
        assert material.values, material.name
        for value in material.values:
            assert value.source.strip(), (material.name, value.property_name)
            assert value.confidence in ("high", "medium", "low")
            assert value.unit == PROPERTIES[value.property_name].dimension.si_unit


def test_no_name_or_alias_is_used_twice() -> None:
    spellings = Counter(s.casefold() for m in load_catalogue() for s in (m.name, *m.aliases))
    assert [s for s, n in spellings.items() if n > 1] == []


def test_recalled_values_are_marked_and_never_stand_beside_sourced_ones() -> None:
    for material in load_catalogue():
        for value in material.values:
            assert ("not checked" in value.source) == (value.kind == "unverified")
            if value.kind == "unverified":
                kinds = {v.kind for v in material.of(value.property_name)}
                assert kinds == {"unverified"}, (material.name, value.property_name)


@pytest.mark.parametrize("name", EXAMPLE_CERAMICS)
def test_ceramics_of_the_examples_have_what_transport_needs(name: str) -> None:
    catalogue = load_catalogue()
    material = catalogue.get(name, category="ceramic")
    assert material.family
    assert material.mobile_ion in ("Li+", "Na+")
    for prop in ("density", "conductivity"):
        value = catalogue.value(name, prop, needed_for="a membrane")
        assert value.kind in ("measured", "derived", "handbook")


def test_conductivities_state_temperature_and_what_they_are() -> None:
    """All but the film and pellet of Jiang 2020, whose abstract prints no temperature."""
    for material in load_catalogue():
        for value in material.of("conductivity"):
            if material.name != "Li0.34La0.56TiO3":
                assert value.temperature is not None, material.name


@pytest.mark.parametrize(
    ("name", "formula_mass", "cells", "volume"),
    [
        ("Li6PS5Cl", 6 * 6.94 + 30.974 + 5 * 32.06 + 35.45, 4, 9.85**3),
        ("Li7La3Zr2O12", 7 * 6.94 + 3 * 138.91 + 2 * 91.224 + 12 * 15.999, 8, 12.968**3),
        ("Na3SbS4", 3 * 22.99 + 121.76 + 4 * 32.06, 2, 7.16**2 * 7.29),
    ],
)
def test_densities_follow_from_the_unit_cell(
    name: str, formula_mass: float, cells: int, volume: float
) -> None:
    """Masses in g/mol, volumes in cubic angstroms."""
    expected = cells * formula_mass * 1e-3 / (AVOGADRO * volume * 1e-30)
    value = load_catalogue().value(name, "density", needed_for="mass").value
    assert value == pytest.approx(expected, rel=3e-3)


@pytest.mark.parametrize(
    ("name", "molar_mass", "charges"),
    [
        ("lithium", 6.94e-3, 1),
        ("sodium", 22.99e-3, 1),
        ("graphite", 6 * 12.011e-3, 1),
        ("silicon", 28.085e-3, 3.75),
        ("Na3V2(PO4)3", 455.76e-3, 2),
    ],
)
def test_theoretical_capacities(name: str, molar_mass: float, charges: float) -> None:
    value = load_catalogue().value(name, "specific_capacity", needed_for="a cell").value
    assert value == pytest.approx(charges * FARADAY / molar_mass, rel=1e-4)


def test_supports_have_both_elastic_constants() -> None:
    catalogue = load_catalogue()
    for name in catalogue.names("support"):
        for prop in ("youngs_modulus", "poissons_ratio"):
            assert catalogue.values(name, prop), (name, prop)


def test_poissons_ratio_of_the_halide_follows_from_its_pugh_ratio() -> None:
    bulk_over_shear = 2.09  # Qiu et al., J. Chin. Ceram. Soc. 53 (2025) 1831
    expected = (3 * bulk_over_shear - 2) / (6 * bulk_over_shear + 2)
    value = load_catalogue().value("Li3InCl6", "poissons_ratio", needed_for="bending").value
    assert value == pytest.approx(expected, abs=1e-3)


def test_pressed_densities_carry_their_pressure() -> None:
    values = load_catalogue().values("Li6PS5Cl", "relative_density")
    assert [(v.value, v.pressure) for v in values] == [(0.92, 362e6), (0.83, 362e6)]


def test_polymer_electrolyte_conducts_by_temperature_and_a_binder_not_at_all() -> None:
    catalogue = load_catalogue()
    warm = catalogue.value("PEO-LiTFSI", "conductivity", needed_for="x", temperature=353.15)
    assert warm.value == pytest.approx(0.08)
    assert catalogue.values("PTFE", "conductivity") == ()


def test_solvents_are_all_there_with_their_identity() -> None:
    catalogue = load_catalogue()
    solvents = [catalogue.get(n) for n in catalogue.names("solvent")]
    assert len(solvents) == 73
    assert all(s.cas and s.smiles for s in solvents)
    thf = catalogue.get("THF")
    assert thf.cas == "109-99-9"
    assert thf.of("donor_number")[0].value == pytest.approx(20 * 4184)
    assert thf.of("molar_volume")[0].value == pytest.approx(81.9e-6, rel=1e-3)
