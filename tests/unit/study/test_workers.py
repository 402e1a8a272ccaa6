"""Workers on this machine that cannot be started, or talk nonsense."""

import subprocess
import sys
from threading import Event

import pytest

from ceralyte.study import workers
from ceralyte.study.evaluate import Effort, Task
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
        assert crew._seats[0]._worker._process is None


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
    monkeypatch.setattr(seat._worker, "kill", _then(seat._worker.kill, go_on.set))
    crew.start(TASK)
    assert starting.wait(5)
    seat._inbox.put(None)
    seat._worker.kill()
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
