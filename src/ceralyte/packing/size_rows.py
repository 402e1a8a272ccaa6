"""Two columns of numbers from a text file, each line checked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.cells import decimal_point, separator_of
from ceralyte.core.errors import InputError
from ceralyte.core.files import read_file, text_of

BYTES_MAX = 10_000_000
ROWS_MIN = 3
_RELATIVE = "a table; its path is relative to the recipe or, without one, to the current folder"

Choose = Callable[[list[str], str], tuple[int, int]]
"""Picks the columns of diameter and share by their headers; the text is the place, for errors."""


@dataclass(frozen=True)
class SizeTable:
    """Rows as read: header of the two columns, line numbers, and two columns of numbers."""

    place: str
    headers: tuple[str, str]
    lines: list[int]
    diameters: NDArray[np.float64]
    values: NDArray[np.float64]

    def at(self, row: int) -> str:
        """Name the line of a row, for messages."""
        return f"{self.place} line {self.lines[row]}"


def read_rows(path: Path, place: str, choose: Choose) -> SizeTable:
    """Split the file into a header and rows of numbers; of more than two columns, take two."""
    lines = _read_text(path, place).splitlines()
    separator, first = _first_row(lines, place)
    names = [line.lstrip("# ") for line in lines[:first] if line.strip()]
    header = _cells(names[-1], separator) if names else []
    columns = choose(header, place) if len(header) > 1 else (0, 1)
    width = max(len(header), 2)
    numbers: list[int] = []
    rows: list[list[float]] = []
    for number, line in enumerate(lines[first:], start=first + 1):
        cells = _cells(line, separator)
        if not any(cells):
            continue
        at = f"{place} line {number}"
        if len(cells) != width:
            raise InputError(at, f"{len(cells)} columns: '{line}'", _allowed(width, separator))
        rows.append([_number(decimal_point(cells[c], separator), at) for c in columns])
        numbers.append(number)
    if len(rows) < ROWS_MIN:
        raise InputError(place, f"{len(rows)} rows of numbers", f"at least {ROWS_MIN}")
    header = [*header, "", ""]
    diameters, values = np.array(rows).T
    return SizeTable(place, (header[columns[0]], header[columns[1]]), numbers, diameters, values)


def _allowed(width: int, separator: str) -> str:
    columns = "diameter and share" if width == 2 else f"{width}, as many as the header names"
    hint = "; with decimal commas separate columns by ';' or tabs" if separator == "," else ""
    return f"{columns}{hint}"


def _read_text(path: Path, place: str) -> str:
    content = read_file(path, BYTES_MAX, _RELATIVE, field=place)
    if not content:
        raise InputError(place, "the file is empty", "two columns: diameter and share")
    return text_of(content, place, "a table saved as CSV, not as a workbook")


def _first_row(lines: list[str], place: str) -> tuple[str, int]:
    """Return the separator and the index of the first line that starts with a number."""
    for index, line in enumerate(lines):
        separator = separator_of(line)
        first = _cells(line, separator)[0]
        if re.match(r"[-+]?[.,]?\d|nan\b|[-+]?inf\b", first, re.IGNORECASE):
            return separator, index
    raise InputError(place, "no line starts with a number", "two columns: diameter and share")


def _cells(line: str, separator: str) -> list[str]:
    cells = [cell.strip().strip('"').strip() for cell in line.split(separator)]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _number(cell: str, at: str) -> float:
    try:
        value = float(cell.removesuffix("%").strip())
    except ValueError as error:
        raise InputError(
            at, f"'{cell}' is not a number", "numbers only below the header"
        ) from error
    if not isfinite(value):
        raise InputError(at, f"'{cell}' is not a finite number", "finite numbers")
    return value
