"""Files that a study names (sizes of particles, own materials), kept with it in its store.

What was computed from a file can be looked at when the file has changed or gone.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.files import read_file

_LARGEST = 10e6
_MATERIALS, _SIZE = "materials_file", "size"
_OF_SIZES = re.compile(r"(\bcsv\s*\(\s*)([^,)]+)")

Contents = dict[str, str]
"""Name, as the document has it -> what the file held, in base64."""


def contents_of(document: Any, folder: Path) -> Contents:
    """Return the files that a document names; one that cannot be read is left out."""
    names: set[str] = set()

    def note(name: str) -> str:
        names.add(name)
        return name

    with_names(document, note)
    found = {}
    for name in sorted(names):
        with suppress(InputError):  # an option that is out for this reason, and says so
            content = read_file(folder / name, _LARGEST, "a file that a recipe names")
            found[name] = b64encode(content).decode("ascii")
    return found


def with_names(data: Any, rename: Callable[[str], str], key: str = "") -> Any:
    """Return a document with other names of its files."""
    if isinstance(data, Mapping):
        return {k: with_names(v, rename, str(k).rpartition(".")[2]) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [with_names(value, rename, key) for value in data]
    if not isinstance(data, str):
        return data
    if key == _MATERIALS:
        return rename(data)
    if key != _SIZE:
        return data
    return _OF_SIZES.sub(lambda m: m[1] + rename(m[2].strip().strip("\"'")), data)


def laid_out(contents: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Write files into a folder; return under which name each lies there."""
    names = dict(_plain_names(contents))
    for name, plain in names.items():
        (folder / plain).write_bytes(b64decode(contents[name]))
    return names


def placing(document: Mapping[str, Any], folder: Path | None) -> Callable[[str], str]:
    """Return what gives the files of a stored study, by their names when laid out, new places.

    With a `folder` they are written into it; without one the new name says where they were.

    Raises
    ------
    InputError
        Another file of this name lies in the folder, or it cannot be written; without a folder,
        a file that is not what it was.
    """
    contents, origin = document.get("files", {}), Path(document["folder"])
    known = {plain: name for name, plain in _plain_names(contents)}

    def place(plain: str) -> str:
        name = known.get(plain, plain)
        file = (origin / name).resolve()
        if name not in contents:
            return str(file)
        content = b64decode(contents[name])
        if folder is not None:
            _write(folder / plain, content)
            return plain
        if not file.is_file() or file.read_bytes() != content:
            remedy = "--out FILE: what it held is written beside the recipe"
            raise InputError(str(file), "has changed or gone since the study ran", remedy)
        return str(file)

    return place


def _write(file: Path, content: bytes) -> None:
    try:
        if file.exists() and file.read_bytes() != content:
            raise InputError(str(file), "is there already, with other content", "another folder")
        file.write_bytes(content)
    except OSError as error:
        raise InputError(
            str(file), f"cannot be written: {error.strerror}", "another folder"
        ) from error


def _plain_names(contents: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names without folders, each once."""
    taken: set[str] = set()
    for number, name in enumerate(sorted(contents)):
        plain = Path(name).name
        plain = f"{number}-{plain}" if plain in taken else plain
        taken.add(plain)
        yield name, plain
