"""Time a tensile test of a network of bonds, and what larger steps do to it.

python benchmarks/strength.py [PARTICLES]
"""

import sys
from time import perf_counter, process_time

import ceralyte as cl
from ceralyte.mechanics import Adhesion, Solid, bonds_of, strength_test

STEPS = ((0.02, 0.3), (0.05, 0.6))
"""(together, until) of `strength_test`: whole tests, and the brief ones of `design`."""

HOLDING = {
    "20 MPa, 0.1 J/m2": Adhesion(strength=20e6, energy=0.1),
    "pull-off, 2.1 J/m2": Adhesion(energy=2.1),
}


def main() -> None:
    """Print a table: seconds, CPU seconds, solutions, strength and fracture energy."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    powder = cl.packing.parse_distribution("lognormal(d50=3 um, sigma=0.4)")
    packing = cl.packing.pack(powder, count)
    pressed = cl.pressing.press(packing, method="uniaxial", relative_density=0.88).pressed
    for name, adhesion in HOLDING.items():
        network = bonds_of(pressed, Solid(22e9, 0.37), adhesion=adhesion)
        for together, until in STEPS:
            start, used = perf_counter(), process_time()
            found = strength_test(network, together=together, until=until)
            seconds, used = perf_counter() - start, process_time() - used
            print(
                f"{count} particles, {len(network)} bonds, {name:18s} together {together:4.2f} "
                f"until {until:3.1f}: {seconds:6.1f} s, {used:6.1f} s CPU, "
                f"{found.solves:5d} solves, {found.strength.value / 1e6:8.4f} MPa, "
                f"{found.fracture_energy:7.4f} J/m2",
                flush=True,
            )


if __name__ == "__main__":
    main()
