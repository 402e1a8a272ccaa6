"""Published effects of a solvent on the powder: in the numbers where a factor is published."""

from math import hypot

import pytest

from ceralyte.pipeline import Interfaces, check, membrane_impedance
from ceralyte.pipeline.cell_conduction import _bulk
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.verdicts import conduction_verdict
from ceralyte.recipe import load_recipe, read_recipe
from ceralyte.recipe.schema import Slurry
from ceralyte.slurry import modifiers

RECIPE = """
name: cast
ceramic: {{material: Li6PS5Cl, mass_fraction: 100 wt%, size: mono(d=3 um)}}
process: {process}
membrane: {{thickness: 20 um}}
press: {{method: uniaxial, pressure: 300 MPa}}
"""


def cast(solvent="toluene", effects="published"):
    slurry = f"slurry: {{solvent: {solvent}, solvent_effects: {effects}}}\n"
    return read_recipe(RECIPE.format(process="slurry") + slurry)


DRY = read_recipe(RECIPE.format(process="dry"))


def test_toluene_costs_what_the_report_says_at_every_temperature():
    dry, wet = look_up(DRY), look_up(cast())
    # Li et al. 2024: 3.0 of 4.8 mS/cm; a sheet of Kim et al. 2026 keeps 0.45 in all.
    assert wet.ceramic.now.value == pytest.approx(0.63 * dry.ceramic.now.value)
    assert wet.ceramic.at(333.0) == pytest.approx(0.63 * dry.ceramic.at(333.0))
    of_effect = dry.ceramic.now.value * (1 - 0.45) / 12**0.5
    assert wet.ceramic.now.std == pytest.approx(hypot(0.63 * dry.ceramic.now.std, of_effect))
    assert any("Ruhl" in n and "solvent_effects: none" in n for n in wet.ceramic.notes)


def test_the_powder_in_the_electrodes_has_not_met_the_solvent():
    dry, wet = look_up(DRY), look_up(cast())
    assert _bulk("Li6PS5Cl", wet).now.value == pytest.approx(dry.ceramic.now.value)


def test_what_has_no_number_is_told_and_changes_nothing():
    notes = look_up(cast()).notes
    assert any("clusters" in n and "no number is published" in n for n in notes)
    assert any("cathode interface resistance" in n and "not applied" in n for n in notes)
    assert not any("capacitance" in n for n in notes)
    assert look_up(cast("anisole")).notes == ()


def test_the_recipe_switches_effects_off():
    off = look_up(cast(effects="none"))
    assert off.ceramic.now.value == look_up(DRY).ceramic.now.value
    assert sum("solvent_effects is none" in n for n in off.notes) == 4


def test_check_names_effect_and_source():
    found = check(cast())
    assert any("conducts 0.63 (0.45 to 1) times as well" in n for n in found.notes)
    about = "Li6PS5Cl after toluene: conductivity"
    assert any("Ruhl" in s.text and s.used_for == about for s in found.sources)
    off = check(cast(effects="none"))
    assert not any(s.used_for == about for s in off.sources)


def test_the_answer_says_that_the_effect_is_in_the_number():
    inputs = look_up(cast())
    (effect,) = (m for m in modifiers("Li6PS5Cl", "toluene") if m.quantity == "conductivity")
    now, slurry = inputs.ceramic.now, inputs.slurry
    assert "is in it" in conduction_verdict(now, now, True, slurry, effect).reason
    told = conduction_verdict(now, now, True, slurry, None).reason
    assert "not in this number" in told
    assert f"without what {slurry.solvent} does to it" in told.partition(";")[0]


def test_boundary_capacitance_grows_as_published(quick_design, examples):
    recipe = load_recipe(examples / "lpscl-ptfe-dry.yaml")
    between = Interfaces(boundary_resistance=1e-5, boundary_capacitance=1e-4)
    hundredfold = Interfaces(boundary_resistance=1e-5, boundary_capacitance=1e-2)
    permittivities = {"ceramic": 40.0, "binder": 2.0}

    def spectrum(recipe, interfaces):
        return membrane_impedance(
            quick_design, recipe, permittivities, interfaces=interfaces, points=6
        )

    wet = recipe.model_copy(
        update={"process": "slurry", "slurry": Slurry(solvent="tetrahydrofuran")}
    )
    found, expected = spectrum(wet, between), spectrum(recipe, hundredfold)
    assert found.spectrum.imaginary == pytest.approx(expected.spectrum.imaginary, rel=1e-6)
    assert any("100 times the stated one" in n and "Ruhl" in n for n in found.notes)
