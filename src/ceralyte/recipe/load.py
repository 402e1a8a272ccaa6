"""Recipe files: YAML, TOML or JSON to a `Recipe` and back, with errors that name the line."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError
from ceralyte.recipe.schema import Recipe

_LARGEST_FILE = 1_000_000


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
    return read_recipe(_read_text(path), folder=path.parent, name=path.name)


def read_recipe(text: str, *, folder: Path = Path(), name: str = "recipe.yaml") -> Recipe:
    """Validate the text of a recipe; the ending of `name` says its format. See `load_recipe`."""
    data = _parse_text(text, name)
    if not isinstance(data, Mapping):
        raise InputError(name, "is not a recipe", "a file of 'key: value' lines; try ceralyte init")
    try:
        return Recipe.model_validate(data, context={"folder": folder})
    except ValidationError as error:
        problems = [_problem(e, data, name) for e in error.errors()]
    raise problems[0] if len(problems) == 1 else MultipleInputError(name, problems)


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


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise InputError(str(path), "is larger than 1 MB", "a recipe file")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(
            str(path), "there is no such file", "a recipe; `ceralyte init` writes one"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read as text: {error}", "a UTF-8 file") from error


def _parse_text(text: str, name: str) -> Any:
    try:
        if name.endswith(".toml"):
            return tomllib.loads(text)
        if name.endswith(".json"):
            return json.loads(text)
        return YAML().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name} line {mark.line + 1}" if mark else name
        raise InputError(where, f"cannot be parsed: {error.problem}", "valid YAML") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise InputError(name, f"cannot be parsed: {error}", "YAML, TOML or JSON") from error


def _problem(error: Any, data: Any, name: str) -> InputError:
    """One pydantic error as ours: the path of the field, its line, the nearest name."""
    path = [part for part in error["loc"] if part != "tuple"]
    where = f"{name}{_line(data, path)}: {'.'.join(str(p) for p in path)}".rstrip(": ")
    kind = error["type"]
    if kind == "extra_forbidden":
        return UnknownNameError(where, str(path[-1]), _known_keys(path[:-1]))
    if kind == "missing":
        return InputError(where, "is missing", "see `ceralyte init` for a commented example")
    if kind == "literal_error":
        return UnknownNameError(
            where, str(error["input"]), error["ctx"]["expected"].split("'")[1::2]
        )
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, InputError):
        prefix = where if cause.field in where else f"{where}: {cause.field}"
        return InputError(prefix, cause.problem, cause.allowed)
    return InputError(where, f"got {str(error['input'])[:80]!r}", error["msg"])


def _line(data: Any, path: Sequence[Any]) -> str:
    """The line of the innermost key of `path` that the file has; empty for TOML and JSON."""
    line = None
    for part in path:
        if isinstance(data, CommentedMap) and part in data:
            line = data.lc.key(part)[0]
        elif isinstance(data, CommentedSeq) and isinstance(part, int) and part < len(data):
            line = data.lc.item(part)[0]
        else:
            break
        data = data[part]
    return "" if line is None else f" line {line + 1}"


def _known_keys(path: Sequence[Any]) -> list[str]:
    """The keys that the section at `path` may have."""
    model: Any = Recipe
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = _section_in(model.model_fields[part].annotation)
    return [key for key in model.model_fields if key != "folder"]


def _section_in(annotation: Any) -> Any:
    """The section class inside an annotation such as ``Binder | None`` or ``dict[str, X]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [_section_in(a) for a in get_args(annotation) if a is not type(None)]
    return next((i for i in inner if i is not None), None)
