"""Does a binder last against lithium, sodium, graphite and cathode? Reports and windows."""

from functools import lru_cache
from typing import Literal, get_args

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import require_one_of
from ceralyte.model import Material
from ceralyte.model.results import Answer
from ceralyte.slurry.evidence import data_rows, sources_of

Electrode = Literal["lithium", "sodium", "graphite", "cathode"]
UNKNOWN = "not known: test it"

_COLUMNS = ("binder", "electrode", "stable", "statement", "kind", "confidence", "references")
_SIDES: dict[str, tuple[Electrode, ...]] = {
    "reduction_potential": ("lithium", "graphite"),
    "oxidation_potential": ("cathode",),
}
"""Ends of a window in the catalogue, and the electrodes that they speak of."""


class Contact(Record):
    """What is reported of a binder at an electrode."""

    binder: str
    electrode: Electrode
    stable: bool
    statement: str
    sources: tuple[Source, ...]


class AtElectrode(Record):
    """What is known of a binder at an electrode.

    Attributes
    ----------
    answer : str
        Whether it lasts, by reports; "uncertain" where they differ, or only a potential is known.
    fails : bool
        Whether a report or its window says that it does not.
    words : str
        What they say; "stable" and "not stable" begin the words of reports.
    sources : tuple of Source
    """

    answer: Answer = "unknown"
    fails: bool = False
    words: str = UNKNOWN
    sources: tuple[Source, ...] = ()


def against_electrodes(binder: Material) -> dict[Electrode, AtElectrode]:
    """Return what happens to a binder at each electrode.

    Potentials of the catalogue are against Li/Li+, and what they say begins with "by its window".
    """
    return {electrode: _at(electrode, binder) for electrode in get_args(Electrode)}


def _at(electrode: Electrode, binder: Material) -> AtElectrode:
    reports = [c for c in contacts() if (c.binder, c.electrode) == (binder.name, electrode)]
    sides = [side for side, electrodes in _SIDES.items() if electrode in electrodes]
    ends = [value for side in sides for value in binder.of(side)[:1]]
    if not reports and not ends:
        return AtElectrode()
    windows = [_by_window(electrode, end.value, end.kind) for end in ends]
    lasts = {report.stable for report in reports}
    words = [f"{'' if r.stable else 'not '}stable: {r.statement}" for r in reports]
    return AtElectrode(
        answer="uncertain" if len(lasts) != 1 else "yes" if lasts == {True} else "no",
        fails=False in lasts or any(fails for fails, _ in windows),
        words="; ".join([*words, *(told for _, told in windows)]),
        sources=(*(s for r in reports for s in r.sources), *(end.as_source() for end in ends)),
    )


def _by_window(electrode: Electrode, potential: float, kind: str) -> tuple[bool, str]:
    """Whether a binder fails by an end of its window, and what that says; for the cathode it is
    the end of an oxidation."""
    told = f"{potential:.2f} V against Li/Li+ ({kind})"
    if electrode == "cathode":
        return False, f"by its window stable with cathodes that stay below {told}"
    if potential <= 0:
        return False, f"by its window stable, reduced only below {told}"
    if electrode == "lithium":
        return True, f"by its window not stable, reduced below {told}, where lithium is at 0 V"
    return True, f"by its window not stable where it is charged below {told}"


@lru_cache(maxsize=1)
def contacts() -> tuple[Contact, ...]:
    """Return all reports on binders at electrodes, in file order."""
    found = []
    for where, row in data_rows("binder_electrodes.csv", _COLUMNS, _COLUMNS):
        require_one_of(where, row, "electrode", get_args(Electrode))
        require_one_of(where, row, "stable", ("yes", "no"))
        used_for = f"{row['binder']} against {row['electrode']}"
        keys = (row["references"], used_for, row["kind"], row["confidence"])
        found.append(
            Contact.model_validate(
                {name: row[name] for name in ("binder", "electrode", "statement")}
                | {"stable": row["stable"] == "yes", "sources": sources_of(where, *keys)}
            )
        )
    return tuple(found)
