"""Figures of a torn and bent membrane, with the numbers behind them."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ceralyte.core.display import to_display
from ceralyte.core.quantities import Quantity
from ceralyte.model import Mark, NetworkTest, Series, StackBend
from ceralyte.pipeline import MembraneMechanics
from ceralyte.report.figures import draw_bend_regions, draw_plain, save_figure
from ceralyte.report.style import BLUE, GREY, INK, ORANGE, PHASE_COLOURS, RC, VERMILION
from ceralyte.report.tables import columns_csv, curve_csv

_MODE_STYLE = {"tension": (BLUE, "-"), "compression": (ORANGE, "--"), "bending": (VERMILION, ":")}


def write_strength_figures(result: MembraneMechanics, folder: Path) -> list[Path]:
    """Draw tests, cracks, the bending chart, bent stacks and supports; return the files written.

    Parameters
    ----------
    result : MembraneMechanics
    folder : Path
        Made if it does not exist; gets SVG, PNG and CSV of each figure that there is ground for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(RC):
        written = _tests(result.strength.tests, folder) + _cracks(result.strength.tests, folder)
        for name, series, draw in (
            ("bend_radius", _with_membrane(result), partial(_bend_radius, result)),
            ("support_trade", result.strength.support_trade, draw_plain),
            ("size_effect", result.strength.size_effect, draw_plain),
        ):
            if series is not None:
                written += _curve(name, series, draw, folder)
        if result.bending is not None and result.bending.stacks:
            written += _stacks(result.bending.stacks, folder)
    return written


def _tests(tests: tuple[NetworkTest, ...], folder: Path) -> list[Path]:
    """One panel per way of holding the grains: their stresses differ by decades."""
    ways = list(dict.fromkeys(t.held_by for t in tests))
    if not ways:
        return []
    figure = Figure(figsize=(3.4 * len(ways), 2.8), layout="constrained")
    for axes, way in zip(figure.subplots(1, len(ways), squeeze=False)[0], ways, strict=True):
        _draw_tests(axes, [t for t in tests if t.held_by == way], way)
    written = save_figure(figure, folder, "strength_tests")
    for test in tests:
        name = f"{test.mode}_{ways.index(test.held_by) + 1}_seed_{test.seed}.csv"
        written.append(_write(folder / name, curve_csv(test.curve)))
    return written


def _draw_tests(axes: Axes, tests: list[NetworkTest], title: str) -> None:
    named: set[str] = set()
    for test in tests:
        colour, style = _MODE_STYLE[test.mode]
        axes.plot(
            [to_display(x, "%") for x in test.curve.x],
            [to_display(y, "MPa") for y in test.curve.y],
            style,
            color=colour,
            linewidth=1.2,
            label=None if test.mode in named else f"{test.mode}, {_peak(test)}",
        )
        named.add(test.mode)
    axes.set(xlabel="Strain (%)", ylabel="Stress (MPa)", title=title)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.legend()


def _peak(test: NetworkTest) -> str:
    """Strength in words: a curve may lie on the axis beside one a hundred times as high."""
    return f"peak {to_display(test.strength.value, 'MPa'):.3g} MPa"


def _cracks(tests: tuple[NetworkTest, ...], folder: Path) -> list[Path]:
    """Where bonds broke in the first tensile test of each way of holding, seen from the side."""
    first = {t.held_by: t for t in reversed(tests) if t.mode == "tension" and t.crack}
    drawn = [t for t in tests if first.get(t.held_by) is t]
    if not drawn:
        return []
    figure = Figure(figsize=(3.6 * len(drawn), 3.3), layout="constrained")
    panels = figure.subplots(1, len(drawn), squeeze=False)[0]
    written: list[Path] = []
    um = to_display(1.0, "um")
    for number, (axes, test) in enumerate(zip(panels, drawn, strict=True), start=1):
        places = um * np.array(test.crack)
        order = np.linspace(0, 1, len(places))
        points = axes.scatter(places[:, 0], places[:, 2], c=order, s=9, cmap="viridis_r")
        axes.add_patch(
            Rectangle((0, 0), um * test.box[0], um * test.box[2], fill=False, edgecolor=GREY)
        )
        axes.set(xlabel="x, pulled (µm)", ylabel="z (µm)", title=_broken(test), aspect="equal")
        axes.grid(False)
        bar = figure.colorbar(points, ax=axes, ticks=[0, 1], shrink=0.8)
        bar.ax.set_yticklabels(["first", "last"])
        columns = {f"{axis} [um]": places[:, k].tolist() for k, axis in enumerate("xyz")}
        written.append(_write(folder / f"crack_{number}.csv", columns_csv(columns)))
    return save_figure(figure, folder, "crack") + written


