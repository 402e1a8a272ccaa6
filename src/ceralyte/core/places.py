"""Where something stands in a document: its path, its line, the section that it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from ruamel.yaml.comments import CommentedMap, CommentedSeq


def told_place(name: str, data: Any, path: Sequence[str | int]) -> str:
    """Return where a field stands in a file, as in ``recipe.yaml line 3: ceramic.size``."""
    line = line_of(data, path)
    file = f"{name} line {line}" if name and line is not None else name
    return ": ".join(filter(None, (file, ".".join(map(str, path)))))


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
    """Return the line of the innermost key of `path` that the file has; None for TOML and JSON."""
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


def known_keys(path: Sequence[Any], root: type[BaseModel]) -> list[str]:
    """Return the keys that the section at `path` may have; no file says what is not written."""
    section = section_at(path, root)
    return [] if section is None else [k for k, f in section.model_fields.items() if not f.exclude]


def section_at(path: Sequence[Any], root: type[BaseModel]) -> Any:
    """Return the section class at `path`; None where there is none."""
    model: Any = root
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = section_in(model.model_fields[part].annotation)
    return model


def section_in(annotation: Any) -> Any:
    """Return the section inside an annotation such as ``Binder | None`` or ``dict[str, X]``."""
    return next(_sections_in(annotation), None)


def kinds_at(path: Sequence[Any], root: type[BaseModel], key: str) -> list[str]:
    """Return what the `key` may be that tells of which kind the section at `path` is."""
    model, annotation = root, None
    for part in path:
        if model is not None and part in model.model_fields:
            annotation = model.model_fields[part].annotation
            model = section_in(annotation)
    kinds = (get_args(one.model_fields[key].annotation) for one in _sections_in(annotation))
    return [kind for of_one in kinds for kind in of_one]


def _sections_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for inner in get_args(annotation):
        yield from _sections_in(inner)
