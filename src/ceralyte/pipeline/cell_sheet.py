"""The cell of a recipe from closed forms: no particle is packed."""

from pathlib import Path

from ceralyte.cell import CellDesign, CellResult, cell_energy, energy_thickness_curve
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Record
from ceralyte.model import Series
from ceralyte.packing import farr_groot
from ceralyte.pipeline.density import densify
from ceralyte.pipeline.inputs import look_up
from ceralyte.recipe import Recipe, load_recipe


class CellSheet(Record):
    """Energy of the cell of a recipe, and the curve against the thickness of its membrane."""

    name: str
    membrane_thickness: Quantity
    membrane_density: Quantity
    cell: CellResult
    energy_thickness: Series


def cell_sheet(recipe: Recipe | str | Path) -> CellSheet:
    """Return the specific energy and energy density of the recipe's cell.

    The density of the membrane is estimated from the Farr-Groot packing fraction and the
    pressing law; `design` uses a real packing.

    Raises
    ------
    InputError
        As `design`; also where the recipe has no cell section or a value for it is missing.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    inputs = look_up(recipe)
    if not isinstance(inputs.cell, CellDesign):
        raise InputError(
            "cell", inputs.cell.reason, "a section as in the examples of `ceralyte init`"
        )
    initial = farr_groot(recipe.ceramic.size)
    share = densify(recipe, inputs.makeup, initial, inputs.pressed_densities).fraction
    thickness = inputs.makeup.thickness(share.value)
    density = inputs.makeup.density(share.value, thickness)
    return CellSheet(
        name=recipe.name,
        membrane_thickness=Quantity(value=thickness, unit="m", method="recipe and density"),
        membrane_density=inputs.makeup.along(
            share, lambda s: inputs.makeup.density(s, thickness), "kg/m^3"
        ),
        cell=cell_energy(inputs.cell, thickness, density),
        energy_thickness=energy_thickness_curve(inputs.cell, density),
    )
