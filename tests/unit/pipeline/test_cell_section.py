"""The cell section of a recipe: from text to energy, and what is refused."""

import math

import pytest

from ceralyte.cell import StiffMembraneError
from ceralyte.core.errors import InputError, MissingDataError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.pipeline import cell_sheet, pybamm_export
from ceralyte.recipe import read_recipe

RECIPE = """
name: test
ceramic:
  material: Li6PS5Cl
  mass_fraction: 100 wt%
  size: mono(d=3 um)
  properties: {{conductivity: {{value: 2 mS/cm, temperature: 25 degC, source: test}}}}
process: dry
membrane: {{thickness: 20 um}}
press: {{method: uniaxial, pressure: 300 MPa, relative_density: 90 %}}
cell:
  cathode:
    active_material: {active}
    mass_fractions: {{{active}: 80 wt%, Li6PS5Cl: 20 wt%}}
    porosity: 10 %
    {capacity}
  anode: {anode}
  positive_collector: {{material: aluminium, thickness: 12 um}}
  negative_collector: {{material: {negative}, thickness: 6 um}}
  {more}
"""
POUCH = """pouch:
    units: 10
    width: 50 mm
    height: 80 mm
    overhang: 1 mm
    seal_width: 5 mm
    foil: {material: pouch laminate, thickness: 115 um}
    tabs: {width: 10 mm, length: 20 mm, thickness: 100 um}"""
LITHIUM = "{material: lithium, excess_thickness: 20 um}"
GRAPHITE = """{material: graphite, composite: {active_material: graphite,
    mass_fractions: {graphite: 70 wt%, Li6PS5Cl: 30 wt%}, porosity: 5 %}}"""


def recipe(
    *,
    active="NMC811",
    capacity="areal_capacity: 5 mAh/cm2",
    anode=LITHIUM,
    negative="copper",
    more="",
):
    return read_recipe(
        RECIPE.format(active=active, capacity=capacity, anode=anode, negative=negative, more=more)
    )


def part(sheet, name):
    return next(p.resistance for p in sheet.resistance.parts if p.name == name)


def test_membrane_is_an_effective_medium_of_the_stated_conductivity():
    sheet = cell_sheet(recipe())
    expected = 0.2 * (3 * 0.9 - 1) / 2
    assert sheet.membrane_conductivity.value == pytest.approx(expected)
    assert sheet.membrane_conductivity.estimate
    assert part(sheet, "membrane").value == pytest.approx(20e-6 / expected)


def test_a_measured_conductivity_goes_before_the_estimate():
    sheet = cell_sheet(recipe(), conductivity=0.1)
    assert sheet.membrane_conductivity.value == 0.1
    assert part(sheet, "membrane").value == pytest.approx(2e-4)
    with pytest.raises(InputError, match=r"conductivity: -1 mS/cm. Allowed: above 0"):
        cell_sheet(recipe(), conductivity=-0.1)


def test_catholyte_is_the_ion_conductor_of_the_cathode():
    sheet = cell_sheet(recipe())
    cathode = next(x for x in sheet.cell.mass_breakdown if x.name == "cathode")
    share = 0.2 / 1860 / (0.8 / 4780 + 0.2 / 1860) * 0.9
    # Densities of the catalogue; the resistance follows from share ** 1.5.
    kappa = cathode.thickness / (3 * part(sheet, "cathode, ions").value)
    assert kappa == pytest.approx(0.2 * share**1.5, rel=0.01)
    stated = recipe(capacity="areal_capacity: 5 mAh/cm2\n    ionic_conductivity: 0.1 mS/cm")
    resistance = part(cell_sheet(stated), "cathode, ions")
    assert resistance.value == pytest.approx(cathode.thickness / 0.03)


def test_interfaces_are_stated_and_follow_temperature():
    more = """interfaces:
    cathode: {resistance: 10 ohm*cm2, activation_energy: 40 kJ/mol, source: test}
    anode: {resistance: 4 ohm*cm2, source: test}"""
    sheet = cell_sheet(recipe(more=more))
    assert part(sheet, "interface at the cathode").value == pytest.approx(10e-4)
    assert part(sheet, "interface at the anode").value == pytest.approx(4e-4)
    warm = recipe(more=more).model_copy(update={"temperature": 333.15})
    factor = math.exp(40e3 / 8.314462618 * (1 / 333.15 - 1 / 298.15))
    assert part(cell_sheet(warm), "interface at the cathode").value == pytest.approx(10e-4 * factor)
    assert sheet.resistance.total.validity == ""


