"""Documents that come from a browser: small, finite, and naming uploaded files only.

A recipe may name files (a size distribution, own materials). On the command line they are the
user's; here they are those that were uploaded, and no others.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator

from ceralyte.core.errors import InputError, nearest_names
from ceralyte.recipe.document import parse_text

LARGEST_TEXT = 100_000
"""Characters of a recipe or study in the page."""
MOST_VALUES = 20_000
"""Values of a document with all its aliases written out."""

_PLAIN = r"[A-Za-z0-9_][A-Za-z0-9_.\- ]*"
PLAIN_NAME = re.compile(_PLAIN)
"""A file name without folder."""
_FILE_OF_SIZES = re.compile(r"\bcsv\s*\(\s*(.*)", re.DOTALL)
_PLAIN_ARGUMENT = re.compile(rf"""(?:"({_PLAIN})"|'({_PLAIN})'|({_PLAIN}))\s*[,)]""")
_HALF = re.compile("[\ud800-\udfff]")
_MATERIALS = "materials_file"


def _whole(text: str) -> str:
    if _HALF.search(text):
        raise ValueError("half a character (a lone surrogate)")
    return text


Text = Annotated[str, AfterValidator(_whole)]
"""Text that can be written as UTF-8; JSON and YAML can spell some that cannot."""


def read_document(text: str, name: str) -> Any:
    """Return what a YAML text says, comments kept.

    Raises
    ------
    InputError
        Too long, no YAML, too many values with all aliases written out, or half a character.
    """
    if len(text) > LARGEST_TEXT:
        raise InputError(name, f"has {len(text)} characters", f"{LARGEST_TEXT} or fewer")
    data = parse_text(text, name, most_values=MOST_VALUES)
    for _ in _values(data, name):  # each of its characters whole
        pass
    return data


class ForeignFileError(InputError):
    """A document asks for a file that was not uploaded; `path` leads to where."""

    def __init__(self, path: tuple[str | int, ...], problem: str, allowed: str) -> None:
        self.path = path
        super().__init__(".".join(map(str, path)), problem, allowed)


def files_named(data: Any, name: str) -> dict[str, tuple[str | int, ...]]:
    """Return the files that a document asks for, with the paths where they stand.

    Raises
    ------
    ForeignFileError
        A name with a folder in it, or a document that says where its files are.
    """
    found = {}
    for path, value in _values(data, name):
        key = next((str(p) for p in reversed(path) if not isinstance(p, int)), "")
        last = key.rpartition(".")[2]
        if last == "folder":
            raise ForeignFileError(path, "cannot be said here", "no folder: files are uploaded")
        if not isinstance(value, str):
            continue
        if last == _MATERIALS:
            found[_plain(value, path)] = path
        for file in _files_of_sizes(value, path):
            found[file] = path
    return found


def _files_of_sizes(text: str, path: tuple[str | int, ...]) -> Iterator[str]:
    while match := _FILE_OF_SIZES.search(text):
        text = match[1]
        argument = _PLAIN_ARGUMENT.match(text)
        if argument is None:
            raise _no_plain_name(re.split("[,)]", text)[0].strip(" \"'"), path)
        yield next(filter(None, argument.groups())).strip()


def require_uploaded(data: Any, name: str, uploads: Path) -> set[Path]:
    """Return the uploaded files that a document names; raise `InputError` for any other."""
    there = {f.name: f for f in uploads.iterdir() if f.is_file()} if uploads.is_dir() else {}
    named = files_named(data, name)
    for file, path in named.items():
        if file not in there:
            nearest = " or ".join(nearest_names(file, there)) or "upload it first"
            raise ForeignFileError(path, f"'{file}' was not uploaded", nearest)
    return {there[file] for file in named}


def plain(data: Any) -> Any:
    """Return a document without the wrappings that keep comments, as JSON has it."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, str):
        return str(data)
    if isinstance(data, Sequence):
        return [plain(value) for value in data]
    if isinstance(data, bool) or data is None:
        return data
    if isinstance(data, int):
        return int(data)
    return float(data) if isinstance(data, float) else str(data)


def _plain(text: str, path: tuple[str | int, ...]) -> str:
    if not PLAIN_NAME.fullmatch(text):
        raise _no_plain_name(text, path)
    return text


def _no_plain_name(text: str, path: tuple[str | int, ...]) -> ForeignFileError:
    return ForeignFileError(
        path, f"'{text[:40]}' is no plain file name", "the name of an uploaded file"
    )


def _values(data: Any, name: str) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """All values of a document, sections too, each with its path."""
    rest: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while rest:
        path, value = rest.pop()
        if any(isinstance(text, str) and _HALF.search(text) for text in (*path[-1:], value)):
            raise InputError(name, "holds half a character (a lone surrogate)", "whole characters")
        if isinstance(value, Mapping):
            rest += [((*path, str(k)), v) for k, v in value.items()]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            rest += [((*path, k), v) for k, v in enumerate(value)]
        yield path, value
