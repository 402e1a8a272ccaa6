"""Uploads: size distributions, images, spectra, as raw bodies."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from ceralyte.app.service import Service
from ceralyte.app.uploads import Kind, keep, plain_name, receive, require_meaning


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.post("/uploads", status_code=201)
    async def upload(
        request: Request, kind: Kind, name: str, basis: str = "", unit: str = ""
    ) -> dict[str, Any]:
        plain_name(name, kind)  # before anything is received
        if kind == "psd":
            require_meaning(basis, unit)
        received = await receive(request.stream(), service.places)
        try:
            return await run_in_threadpool(
                keep,
                received,
                kind,
                name,
                service.places,
                service.settings.limits,
                basis=basis,
                unit=unit,
            )
        finally:
            received.unlink(missing_ok=True)

    return router
