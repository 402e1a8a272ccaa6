"""What pressing again brings beds that lack contacts: ``python benchmarks/descents.py [--seeds N]``.

Each bed is packed with one descent (`balance=0.002`) and as by default; see decision 13. Smooth
particles that just jam have six contacts for each that is held, by Maxwell's count.
"""

import argparse
from time import process_time

import numpy as np

from ceralyte.packing import pack, parse_distribution

CASES = (
    ("mono(d=3 um)", 3000),
    ("lognormal(d50=3 um, sigma=0.5)", 3000),
    ("lognormal(d50=3 um, sigma=0.7)", 5000),
    ("weibull(d63=5 um, shape=1.5, dmin=1 um)", 4000),
    ("powerlaw(dmin=1 um, dmax=10 um, exponent=3)", 3000),
    ("mixture(0.75 mono(d=3 um), 0.25 mono(d=1 um))", 3000),
    ("mixture(0.8 mono(d=4 um), 0.2 mono(d=1 um))", 3000),
    ("mixture(0.792 mono(d=5 um), 0.208 mono(d=1 um))", 5000),
    ("mixture(0.9 mono(d=5 um), 0.1 mono(d=1 um))", 3000),
    ("mixture(0.85 mono(d=10 um), 0.15 mono(d=1 um))", 10_000),
)
WAYS = (("one", 0.002), ("default", None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="laws that contain this text")
    options = parser.parse_args()
    pack(parse_distribution("mono(d=3 um)"), 100)  # compiled, or read from the cache
    print(
        f"{'particles':>9}  {'distribution':49}{'descents':9}{'contacts':>9}{'lowest':>8}"
        f"{'rattlers':>9}{'fraction':>9}{'CPU s':>7}"
    )
    for text, n in CASES:
        if options.only not in text:
            continue
        for name, balance in WAYS:
            beds, seconds = [], process_time()
            for seed in range(options.seeds):
                beds.append(pack(parse_distribution(text), n, seed=seed, balance=balance))
            seconds = (process_time() - seconds) / options.seeds
            contacts = [bed.coordination_number for bed in beds]
            print(
                f"{n:9d}  {text:49}{name:9}{np.mean(contacts):9.3f}{min(contacts):8.3f}"
                f"{np.mean([bed.rattler_fraction for bed in beds]):9.3f}"
                f"{np.mean([bed.packing_fraction for bed in beds]):9.4f}{seconds:7.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
