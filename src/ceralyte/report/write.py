"""Write the report of a design into a folder."""

from pathlib import Path

from ceralyte.model import Design
from ceralyte.report.cell import tornado_csv, tornado_svg
from ceralyte.report.figures import charts, svg_of
from ceralyte.report.framing import current_figure, slice_figure, structure_figure
from ceralyte.report.methods import bibtex_of
from ceralyte.report.page import kind_of, page
from ceralyte.report.pdf import pdf as pdf_report
from ceralyte.report.pdf import require_typst
from ceralyte.report.published import published_figures
from ceralyte.report.rasters import picture_data
from ceralyte.report.tables import curve_csv, marks_csv


def write_report(design: Design, folder: str | Path, *, pdf: bool = False) -> Path:
    """Write `report.html` and the folder `figures` and return the path of the page.

    The page is one file that opens offline. Beside it stand its charts as SVG, each with its
    curve (`NAME.csv`) and single points (`NAME_points.csv`) for other plotting programs, its
    pictures as PNG with the numbers that `picture_data` describes, and the works that its methods
    cite as `references.bib`. The same design gives the same bytes.

    Parameters
    ----------
    design : Design
    folder : str or Path
        Made if it is not there; files of an earlier report in it are replaced.
    pdf : bool
        Write `report.pdf` as well.

    Raises
    ------
    InputError
        A PDF is wanted and the extra `report` is not installed.
    OSError
        The folder cannot be written.
    """
    folder = Path(folder)
    figures = folder / "figures"
    if pdf:
        require_typst()
    figures.mkdir(parents=True, exist_ok=True)
    drawn, published = charts(design), published_figures(design)
    for figure in published:
        (figures / f"{figure.name}.svg").write_bytes(svg_of(figure.printed))
        _write(figures / f"{figure.name}.csv", figure.csv)
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
        pictures["tornado"] = tornado_svg(design.cell)
        _write(figures / "tornado.csv", tornado_csv(design.cell))
    for name, picture in pictures.items():
        (figures / f"{name}.{kind_of(picture)}").write_bytes(picture)
    for file, numbers in picture_data(design.structure, design.current).items():
        (figures / file).write_bytes(numbers)
    if pdf:
        (folder / "report.pdf").write_bytes(pdf_report(design, drawn, pictures, published))
    _write(folder / "references.bib", bibtex_of(design))
    path = folder / "report.html"
    _write(path, page(design, drawn, pictures, published))
    return path


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
