"""Words of the verdicts."""

import pytest

from ceralyte.core.quantities import Quantity
from ceralyte.pipeline.verdicts import bending_verdict
from ceralyte.recipe import Recipe, load_recipe
from ceralyte.recipe.schema import Targets


@pytest.fixture
def recipe(examples) -> Recipe:
    return load_recipe(examples / "lpscl-ptfe-dry.yaml")


@pytest.mark.parametrize(
    ("radius", "words"),
    [
        (0.123, "smallest radius about 120 mm, between 49 mm and 250 mm"),
        (0.0123, "smallest radius about 12 mm, between 4.9 mm and 25 mm"),
        (1.23, "smallest radius about 1200 mm, between 490 mm and 2500 mm"),
    ],
)
def test_radii_are_told_without_powers_of_ten(recipe, radius, words):
    limit = Quantity(
        value=radius, unit="m", method="m", low=0.4 * radius, high=2 * radius, estimate=True
    )
    targets = Targets(bend_radius="123.5 mm")
    found = bending_verdict(limit, recipe.model_copy(update={"targets": targets}))
    assert found.question == "Does it bend around 123.5 mm?"
    assert found.reason.startswith(f"{words} (estimate")
