"""The figure of a blend: packing fraction against the shares of two or three powders."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.packing import Blend
from ceralyte.report.figures import save_figure
from ceralyte.report.style import BLUE, INK, RC, VERMILION
from ceralyte.report.tables import columns_csv

_HEIGHT = 0.5 * 3**0.5  # of the triangle, its sides being 1
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, _HEIGHT]])


def write_blend_figures(blend: Blend, powders: Sequence[str], folder: Path) -> list[Path]:
    """Draw a curve for two powders, a triangle for three; return the files written.

    Parameters
    ----------
    blend : Blend
    powders : sequence of str
        What the powders are called, in the order of the blend.
    folder : Path
        Made if it does not exist; gets `blend.svg`, `blend.png` and `blend.csv`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(RC):
        figure = Figure(figsize=(5.0, 3.6), layout="constrained")
        axes = figure.add_subplot()
        if len(powders) == 2:
            _draw_curve(axes, blend, powders)
        else:
            _draw_triangle(axes, blend, powders)
        written = save_figure(figure, folder, "blend")
    columns = {f"share of {p}": s for p, s in zip(powders, _columns(blend), strict=True)}
    columns["estimated packing fraction"] = list(blend.curve_fractions)
    written.append(folder / "blend.csv")
    written[-1].write_text(columns_csv(columns), encoding="utf-8", newline="\n")
    return written


def _columns(blend: Blend) -> list[list[float]]:
    return [list(column) for column in zip(*blend.curve_shares, strict=True)]


def _draw_curve(axes: Axes, blend: Blend, powders: Sequence[str]) -> None:
    x, y = 100 * blend.shares[1], blend.packing_fraction.value
    curve = [
        (100 * s[1], f) for s, f in zip(blend.curve_shares, blend.curve_fractions, strict=True)
    ]
    axes.plot(*zip(*sorted([*curve, (x, y)]), strict=True), color=BLUE)
    axes.plot([x], [y], "o", color=VERMILION, label=f"densest: {y:.3f} at {x:.1f} %")
    axes.set_xlabel(f"share by volume of {powders[1]} (%)")
    axes.set_ylabel("estimated packing fraction")
    axes.set_title(f"in {powders[0]}", loc="left")
    axes.set_xlim(0, 100)
    axes.legend()


def _draw_triangle(axes: Axes, blend: Blend, powders: Sequence[str]) -> None:
    x, y = (np.array(blend.curve_shares) @ _CORNERS).T
    filled = axes.tricontourf(x, y, blend.curve_fractions, levels=14, cmap="cividis")
    axes.figure.colorbar(filled, ax=axes, label="estimated packing fraction", shrink=0.8)
    axes.plot(*_CORNERS[[0, 1, 2, 0]].T, color=INK, linewidth=0.8)
    for tenth in np.arange(0.2, 1.0, 0.2):
        _draw_levels(axes, float(tenth))
    best = np.array(blend.shares) @ _CORNERS
    shares = ", ".join(f"{100 * s:.1f}" for s in blend.shares)
    axes.plot(
        *best,
        "o",
        color=VERMILION,
        markeredgecolor="white",
        label=f"densest: {blend.packing_fraction.value:.3f} at {shares} %",
    )
    for (at_x, at_y), name, number in zip(_CORNERS, powders, "123", strict=True):
        below = at_y == 0
        axes.annotate(
            f"100 % of {number}",
            (at_x, at_y),
            xytext=(0, -4 if below else 4),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
        )
        axes.plot([], [], " ", label=f"{number}: {name}")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), handlelength=1.0)
    axes.set_aspect("equal")
    axes.set_axis_off()


def _draw_levels(axes: Axes, share: float) -> None:
    """Draw the three lines along which one powder has a share."""
    for k in range(3):
        others = [j for j in range(3) if j != k]
        ends = share * _CORNERS[k] + (1 - share) * _CORNERS[others]
        axes.plot(*ends.T, color="white", linewidth=0.5, alpha=0.6)
