"""The recipes of a study by what is wanted of them, also while it runs."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from ceralyte.app.views.rows import notes
from ceralyte.core.database import StoreError
from ceralyte.core.display import display_unit, symbol, to_display
from ceralyte.core.format import compared
from ceralyte.core.quantities import Quantity
from ceralyte.pipeline import NUMBERS
from ceralyte.report.prose import sentences
from ceralyte.report.quantities import label_of
from ceralyte.study import Store, StudyPoint, StudyResults, results


def front_of(store: Path) -> dict[str, Any]:
    """Return the points of the study in a store, with its front and knee, in display units.

    Raises
    ------
    StoreError
        There is no study in it as yet.
    """
    return _front(store, _state(store))


def _state(store: Path) -> tuple[tuple[int, int], ...]:
    """Time and size of the file and of its log of writes: while they stay, so does the front."""
    found = []
    for file in (store, store.with_name(f"{store.name}-wal")):
        with suppress(FileNotFoundError):
            told = file.stat()
            found.append((told.st_mtime_ns, told.st_size))
    return tuple(found)


@lru_cache(maxsize=4)
def _front(store: Path, _: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    with Store(str(store), read_only=True) as opened:
        studies = opened.studies()
        if not studies:
            raise StoreError(str(store), "holds no study as yet", "one that has begun")
        found = results(opened, studies[-1])
    start = found.start
    return {
        "name": found.name,
        "kind": found.kind,
        "level": found.level,
        "objectives": [
            {
                "name": name,
                "label": label_of(name),
                "unit": symbol(_unit(name)),
                "direction": goal,
            }
            for name, goal in found.objectives.items()
        ],
        "points": [_point(p, found, p is start) for p in found.recipes if p.numbers is not None],
        "done": found.counts["done"] + found.counts["failed"],
        "budget": found.planned,
        "forbidden": [{"labels": labels, "reason": sentences(r)} for labels, r in found.forbidden],
        "notes": notes(((found.trouble,) if found.trouble else ()) + found.notes),
    }


def _point(point: StudyPoint, found: StudyResults, is_start: bool) -> dict[str, Any]:
    assert point.numbers is not None  # the others were left out
    outcomes = point.numbers.outcomes
    wanted = {name: outcomes[name] for name in found.objectives or NUMBERS}
    known = {name: o for name, o in wanted.items() if isinstance(o, Quantity)}
    bars = {name: _error_bar(o) for name, o in known.items()}
    return {
        "number": point.number,
        "level": point.level,
        "feasible": point.feasible,
        "x": point.labels,
        "y": {name: to_display(o.value, _unit(name)) for name, o in known.items()},
        "text": {name: _text(o, name) for name, o in known.items()},
        "bars": {
            name: [to_display(end, _unit(name)) for end in bar]
            for name, bar in bars.items()
            if bar is not None
        },
        "front": point.number in found.front,
        "knee": point.number == found.knee,
        "start": is_start,
    }


def _text(quantity: Quantity, name: str) -> str:
    """Value with its error bar, or with its bracket if that is all there is."""
    told = compared(quantity, name)
    alone = told.bracket if quantity.std is None else ""
    return f"{told.text} ({alone})" if alone else told.text


def _unit(name: str) -> str:
    return display_unit(NUMBERS[name].si_unit, name)


def _error_bar(quantity: Quantity) -> tuple[float, float] | None:
    """Both ends: one standard deviation away, or of the bracket; None without either."""
    if quantity.std is not None:
        return quantity.value - quantity.std, quantity.value + quantity.std
    if quantity.low is not None and quantity.high is not None:
        return quantity.low, quantity.high
    return None
