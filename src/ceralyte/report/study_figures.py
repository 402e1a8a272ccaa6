"""Figures of a study: front, parallel coordinates, sensitivity bars."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, symbol, to_display, width_to_display
from ceralyte.core.format import number
from ceralyte.core.quantities import Quantity
from ceralyte.report.figures import axis_label, plain_ticks
from ceralyte.report.quantities import label_of
from ceralyte.report.style import BLUE, GREY, INK, ORANGE, STAR, VERMILION
from ceralyte.study import Sensitivity, StudyPoint, StudyResults

_WIDE = 30
_MOST_LINES = 300
_MOST_PANELS = 3
_MOST_INPUTS = 10
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8}
_NO_LINE: dict[str, Any] = {"linestyle": "none"}
_PALE_BLUE, _PALE_VERMILION = "#9cc3dd", "#eeb48f"
_ARROW = {"maximise": "→ better", "minimise": "← better"}
_UPWARDS = {"maximise": "↑ better", "minimise": "↓ better"}


def front_figure(found: StudyResults) -> Figure | None:
    """Draw the objectives of all recipes at the finest level, two by two; None without a front."""
    pairs = list(combinations(found.objectives, 2))[:_MOST_PANELS]
    if not found.front or not pairs:
        return None
    figure = Figure(figsize=(1.2 + 3.9 * len(pairs), 3.7), layout="constrained")
    panels = figure.subplots(1, len(pairs), squeeze=False)[0]
    for panel, (x, y) in zip(panels, pairs, strict=True):
        _pair(panel, found, x, y)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=5)
    return figure


def _pair(axes: Axes, found: StudyResults, x: str, y: str) -> None:
    here = [p for p in found.recipes if p.level == found.level and _has(p, x, y)]
    on_front = [p for p in here if p.number in found.front]
    rest = [p for p in here if p.feasible and p not in on_front]
    out = [p for p in here if not p.feasible]
    first = found.start
    start = [p for p in here if p is first]
    knee = [p for p in on_front if p.number == found.knee]
    crosses = {"marker": "x", "color": GREY, "alpha": 0.5, "markersize": 4}
    dots = {"marker": "o", "color": GREY, "alpha": 0.45, "markersize": 3.5}
    size = 14 if start == knee else 6  # to be seen around the star
    square = {"marker": "s", "color": VERMILION, "markersize": size, "zorder": 5}
    looks: list[tuple[list[StudyPoint], dict[str, Any], str]] = [
        (out, crosses, "miss a constraint"),
        (rest, dots, "beaten"),
        (start, square, "starting point"),
        (knee, STAR, "knee"),
    ]
    for some, look, label in looks:
        if some:
            axes.plot(_values(some, x), _values(some, y), label=label, **_NO_LINE | look)
    front = sorted(on_front, key=lambda p: _values([p], x)[0])
    joined = "o-" if len(found.objectives) == 2 else "o"  # a projection of a surface is no line
    front_look: dict[str, Any] = {
        "fmt": joined,
        "color": BLUE,
        "ecolor": _PALE_BLUE,
        "label": "front",
    }
    start_look: dict[str, Any] = {"fmt": "none", "ecolor": _PALE_VERMILION}
    for some, look in ((start, start_look), (front, front_look)):
        axes.errorbar(
            _values(some, x),
            _values(some, y),
            xerr=_bars(some, x),
            yerr=_bars(some, y),
            markersize=4.5,
            linewidth=1.0,
            elinewidth=0.6,
            zorder=4,
            **look,
        )
    for name, set_label, scale, axis in (
        (x, axes.set_xlabel, axes.set_xscale, axes.xaxis),
        (y, axes.set_ylabel, axes.set_yscale, axes.yaxis),
    ):
        set_label(f"{axis_label(name, found.units[name])}   {_ARROW[found.objectives[name]]}")
        ends = _values(here, name)
        bars = _bars([*start, *front], name)
        for sign, lengths in zip((-1, 1), bars, strict=True):
            middles = _values([*start, *front], name)
            ends += [v + sign * b for v, b in zip(middles, lengths, strict=True)]
        if min(ends) > 0 and max(ends) > _WIDE * min(ends):
            scale("log")
            plain_ticks(axis)


def _has(point: StudyPoint, *names: str) -> bool:
    return point.numbers is not None and all(
        isinstance(point.numbers.outcomes[n], Quantity) for n in names
    )


def _quantities(points: Sequence[StudyPoint], name: str) -> list[Quantity]:
    outcomes = [p.numbers.outcomes[name] for p in points if p.numbers is not None]
    return [o for o in outcomes if isinstance(o, Quantity)]


def _values(points: Sequence[StudyPoint], name: str) -> list[float]:
    quantities = _quantities(points, name)
    return [to_display(q.value, display_unit(q.unit, name)) for q in quantities]


def _bars(points: Sequence[StudyPoint], name: str) -> list[list[float]]:
    """Lengths of the error bars below and above: a standard deviation, cut at 0, or the bracket."""
    below, above = [], []
    for q in _quantities(points, name):
        unit = display_unit(q.unit, name)
        low = q.value - q.low if q.low is not None else 0.0
        if q.std is not None:
            low = min(q.std, q.value) if q.value > 0 else q.std
        high = q.std if q.std is not None else q.high - q.value if q.high is not None else 0.0
        below.append(max(width_to_display(low, unit), 0.0))
        above.append(max(width_to_display(high, unit), 0.0))
    return [below, above]


def parallel_figure(found: StudyResults) -> Figure | None:
    """Draw inputs and objectives of recipes as lines; None without objectives or recipes."""
    if not found.objectives:
        return None
    level = [p for p in found.recipes if p.level == found.level and p.labels and p.feasible]
    level = [p for p in level if _has(p, *found.objectives)]
    if len(level) < 2:
        return None
    chosen = [p for p in level if p.number in found.front]
    others = [p for p in level if p.number not in found.front][:_MOST_LINES]
    names = list(level[0].labels)
    columns = [_column(level, name) for name in names]
    columns += [_objective_column(found, level, name) for name in found.objectives]
    figure = Figure(figsize=(1.5 + 1.15 * len(columns), 3.6), layout="constrained")
    axes = figure.add_subplot()
    place = {p.number: i for i, p in enumerate(level)}
    looks: list[tuple[list[StudyPoint], dict[str, Any], str]] = [
        (others, {"color": GREY, "alpha": 0.18, "linewidth": 0.7}, "beaten"),
        (chosen, {"color": BLUE, "alpha": 0.9, "linewidth": 1.4}, "front"),
        ([p for p in chosen if p.number == found.knee], {"color": INK, "linewidth": 2.2}, "knee"),
    ]
    for some, look, label in looks:
        for p in some:
            axes.plot([c.heights[place[p.number]] for c in columns], **look)
        if some:
            axes.plot([], label=label, **look | {"alpha": max(look.get("alpha", 1.0), 0.5)})
    figure.legend(loc="outside lower center", ncols=len(looks))
    for i, column in enumerate(columns):
        axes.axvline(i, color=INK, linewidth=0.8, zorder=1)
        for height, text in column.ticks:
            axes.annotate(
                text,
                (i, height),
                xytext=(3, 0),
                textcoords="offset points",
                fontsize=6.5,
                va="center",
                color=INK,
                bbox=_PAPER,
            )
    axes.set_xticks(range(len(columns)), [c.title for c in columns], fontsize=7)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(-0.35, len(columns) - 0.5)
    return figure


class _Column:
    """An axis of parallel coordinates: heights in [0, 1] of all points, and ticks."""

    def __init__(self, title: str, heights: list[float], ticks: list[tuple[float, str]]) -> None:
        self.title, self.heights, self.ticks = title, heights, ticks


def _column(points: Sequence[StudyPoint], name: str) -> _Column:
    labels = [p.labels.get(name, "") for p in points]
    title = name.replace(".", "\n").replace(" + ", "\n+ ").replace("_", " ")
    try:
        values = [float(label.partition(" ")[0]) for label in labels]
    except ValueError:
        options = sorted(set(labels))
        step = max(len(options) - 1, 1)
        ticks = [(i / step, option) for i, option in enumerate(options)]
        return _Column(title, [options.index(label) / step for label in labels], ticks)
    unit = next((label.partition(" ")[2] for label in labels if " " in label), "")
    return _numbers(f"{title}\n({symbol(unit)})" if unit else title, values)


def _objective_column(found: StudyResults, points: Sequence[StudyPoint], name: str) -> _Column:
    label = axis_label(name, found.units[name])
    title = label.replace(" ", "\n") + f"\n{_UPWARDS[found.objectives[name]]}"
    return _numbers(title, _values(points, name))


def _numbers(title: str, values: list[float]) -> _Column:
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    ticks = [(0.0, number(low)), (1.0, number(high))]
    return _Column(title, [(v - low) / span for v in values], ticks)


def sensitivity_figure(found: StudyResults) -> Figure | None:
    """Draw total effects as bars, one panel for each number that has them."""
    told = [s for s in found.sensitivities if s.total][:6]
    if not told:
        return None
    inputs = min(len(told[0].inputs), _MOST_INPUTS)
    columns = min(len(told), 2)
    rows = -(-len(told) // columns)
    figure = Figure(figsize=(3.9 * columns, rows * (0.8 + 0.3 * inputs)), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for panel, one in zip(panels, told, strict=False):
        _bars_of(panel, one)
    for panel in panels[len(told) :]:
        panel.set_visible(False)
    return figure


def _bars_of(axes: Axes, one: Sensitivity) -> None:
    sobol = one.method == "sobol"
    order = np.argsort(one.total)[-_MOST_INPUTS:]
    places = np.arange(len(order))
    bar: dict[str, Any] = {"elinewidth": 0.9, "capsize": 2}
    axes.barh(
        places,
        [one.total[i] for i in order],
        xerr=[one.total_confidence[i] for i in order],
        color=BLUE,
        height=0.5,
        error_kw=bar | {"ecolor": INK},
        label="total" if sobol else "mu*",
    )
    if sobol:
        alone, half = ([c[i] for i in order] for c in (one.first, one.first_confidence))
        look = bar | {"color": ORANGE, "markersize": 4, "label": "alone"}
        axes.errorbar(alone, places + 0.36, xerr=half, fmt="D", **look)
        axes.legend(loc="lower right")
    axes.set_yticks(places, [one.inputs[i].replace(" + ", "\n+ ") for i in order])
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", labelsize=6.5)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    axes.set_title(label_of(one.number), fontsize=8, loc="left")
    axes.set_xlabel("share of the variance (-)" if sobol else "mu* / standard deviation (-)")
