"""Files that a user writes, YAML, TOML or JSON, to a typed record; errors name the line."""

import json
import tomllib
from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ceralyte.core.errors import InputError, MultipleInputError
from ceralyte.core.files import read_file
from ceralyte.core.problems import Problem, problems_of
from ceralyte.recipe.section import Section

_LARGEST_FILE = 1_000_000
_MOST_VALUES = 1_000_000

Model = TypeVar("Model", bound=BaseModel)


def validated(
    model: type[Model], data: Mapping[str, Any], name: str, context: dict[str, Any]
) -> Model:
    """Return `data` as a `model`; raise one `InputError` for all that is wrong with it."""
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        problems = problems_of(error.errors(), data, name, model, _example(model))
    raise MultipleInputError.of(name, [problem.error for problem in problems])


def problems_in(
    model: type[BaseModel], data: Mapping[str, Any], context: dict[str, Any]
) -> list[Problem]:
    """Return all that is wrong with `data` as a `model`, for who shows it beside the fields."""
    try:
        model.model_validate(data, context=context)
    except ValidationError as error:
        return problems_of(error.errors(), data, "", model, _example(model))
    return []


def _example(model: type[BaseModel]) -> str:
    """Where to look for what a field takes that is missing."""
    return model.example if issubclass(model, Section) else ""


def read_text(path: Path, kind: str) -> str:
    """Return the text of a small file of this `kind` ("recipe"); raise `InputError`."""
    written = "; `ceralyte init` writes one" if kind == "recipe" else ""
    content = read_file(path, _LARGEST_FILE, f"a {kind}{written}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        told = f"byte {error.start} is not UTF-8 text"
        raise InputError(str(path), told, "a text file in UTF-8") from error


def parse_text(text: str, name: str, *, most_values: int = _MOST_VALUES) -> Any:
    """Return what a text holds; the ending of `name` says its format, YAML if none.

    Raises
    ------
    InputError
        Not of its format, or more than `most_values` values with all aliases written out.
    """
    try:
        if name.endswith(".toml"):
            return tomllib.loads(text)
        if name.endswith(".json"):
            return json.loads(text)
        data = YAML().load(text)
        _check_aliases(data, name, most_values)
        return data
    except InputError:
        raise
    except RecursionError as error:
        raise InputError(name, "is nested too deeply", "a few levels of sections") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name} line {mark.line + 1}" if mark else name
        raise InputError(where, f"cannot be parsed: {error.problem}", "valid YAML") from error
    except (YAMLError, ValueError, AttributeError, TypeError) as error:
        raise InputError(name, f"cannot be parsed: {error}", "YAML, TOML or JSON") from error


def _check_aliases(data: Any, name: str, most_values: int) -> None:
    """Refuse what aliases make huge or contain in itself."""
    values: dict[int, float] = {}

    def count(node: Any) -> float:
        if not isinstance(node, dict | list):
            return 1
        if id(node) not in values:
            values[id(node)] = inf  # until it is counted: then it was met within itself
            values[id(node)] = 1 + sum(
                map(count, node.values() if isinstance(node, dict) else node)
            )
        return values[id(node)]

    if count(data) > most_values:
        problem = f"holds more than {most_values} values, aliases (*) written out"
        raise InputError(name, problem, "fewer values")
