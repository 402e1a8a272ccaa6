"""A crew of worker processes: each does one task at a time, and one that dies is replaced."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread

from ceralyte.study.evaluate import Answer, Task

DEATHS = 3
"""Workers that may die of a task before it counts as failed: one may be killed by chance."""

WORKER: tuple[str, ...] = ("-m", "ceralyte.study.worker")
"""What Python runs as a worker."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
_POLL = 0.2  # s


@dataclass(frozen=True)
class Death:
    """A worker that ended in the middle of a task."""

    task: Task
    reason: str


class Crew:
    """Worker processes with one thread each; `Crew(2)` has two.

    Use it in a ``with`` statement: leaving it ends all workers at once.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._events: Queue[tuple[_Seat, Answer | Death]] = Queue()
        self._seats = [_Seat(self._events) for _ in range(size)]

    @property
    def busy(self) -> list[Task]:
        """Tasks being done."""
        return [seat.task for seat in self._seats if seat.task is not None]

    @property
    def free(self) -> int:
        """How many more tasks can start now."""
        return self.size - len(self.busy)

    def start(self, task: Task) -> None:
        """Hand a task to a free worker."""
        next(seat for seat in self._seats if seat.task is None).start(task)

    def finished(self) -> list[Answer | Death]:
        """Wait a moment for tasks to end; return what became of them, maybe nothing."""
        events: list[tuple[_Seat, Answer | Death]] = []
        with suppress(Empty):
            events.append(self._events.get(timeout=_POLL))
            while True:
                events.append(self._events.get_nowait())
        for seat, _ in events:
            seat.task = None
        return [what for _, what in events]

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        for seat in self._seats:
            seat.close()


class _Seat:
    """The place of one worker, and the thread that talks with it."""

    def __init__(self, events: "Queue[tuple[_Seat, Answer | Death]]") -> None:
        self.task: Task | None = None
        self._events = events
        self._inbox: Queue[Task | None] = Queue()
        self._process: subprocess.Popen[str] | None = None
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def start(self, task: Task) -> None:
        self.task = task
        self._inbox.put(task)

    def close(self) -> None:
        self._inbox.put(None)
        if self._process is not None:
            self._process.kill()
        self._thread.join()
        self._end()

    def _serve(self) -> None:
        while (task := self._inbox.get()) is not None:
            self._events.put((self, self._ask(task)))

    def _ask(self, task: Task) -> Answer | Death:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = _launched()
        process, line = self._process, ""
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(task.to_json() + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        if line.endswith("\n"):
            return Answer(**json.loads(line))
        return Death(task, _reason(self._end()))

    def _end(self) -> int:
        """Wait for the worker's end and close its pipes; return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.communicate()
        return process.returncode


def _launched() -> "subprocess.Popen[str]":
    """Start a worker, out of reach of the Ctrl-C of this terminal."""
    apart = (
        {"process_group": 0}
        if os.name == "posix"
        else {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
    )
    return subprocess.Popen(
        [sys.executable, *WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | _ONE_THREAD,
        **apart,
    )


def _reason(code: int) -> str:
    if code == -signal.SIGKILL:
        return "its worker was killed, as the system does when memory runs out"
    if code < 0:
        return f"its worker was ended by {signal.Signals(-code).name}"
    return f"its worker ended with exit code {code}"
