"""Running a study: ask, compute what is not known yet, write down, tell, until nothing is asked."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from ceralyte.core.compiling import TOLD
from ceralyte.core.errors import CeralyteError, InputError
from ceralyte.study.crew_size import crew_size, require_workers
from ceralyte.study.dask_crew import DaskCrew
from ceralyte.study.evaluate import Answer, Task, task_of
from ceralyte.study.kinds import sampler_of
from ceralyte.study.load import Plan, load_study
from ceralyte.study.pace import Pace, TimeLeft
from ceralyte.study.patience import patiently
from ceralyte.study.sampling import Ask, Tell
from ceralyte.study.store import Store
from ceralyte.study.workers import DEATHS, Crew, Death, LocalCrew

_HEARTBEAT = 10.0  # s
_WRITE_EVERY = 0.2  # s: a disk is slower than an estimate


class InterruptedStudyError(CeralyteError):
    """A study that was told to stop; what is finished is kept."""

    exit_code = 130


@dataclass(frozen=True)
class Progress:
    """How far a study is: recipes known, planned, failed; the time left; workers.

    `workers` is None while nothing had to be computed. `trouble` says what keeps results from
    being written at the moment, `note` once why there are fewer workers than cores, or how many
    failed recipes are tried again.
    """

    known: int
    planned: int
    failed: int
    left: TimeLeft
    workers: int | None
    trouble: str = ""
    note: str = ""


Tellers = Callable[[Progress], None]
Hire = Callable[[], tuple[Crew, str]]
"""Gives a crew when there is something to compute, and a note on its size."""


def run(
    study: Plan | str | Path,
    *,
    store: str | Path | None = None,
    workers: int | None = None,
    scheduler_file: str | Path | None = None,
    retry_failed: bool = False,
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
        Processes; if left out one for each core, or fewer where memory is short. The results do
        not depend on it.
    scheduler_file : str or Path, optional
        Of a Dask scheduler whose workers compute instead; they read the files that the recipe
        names, so that these have to lie on a disk that all machines share.
    retry_failed : bool
        Compute recipes that failed once more.
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
    MemoryLimitError
        The workers need more memory than is free.
    StoreError
        The store cannot be used, another process runs this study, or it was begun by another
        version of ceralyte or with other data of chemistry.
    """
    require_workers(workers)
    if workers is not None and scheduler_file is not None:
        raise InputError("workers", "and scheduler_file are both given", "one of both")
    plan = study if isinstance(study, Plan) else load_study(study)
    place = str(store) if store is not None else _default_store(study)
    with Store(place) as opened, ExitStack() as crews:

        def hire() -> tuple[Crew, str]:
            crew, note = _crew(plan, workers, scheduler_file)
            return crews.enter_context(crew), note

        this = _Run(plan, opened, hire, progress or _silent, stop or Event())
        this.go(retry_failed=retry_failed)
    return place


def _crew(plan: Plan, workers: int | None, scheduler_file: str | Path | None) -> tuple[Crew, str]:
    if scheduler_file is not None:
        return DaskCrew(Path(scheduler_file)), ""
    size = crew_size(plan.study, workers)
    return LocalCrew(size.workers), size.note


def _default_store(study: Plan | str | Path) -> str:
    if isinstance(study, Plan):
        raise InputError("store", "is missing", "a file, for a study that is no file")
    return str(Path(study).with_suffix(".sqlite"))


