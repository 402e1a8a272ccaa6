"""Values for a recipe: what is missing is named, what stands in is told."""

import pytest

from ceralyte.core.errors import InputError, MissingDataError, UnknownNameError
from ceralyte.model import PropertyValue
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.supply import sample_spread, with_spread
from ceralyte.recipe import read_recipe

DRY = """
name: test
ceramic:
  material: {material}
  mass_fraction: 100 wt%
  size: mono(d=3 um)
  {extra}
process: dry
membrane: {{thickness: 20 um}}
press: {{method: uniaxial, pressure: 300 MPa}}
"""

ONE_TEMPERATURE = (
    "properties: {density: {value: 3 g/cm3, source: x}, "
    "conductivity: {value: 1 mS/cm, temperature: 25 degC, source: x}}"
)


def recipe(material="Li6PS5Cl", extra="", tail="", folder=None):
    text = DRY.format(material=material, extra=extra) + tail
    return read_recipe(text, **({"folder": folder} if folder else {}))


def test_an_unknown_material_gets_its_nearest_name():
    with pytest.raises(UnknownNameError, match=r"ceramic.*'Li6PS5C'.*Li6PS5Cl"):
        look_up(recipe("Li6PS5C"))


def test_a_polymer_is_no_ceramic():
    with pytest.raises(InputError, match="'PTFE' is a polymer"):
        look_up(recipe("PTFE"))


def test_missing_pressed_density_says_how_to_supply_it():
    with pytest.raises(MissingDataError, match=r"Na3SbS4.*relative_density.*analogues") as caught:
        look_up(recipe("Na3SbS4"))
    assert caught.value.property == "relative_density"


def test_an_analogue_stands_in_and_is_named():
    inputs = look_up(recipe("Na3SbS4", "analogues: [Na3PS4]"))
    assert {p.material for p in inputs.pressed_densities} == {"Na3PS4"}
    assert "Na3SbS4 has no relative_density: taken from Na3PS4" in inputs.supply.notes


def test_a_stated_property_goes_first():
    stated = "properties: {conductivity: {value: 5 mS/cm, temperature: 25 degC, source: mine}}"
    inputs = look_up(recipe(extra=stated))
    assert inputs.ceramic.now.value == pytest.approx(0.5)
    assert any(s.text == "mine" and s.kind == "user" for s in inputs.supply.sources)


def test_own_density_points_calibrate_the_press():
    own = (
        "properties: {relative_density: {value: 90 %, pressure: 300 MPa, source: own measurement}}"
    )
    inputs = look_up(recipe(extra=own))
    assert [p.value for p in inputs.pressed_densities] == [0.9]


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("properties: {condutivity: {value: 5 mS/cm, source: x}}", "condutivity.*conductivity"),
        ("properties: {density: {value: 5 mS/cm, source: x}}", "is no density"),
        ("properties: {density: {value: 1860 g/cm3, source: x}}", "out of range"),
        (
            "properties: {density: {value: 1.8 g/cm3, low: 2 g/cm3, source: x}}",
            "outside its own range",
        ),
    ],
)
def test_wrong_stated_values(extra, message):
    with pytest.raises(InputError, match=message):
        look_up(recipe(extra=extra))


def test_a_value_needs_a_source():
    with pytest.raises(InputError, match="source: is missing"):
        recipe(extra="properties: {density: {value: 1.8 g/cm3}}")


def test_own_materials_file_beside_the_recipe(tmp_path):
    (tmp_path / "own.csv").write_text(
        "material,property,value,unit,temperature,source\n"
        "MyGlass,density,1.9,g/cm^3,,weighed\n"
        "MyGlass,conductivity,1,mS/cm,25 degC,measured\n"
    )
    inputs = look_up(
        recipe("MyGlass", "analogues: [Li6PS5Cl]", "materials_file: own.csv\n", tmp_path)
    )
    assert inputs.ceramic.now.value == pytest.approx(0.1)


def test_temperature_follows_arrhenius_or_is_refused():
    warm = look_up(recipe(tail="temperature: 60 degC\n"))
    cold = look_up(recipe())
    # Boulineau et al., Solid State Ionics 221 (2012) 1: 0.327 eV between 19 and 151 degC.
    assert warm.ceramic.now.value / cold.ceramic.now.value == pytest.approx(3.81, rel=0.01)
    with pytest.raises(MissingDataError, match="activation_energy"):
        look_up(recipe("La/Ta chloride", ONE_TEMPERATURE, "temperature: 60 degC\n"))
    at_hand = look_up(recipe("La/Ta chloride", ONE_TEMPERATURE))
    assert at_hand.ceramic.span is None


def conductivities(values, kind="measured"):
    return [
        PropertyValue(
            material="x", property_name="conductivity", value=v, unit="S/m", kind=kind, source="s"
        )
        for v in values
    ]


def test_spread_between_samples_ignores_an_outlier():
    spread = sample_spread(conductivities([0.165, 0.205, 0.13, 0.0033]))
    assert 0.2 < spread < 0.5
    assert sample_spread(conductivities([0.1, 0.2])) is None
    assert sample_spread(conductivities([0.1, 0.2, 0.3], kind="user")) is None
    best = conductivities([0.1])[0]
    assert with_spread(best, 0.3).std == pytest.approx(0.03)
    assert with_spread(best, None).std is None


def test_values_under_another_name_in_the_materials_file_are_told(tmp_path):
    text = "material,property,value,unit,source\nLPSCl,density,1.6,g/cm^3,own\n"
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    inputs = look_up(recipe(tail="materials_file: own.csv\n", folder=tmp_path))
    assert any("'LPSCl' in the materials file" in note for note in inputs.supply.notes)
