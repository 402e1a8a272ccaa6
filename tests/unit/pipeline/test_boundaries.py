"""Grain boundaries over temperature: their own activation energy, or the ceramic's."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.constants import R

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.model.levels import Level
from ceralyte.pipeline import Interfaces, design, membrane_impedance
from ceralyte.pipeline.boundaries import (
    boundary_resistance,
    interface_resistances,
    interfaces_follow,
)
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
    assert "taken to follow the ceramic" in interfaces_follow(recipe)


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
    solved = [conduct(image, recipe, made.filling.conductivities, r).value for r in ({}, None)]
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
        assert interfaces_follow(recipe) in found.notes
    assert total["own"] > 2 * total["ceramic"]


LINE = "  interface_resistance: 100 ohm*cm^2\n"


def test_a_binder_that_conducts_may_meet_the_ceramic_with_a_resistance(examples):
    """Grains that carry current to and from the polymer, and then hardly any."""
    text = (examples / "llzo-peo.yaml").read_text()
    resists = read_recipe(text.replace("binder:\n", "binder:\n" + LINE, 1))
    inputs = look_up(resists)
    slab = np.ones((4, 4, 4), np.uint8)
    slab[:, :, 2:] = 2
    image = Structure(slab, (slab == 1).astype(np.int32), 1e-6, (True, True, False))
    values = {"ceramic": 0.1, "binder": 0.1, "support": 0.0}
    found = conduct(image, resists, values)
    assert found.value == pytest.approx(4e-6 / (4e-6 / 0.1 + 1e-2), rel=1e-4)
    assert found.dissipation["interfaces"] > 0.99
    cold, warm = (
        interface_resistances(resists, inputs.ceramic, inputs.beside, t)["ceramic-binder"]
        for t in (303.15, resists.temperature)
    )
    assert warm == pytest.approx(1e-2)
    assert cold == pytest.approx(
        1e-2 * inputs.beside["binder"].now.value / inputs.beside["binder"].at(303.15)
    )
    assert interfaces_follow(resists) == "what resists at the binder is taken to follow the binder"


def test_a_resistance_at_a_binder_that_insulates_is_refused(examples):
    text = (examples / "lpscl-ptfe-dry.yaml").read_text()
    with pytest.raises(InputError, match=r"binder\.interface_resistance: .*PTFE.*insulates"):
        look_up(read_recipe(text.replace("binder:\n", "binder:\n" + LINE, 1)))


def test_spectra_refuse_a_resistance_at_the_binder(quick_design, recipe_with):
    recipe = recipe_with()
    binder = recipe.binder.model_copy(update={"interface_resistance": 1e-2})
    with pytest.raises(InputError, match=r"binder\.interface_resistance: spectra know"):
        membrane_impedance(
            quick_design, recipe.model_copy(update={"binder": binder}), {"ceramic": 40.0}
        )


SUPPORT = (
    LINE
    + """  properties:
    conductivity: {value: 0.2 mS/cm, temperature: 25 degC, source: own web}
    activation_energy: {value: 0.4 eV, source: own web}
"""
)


@pytest.fixture
def supported(examples):
    """Return a function: the example with a support, and more lines of that."""
    text = (examples / "li3ps4-aramid-nonwoven.yaml").read_text()
    return lambda more="": read_recipe(text.replace("support:\n", "support:\n" + more, 1))


def test_a_support_that_conducts_may_meet_the_ceramic_with_a_resistance(supported):
    recipe = supported(SUPPORT)
    inputs = look_up(recipe)
    warm = np.exp(0.4 * 96485.33 / R * (1 / 298.15 - 1 / recipe.temperature))
    assert inputs.conductivities["support"] == pytest.approx(0.02 * warm, rel=1e-6)
    slab = np.ones((4, 4, 4), np.uint8)
    slab[:, :, 2:] = 3
    image = Structure(slab, (slab == 1).astype(np.int32), 1e-6, (True, True, False))
    values = {"ceramic": 0.1, "binder": 0.0, "support": 0.02}
    found = conduct(image, recipe, values)
    layers = 2e-6 / 0.1 + 2e-6 / 0.02
    assert found.value == pytest.approx(4e-6 / (layers + 1e-2), rel=1e-4)
    cold = interface_resistances(recipe, inputs.ceramic, inputs.beside, COLD)["ceramic-support"]
    step = 1 / COLD - 1 / recipe.temperature
    assert np.log(cold / 1e-2) == pytest.approx(0.4 * 96485.33 / R * step, rel=1e-6)
    assert interfaces_follow(recipe) == "what resists at the support is taken to follow the support"
    free = conduct(image, supported(SUPPORT.removeprefix(LINE)), values)
    assert free.value == pytest.approx(4e-6 / layers, rel=1e-4)


def test_a_support_that_conducts_carries_current_in_the_estimate(supported):
    shares = {"pore": 0.1, "ceramic": 0.6, "binder": 0.0, "support": 0.3}
    plain, conducting = (
        estimated(look_up(supported(more)), shares).now.value for more in ("", SUPPORT)
    )
    assert conducting > 1.1 * plain


def test_a_resistance_at_a_support_that_insulates_is_refused(supported):
    with pytest.raises(InputError, match=r"support\.interface_resistance: .*aramid.*insulates"):
        look_up(supported(LINE))


def test_spectra_refuse_a_resistance_at_the_support(quick_design, supported):
    with pytest.raises(InputError, match=r"support\.interface_resistance: spectra know"):
        membrane_impedance(quick_design, supported(SUPPORT), {"ceramic": 40.0})
