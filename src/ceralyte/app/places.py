"""Where the server keeps what: names from outside never become paths unchecked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ceralyte.app.documents import PLAIN_NAME
from ceralyte.core.errors import InputError, UnknownNameError

COMMAND = "command.json"
"""What the worker of a job is to run: the first file in its folder."""
_JOB = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Places:
    """Folders and files below the data folder."""

    data: Path

    def make(self) -> None:
        """Make the folders, which their owner alone may read, and the file that marks them.

        Raises
        ------
        InputError
            They cannot be made, or the folder is one of other things: much is deleted here.
        """
        try:
            if self._holds_other_things():
                raise InputError(
                    "--data",
                    f"{self.data} holds other things, and neither {self.queue.name} "
                    f"nor {self.holder.name}",
                    "an empty or a new folder, or one of an earlier server",
                )
            for folder in (self.data, self.jobs, self.uploads, self.temporary):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.holder.touch(0o600)
        except OSError as error:
            raise InputError(
                "--data", f"{self.data} cannot be made: {error.strerror}", "another folder"
            ) from error

    def _holds_other_things(self) -> bool:
        ours = self.queue.exists() or self.holder.exists()
        return self.data.is_dir() and not ours and any(self.data.iterdir())

    @property
    def queue(self) -> Path:
        """The file of the queue."""
        return self.data / "jobs.sqlite"

    @property
    def holder(self) -> Path:
        """The file that the server locks which uses the folder; it marks the folder as ours."""
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

    @property
    def set_aside(self) -> Path:
        """The folder of jobs that a lost queue knew."""
        return self.data / "set-aside"

    def of_jobs(self) -> Iterator[Path]:
        """All folders that were made for jobs, told by name and content."""
        for folder in self.jobs.iterdir():
            if _JOB.fullmatch(folder.name) and (folder / COMMAND).is_file():
                yield folder

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
