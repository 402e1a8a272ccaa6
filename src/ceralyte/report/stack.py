"""Figures of a cell under stack pressure, with the numbers behind them."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from ceralyte.core.display import display_unit, to_display
from ceralyte.model import Series, StackPressureSheet
from ceralyte.report.figures import (
    axis_label,
    decade_ticks,
    draw_plain,
    plain_ticks,
    save_figure,
)
from ceralyte.report.prose import typeset
from ceralyte.report.style import BLUE, GREY, ORANGE, RC
from ceralyte.report.tables import curve_csv

CYCLING = "cycling"
"""How the note of a curve over charge and discharge ends."""


def write_stack_figures(sheet: StackPressureSheet, folder: Path) -> list[Path]:
    """Draw contact against pressure, and thickness and pressure against time.

    Parameters
    ----------
    sheet : StackPressureSheet
    folder : Path
        Made if it does not exist; gets SVG, PNG and CSV of what is known.

    Returns
    -------
    list of Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with mpl.rc_context(RC):
        contact = [s for s in (sheet.fraction_pressure, sheet.resistance_pressure) if s]
        if contact:
            written += _panels("contact", [[s] for s in contact], sheet.pressure, folder)
        times = [list(sheet.thickness)] if sheet.thickness else []
        times += [[s] for s in (sheet.relaxation, sheet.breathing) if s]
        if times:
            written += _panels("creep", times, None, folder)
    return written


def _panels(
    name: str, panels: list[list[Series]], pressure: float | None, folder: Path
) -> list[Path]:
    figure = Figure(figsize=(3.5 * len(panels), 2.9), layout="constrained")
    written: list[Path] = []
    for k, axes in enumerate(figure.subplots(1, len(panels), squeeze=False)[0]):
        if pressure is None:
            _draw_times(axes, panels[k])
        else:
            draw_plain(axes, panels[k][0])
            axes.axvline(to_display(pressure, "MPa"), color=GREY, linestyle=":", label="this cell")
            axes.set_xscale("log")
            axes.set_xlim(*(to_display(e, "MPa") for e in (panels[0][0].x[0], panels[0][0].x[-1])))
            plain_ticks(axes.xaxis)
            axes.xaxis.set_major_locator(LogLocator())
            axes.legend()
        for number, series in enumerate(panels[k], start=1):
            stem = series.y_name.replace(" ", "_") + (f"_{number}" if len(panels[k]) > 1 else "")
            stem += "_cycling" if series.note.endswith(CYCLING) else ""
            written.append(folder / f"{stem}.csv")
            written[-1].write_text(curve_csv(series), encoding="utf-8", newline="\n")
    return save_figure(figure, folder, name) + written


def _draw_times(axes: Axes, lines: list[Series]) -> None:
    for series, colour, style in zip(lines, (BLUE, ORANGE), ("-", "--"), strict=False):
        unit = display_unit(series.y_unit, series.y_name)
        axes.plot(
            [to_display(x, "h") for x in series.x],
            [to_display(y, unit) for y in series.y],
            style,
            color=colour,
            label=typeset(series.note),
        )
        if series.y_low is not None and series.y_high is not None:
            axes.fill_between(
                [to_display(x, "h") for x in series.x],
                [to_display(y, unit) for y in series.y_low],
                [to_display(y, unit) for y in series.y_high],
                color=colour,
                alpha=0.2,
                linewidth=0,
            )
    axes.set_xlabel(axis_label("time", "s"))
    axes.set_ylabel(axis_label(lines[0].y_name, lines[0].y_unit))
    if lines[0].note.endswith(CYCLING):
        axes.set_xlim(left=0)
    else:
        axes.set_xscale("log")
        decade_ticks(axes.xaxis)
    axes.set_ylim(0, 1.15 * axes.get_ylim()[1])
    axes.legend(fontsize=6.5)
