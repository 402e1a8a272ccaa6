"""What ``ceralyte pack`` does: read what is wanted, pack, and show it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from numba.core.event import install_timer

from ceralyte.cli.naming import called
from ceralyte.cli.output import say
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Unavailable
from ceralyte.core.units import FRACTION, LENGTH, from_si, parse
from ceralyte.model import Packing
from ceralyte.packing import (
    PackingSummary,
    SizeClass,
    coordination_by_size,
    describe,
    isostaticity,
    pack,
    parse_distribution,
    read_particles,
    sampling_note,
    summarise,
    write_particles,
)
from ceralyte.packing.files import check_suffix
from ceralyte.packing.protocol import ALL_CONTACTS

PARTICLES, SEEDS_MAX = 3000, 100
_FOR_LISTS = "for a CSV of particles from elsewhere"
_OPTIONS = {
    "n_particles": "--particles",
    "slab_thickness": "--slab",
    "packing_fraction": "--fraction",
}
_FILE = re.compile(r"[^()]*\.[A-Za-z]\w*")


@dataclass(frozen=True)
class Wanted:
    """The options of the command, as they were given."""

    distribution: str
    particles: int
    slab: str | None
    fraction: str | None
    friction: float
    balance: float | None
    dimension: int
    seed: int
    seeds: int
    out: Path | None
    unit: str | None
    box: str | None
    walls: str | None


@dataclass(frozen=True)
class Packed:
    """What came out: the packings, one per seed, what they are of, and how long it took.

    `compiling` are the seconds that kernels needed to be compiled first, no part of `seconds`; 0
    once they are.
    """

    packings: list[Packing]
    summary: PackingSummary
    by_size: tuple[SizeClass, ...]
    title: str
    note: str
    seconds: float
    compiling: float


def run(wanted: Wanted, tell: Callable[[str, float], None]) -> Packed:
    """Pack, or read particles if the distribution names a file; write `out`."""
    if wanted.out is not None:
        check_suffix(wanted.out)
        if not wanted.out.parent.is_dir():
            raise InputError("--out", f"there is no folder {wanted.out.parent}", "an existing one")
    started, compiled = perf_counter(), [0.0]
    with install_timer("numba:compile", compiled.append):
        if _FILE.fullmatch(wanted.distribution):
            packings, title, note = [_read(wanted)], wanted.distribution, ""
        else:
            packings, title, note = _pack(wanted, tell)
    compiling = sum(compiled)
    seconds = perf_counter() - started - compiling
    if wanted.out is not None:
        say(f"wrote {write_particles(packings[0], wanted.out)}")
    by_size = coordination_by_size(packings[0])
    summary = summarise(packings)
    if wanted.friction > 0:
        none = Unavailable(unit="", reason="Maxwell's count is of particles without friction")
        summary = summary.model_copy(update={"contacts_beyond_isostatic": none})
    return Packed(packings, summary, by_size, title, note, seconds, compiling)


def _read(wanted: Wanted) -> Packing:
    packed = {
        "--particles": wanted.particles != PARTICLES,
        "--slab": wanted.slab is not None,
        "--fraction": wanted.fraction is not None,
        "--friction": wanted.friction != 0,
        "--balance": wanted.balance is not None,
        "--seed": wanted.seed != 0,
        "--seeds": wanted.seeds != 1,
    }
    if any(packed.values()):
        given = ", ".join(name for name, stated in packed.items() if stated)
        raise InputError(given, "got with a file of particles", "with a size distribution")
    path, unit, box = Path(wanted.distribution), wanted.unit, None
    if wanted.box is not None:
        metres = _sides(wanted.box, wanted.dimension)
        box = [from_si(side, unit) for side in metres] if unit else metres
    return read_particles(
        path,
        unit=unit,
        box=box,
        periodic=_between(wanted.walls, wanted.dimension),
        dimension=wanted.dimension,
    )


def _sides(text: str, dimension: int) -> list[float]:
    """The sides of the box of a list, m; that of discs has none along z."""
    sides = [parse(side, LENGTH, "--box") for side in text.split(",")]
    flat = [0.0] if dimension == 2 else []
    if len(sides) != 3 or sides[dimension:] != flat or not min(sides[:dimension]) > 0:
        allowed = '"50 um, 50 um, 0 um" of discs' if flat else '"50 um, 50 um, 20 um"'
        raise InputError("--box", f"got '{text}'", f"three sides above 0, as {allowed}")
    return sides


def _between(walls: str | None, dimension: int) -> tuple[bool, bool, bool]:
    """Which axes of a list wrap around, if two flat walls bound the others at 0 and the box."""
    axes = "xyz"[:dimension]
    if walls is not None and not (set(walls) <= set(axes) and 0 < len(walls) == len(set(walls))):
        raise InputError("--walls", f"got '{walls}'", f"axes of {axes}, each once, such as z")
    x, y, z = (axis not in (walls or "") for axis in "xyz")
    return x, y, z


def _pack(wanted: Wanted, tell: Callable[[str, float], None]) -> tuple[list[Packing], str, str]:
    of_lists = {"--unit": wanted.unit, "--box": wanted.box, "--walls": wanted.walls}
    if given := [name for name, stated in of_lists.items() if stated is not None]:
        for_slabs = "; --slab packs between walls" if "--walls" in given else ""
        raise InputError(
            ", ".join(given), "got for a size distribution", f"{_FOR_LISTS}{for_slabs}"
        )
    distribution = parse_distribution(wanted.distribution)
    if not 1 <= wanted.seeds <= SEEDS_MAX:
        raise InputError("--seeds", f"got {wanted.seeds}", f"1 to {SEEDS_MAX}")
    slab = None if wanted.slab is None else parse(wanted.slab, LENGTH, "--slab")
    fraction = None if wanted.fraction is None else parse(wanted.fraction, FRACTION, "--fraction")
    packings = []
    for number in range(wanted.seeds):

        def share(done: float, number: int = number) -> None:
            tell("packing", (number + done) / wanted.seeds)

        with called(_OPTIONS):
            packings.append(
                pack(
                    distribution,
                    wanted.particles,
                    slab_thickness=slab,
                    packing_fraction=fraction,
                    friction=wanted.friction,
                    balance=wanted.balance,
                    dimension=wanted.dimension,
                    seed=wanted.seed + number,
                    progress=share,
                )
            )
    notes = [sampling_note(distribution, wanted.particles, dimension=wanted.dimension)]
    if wanted.friction == 0 and fraction is None:
        notes.append(_missing_contacts(packings))
    return packings, describe(distribution), "; ".join(filter(None, notes))


def _missing_contacts(packings: list[Packing]) -> str:
    """Say how many of the contacts that balance needs are not there; "" of packings with enough."""
    found = [isostaticity(packing) for packing in packings]
    worst = min(found, key=lambda f: f.excess / f.maxwell_count if f.held else 0.0)
    if worst.contacts >= ALL_CONTACTS * worst.maxwell_count:
        return ""
    where = "" if len(packings) == 1 else f"in the worst of {len(packings)} packings "
    return (
        f"{where}{-worst.excess} of the {worst.maxwell_count} contacts that hold smooth particles "
        "are missing: forces balance too slowly to keep them, as in blends near their densest "
        "share; a better --balance may keep more, in more time"
    )
