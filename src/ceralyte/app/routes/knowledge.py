"""What is known without computing: solvents for a ceramic, published membranes."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from ceralyte.app.service import Service
from ceralyte.core.errors import InputError, UnknownNameError

if TYPE_CHECKING:  # what computes is imported where it is used: the server starts in a moment
    from ceralyte.model import Design

_MOST_STARS = 8


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.get("/screen")
    def solvents(ceramic: str, binder: str | None = None) -> dict[str, Any]:
        from ceralyte.app.views.solvents import rows

        with service.computing:
            return {"rows": rows(ceramic, binder or None)}

    @router.get("/screen/matrix")
    def every_solvent(ceramics: str = "") -> dict[str, Any]:
        from ceralyte.app.views.solvents import matrix

        with service.computing:
            return matrix([c.strip() for c in ceramics.split(",") if c.strip()])

    @router.get("/literature/{name}")
    def literature(name: str, jobs: str = "") -> dict[str, Any]:
        from ceralyte.app.views.literature import NAMES, literature_chart

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


@lru_cache(maxsize=4)
def _design(folder: Path) -> "Design":
    from ceralyte.pipeline import load_design

    return load_design(folder)
