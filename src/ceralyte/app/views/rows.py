"""Numbers as the page prints them: text by the report, and the same in its display unit."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from ceralyte.core.display import display_unit, to_display, width_to_display
from ceralyte.core.format import number, shown
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.model import Design, Verdict
from ceralyte.report.environment import distinct
from ceralyte.report.prose import sentence, sentences, typeset
from ceralyte.report.quantities import GROUPS, HEADLINES, label_of

_WORDS = ("text", "unit", "aside", "bracket", "estimate", "method", "validity", "reason")


def row(key: str, outcome: Outcome, label: str = "", name: str = "") -> dict[str, Any]:
    """Return a quantity ready to print, with its raw numbers in the unit shown.

    Parameters
    ----------
    key : str
        Name of the quantity, by which its unit is chosen unless `name` says otherwise.
    outcome : Outcome
    label : str
        In print; that of the report if not given.
    """
    told = asdict(shown(outcome, name or key))
    unit = display_unit(outcome.unit, name or key)
    numbers: dict[str, float | None] = dict.fromkeys(("value", "std", "low", "high"))
    if isinstance(outcome, Quantity):
        numbers = {
            "value": to_display(outcome.value, unit),
            "std": None if outcome.std is None else width_to_display(outcome.std, unit),
            "low": None if outcome.low is None else to_display(outcome.low, unit),
            "high": None if outcome.high is None else to_display(outcome.high, unit),
        }
    words = {name: told[name] for name in _WORDS}
    words |= {name: typeset(told[name]) for name in ("method", "validity", "reason")}
    return {"key": key, "label": label or label_of(key)} | words | numbers


def numbers_of(design: Design) -> dict[str, Any]:
    """Return all numbers of a design by group, its verdicts, notes and sources."""
    groups = [
        {"title": title, "rows": [row(name, getattr(design, name)) for name in names]}
        for title, names in GROUPS.items()
    ]
    return {
        "headlines": [row(name, getattr(design, name)) for name in HEADLINES],
        "groups": groups,
        "verdicts": verdicts(design.verdicts),
        "notes": notes(design.notes),
        "sources": sources(design.sources),
        "computation": computation_of(design),
    }


def computation_of(design: Design) -> dict[str, str]:
    """Return how finely a design was computed, ready to print."""
    made, structure = design.provenance, design.structure
    found = {"level": made.level, "seeds": ", ".join(map(str, made.seeds))}
    if structure.particles is not None:
        found["particles"] = str(len(structure.particles.particles))
    return found | {"voxel size": f"{number(to_display(structure.voxel_size, 'um'))} µm"}


def verdicts(found: Iterable[Verdict]) -> list[dict[str, Any]]:
    """Return verdicts in print typography."""
    return [
        v.model_dump(mode="json")
        | {"question": sentence(v.question), "reason": sentences(v.reason)}
        | {"evidence": sources(distinct(v.evidence))}
        for v in found
    ]


def notes(texts: Sequence[str]) -> list[str]:
    """Return notes as sentences."""
    return [sentence(text) for text in texts]


def sources(found: Sequence[Source]) -> list[dict[str, Any]]:
    """Return sources, each once."""
    return [s.model_dump(mode="json") for s in dict.fromkeys(found)]
