"""A user's own rows: read, and refused where a word of theirs would silently pick another model."""

import re
from collections.abc import Iterable
from pathlib import Path

from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError
from ceralyte.literature.hindcast.ceramics import every_ceramic, material_named
from ceralyte.literature.membrane import SUPPORTS, PublishedMembrane
from ceralyte.literature.membrane_csv import COLUMNS, from_csv
from ceralyte.materials.reader import read_csv
from ceralyte.model import Material

_FORMS = {
    "doi": (r"10\.[\d.]+/\S+", "such as 10.1002/aenm.202303641"),
    "year": (r"(19|20)\d\d", "four digits, such as 2025"),
}
"""Column -> pattern of what is stated there, and an example."""

_ROUNDING = 0.005
"""By which shares that are rounded to a percent may add to more than 1."""


def read_membranes(file: Path) -> tuple[PublishedMembrane, ...]:
    """Read a user's own rows: a CSV file with columns of `COLUMNS`, in any order.

    Raises
    ------
    InputError
        The file cannot be read; a column or a name is unknown; a row has no source (neither
        `doi` nor `source_url`), a value that cannot be, shares of ceramic and binder above 100 %,
        a mobile ion or support that is not known, a DOI or year that is none, or an energy without
        a known basis, which could not be compared: all wrong rows are named at once. A ceramic or
        family that is not known is read; `hindcast` says why it is not predicted.
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
    for column, text in (("doi", row.source.locator), ("year", row.year)):
        pattern, example = _FORMS[column]
        if text and not re.fullmatch(pattern, text):
            yield InputError(f"{where}, {column}", f"'{text[:80]}' is none", example)
    if row.support and row.support not in SUPPORTS:
        yield UnknownNameError(f"{where}, support_type", row.support, SUPPORTS)
    yield from _errors_of_ion(where, row, material_named(row.ceramic))


def _errors_of_ion(
    where: str, row: PublishedMembrane, material: Material | None
) -> Iterable[InputError]:
    ion = row.mobile_ion.removesuffix("+")
    ions = sorted({m.mobile_ion.removesuffix("+") for m in every_ceramic()})
    if ion and ion not in ions:
        yield UnknownNameError(f"{where}, mobile_ion", row.mobile_ion, ions)
    elif ion and material is not None and ion != material.mobile_ion.removesuffix("+"):
        conducts = f"{row.mobile_ion}, but {material.name} conducts {material.mobile_ion}"
        yield InputError(f"{where}, mobile_ion", conducts, material.mobile_ion.removesuffix("+"))
