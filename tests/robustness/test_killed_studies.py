"""A study whose coordinator or workers are killed at random moments loses and doubles nothing.

As a script, ``python tests/robustness/test_killed_studies.py 50`` kills fifty times.
"""

import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from ceralyte.study import Store

RECIPE = Path(__file__).parents[2] / "src/ceralyte/recipe/examples/lpscl-ptfe-dry.yaml"
STUDY = """
name: a study that is killed
kind: sweep
recipe: {recipe}
vary:
  press.pressure: {{low: 100 MPa, high: 500 MPa}}
  ceramic.size.d50: {{low: 1 um, high: 4 um}}
  membrane.thickness: {{low: 15 um, high: 40 um}}
budget: {budget}
"""
COORDINATOR = """
import sys
from ceralyte.study import run

if __name__ == "__main__":
    run(sys.argv[1], store=sys.argv[2], workers=2,
        progress=lambda now: print(now.known, flush=True))
"""


def torture(folder: Path, kills: int, budget: int, seed: int) -> int:
    """Run a study, kill it `kills` times, finish it, and compare with one left in peace.

    Returns the number of results at the last kill.
    """
    rng = random.Random(seed)
    study = folder / "study.yaml"
    study.write_text(STUDY.format(recipe=RECIPE, budget=budget))
    store, told, done = folder / "killed.sqlite", 0, 0
    for number in range(kills):
        with _coordinator(study, store) as process:
            told = _killed(process, rng, told)
        if not store.exists():
            continue
        with Store(str(store)) as opened:
            assert opened.check() == []
            done = opened.counts(1)["done"] if opened.studies() else 0
            assert done >= told, f"{told} were reported done, {done} are in the store"
        print(f"kill {number + 1}: {told} reported done, {done} in the store", flush=True)
    with _coordinator(study, store) as process:
        process.communicate(timeout=600)
        assert process.returncode == 0
    with _coordinator(study, folder / "peace.sqlite") as process:
        process.communicate(timeout=600)
    assert _results(store) == _results(folder / "peace.sqlite")
    assert len(_results(store)) == budget + 1
    return done


def _coordinator(study: Path, store: Path) -> "subprocess.Popen[str]":
    script = study.parent / "coordinator.py"
    script.write_text(COORDINATOR)
    return subprocess.Popen(
        [sys.executable, str(script), str(study), str(store)], stdout=subprocess.PIPE, text=True
    )


def _killed(process: "subprocess.Popen[str]", rng: random.Random, told: int) -> int:
    """Kill a worker, the coordinator or both; return the largest number that was ever reported.

    One time in four while it starts, else some time after its first new result.
    """
    assert process.stdout is not None
    late, before = rng.random() > 0.25, told
    while late and told == before and (line := process.stdout.readline()):
        told = max(told, int(line))
    time.sleep(rng.uniform(0.0, 2.0))
    if rng.random() < 0.5:
        with suppress(psutil.Error, IndexError):
            rng.choice(psutil.Process(process.pid).children()).kill()
        time.sleep(rng.uniform(0.0, 2.0))
    process.send_signal(signal.SIGKILL)
    process.wait()
    return max([told, *map(int, process.stdout.read().split())])


def _results(store: Path) -> dict[int, str]:
    with Store(str(store), read_only=True) as opened:
        assert opened.check() == []
        points = opened.points(1)
    assert all(p.state == "done" for p in points), {p.message for p in points}
    assert [p.number for p in points] == list(range(len(points)))
    return {p.number: p.numbers or "" for p in points}


def test_killed_at_random_moments(tmp_path):
    torture(tmp_path, kills=2, budget=100, seed=1)


if __name__ == "__main__":
    from tempfile import mkdtemp

    kills = int(sys.argv[1])
    recipes = max(3000, 250 * kills)
    assert torture(Path(mkdtemp()), kills, recipes, seed=0) <= recipes, "done before the last kill"
    print("nothing lost, nothing counted twice")
