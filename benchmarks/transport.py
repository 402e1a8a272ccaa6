"""Time and memory of the voxel conduction solve on random overlapping spheres.

Run ``python benchmarks/transport.py [EDGE ...]`` (default 64 128). With pyamg installed, its
preconditioned conjugate gradients on the assembled matrix stand beside it; scipy's conjugate
gradients with Jacobi preconditioning always do for edges up to 64.
"""

import argparse
import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from ceralyte.transport.conductances import face_conductances
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.linalg import LinearOperator, cg

from ceralyte.model import Structure
from ceralyte.numerics.multigrid import Multigrid
from ceralyte.transport import effective_conductivity
from ceralyte.transport.percolation import through_paths

DIAMETER = 20  # voxels
VOXEL = 0.25e-6  # m
CASES = (
    ("spheres conduct, 80 %", 0.80, {"ceramic": 1.0}),
    ("spheres conduct, 40 %", 0.40, {"ceramic": 1.0}),
    ("binder 1e-4, 80 %", 0.80, {"ceramic": 1.0, "pore": 1e-4}),
    ("islands in binder 1e-4, 15 %", 0.15, {"ceramic": 1.0, "pore": 1e-4}),
)


def overlapping_spheres(edge: int, fraction: float, seed: int = 0) -> Structure:
    """Equal spheres at random places in a periodic box of `edge` voxels, `fraction` covered."""
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
    return Structure((grain > 0).astype(np.uint8), grain, VOXEL, (True, True, True))


def bytes_per_voxel(edge: int) -> float:
    """Arrays that live during the iteration, counted."""
    phase = np.ones((edge, edge, edge), np.uint8)
    stencil = face_conductances(phase, np.array([0.0, 1.0]), (False, True, True))
    multigrid = Multigrid(stencil)
    levels = sum(a.nbytes for level in multigrid._levels for a in level)
    vectors = sum(a.nbytes for a in [*multigrid._solutions, *multigrid._rhs])
    return (levels + vectors) / edge**3 + 4 * 8


def assembled(structure: Structure) -> tuple[csr_array, NDArray[np.float64]]:
    """Matrix and right-hand side of the same problem between electrodes along x."""
    kept = through_paths(structure.phase == 1, (False, True, True))
    stencil = face_conductances(kept.astype(np.uint8), np.array([0.0, 1.0]), (False, True, True))
    number = np.cumsum(kept).reshape(kept.shape) - 1
    rows, columns, values = [], [], []
    for axis in range(3):
        there, g = np.roll(number, -1, axis), stencil[axis]
        joined = g > 0
        rows += [number[joined], there[joined]]
        columns += [there[joined], number[joined]]
        values += [g[joined], g[joined]]
    size = int(kept.sum())
    shape = (size, size)
    data = np.concatenate(values).astype(float)
    off = coo_array((data, (np.concatenate(rows), np.concatenate(columns))), shape=shape).tocsr()
    ends = np.zeros(kept.shape)
    ends[0] += stencil.ends[0]
    rhs = ends[kept]
    ends[-1] += stencil.ends[1]
    return csr_array(diags_array(off.sum(axis=1) + ends[kept]) - off), rhs


def peers(structure: Structure) -> dict[str, float]:
    """Seconds of other solvers for the assembled matrix, relative residual 1e-5."""
    matrix, rhs = assembled(structure)
    jacobi = diags_array(1 / matrix.diagonal())
    solvers: dict[str, Callable[[], LinearOperator]] = {"scipy CG + Jacobi": lambda: jacobi}
    if find_spec("pyamg"):
        import pyamg

        solvers["scipy CG + pyamg"] = lambda: pyamg.ruge_stuben_solver(matrix).aspreconditioner()
    seconds = {}
    for name, make in solvers.items():
        start = time.perf_counter()
        cg(matrix, rhs, rtol=1e-5, maxiter=10000, M=make())
        seconds[name] = time.perf_counter() - start
    return seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edges", nargs="*", type=int, default=[64, 128])
    edges = parser.parse_args().edges
    warm_up = overlapping_spheres(24, 0.5)
    start = time.perf_counter()
    effective_conductivity(warm_up, {"ceramic": 1.0, "pore": 0.1})
    print(f"first call, compiling where nothing is cached: {time.perf_counter() - start:.1f} s\n")
    print(
        f"{'voxels':>7} {'case':<30} {'S/m':>9} {'its':>4} {'imbalance':>9} {'s':>6} {'B/voxel':>8}"
    )
    for edge in edges:
        memory = bytes_per_voxel(edge)
        for name, fraction, values in CASES:
            structure = overlapping_spheres(edge, fraction)
            start = time.perf_counter()
            result = effective_conductivity(structure, values)
            seconds = time.perf_counter() - start
            print(
                f"{edge:>5}^3 {name:<30} {result.value:9.3g} {result.iterations:4d} "
                f"{result.flux_imbalance:9.1e} {seconds:6.2f} {memory:8.1f}"
            )
        if edge <= 64:
            for name, seconds in peers(overlapping_spheres(edge, 0.80)).items():
                print(f"{edge:>5}^3 {name:<30} {'':>9} {'':>4} {'':>9} {seconds:6.2f}")


if __name__ == "__main__":
    main()
