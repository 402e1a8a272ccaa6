"""Grain boundaries over temperature: their own activation energy, or the ceramic's."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.constants import R

from ceralyte.model.levels import Level
from ceralyte.pipeline import Interfaces, design, membrane_impedance
from ceralyte.pipeline.boundaries import boundaries_follow, boundary_resistance
from ceralyte.pipeline.cell_conduction import estimated
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.order import prepare
from ceralyte.pipeline.samples import build, conduct, press_packing
from ceralyte.recipe import read_recipe

COLD = 263.15
STATED = "  grain_boundary_resistance: 1 ohm*cm^2\n"


@pytest.fixture
def recipe_with(examples):
    """Return a function: the example with grain boundaries of 1 ohm cm2, and more lines."""
    text = (examples / "lpscl-ptfe-dry.yaml").read_text()

    def make(more=""):
        return read_recipe(text.replace("ceramic:\n", "ceramic:\n" + STATED + more, 1))

    return make


def test_without_an_energy_they_follow_the_ceramic(recipe_with):
    recipe = recipe_with()
    ceramic = look_up(recipe).ceramic
    assert boundary_resistance(recipe, ceramic, recipe.temperature) == pytest.approx(1e-4)
    cold = boundary_resistance(recipe, ceramic, COLD)
    assert cold * ceramic.at(COLD) == pytest.approx(1e-4 * ceramic.at(recipe.temperature))
    assert "taken to follow the ceramic" in boundaries_follow(recipe)


def test_with_an_energy_they_follow_it(recipe_with):
    recipe = recipe_with("  grain_boundary_activation_energy: 0.6 eV\n")
    cold = boundary_resistance(recipe, look_up(recipe).ceramic, COLD)
    step = 1 / COLD - 1 / recipe.temperature
    assert np.log(cold / 1e-4) == pytest.approx(0.6 * 96485.33 / R * step, rel=1e-6)


def test_a_design_ruled_by_its_boundaries_has_their_energy(recipe_with, monkeypatch):
    small = Level(particles=200, voxels=32, seeds=1)
    monkeypatch.setitem(design.__globals__["LEVELS"], "quick", small)
    found = design(recipe_with("  grain_boundary_activation_energy: 0.6 eV\n"), level="quick")
    assert 0.9 * 0.6 < found.activation_energy.value / 96485 < 0.6
    assert "grain boundaries follow their stated activation energy" in found.arrhenius.note


def test_the_estimate_knows_boundaries(recipe_with):
    """Against grains solved with and without them."""
    recipe = recipe_with()
    inputs = look_up(recipe)
    made = prepare(inputs, Level(particles=200, voxels=32, seeds=1), 1, lambda *_: None)
    pressed, _ = press_packing(made.packings[0], recipe, made.filling)
    image = build(pressed, recipe, made.filling, 32)
    solved = [conduct(image, recipe, made.filling.conductivities, r).value for r in (0.0, None)]
    ceramic = made.filling.ceramic_fraction
    shares = {"pore": 1 - ceramic, "ceramic": ceramic, "binder": 0.0, "support": 0.0}
    none = recipe.ceramic.model_copy(update={"grain_boundary_resistance": 0.0})
    plain = look_up(recipe.model_copy(update={"ceramic": none}))
    estimate = [estimated(i, shares).now.value for i in (plain, inputs)]
    assert solved[1] < 0.3 * solved[0]
    assert estimate[1] / estimate[0] == pytest.approx(solved[1] / solved[0], rel=0.3)


def test_a_spectrum_in_the_cold_has_boundaries_of_the_cold(quick_design, recipe_with):
    structure = quick_design.structure
    cut = {name: getattr(structure, name)[:12, :12, :12].copy() for name in ("phase", "grain")}
    corner = quick_design.model_copy(update={"structure": replace(structure, **cut)})
    capacitance = Interfaces(boundary_capacitance=1e-2)
    hard = recipe_with("  grain_boundary_activation_energy: 0.6 eV\n")
    total = {}
    for name, recipe in (("ceramic", recipe_with()), ("own", hard)):
        found = membrane_impedance(
            corner,
            recipe,
            {"ceramic": 40.0, "binder": 2.0},
            interfaces=capacitance,
            temperature=COLD,
            points=5,
        )
        total[name] = found.resistances["total"].value
        assert boundaries_follow(recipe) in found.notes
    assert total["own"] > 2 * total["ceramic"]
