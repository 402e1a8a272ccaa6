"""How long a study takes yet, and how many workers it may have."""

from collections import Counter
from types import SimpleNamespace

import psutil
import pytest

from ceralyte.core.errors import InputError, MemoryLimitError
from ceralyte.study import TimeLeft, crew_size, worker_memory
from ceralyte.study.pace import Pace

GIB = 2**30


def test_every_level_has_its_own_pace():
    now = 0.0
    pace = Pace(Counter({"estimate": 500, "quick": 9, "standard": 3}), clock=lambda: now)
    pace.turn_to("estimate")
    assert pace.left(2) == TimeLeft(None, ("estimate", "quick", "standard"))
    now = 2.0
    pace.computed(200)
    pace.known(200)
    assert pace.left(2) == TimeLeft(pytest.approx(3.0), ("quick", "standard"))
    pace.computed(300)
    pace.known(300)
    pace.turn_to("quick")
    now = 22.0
    pace.computed(1)  # one of two workers is done: it may be luck
    pace.known(1)
    assert pace.left(2) == TimeLeft(None, ("quick", "standard"))
    pace.computed(3)
    pace.known(3)
    assert pace.left(2) == TimeLeft(pytest.approx(25.0), ("standard",))
    pace.known(5)
    pace.turn_to("standard")
    now = 122.0
    pace.computed(2)
    pace.known(2)
    assert pace.left(2) == TimeLeft(pytest.approx(50.0))
    pace.known(1)
    assert pace.left(2) == TimeLeft(0.0)


def test_workers_are_as_many_as_fit_into_memory(make_plan, monkeypatch):
    def machine(cores, free):
        monkeypatch.setattr(psutil, "cpu_count", lambda: cores)
        found = SimpleNamespace(available=free / 0.9)
        monkeypatch.setattr(psutil, "virtual_memory", lambda: found)

    study = make_plan(level="standard").study
    each = worker_memory(study)
    assert 1.5 * GIB < each < 4 * GIB
    machine(8, 8.5 * each)
    assert crew_size(study, None) == crew_size(study, 8)
    assert crew_size(study, None).workers == 8
    machine(8, 3.5 * each)
    size = crew_size(study, None)
    assert size.workers == 3
    assert "3 of 8 cores are used: a worker needs about" in size.note
    with pytest.raises(MemoryLimitError, match=r"4 workers: .* --workers 3, or a lower"):
        crew_size(study, 4)
    machine(8, 0.5 * each)
    for workers in (None, 1):
        with pytest.raises(MemoryLimitError, match=r"a study with one worker: .* a lower level"):
            crew_size(study, workers)
    with pytest.raises(InputError, match="workers: got 0"):
        crew_size(study, 0)


def test_finer_levels_and_more_particles_need_more_memory(make_plan):
    rungs = [{"level": "quick", "keep": 2}, {"level": "fine", "keep": 1}]
    goals = {"porosity": "minimise"}
    needs = [
        worker_memory(make_plan(**entries).study)
        for entries in (
            {},
            {"level": "quick"},
            {"level": "quick", "particles": 50_000},
            {"level": "fine"},
        )
    ]
    assert needs == sorted(set(needs))
    cascade = make_plan(kind="cascade", objectives=goals, rungs=rungs)
    assert worker_memory(cascade.study) == needs[-1]
