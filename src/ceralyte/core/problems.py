"""What is wrong with a document, in the words of who wrote it, not of the library that found it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError, parts_of
from ceralyte.core.places import kinds_at, known_keys, line_of, section_at, told_place

Path = tuple[str | int, ...]

_FORMS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of fewer digits",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list, as in [a, b]",
    "tuple_type": "a list, as in [a, b]",
    "dict_type": "entries of 'name: value'",
    "model_type": "entries of 'name: value'",
    "model_attributes_type": "entries of 'name: value'",
}
"""What a field may be: where it may be of several forms, each that does not fit is an error."""

_LIMITS = {
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge:g} or more",
    "less_than": "less than {lt:g}",
    "less_than_equal": "{le:g} or less",
    "finite_number": "a finite number",
    "invalid_key": "names that are text, in quotes if need be",
    "string_too_short": "{min_length} letters or more",
    "string_too_long": "{max_length} letters or fewer",
    "too_short": "{min_length} entries or more",
    "too_long": "{max_length} entries or fewer",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a document: its path, its line if the file has lines."""

    path: Path
    line: int | None
    error: InputError


def problems_of(
    errors: Iterable[Any],
    data: Any,
    name: str,
    root: type[BaseModel],
    missing: str = "",
) -> list[Problem]:
    """Return what pydantic found in `data`, by field, each thing once.

    Parameters
    ----------
    errors : iterable
        ``errors()`` of its ValidationError.
    data : Any
        What was validated.
    name : str
        Of the file, for the messages.
    root : BaseModel class
        What `data` should be; of ``BaseModel`` itself no keys are known.
    missing : str
        Where to look for what a field that is missing takes.
    """
    found: dict[Path, list[Any]] = {}
    for one in (single for error in errors for single in _singly(error)):
        found.setdefault(tuple(_place(one, data, root)), []).append(one)
    above = {path[:k] for path in found for k in range(len(path))}
    return [
        Problem(path, line_of(data, path), error)
        for path, own in found.items()
        if not (path in above and _are_forms(own))  # it has another form, wrong further inside
        for error in _told(path, own, told_place(name, data, path), root, missing)
    ]


def _singly(error: Any) -> list[Any]:
    """An error of several causes as one for each."""
    cause = error.get("ctx", {}).get("error")
    if not isinstance(cause, InputError):
        return [error]
    return [{**error, "ctx": {"error": one}} for one in parts_of(cause)]


def _are_forms(errors: Sequence[Any]) -> bool:
    """Whether all that is wrong is that a field has not this form or that."""
    return all(one["type"] in _FORMS for one in errors)


def _told(
    path: Path, errors: Sequence[Any], where: str, root: type[BaseModel], missing: str
) -> list[InputError]:
    forms = [one for one in errors if one["type"] in _FORMS]
    others = (_problem(e, path, where, root, missing) for e in errors if e["type"] not in _FORMS)
    told = [one for other in others for one in parts_of(other)]
    if not forms:
        return told
    allowed = dict.fromkeys(_form(one, path, root) for one in forms)
    if "a number" in allowed:
        allowed.pop("a whole number", None)
    return [InputError(where, _got(forms[0]), " or ".join(allowed)), *told]


def _form(error: Any, path: Path, root: type[BaseModel]) -> str:
    if error["type"] == "model_type" and (keys := known_keys(path, root)):
        return f"entries of {', '.join(keys)}"
    return _FORMS[error["type"]]


def _problem(error: Any, path: Path, where: str, root: type[BaseModel], missing: str) -> InputError:
    """One error that is not of the form of a field."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden" and (keys := known_keys(path[:-1], root)):
        return UnknownNameError(where, str(path[-1]), keys)
    if kind == "extra_forbidden":
        return InputError(where, "is not known here")
    if kind == "missing":
        return InputError(where, "is missing", missing)
    if kind == "union_tag_invalid":
        known = context["expected_tags"].split("'")[1::2]
        return UnknownNameError(f"{where}.{_tag(context)}", str(context["tag"]), known)
    if kind == "union_tag_not_found":
        key = _tag(context)
        return InputError(f"{where}.{key}", "is missing", ", ".join(kinds_at(path, root, key)))
    if kind == "literal_error":
        return UnknownNameError(where, str(error["input"]), context["expected"].split("'")[1::2])
    cause = context.get("error")
    if isinstance(cause, InputError):
        return MultipleInputError.of(where, [_placed(one, where) for one in parts_of(cause)])
    if kind in _LIMITS:
        return InputError(where, _got(error), _LIMITS[kind].format(**context))
    return InputError(where, f"{_got(error)}: {cause or error['msg']}")


def _tag(context: Mapping[str, Any]) -> str:
    """The field that says of which kind a section is."""
    return str(context["discriminator"]).strip("'")


def _placed(cause: InputError, where: str) -> InputError:
    named = cause.field in where or where.endswith(f".{cause.field}")
    return cause.at(where if named else f"{where}: {cause.field}".lstrip(": "))


def _got(error: Any) -> str:
    given = error["input"]
    if isinstance(given, Mapping):
        return f"got entries of {', '.join(map(str, given))[:80]}"
    if isinstance(given, list) and any(isinstance(one, Mapping | list) for one in given):
        return f"got a list of {len(given)}"
    return f"got {str(given)[:80]!r}"


def _place(error: Any, data: Any, root: type[BaseModel]) -> list[str | int]:
    """The path of an error: that of the field which the section names, where it names one."""
    path = _in_document(error, data)
    cause = error.get("ctx", {}).get("error")
    if not isinstance(cause, InputError):
        return path
    named = cause.field.split(".")
    if named[: len(path)] == list(map(str, path)):
        named = named[len(path) :]
    section = section_at(path, root)
    known = section is not None and named and named[0] in section.model_fields
    return [*path, *named] if known else path


def _in_document(error: Any, data: Any) -> list[str | int]:
    """The path of an error without the names that pydantic gives to the forms of a field."""
    *parts, last = error["loc"] or ("",)
    path: list[str | int] = []
    for part in parts:
        if _has(data, part):
            path.append(part)
            data = data[part]
    is_field = error["type"] == "missing" or _has(data, last)
    return [*path, last] if is_field else path


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, Mapping):
        return part in data
    is_list = isinstance(data, Sequence) and not isinstance(data, str)
    return is_list and isinstance(part, int) and 0 <= part < len(data)
