"""Conductivity against temperature: published points, the model, and the switch between them."""

from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ceralyte.core.display import to_display
from ceralyte.core.quantities import Quantity
from ceralyte.literature import Figure1c, PublishedCurve
from ceralyte.model import Design
from ceralyte.report.figures import decade_ticks, inverse_temperature, save_figure
from ceralyte.report.interactive import interactive, mark
from ceralyte.report.literature_page import PublishedFigure
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, RC, STAR, VERMILION
from ceralyte.report.tables import columns_csv

_MARKERS = "osD^v<>Phx*"
_EV = 96485.33212  # J/mol per eV
GROUPS = ("rich in ceramic", "rich in polymer", "rich in ceramic by weight only")


def write_figure_1c(figure: Figure1c, folder: Path, design: Design | None = None) -> list[Path]:
    """Draw the Arrhenius plot and the scan over ceramic fraction; return the files written.

    Parameters
    ----------
    figure : Figure1c
    folder : Path
        Made if it does not exist; gets `figure_1c.svg`, `.png`, and a CSV each of published
        points, model curves and scan.
    design : Design or None
        Drawn among the published ones, with its activation energy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(RC):
        drawing = Figure(figsize=(7.2, 7.6), layout="constrained")
        grid = drawing.add_gridspec(2, 2, height_ratios=(1.5, 1))
        top = drawing.add_subplot(grid[0, :])
        _published(top, figure.published)
        _model(top, figure)
        slopes = drawing.add_subplot(grid[1, 0])
        _slopes(slopes, figure)
        if design is not None:
            _own(top, design)
            _own_slope(slopes, design)
        _scan(drawing.add_subplot(grid[1, 1]), figure)
        drawing.legend(
            *top.get_legend_handles_labels(),
            loc="outside lower left",
            ncols=3,
            fontsize=7,
            title="Published (blue: rich in ceramic; orange: in polymer; red: in ceramic by weight "
            "only; open: digitised) and model",
            title_fontsize=7,
            alignment="left",
        )
        written = save_figure(drawing, folder, "figure_1c")
    for name, text in (
        ("figure_1c_published", _published_csv(figure.published)),
        ("figure_1c_model", _model_csv(figure)),
    ):
        written.append(folder / f"{name}.csv")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written


def interactive_arrhenius(curves: tuple[PublishedCurve, ...], design: Design) -> PublishedFigure:
    """Return published conductivities against temperature with the design, as HTML."""
    shown = tuple(c for c in curves if len(c.temperatures) > 1)
    titles: dict[str, str] = {}
    with mpl.rc_context(RC):
        drawing = Figure(figsize=(5.4, 3.7), layout="constrained")
        axes = drawing.add_subplot()
        for number, (line, curve) in enumerate(zip(_published(axes, shown), shown, strict=True)):
            doi = curve.source.locator
            link = f"https://doi.org/{doi}" if doi else ""
            name = mark(line, "f1c", GROUPS.index(group_of(curve)), number, link)
            titles[name] = f"{curve.system}; {curve.source.text}"
        missing = _own(axes, design)
        svg = BytesIO()
        drawing.savefig(svg, format="svg", metadata={"Date": None, "Creator": "ceralyte"})
    groups = list(zip(GROUPS, (BLUE, ORANGE, VERMILION), strict=True))
    html = interactive(svg.getvalue(), "f1c", titles, groups)
    return PublishedFigure("Conductivity against temperature", html, missing, ())


def _own(axes: Axes, design: Design) -> str:
    """Draw the design's curve and its star; return why there is none."""
    value, curve = design.effective_conductivity, design.arrhenius
    if curve is None or not isinstance(value, Quantity):
        return "no conductivity" if isinstance(value, Quantity) else value.reason
    x = [inverse_temperature(t, curve.x_unit) for t in curve.x]
    y = [to_display(s, "mS/cm") for s in curve.y]
    axes.plot(x, y, color=INK, linewidth=1.4, zorder=5)
    star = min(range(len(y)), key=lambda i: abs(curve.y[i] - value.value))
    axes.plot([x[star]], [y[star]], label="this design", **STAR)
    return ""


def _own_slope(axes: Axes, design: Design) -> None:
    energy, curve = design.activation_energy, design.arrhenius
    if isinstance(energy, Quantity) and curve is not None:
        middle = 1000 / float(np.median([inverse_temperature(t, curve.x_unit) for t in curve.x]))
        axes.plot([to_display(middle, "degC")], [energy.value / _EV], **STAR)


def group_of(curve: PublishedCurve) -> str:
    """Return how a published material conducts, as `GROUPS` names it."""
    if "like its polymer" in curve.note:
        return GROUPS[2]
    return GROUPS[0] if curve.rich_in == "ceramic" else GROUPS[1]


