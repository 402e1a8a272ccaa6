"""The numbers behind each chart as CSV, one named column with its unit per axis."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from numpy.typing import NDArray

from ceralyte.core.display import display_unit, to_display, width_to_display
from ceralyte.core.spreadsheet import guarded
from ceralyte.model import Series
from ceralyte.report.figures import inverse_temperature


def curve_csv(series: Series) -> str:
    """Return the curve as CSV: x, y and, where known, the standard deviation or bracket of y.

    Units stand in the headings, in brackets, spelled as in recipes ("um", "mS/cm"). A curve
    over temperature has a further column with 1000/T.
    """
    x_unit, y_unit = _units(series)
    columns = {
        _heading(series.x_name, x_unit): [to_display(x, x_unit) for x in series.x],
        _heading(series.y_name, y_unit): [to_display(y, y_unit) for y in series.y],
    }
    if series.y_std is not None:
        columns[_heading(f"std of {series.y_name}", y_unit)] = [
            width_to_display(s, y_unit) for s in series.y_std
        ]
    for end, values in (("low", series.y_low), ("high", series.y_high)):
        if values is not None:
            columns[_heading(f"{end} {series.y_name}", y_unit)] = [
                to_display(v, y_unit) for v in values
            ]
    if series.x_unit == "K":
        columns["1000/T [1/K]"] = [inverse_temperature(x, "K") for x in series.x]
    return columns_csv(columns)


def marks_csv(series: Series) -> str:
    """Return the single points beside the curve as CSV; empty error bars are not known."""
    x_unit, y_unit = _units(series)
    headings = [
        "label",
        "kind",
        _heading(series.x_name, x_unit),
        _heading(series.y_name, y_unit),
        _heading(f"std of {series.y_name}", y_unit),
        _heading(f"low {series.y_name}", y_unit),
        _heading(f"high {series.y_name}", y_unit),
    ]
    rows = [
        (
            mark.label,
            "measured" if mark.measured else "predicted",
            to_display(mark.x, x_unit),
            to_display(mark.y, y_unit),
            "" if mark.y_std is None else width_to_display(mark.y_std, y_unit),
            *("" if e is None else to_display(e, y_unit) for e in (mark.y_low, mark.y_high)),
        )
        for mark in series.marks
    ]
    return rows_csv(headings, rows)


def plane_csv(values: NDArray[Any], voxel_size: float, axes: str = "xz") -> str:
    """Return a plane of voxels as CSV: a row per z from the bottom up, a column per x.

    Parameters
    ----------
    values : ndarray (nx, nz)
    voxel_size : float
        m; the first row and the first column hold the middles of the voxels, in um.
    axes : str
        Names of the axis to the right and of that upwards.
    """
    x, z = ([to_display((i + 0.5) * voxel_size, "um") for i in range(n)] for n in values.shape)
    rows = ([height, *row.tolist()] for height, row in zip(z, values.T, strict=True))
    return rows_csv([f"{axes[1]} [um] by {axes[0]} [um]", *x], rows)


def columns_csv(columns: Mapping[str, Sequence[object]]) -> str:
    """Return columns, by heading and equally long, as CSV."""
    return rows_csv(list(columns), zip(*columns.values(), strict=True))


def rows_csv(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV; text that a spreadsheet would take for a formula is kept from it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_plain(cell) for cell in row] for row in (headings, *rows))
    return text.getvalue()


def _units(series: Series) -> tuple[str, str]:
    return (
        display_unit(series.x_unit, series.x_name),
        display_unit(series.y_unit, series.y_name),
    )


def _heading(name: str, unit: str) -> str:
    return f"{name} [{unit}]" if unit else name


def _plain(cell: object) -> object:
    """Drop the last digits of a number, which a change of unit blurs; guard text."""
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return guarded(cell) if isinstance(cell, str) else cell
