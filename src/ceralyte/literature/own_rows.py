"""A user's own rows: read, and refused where a word of theirs would silently pick another model."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ceralyte.core.errors import InputError, MultipleInputError, nearest_names
from ceralyte.literature.hindcast.ceramics import FAMILIES, family_of, material_named
from ceralyte.literature.hindcast.makeup import UNTOLD
from ceralyte.literature.membrane import SUPPORTS, PublishedMembrane
from ceralyte.literature.membrane_csv import COLUMNS, from_csv
from ceralyte.materials import load_catalogue
from ceralyte.materials.reader import read_csv

_ROUNDING = 0.005
"""By which shares that are rounded to a percent may add to more than 1."""


def read_membranes(file: Path) -> tuple[PublishedMembrane, ...]:
    """Read a user's own rows: a CSV file with columns of `COLUMNS`, in any order.

    Raises
    ------
    InputError
        The file cannot be read; a column or a name is unknown; a row has no source (neither
        `doi` nor `source_url`), a value that cannot be, shares of ceramic and binder above 100 %,
        a ceramic, family or support that is not known, or an energy without a known
        basis, which could not be compared: all wrong rows are named at once.
    """
    found = from_csv(read_csv(file), file.name)
    if not found:
        raise InputError(file.name, "has no rows", f"columns {', '.join(COLUMNS[:8])}, ...")
    errors = [error for row in found for error in _errors(f"{file.name}, {row.identifier}", row)]
    if errors:
        raise MultipleInputError.of(file.name, errors)
    return found


def _errors(where: str, row: PublishedMembrane) -> Iterable[InputError]:
    binder, ceramic = row.binder_mass_fraction, row.ceramic_mass_fraction
    if binder is not None and ceramic is not None and binder + ceramic > 1 + _ROUNDING:
        yield InputError(
            f"{where}, binder_wt_pct and ceramic_wt_pct",
            f"got {100 * binder:g} % and {100 * ceramic:g} %, together "
            f"{100 * (binder + ceramic):g} %",
            "shares of ceramic and binder together, which add up to 100 % at most",
        )
    if row.support and row.support not in SUPPORTS:
        yield _unknown(f"{where}, support_type", row.support, SUPPORTS)
    if not _known_ceramic(row):
        names = [m.name for m in load_catalogue() if m.category == "ceramic"]
        yield _unknown(f"{where}, ceramic", row.ceramic, [*FAMILIES, *names])


def _unknown(field: str, name: str, known: Sequence[str]) -> InputError:
    nearest = " or ".join(f"'{n}'" for n in nearest_names(name, known))
    some = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return InputError(
        field,
        f"unknown name '{name[:80]}'" + (f", did you mean {nearest}?" if nearest else ""),
        some,
    )


def _known_ceramic(row: PublishedMembrane) -> bool:
    """Whether ceramic or family tells what it is, or that the publication does not."""
    material = material_named(row.ceramic)
    if material is not None or family_of(row, material):
        return True
    said = f"{row.ceramic} {row.family}".casefold()
    return any(word in said for word in (*UNTOLD, "passive", "oxide"))
