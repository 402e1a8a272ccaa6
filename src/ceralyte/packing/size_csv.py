"""Measured size distributions, as laser diffraction and image analysis export them."""

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, to_si
from ceralyte.model import Tabulated
from ceralyte.model.distribution import Basis
from ceralyte.packing.size_header import (
    ShareKind,
    check_header,
    choose_columns,
    read_basis,
    share_kind,
)
from ceralyte.packing.size_rows import SizeTable, read_rows

END_TOLERANCE = 0.01
FINER_THAN_FIRST_MAX = 0.1
SIZE_MIN, SIZE_MAX = 1e-9, 1e-3


def read_size_csv(path: Path, *, basis: Basis, unit: str, field: str = "size") -> Tabulated:
    """Read a table of diameter and share.

    Two columns, separated by commas, semicolons or tabs, with any number of header lines, the
    last of which names the columns; decimal commas where the separator is no comma. The diameter
    comes first unless the header says that the share does. Of more columns, those count that the
    header names beyond doubt: one diameter, and by `basis` one cumulative share or, where there is
    none, one density. Percent or fraction is told by the end of the table.

    A *cumulative* column (headers such as "cumulative", "undersize", "Q3") is the share of all
    particles smaller than the diameter of its row. A *density* column ("density", "frequency",
    "volume %", "q3") is the share of the particles in the class between the diameter of the row
    before and that of its own row: it adds to 100 %. (A density per length, in 1/um, is refused.)
    A first row that is not 0 stands for a class as wide, as a ratio, as the second. Rows
    of zero share at either end are dropped. Without a telling header, a column that rises to the
    end and cannot be a density is cumulative, one that falls somewhere and adds to 100 % a
    density.

    Parameters
    ----------
    path : Path
    basis : "volume", "area" or "number"
        What the share counts; it is not guessed, but checked against the header.
    unit : str
        Of the diameters, such as "um"; likewise.
    field : str
        Name for error messages.

    Raises
    ------
    InputError
        With file and line: whatever makes the table unusable.
    """
    place = f"{field}: {path.name}"
    metres = to_si(1.0, unit, LENGTH, f"{place}: unit")
    basis = read_basis(basis, f"{place}: basis")
    table = read_rows(path, place, partial(choose_columns, basis=basis))
    check_header(table.headers, table.place, basis, unit)
    _check_diameters(table)
    column = _column_of(table)
    shares = _density_to_cumulative(table) if column == "density" else _checked_cumulative(table)
    diameters, undersize = _trim(table, shares)
    diameters = diameters * metres
    if diameters[0] < SIZE_MIN * (1 - 1e-9) or diameters[-1] > SIZE_MAX * (1 + 1e-9):
        raise InputError(
            place,
            f"particles from {diameters[0] / metres:.4g} {unit} to {diameters[-1] / metres:.4g} "
            f"{unit}",
            "1 nm to 1 mm: is the unit right?",
        )
    return Tabulated(
        diameters=tuple(float(f"{d:.14g}") for d in diameters),
        undersize=tuple(float(u) for u in undersize),
        basis=basis,
        source=str(path),
        unit=unit,
    )


def _check_diameters(table: SizeTable) -> None:
    for row, diameter in enumerate(table.diameters):
        if diameter < 0:
            raise InputError(table.at(row), f"a diameter of {diameter:g}", "0 or more")
        if row and diameter <= table.diameters[row - 1]:
            how = "repeats" if diameter == table.diameters[row - 1] else "falls below"
            raise InputError(
                table.at(row),
                f"the diameter {diameter:g} {how} the {table.diameters[row - 1]:g} before it",
                "diameters that rise from row to row",
            )
        if table.values[row] < 0:
            raise InputError(table.at(row), f"a share of {table.values[row]:g}", "0 or more")


def _column_of(table: SizeTable) -> ShareKind:
    """Tell cumulative from density, by name or, where that is plain, by the numbers."""
    name = table.headers[1]
    if kind := share_kind(name, table.place):
        return kind
    rises = bool(np.all(np.diff(table.values) >= 0))
    adds = _is_whole(table, float(table.values.sum()))
    if rises and _is_whole(table, float(table.values[-1])) and not adds:
        return "cumulative"
    if adds and not rises:
        return "density"
    raise InputError(
        table.place,
        f"the column '{name}' may be cumulative or a density",
        "a header line that names it, such as 'diameter,cumulative'",
    )


def _is_whole(table: SizeTable, value: float) -> bool:
    """Whether `value` is 100 %, or 1 where the header does not say percent."""
    wholes = (100.0,) if "%" in table.headers[1] else (1.0, 100.0)
    return any(abs(value / whole - 1) <= END_TOLERANCE for whole in wholes)


def _checked_cumulative(table: SizeTable) -> NDArray[np.float64]:
    """Return a cumulative column as fractions that end at 1."""
    values = table.values
    for row in range(1, len(values)):
        if values[row] < values[row - 1]:
            raise InputError(
                table.at(row),
                f"the cumulative share falls from {values[row - 1]:g} to {values[row]:g}",
                "a cumulative undersize, which never falls",
            )
    percent = "%" in table.headers[1] or values[-1] > 1 + END_TOLERANCE
    whole = 100.0 if percent else 1.0
    if values[-1] > whole * (1 + END_TOLERANCE):
        row = int(np.argmax(values > whole * (1 + END_TOLERANCE)))
        raise InputError(
            table.at(row), f"the cumulative share {values[row]:g} exceeds 100 %", "at most 100 %"
        )
    if values[-1] < whole * (1 - END_TOLERANCE):
        shown = f"{values[-1]:g} %" if percent else f"{100 * values[-1]:g} %"
        raise InputError(
            table.at(len(values) - 1),
            f"the cumulative share ends at {shown}",
            "99 to 101 %: the table must reach the largest particles",
        )
    return np.asarray(values / values[-1])


def _density_to_cumulative(table: SizeTable) -> NDArray[np.float64]:
    """Return the running sum of a density column as fractions that end at 1."""
    total = float(table.values.sum())
    if not _is_whole(table, total):
        raise InputError(
            table.place,
            f"the shares of the classes add to {total:g}",
            "99 to 101 % (or 0.99 to 1.01)",
        )
    cumulative: NDArray[np.float64] = np.cumsum(table.values) / total
    cumulative[np.flatnonzero(table.values)[-1] :] = 1.0
    return cumulative


def _trim(
    table: SizeTable, shares: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Drop empty ends; begin at 0, one class below the first row if that row is not 0."""
    first = int(np.argmax(shares > 0))
    last = int(np.argmax(shares >= 1.0))
    diameters = table.diameters
    if first > 0:
        return diameters[first - 1 : last + 1], shares[first - 1 : last + 1]
    if shares[0] > FINER_THAN_FIRST_MAX or last == 0 or diameters[0] <= 0:
        raise InputError(
            table.at(0),
            f"{100 * shares[0]:.3g} % of the particles lie below the first diameter",
            f"a table that starts at {100 * FINER_THAN_FIRST_MAX:g} % or less",
        )
    below = diameters[0] ** 2 / diameters[1]
    return (
        np.concatenate([[below], diameters[: last + 1]]),
        np.concatenate([[0.0], shares[: last + 1]]),
    )
