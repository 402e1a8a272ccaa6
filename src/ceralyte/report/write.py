"""Write the report of a design into a folder."""

from pathlib import Path

from ceralyte.model import Design
from ceralyte.report.cell import tornado_png
from ceralyte.report.figures import charts
from ceralyte.report.framing import current_figure, slice_figure, structure_figure
from ceralyte.report.page import page
from ceralyte.report.published import published_figures
from ceralyte.report.tables import curve_csv, marks_csv


def write_report(design: Design, folder: str | Path) -> Path:
    """Write `report.html` and the folder `figures` and return the path of the page.

    The page is one file that opens offline. Beside it stand its charts as SVG, each with its
    curve (`NAME.csv`) and single points (`NAME_points.csv`) for other plotting programs, and
    its pictures as PNG. The same design gives the same bytes.

    Parameters
    ----------
    design : Design
    folder : str or Path
        Made if it is not there; files of an earlier report in it are replaced.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    folder = Path(folder)
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    drawn = charts(design)
    for chart in drawn:
        (figures / f"{chart.name}.svg").write_bytes(chart.svg)
        _write(figures / f"{chart.name}.csv", curve_csv(chart.series))
        if chart.series.marks:
            _write(figures / f"{chart.name}_points.csv", marks_csv(chart.series))
    pictures = {
        "structure": structure_figure(design.structure),
        "slice": slice_figure(design.structure),
    }
    if design.current is not None:
        pictures["current"] = current_figure(design.structure, design.current)
    if design.cell is not None:
        pictures["tornado"] = tornado_png(design.cell)
    for name, png in pictures.items():
        (figures / f"{name}.png").write_bytes(png)
    path = folder / "report.html"
    _write(path, page(design, drawn, pictures, published_figures(design)))
    return path


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
