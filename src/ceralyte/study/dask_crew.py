"""Workers of a Dask cluster, found through its scheduler file.

They compute and send their answers; the coordinator alone writes. Every thread of a Dask worker
keeps a worker process as `LocalCrew` does, with one thread, so that numbers are the same to the
last digit.
"""

import json
from contextlib import suppress
from itertools import count
from pathlib import Path
from queue import Queue
from threading import local
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from ceralyte import __version__
from ceralyte.core.errors import CeralyteError, InputError
from ceralyte.study.evaluate import Answer, Task
from ceralyte.study.workers import Death, Worker, waited

if TYPE_CHECKING:
    from distributed import Client

CONNECT = 30
"""Seconds in which the scheduler has to answer."""
_AHEAD = 2  # tasks per thread that are sent, so that none waits for the network
_COUNT_EVERY = 2.0  # s
_GONE = "the Dask scheduler went away; run the study again to go on"
_FILE = "the JSON file that `dask scheduler --scheduler-file FILE` writes"


class DaskCrew:
    """The workers of a Dask scheduler, as many as there are at the moment.

    Raises
    ------
    InputError
        Dask is not installed; no scheduler file; its scheduler does not answer.
    CeralyteError
        The scheduler went away, or a worker has no ceralyte of this version.
    """

    compiling = False  # what the workers of other machines do first is not told

    def __init__(self, scheduler_file: Path) -> None:
        self._client = _connected(scheduler_file)
        self._events: Queue[Answer | Death | CeralyteError] = Queue()
        self._futures: dict[str, Any] = {}
        self._number = count()
        self._counted, self._threads = -_COUNT_EVERY, 0

    @property
    def size(self) -> int:
        """Threads of all workers, counted every two seconds."""
        if self._client.status == "running" and monotonic() - self._counted >= _COUNT_EVERY:
            self._counted = monotonic()
            with suppress(OSError):  # a connection that just broke: the client tries again
                self._threads = sum(self._client.nthreads().values())
        return self._threads

    @property
    def busy(self) -> int:
        """Tasks that are started and not finished."""
        return len(self._futures)

    @property
    def free(self) -> int:
        """How many more tasks can start now; one even before there is a worker."""
        return max(_AHEAD * self.size, 1) - self.busy

    def start(self, task: Task) -> None:
        """Send a task to the scheduler."""
        self._require_scheduler()
        name = f"ceralyte-{task.key}-{next(self._number)}"
        future = self._client.submit(perform_apart, task, __version__, key=name, pure=False)
        self._futures[task.key] = future
        future.add_done_callback(lambda done: self._events.put(_outcome(task, done)))

    def finished(self) -> list[Answer | Death]:
        """Wait a moment for tasks to end; return what became of them, maybe nothing."""
        events = waited(self._events)
        self._require_scheduler()
        ended: list[Answer | Death] = []
        for event in events:
            if isinstance(event, CeralyteError):
                raise event
            self._futures.pop(event.task.key if isinstance(event, Death) else event.key)
            ended.append(event)
        return ended

    def _require_scheduler(self) -> None:
        if self._client.status in ("closing", "closed"):
            raise CeralyteError(_GONE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.cancel(list(self._futures.values()), force=True)
        self._client.close()


_OF_THIS_THREAD = local()


def perform_apart(task: Task, version: str) -> Answer | Death:
    """Do a task in the worker process of this thread of a Dask worker."""
    if version != __version__:
        raise CeralyteError(f"it has ceralyte {__version__}, the study runs with {version}")
    if not hasattr(_OF_THIS_THREAD, "worker"):
        _OF_THIS_THREAD.worker = Worker()
    worker: Worker = _OF_THIS_THREAD.worker
    return worker.ask(task)


def _outcome(task: Task, done: Any) -> Answer | Death | CeralyteError:
    """What a future holds; Dask itself gives the task of a lost worker to another one."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm import CommClosedError

    try:
        answer: Answer | Death = done.result()
    except KilledWorker as error:
        text = f"Dask workers died of it, the last was {error.last_worker.address}"
        return Answer(task.key, None, text, 0.0)
    except (CancelledError, CommClosedError):
        return CeralyteError(_GONE)
    except Exception as error:  # noqa: BLE001  whatever stands in the way on the other machine
        return CeralyteError(f"a Dask worker cannot compute: {error}")
    return answer


def _connected(scheduler_file: Path) -> "Client":
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise InputError(
            "--scheduler-file", "needs Dask", 'pip install "ceralyte[cluster]", or --workers'
        ) from None
    try:
        address = json.loads(scheduler_file.read_text(encoding="utf-8"))["address"]
    except OSError as error:
        what = f"{scheduler_file} cannot be read: {error.strerror}"
        raise InputError("--scheduler-file", what, _FILE) from error
    except (ValueError, TypeError, KeyError) as error:
        raise InputError("--scheduler-file", f"{scheduler_file} is none", _FILE) from error
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"the scheduler at {address} does not answer"
        raise InputError("--scheduler-file", what, "that of a running scheduler") from error
