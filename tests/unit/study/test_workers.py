"""Workers on this machine that cannot be started, or talk nonsense."""

import json
import subprocess
import sys
from dataclasses import asdict
from io import StringIO
from threading import Event
from time import sleep

import pytest
from numba.core.event import trigger_event

from ceralyte.study import evaluate, worker, workers
from ceralyte.study.evaluate import COMPILING, Answer, Effort, Task
from ceralyte.study.workers import Death, LocalCrew

TASK = Task("key", {}, ".", Effort())


def until(crew):
    """What became of the task of a crew; fails where nothing does."""
    for _ in range(50):
        if found := crew.finished():
            return found
    pytest.fail("the task never ended")


def test_a_worker_that_cannot_start_is_told_and_leaves_its_place_free(monkeypatch):
    def refused():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(workers, "_launched", refused)
    with LocalCrew(1) as crew:
        for _ in range(2):  # the second shows that the thread lives
            crew.start(TASK)
            (death,) = until(crew)
            assert isinstance(death, Death)
            assert "Resource temporarily unavailable" in death.reason
            assert crew.free == 1


def test_a_worker_that_talks_nonsense_is_replaced(monkeypatch):
    monkeypatch.setattr(workers, "WORKER", ("-c", "input(); print('no json'); input()"))
    with LocalCrew(1) as crew:
        crew.start(TASK)
        (death,) = until(crew)
        assert "no json" in death.reason
        assert crew._seats[0].worker._process is None


def test_a_worker_that_compiles_says_so_before_its_answer(monkeypatch):
    answer = json.dumps(asdict(Answer("key", None, "no", 0.0)))
    says = f"input(); print({COMPILING!r}); print({answer!r}); input()"
    monkeypatch.setattr(workers, "WORKER", ("-c", says))
    with LocalCrew(1) as crew:
        assert not crew.compiling
        crew.start(TASK)
        assert until(crew) == [Answer("key", None, "no", 0.0)]
        assert crew.compiling


def test_what_a_worker_compiles_is_the_line_that_its_coordinator_knows(monkeypatch):
    said, tasks = StringIO(), ["first", "last"]

    def perform(task):
        if task == "last":
            raise EOFError
        with trigger_event("numba:compile"):
            sleep(0.02)
        with trigger_event("numba:compile"):
            sleep(0.02)
        return Answer(task, None, "no", 0.0)

    monkeypatch.setattr(worker, "_read", lambda queue: [queue.put(task) for task in tasks])
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker.sys, "stdout", said)
    monkeypatch.setattr(evaluate, "COMPILING_FROM", 0.01)
    monkeypatch.setattr(evaluate, "perform", perform)
    monkeypatch.setattr(Task, "from_json", lambda text: text)
    with pytest.raises(EOFError):
        worker.main()
    first, second, *more = said.getvalue().splitlines()
    assert (first, more) == (COMPILING, [])
    assert json.loads(second)["key"] == "first"


def test_a_crew_that_closes_while_a_worker_starts_does_not_wait_for_it(monkeypatch):
    starting, go_on, born = Event(), Event(), []

    def slow():
        starting.set()
        assert go_on.wait(5)
        command = [sys.executable, "-c", "input(); input()"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        born.append(subprocess.Popen(command, **pipes))
        return born[0]

    monkeypatch.setattr(workers, "_launched", slow)
    crew = LocalCrew(1)
    seat = crew._seats[0]
    monkeypatch.setattr(seat.worker, "kill", _then(seat.worker.kill, go_on.set))
    crew.start(TASK)
    assert starting.wait(5)
    seat._inbox.put(None)
    seat.worker.kill()
    seat._thread.join(5)
    alive = seat._thread.is_alive()
    born[0].kill()
    crew.__exit__()
    assert not alive


def _then(first, second):
    def both():
        first()
        second()

    return both
