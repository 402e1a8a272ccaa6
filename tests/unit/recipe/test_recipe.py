"""Recipes: what is accepted, and how clearly the rest is refused."""

import json

import pytest

from ceralyte.core.errors import InputError, MultipleInputError
from ceralyte.recipe import load_recipe, read_recipe, recipe_schema, recipe_to_yaml

MINIMAL = """
name: test
ceramic:
  material: Li6PS5Cl
  mass_fraction: 95 wt%
  size: lognormal(d50=3 um, sigma=0.5)
binder:
  material: SEBS
  mass_fraction: 5 wt%
process: slurry
slurry: {solvent: toluene}
membrane: {thickness: 20 um}
press: {method: uniaxial, pressure: 300 MPa}
"""


def changed(old: str, new: str) -> str:
    assert old in MINIMAL
    return MINIMAL.replace(old, new)


def test_a_recipe_is_si_inside():
    recipe = read_recipe(MINIMAL)
    assert recipe.membrane.thickness == 2e-5
    assert recipe.press.pressure == 3e8
    assert recipe.ceramic.size.d50 == pytest.approx(3e-6)
    assert recipe.temperature == 298.15


def test_normalised_yaml_reads_back_equal():
    recipe = read_recipe(MINIMAL)
    text = recipe_to_yaml(recipe)
    assert read_recipe(text) == recipe
    assert recipe_to_yaml(read_recipe(text)) == text


def test_every_example_is_valid_and_survives_normalising(examples):
    files = sorted(examples.glob("*.yaml"))
    assert len(files) >= 7
    for file in files:
        recipe = load_recipe(file)
        again = read_recipe(recipe_to_yaml(recipe), folder=examples)
        assert again == recipe, file.name


def test_toml_and_json_are_read_too():
    data = json.loads(json.dumps(read_recipe(MINIMAL).model_dump(mode="json", exclude_none=True)))
    assert read_recipe(json.dumps(data), name="r.json") == read_recipe(MINIMAL)
    toml = 'name = "t"\nprocess = "dry"\n[ceramic]\nmaterial = "x"\nmass_fraction = "100 wt%"\n'
    toml += 'size = "mono(d=3 um)"\n[membrane]\nthickness = "20 um"\n[press]\nmethod = "none"\n'
    assert read_recipe(toml, name="r.toml").ceramic.size.diameter == pytest.approx(3e-6)


def test_the_schema_describes_units():
    schema = json.loads(recipe_schema())
    thickness = schema["$defs"]["Foil"]["properties"]["thickness"]
    assert thickness["type"] == "string"
    assert "0.1 um to 1000 um" in thickness["description"]
    share = schema["$defs"]["Ceramic"]["properties"]["mass_fraction"]  # has words of its own
    assert (share["x-dimension"], share["x-range"]) == ("mass fraction", "0 % to 100 %")
    assert "folder" not in schema["properties"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "thickness: 20 um",
            "thicknes: 20 um",
            r"line 12: membrane\.thicknes: unknown name.*thickness",
        ),
        ("thickness: 20 um", "thickness: 20", r"thickness: '20' has no unit.*20 um"),
        ("thickness: 20 um", "thickness: 20 MPa", "'20 MPa' is no length"),
        ("thickness: 20 um", "thickness: -20 um", r"-20 um is out of range.*1 um to 2000 um"),
        ("d50=3 um", "d50=5 m", "5 m"),
        ("d50=3 um", "d50=-3 um", "-3 um"),
        ("d50=3 um", "d50=3", "3"),
        ("size: lognormal", "size: lognormall", "lognormal"),
        ("mass_fraction: 95 wt%", "mass_fraction: 90 wt%", "ceramic and binder add to 95 wt%"),
        ("mass_fraction: 95 wt%", "mass_fraction: 95", r"'95' has no unit.*7\.5 wt%"),
        ("process: slurry", "process: slury", "unknown name 'slury'.*slurry"),
        ("process: slurry", "process: dry", "toluene although the process is dry"),
        ("solvent: toluene", "solvent: none", "missing for process slurry"),
        ("pressure: 300 MPa", "pressure: 300 um", "'300 um' is no pressure"),
        ("pressure: 300 MPa", "pressure: 300 GPa", "300 GPa is out of range"),
        ("process: slurry", "targets: {bend_radius: 2 m}\nprocess: slurry", "0.1 mm to 1000 mm"),
        (", pressure: 300 MPa", "", "pressure: is missing, or 0 MPa, for method uniaxial"),
        ("pressure: 300 MPa", "gap: 18 um", "gap: is given for method uniaxial.*roll"),
        ("uniaxial, pressure", "roll, gap: 18 um, pressure", "gap: is given beside pressure"),
        ("uniaxial, pressure: 300 MPa", "roll, gap: 18 um", "makes the thickness.*areal_mass"),
        ("uniaxial, pressure: 300 MPa", "roll, gap: 18", "'18' has no unit"),
        ("name: test", "name: [1, 2]", "name"),
        ("thickness: 20 um", "thickness: 20 um, areal_mass: 2 mg/cm2", "exactly one of thickness"),
        ("name: test\n", "", "name: is missing"),
    ],
)
def test_mistakes_are_named(old, new, message):
    with pytest.raises(InputError, match=f"(?s){message}") as caught:
        read_recipe(changed(old, new))
    assert caught.value.exit_code == 2


