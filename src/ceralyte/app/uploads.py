"""Files that users send: received up to a limit, looked into, kept under a plain name."""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from threading import Lock
from typing import Any, Literal

from ceralyte.app.documents import PLAIN_NAME
from ceralyte.app.places import Places
from ceralyte.app.settings import Limits
from ceralyte.core.errors import InputError
from ceralyte.packing import percentiles
from ceralyte.packing.size_csv import read_size_csv

Kind = Literal["psd", "image", "spectrum"]

SUFFIXES: dict[str, tuple[str, ...]] = {
    "psd": (".csv", ".txt", ".tsv", ".dat"),
    "spectrum": (".csv", ".txt", ".tsv", ".dat", ".mpt", ".dta", ".z"),
    "image": (".tif", ".tiff", ".npy", ".zip"),
}
LOOKER: tuple[str, ...] = ("-P", "-m", "ceralyte.app.inspection")
"""What Python runs to look into an image."""
_NAMING = Lock()  # two uploads of one name get two names
_LONGEST_NAME = 80
_SQUARE_METRE = 1.0  # so that ohm m2 are the ohm of the file


async def receive(body: AsyncIterator[bytes], places: Places) -> Path:
    """Write a request's body into a new file in the temporary folder; whoever asked removes it."""
    with NamedTemporaryFile(dir=places.temporary, delete=False) as file:
        try:
            async for chunk in body:
                file.write(chunk)
        except BaseException:
            os.unlink(file.name)  # noqa: PTH108  # a name, not a path
            raise
    return Path(file.name)


def keep(
    received: Path, kind: Kind, name: str, places: Places, limits: Limits, *, basis: str, unit: str
) -> dict[str, Any]:
    """Look into a received file and keep it; return id, name and summary.

    Parameters
    ----------
    received : Path
        Moved away, or left where it is refused.
    kind, name : str
        What the user says that it is.
    basis, unit : str
        Of a size distribution.

    Raises
    ------
    InputError
        Not of this kind, or of no use.
    """
    name, size = plain_name(name, kind), received.stat().st_size
    if size > limits.upload(kind):
        allowed = f"{limits.upload(kind) / 1e6:g} MB or less"
        raise InputError("upload", f"has {size / 1e6:.3g} MB", allowed)
    with TemporaryDirectory(dir=places.temporary) as folder:
        place = Path(folder) / name
        try:
            summary = _summary(received, kind, place, limits, basis, unit)
        except InputError as error:
            raise error.at(_plain_field(error.field, place)) from error
        with _NAMING:
            target = _free(places.uploads / name)
            place.rename(target)
    if kind == "psd":
        summary["text"] = f"csv({_quoted(target.name)}, basis={basis}, unit={unit})"
    return {"id": target.name, "kind": kind, "name": target.name, "bytes": size, "summary": summary}


def plain_name(name: str, kind: str) -> str:
    """Return a file name without folder and rare characters.

    Raises
    ------
    InputError
        A folder in it, or a suffix that is not of this kind.

    Examples
    --------
    >>> plain_name("Größe (2).CSV", "psd")
    'Gr__e _2_.csv'
    """
    if re.search(r"[\x00-\x1f\x7f]", name):
        raise InputError("name", "holds a control character", "a plain file name")
    if re.search(r"[/\\]", name):
        raise InputError("name", f"'{name[:60]}' has a folder in it", "a plain file name")
    stem, dot, suffix = name.rpartition(".")
    suffix = f"{dot}{suffix}".lower()
    if suffix not in SUFFIXES[kind]:
        told = f"{suffix} files are not read here" if dot else "has no ending"
        raise InputError("name", told, ", ".join(SUFFIXES[kind]))
    stem = re.sub(r"[^A-Za-z0-9_.\- ]", "_", stem)[:_LONGEST_NAME].strip(" .-") or kind
    found = f"{stem}{suffix}"
    assert PLAIN_NAME.fullmatch(found)
    return found


def require_meaning(basis: str, unit: str) -> None:
    """Refuse a size distribution of which nobody says what it counts and in which unit.

    Raises
    ------
    InputError
        `basis` or `unit` is empty; neither is guessed.
    """
    if not basis:
        allowed = "what the shares count: volume, area or number"
        raise InputError("basis", "is missing", allowed)
    if not unit:
        raise InputError("unit", "is missing", "the unit of the diameters, such as um")


def _summary(
    received: Path, kind: Kind, place: Path, limits: Limits, basis: str, unit: str
) -> dict[str, Any]:
    """What a received file holds, which is moved to `place`."""
    if kind == "image":
        return _inspected(received, place, limits)
    _require_text(received)
    received.rename(place)
    return (_size_summary if kind == "psd" else _spectrum_summary)(place, basis, unit)


def _plain_field(field: str, place: Path) -> str:
    """Where an error stands, without folders: in the file, by its name."""
    told = field.replace(f"{place.parent}{os.sep}", "").removeprefix("upload").lstrip(": ")
    return told or place.name


def _free(path: Path) -> Path:
    """A path like this one that is not taken."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def _require_text(path: Path) -> None:
    with path.open("rb") as file:
        if b"\0" in file.read(65536):
            raise InputError("upload", "is no text", "a table as text, such as CSV")


def _size_summary(path: Path, basis: str, unit: str) -> dict[str, Any]:
    table = read_size_csv(path, basis=basis, unit=unit, field="upload")  # type: ignore[arg-type]
    found = percentiles(table, table.basis)
    return {
        "d10": found.d10,
        "d50": found.d50,
        "d90": found.d90,
        "diameter": table.diameters,
        "cumulative": table.undersize,
    }


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _spectrum_summary(path: Path, *_: str) -> dict[str, Any]:
    from ceralyte.app.views.rows import notes
    from ceralyte.transport import read_spectrum

    found = read_spectrum(path, area=_SQUARE_METRE)
    return {
        "frequencies": found.frequencies,
        "real": found.real,
        "imaginary": found.imaginary,
        "notes": notes(found.notes),
    }


def _inspected(received: Path, target: Path, limits: Limits) -> dict[str, Any]:
    """What the inspecting process says of an image, which it moves to `target`."""
    numbers = (str(limits.decoded), str(limits.entries))
    try:
        process = subprocess.run(
            [sys.executable, *LOOKER, str(received), str(target), *numbers],
            capture_output=True,
            timeout=limits.inspection,
            stdin=subprocess.DEVNULL,
        )
        answer = json.loads(process.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        raise InputError(
            "upload", "takes too long or too much memory to be read", "an honest image"
        ) from None
    if "error" in answer:
        problem, allowed = (t.replace(str(received), "the file") for t in answer["error"])
        raise InputError("upload", problem, allowed)
    summary: dict[str, Any] = answer["summary"]
    return summary
