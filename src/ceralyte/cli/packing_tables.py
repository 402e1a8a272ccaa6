"""A packing as tables for a terminal, and as JSON."""

from typing import Any

from ceralyte.cli.output import STDOUT, shown, table
from ceralyte.cli.packing import Packed
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.core.units import LENGTH
from ceralyte.core.units import show as show_length
from ceralyte.model import Packing
from ceralyte.packing import PackingSummary, SizeClass, coordination_histogram

_COUNTS = 0.01
"""Largest relative overlap that changes a packing fraction by so little that it is not told."""
_PER_UM = {"1/m^3": "1/um^3", "1/m^2": "1/um^2", "1/m": "1/um"}


def document(packed: Packed) -> dict[str, Any]:
    """Return the numbers for one JSON document.

    Means over all seeds; contacts by size and their distribution are those of the first packing.
    """
    first = packed.packings[0]
    summary = packed.summary.model_dump(mode="json")
    overlap = Quantity(
        value=packed.summary.overlap_relative_max, unit="", method="largest of all pairs"
    )
    seconds = Quantity(
        value=packed.seconds, unit="s", method="wall clock, all seeds, without compiling"
    )
    compiling = Quantity(
        value=packed.compiling, unit="s", method="wall clock, of kernels on their first use"
    )
    return {
        "distribution": packed.title,
        **summary,
        "overlap_relative_max": overlap.model_dump(mode="json"),
        "coordination_by_size": [c.model_dump(mode="json") for c in packed.by_size],
        "coordination_distribution": _distribution(first),
        "seconds": seconds.model_dump(mode="json"),
        "seconds_compiling": compiling.model_dump(mode="json"),
        "note": packed.note,
    }


def show(packed: Packed) -> None:
    """Print a table."""
    s, first = packed.summary, packed.packings[0]
    rows: list[tuple[str, Outcome]] = [
        ("packing fraction", s.packing_fraction),
        ("Farr-Groot estimate, without walls", s.farr_groot),
        ("contacts per held particle", s.coordination_number),
        ("contacts beyond isostatic", s.contacts_beyond_isostatic),
        ("rattlers, by number", s.rattler_fraction),
        ("contacts per volume, without rattlers", s.contacts_per_volume),
        ("contact area per volume and strain", s.contact_area_per_strain),
        ("crystalline neighbourhoods", s.crystalline_fraction),
    ]
    sides = first.box[: first.dimension]
    table(
        packed.title,
        ("quantity", "value"),
        [
            *((name, _printed(value)) for name, value in rows),
            ("largest relative overlap", _overlap(s.overlap_relative_max)),
            ("contacts connect along", _axes(s.percolates)),
            *_size_rows(s),
            ("box", " x ".join(show_length(float(side), LENGTH) for side in sides)),
            ("particles", f"{s.particles} in {len(packed.packings)} packing(s)"),
            ("time", _time(packed)),
        ],
    )
    if len(packed.by_size) > 1:
        _show_by_size(packed.by_size)
    if packed.note:
        STDOUT.print(f"note: {packed.note}", markup=False)


def _overlap(relative: float) -> str:
    told = ", counted twice in the packing fraction" if relative > _COUNTS else ""
    return f"{relative:.2g}{told}"


def _time(packed: Packed) -> str:
    """Return the seconds of packing, and of compiling if that is worth a word."""
    first = f", and {packed.compiling:.0f} s to compile, once" if packed.compiling >= 1 else ""
    return f"{packed.seconds:.1f} s{first}"


def _printed(value: Outcome) -> str:
    """Return a number as text, counts and areas per volume in the unit that particles need."""
    unit = _PER_UM.get(value.unit)
    return shown(value, unit=unit) if unit else shown(value)


def _size_rows(summary: PackingSummary) -> list[tuple[str, str]]:
    sizes = summary.sizes
    if sizes.relative_std == 0:
        return [("diameter", show_length(sizes.d50, LENGTH))]
    percentiles = (show_length(d, LENGTH) for d in (sizes.d10, sizes.d50, sizes.d90))
    means = (sizes.mean_by_number, sizes.mean_by_area, sizes.mean_by_volume)
    return [
        (
            f"d10, d50, d90 of the packed particles, by {sizes.basis}; span",
            f"{', '.join(percentiles)}; {sizes.span:.3g}",
        ),
        (
            "mean diameter by number, area, volume",
            ", ".join(show_length(d, LENGTH) for d in means),
        ),
        ("std over mean, skewness, by number", f"{sizes.relative_std:.3g}, {sizes.skewness:.3g}"),
    ]


def _show_by_size(classes: tuple[SizeClass, ...]) -> None:
    table(
        "By size, first packing",
        ("diameters", "particles", "contacts per held particle", "rattlers"),
        [
            (
                _range(c),
                f"{c.count}",
                shown(c.contacts) if isinstance(c.contacts, Quantity) else "none is held",
                f"{100 * c.rattler_fraction:.1f} %",
            )
            for c in classes
        ],
    )


def _range(sizes: SizeClass) -> str:
    """Return the diameters of a class, or the one that all of it have."""
    lower, upper = show_length(sizes.lower, LENGTH), show_length(sizes.upper, LENGTH)
    return lower if lower == upper else f"{lower} to {upper}"


def _distribution(packing: Packing) -> list[float] | None:
    """Return the shares of held particles with 0, 1, ... contacts; None of a loose packing."""
    return None if packing.rattlers.all() else list(coordination_histogram(packing).y)


def _axes(percolates: tuple[bool, ...]) -> str:
    return ", ".join(a for a, through in zip("xyz", percolates, strict=False) if through) or "none"
