"""The command `ceralyte literature`; what it prints is in `literature_tables`."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceralyte.cli import output
from ceralyte.core.errors import InputError, UnknownNameError

if TYPE_CHECKING:  # imported where it is used: the command line starts in a moment
    from ceralyte.literature import PublishedMembrane
    from ceralyte.model import Design

FIGURES = ("1c", "2c", "2d", "2e")

EXAMPLE = "kim2026_lpscl_nbr3"
"""Shipped row that the template shows: it states its binder, its solvent and its pellet."""


@dataclass(frozen=True)
class Filters:
    """Which rows are wanted; "" is any."""

    ceramic: str
    family: str
    support: str
    in_article: bool


def literature(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="with --hindcast: membranes to predict")
    ] = None,
    figure: Annotated[
        str | None,
        typer.Option(
            help="of the perspective article: 1c conductivity against temperature, 2c conductivity "
            "against thickness, 2d thickness, 2e specific energy against thickness"
        ),
    ] = None,
    hindcast: Annotated[
        bool,
        typer.Option("--hindcast", help="predict published membranes from their recipes alone"),
    ] = False,
    rows: Annotated[
        Path | None, typer.Option(help="own membranes, CSV with the columns of the export")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="write a CSV with all columns for own membranes, and one row as example"),
    ] = None,
    design: Annotated[
        Path | None, typer.Option(help="folder of a design, a star in the figure")
    ] = None,
    ceramic: Annotated[str, typer.Option(help="rows whose ceramic contains this")] = "",
    family: Annotated[str, typer.Option(help="such as garnet, halide, sulfide-argyrodite")] = "",
    support: Annotated[str, typer.Option(help="such as none, woven, nonwoven, scaffold")] = "",
    in_article: Annotated[
        bool, typer.Option("--in-article", help="works that the perspective article cites")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="folder for figure and numbers, or for the rows")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="print one JSON document and nothing else")
    ] = False,
) -> None:
    """Published membranes with their sources: list, figures, predictions against them.

    What the perspective article says, and what speaks against it, stands under figures 2c to 2e.
    """
    filters = Filters(ceramic, family, support, in_article)
    _check(file, figure, hindcast, rows, design, filters)
    if template is not None:
        _write_template(template)
        return
    if out is not None:
        from ceralyte.cli.show import require_writable

        require_writable(out)
    if hindcast:
        _run_hindcast(file, out, as_json)
    elif figure == "1c":
        _run_figure_1c(design, out, as_json)
    elif figure is not None:
        _run_figure_2(figure, _rows(rows, filters), design, out, as_json)
    else:
        _list(_rows(rows, filters), out, as_json)


def _check(
    file: Path | None,
    figure: str | None,
    hindcast: bool,
    rows: Path | None,
    design: Path | None,
    filters: Filters,
) -> None:
    if hindcast and figure is not None:
        raise InputError("--figure", "got both --figure and --hindcast", "one of them")
    if file is not None and not hindcast:
        raise InputError("FILE", f"got '{file}' without --hindcast", "--rows for own membranes")
    others = rows is not None or design is not None or filters != Filters("", "", "", False)
    if hindcast and others:
        raise InputError("--hindcast", "takes no --rows, --design or filter", "FILE alone")
    if figure is not None and figure not in FIGURES:
        raise UnknownNameError("--figure", figure, FIGURES)
    if design is not None and figure is None:
        raise InputError("--design", "got a design without a figure", "--figure 2c, say")


def _rows(own: Path | None, filters: Filters) -> "tuple[PublishedMembrane, ...]":
    from ceralyte.literature import published_membranes, read_membranes, selected, with_own

    every = published_membranes()
    if own is not None:
        every = with_own(every, read_membranes(own))
    return selected(
        every,
        ceramic=filters.ceramic,
        family=filters.family,
        support=filters.support,
        in_article=filters.in_article,
    )


def _write_template(path: Path) -> None:
    from ceralyte.literature import published_membranes, to_csv

    if path.exists():
        raise InputError("--template", f"{path} exists already", "a new file")
    example = [m for m in published_membranes() if m.identifier == EXAMPLE]
    try:
        path.write_text(to_csv(example), encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}"
        raise InputError("--template", message, "another file") from error
    output.say(f"wrote {path}: put your rows in place of {EXAMPLE}")


def _list(membranes: "tuple[PublishedMembrane, ...]", out: Path | None, as_json: bool) -> None:
    from ceralyte.cli import literature_tables as tables
    from ceralyte.literature import published_curves, statements, to_csv

    if out is not None:
        path = out / "membranes.csv"
        path.write_text(to_csv(membranes), encoding="utf-8", newline="\n")
        output.say(f"wrote {path}")
    if as_json:
        output.print_json(tables.listing(membranes, published_curves(), statements()))
    else:
        tables.show_membranes(membranes)


def _run_figure_1c(design: Path | None, out: Path | None, as_json: bool) -> None:
    from ceralyte.cli import literature_tables as tables
    from ceralyte.literature import figure_1c

    own = _design(design)
    with output.progress_bar(quiet=as_json) as tell:
        result = figure_1c(progress=tell)
    if out is not None:
        from ceralyte.report import write_figure_1c

        _wrote(write_figure_1c(result, out, own))
    if as_json:
        output.print_json(tables.figure_1c_document(result))
    else:
        tables.show_figure_1c(result)


def _run_figure_2(
    name: str,
    membranes: "tuple[PublishedMembrane, ...]",
    design: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    from ceralyte.cli import literature_tables as tables
    from ceralyte.literature import figure_2

    result = figure_2(name, membranes, _design(design))
    if out is not None:
        from ceralyte.report import write_figure_2

        _wrote(write_figure_2(result, out))
    if as_json:
        output.print_json(tables.figure_2_document(result))
    else:
        tables.show_figure_2(result)


def _run_hindcast(file: Path | None, out: Path | None, as_json: bool) -> None:
    from ceralyte.cli import literature_tables as tables
    from ceralyte.literature import hindcast, read_membranes

    rows = None if file is None else read_membranes(file)
    with output.progress_bar(quiet=as_json) as tell:
        result = hindcast(rows, progress=tell)
    if out is not None:
        from ceralyte.report import write_hindcast_figure

        _wrote(write_hindcast_figure(result, out))
    if as_json:
        output.print_json(result)
    else:
        tables.show_hindcast(result)


def _design(folder: Path | None) -> "Design | None":
    if folder is None:
        return None
    from ceralyte.pipeline import load_design

    return load_design(folder)


def _wrote(paths: list[Path]) -> None:
    for path in paths:
        output.say(f"wrote {path}")
