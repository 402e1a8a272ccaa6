"""Recipe files: YAML, TOML or JSON to a `Recipe` and back."""

import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ceralyte.core.errors import InputError, MultipleInputError, parts_of
from ceralyte.core.places import path_in, told_place
from ceralyte.recipe.document import parse_text, read_text, validated
from ceralyte.recipe.schema import Recipe


def load_recipe(path: str | Path) -> Recipe:
    """Read and validate a recipe.

    Parameters
    ----------
    path : str or Path
        ``.yaml``/``.yml``, ``.toml`` or ``.json``. Files that the recipe names (size
        distribution, own materials) are looked up in the folder of the recipe.

    Raises
    ------
    InputError
        File missing, not readable, or not of this format; unknown key (with the nearest name),
        missing unit, wrong dimension, value out of range. All that is wrong is told at once.
    """
    path = Path(path)
    return read_recipe(read_text(path, "recipe"), folder=path.parent, name=path.name)


def at_its_line(error: InputError, path: str | Path) -> InputError:
    """Return an error of a valid recipe with the line of the file that its field stands in."""
    path = Path(path)
    return placed(error, parse_text(read_text(path, "recipe"), path.name), path.name)


def placed(error: InputError, data: Any, name: str) -> InputError:
    """Return an error of what the file `name` says, with the line that its field stands in."""
    found = [
        one.at(told_place(name, data, place)) if (place := path_in(data, one.field)) else one
        for one in parts_of(error)
    ]
    return MultipleInputError.of(name, found)


def read_recipe(text: str, *, folder: Path = Path(), name: str = "recipe.yaml") -> Recipe:
    """Validate the text of a recipe; the ending of `name` says its format. See `load_recipe`."""
    data = parse_text(text, name)
    if not isinstance(data, Mapping):
        raise InputError(name, "is not a recipe", "a file of 'key: value' lines; try ceralyte init")
    return validated(Recipe, data, name, {"folder": folder})


def recipe_to_yaml(recipe: Recipe) -> str:
    """Return the recipe as normalised YAML: defaults spelled out, one unit per dimension."""
    out = StringIO()
    yaml = YAML()
    yaml.width = 100
    yaml.dump(recipe.model_dump(mode="json", exclude_none=True), out)
    return out.getvalue()


def recipe_schema() -> str:
    """Return the JSON schema of recipes, for editors."""
    return json.dumps(Recipe.model_json_schema(), indent=1)
