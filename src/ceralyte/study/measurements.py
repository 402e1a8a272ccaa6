"""A user's own measurements: one row for a sample, columns named as parameters and results."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import isfinite
from pathlib import Path

from ceralyte.core.cells import decimal_point, has_decimal_comma, separator_of
from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import AREAL_RESISTANCE, PURE_NUMBER, Dimension, parse, show, to_si
from ceralyte.materials.reader import read_csv
from ceralyte.pipeline import Numbers
from ceralyte.study.load import Plan
from ceralyte.study.paths import Changes, place_at, places_in
from ceralyte.study.store_reading import StoredPoint

POINT = "point"
STRANGE = 30.0
"""Factor between measured and predicted beyond which units are asked for."""
AGREEMENT = 0.05
"""By how much results of one sample that follow from each other may differ: they are rounded."""
_INVERSE = ("areal_resistance", "areal_conductance")
_HEADING = re.compile(r"\s*(.*?)\s*(?:\[(.*)\])?\s*$")


@dataclass(frozen=True)
class Measured:
    """A sample: where it is written, what it changes of the base recipe, its results in SI."""

    where: str
    changes: Changes
    values: dict[str, float]


@dataclass(frozen=True)
class _Column:
    """A heading such as "press.pressure [MPa]": name, unit, and what stands between cells."""

    heading: str
    name: str
    unit: str
    separator: str


def read_measured(
    path: str | Path, plan: Plan, points: Mapping[int, StoredPoint]
) -> list[Measured]:
    """Return the samples of a CSV file.

    Columns are paths of the recipe (``press.pressure``), choices of the study (``route``), numbers
    of its points (``point``) and results (``areal_resistance``). Units stand in the heading
    (``[MPa]``) or in every cell. An empty cell is the value of the base recipe, or of the point; of
    a result that it was not measured. Cells are separated by commas; or by semicolons or tabs, and
    then numbers may have decimal commas.

    Raises
    ------
    InputError
        Names line and column: an unknown column or option (with the nearest), no unit, a result
        that is not above zero, a row or a file without results.
    """
    path = Path(path)
    text = read_csv(path)
    separator = separator_of(text.partition("\n")[0])
    rows = csv.reader(StringIO(text), delimiter=separator)
    header = next(rows, None)
    if header is None:
        raise InputError(path.name, "is empty", "a line of headings, then a line for each sample")
    columns = [_column(h, plan, separator, f"{path.name} line 1") for h in header]
    found = []
    for cells in rows:
        where = f"{path.name} line {rows.line_num}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            what = f"{len(cells)} cells under {len(columns)} headings"
            hint = "as many; text with commas needs quotes, decimal commas semicolons between cells"
            raise InputError(where, what, hint)
        found.append(
            _measured(where, zip(columns, map(str.strip, cells), strict=True), plan, points)
        )
    if not found:
        raise InputError(path.name, "has no samples", "a line for each sample")
    return found


def _column(text: str, plan: Plan, separator: str, where: str) -> _Column:
    match = _HEADING.match(text)
    assert match is not None  # the pattern matches any text
    name, unit = match[1], match[2] or ""
    known = (POINT, *plan.known, *plan.study.choices, *places_in(plan.base))
    if name not in known:
        raise UnknownNameError(f"{where}: column", name, known)
    return _Column(text.strip(), name, unit, separator)


def _measured(
    where: str, cells: "zip[tuple[_Column, str]]", plan: Plan, points: Mapping[int, StoredPoint]
) -> Measured:
    of_point: Changes = {}
    changes: Changes = {}
    values: dict[str, float] = {}
    for column, cell in cells:
        field = f"{where}: {column.heading}"
        if not cell:
            continue
        if column.name == POINT:
            of_point = _point(cell, points, field)
        elif column.name in plan.known:
            number = _with_point(cell, column, field)
            values[column.name] = _value(number, column.unit, plan.known[column.name], field)
        elif column.name in plan.study.choices:
            options = plan.study.choices[column.name]
            if cell not in options:
                raise UnknownNameError(field, cell, options)
            changes |= options[cell]
        else:
            changes[column.name] = _said(cell, column, plan, field)
    if not values:
        raise InputError(where, "has no result", f"a value of {', '.join(plan.known)}")
    return Measured(where, of_point | changes, _completed(values, where))


def strange_ratios(rows: Sequence[Measured], said: Sequence[Numbers]) -> Iterator[str]:
    """Tell rows with a result so far from its prediction that a unit may be wrong."""
    for row, numbers in zip(rows, said, strict=True):
        far = []
        for name, value in row.values.items():
            outcome = numbers.outcomes[name]
            if isinstance(outcome, Quantity) and outcome.value > 0:
                ratio = value / outcome.value
                if not 1 / STRANGE <= ratio <= STRANGE:
                    far.append(f"{name.replace('_', ' ')} is {float(f'{ratio:.2g}'):g} times")
        if far:
            yield f"{row.where}: {', '.join(far)} what the model says: are the units right?"


def _completed(values: dict[str, float], where: str) -> dict[str, float]:
    """The same with what follows: resistance from conductivity and thickness, its inverse."""
    _require_agreement(values, where)
    found = dict(values)
    if {"thickness", "effective_conductivity"} <= set(found):
        found.setdefault("areal_resistance", found["thickness"] / found["effective_conductivity"])
    for one, other in (_INVERSE, _INVERSE[::-1]):
        if one in found:
            found.setdefault(other, 1 / found[one])
    return found


def _require_agreement(values: dict[str, float], where: str) -> None:
    """Refuse a row whose conductivity, thickness, resistance and conductance contradict."""
    resistances = {}
    if {"thickness", "effective_conductivity"} <= set(values):
        resistances["thickness / effective_conductivity"] = (
            values["thickness"] / values["effective_conductivity"]
        )
    if "areal_resistance" in values:
        resistances["areal_resistance"] = values["areal_resistance"]
    if "areal_conductance" in values:
        resistances["1 / areal_conductance"] = 1 / values["areal_conductance"]
    if resistances and max(resistances.values()) > (1 + AGREEMENT) * min(resistances.values()):
        told = ", ".join(f"{n} = {show(r, AREAL_RESISTANCE)}" for n, r in resistances.items())
        raise InputError(
            where, f"results contradict each other: {told}", f"within {100 * AGREEMENT:.0f} %"
        )


def _point(cell: str, points: Mapping[int, StoredPoint], field: str) -> Changes:
    if not cell.isdigit() or int(cell) not in points:
        raise InputError(field, f"there is no point {cell}", "numbers of the study's points")
    changes: Changes = points[int(cell)].point["changes"]
    return changes


def _said(cell: str, column: _Column, plan: Plan, field: str) -> str | int:
    """What a recipe says for a cell; checked with the recipe, but for its unit."""
    place = place_at(plan.base, column.name, field)
    if place.kind == "integer":
        return int(cell) if cell.isdigit() else cell
    if place.kind in ("quantity", "number"):
        cell = _with_point(cell, column, field)
    text = f"{cell} {column.unit}".strip()
    if place.kind == "quantity":
        parse(text, place.dimension or PURE_NUMBER, field)
    return text


def _with_point(cell: str, column: _Column, field: str) -> str:
    """A cell of a number with a decimal point; a comma is one where others separate the cells."""
    if column.separator == "," and has_decimal_comma(cell):
        hint = f"{decimal_point(cell, ';')}; decimal commas need semicolons between cells"
        raise InputError(field, f"'{cell}' has a decimal comma", hint)
    return decimal_point(cell, column.separator)


def _value(cell: str, unit: str, dimension: Dimension, field: str) -> float:
    if not unit:
        value = parse(cell, dimension, field)
    else:
        try:
            value = to_si(float(cell), unit, dimension, field)
        except ValueError as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                field, f"'{cell}' is no number", "a number; the unit is above"
            ) from error
    if not (isfinite(value) and value > 0):
        raise InputError(field, f"'{cell}'", "above zero")
    return value
