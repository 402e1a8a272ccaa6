"""Charts as numbers, in the units that people expect; the page draws them."""

from collections.abc import Sequence
from typing import Any

from ceralyte.core.display import display_unit, symbol, to_display
from ceralyte.model import Design, Mark, Series
from ceralyte.report.figures import (
    CHART_TITLES,
    PRESSING_TITLES,
    curves,
    inverse_temperature,
    spans_decades,
)
from ceralyte.report.prose import sentence
from ceralyte.report.quantities import label_of

Chart = dict[str, Any]
Line = dict[str, Any]

OWN = "predicted"


def design_charts(design: Design) -> list[Chart]:
    """Return every curve of a design, its error band, where it stands, and what was measured."""
    return [_of_series(name, series) for name, series in curves(design).items()]


def chart(
    name: str,
    title: str,
    x: dict[str, Any],
    y: dict[str, Any],
    series: Sequence[Line],
    note: str = "",
) -> Chart:
    """Return a chart; see `axis` and `line`."""
    found = {"name": name, "title": title, "x": x, "y": y, "series": list(series)}
    return found | ({"note": sentence(note)} if note else {})


def axis(label: str, unit: str, *, log: bool = False) -> dict[str, Any]:
    """Return an axis; `unit` is the display unit."""
    return {"label": label, "unit": symbol(unit), "log": log}


def line(
    kind: str,
    name: str,
    x: Sequence[float],
    y: Sequence[float],
    *,
    group: str = "",
    low: Sequence[float | None] | None = None,
    high: Sequence[float | None] | None = None,
    text: Sequence[str] | None = None,
) -> Line:
    """Return a line, points, a band or stars of a chart, in display units."""
    found: Line = {"kind": kind, "name": name, "group": group or name, "x": list(x), "y": list(y)}
    for key, values in (("low", low), ("high", high), ("text", text)):
        if values is not None:
            found[key] = list(values)
    return found


def nyquist(result: dict[str, Any]) -> Chart:
    """Return the Nyquist plot of an impedance that a job computed, or fitted to a measured one."""
    fit = result.get("fit")
    if fit is None:
        lines = [_impedance("line", OWN, result)]
    else:
        lines = [
            _impedance("points", "measured", result),
            _impedance("line", f"fit: {fit['circuit']}", fit["fitted"]),
        ]
    unit = "ohm*cm^2"
    return chart("nyquist", "Nyquist plot", axis("Re Z", unit), axis("−Im Z", unit), lines)


def _impedance(kind: str, name: str, spectrum: dict[str, Any]) -> Line:
    """A spectrum from its lowest frequency to its highest, as the JSON of `ceralyte` has it."""
    real, imaginary = (
        [to_display(v, "ohm*cm^2") for v in spectrum[f"areal_impedance_{part}"]["value"]]
        for part in ("real", "imaginary")
    )
    rows = sorted(zip(spectrum["frequency"]["value"], real, imaginary, strict=True))
    return line(
        kind,
        name,
        [re for _, re, _ in rows],
        [-im for _, _, im in rows],
        text=[f"{hertz:.4g} Hz" for hertz, _, _ in rows],
    )


def _of_series(name: str, series: Series) -> Chart:
    x_unit = display_unit(series.x_unit, series.x_name)
    y_unit = display_unit(series.y_unit, series.y_name)
    arrhenius = name == "arrhenius"
    linear = name in PRESSING_TITLES

    def across(value: float) -> float:
        inverse = inverse_temperature(value, series.x_unit) if arrhenius else None
        return to_display(value, x_unit) if inverse is None else inverse

    def up(values: Sequence[float]) -> list[float]:
        return [to_display(v, y_unit) for v in values]

    x = [across(v) for v in series.x]
    found = [line("line", OWN, x, up(series.y))]
    ends = _band(series)
    if ends is not None and series.y_name == "relative_density":
        ends = ends[0], [min(end, 1.0) for end in ends[1]]
    if ends is not None:
        low, high = up(ends[0]), up(ends[1])
        label = "± 1 std" if series.y_std is not None else "bracket"
        found.insert(0, line("band", label, x, up(series.y), group=OWN, low=low, high=high))
    found += [_mark(mark, across(mark.x), y_unit) for mark in series.marks]
    shown = (*series.y, *(m.y for m in series.marks), *(ends[0] if ends else ()))
    return chart(
        name,
        CHART_TITLES[name],
        axis("1000 / temperature", "1/K")
        if arrhenius
        else axis(label_of(series.x_name), x_unit, log=not linear and spans_decades(series.x)),
        axis(
            label_of(series.y_name), y_unit, log=arrhenius or (not linear and spans_decades(shown))
        ),
        found,
        series.note,
    )


def _band(series: Series) -> tuple[Sequence[float], Sequence[float]] | None:
    if series.y_std is not None:
        pairs = list(zip(series.y, series.y_std, strict=True))
        return [y - s for y, s in pairs], [y + s for y, s in pairs]
    if series.y_low is not None and series.y_high is not None:
        return series.y_low, series.y_high
    return None


def _mark(mark: Mark, x: float, unit: str) -> Line:
    low, high = mark.y_low, mark.y_high
    if mark.y_std is not None:
        low, high = mark.y - mark.y_std, mark.y + mark.y_std
    low_end, high_end = (None if e is None else [to_display(e, unit)] for e in (low, high))
    kind = "points" if mark.measured else "star"
    group = mark.label if mark.measured else OWN
    return line(
        kind, mark.label, [x], [to_display(mark.y, unit)], group=group, low=low_end, high=high_end
    )
