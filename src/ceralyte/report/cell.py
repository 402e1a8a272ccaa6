"""Figures of a cell: why 20 um, energy against rate and temperature, what moves it, masses."""

from pathlib import Path
from textwrap import fill

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, to_display
from ceralyte.core.quantities import Quantity
from ceralyte.model import CellSheet, Series
from ceralyte.report.figures import axis_label, draw_plain, mark_target, save_figure, svg_of
from ceralyte.report.style import BLUE, GREY, INK, ORANGE, RC
from ceralyte.report.tables import columns_csv, curve_csv

_BAR, _FRAME = 0.28, 1.0
"""Height of a bar of the tornado and of what is round the bars, inch."""


def write_cell_figures(sheet: CellSheet, folder: Path) -> list[Path]:
    """Draw the figures of a cell; return the files written.

    Parameters
    ----------
    sheet : CellSheet
    folder : Path
        Made if it does not exist; gets SVG, PNG and CSV of `cell_thickness` (why 20 um),
        `cell_tornado` and, where the conductivity is known, `cell_rate` and `cell_temperature`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    curves = {
        "cell_thickness_energy": sheet.energy_thickness,
        "cell_thickness_resistance": sheet.resistance_thickness,
        "cell_rate": sheet.energy_rate,
        "cell_temperature": sheet.energy_temperature,
    }
    known = {name: series for name, series in curves.items() if series is not None}
    tables = {name: curve_csv(series) for name, series in known.items()}
    tables["cell_tornado"] = tornado_csv(sheet)
    written = []
    with mpl.rc_context(RC):
        written += save_figure(_thickness(sheet), folder, "cell_thickness")
        written += save_figure(_tornado(sheet), folder, "cell_tornado")
        for name in ("cell_rate", "cell_temperature"):
            if name in known:
                written += save_figure(_single(known[name]), folder, name)
    for name, text in tables.items():
        written.append(folder / f"{name}.csv")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written


def tornado_svg(sheet: CellSheet) -> bytes:
    """Return the tornado as SVG, for the report."""
    with mpl.rc_context(RC):
        return svg_of(_tornado(sheet))


def _thickness(sheet: CellSheet) -> Figure:
    """Specific energy above areal resistance, both against the membrane's thickness."""
    curves = [c for c in (sheet.energy_thickness, sheet.resistance_thickness) if c is not None]
    figure = Figure(figsize=(4.6, 2.6 * len(curves)), layout="constrained")
    panels = figure.subplots(len(curves), 1, sharex=True, squeeze=False)[:, 0]
    for panel, series in zip(panels, curves, strict=True):
        draw_plain(panel, series)
        mark_target(panel, sheet.thickness_target)
        panel.set_xlabel("")
        panel.set_ylim(bottom=0)
    panels[0].set_ylabel("Nominal specific energy (Wh/kg)")
    basis = fill(f"nominal: without current; {sheet.energy_thickness.note}", 62)
    panels[0].set_title(basis, fontsize=7.5)
    panels[-1].set_xlabel(axis_label("membrane thickness", "m"))
    return figure


def _single(series: Series) -> Figure:
    figure = Figure(figsize=(4.2, 3.0), layout="constrained")
    axes = figure.add_subplot()
    draw_plain(axes, series)
    if axes.get_xscale() == "linear":
        unit = display_unit(series.x_unit, series.x_name)
        axes.set_xlim(*(to_display(x, unit) for x in (min(series.x), max(series.x))))
    return figure


def _tornado(sheet: CellSheet) -> Figure:
    """Bars from the energy with an input 20 % lower to that with it 20 % higher."""
    swings = sheet.tornado[::-1]
    figure = Figure(figsize=(5.6, _FRAME + _BAR * len(swings)), layout="constrained")
    axes = figure.add_subplot()
    own = sheet.rated.specific_energy
    centre = (own if isinstance(own, Quantity) else sheet.specific_energy).value / 3600
    for row, swing in enumerate(swings):
        for value, text, colour in (
            (swing.low, swing.low_input, ORANGE),
            (swing.high, swing.high_input, BLUE),
        ):
            end = value / 3600
            axes.barh(row, end - centre, left=centre, height=0.62, color=colour)
            _annotate(axes, row, end, end < centre, text)
    axes.axvline(centre, color=INK, linewidth=0.8)
    axes.set_yticks(range(len(swings)), [s.name for s in swings])
    axes.grid(axis="y", visible=False)
    at_rate = f"at {sheet.rated.c_rate:g} C" if isinstance(own, Quantity) else "without current"
    axes.set_xlabel(f"specific energy {at_rate} (Wh/kg)")
    axes.margins(x=0.2)
    for colour, label in ((ORANGE, "input 20 % lower"), (BLUE, "input 20 % higher")):
        axes.barh([0], [0], left=centre, color=colour, label=label)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return figure


def _annotate(axes: Axes, row: int, end: float, leftwards: bool, text: str) -> None:
    axes.annotate(
        text.replace("um", "µm").replace("^2", "²").replace("^3", "³"),
        (end, row),
        xytext=(-3 if leftwards else 3, 0),
        textcoords="offset points",
        ha="right" if leftwards else "left",
        va="center",
        fontsize=6.5,
        color=GREY,
    )


def tornado_csv(sheet: CellSheet) -> str:
    """Return the tornado as CSV, energies in Wh/kg."""
    swings = sheet.tornado
    return columns_csv(
        {
            "input": [s.name for s in swings],
            "low input": [s.low_input for s in swings],
            "high input": [s.high_input for s in swings],
            "specific energy at low [W*h/kg]": [s.low / 3600 for s in swings],
            "specific energy at high [W*h/kg]": [s.high / 3600 for s in swings],
        }
    )