def _published(axes: Axes, curves: tuple[PublishedCurve, ...]) -> list[Line2D]:
    lines = []
    for number, curve in enumerate(curves):
        colour = (BLUE, ORANGE, VERMILION)[GROUPS.index(group_of(curve))]
        (line,) = axes.plot(
            1000 / np.array(curve.temperatures),
            [to_display(s, "mS/cm") for s in curve.conductivities],
            marker=_MARKERS[number % len(_MARKERS)],
            linestyle=":",
            linewidth=0.8,
            markersize=4,
            color=colour,
            markerfacecolor="white" if curve.digitised else colour,
            label=curve.system,
        )
        lines.append(line)
    axes.set_yscale("log")
    decade_ticks(axes.yaxis)
    axes.set_xlabel("1000 / T (1/K)")
    axes.set_ylabel("Conductivity (mS/cm)")
    return lines


def _model(axes: Axes, figure: Figure1c) -> None:
    for one in figure.model:
        axes.plot(
            1000 / np.array(one.curve.temperatures),
            [to_display(s, "mS/cm") for s in one.curve.conductivities],
            color=GREEN if one.percolates else GREY,
            linewidth=1.2,
        )
    for one, offset in ((figure.model[0], -9), (figure.model[-1], 6)):
        axes.annotate(
            f"{100 * one.ceramic_fraction:.0f} vol%",
            (1000 / one.curve.temperatures[1], to_display(one.curve.conductivities[1], "mS/cm")),
            xytext=(0, offset),
            textcoords="offset points",
            ha="right" if offset < 0 else "left",
            fontsize=7,
            color=INK,
        )
    axes.plot([], [], color=GREY, linewidth=1.2, label="model, ceramic in islands")
    axes.plot([], [], color=GREEN, linewidth=1.2, label="model, ceramic percolates")


def _slopes(axes: Axes, figure: Figure1c) -> None:
    for one in figure.model:
        axes.plot(
            [to_display(t, "degC") for t in one.curve.temperatures],
            np.array(one.curve.activation_energies) / _EV,
            color=GREEN if one.percolates else GREY,
            linewidth=1.2,
        )
    axes.axhline(figure.ceramic_energy / _EV, color=BLUE, linestyle="--", linewidth=1.0)
    axes.annotate(
        "ceramic alone",
        (to_display(figure.model[0].curve.temperatures[-1], "degC"), figure.ceramic_energy / _EV),
        ha="right",
        va="top",
        fontsize=7,
        color=BLUE,
    )
    axes.set_xlabel("Temperature (°C)")
    axes.set_ylabel("Activation energy (eV)")
    axes.set_ylim(bottom=0)


def _scan(axes: Axes, figure: Figure1c) -> None:
    fractions = [100 * one.ceramic_fraction for one in figure.model]
    coldest = [one.curve.activation_energies[0] / _EV for one in figure.model]
    warmest = [one.curve.activation_energies[-1] / _EV for one in figure.model]
    temperatures = [to_display(t, "degC") for t in figure.model[0].curve.temperatures]
    axes.plot(fractions, coldest, "o-", color=INK, markersize=3, label=f"{temperatures[0]:.0f} °C")
    axes.plot(
        fractions, warmest, "s--", color=VERMILION, markersize=3, label=f"{temperatures[-1]:.0f} °C"
    )
    axes.axvline(100 * figure.threshold, color=GREEN, linewidth=1.0)
    axes.annotate(
        "percolation\nthreshold",
        (100 * figure.threshold, 0.02),
        xytext=(3, 0),
        textcoords="offset points",
        fontsize=7,
        color=GREEN,
    )
    axes.set_xlabel("Ceramic (vol%)")
    axes.set_ylabel("Activation energy (eV)")
    axes.set_ylim(bottom=0)
    axes.legend(loc="upper right")


def _published_csv(curves: tuple[PublishedCurve, ...]) -> str:
    rows = [
        (c, t, s) for c in curves for t, s in zip(c.temperatures, c.conductivities, strict=True)
    ]
    return columns_csv(
        {
            "system": [c.system for c, _, _ in rows],
            "rich in": [c.rich_in for c, _, _ in rows],
            "temperature [degC]": [to_display(t, "degC") for _, t, _ in rows],
            "conductivity [mS/cm]": [to_display(s, "mS/cm") for _, _, s in rows],
            "origin": ["digitised" if c.digitised else "printed" for c, _, _ in rows],
            "source": [f"{c.source.text} {c.source.locator}".strip() for c, _, _ in rows],
            "note": [c.note for c, _, _ in rows],
        }
    )


def _model_csv(figure: Figure1c) -> str:
    rows = [
        (m, *point)
        for m in figure.model
        for point in zip(
            m.curve.temperatures,
            m.curve.conductivities,
            m.curve.activation_energies,
            strict=True,
        )
    ]
    return columns_csv(
        {
            "ceramic [vol%]": [100 * m.ceramic_fraction for m, *_ in rows],
            "ceramic percolates": ["yes" if m.percolates else "no" for m, *_ in rows],
            "temperature [degC]": [to_display(t, "degC") for _, t, _, _ in rows],
            "conductivity [mS/cm]": [to_display(s, "mS/cm") for _, _, s, _ in rows],
            "activation energy [eV]": [e / _EV for _, _, _, e in rows],
        }
    )