def test_energy_rises_with_temperature_and_falls_with_rate():
    sheet = cell_sheet(recipe())
    assert list(sheet.energy_temperature.y) == sorted(sheet.energy_temperature.y)
    assert list(sheet.energy_rate.y) == sorted(sheet.energy_rate.y, reverse=True)
    fast = cell_sheet(recipe(more="c_rate: 4"))
    assert fast.rated.specific_energy.value < sheet.rated.specific_energy.value
    assert fast.specific_energy == sheet.specific_energy


def test_current_leaves_the_error_of_the_nominal_energy(examples):
    sheet = cell_sheet(examples / "lpscl-cellulose.yaml")
    nominal, rated = sheet.specific_energy, sheet.rated.specific_energy
    assert rated.std / rated.value > nominal.std / nominal.value > 0
    assert sheet.energy_rate.marks[0].y_std == pytest.approx(rated.std)
    assert sheet.energy_temperature.marks[0].y_std == pytest.approx(rated.std)


@pytest.mark.parametrize(
    "capacity",
    [
        "areal_capacity: 5 mAh/cm2",
        "areal_mass: 31.25 mg/cm2",
        "areal_capacity: 5 mAh/cm2\n    ionic_conductivity: 0.1 mS/cm",
    ],
)
def test_the_tornado_is_what_the_cell_of_another_share_gives(capacity):
    def rated(recipe):
        return cell_sheet(recipe).rated.specific_energy.value

    base = recipe(capacity=capacity)
    swings = {s.name: s for s in cell_sheet(base).tornado}
    swing = swings["share of NMC811 in the cathode"]
    text = RECIPE.format(
        active="NMC811", capacity=capacity, anode=LITHIUM, negative="copper", more=""
    )
    for wt, energy in ((64, swing.low), (96, swing.high)):
        shares = f"{{NMC811: {wt} wt%, Li6PS5Cl: {100 - wt} wt%}}"
        other = text.replace("{NMC811: 80 wt%, Li6PS5Cl: 20 wt%}", shares)
        assert energy == pytest.approx(rated(read_recipe(other)))


def test_loading_and_capacity_say_the_same():
    # 31.25 mg/cm2 x 0.8 x 200 mAh/g = 5 mAh/cm2.
    by_capacity = cell_sheet(recipe()).specific_energy
    by_loading = cell_sheet(recipe(capacity="areal_mass: 31.25 mg/cm2")).specific_energy
    assert by_loading.value == pytest.approx(by_capacity.value)
    both = "areal_capacity: 5 mAh/cm2\n    areal_mass: 31.25 mg/cm2"
    assert cell_sheet(recipe(capacity=both)).specific_energy.value == by_capacity.value


def test_capacity_that_does_not_match_the_loading_names_both():
    both = "areal_capacity: 4 mAh/cm2\n    areal_mass: 31.25 mg/cm2"
    with pytest.raises(
        InputError,
        match=r"areal_capacity 4 mAh/cm\^2 does not match areal_mass 31.2 mg/cm\^2, which holds "
        r"5 mAh/cm\^2 \(80 wt% NMC811 of 200 mAh/g\)",
    ):
        cell_sheet(recipe(capacity=both))


def test_a_pouch_and_its_system():
    more = f"{POUCH}\n  system: {{cells: 12, stack_pressure: 2 MPa, other_mass_fraction: 10 %}}"
    sheet = cell_sheet(recipe(more=more))
    assert sheet.built.units == 10
    assert sheet.basis.startswith("pouch cell of 10 units")
    assert sheet.specific_energy == sheet.built.specific_energy
    full, without, *_ = sheet.bases
    assert full.specific_energy.value == pytest.approx(sheet.specific_energy.value)
    unit = sheet.cell.specific_energy.value
    assert full.specific_energy.value < without.specific_energy.value < unit
    assert sheet.system.specific_energy.value < 0.9 * sheet.specific_energy.value
    assert sheet.system.plate_thickness.value > 1e-3
    assert not any("packaging" in note for note in sheet.notes)


