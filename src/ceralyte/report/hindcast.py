"""Predicted against measured conductivities of published membranes, with their intervals."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, to_display
from ceralyte.core.quantities import Quantity
from ceralyte.literature import Hindcast, HindcastRow
from ceralyte.literature.hindcast import Compared
from ceralyte.report.figures import decade_ticks, save_figure
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, RC, VERMILION
from ceralyte.report.tables import columns_csv

_LOOKS = {
    "argyrodite": (BLUE, "o"),
    "sulfide": ("#56B4E9", "s"),
    "thioantimonate": ("#8c6d1f", "P"),
    "halide": (GREEN, "D"),
    "garnet": (ORANGE, "^"),
    "nasicon": (VERMILION, "v"),
    "perovskite": ("#CC79A7", "X"),
}
_GOAL = 0.15
_COLUMNS = (
    *("id", "ceramic", "family", "process", "quantity", "unit"),
    *("measured", "predicted", "low", "high", "inside 90 %", "source"),
)


def write_hindcast_figure(result: Hindcast, folder: Path) -> list[Path]:
    """Draw predicted against measured, if anything is measured; return the files written.

    Parameters
    ----------
    result : Hindcast
    folder : Path
        Made if it does not exist; gets `hindcast.svg`, `.png` and `hindcast.csv` with all rows and
        quantities.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = [r for r in result.rows if r.conductivity.log10_error is not None]
    written = _draw(result, rows, folder) if rows else []
    written.append(folder / "hindcast.csv")
    written[-1].write_text(hindcast_csv(result), encoding="utf-8", newline="\n")
    return written


def _draw(result: Hindcast, rows: Sequence[HindcastRow], folder: Path) -> list[Path]:
    """Draw `rows`, each predicted and measured, beside the errors; return the files written."""
    with mpl.rc_context(RC):
        drawing = Figure(figsize=(7.2, 4.0), layout="constrained")
        left, right = drawing.subplots(1, 2, width_ratios=(1.25, 1))
        _predicted(left, rows)
        _errors(right, result)
        drawing.legend(
            *left.get_legend_handles_labels(),
            loc="outside lower left",
            ncols=4,
            title="ceramic (rows); bars: 90 % intervals; ring: measured value outside its interval",
            title_fontsize=7,
            alignment="left",
        )
        return save_figure(drawing, folder, "hindcast")


def hindcast_csv(result: Hindcast) -> str:
    """Return one line per membrane and quantity that is predicted and measured."""
    columns: dict[str, list[object]] = {name: [] for name in _COLUMNS}
    for row in result.rows:
        for name, one in {"conductivity": row.conductivity, **row.others}.items():
            if isinstance(one.predicted, Quantity) and one.measured is not None:
                for column, cell in zip(_COLUMNS, _cells(row, name, one), strict=True):
                    columns[column].append(cell)
    return columns_csv(columns)


def _cells(row: HindcastRow, name: str, one: Compared) -> tuple[object, ...]:
    predicted = one.predicted
    assert isinstance(predicted, Quantity)  # asked for of such only
    unit = display_unit(predicted.unit, name)
    numbers = (one.measured, predicted.value, predicted.low, predicted.high)
    return (
        *(row.id, row.ceramic, row.family, row.process, name, unit),
        *("" if v is None else to_display(v, unit) for v in numbers),
        "" if one.inside_90 is None else ("yes" if one.inside_90 else "no"),
        f"{row.source.text} {row.source.locator}".strip(),
    )


def _predicted(axes: Axes, rows: Sequence[HindcastRow]) -> None:
    ends: list[float] = []
    for family in dict.fromkeys((*_LOOKS, *(r.family for r in rows))):
        colour, marker = _LOOKS.get(family, (GREY, "h"))
        members = [r for r in rows if r.family == family]
        for n, row in enumerate(members):
            one = row.conductivity
            assert isinstance(one.predicted, Quantity)  # rows with an error have both
            assert one.measured is not None
            low, value, high = (
                to_display(v or 0.0, "mS/cm")
                for v in (one.predicted.low, one.predicted.value, one.predicted.high)
            )
            measured = to_display(one.measured, "mS/cm")
            ends += [measured, low, high]
            axes.errorbar(
                [measured],
                [value],
                yerr=[[value - low], [high - value]],
                fmt=marker,
                color=colour,
                markersize=5,
                elinewidth=0.7,
                label=f"{family} ({len(members)})" if n == 0 else None,
            )
            if not one.inside_90:
                axes.plot([measured], [value], "o", markersize=11, color=INK, fillstyle="none")
    span = (min(ends) / 1.3, max(ends) * 1.3)
    axes.plot(span, span, color=INK, linewidth=0.9, zorder=1)
    shift = 10**_GOAL
    edges = [[e * shift for e in span], [e / shift for e in span]]
    axes.fill_between(span, edges[1], edges[0], color=GREY, alpha=0.2, linewidth=0)
    for set_scale, set_limits, axis in (
        (axes.set_xscale, axes.set_xlim, axes.xaxis),
        (axes.set_yscale, axes.set_ylim, axes.yaxis),
    ):
        set_scale("log")
        set_limits(*span)
        decade_ticks(axis)
    axes.set_xlabel("Measured conductivity (mS/cm)")
    axes.set_ylabel("Predicted from the recipe (mS/cm)")
    axes.set_title("grey band: the goal, a factor of 1.4", fontsize=7.5)


def _errors(axes: Axes, result: Hindcast) -> None:
    """Median errors of the hindcast beside naive estimates and the floor."""
    kinds = [k for k in ("all", "soft", "oxide") if result.baselines[k]]
    found = {"all": result.summary, **result.by_kind}
    names = ["this hindcast", *(result.baselines["all"] if kinds else ())]
    colours = (BLUE, "#d9dde3", "#c0c6cf", "#9aa2ad", "#c9a36a", "#8c6d1f")
    height = 0.8 / len(names)
    for i, name in enumerate(names):
        values = [
            (found[k].median_absolute_log10_error or 0.0) if i == 0 else result.baselines[k][name]
            for k in kinds
        ]
        places = [-k + 0.4 - (i + 0.5) * height for k in range(len(kinds))]
        axes.barh(places, values, height=0.9 * height, color=colours[i], label=name)
    axes.set_yticks([-k for k in range(len(kinds))], [f"{k}\n({found[k].n})" for k in kinds])
    axes.axvline(_GOAL, color=INK, linestyle=":", linewidth=1.2)
    for k, kind in enumerate(kinds):
        if kind in result.floor:
            floor = result.floor[kind]
            axes.plot([floor] * 2, [-k - 0.42, -k + 0.42], "--", color=VERMILION, linewidth=1.4)
            axes.annotate(
                " powder unknown", (floor, -k - 0.46), fontsize=6.5, color=VERMILION, va="top"
            )
    top = 0.55
    axes.annotate("goal ", (_GOAL, top), fontsize=7, ha="right", color=INK)
    axes.set_ylim(bottom=-len(kinds) + 0.25, top=0.75)
    axes.set_xlabel("Median absolute error of log10")
    axes.legend(loc="upper center", bbox_to_anchor=(0.45, 1.18), ncols=2, fontsize=6.5)
