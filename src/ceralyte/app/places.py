"""Where the server keeps what: names from outside never become paths unchecked."""

import re
from dataclasses import dataclass
from pathlib import Path

from ceralyte.app.documents import PLAIN_NAME
from ceralyte.core.errors import InputError, UnknownNameError

_JOB = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Places:
    """Folders and files below the data folder."""

    data: Path

    def make(self) -> None:
        """Make the folders, which their owner alone may read.

        Raises
        ------
        InputError
            They cannot be made.
        """
        try:
            for folder in (self.data, self.jobs, self.uploads, self.temporary):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise InputError(
                "--data", f"{self.data} cannot be made: {error.strerror}", "another folder"
            ) from error

    @property
    def queue(self) -> Path:
        """The file of the queue."""
        return self.data / "jobs.sqlite"

    @property
    def holder(self) -> Path:
        """The file that says which server uses the folder."""
        return self.data / "server.json"

    @property
    def jobs(self) -> Path:
        """The folder with a folder per job."""
        return self.data / "jobs"

    @property
    def uploads(self) -> Path:
        """The folder of uploaded files, flat: recipes name them."""
        return self.data / "uploads"

    @property
    def temporary(self) -> Path:
        """The folder of files that are being received or packed; emptied at the start."""
        return self.data / "temporary"

    def job(self, identifier: str) -> Path:
        """Return the folder of a job, made or not.

        Raises
        ------
        InputError
            This is no id of a job.
        """
        if not _JOB.fullmatch(identifier):
            raise InputError("job", f"'{identifier[:40]}' is no id", "an id from the list of jobs")
        return self.jobs / identifier

    def upload(self, identifier: str) -> Path:
        """Return an uploaded file or stack.

        Raises
        ------
        InputError
            There is none.
        """
        found = self.uploads / identifier if PLAIN_NAME.fullmatch(identifier) else None
        if found is None or not found.exists():
            there = [f.name for f in self.uploads.iterdir()]
            raise UnknownNameError("upload", identifier, there)
        return found
