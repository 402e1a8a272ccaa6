"""Time conduction on an NVIDIA GPU beside the processor and TauFactor on the same card.

Run ``python benchmarks/gpu.py [--edges 256 512 1024] [--peer-edges 256 512]``; needs the extra
`gpu`, and for ``--peer-edges`` TauFactor with a PyTorch that sees the card. The image, overlapping
spheres of 20 voxels that cover 70 %, is that of ``benchmarks/transport.py``, repeated from 256^3.
Times are wall seconds of the second of two solves: kernels are then compiled, and clocks are up.
What it printed on one machine stands in ``results/gpu.txt``.
"""

import argparse
import time
from collections.abc import Callable

import cupy
import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.numerics.gpu.krylov import solve_for_unit_gradient
from ceralyte.transport import effective_conductivity, gpu_solve
from transport import spheres, three_phases

TILE = 256
HARD = 128
GIB = 1024.0**3


def main() -> None:
    """Print one line per edge and program."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edges", type=int, nargs="+", default=[256, 512, 1024])
    parser.add_argument("--tolerance", type=float, default=1e-4, help="spread of the flux")
    parser.add_argument("--peer-edges", type=int, nargs="*", default=[], help="for TauFactor")
    options = parser.parse_args()
    card = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    print(f"{card}; spheres, 70 % conduct; bandwidth of a copy {copied():.2f} TB/s")
    print(f"{'program':22}{'edge':>6}{'all s':>9}{'solve s':>9}{'steps':>7}{'spread':>9}{'GiB':>7}")
    tile, _ = spheres(TILE, 0.70)
    for edge in options.edges:
        repeats = edge // TILE
        image = np.tile(tile, (repeats, repeats, repeats)).astype(np.uint8)
        on_gpu(image, options.tolerance)
        if edge == TILE:
            on_processor(image, options.tolerance)
        if edge in options.peer_edges:
            taufactor(image)
    hard_cases(options.tolerance)


def copied() -> float:
    """Bytes read and written by a copy on the card, TB/s."""
    source = cupy.zeros(2**28)
    target = cupy.empty_like(source)
    seconds = timed(lambda: cupy.copyto(target, source))[0]
    return 2 * source.nbytes / seconds / 1e12


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Wall seconds of the second of two runs, and what it gave."""
    for _ in range(2):
        cupy.cuda.runtime.deviceSynchronize()
        start = time.perf_counter()
        result = work()
        cupy.cuda.runtime.deviceSynchronize()
        seconds = time.perf_counter() - start
    return seconds, result


def hard_cases(tolerance: float) -> None:
    """Steps where conductivities differ or grain boundaries resist, and near percolation."""
    print(f"\nsteps, {HARD}^3{'processor':>26}{'gpu':>8}")
    filled, grain = spheres(HARD, 0.70)
    image, sides = filled.astype(np.uint8), (False, False, False)
    packed = Structure(image, grain, 1.0, sides)
    thin, _ = spheres(HARD, 0.3186)
    near = Structure(thin.astype(np.uint8), thin.astype(np.int32), 1.0, sides)
    mixed = three_phases(HARD)
    three = Structure(mixed, (mixed == 1).astype(np.int32), 1.0, sides)
    cases = [("10 % above percolation", near, {"ceramic": 1.0}, 0.0)]
    cases += [(f"contacts of {r:g} voxels", packed, {"ceramic": 1.0}, r) for r in (1.0, 1e3)]
    for contrast in (1e-2, 1e-4):
        cases.append((f"1 : {contrast:g} : 0", three, {"ceramic": 1.0, "binder": contrast}, 0.0))
    for name, structure, values, resistance in cases:
        steps = [
            effective_conductivity(
                structure,
                values,
                axis="x",
                interface_resistance=resistance,
                flux_tolerance=tolerance,
                device=device,
            ).iterations
            for device in ("cpu", "gpu")
        ]
        print(f"{name:26}{steps[0]:14d}{steps[1]:8d}", flush=True)


def structure_of(image: NDArray[np.uint8]) -> Structure:
    """The image, without grains that would take four bytes per voxel."""
    none = np.broadcast_to(np.int32(0), image.shape)
    return Structure(image, none, 1.0, (False, False, False))


def on_gpu(image: NDArray[np.uint8], tolerance: float) -> None:
    """Ours, in all and the iteration alone."""
    spent: list[float] = []

    def watched(*arguments: object) -> object:
        cupy.cuda.runtime.deviceSynchronize()
        start = time.perf_counter()
        solution = solve_for_unit_gradient(*arguments)
        spent.append(time.perf_counter() - start)
        return solution

    gpu_solve.solve_for_unit_gradient = watched
    structure, pool = structure_of(image), cupy.get_default_memory_pool()

    def solve() -> object:
        return effective_conductivity(
            structure, {"ceramic": 1.0}, axis="x", flux_tolerance=tolerance, device="gpu"
        )

    seconds, found = timed(solve)
    line("ceralyte, gpu", image, seconds, spent[-1], found, pool.total_bytes() / GIB)
    pool.free_all_blocks()


def on_processor(image: NDArray[np.uint8], tolerance: float) -> None:
    """Ours on all cores."""
    structure = structure_of(image)
    seconds, found = timed(
        lambda: effective_conductivity(
            structure, {"ceramic": 1.0}, axis="x", flux_tolerance=tolerance
        )
    )
    line("ceralyte, processor", image, seconds, None, found, None)


def line(
    name: str,
    image: NDArray[np.uint8],
    seconds: float,
    solve: float | None,
    found: object,
    memory: float | None,
) -> None:
    """Print what one of our solves took."""
    alone = f"{solve:9.3f}" if solve is not None else " " * 9
    held = f"{memory:7.1f}" if memory is not None else ""
    print(
        f"{name:22}{len(image):6d}{seconds:9.3f}{alone}{found.iterations:7d}"
        f"{found.flux_imbalance:9.0e}{held}  {found.value:.7f}",
        flush=True,
    )


def taufactor(image: NDArray[np.uint8]) -> None:
    """The peer, at its criterion of 1e-3."""
    import taufactor as program
    import torch

    if image.size * 40 > 0.9 * torch.cuda.mem_get_info()[0]:
        print(f"{'taufactor':22}{len(image):6d}  skipped: does not fit")
        return

    def solve() -> object:
        solver = program.Solver(image, device="cuda")
        solver.solve(iter_limit=100_000, verbose=False, conv_crit=1e-3)
        return solver

    seconds, solver = timed(solve)
    fluxes = np.ravel(solver.flux_1d).astype(float)
    spread = float(np.abs(fluxes / fluxes.mean() - 1).max())
    value = float(np.ravel(solver.D_eff)[0])
    print(
        f"{'taufactor':22}{len(image):6d}{seconds:9.3f}{'':9}{solver.iter:7d}{spread:9.0e}"
        f"{torch.cuda.max_memory_allocated() / GIB:7.1f}  {value:.7f}",
        flush=True,
    )
    del solver
    torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
