"""Conductivity against temperature: published points, the model, and the switch between them."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import to_display
from ceralyte.core.quantities import Quantity
from ceralyte.literature import Figure1c
from ceralyte.model import Design
from ceralyte.report.figures import inverse_temperature, save_figure
from ceralyte.report.literature_page import literature_page
from ceralyte.report.published_arrhenius import (
    arrhenius_csv,
    draw_legend,
    draw_own,
    draw_published,
    own_temperature,
    published_arrhenius,
)
from ceralyte.report.style import BLUE, GREEN, GREY, INK, RC, STAR, VERMILION
from ceralyte.report.tables import columns_csv

_EV = 96485.33212  # J/mol per eV


def write_figure_1c(figure: Figure1c, folder: Path, design: Design | None = None) -> list[Path]:
    """Draw the Arrhenius plot and the scan over ceramic fraction; return the files written.

    Parameters
    ----------
    figure : Figure1c
    folder : Path
        Made if it does not exist; gets `figure_1c.svg`, `.png`, a CSV each of published points
        and model curves, and a page whose published points name themselves.
    design : Design or None
        Drawn among the published ones, with its activation energy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(RC):
        drawing = Figure(figsize=(7.2, 7.6), layout="constrained")
        grid = drawing.add_gridspec(2, 2, height_ratios=(1.5, 1))
        top = drawing.add_subplot(grid[0, :])
        draw_published(top, figure.published)
        _model(top, figure)
        slopes = drawing.add_subplot(grid[1, 0])
        _slopes(slopes, figure)
        if design is not None:
            draw_own(top, design)
            _own_slope(slopes, design)
        _scan(drawing.add_subplot(grid[1, 1]), figure)
        draw_legend(drawing, top, columns=3, also=" and model")
        written = save_figure(drawing, folder, "figure_1c")
    shown = published_arrhenius(figure.published, design)
    for name, text in (
        ("figure_1c_published.csv", arrhenius_csv(figure.published, design)),
        ("figure_1c_model.csv", _model_csv(figure)),
        ("figure_1c.html", literature_page(f"Published membranes: {shown.title}", [shown])),
    ):
        written.append(folder / name)
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written


def _own_slope(axes: Axes, design: Design) -> None:
    energy, curve = design.activation_energy, design.arrhenius
    if isinstance(energy, Quantity) and curve is not None:
        own = 1000 / inverse_temperature(own_temperature(curve), curve.x_unit)
        axes.plot([to_display(own, "degC")], [energy.value / _EV], **STAR)


def _model(axes: Axes, figure: Figure1c) -> None:
    for one in figure.model:
        axes.plot(
            1000 / np.array(one.curve.temperatures),
            [to_display(s, "mS/cm") for s in one.curve.conductivities],
            color=GREEN if one.percolates else GREY,
            linewidth=1.2,
        )
    lowest, highest = figure.model[0], figure.model[-1]
    for one, beside, align in ((lowest, (-8, -3), "right"), (highest, (0, 4), "center")):
        hot = one.curve.temperatures[-1], one.curve.conductivities[-1]
        axes.annotate(
            f"{100 * one.ceramic_fraction:.0f} vol%",
            (1000 / hot[0], to_display(hot[1], "mS/cm")),
            xytext=beside,
            textcoords="offset points",
            ha=align,
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
    temperatures = figure.model[0].curve.temperatures
    for at, form, color in ((0, "o-", INK), (-1, "s--", VERMILION)):
        axes.errorbar(
            fractions,
            [one.curve.activation_energies[at] / _EV for one in figure.model],
            [one.energy_errors[at] / _EV for one in figure.model],
            fmt=form,
            color=color,
            markersize=3,
            capsize=2,
            label=f"{to_display(temperatures[at], 'degC'):.0f} °C",
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


def _model_csv(figure: Figure1c) -> str:
    rows = [
        (m, *point)
        for m in figure.model
        for point in zip(
            m.curve.temperatures,
            m.curve.conductivities,
            m.curve.activation_energies,
            m.energy_errors,
            strict=True,
        )
    ]
    return columns_csv(
        {
            "ceramic [vol%]": [100 * m.ceramic_fraction for m, *_ in rows],
            "samples whose ceramic percolates [%]": [100 * m.percolating for m, *_ in rows],
            "temperature [degC]": [to_display(t, "degC") for _, t, *_ in rows],
            "conductivity [mS/cm]": [to_display(s, "mS/cm") for _, _, s, *_ in rows],
            "activation energy [eV]": [e / _EV for *_, e, _ in rows],
            "standard error of it [eV]": [error / _EV for *_, error in rows],
        }
    )
