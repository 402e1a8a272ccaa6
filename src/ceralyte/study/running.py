"""Running a study: ask, compute what is not known yet, write down, tell, until nothing is asked."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import psutil

from ceralyte.core.database import StoreError
from ceralyte.core.errors import CeralyteError, InputError
from ceralyte.study.dask_crew import DaskCrew
from ceralyte.study.evaluate import Answer, Task, task_of
from ceralyte.study.kinds import sampler_of
from ceralyte.study.load import Plan, load_study
from ceralyte.study.sampling import Ask, Tell
from ceralyte.study.store import Store
from ceralyte.study.workers import DEATHS, Crew, Death, LocalCrew

MOST_WORKERS = 512
PATIENCE = 600.0
"""Seconds for which a locked store or a full disk is borne."""
_HEARTBEAT, _PAUSE = 10.0, 1.0  # s
_WRITE_EVERY = 0.2  # s: a disk is slower than an estimate


class InterruptedStudyError(CeralyteError):
    """A study that was told to stop; what is finished is kept."""

    exit_code = 130


@dataclass(frozen=True)
class Progress:
    """How far a study is: recipes known, planned, failed; seconds left (None: not known yet).

    `trouble` says what keeps results from being written at the moment.
    """

    known: int
    planned: int
    failed: int
    left: float | None
    workers: int
    trouble: str = ""


Tellers = Callable[[Progress], None]


def run(
    study: Plan | str | Path,
    *,
    store: str | Path | None = None,
    workers: int | None = None,
    scheduler_file: str | Path | None = None,
    progress: Tellers | None = None,
    stop: Event | None = None,
) -> Path | str:
    """Run a study, or go on with it where its store stops.

    Parameters
    ----------
    study : Plan, or path of a study file
    store : str or Path, optional
        SQLite file or database URL; without one, ``NAME.sqlite`` beside the study file.
    workers : int, optional
        Processes; all cores if left out. The results do not depend on it.
    scheduler_file : str or Path, optional
        Of a Dask scheduler whose workers compute instead; they read the files that the recipe
        names, so that these have to lie on a disk that all machines share.
    progress : callable, optional
    stop : threading.Event, optional
        Set it to end the study: it raises `InterruptedStudyError` and can be gone on with.

    Returns
    -------
    str or Path
        The store; `ceralyte.study.results` reads it.

    Raises
    ------
    InputError
        As `load_study`; constraints that no recipe meets; a number of workers that cannot be; no
        Dask scheduler.
    StoreError
        The store cannot be used, or another process runs this study.
    """
    plan = study if isinstance(study, Plan) else load_study(study)
    place = str(store) if store is not None else _default_store(study)
    with Store(place) as opened, _crew(workers, scheduler_file) as crew:
        _Run(plan, opened, crew, progress or _silent, stop or Event()).go()
    return place


def _crew(workers: int | None, scheduler_file: str | Path | None) -> Crew:
    if scheduler_file is not None:
        if workers is not None:
            raise InputError("workers", "and scheduler_file are both given", "one of both")
        return DaskCrew(Path(scheduler_file))
    count = workers if workers is not None else (psutil.cpu_count() or 1)
    if not 1 <= count <= MOST_WORKERS:
        raise InputError("workers", f"got {count}", f"1 to {MOST_WORKERS}")
    return LocalCrew(count)


def _default_store(study: Plan | str | Path) -> str:
    if isinstance(study, Plan):
        raise InputError("store", "is missing", "a file, for a study that is no file")
    return str(Path(study).with_suffix(".sqlite"))


class _Run:
    """One run of a study by this process."""

    def __init__(self, plan: Plan, store: Store, crew: Crew, tell: Tellers, stop: Event) -> None:
        self._plan, self._store, self._crew = plan, store, crew
        self._tell, self._stop = tell, stop
        self._sampler = sampler_of(plan)
        self._deaths: Counter[str] = Counter()
        self._points_of: Counter[str] = Counter()
        self._number = self._known = self._failed = self._computed = 0
        self._began = monotonic()

    def go(self) -> None:
        """Run to the end, and give the study back whatever happens."""
        plan = self._plan
        self._study = self._store.claim(
            plan.sha256, plan.study.name, plan.document, self._sampler.planned
        )
        finished = False
        try:
            while batch := self._sampler.ask():
                self._sampler.tell(self._batch(batch))
            finished = True
        finally:
            with suppress(CeralyteError):  # a store that broke off says so already
                self._store.release(self._study, finished=finished)

    def _batch(self, asks: Sequence[Ask]) -> list[Tell]:
        """Compute a batch; the results come in the order of asking."""
        tasks = [self._task(ask) for ask in asks]
        points = [
            (self._number + i, task.key, ask.effort.level, self._point(ask))
            for i, (ask, task) in enumerate(zip(asks, tasks, strict=True))
        ]
        self._patiently(lambda: self._store.add_points(self._study, points))
        answers = self._store.answers([task.key for task in tasks])
        invalid = {t.key: t for t in tasks if isinstance(t, Answer) and t.key not in answers}
        if invalid:
            self._patiently(lambda: self._store.note(self._study, answers=list(invalid.values())))
            answers |= invalid
        self._points_of = Counter(task.key for task in tasks)
        self._count(answers.values())
        todo = {t.key: t for t in tasks if isinstance(t, Task) and t.key not in answers}
        self._compute(todo, answers)
        self._number += len(asks)
        read = self._plan.read
        return [Tell(ask, answers[task.key], read) for ask, task in zip(asks, tasks, strict=True)]

    def _compute(self, todo: dict[str, Task], answers: dict[str, Answer]) -> None:
        """Compute all of `todo` into `answers`, writing every result down as it comes."""
        queue, wrote = deque(todo.values()), monotonic()
        ended: list[Answer] = []
        started: list[str] = []
        while queue or self._crew.busy or ended:
            started += self._start(queue)  # first, so that workers do not wait for the disk
            quiet = monotonic() - wrote
            idle = not self._crew.busy or self._stop.is_set()
            if quiet > _HEARTBEAT or ((ended or started) and (idle or quiet > _WRITE_EVERY)):
                self._note(ended, started)
                self._computed += len(ended)
                answers |= {answer.key: answer for answer in ended}
                self._count(ended)
                ended, started, wrote = [], [], monotonic()
            if self._stop.is_set():
                raise InterruptedStudyError(
                    "interrupted; finished results are kept, run it again to go on"
                )
            if self._crew.busy:
                ended += self._settled(self._crew.finished(), queue)

    def _note(self, ended: Sequence[Answer], started: Sequence[str]) -> None:
        self._patiently(lambda: self._store.note(self._study, answers=ended, started=started))

    def _patiently(self, write: Callable[[], None]) -> None:
        """Write; while the store is locked or its disk full again and again, for some minutes."""
        until = monotonic() + PATIENCE
        while True:
            try:
                write()
            except StoreError as error:
                if not error.passing or monotonic() > until or self._stop.is_set():
                    raise
                self._report(str(error))
                self._stop.wait(_PAUSE)
            else:
                return

    def _start(self, queue: deque[Task]) -> list[str]:
        """Hand out tasks while workers are free; return their keys."""
        started = []
        while queue and self._crew.free > 0:
            task = queue.popleft()
            started.append(task.key)
            self._crew.start(task)
        return started

    def _settled(self, events: Sequence[Answer | Death], queue: deque[Task]) -> list[Answer]:
        """Answers to write down; what a worker died of is tried again, up to `DEATHS` times."""
        ended = []
        for event in events:
            if isinstance(event, Answer):
                ended.append(event)
                continue
            key = event.task.key
            self._deaths[key] += 1
            if self._deaths[key] < DEATHS:
                queue.append(event.task)
            else:
                message = f"{event.reason} ({DEATHS} workers, one after the other)"
                ended.append(Answer(key, None, message, 0.0))
        return ended

    def _task(self, ask: Ask) -> Task | Answer:
        changes = ask.changes
        if changes is None:
            assert ask.at is not None  # an Ask has one or the other
            changes = self._plan.space.changes(ask.at)
        return task_of(self._plan.base, changes, ask.effort)

    def _point(self, ask: Ask) -> dict[str, Any]:
        """What is stored of a point: where it is, what it changes, how a table calls it."""
        space = self._plan.space
        changes = space.changes(ask.at) if ask.changes is None and ask.at else ask.changes or {}
        labels = space.labels(ask.at) if ask.changes is None and ask.at else dict(changes)
        effort = {"seeds": ask.effort.seeds, "particles": ask.effort.particles}
        return {"at": ask.at, "changes": changes, "labels": labels, "why": ask.why, **effort}

    def _count(self, answers: Iterable[Answer]) -> None:
        """Count the points of this batch that have these answers, and report."""
        for answer in answers:
            self._known += self._points_of[answer.key]
            self._failed += 0 if answer.done else self._points_of[answer.key]
        self._report()

    def _report(self, trouble: str = "") -> None:
        planned = self._sampler.planned
        elapsed = monotonic() - self._began
        to_do = max(planned - self._known, 0)
        left = elapsed / self._computed * to_do if self._computed else None
        size = self._crew.size
        self._tell(Progress(self._known, planned, self._failed, left, size, trouble))


def _silent(_: Progress) -> None:
    """Tell nobody."""
