"""Read files of material values: one value per row, units in words, errors that name the line."""

import csv
from collections.abc import Iterator
from io import StringIO
from math import isfinite
from pathlib import Path
from typing import get_args

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.files import read_file
from ceralyte.core.units import PRESSURE, TEMPERATURE, parse, to_si
from ceralyte.materials.properties import Property, property_named
from ceralyte.model import PropertyValue
from ceralyte.model.material import Category, Kind

VALUE_COLUMNS = (
    "material",
    "property",
    "value",
    "unit",
    "low",
    "high",
    "temperature",
    "pressure",
    "condition",
    "arrhenius_form",
    "kind",
    "source",
    "locator",
    "confidence",
    "category",
)
"""Columns of a file of values. `low` and `high` are in `unit`; `temperature` and `pressure` carry
their own; a pure number has the unit "1". `category` is for new materials of a user."""

REQUIRED = ("material", "property", "value", "unit", "source")
CONFIDENCES = ("high", "medium", "low")

Row = dict[str, str]

_BYTES_MAX = 10e6


def read_csv(path: Path) -> str:
    """Return the text of a user's CSV file; raise `InputError` if there is none."""
    try:
        return read_file(path, _BYTES_MAX, "a CSV file, UTF-8").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        allowed = 'a CSV file, UTF-8 (in Excel: "CSV UTF-8")'
        raise InputError(str(path), f"cannot be read: {error}", allowed) from error


def read_rows(
    text: str, name: str, columns: tuple[str, ...], required: tuple[str, ...]
) -> Iterator[tuple[str, Row]]:
    """Yield every row of a CSV text as (where, cells): "own.csv line 7" and all of `columns`.

    Cells are stripped; a column that the file does not have gives "". Empty lines are skipped.

    Raises
    ------
    InputError
        Unknown or missing column, a cell too many, or nothing where `required` wants something.
    """
    try:
        yield from _rows(text, name, columns, required)
    except csv.Error as error:
        raise InputError(name, f"is no CSV: {error}", "commas between cells") from error


def _rows(
    text: str, name: str, columns: tuple[str, ...], required: tuple[str, ...]
) -> Iterator[tuple[str, Row]]:
    reader = csv.DictReader(StringIO(text, newline=None), restkey="*", restval="")
    header = [h.strip() for h in reader.fieldnames or ()]
    if len(header) == 1 and ";" in header[0]:
        raise InputError(f"{name} line 1", "has semicolons between its cells", "commas")
    for column in header:
        if column not in columns:
            raise UnknownNameError(f"{name} line 1", column, columns)
    for column in required:
        if column not in header:
            raise InputError(f"{name} line 1", f"no column '{column}'", ", ".join(columns))
    reader.fieldnames = header
    for cells in reader:
        where = f"{name} line {reader.line_num}"
        if "*" in cells:
            raise InputError(where, "more cells than columns", "commas inside text need quotes")
        row = {column: (cells.get(column) or "").strip() for column in columns}
        if not any(row.values()):
            continue
        for column in required:
            if not row[column]:
                raise InputError(where, f"no {column}", _EXPECTED.get(column, "some text"))
        yield where, row


def read_values(
    text: str, name: str, default_kind: Kind | None = None
) -> Iterator[tuple[PropertyValue, Category | None]]:
    """Yield the values of a CSV text in SI units, each with its category (None: not stated).

    Parameters
    ----------
    text, name : str
        Content of the file, and the file's name for messages.
    default_kind : Kind or None
        For rows without one; None: they are errors.

    Raises
    ------
    InputError
        Whatever is wrong with a row, naming file, line, value and unit.
    """
    for where, row in read_rows(text, name, VALUE_COLUMNS, REQUIRED):
        require_one_of(where, row, "category", get_args(Category))
        category: Category | None = next(
            (c for c in get_args(Category) if c == row["category"]), None
        )
        yield _value(where, row, default_kind), category


def require_one_of(where: str, row: Row, column: str, known: tuple[str, ...]) -> None:
    """Raise `UnknownNameError` unless the cell is empty or one of `known`."""
    if row[column] and row[column] not in known:
        raise UnknownNameError(f"{where}, {column}", row[column], known)


def _value(where: str, row: Row, default_kind: Kind | None) -> PropertyValue:
    prop = property_named(row["property"], where)
    require_one_of(where, row, "kind", get_args(Kind))
    require_one_of(where, row, "confidence", CONFIDENCES)
    require_one_of(where, row, "arrhenius_form", ("sigma", "sigma_T"))
    kind = row["kind"] or default_kind
    if not kind:
        raise InputError(where, "no kind", ", ".join(get_args(Kind)))
    value = _number(where, row, "value", prop)
    low, high = (_number(where, row, c, prop) if row[c] else None for c in ("low", "high"))
    if (low is not None and low > value) or (high is not None and high < value):
        text = f"value {row['value']} {row['unit']} lies outside {row['low']} to {row['high']}"
        raise InputError(where, text, "low <= value <= high")
    return PropertyValue.model_validate(
        {
            "material": row["material"],
            "property_name": prop.name,
            "value": value,
            "unit": prop.dimension.si_unit,
            "low": low,
            "high": high,
            "temperature": _optional(where, row, "temperature"),
            "pressure": _optional(where, row, "pressure"),
            "condition": row["condition"],
            "arrhenius_form": row["arrhenius_form"],
            "kind": kind,
            "source": row["source"],
            "locator": row["locator"],
            "confidence": row["confidence"],
        }
    )


def _number(where: str, row: Row, column: str, prop: Property) -> float:
    try:
        number = float(row[column])
    except ValueError as error:
        raise InputError(
            where, f"{column} '{row[column]}' is not a number", f"as in {prop.dimension.example}"
        ) from error
    if not isfinite(number):
        raise InputError(where, f"{column} '{row[column]}' is not finite", "a finite number")
    return prop.check(to_si(number, row["unit"], prop.dimension, where), where)


def _optional(where: str, row: Row, column: str) -> float | None:
    dimension = {"temperature": TEMPERATURE, "pressure": PRESSURE}[column]
    return parse(row[column], dimension, f"{where}, {column}") if row[column] else None


_EXPECTED = {
    "unit": 'the unit of the value, as in "mS/cm"; "1" for a pure number',
    "value": "a number",
    "source": "who says so: a citation, a data sheet, or your own measurement",
}
