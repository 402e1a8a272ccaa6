"""What is drawn in three dimensions, and planes through it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

from ceralyte.app.files import pictures
from ceralyte.app.service import Service
from ceralyte.app.views.scene import BINDER_MESH, FIBRES, PARTICLES, SCENE

if TYPE_CHECKING:  # drawing is imported where it is used: the server starts in a moment
    from ceralyte.app.views.slices import Slice


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.get("/jobs/{identifier}/scene")
    def scene(identifier: str) -> dict[str, Any]:
        drawn = list(pictures(service.results(identifier)))
        return _scene(service.view(identifier)) | {"pictures": drawn}

    @router.get("/jobs/{identifier}/slice.bin")
    def numbers(identifier: str, field: str, axis: str, index: int) -> Response:
        values = _cut(service, identifier, field, axis, index).values
        rows, columns = values.shape
        return Response(
            values.tobytes(),
            media_type="application/octet-stream",
            headers={"X-Shape": f"{rows},{columns}", "X-Dtype": values.dtype.name},
        )

    @router.get("/jobs/{identifier}/slice.png")
    def image(identifier: str, field: str, axis: str, index: int) -> Response:
        from ceralyte.app.views.slices import picture

        plane = _cut(service, identifier, field, axis, index)
        told = {f["name"]: f for f in _scene(service.view(identifier))["fields"]}[field]
        return Response(picture(plane, told["min"], told["max"]), media_type="image/png")

    @router.get("/jobs/{identifier}/{name}.bin")
    def bare(identifier: str, name: str) -> FileResponse:
        file = f"{name}.bin"
        path = service.view(identifier) / file
        if file not in (PARTICLES, FIBRES, BINDER_MESH) or not path.is_file():
            raise HTTPException(404, f"the job has no {file[:40]}")
        return FileResponse(path, media_type="application/octet-stream")

    return router


def _cut(service: Service, identifier: str, field: str, axis: str, index: int) -> "Slice":
    from ceralyte.app.views.slices import cut

    view = service.view(identifier)
    return cut(view, _scene(view), field, axis, index)


def _scene(view: Path) -> dict[str, Any]:
    path = view / SCENE
    if not path.is_file():
        raise HTTPException(404, "the job has nothing to draw")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
