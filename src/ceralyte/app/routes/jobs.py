"""Jobs: give one, watch all, end one."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from ceralyte.app.jobs.commands import Request, command_of
from ceralyte.app.jobs.hub import stream
from ceralyte.app.service import Service

HEARTBEAT = 15.0  # s


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router, runner = APIRouter(), service.runner

    @router.post("/jobs", status_code=201)
    def give(request: Request) -> dict[str, str]:
        command = command_of(request, service.places)
        return {"id": runner.submit(request.kind, command, request.options).id}

    @router.get("/jobs")
    def every() -> list[dict[str, Any]]:
        return [job.to_json() for job in runner.all()]

    @router.get("/jobs/{identifier}")
    def one(identifier: str) -> dict[str, Any]:
        return service.job(identifier).to_json()

    @router.post("/jobs/{identifier}/cancel")
    def cancel(identifier: str) -> dict[str, Any]:
        return runner.cancel(service.job(identifier).id).to_json()

    @router.delete("/jobs/{identifier}")
    def delete(identifier: str) -> dict[str, str]:
        runner.delete(service.job(identifier).id)
        return {"id": identifier}

    @router.get("/events")
    async def events() -> StreamingResponse:
        async def told() -> Any:
            with service.hub.listening() as listener:
                first = [("job", job.to_json()) for job in runner.all()]
                async for text in stream(listener, first, HEARTBEAT):
                    yield text

        return StreamingResponse(told(), media_type="text/event-stream")

    return router
