"""Throw inputs at every door: 110,000 by default, half from hypothesis, half from atheris.

``make fuzz`` runs it; ``python tests/robustness/fuzz.py --doors TIFF --inputs 20000`` a part of it.
A defect is anything but a result or a `CeralyteError`: another exception, a warning, more than 5 s
of processor time, more than 2 GiB, a dead process. Its first input is kept in ``out/fuzz``. With a
defect the exit code is 1.

Hypothesis draws good inputs with likely mistakes; atheris (libFuzzer) mutates good inputs byte by
byte and keeps what reaches new branches. Each door and engine has a process of its own.
"""

import argparse
import atexit
import csv
import faulthandler
import json
import resource
import subprocess
import sys
import traceback
import warnings
from contextlib import nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from types import SimpleNamespace

from hypothesis import HealthCheck, Phase, given, seed, settings

TOTAL = 110_000
SECONDS_MAX, BYTES_MAX = 5.0, 2 * 1024**3
BYTES_FREE = 1024**3
"""As much memory is said to be free: what an estimate of memory lets through must keep to it."""
SECONDS_GIVEN_UP = 60.0
ENGINES = ("hypothesis", "atheris")
COLUMNS = (
    "door",
    "engine",
    "inputs",
    "results",
    "refusals",
    "defects",
    "slowest (s)",
    "peak (MiB)",
)
ROOT = Path(__file__).parents[2]
OUT, FIGURES = ROOT / "out" / "fuzz", ROOT / "docs" / "robustness" / "figures.csv"


class Ledger:
    """What came of the inputs at one door.

    Attributes
    ----------
    results, refusals : int
        Inputs that gave a result, and that gave a `CeralyteError`.
    inputs : int
    defects : dict
        By kind and place, the first input that showed it.
    slowest : float
        s.
    """

    def __init__(self, enter):
        from ceralyte.core.errors import CeralyteError  # not before atheris is ready

        self._enter, self._refusal = enter, CeralyteError
        self.inputs = self.results = self.refusals = 0
        self.defects, self.slowest = {}, 0.0
        self._most = BYTES_MAX + _peak()  # on top of what the process has held before

    def hand_in(self, data):
        """Hand one input to the door and note what comes of it."""
        faulthandler.dump_traceback_later(SECONDS_GIVEN_UP, exit=True)
        self.inputs += 1
        start = process_time()
        try:
            self._enter(data)
            self.results += 1
        except self._refusal:
            self.refusals += 1
        except Exception as error:  # noqa: BLE001 (whatever else escapes is a defect)
            self.defects.setdefault(_kind(error), data)
        seconds = process_time() - start
        faulthandler.cancel_dump_traceback_later()
        self.slowest = max(self.slowest, seconds)
        if seconds > SECONDS_MAX:
            self.defects.setdefault(f"longer than {SECONDS_MAX:g} s", data)
        if _peak() > self._most:
            self.defects.setdefault("more than 2 GiB", data)

    def row(self):
        """Return the figures, in the order of `COLUMNS` without door and engine."""
        counts = (self.inputs, self.results, self.refusals, len(self.defects))
        return (*counts, f"{self.slowest:.2f}", round(_peak() / 1024**2))


def _kind(error):
    """Type of an exception and the innermost place in ceralyte that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    last = ([f for f in frames if "/src/ceralyte/" in f.filename] or frames)[-1]
    where = f"{Path(last.filename).name}:{last.lineno} {last.name}"
    return f"{type(error).__name__} in {where}: {str(error)[:200]}"


def _peak():
    """Peak of the resident memory of this process, bytes."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def pretend_free(size):
    """Let the machine say that `size` bytes are free."""
    from ceralyte.core import memory

    memory.psutil.virtual_memory = lambda: SimpleNamespace(available=size)


def draw(door, ledger, count, start):
    """Draw `count` inputs with hypothesis; the same ones for the same `start`."""

    def drawn(data):
        if ledger.inputs < count:
            ledger.hand_in(data)

    while ledger.inputs < count:  # it ends early where it finds nothing new
        plan = settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        seed(start + ledger.inputs)(plan(given(door.inputs)(drawn)))()


