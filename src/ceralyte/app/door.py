"""The one door for form and text: changes of a recipe go into its text, errors to their fields."""

from collections.abc import Mapping, MutableMapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ceralyte.app.documents import ForeignFileError, plain, read_document, require_uploaded
from ceralyte.core.errors import InputError, UnknownNameError, parts_of
from ceralyte.core.places import line_of, path_in
from ceralyte.recipe import Recipe
from ceralyte.recipe.document import problems_in

NAME = "recipe"


class Change(BaseModel):
    """What stands at a path of a recipe; None takes it out."""

    model_config = ConfigDict(extra="forbid")

    path: list[str | int]
    value: Any = None


def answer(
    text: str, changes: Sequence[Change], uploads: Path, *, with_sheet: bool
) -> dict[str, Any]:
    """Return the text after the changes, what it says, what is wrong with it, and its sheet.

    Parameters
    ----------
    text : str
        YAML; comments are kept.
    changes : sequence of Change
        Not made where the text is no YAML.
    uploads : Path
        Folder of the files that a recipe may name.
    with_sheet : bool
        Look up its names, and add what `ceralyte check` says of a valid recipe: it takes longer.
    """
    try:
        data = read_document(text, NAME)
    except InputError as error:
        return _answered(text, None, [error_of(error)])
    if not isinstance(data, CommentedMap):
        wrong = InputError(NAME, "is not a recipe", "lines of 'key: value'")
        return _answered(text, None, [error_of(wrong)])
    if changes:
        try:
            for change in changes:
                put(data, change.path, plain(change.value))
        except InputError as error:
            return _answered(text, plain(data), [error_of(error)])
        text = written(data)
        data = read_document(text, NAME)  # with the lines of the new text
    try:
        require_uploaded(data, NAME, uploads)
    except ForeignFileError as error:
        return _answered(text, plain(data), [error_of(error, error.path, data)])
    problems = problems_in(Recipe, data, {"folder": uploads})
    errors = [error_of(p.error, p.path, data, p.line) for p in problems]
    if not with_sheet:
        return _answered(text, plain(data), errors)
    from ceralyte.app.views.sheet import sheet_of
    from ceralyte.pipeline import names_to_mend

    told = [list(problem.path) for problem in problems]
    names = (_beside(one, data) for one in names_to_mend(data, uploads))
    errors += [one for one in names if one["path"] not in told]
    sheet = None
    if not errors:
        try:
            sheet = sheet_of(Recipe.model_validate(data, context={"folder": uploads}))
        except InputError as error:
            errors = [_beside(one, data) for one in parts_of(error)]
    return _answered(text, plain(data), errors, sheet)


def put(data: Any, path: Sequence[str | int], value: Any) -> None:
    """Write `value` at a path, sections that lead there too; None takes out what is there.

    Raises
    ------
    InputError
        The path leads through a value that has no parts.
    """
    if not path:
        raise InputError("path", "is empty", "the keys that lead to a field")
    *sections, last = path
    for part in sections:
        if value is None and not _has(data, part):
            return
        if not _has(data, part):
            _set(data, part, CommentedMap())
        data = data[part]
    if value is not None:
        _set(data, last, value)
    elif _has(data, last):
        del data[last]


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, Mapping):
        return data.get(part) is not None
    if isinstance(data, CommentedSeq) and isinstance(part, int):
        return 0 <= part < len(data)
    raise _no_parts(part)


def _no_parts(part: str | int) -> InputError:
    return InputError(str(part), "stands below a value that has no parts", "a section above it")


def _set(data: Any, part: str | int, value: Any) -> None:
    inside = isinstance(data, CommentedSeq) and isinstance(part, int) and 0 <= part < len(data)
    if inside or isinstance(data, MutableMapping):
        data[part] = value
    elif isinstance(data, CommentedSeq) and part == len(data):
        data.append(value)
    elif isinstance(data, CommentedSeq):
        raise InputError(str(part), "is no place in a list", "the number of an item")
    else:
        raise _no_parts(part)


def written(data: Any) -> str:
    """Return a document as text, with its comments."""
    yaml = YAML()
    yaml.width = 100
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def error_of(
    error: InputError,
    path: Sequence[str | int] = (),
    data: Any = None,
    line: int | None = None,
) -> dict[str, Any]:
    """Return an error as the page shows it beside its field."""
    found: dict[str, Any] = {"path": list(path), "message": error.problem, "field": error.field}
    if error.allowed:
        found["allowed"] = error.allowed
    if isinstance(error, UnknownNameError) and error.nearest:
        found |= {"nearest": list(error.nearest), "unknown": error.name}
    line = line or _line_in(error.field) or line_of(data, path)
    return found | ({"line": line} if line else {})


def _answered(
    text: str, recipe: Any, errors: list[dict[str, Any]], sheet: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {"yaml": text, "recipe": recipe, "errors": errors, "sheet": sheet}


def _beside(error: InputError, data: Any) -> dict[str, Any]:
    """An error of a name or a value at the field that it tells."""
    return error_of(error, path_in(data, error.field), data)


def _line_in(field: str) -> int | None:
    """The line that the message of the parser names ("recipe line 3")."""
    number = field.removeprefix(f"{NAME} line ")
    return int(number) if number.isdigit() else None
