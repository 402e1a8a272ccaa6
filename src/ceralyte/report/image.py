"""The figures and tables of a measured image."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ceralyte.core.display import display_unit, to_display
from ceralyte.core.format import number
from ceralyte.model import Series, Structure
from ceralyte.pipeline import ImageSheet
from ceralyte.report.figures import axis_label, draw_arrhenius, svg_of
from ceralyte.report.framing import phase_legend, png, scale_bar
from ceralyte.report.pictures import plane_image
from ceralyte.report.style import BLUE, GREY, PHASE_COLOURS, RC, VERMILION
from ceralyte.report.tables import curve_csv, plane_csv, rows_csv
from ceralyte.structure import GreyHistogram, Sizes
from ceralyte.transport import TemperatureDependence

_DPI = 180
_RAREST = 0.003  # %: where that of the chords begins
_LEAST = 0.8  # voxels: where the logarithmic axis of the histogram begins
_LINE = 0.085  # height of a line of text over that of the axes of the histogram
_HALF = 0.085  # half the width of "class 0" over that of the axes
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
_HEADROOM = 1.45  # of the logarithmic axis over the highest bar, for the thresholds
_DASHES = {"pore": "-", "ceramic": "--", "binder": ":", "support": "-."}
"""Beside the colours, so that the curves are told apart in black and white."""


def write_image_report(
    structure: Structure, sheet: ImageSheet, histogram: GreyHistogram | None, folder: Path
) -> list[Path]:
    """Write pictures, charts with their numbers, all numbers as CSV and JSON; return the files.

    Parameters
    ----------
    structure : Structure
    sheet : ImageSheet
    histogram : GreyHistogram or None
        Of an image of grey values.
    folder : Path
        Made if it does not exist. Gets `slices.png` with the phases of each plane as
        `slice_xy.csv`, `slice_xz.csv` and `slice_yz.csv`, `sizes.svg` and `.png`, a CSV per curve,
        `histogram.svg`, `.png` and `.csv`, `arrhenius.svg`, `.png` and `.csv` of an image solved at
        several temperatures, `numbers.csv` and `image.json`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "slices.png": slices_figure(structure),
        "numbers.csv": _numbers_csv(sheet).encode(),
        "image.json": (sheet.model_dump_json(indent=1) + "\n").encode(),
    }
    files |= {
        f"slice_{axes}.csv": plane_csv(structure.phase[cut], structure.voxel_size, axes).encode()
        for axes, cut in _planes(structure).items()
    }
    curves = _curves(sheet)
    files |= {f"{name}.csv": curve_csv(series).encode() for name, series in curves.items()}
    with mpl.rc_context(RC):
        files |= _formats("sizes", _sizes_figure(sheet))
        if histogram is not None:
            files |= _formats("histogram", _histogram_figure(histogram))
            files["histogram.csv"] = _histogram_csv(histogram).encode()
        if sheet.temperature_dependence is not None:
            files |= _formats("arrhenius", _arrhenius_figure(sheet.temperature_dependence))
            files["arrhenius.csv"] = _arrhenius_csv(sheet.temperature_dependence).encode()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def slices_figure(structure: Structure) -> bytes:
    """Return the three planes through the middle, at one scale, as PNG."""
    nx, ny, nz = structure.shape
    edge = structure.voxel_size * 1e6
    widths = [nx, nx, ny]
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9.0, 8.6 * max(ny, nz) / sum(widths) + 0.7), dpi=_DPI)
        figure.set_layout_engine("constrained")
        panels = figure.subplots(1, 3, width_ratios=widths)
        for axes, (plane, cut) in zip(panels, _planes(structure).items(), strict=True):
            picture = plane_image(structure.phase[cut].T, structure.grain[cut].T)
            height, width = (n * edge for n in picture.shape[:2])
            axes.imshow(
                picture, origin="lower", extent=(0, width, 0, height), interpolation="nearest"
            )
            axes.set(xticks=[], yticks=[], xlabel=plane[0], ylabel=plane[1])
            axes.grid(visible=False)
            scale_bar(axes, width, height)
        phase_legend(figure, structure.phase)
        return png(figure)


