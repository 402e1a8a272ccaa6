"""The charts of a design: curve, error band, where this membrane stands, what was measured."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import cycle
from math import log10
from pathlib import Path
from warnings import catch_warnings, filterwarnings

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from scipy.constants import zero_Celsius

from ceralyte.core.display import (
    SUPERSCRIPTS,
    display_unit,
    symbol,
    to_display,
    width_to_display,
)
from ceralyte.core.format import number
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.model import Design, Mark, Series
from ceralyte.report.formulas import subscripts
from ceralyte.report.prose import typeset
from ceralyte.report.quantities import label_of
from ceralyte.report.style import BLUE, GREEN, GREY, INK, RC, VERMILION

PRESSING_TITLES = {
    "thickness_pressure": "Thickness against pressure",
    "neighbours_per_grain_pressure": "Contacts against pressure",
    "contact_area_per_grain_pressure": "Contact area of a grain against pressure",
    "contact_area_per_volume_pressure": "Contact area against pressure",
    "springback_pressure": "Springback after pressing",
}
"""Chart of a curve of `Design.pressing` -> its title."""

CHART_TITLES = {
    "density_pressure": "Density against pressure",
    **PRESSING_TITLES,
    "arrhenius": "Conductivity against temperature",
    "thickness_radius": "Bend radius and thickness",
    "stress_strain": "Tensile test of the network of grains",
    "energy_thickness": "Specific energy against membrane thickness",
    "resistance_thickness": "Resistance of the cell against membrane thickness",
    "energy_rate": "Specific energy against C-rate",
}
"""Name of a chart -> its title; the other names are fields of `Design` or of its cell."""

_SIZE = (4.2, 3.0)
_WIDE = 30
_MANY_DECADES = 1e5
_TOP_TICKS = (-60, -40, -20, 0, 25, 50, 75, 100, 150, 200, 300)


@dataclass(frozen=True)
class Chart:
    """A drawn `Series`: what goes into the page and into the files beside it."""

    name: str
    title: str
    caption: str
    alt: str
    svg: bytes
    series: Series


def charts(design: Design) -> tuple[Chart, ...]:
    """Draw every curve that the design has."""
    return tuple(
        _chart(name, series, _drawer(name, design)) for name, series in curves(design).items()
    )


def curves(design: Design) -> dict[str, Series]:
    """Return every curve that the design has, by the names of `CHART_TITLES`."""
    thickness, cell = design.thickness, design.cell
    found = {
        "density_pressure": design.density_pressure,
        **{f"{name}_pressure": series for name, series in design.pressing.items()},
        "arrhenius": design.arrhenius,
        "thickness_radius": _with_own(
            design.thickness_radius, thickness, design.bend_radius_minimum
        ),
        "stress_strain": _stress_strain(design),
        "energy_thickness": _with_own(design.energy_thickness, thickness, design.specific_energy),
        "resistance_thickness": cell.resistance_thickness if cell else None,
        "energy_rate": cell.energy_rate if cell else None,
    }
    return {name: series for name, series in found.items() if series is not None}


def _drawer(name: str, design: Design) -> Callable[[Axes, Series], None]:
    """How a curve is drawn."""
    if name == "density_pressure":
        return partial(_density, design)
    if name == "arrhenius":
        return draw_arrhenius
    if name == "thickness_radius":
        return draw_bend_regions
    if name in ("energy_thickness", "resistance_thickness"):
        return partial(_with_target, design.thickness_target)
    return partial(draw_plain, linear=name in PRESSING_TITLES)


def _stress_strain(design: Design) -> Series | None:
    """The tensile test of what holds the grains best, with the support where there is one."""
    tested = design.strength
    if tested is None or not tested.tests:
        return None
    return tested.with_support[-1] if tested.with_support else tested.tests[-1].curve


def axis_label(name: str, si_unit: str) -> str:
    """Return "name (unit)" as it stands at an axis, in the display unit."""
    unit = symbol(display_unit(si_unit, name))
    return label_of(name) + (f" ({unit})" if unit else "")


def save_figure(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write a figure as SVG and PNG; return the two files."""
    written = [folder / f"{name}.{suffix}" for suffix in ("svg", "png")]
    with _boxes_for_missing_glyphs():
        figure.savefig(written[0], metadata={"Date": None, "Creator": "ceralyte"})
        figure.savefig(written[1], dpi=150)
    return written


@contextmanager
def _boxes_for_missing_glyphs() -> Iterator[None]:
    """Signs that no installed font has are boxes, without a warning for each of them."""
    with catch_warnings():
        filterwarnings("ignore", message=r"Glyph .* missing from")
        yield


