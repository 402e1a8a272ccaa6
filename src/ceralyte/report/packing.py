"""The figures of a packing, with the numbers behind them."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, to_display
from ceralyte.model import Packing, Series
from ceralyte.packing import coordination_histogram, fraction_profile, radial_distribution
from ceralyte.report.figures import axis_label
from ceralyte.report.style import BLUE, RC
from ceralyte.report.tables import curve_csv

_LAYERS = 60


def write_packing_figures(packing: Packing, folder: Path) -> list[Path]:
    """Draw distances, layers through the thickness and contacts; return the files written.

    Parameters
    ----------
    packing : Packing
        A loose one has no contacts to draw.
    folder : Path
        Made if it does not exist; gets `packing.svg`, `packing.png` and a CSV per curve.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        "radial_distribution": radial_distribution(packing),
        "fraction_profile": fraction_profile(packing, packing.dimension - 1, _LAYERS),
    }
    if not packing.rattlers.all():
        drawn["coordination"] = coordination_histogram(packing)
    written = []
    with mpl.rc_context(RC):
        figure = Figure(figsize=(3.5 * len(drawn), 3.2), layout="constrained")
        panels = figure.subplots(1, len(drawn))
        for axes, (name, series) in zip(panels, drawn.items(), strict=True):
            _draw(axes, series, bars=name == "coordination")
            written.append(folder / f"{name}.csv")
            written[-1].write_text(curve_csv(series), encoding="utf-8", newline="\n")
        for suffix in ("svg", "png"):
            written.append(folder / f"packing.{suffix}")
            figure.savefig(written[-1], dpi=150)
    return written


def _draw(axes: Axes, series: Series, *, bars: bool) -> None:
    x_unit = display_unit(series.x_unit, series.x_name)
    y_unit = display_unit(series.y_unit, series.y_name)
    x = [to_display(value, x_unit) for value in series.x]
    y = [to_display(value, y_unit) for value in series.y]
    if bars:
        axes.bar(x, y, color=BLUE, width=0.8)
    else:
        axes.plot(x, y, color=BLUE, linewidth=1.2)
    axes.set_xlabel(axis_label(series.x_name, series.x_unit))
    axes.set_ylabel(axis_label(series.y_name, series.y_unit))
    axes.set_ylim(bottom=0)
