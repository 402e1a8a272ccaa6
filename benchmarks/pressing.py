"""Time pressing to 360 MPa: ``python benchmarks/pressing.py [--quick]`` prints a table.

Processor seconds are those of all threads; the wall clock also counts waiting for other programs.
"""

import resource
import sys
from time import perf_counter, process_time

from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press

CASES = (
    ("mono(d=3 um)", 3000, "uniaxial"),
    ("mono(d=3 um)", 3000, "isostatic"),
    ("lognormal(d50=3 um, sigma=0.5)", 3000, "uniaxial"),
    ("mono(d=3 um)", 20_000, "uniaxial"),
    ("lognormal(d50=3 um, sigma=0.5)", 20_000, "uniaxial"),
)
QUICK = 3


def main() -> None:
    cases = CASES[:QUICK] if "--quick" in sys.argv else CASES
    small = pack(parse_distribution("mono(d=3 um)"), 200)
    press(small, method="uniaxial", relative_density=0.7)
    print(
        f"{'particles':>9}  {'distribution':32}{'method':>10}{'cpu s':>8}{'wall s':>8}"
        f"{'states':>8}{'density':>9}{'contacts':>9}{'imbalance':>10}{'peak MiB':>9}"
    )
    for text, n, method in cases:
        packing = pack(parse_distribution(text), n)
        cpu, wall = process_time(), perf_counter()
        result = press(packing, method=method, pressure=360e6, yield_stress=200e6)
        cpu, wall = process_time() - cpu, perf_counter() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n:9d}  {text:32}{method:>10}{cpu:8.1f}{wall:8.1f}{len(result.path):8d}"
            f"{result.pressed.relative_density:9.4f}{result.pressed.contact_number:9.2f}"
            f"{result.path.imbalance[1:].max():10.4f}{peak:9.0f}"
        )


if __name__ == "__main__":
    main()
