"""Runs the queue: a few worker processes at once, each in a folder of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Condition, Thread
from time import time
from typing import Any

import psutil

from ceralyte.app.jobs.commands import Command, lay_out
from ceralyte.app.jobs.hub import Hub
from ceralyte.app.jobs.record import ENDED, Job, Kind, Progress
from ceralyte.app.jobs.store import JobStore
from ceralyte.app.jobs.worker import OUTCOME, TALK
from ceralyte.app.places import COMMAND, Places
from ceralyte.core.errors import InputError

WORKER: tuple[str, ...] = ("-P", "-m", "ceralyte.app.jobs.worker")
"""What Python runs as a worker; -P: files in its folder are no modules."""
AT_ONCE = 2
"""Jobs that run at the same time: a long study does not keep a quick design waiting."""
_SURE_OF_PACE = 0.05  # share of a job after which the seconds left are told
_PATIENCE = 10.0  # s, for a process to end that was killed
_DIED = "its worker ended without a result, as when the system stops it because memory runs out"


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
        self._progress: dict[str, Progress] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._changed = Condition()
        self._closed = False
        self._dispatcher = Thread(target=self._dispatch, daemon=True)
        self._attendants: list[Thread] = []

    def start(self) -> None:
        """Take up what an earlier server left, and begin to work."""
        for job in self._store.running():
            _end_process(self._store.worker(job.id))
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
            _kill(process)
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
                _kill(process)
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
            process.wait(_PATIENCE)
        shutil.rmtree(self._places.job(identifier), ignore_errors=True)
        self._hub.publish(identifier, "removed", {"id": identifier})

    def _with_progress(self, job: Job) -> Job:
        if job.state == "done":
            return replace(job, progress=Progress("done", 1.0))
        return replace(job, progress=self._progress.get(job.id, Progress()))

    def _tell(self, identifier: str) -> None:
        self._hub.publish(identifier, "job", self.get(identifier).to_json())

    def _dispatch(self) -> None:
        """Start what waits whenever there is room."""
        while True:
            with self._changed:
                while not self._closed and (
                    len(self._processes) >= AT_ONCE or not self._store.queued()
                ):
                    self._changed.wait()
                if self._closed:
                    return
                job = self._store.queued()[0]
                process = self._launched(job.id)
                started = self._store.start(job.id, _who(process))
                if started:
                    self._processes[job.id] = process
            if not started:  # cancelled in this moment
                _kill(process)
                continue
            self._tell(job.id)
            attendant = Thread(target=self._attend, args=(job.id, process), daemon=True)
            attendant.start()
            self._attendants = [t for t in self._attendants if t.is_alive()] + [attendant]

    def _launched(self, identifier: str) -> "subprocess.Popen[bytes]":
        folder = self._places.job(identifier)
        apart: dict[str, Any] = (
            {"process_group": 0}
            if os.name == "posix"
            else {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
        )
        with (folder / TALK).open("wb") as talk:
            return subprocess.Popen(
                [sys.executable, *WORKER, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=talk,
                **apart,
            )

    def _attend(self, identifier: str, process: "subprocess.Popen[bytes]") -> None:
        """Pass progress on until a worker ends, then write down what became of its job."""
        began = time()
        assert process.stdout is not None  # it is a pipe
        for line in process.stdout:
            with suppress(ValueError, KeyError):  # half a line of a worker that was killed
                said = json.loads(line)
                self._progress[identifier] = _progress(said["stage"], said["share"], time() - began)
                self._tell_if_known(identifier)
        process.wait()
        _close_pipes(process)
        if not self._closed and not self._settle(identifier):
            self._store.end(identifier, "failed", error={"message": _DIED})
        self._progress.pop(identifier, None)
        with self._changed:
            del self._processes[identifier]
            self._changed.notify_all()
        self._tell_if_known(identifier)

    def _tell_if_known(self, identifier: str) -> None:
        with suppress(KeyError):  # deleted meanwhile
            self._tell(identifier)

    def _settle(self, identifier: str) -> bool:
        """Write down the outcome that a worker left; return whether there is one."""
        path = self._places.job(identifier) / OUTCOME
        if not path.is_file():
            return False
        outcome = json.loads(path.read_text(encoding="utf-8"))
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
    left = elapsed * (1 - share) / share if share > _SURE_OF_PACE else None
    return Progress(stage, share, 1.0, left)


def _who(process: "subprocess.Popen[bytes]") -> str:
    """A process so that it is told from another that gets its number later."""
    try:
        return json.dumps({"pid": process.pid, "began": psutil.Process(process.pid).create_time()})
    except psutil.Error:
        return ""


def _end_process(who: str) -> None:
    """End a worker that outlived its server, with its children."""
    if not who:
        return
    named = json.loads(who)
    with suppress(psutil.Error):
        process = psutil.Process(named["pid"])
        if abs(process.create_time() - named["began"]) < 1.0:
            family = [process, *process.children(recursive=True)]
            for member in family:
                with suppress(psutil.Error):
                    member.kill()
            psutil.wait_procs(family, _PATIENCE)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a worker and all that it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        _end_process(_who(process))


def _close_pipes(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
