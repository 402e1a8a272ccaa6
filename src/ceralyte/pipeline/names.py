"""The names of a recipe: each must be a material of the catalogue, or a solvent that is known."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError, parts_of
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model.material import Category
from ceralyte.recipe import Recipe, load_recipe, placed
from ceralyte.recipe.document import parse_text, read_text
from ceralyte.slurry import anatomy, require_solvent

Named = tuple[str, str, Category | None]
"""Where a name stands, the name, and what its material has to serve as."""

_CERAMIC, _SOLVENT, _NO_SOLVENT = "ceramic.material", "slurry.solvent", "none"
_MATERIALS: dict[str, Category | None] = {
    "binder.material": "polymer",
    "support.material": "support",
    **dict.fromkeys(
        (
            "cell.cathode.active_material",
            "cell.anode.material",
            "cell.anode.composite.active_material",
            "cell.positive_collector.material",
            "cell.negative_collector.material",
            "cell.bipolar_collector.material",
            "cell.pouch.foil.material",
            "cell.pouch.tabs.positive",
            "cell.pouch.tabs.negative",
            "cell.winding.can_material",
            "cell.winding.tabs.positive",
            "cell.winding.tabs.negative",
            "cell.system.plates.material",
        )
    ),
}
_LISTS = ("ceramic.analogues", "binder.analogues")
_SOLIDS = ("cell.cathode", "cell.anode.composite")
_WITH_PROPERTIES = ("ceramic", "binder", "support")


def wrong_names(document: Mapping[str, Any], catalogue: Catalogue) -> list[InputError]:
    """Return what is wrong with the names in the document of a recipe, each with its place.

    A ceramic may be a formula, a solvent a mixture. Other parts of the document may be wrong.
    """
    found: list[InputError] = []
    for field, name, category in _names(document):
        try:
            if field == _CERAMIC:
                _require_ceramic(name, catalogue)
            elif field == _SOLVENT:
                require_solvent(name, catalogue, field)
            else:
                catalogue.get(name, field, category)
        except InputError as error:
            found += parts_of(error)
    return found


def names_to_mend(document: Mapping[str, Any], folder: Path) -> list[InputError]:
    """Return wrong names of a recipe that may not be valid; its materials file is in `folder`.

    A section that states values of its own may mean a material of its own: it is left out.
    """
    own = _value(document, "materials_file")
    try:
        catalogue = load_catalogue(folder / own if isinstance(own, str) else None)
    except InputError:  # told when the recipe is valid but for this file
        return []
    stated = [s for s in _WITH_PROPERTIES if _value(document, f"{s}.properties")]
    wrong = wrong_names(document, catalogue)
    return [one for one in wrong if one.field.partition(".")[0] not in stated]


def load_recipe_with_names(path: str | Path) -> Recipe:
    """Return what `load_recipe` does; an error names the materials that are not known, too."""
    path = Path(path)
    try:
        return load_recipe(path)
    except InputError as error:
        data = parse_text(read_text(path, "recipe"), path.name)
        if not isinstance(data, Mapping):
            raise
        told = {one.field for one in parts_of(error)}
        names = (placed(one, data, path.name) for one in names_to_mend(data, path.parent))
        if not (new := [one for one in names if one.field not in told]):
            raise
        raise MultipleInputError.of(path.name, [*parts_of(error), *new]) from error


def _names(recipe: Mapping[str, Any]) -> Iterator[Named]:
    places = {_CERAMIC: None, **_MATERIALS, _SOLVENT: None}
    for field, category in places.items():
        name = _value(recipe, field)
        if not isinstance(name, str) or (field == _SOLVENT and name == _NO_SOLVENT):
            continue
        yield field, name, category
    for field in _LISTS:
        names = _value(recipe, field)
        for k, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str):
                yield f"{field}.{k}", name, None
    for electrode in _SOLIDS:
        solids = _value(recipe, f"{electrode}.mass_fractions")
        for name in solids if isinstance(solids, Mapping) else ():
            if isinstance(name, str) and name != _value(recipe, f"{electrode}.active_material"):
                yield f"{electrode}.mass_fractions.{name}", name, None


def _value(document: Any, field: str) -> Any:
    """What stands at a dotted path of sections; None where there is nothing."""
    for part in field.split("."):
        document = document.get(part) if isinstance(document, Mapping) else None
    return document


def _require_ceramic(name: str, catalogue: Catalogue) -> None:
    """Refuse a ceramic that neither the catalogue nor a reader of formulae knows."""
    try:
        catalogue.get(name, _CERAMIC, "ceramic")
    except UnknownNameError as error:
        try:
            anatomy(name)
        except InputError as wrong:
            if "balance" in wrong.problem:
                error.args = (f"{error.args[0]} (as a formula: {wrong.problem})",)
            raise error from None