WINDING = "winding: {{diameter: 21 mm, height: 70 mm, can_thickness: 0.2 mm{radius}}}"


@pytest.fixture
def bendable(examples):
    """A shipped recipe whose bend radius is known, wound, with a stated radius or without."""
    text = (examples / "lpscl-ptfe-dry.yaml").read_text()
    packaging = "packaging_mass_fraction: 5 %"
    assert packaging in text
    return lambda radius: read_recipe(text.replace(packaging, WINDING.format(radius=radius)))


def test_a_winding_tells_of_its_mandrel(bendable):
    sheet = cell_sheet(bendable(", inner_radius: 2 mm"))
    assert sheet.built.form == "winding"
    assert any("mandrel of 2 mm may crack the membrane" in note for note in sheet.notes)
    unknown = cell_sheet(recipe(more=WINDING.format(radius=", inner_radius: 2 mm")))
    assert any("survives the mandrel is unknown" in note for note in unknown.notes)


def test_a_winding_without_a_radius_takes_the_bend_limit(bendable):
    with pytest.raises(InputError, match=r"winding.inner_radius: is not stated, and the membrane"):
        cell_sheet(recipe(more=WINDING.format(radius="")))
    sheet = cell_sheet(bendable(""))
    (note,) = [n for n in sheet.notes if "mandrel of" in n]
    assert "the tight end of an estimate whose middle does not fit the can" in note
    with pytest.raises(StiffMembraneError, match=r"mm radius: the tightest bend") as found:
        cell_sheet(bendable("").model_copy(update={"membrane": thick_of(bendable(""))}))
    assert found.value.exit_code == 1


def thick_of(wound):
    return wound.membrane.model_copy(update={"thickness": 100e-6})


def test_hosts_swell_and_conduct():
    sheet = cell_sheet(recipe(anode=GRAPHITE, more="first_cycle_loss: 10 %"))
    assert part(sheet, "anode, ions").value > 0
    assert "graphite anode" in sheet.basis
    assert sheet.cell.areal_capacity.value == pytest.approx(0.9 * 5 * 36e3)
    layer = next(x for x in sheet.cell.mass_breakdown if x.name == "graphite")
    mass = 1.1 * 5 * 36e3 / (0.7 * 371.9 * 3600)
    empty = mass * (0.7 / 2260 + 0.3 / 1860) / 0.95
    assert layer.thickness == pytest.approx(empty + mass * 0.7 / 2260 * 0.119 / 1.1, rel=0.01)


def test_sulfur_needs_lithium_from_the_anode():
    with pytest.raises(InputError, match=r"carrier_from_cathode: is true, but sulfur contains no"):
        cell_sheet(recipe(active="sulfur"))
    sheet = cell_sheet(recipe(active="sulfur", more="carrier_from_cathode: false"))
    assert sheet.cell.mean_voltage.value == pytest.approx(2.1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"anode": "{material: graphite, excess_thickness: 20 um}"},
            r"cell.anode: graphite is a host, not a metal",
        ),
        (
            {"anode": GRAPHITE.replace("material: graphite, comp", "material: silicon, comp")},
            r"material is silicon, but its composite stores charge in graphite",
        ),
        ({"active": "graphite"}, r"is true, but graphite contains no Li"),
        (
            {"active": "lithium"},
            r"lithium at 0 V is no cathode against lithium at 0 V",
        ),
        (
            {"anode": "{material: sodium, excess_thickness: 20 um}"},
            r"NMC811 \(Li\+\) and sodium \(Na\+\) do not exchange one ion",
        ),
    ],
)
def test_electrodes_that_do_not_fit_are_refused(changes, message):
    with pytest.raises(InputError, match=message):
        cell_sheet(recipe(**changes))


SODIUM = {
    "active": "Na3V2(PO4)3",
    "anode": "{material: sodium, excess_thickness: 20 um}",
}


def test_a_membrane_for_another_ion_is_refused():
    with pytest.raises(
        InputError,
        match=r"ceramic.material: Li6PS5Cl conducts Li\+, but Na3V2\(PO4\)3 in the cathode exch",
    ):
        cell_sheet(recipe(**SODIUM))


