"""Solvents for ceramics: every verdict on one, or the verdicts on many in short."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ceralyte.materials import load_catalogue
from ceralyte.slurry import filter_reason, screen


def rows(ceramic: str, binder: str | None) -> list[dict[str, Any]]:
    """Return the verdicts on all solvents for a ceramic, ranked, as `ceralyte screen` tells them.

    Raises
    ------
    InputError
        An unknown ceramic or binder.
    """
    return [
        verdict.model_dump(mode="json")
        | {
            "filter_reason": filter_reason(verdict),
            "hazard_level": verdict.hazard_level,
            "place": place,
        }
        for place, verdict in enumerate(screen(ceramic, binder=binder), 1)
    ]


def matrix(ceramics: Sequence[str]) -> dict[str, Any]:
    """Return what every solvent does to some ceramics, or to all of the catalogue."""
    wanted = tuple(ceramics) or _all_ceramics()
    solvents = load_catalogue().names("solvent")
    cells = [_cells(ceramic, solvents) for ceramic in wanted]
    return {"ceramics": list(wanted), "solvents": list(solvents), "cells": cells}


@lru_cache(maxsize=256)
def _cells(ceramic: str, solvents: tuple[str, ...]) -> list[dict[str, Any]]:
    found = {v.solvent: v for v in screen(ceramic)}
    return [
        {
            "outcome": v.outcome,
            "usable": v.usable,
            "confidence": v.confidence,
            "mechanism": v.mechanism,
        }
        for v in (found[name] for name in solvents)
    ]


@lru_cache(maxsize=1)
def _all_ceramics() -> tuple[str, ...]:
    return tuple(m.name for m in load_catalogue() if m.category == "ceramic" and m.formula)
