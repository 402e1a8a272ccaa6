"""The file a user writes, and the typed recipe it becomes."""

from ceralyte.recipe.ceramic import Anisotropy
from ceralyte.recipe.load import (
    at_its_line,
    load_recipe,
    placed,
    read_recipe,
    recipe_schema,
    recipe_to_yaml,
)
from ceralyte.recipe.named_files import with_files
from ceralyte.recipe.schema import Recipe

__all__ = [
    "Anisotropy",
    "Recipe",
    "at_its_line",
    "load_recipe",
    "placed",
    "read_recipe",
    "recipe_schema",
    "recipe_to_yaml",
    "with_files",
]
