"""Cost of an impedance spectrum of 40 frequencies, over that of one steady solve, in CPU time.

Run ``python benchmarks/impedance.py [EDGE ...]`` (default 64). Random overlapping spheres, with
and without grain boundaries; the steady solve is `effective_conductivity` at its own tolerance.
"""

import argparse
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import numpy as np

from ceralyte.model import Conduction, Structure, bulk_admittance, interface_admittance
from ceralyte.transport import effective_conductivity, impedance_spectrum
from transport import spheres

FREQUENCIES = np.geomspace(1.0, 1e9, 40)
CERAMIC = bulk_admittance(0.25, 40.0)
RESISTANCE, CAPACITANCE = 1e-5, 1e-2  # 0.1 ohm cm2, 1 uF/cm2
T = TypeVar("T")


def cpu_seconds(call: Callable[[], T]) -> tuple[T, float]:
    """Result and CPU time of a call."""
    started = time.process_time()
    result = call()
    return result, time.process_time() - started


def peak_bytes() -> int:
    """Largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def row(edge: int, fraction: float, resistance: float) -> str:
    """One row of the table, without the time to compile."""
    measure(16, 0.8, resistance)
    return measure(edge, fraction, resistance)


def measure(edge: int, fraction: float, resistance: float) -> str:
    """Cost at one edge."""
    filled, grain = spheres(edge, fraction)
    structure = Structure(filled.astype(np.uint8), grain, 1e-6, (True, True, True))
    boundary = interface_admittance(resistance, CAPACITANCE) if resistance else None

    def solve() -> Conduction:
        return effective_conductivity(
            structure, {"ceramic": CERAMIC.conductance}, interface_resistance=resistance
        )

    solve()  # the memory is fetched
    steady, one = cpu_seconds(solve)
    before = peak_bytes()
    spectrum, forty = cpu_seconds(
        lambda: impedance_spectrum(
            structure, FREQUENCIES, {"ceramic": CERAMIC}, grain_boundary=boundary
        )
    )
    memory = (peak_bytes() - before) / edge**3
    return (
        f"{edge:5d} {fraction:9.2f} {resistance:12.0e} {one:8.2f} {forty:8.2f} {forty / one:6.1f} "
        f"{steady.iterations:7d} {spectrum.iterations:9d} {max(spectrum.errors):10.1e} "
        f"{memory:8.0f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edges", nargs="*", type=int, default=[64])
    edges = parser.parse_args().edges
    print(
        " edge ceramic [-] ASR [ohm m2] steady s  forty s  ratio its one its forty     error"
        "  B/voxel"
    )
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        for edge in edges:
            for fraction in (0.8, 0.4):
                for resistance in (0.0, RESISTANCE):
                    print(fresh.submit(row, edge, fraction, resistance).result(), flush=True)


if __name__ == "__main__":
    main()