def test_all_mistakes_are_told_at_once():
    text = changed("thickness: 20 um", "thickness: 20").replace("300 MPa", "300")
    with pytest.raises(MultipleInputError, match="2 things to mend") as caught:
        read_recipe(text)
    assert len(caught.value.errors) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a recipe"),
        ("- 1\n- 2", "is not a recipe"),
        ("a: [1", "cannot be parsed"),
        ("a: 1\na: 2", "cannot be parsed"),
        ("a: !!python/object/apply:os.system [ls]", "recipe.yaml"),
    ],
)
def test_what_is_no_recipe(text, message):
    with pytest.raises(InputError, match=message):
        read_recipe(text)


def test_missing_binary_and_huge_files(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        load_recipe(tmp_path / "none.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="byte 0 is not UTF-8 text"):
        load_recipe(tmp_path / "b.yaml")
    (tmp_path / "h.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputError, match="up to 1 MB"):
        load_recipe(tmp_path / "h.yaml")


def test_support_thicker_than_the_membrane():
    support = (
        "support: {kind: nonwoven, material: PET, thickness: 30 um, porosity: 70 %, "
        "fibre_diameter: 2 um}\n"
    )
    with pytest.raises(InputError, match="30 um is more than the membrane's 20 um"):
        read_recipe(MINIMAL + support)


def test_a_cathode_must_hold_its_active_material(examples):
    text = (examples / "lpscl-ptfe-dry.yaml").read_text()
    with pytest.raises(InputError, match="active_material: unknown name 'NMC81'"):
        read_recipe(text.replace("active_material: NMC811", "active_material: NMC81"))


CELL = """
cell:
  cathode:
    active_material: NMC811
    mass_fractions: {NMC811: 80 wt%, Li6PS5Cl: 20 wt%}
    porosity: 5 %
    areal_capacity: 5 mAh/cm2
  anode: {material: lithium, excess_thickness: 20 um}
  positive_collector: {material: aluminium, thickness: 12 um}
  negative_collector: {material: copper, thickness: 6 um}
"""
CELL_POUCH = """
  pouch: {units: 4, width: 50 mm, height: 80 mm, seal_width: 5 mm,
          foil: {material: pouch laminate, thickness: 115 um}}
"""
CELL_WINDING = "\n  winding: {diameter: 21 mm, height: 70 mm, can_thickness: 0.2 mm}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CELL.replace("12 um", "0 um"), r"thickness: 0 um is out of range.*0.1 um to 1000 um"),
        (CELL.replace("6 um", "-6 um"), r"thickness: -6 um is out of range"),
        (CELL.replace("    areal_capacity: 5 mAh/cm2\n", ""), r"needs areal_capacity or areal_ma"),
        (CELL + CELL_POUCH + CELL_WINDING, r"has a pouch and a winding. Allowed: one of both"),
        (
            CELL + CELL_POUCH + "  packaging_mass_fraction: 5 %\n",
            r"packaging_mass_fraction: is 5 % although the pouch says what its packaging weighs",
        ),
        (CELL + "  system: {cells: 4}\n", r"system: has cells of no format"),
        (
            CELL + CELL_WINDING + "  system: {cells: 4, stack_pressure: 1 MPa}\n",
            r"system.stack_pressure: is for pouch cells",
        ),
        (
            CELL + CELL_WINDING + "  bipolar_collector: {material: nickel, thickness: 9 um}\n",
            r"bipolar_collector: cannot be wound",
        ),
        (
            CELL + "  interfaces: {anode: {resistance: 5 ohm*cm2}}\n",
            r"cell.interfaces.anode.source: is missing",
        ),
        (
            CELL.replace("porosity: 5 %", "porosity: 100 %"),
            r"line \d+: cell.cathode.porosity: 100 % is out of range. Allowed: 0 % to 95 %",
        ),
        (
            CELL.replace("{material: lithium, excess_thickness: 20 um}", "{material: graphite}"),
            r"anode: needs exactly one.*of a host composite: {active_material: graphite",
        ),
        (
            CELL.replace("{NMC811: 80 wt%, Li", "{NMC811: 100 wt%, Li").replace(
                ": 20 wt%", ": 0 wt%"
            ),
            r"line \d+: cell.cathode.mass_fractions: 0 wt% of Li6PS5Cl",
        ),
        (CELL + "  c_rate: 0\n", r"c_rate: got '0'.*more than 0"),
        (CELL + "  puch: {}\n", r"unknown name 'puch'.*'pouch'"),
        (CELL + "  first_cycle_loss: 99 %\n", r"first_cycle_loss: 99 % is out of range.*95 %"),
    ],
)
def test_impossible_cells_are_refused(text, message):
    with pytest.raises(InputError, match=f"(?s){message}"):
        read_recipe(MINIMAL + text)


def test_a_cell_with_every_section_survives_normalising():
    text = (
        MINIMAL
        + CELL
        + CELL_POUCH
        + """
  bipolar_collector: {material: stainless steel, thickness: 10 um}
  first_cycle_loss: 8 %
  interfaces: {cathode: {resistance: 5 ohm*cm2, activation_energy: 0.4 eV, source: own}}
  c_rate: 0.5
  system: {cells: 4, stack_pressure: 1 MPa, plates: {material: aluminium, safety_factor: 3}}
"""
    )
    recipe = read_recipe(text)
    assert read_recipe(recipe_to_yaml(recipe)) == recipe
