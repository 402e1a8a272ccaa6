"""Published membranes and one's own design among them: the article's Fig. 2c to 2e."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, symbol, to_display
from ceralyte.core.format import number
from ceralyte.literature import Figure2, Point
from ceralyte.report.figures import mark_target, plain_ticks, save_figure, svg_of
from ceralyte.report.interactive import interactive, mark
from ceralyte.report.literature_page import PublishedFigure, literature_page
from ceralyte.report.style import BLUE, GREEN, GREY, ORANGE, RC, STAR, VERMILION
from ceralyte.report.tables import columns_csv

COLOURS = (BLUE, ORANGE, GREEN, VERMILION, "#CC79A7", "#56B4E9", "#8c6d1f", GREY)
_MARKERS = "osD^vP<X"
_SIZE, _PRINTED_SIZE = (5.4, 3.7), (4.2, 3.8)
TITLES = {
    "2c": "Conductivity against thickness, by kind of support",
    "2d": "Thickness by kind of support",
    "2e": "Specific energy against thickness, by basis",
}
TARGET = 20e-6
"""m; the thickness that the article aims at."""


@dataclass(frozen=True)
class _Drawn:
    figure: Figure
    titles: dict[str, str]
    groups: list[tuple[str, str]]


def write_figure_2(figure: Figure2, folder: Path) -> list[Path]:
    """Draw a figure of published membranes; return the files written.

    Parameters
    ----------
    figure : Figure2
    folder : Path
        Made if it does not exist; gets `figure_2c` (2d, 2e) as SVG, PNG, CSV and as a page whose
        points name themselves and lead to their publication.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"figure_{figure.name}"
    shown = published_figure(figure)
    with mpl.rc_context(RC):
        written = save_figure(shown.printed, folder, name)
    page = literature_page(f"Published membranes: {shown.title}", [shown])
    for suffix, text in (("csv", shown.csv), ("html", page)):
        written.append(folder / f"{name}.{suffix}")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written


def published_figure(figure: Figure2) -> PublishedFigure:
    """Return the figure for pages and for paper."""
    with mpl.rc_context(RC):
        drawn, printed = (_drawn(figure, printed=p) for p in (False, True))
    return PublishedFigure(
        name=f"published_{figure.name}",
        title=TITLES[figure.name],
        html=interactive(svg_of(drawn.figure), f"f{figure.name}", drawn.titles, drawn.groups),
        printed=printed.figure,
        csv=figure_2_csv(figure),
        missing=figure.star_missing,
        statements=figure.statements,
    )


def figure_2_csv(figure: Figure2) -> str:
    """Return the points as CSV, the design last."""
    points = [*figure.points, *([figure.star] if figure.star else [])]
    x_unit, y_unit = (display_unit(u) for u in (figure.x_unit, figure.y_unit))
    columns: dict[str, Sequence[object]] = {
        "id": [p.identifier for p in points],
        figure.grouped_by: [p.group for p in points],
    }
    if figure.x_name:
        columns[f"{figure.x_name} [{x_unit}]"] = [
            "" if p.x is None else to_display(p.x, x_unit) for p in points
        ]
    columns[f"{figure.y_name} [{y_unit}]"] = [to_display(p.y, y_unit) for p in points]
    columns["bound"] = [p.bound for p in points]
    columns["membrane"] = [p.label for p in points]
    columns["link"] = [p.link for p in points]
    return columns_csv(columns)