def _broken(test: NetworkTest) -> str:
    """What holds the grains, and how many bonds broke: many make a cloud, few a crack."""
    return f"{test.held_by}\n{len(test.crack)} of {test.bonds} bonds broken"


def _with_membrane(result: MembraneMechanics) -> Series | None:
    """The chart of thickness against radius with the point of this membrane."""
    curve, own = result.thickness_radius, result.bend_radius_minimum
    if curve is None or not isinstance(own, Quantity):
        return curve
    mark = Mark(
        label="this membrane", x=result.thickness, y=own.value, y_low=own.low, y_high=own.high
    )
    return curve.model_copy(update={"marks": (mark,)})


def _bend_radius(result: MembraneMechanics, axes: Axes, series: Series) -> None:
    """The chart of thickness against radius, with the radius that is wanted."""
    if result.bending is not None and result.bending.stacks:
        wanted = to_display(result.bending.stacks[0].radius, "mm")
        axes.axhline(wanted, color=INK, linestyle=":", label=f"wanted, {wanted:.3g} mm")
    draw_bend_regions(axes, series)


def _curve(
    name: str, series: Series, draw: Callable[[Axes, Series], None], folder: Path
) -> list[Path]:
    figure = Figure(figsize=(4.2, 3.0), layout="constrained")
    axes = figure.add_subplot()
    draw(axes, series)
    return [
        *save_figure(figure, folder, name),
        _write(folder / f"{name}.csv", curve_csv(series)),
    ]


def _stacks(stacks: tuple[StackBend, ...], folder: Path) -> list[Path]:
    """Strain through each stack, the cylinder at the bottom."""
    figure = Figure(figsize=(3.4 * len(stacks), 3.2), layout="constrained")
    panels = figure.subplots(1, len(stacks), squeeze=False)[0]
    written: list[Path] = []
    for number, (axes, stack) in enumerate(zip(panels, stacks, strict=True), start=1):
        _draw_stack(axes, stack)
        written.append(_write(folder / f"bent_stack_{number}.csv", columns_csv(_columns(stack))))
    return save_figure(figure, folder, "bent_stack") + written


def _draw_stack(axes: Axes, stack: StackBend) -> None:
    um = to_display(1.0, "um")
    faces = um * np.concatenate([[0.0], np.cumsum([b.thickness for b in stack.bonded])])
    for layers, style, label in ((stack.bonded, "-", "bonded"), (stack.sliding, "--", "sliding")):
        strains = [100 * s for b in layers for s in (b.strain_inner, b.strain_outer)]
        heights = [h for pair in pairwise(faces) for h in pair]
        axes.plot(strains, heights, style, color=BLUE, linewidth=1.3, label=label)
    for (below, above), layer in zip(pairwise(faces), stack.bonded, strict=True):
        if layer.is_membrane:
            axes.axhspan(below, above, color=PHASE_COLOURS["ceramic"], alpha=0.4, linewidth=0)
        if len(stack.bonded) <= 8:
            axes.annotate(
                f" {layer.name}",
                (1.0, (below + above) / 2),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize=6.5,
            )
    axes.axvline(0, color=GREY, linewidth=0.8)
    title = f"{stack.what}, radius {to_display(stack.radius, 'mm'):.3g} mm"
    axes.set(xlabel="Strain (%)", ylabel="From the cylinder (µm)", title=title)
    axes.set_ylim(0, faces[-1])
    axes.legend()


def _columns(stack: StackBend) -> dict[str, list[object]]:
    rows = list(zip(stack.bonded, stack.sliding, strict=True))
    return {
        "layer": [b.name for b, _ in rows],
        "thickness [um]": [to_display(b.thickness, "um") for b, _ in rows],
        "Young's modulus [GPa]": [to_display(b.youngs_modulus, "GPa") for b, _ in rows],
        "strain inner, bonded [%]": [100 * b.strain_inner for b, _ in rows],
        "strain outer, bonded [%]": [100 * b.strain_outer for b, _ in rows],
        "stress inner, bonded [MPa]": [to_display(b.stress_inner, "MPa") for b, _ in rows],
        "stress outer, bonded [MPa]": [to_display(b.stress_outer, "MPa") for b, _ in rows],
        "strain inner, sliding [%]": [100 * s.strain_inner for _, s in rows],
        "strain outer, sliding [%]": [100 * s.strain_outer for _, s in rows],
    }


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
