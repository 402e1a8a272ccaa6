"""Dotted paths into a recipe: what stands there, and a recipe with other values there."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.places import section_in
from ceralyte.core.units import FRACTION, LENGTH, PURE_NUMBER, Dimension, parse
from ceralyte.model import Mixture, Mono, SizeDistribution
from ceralyte.packing import describe, parse_distribution
from ceralyte.recipe import Recipe
from ceralyte.recipe.document import validated
from ceralyte.recipe.fields import InUnits

Changes = dict[str, Any]
"""Path -> what a recipe file would say there; None takes it out."""

SIZE = "ceramic.size"
_PURE = ("sigma", "shape", "exponent")
_NOT_A_SIZE = ("kind", "basis", "source", "unit", "diameters", "undersize")
_SAME = ("name", "description", "reference", "folder", "measured")


@dataclass(frozen=True)
class Place:
    """What a path holds: a number with a `dimension`, a whole number, or something else."""

    path: str
    kind: Literal["quantity", "integer", "number", "other"]
    dimension: Dimension | None = None


def places_in(recipe: Recipe) -> dict[str, Place]:
    """Return every path of a recipe that may vary, by path."""
    found = {place.path: place for place in _walk(Recipe, "", document_of(recipe))}
    found |= {place.path: place for place in _of_size(recipe.ceramic.size)}
    return found


def place_at(recipe: Recipe, path: str, field: str) -> Place:
    """Return what a recipe has at `path`; raise `UnknownNameError` with the nearest paths."""
    known = places_in(recipe)
    if path not in known:
        raise UnknownNameError(field, path, known)
    return known[path]


def document_of(recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as its file would say it, with all defaults."""
    return recipe.model_dump(mode="json", exclude_none=True)


def value_at(recipe: Recipe, path: str, field: str) -> float:
    """Return the number (SI) that a recipe has at `path`.

    Raises
    ------
    InputError
        There is no number there.
    """
    place = place_at(recipe, path, field)
    text: Any = document_of(recipe)
    if path.startswith(f"{SIZE}."):
        text = _size_argument(recipe.ceramic.size, path.removeprefix(f"{SIZE}."))
    else:
        for part in path.split("."):
            text = text.get(part) if isinstance(text, Mapping) else None
    if text is None or place.kind == "other":
        raise InputError(field, "the recipe has no number there", "a path with a value")
    return parse(text, place.dimension or PURE_NUMBER, field)


def changed(recipe: Recipe, changes: Mapping[str, Any]) -> Recipe:
    """Return the recipe with other values at some paths.

    Raises
    ------
    InputError
        What comes out is no valid recipe.
    """
    data = document_of(recipe)
    for path, value in changes.items():
        if path.startswith(f"{SIZE}."):
            continue
        _put(data, path.split("."), value)
    data["ceramic"]["size"] = _size_text(data["ceramic"]["size"], recipe, changes)
    return validated(Recipe, data, "recipe", {"folder": recipe.folder})


def _put(data: dict[str, Any], path: list[str], value: Any) -> None:
    *sections, last = path
    for part in sections:
        data = data.setdefault(part, {})
    if value is None:
        data.pop(last, None)
    else:
        data[last] = deepcopy(value)


def _walk(model: type[BaseModel], prefix: str, data: Any) -> Iterator[Place]:
    """All places below a section; of dictionaries those keys that `data` has."""
    here = data if isinstance(data, Mapping) else {}
    for name, info in model.model_fields.items():
        path = f"{prefix}{name}"
        if path in _SAME or path == SIZE:
            if path == SIZE:
                yield Place(path, "other")
            continue
        section = section_in(info.annotation)
        if section is None:
            dimension = _dimension(info.annotation, info.metadata)
            if get_origin(info.annotation) is dict:
                yield from (
                    Place(f"{path}.{key}", "quantity", dimension) for key in here.get(name, ())
                )
            else:
                yield Place(path, _kind(info.annotation, dimension), dimension)
        elif get_origin(info.annotation) is dict:
            keys = here.get(name, {})
            for key in keys:
                yield from _walk(section, f"{path}.{key}.", keys[key])
        elif get_origin(info.annotation) is not tuple:
            yield Place(path, "other")
            yield from _walk(section, f"{path}.", here.get(name))


def _dimension(annotation: Any, metadata: list[Any]) -> Dimension | None:
    for mark in metadata:
        if isinstance(mark, InUnits):
            return mark.dimension
    for inner in get_args(annotation):
        found = _dimension(inner, list(getattr(inner, "__metadata__", ())))
        if found is not None:
            return found
    return None


def _kind(
    annotation: Any, dimension: Dimension | None
) -> Literal["quantity", "integer", "number", "other"]:
    if dimension is not None:
        return "quantity"
    if annotation is int:
        return "integer"
    return "number" if annotation is float else "other"


def _of_size(size: SizeDistribution, prefix: str = f"{SIZE}.") -> Iterator[Place]:
    if isinstance(size, Mixture):
        for i, part in enumerate(size.components):
            yield Place(f"{prefix}{i}.share", "quantity", FRACTION)
            yield from _of_size(part, f"{prefix}{i}.")
        return
    for name in type(size).model_fields:
        if name not in _NOT_A_SIZE:
            shown = "d" if isinstance(size, Mono) else name
            yield Place(f"{prefix}{shown}", "quantity", PURE_NUMBER if name in _PURE else LENGTH)


def _size_text(text: str, recipe: Recipe, changes: Mapping[str, Any]) -> str:
    """The size distribution of `text` with other arguments, as text."""
    wanted = {p.removeprefix(f"{SIZE}."): v for p, v in changes.items() if p.startswith(f"{SIZE}.")}
    if not wanted:
        return text
    size = parse_distribution(text, recipe.folder)
    if not isinstance(size, Mixture):
        return _with_arguments(describe(size), wanted)
    shares, parts = list(size.shares), [describe(part) for part in size.components]
    for i, part in enumerate(parts):
        own = {n.removeprefix(f"{i}."): v for n, v in wanted.items() if n.startswith(f"{i}.")}
        shares[i] = _percent(own.pop("share")) if "share" in own else shares[i]
        parts[i] = _with_arguments(part, own)
    blend = (f"{share:.12g} {part}" for share, part in zip(shares, parts, strict=True))
    return f"mixture({', '.join(blend)})"


def _with_arguments(law: str, wanted: Mapping[str, Any]) -> str:
    given = _arguments(law) | {name: str(value) for name, value in wanted.items()}
    return f"{law.partition('(')[0]}({', '.join(f'{n}={v}' for n, v in given.items())})"


def _size_argument(size: SizeDistribution, name: str) -> Any:
    """What the text of a size distribution says of one argument; None where it is silent."""
    number, dot, rest = name.partition(".")
    if isinstance(size, Mixture):
        part = int(number)
        if dot and rest == "share":
            return f"{100 * size.shares[part]:.12g} %"
        return _size_argument(size.components[part], rest)
    return _arguments(describe(size)).get(name)


def _arguments(law: str) -> dict[str, str]:
    inner = law.rstrip(")").partition("(")[2]
    return dict(piece.strip().split("=", 1) for piece in inner.split(",") if "=" in piece)


def _percent(text: Any) -> float:
    field = f"recipe: {SIZE}: share"
    share = parse(text, FRACTION, field)
    if not 0 <= share <= 1:
        raise InputError(field, f"{text}", "0 to 100 %")
    return share