def _drawn(figure: Figure2, *, printed: bool) -> _Drawn:
    drawing = Figure(figsize=_PRINTED_SIZE if printed else _SIZE, layout="constrained")
    axes = drawing.add_subplot()
    titles: dict[str, str] = {}
    groups = [(g, COLOURS[k % len(COLOURS)]) for k, g in enumerate(figure.groups)]
    for k, (group, colour) in enumerate(groups):
        members = [p for p in figure.points if p.group == group]
        members.sort(key=lambda p: bool(p.bound))  # the legend shows the first
        places = _places(figure, members, k)
        for n, (point, x) in enumerate(zip(members, places, strict=True)):
            (line,) = axes.plot(
                [x],
                [_y(figure, point)],
                marker=_MARKERS[k % len(_MARKERS)],
                markersize=5.5,
                linestyle="none",
                color=colour,
                markerfacecolor="white" if point.bound else colour,
                label=f"{group} ({len(members)})" if n == 0 else None,
            )
            titles[mark(line, f"f{figure.name}", k, n, point.link)] = _title(figure, point)
    if figure.star is not None:
        _star(axes, figure, figure.star, titles)
    _axes(axes, figure)
    if printed:
        drawing.legend(
            *axes.get_legend_handles_labels(),
            loc="outside lower left",
            ncols=2,
            title=f"by {figure.grouped_by} (rows); open: a bound only",
            title_fontsize=7,
            alignment="left",
        )
    return _Drawn(drawing, titles, groups)


def _places(figure: Figure2, members: Sequence[Point], group: int) -> list[float]:
    """Thickness in um, or a place about the group's number, side by side."""
    if figure.x_name:
        return [to_display(p.x or 0.0, display_unit(figure.x_unit)) for p in members]
    order = np.argsort(np.argsort([p.y for p in members]))
    spread = 0.75 * (order / max(len(members) - 1, 1) - 0.5) if len(members) > 1 else order * 0.0
    return [float(group + s) for s in spread]


def _star(axes: Axes, figure: Figure2, star: Point, titles: dict[str, str]) -> None:
    groups = list(figure.groups)
    if figure.x_name:
        place = to_display(star.x or 0.0, display_unit(figure.x_unit))
    else:
        place = float(groups.index(star.group)) if star.group in groups else float(len(groups))
    (line,) = axes.plot(
        [place],
        [_y(figure, star)],
        label=_star_label(figure, star),
        **STAR,
    )
    titles[mark(line, f"f{figure.name}", len(groups), 0)] = _title(figure, star)


def _star_label(figure: Figure2, star: Point) -> str:
    if figure.name != "2e":
        return star.identifier
    return fill(f"{star.identifier}, nominal: {star.group}", 44)


def _axes(axes: Axes, figure: Figure2) -> None:
    unit = symbol(display_unit(figure.y_unit))
    axes.set_ylabel(f"{figure.y_name[0].upper()}{figure.y_name[1:]} ({unit})")
    if figure.name == "2c":
        axes.set_yscale("log")
        plain_ticks(axes.yaxis)
        axes.set_ylim(top=1.6 * axes.get_ylim()[1])
    else:
        axes.set_ylim(bottom=0, top=1.06 * axes.get_ylim()[1])
    if figure.x_name:
        axes.set_xlabel("Thickness (µm)")
        axes.set_xlim(left=0)
        mark_target(axes, TARGET)
        return
    names = list(figure.groups)
    if figure.star is not None and figure.star.group not in names:
        names.append(figure.star.group)
    turned: dict[str, Any] = {"rotation": 30, "ha": "right", "rotation_mode": "anchor"}
    axes.set_xticks(range(len(names)), names, fontsize=7, **turned)
    axes.axhline(
        to_display(TARGET, display_unit("m")),
        color=GREY,
        linestyle=(0, (4, 3)),
        linewidth=1.0,
        label="target 20 µm",
    )


def _y(figure: Figure2, point: Point) -> float:
    return to_display(point.y, display_unit(figure.y_unit))


def _title(figure: Figure2, point: Point) -> str:
    unit = display_unit(figure.y_unit)
    parts = [point.label, f"{figure.y_name} {number(to_display(point.y, unit))} {symbol(unit)}"]
    if point.x is not None:
        parts.append(f"thickness {number(to_display(point.x, 'um'))} µm")
    parts.append(f"{figure.grouped_by}: {point.group}")
    return "; ".join([*parts, point.bound] if point.bound else parts)