class _Run:
    """One run of a study by this process."""

    def __init__(self, plan: Plan, store: Store, hire: Hire, tell: Tellers, stop: Event) -> None:
        self._plan, self._store, self._hire = plan, store, hire
        self._crew: Crew | None = None
        self._tell, self._stop = tell, stop
        self._sampler = sampler_of(plan)
        self._deaths: Counter[str] = Counter()
        self._told_of_compiling = False
        self._keys: set[str] = set()
        self._number = self._known = self._failed = 0
        self._planned = self._sampler.planned.total()
        self._pace = Pace(self._sampler.planned)

    def go(self, *, retry_failed: bool = False) -> None:
        """Run to the end, and give the study back whatever happens."""
        plan = self._plan
        self._study = self._store.claim(plan.sha256, plan.study.name, plan.document, self._planned)
        finished = False
        try:
            if retry_failed:
                count = self._store.retry_failed(self._study)
                self._report(note=f"{count} failed recipes are computed again")
            while batch := self._sampler.ask():
                self._sampler.tell(self._batch(batch))
            self._plan_for(len(self._keys))
            finished = True
        finally:
            with suppress(CeralyteError):  # a store that broke off says so already
                self._store.release(self._study, finished=finished)

    def _batch(self, asks: Sequence[Ask]) -> list[Tell]:
        """Compute a batch; the results come in the order of asking."""
        self._pace.turn_to(asks[0].effort.level)
        tasks = [self._task(ask) for ask in asks]
        points = [
            (self._number + i, task.key, ask.effort.level, self._point(ask))
            for i, (ask, task) in enumerate(zip(asks, tasks, strict=True))
        ]
        self._patiently(lambda: self._store.add_points(self._study, points))
        new = {task.key for task in tasks} - self._keys
        self._keys |= new
        self._pace.known(len(tasks) - len(new))
        self._plan_for(self._planned - (len(tasks) - len(new)))
        answers = self._store.answers([task.key for task in tasks])
        invalid = {t.key: t for t in tasks if isinstance(t, Answer) and t.key not in answers}
        if invalid:
            self._note(list(invalid.values()))
            answers |= invalid
        known = [answer for key, answer in answers.items() if key in new]
        self._pace.known(len(known))
        self._count(known)
        todo = {t.key: t for t in tasks if isinstance(t, Task) and t.key not in answers}
        if todo:
            self._compute(todo, answers, self._hired())
        self._number += len(asks)
        read = self._plan.read
        return [Tell(ask, answers[task.key], read) for ask, task in zip(asks, tasks, strict=True)]

    def _hired(self) -> Crew:
        """Who computes, from the first task on: a study that is all known needs nobody."""
        if self._crew is None:
            self._crew, note = self._hire()
            self._report(note=note)
        return self._crew

    def _compute(self, todo: dict[str, Task], answers: dict[str, Answer], crew: Crew) -> None:
        """Compute all of `todo` into `answers`, writing every result down as it comes."""
        queue, wrote = deque(todo.values()), monotonic()
        ended: list[Answer] = []
        started: list[str] = []
        while queue or crew.busy or ended:
            started += _start(queue, crew)  # first, so that workers do not wait for the disk
            quiet = monotonic() - wrote
            idle = not crew.busy or self._stop.is_set()
            if quiet > _HEARTBEAT or ((ended or started) and (idle or quiet > _WRITE_EVERY)):
                self._pace.computed(len(ended))
                self._pace.known(len(ended))
                self._note(ended, started)
                answers |= {answer.key: answer for answer in ended}
                self._count(ended)
                ended, started, wrote = [], [], monotonic()
            if self._stop.is_set():
                raise InterruptedStudyError(
                    "interrupted; finished results are kept, run it again to go on"
                )
            if crew.busy:
                ended += self._settled(crew.finished(), queue)
            if crew.compiling and not self._told_of_compiling:
                self._told_of_compiling = True
                self._report(note=TOLD)

    def _note(self, ended: Sequence[Answer], started: Sequence[str] = ()) -> None:
        self._patiently(
            lambda: self._store.note(self._study, answers=ended, started=started, left=self._left())
        )

    def _patiently(self, write: Callable[[], None]) -> None:
        patiently(write, self._report, self._stop)

    def _left(self) -> TimeLeft:
        return self._pace.left(0 if self._crew is None else self._crew.size)

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

    def _count(self, answers: Sequence[Answer]) -> None:
        """Count the recipes that have these answers, and report."""
        self._known += len(answers)
        self._failed += sum(not answer.done for answer in answers)
        self._report()

    def _plan_for(self, recipes: int) -> None:
        """Plan for so many recipes: some repeat others, and a search may end early."""
        if recipes != self._planned:
            self._planned = recipes
            self._patiently(lambda: self._store.plan(self._study, recipes))

    def _report(self, trouble: str = "", note: str = "") -> None:
        size = None if self._crew is None else self._crew.size
        self._tell(
            Progress(self._known, self._planned, self._failed, self._left(), size, trouble, note)
        )


def _start(queue: deque[Task], crew: Crew) -> list[str]:
    """Hand out tasks while workers are free; return their keys."""
    started = []
    while queue and crew.free > 0:
        task = queue.popleft()
        started.append(task.key)
        crew.start(task)
    return started


def _silent(_: Progress) -> None:
    """Tell nobody."""
