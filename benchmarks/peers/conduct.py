"""One conduction solve by one program: ``python conduct.py SOLVER IMAGE.npz THREADS TOLERANCE``.

Prints one line of JSON: effective conductivity over that of label 1, how the program places its
electrodes, the spread of flux between layers (None where the program keeps its field), seconds
and bytes. A solve of a small image comes first, so that imports and compilation do not count.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import psutil
from numpy.typing import NDArray

LOW = 1e-4  # conductivity of label 2 over that of label 1
Image = NDArray[np.uint8]
Fluxes = NDArray[np.float64]


class Found(NamedTuple):
    """`planes`: planes of voxels between the electrodes, more than in the image."""

    value: float
    planes: int
    spread: float | None
    steps: int | None = None


def spread_of(fluxes: Fluxes) -> float:
    """Largest relative deviation of any layer from the mean."""
    return float(np.abs(fluxes / fluxes.mean() - 1).max())


def ceralyte(image: Image, tolerance: float) -> Found:
    """Voxels, to the flux spread `tolerance`."""
    from ceralyte.model import Structure
    from ceralyte.transport import effective_conductivity

    no_grains = np.zeros(image.shape, np.int32)  # as an image without grains is read
    structure = Structure(image, no_grains, 1.0, (False, False, False))
    values = {"ceramic": 1.0, "binder": LOW}
    found = effective_conductivity(structure, values, axis="x", flux_tolerance=tolerance)
    return Found(found.value, 0, found.flux_imbalance, found.iterations)


def taufactor(image: Image, tolerance: float) -> Found:
    """Successive over-relaxation on torch; `tolerance` is its criterion, largest over smallest."""
    from taufactor import MultiPhaseSolver, Solver

    if image.max() > 1:
        solver, planes = MultiPhaseSolver(image, {1: 1.0, 2: LOW}, device="cpu"), 1
    else:
        solver, planes = Solver(image, device="cpu"), 0
    solver.solve(iter_limit=100_000, verbose=False, conv_crit=tolerance)
    value = float(np.ravel(solver.D_eff)[0])
    return Found(value, planes, spread_of(np.ravel(solver.flux_1d).astype(float)), solver.iter)


def porespy(image: Image, tolerance: float) -> Found:
    """OpenPNM's matrix and pyamg, as `tortuosity_fd` does; one conducting label only."""
    from porespy.simulations import tortuosity_fd

    found = tortuosity_fd(image == 1, axis=0, ftol=tolerance)
    field, inside = found.im_conc, found.im
    joined = inside[1:] & inside[:-1]
    fluxes = ((field[:-1] - field[1:]) * joined).sum(axis=(1, 2))
    return Found(1 / found.formation_factor, -1, spread_of(fluxes))


def openimpala(image: Image, _tolerance: float) -> Found:
    """Conjugate gradients of HYPRE at its own tolerance; its default path aborts on such images."""
    from openimpala.facade import tortuosity

    _session()
    found = tortuosity(image.astype(np.int32), 1, "z", solver="pcg", max_grid_size="auto")
    ends = np.abs([found.flux_in, found.flux_out])
    # Its tortuosity counts a voxel more than lies between the centres that it fixes.
    value = found.active_volume_fraction / found.tortuosity * (1 - 1 / len(image))
    return Found(value, -1, spread_of(ends), found.iterations)


@cache
def _session() -> object:
    """OpenImpala's session, which a process can open once."""
    from openimpala import Session

    return Session().__enter__()


def pyamg(image: Image, tolerance: float) -> Found:
    """Conjugate gradients with Ruge-Stüben multigrid on the assembled matrix."""
    import pyamg as program
    from scipy.sparse.linalg import cg

    matrix, rhs, fluxes_of = assembled(image)
    preconditioner = program.ruge_stuben_solver(matrix).aspreconditioner()
    x, relative, steps = None, 1e-5, 0

    def count(_x: Fluxes) -> None:
        nonlocal steps
        steps += 1

    while True:
        x, failed = cg(matrix, rhs, x0=x, rtol=relative, M=preconditioner, callback=count)
        assert not failed
        fluxes = fluxes_of(x)
        if spread_of(fluxes) <= tolerance:
            break
        relative /= 10
    value = float(fluxes.mean()) * image.shape[0] / np.prod(image.shape[1:])
    return Found(value, 0, spread_of(fluxes), steps)


def assembled(image: Image) -> tuple[object, Fluxes, Callable[[Fluxes], Fluxes]]:
    """Matrix and right-hand side for 1 V between the outer faces, and the flux through layers."""
    from scipy.ndimage import label
    from scipy.sparse import coo_array, csr_array, diags_array

    parts, _ = label(image > 0)
    through = np.intersect1d(parts[0], parts[-1])
    kept = np.isin(parts, through[through > 0])
    resistance = np.where(image == 1, 0.5, 0.5 / LOW)
    number = np.cumsum(kept).reshape(kept.shape) - 1
    rows, columns, conductance, plane = [], [], [], []
    for axis in range(3):
        low, high = (np.moveaxis(number, axis, 0)[cut] for cut in (slice(-1), slice(1, None)))
        there = np.moveaxis(kept, axis, 0)
        both = there[:-1] & there[1:]
        half = np.moveaxis(resistance, axis, 0)
        rows.append(low[both])
        columns.append(high[both])
        conductance.append(1 / (half[:-1] + half[1:])[both])
        if axis == 0:
            plane = np.nonzero(both)[0]
    a, b, g = (np.concatenate(part) for part in (rows, columns, conductance))
    size = int(kept.sum())
    ends = np.zeros(kept.shape)
    ends[0] += 1 / resistance[0]
    rhs = np.where(kept, ends, 0.0)[kept]
    ends[-1] += 1 / resistance[-1]
    both_ways = (np.concatenate([a, b]), np.concatenate([b, a]))
    off = coo_array((np.concatenate([g, g]), both_ways), shape=(size, size)).tocsr()
    matrix = csr_array(diags_array(off.sum(axis=1) + ends[kept]) - off)

    def fluxes_of(x: Fluxes) -> Fluxes:
        first, last = number[0][kept[0]], number[-1][kept[-1]]
        into = float(((1 - x[first]) / resistance[0][kept[0]]).sum())
        out = float((x[last] / resistance[-1][kept[-1]]).sum())
        m = len(plane)
        inside = np.bincount(plane, g[:m] * (x[a[:m]] - x[b[:m]]), image.shape[0] - 1)
        return np.concatenate([[into], inside, [out]])

    return matrix, rhs, fluxes_of


SOLVERS = {f.__name__: f for f in (ceralyte, taufactor, porespy, openimpala, pyamg)}


def main() -> None:
    """Solve and print."""
    name, path, threads, tolerance = sys.argv[1:]
    if name == "taufactor":
        import torch

        torch.set_num_threads(int(threads))
    with np.load(path) as file:
        image = file["image"]
    solve = SOLVERS[name]
    solve(np.ascontiguousarray(image[:72, :72, :72]), float(tolerance))
    before = psutil.Process().memory_info().rss
    wall, cpu = time.perf_counter(), time.process_time()
    found = solve(image, float(tolerance))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    more = {"wall": wall, "cpu": cpu, "bytes_per_voxel": (peak - before) / image.size}
    print(json.dumps(found._asdict() | more))


if __name__ == "__main__":
    main()
