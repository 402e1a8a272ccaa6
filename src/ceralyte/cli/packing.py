"""What ``ceralyte pack`` does: read what is wanted, pack, and show it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from numba.core.event import install_timer

from ceralyte.cli.naming import called
from ceralyte.cli.output import say
from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.files import missing
from ceralyte.core.quantities import Unavailable
from ceralyte.core.units import FRACTION, LENGTH, from_si, parse, to_si
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
    wrong = Mistakes("pack")
    if wanted.out is not None:
        with wrong.noted(), called({str(wanted.out): f"--out {wanted.out}"}):
            check_suffix(wanted.out)
        with wrong.noted():
            _require_folder(wanted.out.parent)
    started, compiled = perf_counter(), [0.0]
    with install_timer("numba:compile", compiled.append):
        if _FILE.fullmatch(wanted.distribution):
            packings, title, note = [_read(wanted, wrong)], wanted.distribution, ""
        else:
            packings, title, note = _pack(wanted, wrong, tell)
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


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise InputError("--out", f"there is no folder {folder}", "an existing one")


def _read(wanted: Wanted, wrong: Mistakes) -> Packing:
    packed = {
        "--particles": wanted.particles != PARTICLES,
        "--slab": wanted.slab is not None,
        "--fraction": wanted.fraction is not None,
        "--friction": wanted.friction != 0,
        "--balance": wanted.balance is not None,
        "--seed": wanted.seed != 0,
        "--seeds": wanted.seeds != 1,
    }
    with wrong.noted():
        if any(packed.values()):
            given = ", ".join(name for name, stated in packed.items() if stated)
            raise InputError(given, "got with a file of particles", "with a size distribution")
    path, unit, box, periodic = Path(wanted.distribution), wanted.unit, None, (True, True, True)
    with wrong.noted():
        if not path.exists():
            raise missing(path, "a file of particles")
    with wrong.noted():
        _check_unit(unit)
    with wrong.noted():
        if wanted.box is not None:
            box = _sides(wanted.box, wanted.dimension)
    with wrong.noted():
        periodic = _between(wanted.walls, wanted.dimension)
    wrong.tell()
    if box is not None and unit is not None:
        box = [from_si(side, unit) for side in box]
    return read_particles(path, unit=unit, box=box, periodic=periodic, dimension=wanted.dimension)


def _check_unit(unit: str | None) -> None:
    try:
        if unit is not None:
            to_si(1.0, unit, LENGTH, "--unit")
    except InputError as error:
        allowed = "a unit of length, such as um"
        raise InputError("--unit", f"got '{unit}', no length", allowed) from error


def _sides(text: str, dimension: int) -> list[float]:
    """The sides of the box of a list, m; that of discs has none along z."""
    sides = [parse(side.strip(), LENGTH, "--box") for side in text.split(",")]
    flat = [0.0] if dimension == 2 else []
    if len(sides) != 3 or sides[dimension:] != flat or not min(sides[:dimension]) > 0:
        allowed = '"50 um, 50 um, 0 um" of discs' if flat else '"50 um, 50 um, 20 um"'
        raise InputError("--box", f"got '{text}'", f"three sides above 0, as {allowed}")
    return sides


def _between(walls: str | None, dimension: int) -> tuple[bool, bool, bool]:
    """Which axes of a list wrap around, if two flat walls bound the others at 0 and the box."""
    axes = "xyz"[:dimension]
    if walls is not None and not _are_axes(walls, axes):
        hint = f"did you mean '{walls.lower()}'? " if _are_axes(walls.lower(), axes) else ""
        raise InputError("--walls", f"got '{walls}'", f"{hint}axes of {axes}, each once, such as z")
    x, y, z = (axis not in (walls or "") for axis in "xyz")
    return x, y, z


def _are_axes(text: str, axes: str) -> bool:
    return set(text) <= set(axes) and 0 < len(text) == len(set(text))


def _pack(
    wanted: Wanted, wrong: Mistakes, tell: Callable[[str, float], None]
) -> tuple[list[Packing], str, str]:
    of_lists = {"--unit": wanted.unit, "--box": wanted.box, "--walls": wanted.walls}
    with wrong.noted():
        if given := [name for name, stated in of_lists.items() if stated is not None]:
            for_slabs = "; --slab packs between walls" if "--walls" in given else ""
            raise InputError(
                ", ".join(given), "got for a size distribution", f"{_FOR_LISTS}{for_slabs}"
            )
    slab = fraction = None
    with wrong.noted():
        distribution = parse_distribution(wanted.distribution)
    with wrong.noted():
        if not 1 <= wanted.seeds <= SEEDS_MAX:
            raise InputError("--seeds", f"got {wanted.seeds}", f"1 to {SEEDS_MAX}")
    with wrong.noted():
        slab = None if wanted.slab is None else parse(wanted.slab, LENGTH, "--slab")
    with wrong.noted():
        if wanted.fraction is not None:
            fraction = parse(wanted.fraction, FRACTION, "--fraction")
    wrong.tell()
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
