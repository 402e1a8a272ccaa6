"""Time ceralyte's conduction solve beside other programs, on the same image.

Run ``python benchmarks/transport.py [--edge 200] [--threads 1]``; how to install the peers stands
in ``peers/requirements.txt``, how each of them solves in ``peers/conduct.py``. Each solve runs in a
process of its own, whose start-up, compilation included, is not counted.

Programs place electrodes differently: on outer faces of the image, at the centres of its first and
last voxels, or a voxel outside. The error of each is that against a tightly converged solve of
its own problem.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numba
import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.numerics.krylov import Progress
from ceralyte.numerics.multigrid import Multigrid
from ceralyte.numerics.network_multigrid import NetworkMultigrid
from ceralyte.numerics.networks import Network
from ceralyte.numerics.stencils import AnyStencil
from ceralyte.numerics.unit_gradient import solve_for_unit_gradient
from ceralyte.transport import effective_conductivity
from ceralyte.transport.voxel_faces import voxel_faces
from peers.conduct import LOW, SOLVERS

WORKER = Path(__file__).parent / "peers" / "conduct.py"
DIAMETER = 20  # voxels
CRITERIA = {"taufactor": (1e-2, 1e-3), "porespy": (1e-3,), "openimpala": (1e-9,)}
"""Of programs that stop by a criterion of their own; the others by the flux spread."""
RESISTANCES = (0.0, 1.0, 10.0, 100.0, 1000.0)  # of grain boundaries, in voxels of the grains
FRACTIONS = (0.8, 0.6, 0.4, 0.34, 0.3186)  # the last 10 % above the threshold of 0.2896
SHARES = (0.6, 0.4, 0.343)  # of sites at random, the last 10 % above the threshold of 0.3116
CONTRASTS = (1.0, 1e-2, 1e-4, 1e-6, 1e-8)
MOST = 2000
"""Bytes per voxel that a solve may move; at that and 1.3 times the time of the bandwidth it is told
beside what its own steps move, which is less."""
ROUNDS = 7
PARTS = (
    *("peers", "contrast", "random"),
    *("contacts", "contrasts", "percolation", "sites"),
    "bandwidth",
)


def main() -> None:
    """Print the tables."""
    options = parse_options()
    if "peers" in options.parts:
        image, _ = spheres(options.edge, 0.70)
        compare("spheres, 70 % conduct", image.astype(np.uint8), list(SOLVERS), options)
    if "contrast" in options.parts:
        able = ["ceralyte", "taufactor", "pyamg"]
        compare("contrast 1 : 1e-4 : 0", three_phases(options.edge), able, options)
    if "random" in options.parts:
        for share in (0.6, 0.4):
            image = at_random(options.edge, share)
            compare(f"voxels at random, {share:.0%} good", image, ["ceralyte"], options)
    if "contacts" in options.parts:
        contacts(options)
    if "contrasts" in options.parts:
        contrasts(options)
    if "percolation" in options.parts:
        percolation(options)
    if "sites" in options.parts:
        sites(options)
    if "bandwidth" in options.parts:
        bandwidth(options)


def parse_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edge", type=int, default=200, help="voxels")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tolerance", type=float, default=1e-4, help="spread of the flux")
    parser.add_argument("--limit", type=float, default=1800.0, help="wall seconds per solve")
    parser.add_argument("--solvers", nargs="+", choices=SOLVERS, default=list(SOLVERS))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    return parser.parse_args()


def spheres(edge: int, fraction: float, seed: int = 0) -> tuple[NDArray[np.bool_], NDArray]:
    """Equal spheres at random places in a periodic box, `fraction` covered, and their numbers."""
    rng = np.random.default_rng(seed)
    count = round(-np.log(1 - fraction) * edge**3 / (np.pi / 6 * DIAMETER**3))
    grain = np.zeros((edge, edge, edge), np.int32)
    reach = np.arange(-DIAMETER // 2 - 1, DIAMETER // 2 + 2)
    for number, centre in enumerate(rng.random((count, 3)) * edge, start=1):
        near = np.floor(centre).astype(int)[:, None] + reach
        x, y, z = (near + 0.5 - centre[:, None]) ** 2
        inside = x[:, None, None] + y[:, None] + z < DIAMETER**2 / 4
        block = np.ix_(*(near % edge))
        grain[block] = np.where(inside, number, grain[block])
    return grain > 0, grain


def three_phases(edge: int) -> NDArray[np.uint8]:
    """Half spheres, about a quarter each of a bad conductor and of nothing."""
    good, _ = spheres(edge, 0.5)
    bad, _ = spheres(edge, 0.5, seed=1)
    return np.where(good, 1, np.where(bad, 2, 0)).astype(np.uint8)


def at_random(edge: int, share: float) -> NDArray[np.uint8]:
    """Every voxel for itself: good conductors, and of the rest half a bad one, half nothing."""
    number = np.random.default_rng(3).random((edge, edge, edge))
    return np.where(number < share, 1, np.where(number < (1 + share) / 2, 2, 0)).astype(np.uint8)


def compare(
    title: str, image: NDArray[np.uint8], solvers: list[str], options: argparse.Namespace
) -> None:
    """Print one line per program."""
    print(f"\n{title}, {options.edge}^3, {options.threads} thread(s)")
    print(
        f"{'program':12}{'criterion':>10}{'CPU s':>9}{'wall s':>9}{'B/voxel':>9}{'steps':>7}"
        f"{'spread':>9}{'error':>10}{'x CPU':>8}{'x wall':>8}"
    )
    ours = None
    with TemporaryDirectory() as folder:
        path = Path(folder) / "image.npz"
        np.savez(path, image=image)
        for name in solvers:
            if name not in options.solvers:
                continue
            for tolerance in CRITERIA.get(name, (options.tolerance,)):
                found = solved(name, path, tolerance, options)
                if isinstance(found, str):
                    print(f"{name:12}{tolerance:10.0e} {found}", flush=True)
                    continue
                ours = found if name == "ceralyte" else ours
                line = "".join(cells(found, ours, image))
                print(f"{name:12}{tolerance:10.0e}{line}", flush=True)


def solved(
    name: str, path: Path, tolerance: float, options: argparse.Namespace
) -> dict[str, float] | str:
    """Return what one program found, or why it found nothing."""
    threads = str(options.threads)
    command = [sys.executable, str(WORKER), name, str(path), threads, str(tolerance)]
    set_here = {"NUMBA_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
    try:
        done = subprocess.run(
            command,
            env=os.environ | set_here,
            timeout=options.limit,
            check=True,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return f"> {options.limit:g} s"
    except subprocess.CalledProcessError as error:
        said = (error.stderr + error.stdout).strip() or str(error)
        return f"failed: {said.splitlines()[-1]}"
    line = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    found: dict[str, float] = json.loads(line)
    return found


def cells(
    found: dict[str, float], ours: dict[str, float] | None, image: NDArray[np.uint8]
) -> Iterator[str]:
    """Format a row of the table."""
    yield f"{found['cpu']:9.1f}{found['wall']:9.1f}{found['bytes_per_voxel']:9.0f}"
    yield f"{found['steps'] or '':>7}"
    yield f"{found['spread']:9.0e}" if found["spread"] is not None else " " * 9
    yield f"{found['value'] / reference(image, int(found['planes'])) - 1:+10.1e}"
    if ours is not None:
        yield "".join(f"{found[kind] / ours[kind]:8.1f}" for kind in ("cpu", "wall"))


def reference(image: NDArray[np.uint8], planes: int) -> float:
    """Tightly converged conductivity with electrodes on the outer faces (`planes` 0), at the
    centres of the end voxels (-1) or a voxel outside (1)."""
    phase, values, interfaces = image, {"ceramic": 1.0, "binder": LOW}, {}
    if planes < 0:
        # Ends that conduct perfectly, half a voxel from the next plane: the other half is added.
        phase = image.copy()
        for end in (0, -1):
            phase[end] = np.where(phase[end] > 0, 3, 0)
        values |= {"support": 1e7}
        interfaces = {"ceramic-support": 0.5}
    structure = Structure(phase, phase.astype(np.int32), 1.0, (False, False, False))
    found = effective_conductivity(
        structure,
        values,
        axis="x",
        interface_resistance=interfaces,
        electrode_resistance=0.5 if planes > 0 else 0.0,
        flux_tolerance=1e-8,
    )
    return found.value * (len(image) + planes) / len(image)


def contacts(options: argparse.Namespace) -> None:
    """Print steps against the resistance of grain boundaries."""
    print(f"\nresistance between grains, spheres 70 %, {options.edge}^3: in voxels, steps, spread")
    filled, grain = spheres(options.edge, 0.70)
    structure = Structure(filled.astype(np.uint8), grain, 1.0, (True, True, True))
    for resistance in RESISTANCES:
        _steps(f"{resistance:g}", structure, {"ceramic": 1.0}, options, resistance)


def contrasts(options: argparse.Namespace) -> None:
    """Print steps against the conductivity between the spheres."""
    print(f"\nconductivity between spheres of 70 %, {options.edge}^3: steps, spread")
    filled, grain = spheres(options.edge, 0.70)
    structure = Structure(filled.astype(np.uint8), grain, 1.0, (True, True, True))
    for contrast in CONTRASTS:
        _steps(f"{contrast:g}", structure, {"ceramic": 1.0, "pore": contrast}, options)


def percolation(options: argparse.Namespace) -> None:
    """Print steps down to 10 % above the percolation threshold."""
    print(f"\nfraction of spheres, {options.edge}^3: steps, spread")
    for fraction in FRACTIONS:
        filled, grain = spheres(options.edge, fraction)
        structure = Structure(filled.astype(np.uint8), grain, 1.0, (True, True, True))
        _steps(f"{fraction:g}", structure, {"ceramic": 1.0}, options)


def sites(options: argparse.Namespace) -> None:
    """Print steps on voxels at random, half of those that conduct badly and half of nothing."""
    print(f"\nshare of good voxels at random, the bad ones, {options.edge}^3: steps, spread")
    for share in SHARES:
        phase = at_random(options.edge, share)
        structure = Structure(phase, phase.astype(np.int32), 1.0, (False,) * 3)
        for low in (0.0, *CONTRASTS[1:]):
            _steps(f"{share:g}, {low:g}", structure, {"ceramic": 1.0, "binder": low}, options)


def bandwidth(options: argparse.Namespace) -> None:
    """Print what a step and a solve move, how long that takes at the machine's best, and takes.

    What a shared machine moves changes from minute to minute, so each solve is held against a
    stream measured just before it.
    """
    filled, _ = spheres(options.edge, 0.70)
    phase = filled.astype(np.uint8)
    structure = Structure(phase, phase.astype(np.int32), 1.0, (False,) * 3)
    values = np.array([[0.0] * 3, [1.0] * 3])
    stencil = voxel_faces(phase, structure.grain, values, (False,) * 3, {}, 0.0)
    numba.set_num_threads(options.threads)
    multigrid = Multigrid(stencil)
    moved = bytes_of_cycle(multigrid) + bytes_of_directions(stencil), bytes_below(multigrid.coarse)
    per_voxel = 1e9 / phase.size
    steps, _ = solve_seconds(structure, options.tolerance)
    rounds = [
        (
            *streams(phase.size),
            step_seconds(stencil),
            solve_seconds(structure, options.tolerance)[1],
        )
        for _ in range(ROUNDS)
    ]
    copy, triad, step, solve = np.array(rounds).T
    step, solve = step * per_voxel / options.threads, solve * per_voxel / options.threads
    print(f"\nspheres 70 %, {options.edge}^3, {options.threads} thread(s), {ROUNDS} rounds")
    print("median, and from the least to the largest")
    print(f"copy {ranged(copy / 1e9)} GB/s, triad {ranged(triad / 1e9)} GB/s")
    for what, number in zip(("voxels", "coarser levels"), moved, strict=True):
        print(f"{'a step on ' + what:>28} {number / phase.size:6.0f} bytes per voxel")
    print(f"{'taken':>28} {ranged(step)} ns per voxel")
    limit = sum(moved) / triad * per_voxel
    print(f"{'over that at the bandwidth':>28} {ranged(step / limit)}")
    print(f"{f'{steps} steps':>28} {steps * sum(moved) / phase.size:6.0f} bytes per voxel")
    print(f"{'a solve takes':>28} {ranged(solve)} ns per voxel")
    limit = MOST * phase.size / triad * per_voxel
    print(f"{f'over {MOST} bytes at it':>28} {ranged(solve / limit)}")


def ranged(values: NDArray[np.float64]) -> str:
    """Text of the median, and of the least and the largest."""
    return f"{np.median(values):.3g} ({values.min():.3g} to {values.max():.3g})"


def bytes_of_cycle(grid: Multigrid) -> float:
    """Bytes that one cycle reads and writes on a grid, each array once per kernel."""
    faces, part = grid.stencil.face_bytes, 0.5
    smoothing = (faces + 4 + 4) + (faces + 4 + 8)  # all sweeps before a correction are one pass
    to_coarse_and_back = (faces + 4 + 4 + part) + (part + 8)
    return float((smoothing + to_coarse_and_back) * grid.size)


def bytes_of_directions(stencil: AnyStencil) -> float:
    """The same of conjugate gradients around it."""
    faces = stencil.face_bytes
    directions = (faces + 12) + (faces + 8 + 8)  # products, then turn and A p in one pass
    advance = 2 * 4 + 4 + 4 + 2 * 4
    return float((directions + advance) * math.prod(stencil.shape))


def bytes_below(coarse: Multigrid | NetworkMultigrid) -> float:
    """The same of two cycles on a coarser level, and of what joins them."""
    if isinstance(coarse, NetworkMultigrid):
        return bytes_of_network(coarse.network)
    faces = coarse.stencil.face_bytes
    join = 2 * (faces + 8 + 4 * 4) + 8 + 12 + 12  # products, a copy, remainder, combine
    return 2 * (bytes_of_cycle(coarse) + bytes_below(coarse.coarse)) + join * coarse.size


def bytes_of_network(network: Network) -> float:
    """The same on a network: two cycles and two half products, and 0.4 of it on smaller levels."""
    nodes, links = len(network.ground), network.other.nbytes + network.conductance.nbytes
    passes = 2 * 2 + 2 * 0.5  # a cycle goes twice through the links
    return 1.4 * (passes * (links + 24 * nodes) + 15 * 4 * nodes)


def step_seconds(stencil: AnyStencil) -> float:
    """CPU seconds of the best of ten steps."""
    times: list[float] = []

    def finished(_x: NDArray[np.float64], _progress: Progress) -> bool:
        times.append(time.process_time())
        return len(times) > 11

    solve_for_unit_gradient(stencil, finished, 20)
    return float(np.diff(times[1:]).min())


def solve_seconds(structure: Structure, tolerance: float) -> tuple[int, float]:
    """Steps and CPU seconds of a solve, set-up included."""
    start = time.process_time()
    found = effective_conductivity(structure, {"ceramic": 1.0}, axis="x", flux_tolerance=tolerance)
    return found.iterations, time.process_time() - start


def streams(size: int) -> tuple[float, float]:
    """Best of five: bytes per second of ``a = b`` and of ``a = b + s c``, written ones once."""
    a, b, c = (np.full(size, value, np.float32) for value in (0.0, 1.0, 2.0))
    found = []
    for kernel, arrays in ((copy_stream, (a, b)), (triad_stream, (a, b, c))):
        kernel(*arrays)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            kernel(*arrays)
            times.append(time.perf_counter() - start)
        found.append(sum(array.nbytes for array in arrays) / min(times))
    return found[0], found[1]


@numba.njit(parallel=True)
def copy_stream(a, b):  # type: ignore[no-untyped-def]
    """Write ``a = b``."""
    for k in numba.prange(len(a)):
        a[k] = b[k]


@numba.njit(parallel=True)
def triad_stream(a, b, c):  # type: ignore[no-untyped-def]
    """Write ``a = b + 3 c``."""
    for k in numba.prange(len(a)):
        a[k] = b[k] + np.float32(3) * c[k]


def _steps(
    label: str,
    structure: Structure,
    values: dict[str, float],
    options: argparse.Namespace,
    resistance: float = 0.0,
) -> None:
    found = effective_conductivity(
        structure,
        values,
        interface_resistance=resistance,
        flux_tolerance=options.tolerance,
    )
    print(f"{label:>14}{found.iterations:6d}{found.flux_imbalance:9.0e}", flush=True)


if __name__ == "__main__":
    main()