def svg_of(figure: Figure) -> bytes:
    """Return a figure as SVG, the same bytes for the same figure."""
    svg = BytesIO()
    with mpl.rc_context(RC), _boxes_for_missing_glyphs():
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": "ceralyte"})
    return svg.getvalue()


def _chart(name: str, series: Series, draw: Callable[[Axes, Series], None]) -> Chart:
    title = CHART_TITLES[name]
    with mpl.rc_context(RC):
        figure = Figure(figsize=_SIZE, layout="constrained")
        axes = figure.add_subplot()
        draw(axes, series)
    return Chart(name, title, series.note, _alt(title, series), svg_of(figure), series)


def _density(design: Design, axes: Axes, series: Series) -> None:
    """Curve with the level of this membrane, where no mark says at which pressure it stands."""
    unit = _units(series)[1]
    if all(mark.measured for mark in series.marks):
        axes.axhline(
            to_display(design.relative_density.value, unit),
            color=INK,
            linestyle=":",
            linewidth=1.2,
            label="this membrane",
        )
    draw_plain(axes, series)
    axes.set_ylim(top=min(axes.get_ylim()[1], to_display(1.0, unit)))


def _with_target(thickness_target: float, axes: Axes, series: Series) -> None:
    draw_plain(axes, series)
    mark_target(axes, thickness_target)


def mark_target(axes: Axes, thickness: float) -> None:
    """Mark the thickness (m) that is wanted, on an axis of thicknesses."""
    target = to_display(thickness, display_unit("m"))
    axes.axvline(target, color=GREY, linestyle=(0, (4, 3)), linewidth=1.0, zorder=1)
    axes.annotate(
        f" target {number(target)} µm",
        (target, 1.0),
        xycoords=("data", "axes fraction"),
        va="top",
        color=INK,
        fontsize=7.5,
    )


def draw_plain(axes: Axes, series: Series, *, linear: bool = False) -> None:
    """Curve with error band and marks; an axis that spans a factor of 30 is logarithmic.

    Unless all is to be `linear`.
    """
    x_unit, y_unit = _units(series)
    _draw(axes, series, [to_display(x, x_unit) for x in series.x], x_unit, y_unit)
    axes.set_xlabel(axis_label(series.x_name, series.x_unit))
    y_ends = [e for m in series.marks for e in (m.y, m.y_low, m.y_high) if e is not None]
    y_ends += [*(series.y_low or ()), *(series.y_high or ())]
    for set_scale, axis, values in (
        (axes.set_xscale, axes.xaxis, series.x),
        (axes.set_yscale, axes.yaxis, (*series.y, *y_ends)),
    ):
        if not linear and spans_decades(values):
            set_scale("log")
            spanning_ticks(axis, min(values), max(values))
    if axes.get_xscale() == "linear":
        axes.set_xlim(left=0)


def spans_decades(values: Sequence[float]) -> bool:
    """Return whether an axis of these values is better logarithmic."""
    return min(values) > 0 and max(values) > _WIDE * min(values)


def draw_bend_regions(axes: Axes, series: Series) -> None:
    """Smallest radius against thickness: safe above its bracket, cracked below."""
    draw_plain(axes, series)
    x_unit, y_unit = _units(series)
    x = [to_display(v, x_unit) for v in series.x]
    low, high = (None if e is None else [to_display(v, y_unit) for v in e]
                 for e in (series.y_low, series.y_high))  # fmt: skip
    floor, ceiling = axes.get_ylim()
    axes.set_ylim(floor, ceiling)
    if high is not None:
        axes.fill_between(x, high, ceiling, color=GREEN, alpha=0.15, linewidth=0, label="safe")
    if low is not None:
        axes.fill_between(x, floor, low, color=VERMILION, alpha=0.15, linewidth=0, label="cracks")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=3, fontsize=7)


def spanning_ticks(axis: Axis, low: float, high: float) -> None:
    """Write at a logarithmic axis plain numbers or, where values span many decades, powers."""
    (decade_ticks if high > _MANY_DECADES * low else plain_ticks)(axis)


def plain_ticks(axis: Axis) -> None:
    """Write plain numbers at 1, 2, 5, 10, ... of a logarithmic axis."""
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axis.set_minor_formatter(NullFormatter())


def decade_ticks(axis: Axis) -> None:
    """Write powers of ten at a logarithmic axis that spans many decades."""
    axis.set_major_locator(LogLocator(numticks=8))
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: f"10{f'{round(log10(value))}'.translate(SUPERSCRIPTS)}")
    )
    axis.set_minor_formatter(NullFormatter())