def _planes(structure: Structure) -> dict[str, Any]:
    """The planes through the middle: axis to the right and axis upwards -> where they cut."""
    nx, ny, nz = structure.shape
    return {
        "xy": (slice(None), slice(None), nz // 2),
        "xz": (slice(None), ny // 2, slice(None)),
        "yz": (nx // 2, slice(None), slice(None)),
    }


def _sizes_figure(sheet: ImageSheet) -> Figure:
    found = sheet.morphology
    panels = [("local thickness", {n: s.distribution for n, s in found.local_thicknesses.items()})]
    if found.chord_distributions:
        panels.append(("chord length", found.chord_distributions))
    if isinstance(found.grain_sizes, Sizes):
        panels.append(("grain diameter", {"ceramic": found.grain_sizes.distribution}))
    figure = Figure(figsize=(3.4 * len(panels), 2.9), dpi=_DPI, layout="constrained")
    for axes, (name, series) in zip(
        np.atleast_1d(figure.subplots(1, len(panels))), panels, strict=True
    ):
        for phase, curve in series.items():
            _draw(axes, curve, phase)
        any_curve = next(iter(series.values()))
        axes.set_xlabel(axis_label(name, "m"))
        axes.set_ylabel(axis_label(any_curve.y_name, any_curve.y_unit))
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        if name == "chord length":
            axes.set_yscale("log")
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
            axes.set_ylim(bottom=_RAREST)
            for line in axes.lines:
                _leave_gaps(line)
            points = np.concatenate([line.get_xydata() for line in axes.lines])
            axes.set_xlim(right=1.05 * points[np.isfinite(points[:, 1]), 0].max())
        axes.legend()
    return figure


def _leave_gaps(line: Line2D) -> None:
    """Break a curve where classes are empty or too rare; a class alone is a point."""
    lengths, shares = np.transpose(line.get_xydata())
    line.set_data(lengths, np.where(shares >= _RAREST, shares, np.nan))
    line.set(marker=".", markersize=3.5)


def _draw(axes: Axes, series: Series, phase: str) -> None:
    unit, share = display_unit(series.x_unit), display_unit(series.y_unit, series.y_name)
    axes.plot(
        [to_display(x, unit) for x in series.x],
        [to_display(y, share) for y in series.y],
        color=PHASE_COLOURS[phase],
        linestyle=_DASHES[phase],
        label=phase,
    )


def _histogram_figure(histogram: GreyHistogram) -> Figure:
    figure = Figure(figsize=(4.8, 3.2), dpi=_DPI, layout="constrained")
    axes = figure.add_subplot()
    axes.stairs(histogram.counts, histogram.edges, fill=True, color=BLUE, baseline=_LEAST)
    ends = [histogram.edges[0], *histogram.thresholds, histogram.edges[-1]]
    axes.set_xlim(ends[0], ends[-1])
    axes.xaxis.set_major_locator(MaxNLocator(5))
    _draw_thresholds(axes, histogram.thresholds)
    _name_classes(axes, ends)
    axes.set_xlabel("Grey value")
    axes.set_ylabel("Voxels")
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.set_ylim(_LEAST, _LEAST * (max(histogram.counts) / _LEAST) ** _HEADROOM)
    return figure


def _arrhenius_figure(found: TemperatureDependence) -> Figure:
    figure = Figure(figsize=(4.8, 3.2), dpi=_DPI, layout="constrained")
    axes = figure.add_subplot()
    draw_arrhenius(axes, _against_temperature(found))
    axes.lines[0].set(marker="o", label="on these voxels")
    axes.legend()
    return figure


def _against_temperature(found: TemperatureDependence) -> Series:
    return Series(
        x_name="temperature",
        x_unit="K",
        x=found.temperatures,
        y_name="effective_conductivity",
        y_unit="S/m",
        y=found.conductivities,
    )


def _arrhenius_csv(found: TemperatureDependence) -> str:
    """The curve, with the apparent activation energy at each of its temperatures."""
    first, *rows = curve_csv(_against_temperature(found)).splitlines()
    unit = display_unit("J/mol", "activation_energy")
    energies = (to_display(energy, unit) for energy in found.activation_energies)
    lines = [f"{row},{energy}" for row, energy in zip(rows, energies, strict=True)]
    return "\n".join([f"{first},activation_energy of ln({found.form}) [{unit}]", *lines, ""])


def _draw_thresholds(axes: Axes, thresholds: tuple[float, ...]) -> None:
    """Lines with their values, in three rows so that close ones stay apart."""
    low, high = axes.get_xlim()
    for place, cut in enumerate(thresholds):
        axes.axvline(cut, color=VERMILION, linewidth=1.2)
        late = cut > low + 0.8 * (high - low)
        axes.annotate(
            f"{cut:g}",
            (cut, 0.99 - _LINE * (place % 3)),
            xytext=(-3 if late else 3, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="right" if late else "left",
            va="top",
            color=VERMILION,
            bbox=_PAPER,
        )


def _name_classes(axes: Axes, ends: list[float]) -> None:
    """Names above the axes, in two rows where classes are narrow."""
    span, row, right = ends[-1] - ends[0], 0, -np.inf
    for place, (low, high) in enumerate(pairwise(ends)):
        middle = min(max((low + high) / 2, ends[0] + _HALF * span), ends[-1] - _HALF * span)
        row = 1 - row if middle - right < 2 * _HALF * span else 0
        right = middle
        axes.annotate(
            f"class {place}",
            (middle, 1.02 + _LINE * row),
            xycoords=("data", "axes fraction"),
            ha="center",
            color=GREY,
        )


def _formats(name: str, figure: Figure) -> dict[str, bytes]:
    return {f"{name}.svg": svg_of(figure), f"{name}.png": png(figure)}


def _curves(sheet: ImageSheet) -> dict[str, Series]:
    found = sheet.morphology
    curves = {f"thickness_{n}": s.distribution for n, s in found.local_thicknesses.items()}
    curves |= {f"chords_{n}": s for n, s in found.chord_distributions.items()}
    if isinstance(found.grain_sizes, Sizes):
        curves["grain_diameter"] = found.grain_sizes.distribution
    return curves


def _numbers_csv(sheet: ImageSheet) -> str:
    """Every quantity of the sheet, SI, one row each."""
    rows = [
        (name, q["value"], q["unit"], q["std"], q["method"], int(q.get("estimate", False)))
        for name, q in _quantities("", sheet.model_dump(mode="json"))
    ]
    return rows_csv(("quantity", "value", "unit", "std", "method", "estimate"), rows)


def _quantities(name: str, node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict) and {"value", "unit", "method"} <= node.keys():
        yield name, node
    elif isinstance(node, dict | list):
        for key, part in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _quantities(f"{name}.{key}".lstrip("."), part)


def _histogram_csv(histogram: GreyHistogram) -> str:
    rows = zip(histogram.edges[:-1], histogram.edges[1:], histogram.counts, strict=True)
    lines = [f"{low:g},{high:g},{count}" for low, high, count in rows]
    return "\n".join(["from,to,voxels", *lines, ""])
