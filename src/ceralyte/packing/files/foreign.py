"""Particle lists of other programs: a CSV with columns x, y, z and diameter or radius."""

import csv
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.cells import decimal_point, separator_of
from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, to_si
from ceralyte.model import Packing
from ceralyte.packing.files.table import located
from ceralyte.packing.particles import Periodic, from_particles

_TABLE = "csv(FILE, basis=volume, unit=um)"
_WANTED = "a header line with x, y, z and diameter or radius"
_HEADING = re.compile(
    r"([^\[(]*?)\s*(?:[\[(]\s*(.*?)\s*[\])])?"
)  # a name, and its unit in brackets
_OVERLAP_MAX = 0.5
"""Relative, of particles that are meant: a choice, which pressed ones stay far below."""
_SHORT = {"d": "diameter", "r": "radius"}


def from_foreign_csv(
    content: str,
    place: str,
    *,
    unit: str | None,
    box: ArrayLike | None,
    periodic: Periodic,
    contact_gap: float,
    dimension: int,
) -> Packing:
    """Return the packing of a list whose unit and box the caller knows; see `read_particles`."""
    lines = _lines_of(content, place)
    table, size, stated = _read_rows(lines, place)
    if unit is None or box is None:
        missing = " and ".join(n for n, v in (("unit", unit), ("box", box)) if v is None)
        raise InputError(
            place,
            f"{missing} not given",
            'unit="um" and box=(50, 50, 20) for a CSV from elsewhere; on the command line '
            '--unit um --box "50 um, 50 um, 20 um"',
        )
    metres = to_si(1.0, unit, LENGTH, f"{place}: unit")
    for name, heading in stated.items():
        at = f"{place} line {lines[0][0]}: {name}"
        if to_si(1.0, heading, LENGTH, at) != metres:
            raise InputError(
                at, f"its heading says {heading}, the unit given is {unit}", "one unit"
            )
    diameters = table[:, 3] * (2.0 if size == "radius" else 1.0)
    try:
        packing = from_particles(
            table[:, :3] * metres,
            diameters * metres,
            np.asarray(box, dtype=np.float64) * metres,
            periodic=periodic,
            contact_gap=contact_gap,
            dimension=dimension,
        )
    except InputError as error:
        raise located(error, place, [number for number, _ in lines[1:]]) from error
    if packing.overlap_relative_max > _OVERLAP_MAX:
        raise InputError(
            place,
            f"two particles overlap by {100 * packing.overlap_relative_max:.3g} % of the sum of "
            "their radii",
            f"{100 * _OVERLAP_MAX:g} % at most; is one there twice, or are diameters called radii?",
        )
    return packing


def _lines_of(content: str, place: str) -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers: the header first."""
    lines = [
        (number, line)
        for number, line in enumerate(content.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise InputError(place, "the file is empty", _WANTED)
    return lines


def _read_rows(
    lines: Sequence[tuple[int, str]], place: str
) -> tuple[NDArray[np.float64], str, dict[str, str]]:
    """Return x, y, z, size (n, 4), which size it is, and the units that headings of these state."""
    head = lines[0][1]
    separator = separator_of(head)
    headings = [_heading(cell) for cell in next(csv.reader([head], delimiter=separator))]
    names = [name for name, _ in headings]
    size = _size_column(names, f"{place} line {lines[0][0]}")
    indices = [names.index(name) for name in ("x", "y", "z", size)]
    rows = []
    for number, line in lines[1:]:
        row = next(csv.reader([line], delimiter=separator))
        cells = [decimal_point(cell.strip(), separator) for cell in row]
        rows.append(_numbers(cells, names, indices, f"{place} line {number}"))
    stated = {names[k]: headings[k][1] for k in indices if headings[k][1]}
    return np.array(rows).reshape(-1, 4), size, stated


def _heading(cell: str) -> tuple[str, str]:
    """Return the name of a column, and the unit in brackets behind it or ""."""
    match = _HEADING.fullmatch(cell.strip())
    name, unit = (match[1], match[2] or "") if match else (cell.strip(), "")
    return _SHORT.get(name.casefold(), name.casefold()), unit


def _size_column(names: Sequence[str], at: str) -> str:
    missing = [name for name in "xyz" if name not in names]
    sizes = [name for name in names if name in _SHORT.values()]
    if missing or len(sizes) != 1:
        problem = f"columns {', '.join(names)}"
        if len(sizes) > 1 and not missing:
            raise InputError(at, f"{problem}: {' and '.join(sizes)} are two sizes", "one of them")
        raise InputError(at, problem, f"{_WANTED}; a table of sizes is read by {_TABLE}")
    return sizes[0]


def _numbers(
    cells: Sequence[str], names: Sequence[str], indices: Sequence[int], at: str
) -> list[float]:
    if len(cells) != len(names):
        raise InputError(at, f"{len(cells)} columns", f"{len(names)}: {', '.join(names)}")
    numbers = []
    for index in indices:
        try:
            numbers.append(float(cells[index]))
        except ValueError as error:
            raise InputError(
                f"{at}: {names[index]}", f"'{cells[index]}' is not a number", "a number"
            ) from error
    return numbers
