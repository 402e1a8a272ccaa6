"""Files that a user writes, YAML, TOML or JSON, to a typed record; errors name the line."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError
from ceralyte.core.files import read_file

_LARGEST_FILE = 1_000_000
_MOST_VALUES = 1_000_000
_OURS = "folder"

Model = TypeVar("Model", bound=BaseModel)


def validated(
    model: type[Model], data: Mapping[str, Any], name: str, context: dict[str, Any]
) -> Model:
    """Return `data` as a `model`; raise one `InputError` for all that is wrong with it."""
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        problems = [_problem(e, data, name, model) for e in error.errors()]
    raise MultipleInputError.of(name, problems)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a document: its path, its line if the file has lines."""

    path: tuple[str | int, ...]
    line: int | None
    error: InputError


def problems_in(
    model: type[BaseModel], data: Mapping[str, Any], context: dict[str, Any]
) -> list[Problem]:
    """Return all that is wrong with `data` as a `model`, for who shows it beside the fields."""
    try:
        model.model_validate(data, context=context)
    except ValidationError as error:
        return [
            Problem(
                tuple(path := _place(e, model)), line_of(data, path), _problem(e, data, "", model)
            )
            for e in error.errors()
        ]
    return []


def read_text(path: Path, kind: str) -> str:
    """Return the text of a small file of this `kind` ("recipe"); raise `InputError`."""
    content = read_file(path, _LARGEST_FILE, f"a {kind}; `ceralyte init` writes a recipe")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"cannot be read as text: {error}", "a UTF-8 file") from error


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


def _problem(error: Any, data: Any, name: str, root: type[BaseModel]) -> InputError:
    """One pydantic error as ours: the path of the field, its line, the nearest name."""
    path = _place(error, root)
    where = told_place(name, data, path)
    kind = error["type"]
    if kind == "extra_forbidden":
        return UnknownNameError(where, str(path[-1]), _known_keys(path[:-1], root))
    if kind == "missing":
        return InputError(where, "is missing", "see `ceralyte init` for a commented example")
    if kind == "literal_error":
        return UnknownNameError(
            where, str(error["input"]), error["ctx"]["expected"].split("'")[1::2]
        )
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, InputError):
        named = cause.field in where or where.endswith(f".{cause.field}")
        return cause.at(where if named else f"{where}: {cause.field}".lstrip(": "))
    got = f"got {str(error['input'])[:80]!r}"
    if kind == "model_type":
        return InputError(where, got, f"entries of {', '.join(_known_keys(path, root))}")
    return InputError(where, got, error["msg"])


def told_place(name: str, data: Any, path: Sequence[str | int]) -> str:
    """Return where a field stands in a file, as in ``recipe.yaml line 3: ceramic.size``."""
    line = line_of(data, path)
    file = f"{name} line {line}" if name and line is not None else name
    return ": ".join(filter(None, (file, ".".join(map(str, path)))))


def _place(error: Any, root: type[BaseModel]) -> list[str | int]:
    """The path of an error: that of the field which the section names, where it names one."""
    path = [part for part in error["loc"] if part != "tuple"]
    cause = error.get("ctx", {}).get("error")
    if not isinstance(cause, InputError):
        return path
    named = cause.field.split(".")
    if named[: len(path)] == list(map(str, path)):
        named = named[len(path) :]
    section = _section_at(path, root)
    known = section is not None and named and named[0] in section.model_fields
    return [*path, *named] if known else path


def path_in(data: Any, field: str) -> list[str | int]:
    """Return the longest part of a dotted name that leads to something in a document."""
    found: list[str | int] = []
    rest = field
    while rest and isinstance(data, Mapping | list):
        keys = data if isinstance(data, Mapping) else range(len(data))
        leading = [key for key in keys if f"{rest}.".startswith(f"{key}.")]
        if not leading:
            break
        key = max(leading, key=lambda k: len(str(k)))  # a name may have dots of its own
        found.append(key)
        data, rest = data[key], rest[len(str(key)) + 1 :]
    return found


def line_of(data: Any, path: Sequence[Any]) -> int | None:
    """The line of the innermost key of `path` that the file has; None for TOML and JSON."""
    line = None
    for part in path:
        if isinstance(data, CommentedMap) and part in data:
            line = data.lc.key(part)[0]
        elif isinstance(data, CommentedSeq) and isinstance(part, int) and part < len(data):
            line = data.lc.item(part)[0]
        else:
            break
        data = data[part]
    return None if line is None else line + 1


def _known_keys(path: Sequence[Any], root: type[BaseModel]) -> list[str]:
    """The keys that the section at `path` may have."""
    section = _section_at(path, root)
    return [] if section is None else [key for key in section.model_fields if key != _OURS]


def _section_at(path: Sequence[Any], root: type[BaseModel]) -> Any:
    """The section class at `path`; None where there is none."""
    model: Any = root
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = section_in(model.model_fields[part].annotation)
    return model


def section_in(annotation: Any) -> Any:
    """The section class inside an annotation such as ``Binder | None`` or ``dict[str, X]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [section_in(a) for a in get_args(annotation) if a is not type(None)]
    return next((i for i in inner if i is not None), None)
