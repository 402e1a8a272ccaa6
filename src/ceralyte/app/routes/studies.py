"""Studies while they run: the front so far."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException

from ceralyte.app.jobs.commands import STORE
from ceralyte.app.service import Service
from ceralyte.core.errors import InputError

EMPTY: dict[str, Any] = {
    "objectives": [],
    "points": [],
    "done": 0,
    "budget": 0,
    "forbidden": [],
    "notes": [],
}
"""The front of a study that has not begun."""


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.get("/jobs/{identifier}/front")
    def front(identifier: str) -> dict[str, Any]:
        job = service.job(identifier)
        if job.kind != "study":
            raise HTTPException(404, f"job {identifier} is no study")
        store = service.places.job(identifier) / STORE
        if not store.is_file():
            return EMPTY
        from ceralyte.app.views.front import front_of
        from ceralyte.core.database import StoreError

        try:
            return front_of(store)
        except StoreError:
            if service.job(identifier).state == "running":
                return EMPTY  # its tables are only being made
            raise

    @router.get("/jobs/{identifier}/points/{number}/recipe")
    def recipe(identifier: str, number: int) -> PlainTextResponse:
        from ceralyte.study import Store, recipe_of

        service.job(identifier)
        with Store(str(service.places.job(identifier) / STORE), read_only=True) as opened:
            studies = opened.studies()
            if not studies:
                raise InputError("job", "has no points yet", "one that has begun")
            return PlainTextResponse(recipe_of(opened, studies[-1], number))

    return router