def test_a_catholyte_for_another_ion_is_refused():
    shares = {"NMC811": 0.8, "Na3PS4": 0.2}
    wrong = recipe().cell.cathode.model_copy(update={"mass_fractions": shares})
    cell = recipe().cell.model_copy(update={"cathode": wrong})
    with pytest.raises(InputError, match=r"cell.cathode.mass_fractions: Na3PS4 conducts Na\+"):
        cell_sheet(recipe().model_copy(update={"cell": cell}))


def test_aluminium_at_a_lithium_anode_is_noted():
    notes = cell_sheet(recipe(negative="aluminium")).notes
    assert any("alloys with lithium" in note for note in notes)
    assert not any("alloys" in note for note in cell_sheet(recipe()).notes)


def test_no_cell_section_is_an_error():
    bare = recipe().model_copy(update={"cell": None})
    with pytest.raises(InputError, match=r"cell: the recipe has no cell section"):
        cell_sheet(bare)


def test_a_cathode_without_electrolyte_has_no_ionic_resistance():
    text = RECIPE.format(
        active="NMC811",
        capacity="areal_capacity: 2 mAh/cm2",
        anode=LITHIUM,
        negative="copper",
        more="",
    ).replace("NMC811: 80 wt%, Li6PS5Cl: 20 wt%", "NMC811: 95 wt%, carbon black: 5 wt%")
    sheet = cell_sheet(read_recipe(text))
    found = part(sheet, "cathode, ions")
    assert isinstance(found, Unavailable)
    assert "no solid electrolyte" in found.reason
    assert isinstance(sheet.resistance.total, Quantity)


def test_export_for_pybamm_follows_the_recipe():
    values = pybamm_export(recipe(more=POUCH)).parameters
    fraction = values["Separator porosity"]
    exponent = values["Separator Bruggeman coefficient (electrolyte)"]
    assert fraction == pytest.approx(0.9)
    assert 0.2 * fraction**exponent == pytest.approx(0.17)
    assert values["Nominal cell capacity [A.h]"] == pytest.approx(10 * 0.05 * 0.08 * 50)


def test_missing_values_of_a_cell_name_themselves():
    with pytest.raises((InputError, MissingDataError), match=r"Unobtainium"):
        cell_sheet(recipe(active="Unobtainium"))


def test_every_value_has_its_source_and_unchecked_ones_a_note():
    sheet = cell_sheet(recipe(anode=GRAPHITE.replace("graphite", "silicon")))
    used = {s.used_for for s in sheet.sources}
    assert {"NMC811: mean_voltage", "silicon: specific_capacity", "copper: density"} <= used
    assert "ionic resistance of composite electrodes" in used
    assert any("volume_expansion of silicon is unverified" in note for note in sheet.notes)


def test_a_design_brings_its_own_conductivity(quick_design, examples, tmp_path):
    from ceralyte.pipeline import save_design, save_recipe
    from ceralyte.recipe import load_recipe

    save_design(quick_design, tmp_path)
    save_recipe(load_recipe(examples / "lpscl-ptfe-dry.yaml"), tmp_path)
    sheet = cell_sheet(tmp_path)
    assert sheet.membrane_conductivity == quick_design.effective_conductivity
    assert sheet.specific_energy == quick_design.specific_energy
    assert sheet.resistance == quick_design.cell.resistance
    assert part(sheet, "membrane").value == pytest.approx(quick_design.areal_resistance.value)


def test_no_resistance_is_dropped_silently_at_another_temperature():
    # Measured in the cathode at one temperature, with nothing to follow to others.
    text = RECIPE.format(
        active="NMC811",
        capacity="areal_capacity: 2 mAh/cm2\n    ionic_conductivity: 0.1 mS/cm",
        anode=LITHIUM,
        negative="copper",
        more="",
    ).replace("NMC811: 80 wt%, Li6PS5Cl: 20 wt%", "NMC811: 95 wt%, carbon black: 5 wt%")
    sheet = cell_sheet(read_recipe(text))
    assert part(sheet, "cathode, ions").value > 0
    assert sheet.energy_temperature is None
    assert sheet.energy_rate is not None
