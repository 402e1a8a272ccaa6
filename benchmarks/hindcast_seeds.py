"""How far seeds of the draws move the hindcast: ``python benchmarks/hindcast_seeds.py``; 20 s.

Prints errors of log10 on the shipped table for eight seeds (0 is that of the command), and by how
much the prediction of one membrane differs between them.
"""

from math import log10

from ceralyte.literature import Hindcast, hindcast
from ceralyte.literature.hindcast.results import Summary

SEEDS = range(8)


def line(seed: int, found: Hindcast) -> str:
    """Return median errors and coverage in words: all membranes, soft ceramics, oxides."""
    soft, oxide = found.by_kind["soft"], found.by_kind["oxide"]
    inside = 100 * (found.summary.coverage_90 or 0.0)
    return (
        f"seed {seed}: {_error(found.summary)}, soft {_error(soft)}, oxides {_error(oxide)}, "
        f"inside 90 % {inside:.0f} %"
    )


def _error(one: Summary) -> str:
    return f"{one.median_absolute_log10_error:.4f}"


def main() -> None:
    """Print a line per seed, and how far apart they are."""
    told: dict[str, list[float]] = {}
    for seed in SEEDS:
        found = hindcast(seed=seed)
        print(line(seed, found))
        for row in found.rows:
            told.setdefault(row.id, []).append(log10(row.conductivity.predicted.value))
    apart = {name: max(logs) - min(logs) for name, logs in told.items()}
    widest = max(apart, key=lambda name: apart[name])
    print(f"predictions of one membrane: at most {apart[widest]:.4f} apart ({widest})")


if __name__ == "__main__":
    main()
