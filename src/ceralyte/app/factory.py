"""The application: routes behind the guard."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from ceralyte.app.guard import Guard
from ceralyte.app.jobs.hub import Hub
from ceralyte.app.jobs.runner import Runner
from ceralyte.app.jobs.store import JobStore
from ceralyte.app.loading import load_report
from ceralyte.app.places import Places
from ceralyte.app.problems import answer_problems
from ceralyte.app.routes import jobs, knowledge, recipes, results, studies, uploads, volumes
from ceralyte.app.service import Service
from ceralyte.app.settings import Settings
from ceralyte.app.warming import warm_up

STATIC = Path(__file__).parent / "static"
_WAITS = "ceralyte ends once its compiled kernels are loaded: some seconds"


def create_app(
    settings: Settings, hub: Hub | None = None, say: Callable[[str], None] | None = None
) -> ASGIApp:
    """Return the server of a data folder as an ASGI application.

    Parameters
    ----------
    settings : Settings
    hub : Hub, optional
        Whose streams the caller wants to end.
    say : callable, optional
        Takes a line for the user where the end has to wait.

    Raises
    ------
    InputError
        The data folder cannot be used.
    """
    places = Places(settings.data)
    places.make()
    store, hub = JobStore(places.queue), hub or Hub()
    service = Service(settings, places, Runner(store, places, hub), hub)

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        service.runner.start()
        warming = warm_up(service)
        yield
        if say is not None and warming.is_alive():
            say(_WAITS)
        service.runner.close()
        warming.join()
        store.close()

    app = FastAPI(lifespan=alive, openapi_url=None, docs_url=None, redoc_url=None)
    answer_problems(app, settings.data)
    for part in (recipes, jobs, results, uploads):
        app.include_router(part.routes(service), prefix="/api")
    for part in (volumes, studies, knowledge):
        routes = part.routes(service)
        app.include_router(routes, prefix="/api", dependencies=[Depends(load_report)])
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False))

    @app.get("/")
    def page() -> FileResponse:
        if not (STATIC / "index.html").is_file():
            raise HTTPException(404, "this installation has no page: build it with `make web`")
        return FileResponse(STATIC / "index.html")

    return Guard(app, settings)
