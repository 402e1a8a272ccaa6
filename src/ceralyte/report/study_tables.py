"""The points of a study as one table: what varies, what came out, with units in the headings."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from ceralyte.core.display import display_unit, to_display, width_to_display
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.report.quantities import label_of
from ceralyte.report.tables import columns_csv
from ceralyte.study import START, Sensitivity, StudyPoint, StudyResults

Cell = str | float | int | bool | None
Columns = dict[str, list[Cell]]

EXPORTS = (".csv", ".parquet", ".xlsx")


def study_columns(results: StudyResults) -> Columns:
    """Return one row per point, as columns by heading.

    A heading ends in its unit ("thickness [um]"); behind every number stand its standard
    deviation ("std of ..."), the ends of its bracket ("low of ...", "high of ...") and whether it
    is an estimate. Cells without a value are None. What varies under the name of another column
    is "... (varied)".
    """
    points, front = results.points, set(results.front)
    outcomes: Columns = {}
    for name, unit in results.units.items():
        outcomes |= _number(name, display_unit(unit, name), points)
    labels = [_labels(p, results) for p in points]
    columns: Columns = {
        "point": [p.number for p in points],
        "level": [p.level for p in points],
        "state": [p.state for p in points],
        "meets constraints": [p.feasible for p in points],
        "on the front": [p.number in front for p in points],
        "why": [p.why for p in points],
    }
    if any(p.repeats is not None for p in points):
        columns["same recipe as point"] = [p.repeats for p in points]
    last: Columns = {
        "chemistry": [None if p.numbers is None else p.numbers.chemistry for p in points],
        **outcomes,
        "message": [p.message for p in points],
    }
    for name in dict.fromkeys(name for one in labels for name in one):
        heading, cells = _varied(name, [one.get(name) for one in labels])
        while heading in columns or heading in last:
            heading += " (varied)"
        columns[heading] = cells
    return columns | last


def export_study(results: StudyResults, path: Path) -> Path:
    """Write the table of a study as CSV, Parquet or XLSX, by the ending of `path`.

    Raises
    ------
    InputError
        Another ending, a place that cannot be written, or XLSX without openpyxl.
    """
    if path.suffix not in EXPORTS:
        raise InputError("export", f"'{path.name}'", f"a file ending in {', '.join(EXPORTS)}")
    columns = study_columns(results)
    try:
        path.write_bytes(_encoded(columns, path.suffix))
    except OSError as error:
        raise InputError(
            str(path), f"cannot be written: {error.strerror}", "another file"
        ) from error
    return path


def sensitivity_csv(results: StudyResults) -> str:
    """Return how much each input moves each number as CSV; empty cells were not computed."""
    headings = (
        "number",
        "method",
        "input",
        "total or mu*",
        "half width of 95 % of total or mu*",
        "alone",
        "half width of 95 % of alone",
    )
    rows = [
        (label_of(s.number), s.method, *cells)
        for s in results.sensitivities
        if s.total
        for cells in zip(s.inputs, *_indices(s), strict=True)
    ]
    return columns_csv(dict(zip(headings, zip(*rows, strict=True), strict=True)))


def _indices(one: Sensitivity) -> tuple[Sequence[float | str], ...]:
    """Both indices, each with its half width; empty text for those that a method does not have."""
    none = [""] * len(one.total)
    alone = one.first or none, one.first_confidence or none
    return one.total, one.total_confidence, *alone


def _encoded(columns: Columns, suffix: str) -> bytes:
    if suffix == ".csv":
        plain = {h: ["" if c is None else c for c in cells] for h, cells in columns.items()}
        return columns_csv(plain).encode("utf-8")
    buffer = BytesIO()
    if suffix == ".parquet":
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.table(columns), buffer)
        return buffer.getvalue()
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise InputError(
            "export", "xlsx needs openpyxl", 'pip install "ceralyte[xlsx]", or a .csv'
        ) from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet("points")
    for row in (tuple(columns), *zip(*columns.values(), strict=True)):
        sheet.append([_as_text(sheet, c) if isinstance(c, str) else c for c in row])
    book.save(buffer)
    return buffer.getvalue()


def _as_text(sheet: Any, text: str) -> Any:
    """A cell that stays text whatever it begins with, without what XML cannot hold."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def _labels(point: StudyPoint, results: StudyResults) -> dict[str, str]:
    """What varies, as text; of the starting point what its recipe says there."""
    return results.asked.base_labels if point.why == START else point.labels


def _varied(name: str, labels: list[str | None]) -> tuple[str, list[Cell]]:
    """A column of numbers where all labels have one unit, else of text."""
    parts = [None if label is None else label.partition(" ") for label in labels]
    units = {part[2] for part in parts if part is not None}
    try:
        numbers: list[Cell] = [None if part is None else float(part[0]) for part in parts]
    except ValueError:
        return name, list(labels)
    if len(units) != 1:
        return name, list(labels)
    unit = units.pop()
    return (f"{name} [{unit}]" if unit else name), numbers


def _number(name: str, unit: str, points: Sequence[StudyPoint]) -> Columns:
    """The value of a number and how sure it is; no column of a bracket that no point has."""
    heading = f"{name} [{unit}]" if unit else name
    outcomes = [None if p.numbers is None else p.numbers.outcomes[name] for p in points]
    known = [o if isinstance(o, Quantity) else None for o in outcomes]

    def column(read: Callable[[Quantity], float | bool | None]) -> list[Cell]:
        return [None if q is None else read(q) for q in known]

    def end(value: float | None) -> float | None:
        return None if value is None else to_display(value, unit)

    found = {
        heading: column(lambda q: to_display(q.value, unit)),
        f"std of {heading}": column(
            lambda q: None if q.std is None else width_to_display(q.std, unit)
        ),
        f"low of {heading}": column(lambda q: end(q.low)),
        f"high of {heading}": column(lambda q: end(q.high)),
        f"{name} is an estimate": column(lambda q: q.estimate),
    }
    brackets = (f"low of {heading}", f"high of {heading}")
    return {h: c for h, c in found.items() if h not in brackets or any(v is not None for v in c)}
