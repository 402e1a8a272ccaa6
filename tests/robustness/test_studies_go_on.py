"""A study goes on when workers die, recipes break, or it is interrupted, with equal results."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ceralyte.core.database import StoreError
from ceralyte.study import Store, Study, patience, plan_study, results, run, running, workers

RECIPE = Path(__file__).parents[2] / "src/ceralyte/recipe/examples/lpscl-ptfe-dry.yaml"
STUDY = {
    "name": "a study",
    "kind": "grid",
    "recipe": str(RECIPE),
    "vary": {"press.pressure": {"low": "100 MPa", "high": "500 MPa", "points": 5}},
}
BREAKING = """
import os, resource, signal
from ceralyte.study import evaluate, worker

whole = evaluate._numbers

def breaking(task):
    if task.recipe["press"]["pressure"] == "200 MPa":
        os.kill(os.getpid(), signal.SIGKILL)
    if task.recipe["press"]["pressure"] == "300 MPa":
        raise ZeroDivisionError("the solver broke")
    if task.recipe["press"]["pressure"] == "400 MPa":
        used = resource.getpagesize() * int(open("/proc/self/statm").read().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (used + 2**28, resource.RLIM_INFINITY))
        bytearray(2**30)
    return whole(task)

evaluate._numbers = breaking
worker.main()
"""


def test_what_breaks_is_recorded_and_the_rest_is_computed(tmp_path, monkeypatch):
    script = tmp_path / "breaking.py"
    script.write_text(BREAKING)
    monkeypatch.setattr(workers, "WORKER", (str(script),))
    plan, store = plan_study(Study.model_validate(STUDY)), str(tmp_path / "s.sqlite")
    run(plan, store=store, workers=2)
    with Store(store) as opened:
        study = opened.studies()[0]
        points = {p.point["labels"].get("press.pressure"): p for p in opened.points(study.id)}
        assert study.finished
        assert opened.check() == []
        (note,) = [n for n in results(opened, study).notes if "3 of 6 recipes failed" in n]
        assert "the first is of point 2, level estimate: its worker was killed" in note
    assert {label for label, p in points.items() if p.state == "done"} == {
        None,  # the starting point
        "100 MPa",
        "500 MPa",
    }
    assert "was killed, as the system does when memory runs out" in points["200 MPa"].message
    assert points["300 MPa"].message == "ZeroDivisionError: the solver broke"
    assert points["400 MPa"].message == "out of memory"


def test_the_number_of_workers_changes_no_digit(tmp_path):
    data = STUDY | {
        "kind": "optimise",
        "objectives": {"areal_conductance": "maximise", "porosity": "minimise"},
        "method": "nsga2",
        "batch": 6,
        "budget": 18,
        "check_feasible": False,
        "choices": {
            "route": {
                "dry": {"binder.material": "PTFE"},
                "wet": {
                    "process": "slurry",
                    "slurry.solvent": "p-xylene",
                    "binder.material": "SEBS",
                },
            }
        },
    }
    plan, found = plan_study(Study.model_validate(data)), []
    for count in (1, 3):
        store = str(tmp_path / f"{count}.sqlite")
        run(plan, store=store, workers=count)
        with Store(store, read_only=True) as opened:
            found.append(results(opened, opened.studies()[0]))
    assert found[0] == found[1]
    assert len({p.at for p in found[0].points}) > 10
    assert any("recipes were searched with NSGA-II" in note for note in found[0].notes)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_stops_cleanly_and_it_goes_on_later(tmp_path):
    study = tmp_path / "study.yaml"
    lines = [f"name: a\nkind: sweep\nrecipe: {RECIPE}\nbudget: 1000"]
    lines.append("vary: {press.pressure: {low: 100 MPa, high: 500 MPa}}")
    study.write_text("\n".join(lines))
    command = [sys.executable, "-c", "from ceralyte.cli.main import run; run()", "study"]
    store = tmp_path / "study.sqlite"
    with subprocess.Popen(
        [*command, str(study), "--workers", "1"], stderr=subprocess.PIPE, text=True
    ) as process:
        while not (store.exists() and _done(store)):
            assert process.poll() is None
            time.sleep(0.1)
        status = subprocess.run(
            [*command, "status", str(store), "--json"], capture_output=True, text=True, check=True
        )
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "run it again to go on" in told
    assert "Traceback" not in told
    assert '"state": "running"' in status.stdout
    with Store(str(store)) as opened:
        assert opened.check() == []
        assert opened.counts(1)["running"] == 0
        assert not opened.studies()[0].running
        assert not opened.studies()[0].finished


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_and_a_lock_are_waited_for(tmp_path, monkeypatch):
    """A disk of 16 MB that somebody fills, and a store that somebody locks, each for a moment."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    monkeypatch.setattr(patience, "PATIENCE", 60)
    monkeypatch.setattr(running, "_WRITE_EVERY", 0.0)  # each result by itself
    troubles = []
    ballast, other = disk / "ballast", None

    def tell(now):
        nonlocal other
        if now.known >= 3 and not ballast.exists() and not troubles:
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while file.write(b"0" * 10_000):
                    pass
        if now.known >= 12 and other is None:
            other = sqlite3.connect(disk / "s.sqlite", isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
        if now.trouble:
            troubles.append(now.trouble)
            ballast.unlink(missing_ok=True)
            if other is not None:
                other.close()

    data = STUDY | {"vary": {"press.pressure": STUDY["vary"]["press.pressure"] | {"points": 20}}}
    try:
        run(
            plan_study(Study.model_validate(data)),
            store=disk / "s.sqlite",
            workers=1,
            progress=tell,
        )
        with Store(str(disk / "s.sqlite")) as opened:
            assert opened.check() == []
            assert opened.counts(1)["done"] == 21
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    assert any("the disk is full" in trouble for trouble in troubles)
    assert any("is locked by another process" in trouble for trouble in troubles)


def _done(store: Path) -> int:
    try:
        with Store(str(store), read_only=True) as opened:
            return opened.counts(1)["done"]
    except StoreError:  # just made, still empty
        return 0
