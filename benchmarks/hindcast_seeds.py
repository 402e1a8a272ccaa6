"""How far seeds of the draws move the hindcast: `python benchmarks/hindcast_seeds.py`; a minute.

Prints the median error of log10 of the shipped table for eight seeds; 0 is the one that ships.
"""

from ceralyte.literature.hindcast import run


def main() -> None:
    """Print a line per seed: all membranes, soft ceramics, oxides, coverage."""
    for seed in range(8):
        run.SEED = seed
        for function in vars(run).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()
        found = run.hindcast()
        soft, oxide = (found.by_kind[k].median_absolute_log10_error for k in ("soft", "oxide"))
        whole = found.summary
        print(
            f"seed {seed}: {whole.median_absolute_log10_error:.3f}, soft {soft:.3f}, "
            f"oxides {oxide:.3f}, coverage {100 * whole.coverage_90:.0f} %"
        )


if __name__ == "__main__":
    main()
