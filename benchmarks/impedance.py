"""Cost of an impedance spectrum of 40 frequencies, over that of one steady solve, in CPU time.

Run ``python benchmarks/impedance.py [EDGE ...]`` (default 64). Random overlapping spheres, with
and without grain boundaries; the steady solve is `effective_conductivity` at its own tolerance.
"""

import argparse
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from ceralyte.model import Structure, bulk_admittance, interface_admittance
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


def measure(edge: int, fraction: float, resistance: float) -> str:
    """One row of the table."""
    filled, grain = spheres(edge, fraction)
    structure = Structure(filled.astype(np.uint8), grain, 1e-6, (True, True, True))
    boundary = interface_admittance(resistance, CAPACITANCE) if resistance else None
    steady, one = cpu_seconds(
        lambda: effective_conductivity(
            structure, {"ceramic": CERAMIC.conductance}, interface_resistance=resistance
        )
    )
    spectrum, forty = cpu_seconds(
        lambda: impedance_spectrum(
            structure, FREQUENCIES, {"ceramic": CERAMIC}, grain_boundary=boundary
        )
    )
    return (
        f"{edge:5d} {fraction:9.2f} {resistance:12.0e} {one:8.2f} {forty:8.2f} {forty / one:6.1f} "
        f"{steady.iterations:7d} {spectrum.iterations:9d} {max(spectrum.errors):10.1e}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edges", nargs="*", type=int, default=[64])
    edges = parser.parse_args().edges
    for resistance in (0.0, RESISTANCE):
        measure(16, 0.8, resistance)  # compiles
    print(" edge ceramic [-] ASR [ohm m2] steady s  forty s  ratio its one its forty     error")
    for edge in edges:
        for fraction in (0.8, 0.4):
            for resistance in (0.0, RESISTANCE):
                print(measure(edge, fraction, resistance), flush=True)


if __name__ == "__main__":
    main()