def draw_arrhenius(axes: Axes, series: Series) -> None:
    """Conductivity on a logarithmic axis against 1000/T, with the temperature on top."""
    _, y_unit = _units(series)
    _draw(axes, series, [inverse_temperature(x, series.x_unit) for x in series.x], None, y_unit)
    axes.set_yscale("log")
    plain_ticks(axes.yaxis)
    axes.set_xlabel("1000 / temperature (1/K)")
    top = axes.secondary_xaxis("top")
    left, right = axes.get_xlim()
    seen = [t for t in _TOP_TICKS if left <= 1000 / (t + zero_Celsius) <= right]
    top.set_xticks([1000 / (t + zero_Celsius) for t in seen], [number(t) for t in seen])
    top.set_xlabel("Temperature (°C)")


def inverse_temperature(x: float, unit: str) -> float:
    """Return 1000/T in 1/K from a temperature ("K") or an inverse one ("1/K")."""
    return 1000 * x if unit == "1/K" else 1000 / x


def _draw(axes: Axes, series: Series, x: list[float], x_unit: str | None, y_unit: str) -> None:
    y = [to_display(v, y_unit) for v in series.y]
    axes.plot(x, y, color=BLUE, label="predicted")
    if series.y_std is not None:
        std = [width_to_display(s, y_unit) for s in series.y_std]
        low = [v - s for v, s in zip(y, std, strict=True)]
        high = [v + s for v, s in zip(y, std, strict=True)]
        axes.fill_between(x, low, high, color=BLUE, alpha=0.18, linewidth=0, label="± 1 std")
    if series.y_low is not None and series.y_high is not None:
        low, high = ([to_display(v, y_unit) for v in end] for end in (series.y_low, series.y_high))
        axes.fill_between(x, low, high, color=BLUE, alpha=0.18, linewidth=0, label="bracket")
    shapes = cycle("s^Dv")
    own = [mark for mark in series.marks if not mark.measured]
    for mark in series.marks:
        at = (
            inverse_temperature(mark.x, series.x_unit)
            if x_unit is None
            else to_display(mark.x, x_unit)
        )
        _draw_mark(axes, mark, at, y_unit, "o" if mark in own[:1] else next(shapes))
    axes.set_ylabel(axis_label(series.y_name, series.y_unit))
    axes.legend()


def _draw_mark(axes: Axes, mark: Mark, x: float, y_unit: str, shape: str) -> None:
    axes.errorbar(
        [x],
        [to_display(mark.y, y_unit)],
        yerr=_error_bar(mark, y_unit),
        fmt=shape,
        color=VERMILION if mark.measured else INK,
        markerfacecolor="white" if mark.measured else INK,
        markersize=5.5,
        capsize=2.5,
        elinewidth=1.0,
        label=subscripts(typeset(mark.label)),
        zorder=4,
    )


def _error_bar(mark: Mark, y_unit: str) -> list[list[float]] | None:
    """Lengths of the error bar below and above the mark."""
    if mark.y_std is not None:
        return [[width_to_display(mark.y_std, y_unit)]] * 2
    if mark.y_low is not None and mark.y_high is not None:
        return [[width_to_display(e, y_unit)] for e in (mark.y - mark.y_low, mark.y_high - mark.y)]
    return None


def _with_own(series: Series | None, thickness: Quantity, result: Outcome) -> Series | None:
    """Put the point (thickness, result) of the design on the curve, unless it is there."""
    if series is None or not isinstance(result, Quantity):
        return series
    if any(not mark.measured for mark in series.marks):
        return series
    x, y = thickness, result
    if "radius" in series.x_name:
        x, y = result, thickness
    own = Mark(label="this membrane", x=x.value, y=y.value, y_std=y.std, y_low=y.low, y_high=y.high)
    return series.model_copy(update={"marks": (own, *series.marks)})


def _units(series: Series) -> tuple[str, str]:
    return (
        display_unit(series.x_unit, series.x_name),
        display_unit(series.y_unit, series.y_name),
    )


def _alt(title: str, series: Series) -> str:
    x_unit, y_unit = _units(series)
    ends = [
        f"{number(to_display(series.y[i], y_unit))} {symbol(y_unit)} at "
        f"{number(to_display(series.x[i], x_unit))} {symbol(x_unit)}"
        for i in (0, -1)
    ]
    return f"{title}: the curve runs from {ends[0]} to {ends[1]}."
