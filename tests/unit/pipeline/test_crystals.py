"""A recipe whose ceramic conducts differently along the axes of its crystals."""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Unavailable
from ceralyte.model import Structure
from ceralyte.model.levels import Level
from ceralyte.pipeline import membrane_impedance
from ceralyte.pipeline.cell_conduction import estimated
from ceralyte.pipeline.crystals import crystals, principal_conductivities
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.order import prepare
from ceralyte.pipeline.samples import conduct, sample
from ceralyte.recipe import read_recipe
from ceralyte.transport import polycrystal_conductivity

SMALL = Level(particles=200, voxels=24, seeds=1)


@pytest.fixture
def recipe_with(examples):
    """Return a function: the example with crystals of these ratios."""
    text = (examples / "lpscl-ptfe-dry.yaml").read_text()

    def make(ratios, texture):
        stated = f"  anisotropy: {{ratios: {ratios}, texture: {texture}, source: a test}}\n"
        return read_recipe(text.replace("ceramic:\n", "ceramic:\n" + stated, 1))

    return make


def block(grain):
    return Structure(np.ones(grain.shape, np.uint8), grain, 1e-6, (True, True, True))


def test_the_stated_conductivity_is_that_of_a_pellet(recipe_with):
    crystal = recipe_with([2, 1, 0.1], "random").ceramic.anisotropy
    principal = principal_conductivities(crystal, 0.25)
    assert np.array(principal) / principal[1] == pytest.approx([2, 1, 0.1])
    assert polycrystal_conductivity(principal) == pytest.approx(0.25)


def test_aligned_crystals_conduct_by_the_axes_of_the_membrane(recipe_with):
    flat = recipe_with([1, 1, 0.1], "aligned")
    one = block(np.ones((4, 4, 4), np.int32))
    through = 0.1 / polycrystal_conductivity([1, 1, 0.1])
    assert conduct(one, flat, {"ceramic": 1.0}).value == pytest.approx(through)
    upright = recipe_with([0.1, 1, 1], "aligned")
    assert conduct(one, upright, {"ceramic": 1.0}).value == pytest.approx(10 * through)


def test_grains_at_random_conduct_about_as_the_pellet(recipe_with):
    """Cubes: the effective medium is that of rounded grains."""
    where = np.indices((18, 18, 18)) // 3
    grain = (1 + where[0] + 6 * where[1] + 36 * where[2]).astype(np.int32)
    found = conduct(block(grain), recipe_with([1, 1, 0.1], "random"), {"ceramic": 1.0})
    assert found.value == pytest.approx(1, rel=0.05)
    assert found.geometry == "voxels"


def test_a_grain_is_turned_alike_in_every_image(recipe_with):
    crystal = recipe_with([1, 1, 0.1], "random").ceramic.anisotropy
    few, more = (crystals(block(np.full((2, 2, 2), n, np.int32)), crystal, 1.0) for n in (3, 8))
    assert np.array_equal(more[:3], few)


def test_a_design_is_solved_with_its_crystals(recipe_with):
    recipe = recipe_with([1, 1, 0.1], "random")
    plain = recipe.model_copy(
        update={"ceramic": recipe.ceramic.model_copy(update={"anisotropy": None})}
    )
    inputs = look_up(recipe)
    made = prepare(inputs, SMALL, 1, lambda *_: None)
    unknown = Unavailable(unit="Pa", reason="no matter here, and takes longer")
    moduli = dict.fromkeys(made.filling.moduli, (unknown, unknown))
    filling = replace(made.filling, moduli=moduli)
    found = sample(made.packings[0], recipe, filling, SMALL, drawn=False)
    assert isinstance(found.network, Unavailable)
    alike = conduct(found.structure, plain, made.filling.conductivities)
    assert found.fine.geometry == "voxels"
    assert 0.8 < found.fine.value / alike.value < 1.2
    assert any("each grain of the ceramic is one crystal" in note for note in inputs.notes)


def test_the_estimate_knows_how_crystals_lie(recipe_with):
    shares = {"pore": 0.1, "ceramic": 0.9, "binder": 0.0, "support": 0.0}
    values = {
        texture: estimated(look_up(recipe_with([1, 1, 0.1], texture)), shares).now.value
        for texture in ("random", "aligned")
    }
    expected = 0.1 / polycrystal_conductivity([1, 1, 0.1])
    assert values["aligned"] / values["random"] == pytest.approx(expected)


def test_a_spectrum_of_crystals_at_random_is_refused_with_the_way_out(quick_design, recipe_with):
    with pytest.raises(InputError, match=r"ceramic\.anisotropy: .*at random.*texture aligned"):
        membrane_impedance(quick_design, recipe_with([1, 1, 0.1], "random"), {"ceramic": 40.0})


def test_a_spectrum_of_aligned_crystals_ends_at_their_resistance(quick_design, recipe_with):
    recipe = recipe_with([1, 1, 0.1], "aligned")
    found = membrane_impedance(quick_design, recipe, {"ceramic": 40.0, "binder": 2.0}, points=6)
    conductivities = look_up(recipe).conductivities
    steady = conduct(replace(quick_design.structure, particles=None), recipe, conductivities)
    assert found.spectrum.conductivity[0].real == pytest.approx(steady.value, rel=0.01)


@pytest.mark.parametrize("ratios", ["[1, 1]", "[1, 1, 0]", "[1, 1, -2]", "[1, 1, x]"])
def test_ratios_are_three_positive_numbers(recipe_with, ratios):
    with pytest.raises(InputError, match=r"ceramic\.anisotropy\.ratios"):
        recipe_with(ratios, "random")
