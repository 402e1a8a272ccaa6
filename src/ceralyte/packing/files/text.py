"""Packings as CSV and JSON, both exact: numbers are written with all their digits."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.model import Packing
from ceralyte.packing.files.table import Columns, columns_of, packing_of, properties_of

OWN_CSV = b'# format = "ceralyte packing'

_READ: dict[str, Callable[[str], Any]] = {
    "contacts": int,
    "fixed_contacts": int,
    "rattler": lambda cell: bool(int(cell)),
    "touches": lambda cell: [int(j) for j in cell.split()],
}


def to_json(packing: Packing) -> bytes:
    """Return the properties of a packing with its columns under "particles"."""
    record = {**properties_of(packing), "particles": columns_of(packing)}
    return (json.dumps(record, allow_nan=False) + "\n").encode()


def from_json(content: bytes, place: str) -> Packing:
    """Return the packing of `to_json`."""
    try:
        record = json.loads(content)
    except ValueError as error:
        raise InputError(place, f"is no JSON: {error}", "a file by write_particles") from error
    columns = record.pop("particles", None) if isinstance(record, dict) else None
    if not isinstance(columns, dict):
        raise InputError(place, "has no 'particles'", "a file by write_particles")
    return packing_of(record, columns, place)


def to_csv(packing: Packing) -> bytes:
    """Return lines '# property = value', a line that names the columns with units, and rows."""
    columns = columns_of(packing)
    columns["rattler"] = [int(rattles) for rattles in columns["rattler"]]
    columns["touches"] = [" ".join(map(str, part)) for part in columns["touches"]]
    text = StringIO()
    for name, value in properties_of(packing).items():
        text.write(f"# {name} = {json.dumps(value, allow_nan=False)}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue().encode()


def from_csv(content: str, place: str) -> Packing:
    """Return the packing of `to_csv`."""
    lines = content.splitlines()
    head = next((k for k, line in enumerate(lines) if not line.startswith("#")), len(lines))
    properties = dict(
        _property(line, f"{place} line {k + 1}") for k, line in enumerate(lines[:head])
    )
    rows = list(csv.reader(lines[head:]))
    names = rows[0] if rows else []
    columns: Columns = {name: [] for name in names}
    numbered = [(k, row) for k, row in enumerate(rows[1:], start=head + 2) if row]
    for number, row in numbered:
        if len(row) != len(names):
            raise InputError(
                f"{place} line {number}", f"{len(row)} columns", f"{len(names)}: {','.join(names)}"
            )
        for name, cell in zip(names, row, strict=True):
            columns[name].append(_cell(name, cell, f"{place} line {number}"))
    return packing_of(properties, columns, place, [number for number, _ in numbered])


def _property(line: str, place: str) -> tuple[str, Any]:
    name, _, value = line.removeprefix("#").partition("=")
    try:
        return name.strip(), json.loads(value)
    except ValueError as error:
        raise InputError(place, f"'{line[:80]}' has no value", "# property = value") from error


def _cell(name: str, cell: str, place: str) -> Any:
    try:
        return _READ.get(name, float)(cell)
    except ValueError as error:
        raise InputError(f"{place}: {name}", f"'{cell}' is not a number", "a number") from error
