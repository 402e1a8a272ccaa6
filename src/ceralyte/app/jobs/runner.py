"""Runs the queue: a few worker processes at once, each in a folder of its own."""

import json
import logging
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import Any

from ceralyte.app.jobs.commands import Command, lay_out
from ceralyte.app.jobs.hub import Hub
from ceralyte.app.jobs.processes import (
    PATIENCE,
    close_pipes,
    end_process,
    kill,
    launched,
    who,
)
from ceralyte.app.jobs.record import ENDED, Job, Kind, Progress
from ceralyte.app.jobs.store import JobStore
from ceralyte.app.jobs.worker import OUTCOME
from ceralyte.app.places import COMMAND, Places
from ceralyte.core.errors import InputError

AT_ONCE = 2
"""Jobs that run at the same time: a long study does not keep a quick design waiting."""
_SURE_OF_PACE = 0.05  # share of a job after which the seconds left are told
_TIME_LEFT = "time left"  # in the stage of a study
_PAUSE = 5.0  # s, for trouble with the disk to pass
_TROUBLE = (OSError, RuntimeError, sqlite3.Error)  # RuntimeError: no more threads
_DIED = "its worker ended without a result, as when the system stops it because memory runs out"
_NOT_BEGUN = (
    "its worker could not be started, as when memory, disk or processes run out; "
    "the server's output says why"
)
_LOG = logging.getLogger("ceralyte.app")


