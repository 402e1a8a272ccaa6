"""The table of a spectrum in a text file: which column is what, and its rows."""

import re
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.transport.impedance.column_units import meanings_of_units, split_heading

Floats = NDArray[np.float64]

FEWEST = 5
"""Points that a spectrum needs."""


@dataclass(frozen=True)
class Column:
    """Place of a column, its heading, its unit ("" if none is told), and a minus before it."""

    place: int
    heading: str
    unit: str
    minus: bool


_COLUMNS = {
    "frequency": re.compile(r"^(f|freq|frequency)$"),
    "real": re.compile(r"^(z'|z′|re\(?z\)?|z_?re(al)?|real\(?z?\)?|zr|rez)$"),
    "imaginary": re.compile(
        r"^[-−]?(z''|z\"|z″|im\(?z\)?|z_?im(ag|g)?|imag(inary)?\(?z?\)?|zi|imz)$"
    ),
    "modulus": re.compile(r"^(\|z\||z_?mod|mod\(?z\)?|magnitude|abs\(?z\)?|z)$"),
    "phase": re.compile(r"^[-−]?(phase|phase\(?z\)?|z_?ph[zi]?|theta|phi|arg\(?z\)?)$"),
}
"""What the heading of each column may be called, in lower case and without its unit."""
KNOWN = (
    "columns of frequency (Hz), Z' and Z'' (ohm), or |Z| and phase (degrees), with headings such "
    'as "frequency,Zreal,Zimag"; or three columns without headings in that order'
)


def read_table(field: str, lines: list[str]) -> tuple[dict[str, Column], Floats]:
    """The columns of the spectrum by meaning, and the rows below."""
    for at, line in enumerate(lines):
        cells, found = _cells(line), _meanings(_headings(line))
        for pair in (("real", "imaginary"), ("modulus", "phase")):
            if {"frequency", *pair} <= set(found):
                columns = {name: found[name] for name in ("frequency", *pair)}
                below = _headings(lines[at + 1]) if at + 1 < len(lines) else []
                needed = 1 + max(column.place for column in columns.values())
                rows = _rows(field, lines[at + 1 :], at + 2, needed)
                return _with_units_below(columns, below), rows
        if len(cells) == 3 and all(_number(c) is not None for c in cells):
            columns = _without_headings(field, lines[:at], _separator(line))
            return columns, _rows(field, lines[at:], at + 1, 3)
    raise InputError(field, "holds no table of an impedance spectrum", KNOWN)


def _without_headings(field: str, above: list[str], separator: str | None) -> dict[str, Column]:
    """Three columns by a row of units above them, else by their order; refuse other headings."""
    headings = next((line for line in reversed(above) if line.strip()), "")
    named: list[str] = []
    if _separator(headings) == separator:  # else it is a title
        named = [cell.strip("\"'()[] ") for cell in _headings(headings)]
    if len(named) == 3 and (meanings := meanings_of_units(named)):
        return {
            meaning: Column(place, named[place], named[place], False)
            for place, meaning in enumerate(meanings)
        }
    if len(named) == 3 and all(re.search(r"[^\W\d_]", name) for name in named):
        raise InputError(field, f"has columns {', '.join(named)}", KNOWN)
    names = ("frequency", "real", "imaginary")
    return {name: Column(place, name, "", False) for place, name in enumerate(names)}


def _meanings(cells: list[str]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for place, cell in enumerate(cells):
        heading = cell.strip("\"'" if cell.startswith('"') else "").strip()
        for name, unit in ((heading, ""), split_heading(heading)):
            plain = name.lower().replace(" ", "")
            for meaning, pattern in _COLUMNS.items():
                if meaning not in found and pattern.match(plain):
                    found[meaning] = Column(place, heading, unit, plain[0] in "-−")
    return found


def _with_units_below(columns: dict[str, Column], below: list[str]) -> dict[str, Column]:
    """The columns with the units of the line below their headings, where that is one of units."""
    needed = 1 + max(column.place for column in columns.values())
    if len(below) < needed or any(_number(cell) is not None for cell in below):
        return columns
    units = {name: below[c.place].strip('"()[] ') for name, c in columns.items()}
    return {name: replace(c, unit=c.unit or units[name]) for name, c in columns.items()}


def _rows(field: str, lines: list[str], first: int, width: int) -> Floats:
    rows: list[list[float]] = []
    for number, line in enumerate(lines, first):
        cells = [_number(c) for c in _cells(line)]
        if not any(c is not None for c in cells):
            if rows:
                break
            continue  # a line of units
        values = [np.nan if c is None else c for c in cells]
        if len(values) < width:
            raise InputError(
                f"{field} line {number}", f"has {len(values)} cells, not {width}", "complete rows"
            )
        rows.append(values[:width])
    if len(rows) < FEWEST:
        raise InputError(field, f"holds {len(rows)} points", f"{FEWEST} or more")
    return np.array(rows)


def _separator(line: str) -> str | None:
    """What parts the cells of a line; None: blanks."""
    return next((separator for separator in ("\t", ";", ",") if separator in line), None)


def _cells(line: str) -> list[str]:
    separator = _separator(line)
    if separator is not None:
        return [c.strip() for c in line.strip().split(separator)]
    return line.strip().strip('"').replace(" (", "(").split()  # headings may be one text


def _headings(line: str) -> list[str]:
    """Cells of a line that may stand behind a mark of comments, as numpy writes it."""
    return _cells(line.lstrip("# "))


def _number(cell: str) -> float | None:
    plain = cell.strip().strip('"')
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if isfinite(value) else None
