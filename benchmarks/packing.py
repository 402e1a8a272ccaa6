"""Time the packing stage: ``python benchmarks/packing.py [--quick]`` prints two tables."""

import resource
import sys
from time import perf_counter, process_time

import numpy as np

from ceralyte.packing import farr_groot, pack, parse_distribution

CASES = (
    ("mono(d=3 um)", 1000, 1e-6),
    ("mono(d=3 um)", 3000, 1e-6),
    ("lognormal(d50=3 um, sigma=0.5)", 3000, 1e-6),
    ("mono(d=3 um)", 10_000, 1e-6),
    ("lognormal(d50=3 um, sigma=0.5)", 10_000, 1e-6),
    ("powerlaw(dmin=1 um, dmax=100 um, exponent=2.3)", 30_000, 1e-4),
    ("mono(d=3 um)", 10_000, 1e-5),
    ("mono(d=3 um)", 100_000, 1e-5),
)
QUICK = 3
ESTIMATED = {text: parse_distribution(text) for text in dict.fromkeys(case[0] for case in CASES)}
ESTIMATED["a list of 1,000,000 diameters"] = np.geomspace(1e-6, 1e-5, 1_000_000)


def estimate_times() -> None:
    """Print how long the fast estimate takes, the least of five."""
    print(f"{'estimate of':50}{'wall ms':>8}{'fraction':>9}")
    for name, powder in ESTIMATED.items():
        times = []
        for _ in range(5):
            began = perf_counter()
            found = farr_groot(powder)
            times.append(perf_counter() - began)
        print(f"{name:50}{1e3 * min(times):8.1f}{found.value:9.4f}")


def main() -> None:
    estimate_times()
    cases = CASES[:QUICK] if "--quick" in sys.argv else CASES
    started = perf_counter()
    pack(parse_distribution("mono(d=3 um)"), 100)
    print(f"first call, with compilation if not cached: {perf_counter() - started:.1f} s")
    print(
        f"{'particles':>9}  {'distribution':48}{'wall s':>7}{'CPU s':>7}{'fraction':>9}"
        f"{'estimate':>9}{'overlap':>9}{'contacts':>9}{'rattlers':>9}{'peak MiB':>9}"
    )
    for text, n, overlap in cases:
        wall, cpu = perf_counter(), process_time()
        packing = pack(parse_distribution(text), n, overlap_tolerance=overlap)
        wall, cpu = perf_counter() - wall, process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n:9d}  {text:48}{wall:7.1f}{cpu:7.1f}{packing.packing_fraction:9.4f}"
            f"{farr_groot(packing.diameters).value:9.4f}{packing.overlap_relative_max:9.1e}"
            f"{packing.coordination_number:9.3f}{packing.rattler_fraction:9.3f}{peak:9.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
