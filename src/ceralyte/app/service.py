"""What the routes share: places, queue, news."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from starlette.exceptions import HTTPException

from ceralyte.app.jobs.commands import RESULTS
from ceralyte.app.jobs.hub import Hub
from ceralyte.app.jobs.record import Job
from ceralyte.app.jobs.runner import Runner
from ceralyte.app.places import Places
from ceralyte.app.settings import Settings
from ceralyte.app.views.scene import VIEW
from ceralyte.core.errors import InputError


@dataclass(frozen=True)
class Service:
    """The server's parts; `computing` keeps two requests from computing at once."""

    settings: Settings
    places: Places
    runner: Runner
    hub: Hub
    computing: Lock = field(default_factory=Lock)

    def job(self, identifier: str) -> Job:
        """Return a job, or answer 404."""
        try:
            self.places.job(identifier)
            return self.runner.get(identifier)
        except (KeyError, InputError):
            raise HTTPException(404, f"there is no job {identifier[:40]}") from None

    def results(self, identifier: str) -> Path:
        """Return the folder with the results of a job, or answer 404."""
        return self._folder(identifier, RESULTS)

    def view(self, identifier: str) -> Path:
        """Return the folder with what is drawn of a job, or answer 404."""
        return self._folder(identifier, VIEW)

    def _folder(self, identifier: str, name: str) -> Path:
        job = self.job(identifier)
        folder = self.places.job(identifier) / name
        if not folder.is_dir():
            raise HTTPException(404, f"job {identifier} is {job.state}: nothing to show")
        return folder
