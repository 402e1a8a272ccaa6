"""The report of a study: one HTML page, its figures as SVG and PNG, all recipes as CSV."""

import re
from base64 import b64encode
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, symbol, to_display, width_to_display
from ceralyte.core.format import compared as shown
from ceralyte.core.format import number
from ceralyte.report.environment import render
from ceralyte.report.figures import save_figure
from ceralyte.report.prose import typeset
from ceralyte.report.quantities import label_of
from ceralyte.report.study_figures import front_figure, parallel_figure, sensitivity_figure
from ceralyte.report.study_tables import export_study, sensitivity_csv
from ceralyte.report.style import RC
from ceralyte.study import Difference, StudyResults

_CAPTIONS = {
    "front": "Recipes by what is wanted of them. Bars: one standard deviation, or the bracket of "
    "an estimate.",
    "parallel": "Lines are recipes that meet all constraints; blue: the front; black: its knee.",
    "sensitivity": "Effect of each input, with its 95 % confidence interval. Alone: share of the "
    "variance that it explains by itself; total: with what it does together with others; mu* of "
    "Morris: mean size of the change across its range, which ranks inputs and is no share.",
}

_NUMBERS = {
    "front": "points.csv",
    "parallel": "points.csv",
    "sensitivity": "figures/sensitivity.csv",
}


def write_study_report(found: StudyResults, folder: str | Path) -> Path:
    """Write `study.html`, `points.csv` and the folder `figures`; return the path of the page.

    Front and parallel coordinates show what is in `points.csv`, the bars of sensitivities what is
    in `figures/sensitivity.csv`.

    Parameters
    ----------
    found : StudyResults
    folder : str or Path
        Made if it is not there.

    Raises
    ------
    InputError
        The folder cannot be written.
    """
    folder = Path(folder)
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    export_study(found, folder / "points.csv")
    pictures = {}
    with mpl.rc_context(RC):
        for name, figure in _figures(found).items():
            svg, _ = save_figure(figure, figures, name)
            pictures[name] = "data:image/svg+xml;base64," + b64encode(svg.read_bytes()).decode()
    if "sensitivity" in pictures:
        table = sensitivity_csv(found)
        (figures / "sensitivity.csv").write_text(table, encoding="utf-8", newline="\n")
    path = folder / "study.html"
    path.write_text(_page(found, pictures), encoding="utf-8", newline="\n")
    return path


def _figures(found: StudyResults) -> dict[str, Figure]:
    drawn = {
        "front": front_figure(found),
        "parallel": parallel_figure(found),
        "sensitivity": sensitivity_figure(found),
    }
    return {name: figure for name, figure in drawn.items() if figure is not None}


def _page(found: StudyResults, pictures: dict[str, str]) -> str:
    names = list(found.objectives)
    return render(
        "study.html",
        found=found,
        goals=[(label_of(n), found.objectives[n]) for n in names],
        front=[_row(found, n, names) for n in found.front if n not in found.ties],
        inputs=list(dict.fromkeys(i for n in found.front for i in found.point(n).labels)),
        gains=[_difference(d) for d in found.gains],
        reached=[_difference(d) for d in found.reached],
        side_effects=[_difference(d) for d in found.side_effects],
        dominated=[
            (d.number, d.by, [_difference(one) for one in d.differences]) for d in found.dominated
        ],
        intervals=_intervals(found),
        failures=[p for p in found.recipes if p.state == "failed"][:50],
        pictures=[(data, _CAPTIONS[n], _NUMBERS[n]) for n, data in pictures.items()],
        number=number,
    )


def _row(found: StudyResults, point: int, names: list[str]) -> dict[str, object]:
    one = found.point(point)
    assert one.numbers is not None  # a point of the front has numbers
    values = [shown(one.numbers.outcomes[n], n) for n in names]
    return {"point": point, "knee": point == found.knee, "values": values, "labels": one.labels}


def _difference(one: Difference) -> dict[str, object]:
    bars = one.in_error_bars
    return {
        "label": label_of(one.number),
        "before": shown(one.before, one.number),
        "after": shown(one.after, one.number),
        "change": _printed(one.change) or "none",
        "same": not one.change,
        "bars": "no error bar" if bars is None else f"{bars:.2g}",
        "shared": "" if (most := one.in_numerical_bars) is None else f"{most:.2g}",
        "within": bars is not None and bars < 1,
    }


def _printed(change: str) -> str:
    """A change in print typography: "−25.4 %" unbroken, "0 → 1"."""
    typography = typeset(change)
    return re.sub(r"(?<![\w)])-(?=\d)", "−", typography)


def _intervals(found: StudyResults) -> list[tuple[str, list[str], int, str]]:
    """Label, columns of numbers, count and unit of every interval."""
    rows = []
    for one in found.intervals:
        unit = display_unit(one.unit, one.number)
        values = (one.low, one.median, one.high, one.start)
        texts = ["" if v is None else number(to_display(v, unit)) for v in values]
        widths = (one.std_process, one.std_model)
        texts += ["" if s is None else number(width_to_display(s, unit)) for s in widths]
        rows.append((label_of(one.number), texts, one.count, symbol(unit)))
    return rows