def mutate(door, ledger, count, start, done):
    """Mutate the good inputs with atheris; as it ends the process, `done` is called at exit."""
    import atheris

    corpus = TemporaryDirectory(prefix="ceralyte-corpus-")
    for number, data in enumerate(door.seeds):
        (Path(corpus.name) / str(number)).write_bytes(data)
    options = (
        f"-atheris_runs={count}",
        f"-seed={start + 1}",
        f"-max_len={2 * max(map(len, door.seeds))}",
        f"-timeout={2 * SECONDS_GIVEN_UP:.0f}",
        "-rss_limit_mb=0",
        "-verbosity=0",
    )
    atexit.register(corpus.cleanup)
    atexit.register(done)
    atheris.Setup([sys.argv[0], *options, corpus.name], ledger.hand_in)
    atheris.Fuzz()


def fuzz_one(name, engine, count, start):
    """Fuzz one door with one engine, in this process."""
    if engine == "atheris":
        import atheris

        watching = atheris.instrument_imports(include=["ceralyte", "tifffile"], exclude=_kernels())
    else:
        watching = nullcontext()
    with watching:
        from ceralyte.core.errors import CeralyteError
        from fuzz_doors import doors
    warnings.simplefilter("error")
    pretend_free(BYTES_FREE)
    door = doors()[name]
    for good in door.seeds:
        with suppress(CeralyteError):
            door.enter(good)  # so that compiling and first imports count with no input
    ledger = Ledger(door.enter)

    def done():
        place = _place(name, engine)
        for number, (kind, data) in enumerate(ledger.defects.items()):
            place.with_suffix(f".{number}.input").write_bytes(data)
            place.with_suffix(f".{number}.txt").write_text(kind)
        place.write_text(json.dumps([name, engine, *ledger.row()]))

    if engine == "atheris":
        mutate(door, ledger, count, start, done)
    else:
        draw(door, ledger, count, start)
        done()


def _kernels():
    """Modules that numba compiles: it cannot compile what atheris has put its counters into."""
    files = (ROOT / "src").rglob("*.py")
    kernels = (f for f in files if "import njit" in f.read_text(encoding="utf-8"))
    return [".".join(f.relative_to(ROOT / "src").with_suffix("").parts) for f in kernels]


def _place(name, engine):
    return OUT / f"{name.replace(' ', '-').replace(',', '')}-{engine}.json"


def fuzz_apart(name, engine, count, start):
    """Fuzz one door with one engine in a process of its own; return its row and defects."""
    place = _place(name, engine)
    for old in place.parent.glob(f"{place.stem}.*"):
        old.unlink()
    options = ("--apart", engine, "--doors", name, "--inputs", str(count), "--seed", str(start))
    done = subprocess.run(
        [sys.executable, __file__, *options], capture_output=True, text=True, check=False
    )
    if not place.exists():
        end = f"the process died with {done.returncode}:\n{done.stderr[-600:]}"
        return (name, engine, "?", "?", "?", 1, "?", "?"), [end]
    kinds = [p.read_text() for p in sorted(place.parent.glob(f"{place.stem}.*.txt"))]
    return tuple(json.loads(place.read_text())), kinds


def write_figures(known):
    """Write the table of the documentation: doors that ran here, and the others as they stand."""
    with FIGURES.open(newline="", encoding="utf-8") as file:
        _, *rows, _ = csv.reader(file)
    last_runs = {tuple(row[:2]): row for row in rows}
    for pair in ((name, engine) for name in known for engine in ENGINES):
        if _place(*pair).exists():
            last_runs[pair] = json.loads(_place(*pair).read_text())
    rows = [last_runs[name, engine] for name in known for engine in ENGINES]
    totals = (sum(int(row[k]) for row in rows) for k in range(2, 6))
    last = (max(float(row[6]) for row in rows), max(int(row[7]) for row in rows))
    with FIGURES.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *rows, ("all", "", *totals, *last)])


def main():
    """Fuzz the doors that are asked for and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--doors", nargs="+", help="names; all by default")
    options.add_argument("--inputs", type=int, default=TOTAL, help="in all, shared among the doors")
    options.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--apart", choices=ENGINES, help=argparse.SUPPRESS)
    options.add_argument("--write", action="store_true", help="write all runs so far to the docs")
    asked = options.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    if asked.apart:
        return fuzz_one(asked.doors[0], asked.apart, asked.inputs, asked.seed)
    from fuzz_doors import doors

    known = doors()
    shares = sum(door.share for door in known.values())
    rows = []
    print(" | ".join(COLUMNS))
    for name in asked.doors or known:
        for engine in asked.engines:
            count = round(asked.inputs * known[name].share / shares / len(ENGINES))
            row, kinds = fuzz_apart(name, engine, count, asked.seed)
            rows.append(row)
            print(" | ".join(map(str, row)), *kinds, sep="\n    ", flush=True)
    if asked.write:
        write_figures(known)
    return 1 if any(row[5] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
