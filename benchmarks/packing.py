"""Time the packing stage: ``python benchmarks/packing.py [--quick]`` prints a table."""

import resource
import sys
from time import perf_counter

from ceralyte.packing import farr_groot, pack, parse_distribution

CASES = (
    ("mono(d=3 um)", 1000),
    ("mono(d=3 um)", 2000),
    ("lognormal(d50=3 um, sigma=0.5)", 2000),
    ("lognormal(d50=3 um, sigma=0.3)", 5000),
    ("lognormal(d50=3 um, sigma=0.5)", 10_000),
    ("mono(d=3 um)", 10_000),
)
QUICK = 3


def main() -> None:
    cases = CASES[:QUICK] if "--quick" in sys.argv else CASES
    started = perf_counter()
    pack(parse_distribution("mono(d=3 um)"), 100)
    print(f"first call, with compilation if not cached: {perf_counter() - started:.1f} s")
    print(
        f"{'particles':>9}  {'distribution':32}{'seconds':>8}{'fraction':>9}{'estimate':>9}"
        f"{'overlap':>10}{'contacts':>9}{'rattlers':>9}{'peak MiB':>9}"
    )
    for text, n in cases:
        started = perf_counter()
        packing = pack(parse_distribution(text), n)
        seconds = perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n:9d}  {text:32}{seconds:8.2f}{packing.packing_fraction:9.4f}"
            f"{farr_groot(packing.diameters).value:9.4f}{packing.overlap_relative_max:10.1e}"
            f"{packing.coordination_number:9.3f}{packing.rattler_fraction:9.3f}{peak:9.0f}"
        )


if __name__ == "__main__":
    main()
