"""What is known without computing: solvents for a ceramic, published membranes."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from ceralyte.app.service import Service
from ceralyte.app.views.literature import NAMES, literature_chart
from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.materials import load_catalogue
from ceralyte.model import Design
from ceralyte.pipeline import load_design
from ceralyte.slurry import SlurryVerdict, filter_reason, screen

_MOST_STARS = 8


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.get("/screen")
    def solvents(ceramic: str, binder: str | None = None) -> dict[str, Any]:
        with service.computing:
            found = screen(ceramic, binder=binder or None)
        return {"rows": [_row(v, place) for place, v in enumerate(found, 1)]}

    @router.get("/screen/matrix")
    def matrix(ceramics: str = "") -> dict[str, Any]:
        wanted = tuple(c.strip() for c in ceramics.split(",") if c.strip()) or _all_ceramics()
        names = load_catalogue().names("solvent")
        with service.computing:
            cells = [_cells(ceramic, names) for ceramic in wanted]
        return {"ceramics": list(wanted), "solvents": list(names), "cells": cells}

    @router.get("/literature/{name}")
    def literature(name: str, jobs: str = "") -> dict[str, Any]:
        if name not in NAMES:
            raise UnknownNameError("name", name, NAMES)
        wanted = list(dict.fromkeys(j for j in jobs.split(",") if j))
        if len(wanted) > _MOST_STARS:
            raise InputError("jobs", f"got {len(wanted)}", f"{_MOST_STARS} or fewer")
        designs = {}
        for one in wanted:
            job = service.job(one)
            if job.kind != "design":
                raise InputError("jobs", f"{one} is a {job.kind}", "designs")
            title = job.title if job.title not in designs else f"{job.title} ({one[:4]})"
            designs[title] = _design(service.results(one))
        return literature_chart(name, designs)

    return router


def _row(verdict: SlurryVerdict, place: int) -> dict[str, Any]:
    return verdict.model_dump(mode="json") | {
        "filter_reason": filter_reason(verdict),
        "hazard_level": verdict.hazard_level,
        "place": place,
    }


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


@lru_cache(maxsize=4)
def _design(folder: Path) -> Design:
    return load_design(folder)
