"""The names of a recipe: each must be a material of the catalogue."""

from collections.abc import Iterator

from ceralyte.core.errors import InputError, MultipleInputError
from ceralyte.materials import Catalogue
from ceralyte.model.material import Category
from ceralyte.recipe import Recipe
from ceralyte.recipe.cell import Cell, Electrode, Tabs

Named = tuple[str, str, Category | None]
"""Where a name stands, the name, and what its material has to serve as."""


def check_names(recipe: Recipe, catalogue: Catalogue) -> None:
    """Look up every material that `recipe` names beside its ceramic and its solvent.

    A ceramic may be a formula, a solvent a mixture: whoever reads those refuses them.

    Raises
    ------
    InputError
        Names that the catalogue lacks or has as something else, all of them, with their places.
    """
    wrong = []
    for field, name, category in _names(recipe):
        try:
            catalogue.get(name, field, category)
        except InputError as error:
            wrong.append(error)
    if wrong:
        raise MultipleInputError.of("recipe", wrong)


def _names(recipe: Recipe) -> Iterator[Named]:
    binder = recipe.binder
    yield from _listed("ceramic.analogues", recipe.ceramic.analogues)
    if binder:
        yield "binder.material", binder.material, "polymer"
        yield from _listed("binder.analogues", binder.analogues)
    if recipe.support:
        yield "support.material", recipe.support.material, "support"
    if recipe.cell:
        for field, name in _of_cell(recipe.cell):
            yield f"cell.{field}", name, None


def _listed(field: str, names: tuple[str, ...]) -> Iterator[Named]:
    for k, name in enumerate(names):
        yield f"{field}.{k}", name, None


def _of_cell(cell: Cell) -> Iterator[tuple[str, str]]:
    yield from _of_electrode("cathode", cell.cathode)
    yield "anode.material", cell.anode.material
    if cell.anode.composite:
        yield from _of_electrode("anode.composite", cell.anode.composite)
    for place in ("positive", "negative", "bipolar"):
        foil = getattr(cell, f"{place}_collector")
        if foil:
            yield f"{place}_collector.material", foil.material
    if cell.pouch:
        yield "pouch.foil.material", cell.pouch.foil.material
        yield from _of_tabs("pouch.tabs", cell.pouch.tabs)
    if cell.winding:
        yield "winding.can_material", cell.winding.can_material
        yield from _of_tabs("winding.tabs", cell.winding.tabs)
    if cell.system:
        yield "system.plates.material", cell.system.plates.material


def _of_electrode(field: str, electrode: Electrode) -> Iterator[tuple[str, str]]:
    yield f"{field}.active_material", electrode.active_material
    for name in electrode.mass_fractions:
        if name != electrode.active_material:
            yield f"{field}.mass_fractions.{name}", name


def _of_tabs(field: str, tabs: Tabs | None) -> Iterator[tuple[str, str]]:
    if tabs:
        yield f"{field}.positive", tabs.positive
        yield f"{field}.negative", tabs.negative
