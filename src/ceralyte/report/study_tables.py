"""The points of a study as one table: what varies, what came out, with units in the headings."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from ceralyte.core.display import display_unit, to_display, width_to_display
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.report.quantities import label_of
from ceralyte.report.tables import columns_csv
from ceralyte.study import StudyPoint, StudyResults

Cell = str | float | int | bool | None
Columns = dict[str, list[Cell]]

EXPORTS = (".csv", ".parquet", ".xlsx")


def study_columns(results: StudyResults) -> Columns:
    """Return one row per point, as columns by heading.

    A heading ends in its unit ("thickness [um]"); behind every number stands its standard
    deviation ("std of ..."). Cells without a value are None.
    """
    points, front = results.points, set(results.front)
    columns: Columns = {
        "point": [p.number for p in points],
        "level": [p.level for p in points],
        "state": [p.state for p in points],
        "meets constraints": [p.feasible for p in points],
        "on the front": [p.number in front for p in points],
    }
    for name in dict.fromkeys(name for p in points for name in p.labels):
        heading, cells = _varied(name, [p.labels.get(name) for p in points])
        columns[heading] = cells
    columns["chemistry"] = [None if p.numbers is None else p.numbers.chemistry for p in points]
    for name, unit in results.units.items():
        columns |= _number(name, display_unit(unit, name), points)
    columns["message"] = [p.message for p in points]
    return columns


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
    headings = ("number", "method", "input", "total", "half width of its 95 %", "alone")
    rows = [
        (label_of(s.number), s.method, *cells)
        for s in results.sensitivities
        if s.total
        for cells in zip(
            s.inputs, s.total, s.total_confidence, s.first or [""] * len(s.total), strict=True
        )
    ]
    return columns_csv(dict(zip(headings, zip(*rows, strict=True), strict=True)))


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
    sheet.append(list(columns))
    for row in zip(*columns.values(), strict=True):
        sheet.append(row)
    book.save(buffer)
    return buffer.getvalue()


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


def _number(name: str, unit: str, points: Iterable[StudyPoint]) -> Mapping[str, list[Cell]]:
    heading = f"{name} [{unit}]" if unit else name
    values: list[Cell] = []
    errors: list[Cell] = []
    for p in points:
        outcome = None if p.numbers is None else p.numbers.outcomes[name]
        std = outcome.std if isinstance(outcome, Quantity) else None
        values.append(to_display(outcome.value, unit) if isinstance(outcome, Quantity) else None)
        errors.append(None if std is None else width_to_display(std, unit))
    return {heading: values, f"std of {heading}": errors}
