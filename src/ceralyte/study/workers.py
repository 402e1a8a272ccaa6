"""Who computes: a crew of worker processes on this machine; one that dies is replaced."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from typing import Protocol, Self, TypeVar

from ceralyte.study.evaluate import COMPILING, Answer, Task

DEATHS = 3
"""Workers that may die of a task before it counts as failed: one may be killed by chance."""

WORKER: tuple[str, ...] = ("-m", "ceralyte.study.worker")
"""What Python runs as a worker."""

POLL = 0.2
"""Seconds to wait for something to happen."""

T = TypeVar("T")

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Death:
    """A worker that ended in the middle of a task."""

    task: Task
    reason: str


class Crew(Protocol):
    """Takes tasks and gives back what became of them.

    Use it in a ``with`` statement: leaving it gives up what is not finished.
    """

    @property
    def size(self) -> int:
        """How many workers there are now."""

    @property
    def busy(self) -> int:
        """Tasks that are started and not finished."""

    @property
    def free(self) -> int:
        """How many more tasks can start now."""

    @property
    def compiling(self) -> bool:
        """Whether a worker has to compile kernels, as in the first run on a machine."""

    def start(self, task: Task) -> None:
        """Hand a task over; only while `free` is above zero."""

    def finished(self) -> list[Answer | Death]:
        """Wait a moment for tasks to end; return what became of them, maybe nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class LocalCrew:
    """Worker processes on this machine with one thread each; `LocalCrew(2)` has two."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._events: Queue[tuple[_Seat, Answer | Death]] = Queue()
        self._seats = [_Seat(self._events) for _ in range(size)]

    @property
    def busy(self) -> int:
        """Tasks that are started and not finished."""
        return sum(seat.taken for seat in self._seats)

    @property
    def free(self) -> int:
        """How many more tasks can start now."""
        return self.size - self.busy

    @property
    def compiling(self) -> bool:
        """Whether a worker has to compile kernels, as in the first run on a machine."""
        return any(seat.worker.compiling for seat in self._seats)

    def start(self, task: Task) -> None:
        """Hand a task to a free worker."""
        next(seat for seat in self._seats if not seat.taken).start(task)

    def finished(self) -> list[Answer | Death]:
        """Wait a moment for tasks to end; return what became of them, maybe nothing."""
        events = waited(self._events)
        for seat, _ in events:
            seat.taken = False
        return [what for _, what in events]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for seat in self._seats:
            seat.close()


class Worker:
    """One worker process, started when it is first asked and anew after it died.

    `compiling` says whether it had to compile kernels.
    """

    def __init__(self) -> None:
        self.compiling = False
        self._process: subprocess.Popen[str] | None = None
        self._killed = False

    def ask(self, task: Task) -> Answer | Death:
        """Wait for the worker to do a task; where it cannot start or answer, say why."""
        try:
            return self._asked(task)
        except (OSError, ValueError) as error:
            if self._process is not None:
                self._process.kill()
                self.end()
            return Death(task, f"its worker cannot start or answer: {error}")

    def _asked(self, task: Task) -> Answer | Death:
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            self._process = _launched()
            if self._killed:
                self._process.kill()
        process, line = self._process, ""
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(task.to_json() + "\n")
            process.stdin.flush()
            while (line := process.stdout.readline()) == f"{COMPILING}\n":
                self.compiling = True
        if line.endswith("\n"):
            return _answer(line)
        return Death(task, _reason(self.end()))

    def kill(self) -> None:
        """End the process at once, whatever it does, also one that is only being started."""
        self._killed = True
        if self._process is not None:
            self._process.kill()

    def end(self) -> int:
        """Wait for the end of the process and close its pipes; return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.communicate()
        return process.returncode


class _Seat:
    """The place of one worker, and the thread that talks with it."""

    def __init__(self, events: "Queue[tuple[_Seat, Answer | Death]]") -> None:
        self.taken = False
        self._events = events
        self._inbox: Queue[Task | None] = Queue()
        self.worker = Worker()
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def start(self, task: Task) -> None:
        self.taken = True
        self._inbox.put(task)

    def close(self) -> None:
        self._inbox.put(None)
        self.worker.kill()
        self._thread.join()
        self.worker.end()

    def _serve(self) -> None:
        while (task := self._inbox.get()) is not None:
            self._events.put((self, self.worker.ask(task)))


def _answer(line: str) -> Answer:
    try:
        return Answer(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise ValueError(f"it wrote {line[:80]!r}") from error


def waited(events: "Queue[T]") -> list[T]:
    """Return what is in a queue, after at most `POLL` seconds maybe nothing."""
    found: list[T] = []
    with suppress(Empty):
        found.append(events.get(timeout=POLL))
        while True:
            found.append(events.get_nowait())
    return found


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
        errors="replace",
        env=os.environ | _ONE_THREAD,
        **apart,
    )


def _reason(code: int) -> str:
    if code == -signal.SIGKILL:
        return "its worker was killed, as the system does when memory runs out"
    if code < 0:
        return f"its worker was ended by {signal.Signals(-code).name}"
    return f"its worker ended with exit code {code}"
