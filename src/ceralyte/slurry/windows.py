"""Does a binder last against lithium, sodium, graphite and cathode? Reports and windows."""

from functools import lru_cache
from typing import Literal, get_args

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import require_one_of
from ceralyte.model import Material
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


def against_electrodes(binder: Material) -> tuple[dict[str, str], tuple[Source, ...]]:
    """Return what happens to a binder at each electrode, in words, and the sources.

    Potentials of the catalogue are against Li/Li+, and what they say begins with "by its window";
    "not stable" and "stable" begin the words of reports; an electrode of which nothing is known
    says so.
    """
    words: dict[str, list[str]] = {name: [] for name in get_args(Electrode)}
    sources: tuple[Source, ...] = ()
    for contact in contacts():
        if contact.binder == binder.name:
            verdict = "stable" if contact.stable else "not stable"
            words[contact.electrode].append(f"{verdict}: {contact.statement}")
            sources += contact.sources
    for name, electrodes in _SIDES.items():
        for value in binder.of(name)[:1]:
            for electrode in electrodes:
                words[electrode].append(_by_window(electrode, value.value, value.kind))
            sources += (value.as_source(),)
    return {name: "; ".join(told) or UNKNOWN for name, told in words.items()}, sources


def _by_window(electrode: Electrode, potential: float, kind: str) -> str:
    """What an end of the window says of an electrode; the end of an oxidation for the cathode."""
    told = f"{potential:.2f} V against Li/Li+ ({kind})"
    if electrode == "cathode":
        return f"by its window stable with cathodes that stay below {told}"
    if potential <= 0:
        return f"by its window stable, reduced only below {told}"
    if electrode == "lithium":
        return f"by its window not stable, reduced below {told}, where lithium is at 0 V"
    return f"by its window not stable where it is charged below {told}"


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