class Runner:
    """The jobs of a data folder, and the processes that do them.

    Parameters
    ----------
    store : JobStore
    places : Places
    hub : Hub
        Hears of every change.
    """

    def __init__(self, store: JobStore, places: Places, hub: Hub) -> None:
        self._store, self._places, self._hub = store, places, hub
        self._progress: dict[str, tuple[float, Progress]] = {}  # with the time of each
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._changed = Condition()
        self._closed = False
        self._dispatcher = Thread(target=self._dispatch, daemon=True)
        self._attendants: list[Thread] = []

    def start(self) -> None:
        """Take up what an earlier server left, and begin to work."""
        for job in self._store.running():
            end_process(self._store.worker(job.id))
            if not self._settle(job.id):
                self._clear(self._places.job(job.id))
                self._store.requeue(job.id)
        self._clear_unknown()
        self._dispatcher.start()

    def _clear_unknown(self) -> None:
        """Take away folders of jobs half given or half deleted; set them aside if none is known."""
        known = {job.id for job in self._store.all()}
        for folder in [f for f in self._places.of_jobs() if f.name not in known]:
            if self._store.is_new:
                self._places.set_aside.mkdir(exist_ok=True)
                folder.rename(self._places.set_aside / folder.name)
            else:
                shutil.rmtree(folder)

    def close(self) -> None:
        """End all workers; what they did is queued again by the next `start`."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._dispatcher.join()  # then nothing more begins
        with self._changed:
            processes = list(self._processes.values())
        for process in processes:
            kill(process)
        for attendant in self._attendants:
            attendant.join()

    def submit(self, kind: Kind, command: Command, options: Mapping[str, Any]) -> Job:
        """Queue a command that was asked for with `options`; it is on disk when this returns."""
        identifier = self._store.new_id()
        folder = self._places.job(identifier)
        folder.mkdir()
        document = {"kind": kind, "arguments": command.arguments, "options": dict(options)}
        (folder / COMMAND).write_text(json.dumps(document), encoding="utf-8")
        lay_out(command, folder)
        job = self._store.add(identifier, kind, command.title)
        self._tell(identifier)
        with self._changed:
            self._changed.notify_all()
        return job

    def get(self, identifier: str) -> Job:
        """Return a job as it stands; raise `KeyError` if there is none."""
        return self._with_progress(self._store.get(identifier))

    def all(self) -> list[Job]:
        """Return all jobs, oldest first."""
        return [self._with_progress(job) for job in self._store.all()]

    def cancel(self, identifier: str) -> Job:
        """End a job that has not ended; its worker is killed."""
        if self._store.end(identifier, "cancelled"):
            with self._changed:
                process = self._processes.get(identifier)
            if process is not None:
                kill(process)
            self._tell(identifier)
        return self.get(identifier)

    def delete(self, identifier: str) -> None:
        """Forget a job and its files.

        Raises
        ------
        InputError
            It has not ended.
        """
        job = self.get(identifier)
        if job.state not in ENDED or not self._store.delete(identifier):
            raise InputError("job", f"is {job.state}", "one that has ended; cancel it first")
        with self._changed:
            process = self._processes.get(identifier)
        if process is not None:
            process.wait(PATIENCE)
        shutil.rmtree(self._places.job(identifier), ignore_errors=True)
        self._hub.publish(identifier, "removed", {"id": identifier})

    def _with_progress(self, job: Job) -> Job:
        if job.state == "done":
            return replace(job, progress=Progress("done", 1.0))
        told, progress = self._progress.get(job.id, (0.0, Progress()))
        return replace(job, progress=progress.after(monotonic() - told))

    def _tell(self, identifier: str) -> None:
        self._hub.publish(identifier, "job", self.get(identifier).to_json())

    def _dispatch(self) -> None:
        """Start what waits whenever there is room; trouble with one job ends that job alone."""
        while not self._closed:
            try:
                identifier = self._next()
            except sqlite3.Error:
                self._wait_out("the queue cannot be read")
                continue
            if identifier is None:
                return
            try:
                self._begin(identifier)
            except _TROUBLE:
                _LOG.exception("job %s cannot be started", identifier)
                self._note_end(identifier, _NOT_BEGUN)

    def _next(self) -> str | None:
        """Wait until there is a job and room for it; None at the end."""
        with self._changed:
            while not self._closed:
                queued = self._store.queued() if len(self._processes) < AT_ONCE else []
                if queued:
                    return queued[0].id
                self._changed.wait()
        return None

    def _begin(self, identifier: str) -> None:
        """Launch a job's worker and a thread that attends to it, or neither."""
        with self._changed:
            process = launched(self._places.job(identifier))
            self._processes[identifier] = process  # whoever cancels the job finds it
            begun = False
            try:
                if self._store.start(identifier, who(process)):  # not if cancelled meanwhile
                    self._start_attendant(identifier, process)
                    begun = True
            finally:
                if not begun:
                    kill(process)
                    del self._processes[identifier]
        self._tell_if_known(identifier)

    def _start_attendant(self, identifier: str, process: "subprocess.Popen[bytes]") -> None:
        attendant = Thread(target=self._attend, args=(identifier, process), daemon=True)
        attendant.start()
        self._attendants = [t for t in self._attendants if t.is_alive()] + [attendant]

    def _attend(self, identifier: str, process: "subprocess.Popen[bytes]") -> None:
        """Pass progress on until a worker ends, then write down what became of its job."""
        try:
            self._follow(identifier, process)
            self._note_end(identifier, _DIED)
        finally:
            self._progress.pop(identifier, None)
            with self._changed:
                del self._processes[identifier]
                self._changed.notify_all()
        self._tell_if_known(identifier)

    def _follow(self, identifier: str, process: "subprocess.Popen[bytes]") -> None:
        began = monotonic()
        assert process.stdout is not None  # it is a pipe
        for line in process.stdout:
            with suppress(ValueError, KeyError):  # half a line of a worker that was killed
                said = json.loads(line)
                now = monotonic()
                found = _progress(said["stage"], said["share"], now - began)
                self._progress[identifier] = now, found
                self._tell_if_known(identifier)
        process.wait()
        close_pipes(process)

    def _note_end(self, identifier: str, otherwise: str) -> None:
        """Write down what became of a job, again until the disk takes it or the server ends."""
        while not self._closed:
            try:
                if not self._settle(identifier):
                    self._store.end(identifier, "failed", error={"message": otherwise})
            except (OSError, sqlite3.Error):
                self._wait_out(f"the end of job {identifier} cannot be written down")
            else:
                return self._tell_if_known(identifier)

    def _wait_out(self, trouble: str) -> None:
        """Log what is wrong, and leave it a while to pass."""
        _LOG.exception(trouble)
        with self._changed:
            self._changed.wait_for(lambda: self._closed, _PAUSE)

    def _tell_if_known(self, identifier: str) -> None:
        with suppress(KeyError, sqlite3.Error):  # deleted meanwhile; news that come again
            self._tell(identifier)

    def _settle(self, identifier: str) -> bool:
        """Write down the outcome that a worker left; return whether there is one."""
        path = self._places.job(identifier) / OUTCOME
        try:
            outcome = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # none, or half a one as a power cut leaves it
            return False
        if "error" in outcome:
            self._store.end(identifier, "failed", error=outcome["error"])
        else:
            self._store.end(identifier, "done", summary=outcome["summary"])
        return True

    @staticmethod
    def _clear(folder: Path) -> None:
        """Take away what an interrupted run left; a study keeps its store and goes on."""
        for name in ("results", "view"):
            shutil.rmtree(folder / name, ignore_errors=True)


def _progress(stage: str, share: float, elapsed: float) -> Progress:
    """Progress with the time left at the pace so far; a study tells its own in its stage."""
    sure = share > _SURE_OF_PACE and _TIME_LEFT not in stage
    left = elapsed * (1 - share) / share if sure else None
    return Progress(stage, share, 1.0, left)
