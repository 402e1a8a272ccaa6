"""What ``ceralyte pack`` does: read what is wanted, pack, and show it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from ceralyte.cli.output import STDOUT, say, shown, table
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.core.units import FRACTION, LENGTH, parse
from ceralyte.core.units import show as show_length
from ceralyte.model import Packing
from ceralyte.packing import (
    PackingSummary,
    describe,
    pack,
    parse_distribution,
    read_particles,
    sampling_note,
    summarise,
    write_particles,
)
from ceralyte.packing.files import check_suffix

SUFFIXES = (".csv", ".parquet", ".json", ".data")
SEEDS_MAX = 100


@dataclass(frozen=True)
class Wanted:
    """The options of the command, as they were given."""

    distribution: str
    particles: int
    slab: str | None
    fraction: str | None
    friction: float
    dimension: int
    seed: int
    seeds: int
    out: Path | None


@dataclass(frozen=True)
class Packed:
    """What came out: the packings, one per seed, what they are of, and how long it took."""

    packings: list[Packing]
    summary: PackingSummary
    title: str
    note: str
    seconds: float


def run(wanted: Wanted, tell: Callable[[str, float], None]) -> Packed:
    """Pack, or read particles if the distribution names a file; write `out`."""
    if wanted.out is not None:
        check_suffix(wanted.out)
        if not wanted.out.parent.is_dir():
            raise InputError("--out", f"there is no folder {wanted.out.parent}", "an existing one")
    started = perf_counter()
    if wanted.distribution.lower().endswith(SUFFIXES):
        path = Path(wanted.distribution)
        packings, title, note = [read_particles(path)], str(path), ""
    else:
        packings, title, note = _pack(wanted, tell)
    seconds = perf_counter() - started
    if wanted.out is not None:
        say(f"wrote {write_particles(packings[0], wanted.out)}")
    return Packed(packings, summarise(packings), title, note, seconds)


def document(packed: Packed) -> dict[str, Any]:
    """Return the numbers for one JSON document."""
    summary = packed.summary.model_dump(mode="json")
    overlap = Quantity(
        value=packed.summary.overlap_relative_max, unit="", method="largest of all pairs"
    )
    seconds = Quantity(value=packed.seconds, unit="s", method="wall clock, all seeds")
    return {
        "distribution": packed.title,
        **summary,
        "overlap_relative_max": overlap.model_dump(mode="json"),
        "seconds": seconds.model_dump(mode="json"),
        "note": packed.note,
    }


def show(packed: Packed) -> None:
    """Print a table."""
    s, first = packed.summary, packed.packings[0]
    rows: list[tuple[str, Outcome]] = [
        ("packing fraction", s.packing_fraction),
        ("Farr-Groot estimate, without walls", s.farr_groot),
        ("contacts per held particle", s.coordination_number),
        ("rattlers, by number", s.rattler_fraction),
        ("crystalline neighbourhoods", s.crystalline_fraction),
    ]
    sides = first.box[: first.dimension]
    table(
        packed.title,
        ("quantity", "value"),
        [
            *((name, shown(value)) for name, value in rows),
            ("largest relative overlap", f"{s.overlap_relative_max:.2g}"),
            ("contacts connect along", _axes(s.percolates)),
            ("box", " x ".join(show_length(float(side), LENGTH) for side in sides)),
            ("particles", f"{s.particles} in {len(packed.packings)} packing(s)"),
            ("time", f"{packed.seconds:.1f} s"),
        ],
    )
    if packed.note:
        STDOUT.print(f"note: {packed.note}", markup=False)


def _pack(wanted: Wanted, tell: Callable[[str, float], None]) -> tuple[list[Packing], str, str]:
    distribution = parse_distribution(wanted.distribution)
    if not 1 <= wanted.seeds <= SEEDS_MAX:
        raise InputError("--seeds", f"got {wanted.seeds}", f"1 to {SEEDS_MAX}")
    slab = None if wanted.slab is None else parse(wanted.slab, LENGTH, "--slab")
    fraction = None if wanted.fraction is None else parse(wanted.fraction, FRACTION, "--fraction")
    packings = []
    for number in range(wanted.seeds):

        def share(done: float, number: int = number) -> None:
            tell("packing", (number + done) / wanted.seeds)

        packings.append(
            pack(
                distribution,
                wanted.particles,
                slab_thickness=slab,
                packing_fraction=fraction,
                friction=wanted.friction,
                dimension=wanted.dimension,
                seed=wanted.seed + number,
                progress=share,
            )
        )
    note = sampling_note(distribution, wanted.particles, dimension=wanted.dimension)
    return packings, describe(distribution), note


def _axes(percolates: tuple[bool, ...]) -> str:
    return ", ".join(a for a, through in zip("xyz", percolates, strict=False) if through) or "none"
