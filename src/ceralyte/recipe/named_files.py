"""The files that a recipe names: sizes of its particles, own materials."""

from collections.abc import Callable

from ceralyte.model import Mixture, Powder, Tabulated
from ceralyte.recipe.schema import Recipe


def with_files(recipe: Recipe, place: Callable[[str], str]) -> Recipe:
    """Return a recipe that names its files as `place` does, which is given each name."""
    size = recipe.ceramic.size
    if isinstance(size, Mixture):
        parts = tuple(_placed(part, place) for part in size.components)
        size = size.model_copy(update={"components": parts})
    else:
        size = _placed(size, place)
    update: dict[str, object] = {"ceramic": recipe.ceramic.model_copy(update={"size": size})}
    if recipe.materials_file:
        update["materials_file"] = place(recipe.materials_file)
    return recipe.model_copy(update=update)


def _placed(size: Powder, place: Callable[[str], str]) -> Powder:
    if not isinstance(size, Tabulated):
        return size
    return size.model_copy(update={"source": place(size.source)})
