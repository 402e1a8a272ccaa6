"""Time what studies cost beside their recipes: `python benchmarks/study.py [overhead|speed|store]`.

overhead: 10,000 estimates with one worker; wall time per recipe less the time of its computation.
speed: two designs of level standard by one worker on one core, then by two on two; where time goes.
    On a quiet machine; some five minutes.
store: a million results; seconds that `status` needs.
"""

import json
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import insert

from ceralyte.study import Store, Study, plan_study, run
from ceralyte.study.schema_sql import EVALUATIONS, POINTS, RESULTS

RECIPE = Path(__file__).parents[1] / "examples" / "lpscl-ptfe-dry.yaml"
PRESSURES = {"press.pressure": {"low": "100 MPa", "high": "500 MPa"}}
ALIKE = {"press.pressure": {"low": "355 MPa", "high": "365 MPa"}}
SOME = 20_000


def timed(folder: Path, workers: int, **entries: Any) -> tuple[float, float, int]:
    """Return wall seconds, seconds inside the evaluations and the number of recipes."""
    data = {"name": "timing", "kind": "sweep", "recipe": str(RECIPE), "vary": PRESSURES}
    plan = plan_study(Study.model_validate(data | entries))
    place = str(folder / f"{workers}.sqlite")
    start = time.perf_counter()
    run(plan, store=place, workers=workers)
    wall = time.perf_counter() - start
    with Store(place, read_only=True) as store:
        points = store.points(store.studies()[0].id)
    return wall, sum(p.seconds for p in points), len(points)


def overhead(folder: Path) -> None:
    """Print the overhead per estimate."""
    wall, inside, count = timed(folder, 1, budget=10_000)
    print(f"{count} estimates: {wall:.1f} s, {inside:.1f} s of them computing")
    print(f"overhead {1e3 * (wall - inside) / count:.2f} ms for each")


def speed(folder: Path) -> None:
    """Print how much faster two workers are than one, and what holds them up."""
    process = psutil.Process()
    cores = process.cpu_affinity()[:2]
    timed(folder, 3, budget=1, level="quick", vary=ALIKE)  # compiled kernels are on disk after it
    walls, means = [], []
    for n in (1, 2):
        process.cpu_affinity(cores[:n])  # workers inherit it
        others = busy_others(cores[:n])
        wall, inside, count = timed(folder, n, budget=1, level="standard", seeds=1, vary=ALIKE)
        walls.append(wall)
        means.append(inside / count)
        idle = n * wall - inside
        print(
            f"{count} standard designs, {n} workers: {wall:.1f} s; {means[-1]:.1f} s in each, "
            f"{idle:.1f} s of workers starting or idle; others took {others:.0%} of it just before"
        )
    print(f"{walls[0] / walls[1]:.2f} times as fast; a design beside another takes ", end="")
    print(f"{means[1] / means[0]:.2f} times as long as alone (memory, caches, other programs)")


def busy_others(cores: list[int]) -> float:
    """Return the share of these cores that other programs use, over two seconds."""
    loads = psutil.cpu_percent(interval=2.0, percpu=True)
    return sum(loads[core] for core in cores) / (100 * len(cores))


def store(folder: Path) -> None:
    """Print how long `status` takes on a million results."""
    place, count = str(folder / "million.sqlite"), 1_000_000
    document = {"study": {"kind": "sweep"}, "recipe": {}, "folder": "."}
    blob = zlib.compress(json.dumps({"numbers": list(range(300))}).encode(), 1)
    with Store(place) as opened:
        study = opened.claim("a" * 64, "a million", document, count)
        for start in range(0, count, SOME):
            ids = range(start + 1, start + SOME + 1)
            with opened._writing() as connection:
                connection.execute(
                    insert(EVALUATIONS),
                    [
                        {"id": i, "key": f"{i:064d}", "level": "estimate", "state": "done"}
                        for i in ids
                    ],
                )
                connection.execute(
                    insert(RESULTS), [{"evaluation": i, "numbers": blob} for i in ids]
                )
                connection.execute(
                    insert(POINTS),
                    [{"study": study, "number": i, "evaluation": i, "point": "{}"} for i in ids],
                )
        opened.release(study, finished=True)
    start_time = time.perf_counter()
    with Store(place, read_only=True) as opened:
        counts = [opened.counts(s.id) for s in opened.studies()]
    seconds = time.perf_counter() - start_time
    size = Path(place).stat().st_size / 1e6
    print(f"{counts[0]['done']} results in {size:.0f} MB: status in {seconds:.2f} s")


def main() -> None:
    """Run the benchmarks that are named, or all."""
    known = {"overhead": overhead, "speed": speed, "store": store}
    for name in sys.argv[1:] or known:
        with tempfile.TemporaryDirectory() as folder:
            known[name](Path(folder))


if __name__ == "__main__":
    main()
