"""Studies as tables for a terminal, as JSON, and as a line of progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.markup import escape

from ceralyte.cli import output
from ceralyte.cli.output import STDOUT, compared, table
from ceralyte.core.display import display_unit, symbol, to_display, width_to_display
from ceralyte.core.format import number
from ceralyte.core.quantities import Quantity
from ceralyte.study import (
    Difference,
    Interval90,
    Progress,
    StoredStudy,
    StudyPoint,
    StudyResults,
    TimeLeft,
)

_MOST_ROWS = 20


def status_of(study: StoredStudy, counts: dict[str, int]) -> dict[str, Any]:
    """Return how far a study is, with the seconds left where it runs and has a pace."""
    left = study.left if study.running else TimeLeft()
    state = "running" if study.running else "finished" if study.finished else "stopped"
    if not study.running:  # what was being computed when it stopped is computed again
        counts = counts | {"queued": counts["queued"] + counts["running"], "running": 0}
    return {
        "study": study.id,
        "name": study.name,
        "kind": study.kind,
        "state": state,
        "planned": study.planned,
        **counts,
        "seconds_left": left.seconds,
        "untimed_levels": list(left.untimed),
    }


def show_status(rows: list[dict[str, Any]]) -> None:
    """Print the studies of a store."""
    table(
        "Studies",
        ("", "name", "kind", "state", "done", "failed", "running", "planned", "time left"),
        [
            (
                *(str(r[k]) for k in ("study", "name", "kind", "state", "done", "failed")),
                *(str(r[k]) for k in ("running", "planned")),
                _told_left(TimeLeft(r["seconds_left"], tuple(r["untimed_levels"]))),
            )
            for r in rows
        ],
    )


def _told_left(left: TimeLeft) -> str:
    """Say how long it takes yet; nothing where that is not known at all."""
    if left.seconds is None:
        return ""
    return ", then ".join((duration(left.seconds), *(f"level {name}" for name in left.untimed)))


def duration(seconds: float) -> str:
    """Return a time as text.

    Examples
    --------
    >>> duration(42), duration(312), duration(8000)
    ('42 s', '5 min', '2 h 13 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@contextmanager
def progress_line(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Give a callback that draws how far a study is."""
    with output.progress_bar(quiet or not output.STDERR.is_terminal) as bar:

        def tell(now: Progress) -> None:
            if now.note:
                output.say(now.note)
            told = _told_left(now.left)
            left = f", time left: {told}" if told else ""
            failed = f", {now.failed} failed" if now.failed else ""
            wait = ", waiting for workers" if now.workers == 0 else ""
            wait += f", waiting because {now.trouble}" if now.trouble else ""
            bar(
                f"{now.known} of {now.planned} recipes{failed}{wait}{left}",
                now.known / now.planned,
            )

        yield tell


def document(found: StudyResults) -> dict[str, Any]:
    """Return the JSON document: every point in short, those of the front in full."""
    data: dict[str, Any] = found.model_dump(mode="json", exclude={"points"})
    front = {*found.front, found.knee}
    data["points"] = [_short(p) for p in found.points]
    data["front_points"] = [p.model_dump(mode="json") for p in found.points if p.number in front]
    return data


def _short(point: StudyPoint) -> dict[str, Any]:
    outcomes = {} if point.numbers is None else point.numbers.outcomes
    values = {n: o.value for n, o in outcomes.items() if isinstance(o, Quantity)}
    return point.model_dump(mode="json", exclude={"numbers"}) | {"values": values}


def show_results(found: StudyResults) -> None:
    """Print what a study found."""
    from ceralyte.report.prose import sentences

    for labels, reason in found.forbidden:
        told = ", ".join(f"{name}: {label}" for name, label in labels.items())
        why = escape(sentences(reason))
        STDOUT.print(f"[bold red]never sampled[/]  {escape(told)} – [dim]{why}[/]")
    if found.trouble:
        STDOUT.print(f"[bold red]no answer[/]  {escape(found.trouble)}")
    if found.front:
        _front(found)
    _differences("The knee against the starting point", found.gains)
    _dominated(found)
    for one in found.sensitivities:
        _sensitivity(one)
    for method in {one.method for one in found.sensitivities if one.total}:
        STDOUT.print(_SENSITIVITY_WORDS[method], markup=False)
    if found.intervals:
        _intervals(found)
    _changes(found)
    for note in found.notes:
        STDOUT.print(f"note: {note}", markup=False)


def _front(found: StudyResults) -> None:
    names = list(found.objectives)
    rows = []
    front = [n for n in found.front if n not in found.ties]
    for place in front[:_MOST_ROWS]:
        point = found.point(place)
        assert point.numbers is not None  # a point of the front has numbers
        rows.append(
            (
                f"{place}{' knee' if place == found.knee else ''}",
                *(compared(point.numbers.outcomes[name], name) for name in names),
                _recipe(point.labels),
            )
        )
    more = len(front) - _MOST_ROWS
    table(
        f"Front: recipes that no other beats, level {found.level}"
        + (f"; {more} more with --json" if more > 0 else ""),
        ("point", *(f"{n.replace('_', ' ')} ({found.objectives[n]})" for n in names), "recipe"),
        rows,
    )
    if alike := found.ties:
        equal = ", ".join(map(str, alike[:_MOST_ROWS]))
        STDOUT.print(
            f"equal to one of these in all objectives: {equal}"
            + (f" and {len(alike) - _MOST_ROWS} more" if len(alike) > _MOST_ROWS else "")
        )


def _recipe(labels: dict[str, str]) -> str:
    """What varies, as one text."""
    told = (f"{name} {label}" for name, label in labels.items())
    return "; ".join(told) or "as the base recipe"


def _differences(title: str, differences: tuple[Difference, ...]) -> None:
    if differences:
        table(
            title,
            ("number", "before", "after", "change", "in error bars"),
            [
                (
                    d.number.replace("_", " "),
                    compared(d.before, d.number),
                    compared(d.after, d.number),
                    d.change or "none",
                    told_bars(d),
                )
                for d in differences
            ],
        )


def told_bars(difference: Difference) -> str:
    """Say how a difference compares with its error bar."""
    least, most = difference.in_error_bars, difference.in_numerical_bars
    if least is None:
        return "no error bar"
    told = f"{least:.2g}" + (" (within)" if least < 1 else "")
    return told if most is None else f"{told}; {most:.2g} if the model's errors are shared"


def _dominated(found: StudyResults) -> None:
    rows = []
    for one in found.dominated[:5]:
        by = "; ".join(_change(d) for d in one.differences)
        rows.append((str(one.number), str(one.by), by))
    if rows:
        table("Beaten, but close to the front", ("point", "beaten by", "which has"), rows)


def _change(difference: Difference) -> str:
    name = difference.number.replace("_", " ")
    return f"{name} {difference.change}" if difference.change else f"equal {name}"


def _sensitivity(one: Any) -> None:
    title = f"What moves {one.number.replace('_', ' ')} ({one.method})"
    if one.reason:
        STDOUT.print(f"{title}: not told: {one.reason}", markup=False)
        return
    sobol = one.method == "sobol"
    columns = [one.total, one.total_confidence, one.first, one.first_confidence][
        : 4 if sobol else 2
    ]
    order = sorted(range(len(one.inputs)), key=lambda i: -one.total[i])
    rows = [(one.inputs[i], *(f"{column[i]:.3f}" for column in columns)) for i in order]
    heads = ("total", "± 95 %", "alone", "± 95 %") if sobol else ("mu*", "± 95 %")
    table(title, ("input", *heads), rows)


_SENSITIVITY_WORDS = {
    "sobol": "alone: share of the variance that the input explains by itself; total: with all that "
    "it does together with others. Sums of 'alone' below 1 are due to such interactions",
    "morris": "mu*: mean size of the change of the number when the input alone moves across its "
    "range, over the standard deviation of the number. It ranks inputs and is no share",
}


def _intervals(found: StudyResults) -> None:
    most = max(i.count for i in found.intervals)
    rows = []
    for i in found.intervals:
        unit = display_unit(i.unit, i.number)
        values = [_in(unit, v) for v in (i.low, i.median, i.high, i.start)]
        parts = ["" if s is None else number(width_to_display(s, unit)) for s in _parts(i)]
        name = " ".join((i.number.replace("_", " "), symbol(unit))).rstrip()
        some = f" ({i.count} recipes)" if i.count < most else ""
        rows.append((name + some, *values, *parts))
    heads = ("number", "5 %", "50 %", "95 %", "start", "± process", "± model")
    table(f"Between which values 90 % lie: {most} scattered recipes", heads, rows)


def _parts(interval: Interval90) -> tuple[float | None, float | None]:
    return interval.std_process, interval.std_model


def _in(unit: str, value: float | None) -> str:
    return "" if value is None else number(to_display(value, unit))


def _changes(found: StudyResults) -> None:
    if found.kind != "reach":
        return
    if not found.changes:
        told = "the starting point meets it already" if found.met else "no change found meets it"
        STDOUT.print(told)
        return
    table(
        "Smallest changes that suffice (size: shares of the ranges)",
        ("what", "size", "point", "change"),
        [
            (
                c.axis,
                f"{c.size:.3g}",
                str(c.point),
                _recipe(c.labels).replace("->", "→"),
            )
            for c in found.changes
        ],
    )
    _differences("What the smallest does to what is asked for", found.reached)
    _differences("What else changes with the smallest", found.side_effects)
    for effect in found.other_effects:
        STDOUT.print(f"and {effect}", markup=False)
