"""What the samples of a recipe say of the piece that was packed, and of their errors."""

from pathlib import Path

import numpy as np
import pytest

from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.model import Conduction, Structure
from ceralyte.model.levels import Level
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.order import prepare
from ceralyte.pipeline.samples import (
    Sample,
    build,
    conduct,
    conduct_and_draw,
    material_error,
    mean_conductivity,
    press_packing,
)
from ceralyte.recipe import load_recipe

EXAMPLE = Path(__file__).parents[3] / "examples" / "lpscl-ptfe-dry.yaml"


@pytest.mark.parametrize(
    ("periodic", "words"),
    [
        (True, "a piece of the bulk of the membrane"),
        (False, "a piece through the whole membrane"),
    ],
)
def test_validity_names_the_piece(periodic, words):
    phase = np.ones((4, 4, 4), np.uint8)
    structure = Structure(phase, phase.astype(np.int32), 1e-7, (True, True, periodic))
    solved = Conduction(
        axis="z",
        boundary="electrodes",
        percolates=True,
        conductivity=Quantity(value=0.1, unit="S/m", method="test"),
        tortuosity_factor=Quantity(value=1.0, unit="", method="test"),
        geometry="voxels",
        dissipation={"ceramic": 1.0},
        flux_imbalance=0.0,
        residual=0.0,
        iterations=1,
        converged=True,
    )
    network = Unavailable(unit="S/m", reason="not asked for")
    one = Sample(None, None, structure, solved, solved, None, network, network)
    assert words in mean_conductivity([one, one], None).validity


SMALL = Level(particles=200, voxels=32, seeds=1)


@pytest.fixture(scope="module")
def pressed():
    """A recipe of which only the ceramic conducts: recipe, filling and a pressed packing."""
    recipe = load_recipe(EXAMPLE)
    made = prepare(look_up(recipe), SMALL, 1, lambda *_: None)
    return recipe, made.filling, press_packing(made.packings[0], recipe, made.filling)[0]


def test_error_of_the_ceramic_alone_is_that_of_two_solutions(pressed):
    recipe, filling, packing = pressed
    bulk = Quantity(value=0.3, unit="S/m", method="test", std_model=0.09)
    structure = build(packing, recipe, filling, SMALL.voxels // 2)
    low, high = (
        conduct(structure, recipe, filling.conductivities | {"ceramic": value}).value
        for value in (0.3 * np.exp(-0.3), 0.3 * np.exp(0.3))
    )
    found = material_error(packing, recipe, filling, SMALL, bulk)
    assert found == pytest.approx((high - low) / (high + low), rel=1e-4)


def test_error_of_the_ceramic_counts_less_beside_grain_boundaries(pressed):
    recipe, filling, packing = pressed
    bulk = Quantity(value=0.3, unit="S/m", method="test", std_model=0.09)
    resistive = recipe.model_copy(
        update={"ceramic": recipe.ceramic.model_copy(update={"grain_boundary_resistance": 1e-4})}
    )
    alone = material_error(packing, recipe, filling, SMALL, bulk)
    assert material_error(packing, resistive, filling, SMALL, bulk) < 0.5 * alone


def test_drawing_the_current_changes_no_number(pressed):
    recipe, filling, packing = pressed
    structure = build(packing, recipe, filling, SMALL.voxels)
    result, current = conduct_and_draw(structure, recipe, filling.conductivities)
    assert result == conduct(structure, recipe, filling.conductivities)
    assert current.modulus.shape == structure.shape[::2]
    assert current.hot_spots > 1
