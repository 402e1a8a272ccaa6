"""What a job made: its document, numbers, charts, files; and designs beside each other."""

import json
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from ceralyte.app.files import archive, file_named, listing, pictures, type_of
from ceralyte.app.guard import FILE_POLICY
from ceralyte.app.jobs.worker import RESULT
from ceralyte.app.service import Service
from ceralyte.app.views.compare import MOST, compared
from ceralyte.app.views.scene import CHARTS, NUMBERS
from ceralyte.core.errors import InputError

_POLICY = {"content-security-policy": FILE_POLICY}


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.get("/jobs/{identifier}/result")
    def result(identifier: str) -> Response:
        return _document(service.results(identifier) / RESULT)

    @router.get("/jobs/{identifier}/numbers")
    def numbers(identifier: str) -> Response:
        return _document(service.view(identifier) / NUMBERS)

    @router.get("/jobs/{identifier}/charts")
    def charts(identifier: str) -> Response:
        return _document(service.view(identifier) / CHARTS)

    @router.get("/jobs/{identifier}/files")
    def files(identifier: str) -> list[dict[str, Any]]:
        return listing(service.results(identifier))

    @router.get("/jobs/{identifier}/files/{name:path}")
    def file(identifier: str, name: str) -> FileResponse:
        path = file_named(service.results(identifier), name)
        return FileResponse(path, media_type=type_of(path), headers=_POLICY)

    @router.get("/jobs/{identifier}/archive.zip")
    def whole(identifier: str) -> FileResponse:
        service.results(identifier)  # or 404
        path = archive(service.places.job(identifier), service.places.temporary)
        return FileResponse(
            path,
            media_type="application/zip",
            filename=f"ceralyte-{identifier}.zip",
            background=BackgroundTask(path.unlink),
        )

    @router.get("/jobs/{identifier}/picture/{name}.png")
    def picture(identifier: str, name: str) -> FileResponse:
        found = pictures(service.results(identifier))
        if name not in found:
            raise HTTPException(404, f"there is no picture {name[:40]}")
        return FileResponse(found[name], media_type="image/png")

    @router.get("/compare")
    def compare(jobs: str) -> dict[str, Any]:
        wanted = list(dict.fromkeys(jobs.split(",")))
        if not 1 <= len(wanted) <= MOST:
            raise InputError("jobs", f"got {len(wanted)}", f"1 to {MOST} designs")
        for one in wanted:
            if service.job(one).kind != "design":
                raise InputError("jobs", f"{one} is a {service.job(one).kind}", "designs")
        return compared(
            [_read(service.view(one) / NUMBERS) for one in wanted],
            [_read(service.results(one) / RESULT)["recipe"] for one in wanted],
        )

    return router


def _document(path: Path) -> Response:
    return Response(_content(path), media_type="application/json")


def _read(path: Path) -> Any:
    return json.loads(_content(path))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise HTTPException(404, "the job has none")
    return path.read_bytes()
