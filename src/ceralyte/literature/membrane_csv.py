"""Files of published membranes: CSV, one row per membrane, to and from SI."""

import csv
import re
from collections.abc import Iterable
from io import StringIO
from math import inf

from ceralyte.core.display import to_display
from ceralyte.core.errors import InputError, MultipleInputError
from ceralyte.core.provenance import Source
from ceralyte.core.spreadsheet import guarded, unguarded
from ceralyte.core.units import (
    ACTIVATION_ENERGY,
    AREAL_CONDUCTANCE,
    CONDUCTIVITY,
    ENERGY_DENSITY,
    LENGTH,
    MASS_FRACTION,
    PRESSURE,
    SPECIFIC_ENERGY,
    TEMPERATURE,
    Dimension,
    parse,
    to_si,
)
from ceralyte.literature.membrane import BASES, ROOM_TEMPERATURE, PublishedMembrane
from ceralyte.materials.reader import Row, read_rows

_EV = 96485.33212  # J/mol per eV
NUMBERS: dict[str, tuple[str, str, Dimension]] = {
    "binder_wt_pct": ("binder_mass_fraction", "%", MASS_FRACTION),
    "ceramic_wt_pct": ("ceramic_mass_fraction", "%", MASS_FRACTION),
    "thickness_um": ("thickness", "um", LENGTH),
    "conductivity_mS_cm": ("conductivity", "mS/cm", CONDUCTIVITY),
    "conductivity_T_C": ("temperature", "degC", TEMPERATURE),
    "pellet_conductivity_mS_cm": ("pellet_conductivity", "mS/cm", CONDUCTIVITY),
    "polymer_conductivity_mS_cm": ("polymer_conductivity", "mS/cm", CONDUCTIVITY),
    "conductance_mS_cm2": ("areal_conductance", "mS/cm^2", AREAL_CONDUCTANCE),
    "activation_energy_eV": ("activation_energy", "eV", ACTIVATION_ENERGY),
    "tensile_strength_MPa": ("tensile_strength", "MPa", PRESSURE),
    "pressing_MPa": ("pressure", "MPa", PRESSURE),
    "particle_size_um": ("particle_size", "um", LENGTH),
    "porosity_pct": ("porosity", "%", MASS_FRACTION),
    "energy_density_Wh_kg": ("specific_energy", "W*h/kg", SPECIFIC_ENERGY),
    "energy_density_Wh_L": ("energy_density", "W*h/L", ENERGY_DENSITY),
}
"""Column -> attribute, unit and dimension."""

_TEXTS = {
    "id": "identifier",
    "first_author": "first_author",
    "year": "year",
    "ceramic": "ceramic",
    "ceramic_family": "family",
    "mobile_ion": "mobile_ion",
    "binder": "binder",
    "support_type": "support",
    "support_material": "support_material",
    "process": "process",
    "solvent": "solvent",
    "cathode": "cathode",
    "anode": "anode",
    "energy_basis": "energy_basis",
    "origin": "origin",
    "ref_in_seed": "reference",
    "confidence": "confidence",
    "note": "note",
}
COLUMNS = (
    *("id", "ref_in_seed", "doi", "first_author", "year", "in_seed", "ceramic"),
    *("ceramic_family", "mobile_ion", "binder", "binder_wt_pct", "ceramic_wt_pct"),
    *("support_type", "support_material", "process", "solvent", "thickness_um"),
    *("conductivity_mS_cm", "conductivity_T_C", "pellet_conductivity_mS_cm"),
    *("polymer_conductivity_mS_cm", "conductance_mS_cm2", "activation_energy_eV"),
    *("tensile_strength_MPa", "pressing_MPa", "particle_size_um", "porosity_pct", "cathode"),
    *("anode", "energy_density_Wh_kg", "energy_density_Wh_L", "energy_basis", "source_url"),
    *("origin", "confidence", "note"),
)
"""Columns of a file of membranes. "seed" is the perspective article (`statements.ARTICLE`)."""

_POSITIVE = (
    *("thickness_um", "conductivity_mS_cm", "pellet_conductivity_mS_cm"),
    *("polymer_conductivity_mS_cm", "conductance_mS_cm2", "particle_size_um"),
)
_SPANS = dict.fromkeys(("binder_wt_pct", "ceramic_wt_pct", "porosity_pct"), (0.0, 100.0)) | {
    "conductivity_T_C": (-273.15, inf),
    "activation_energy_eV": (0.0, 5.0),
}
_REQUIRED = ("id", "ceramic")
_BLANK = ("", "-", "n/a", "not stated", "not measured")
"""Words for a number that is not there."""
_ROOM = ("rt", "r.t.", "room temperature", "ambient")
_RESOLVER = r"(https?://)?(dx\.)?doi\.org/|doi:?\s*"
"""What stands before a DOI in many lists of references."""


def from_csv(text: str, name: str) -> tuple[PublishedMembrane, ...]:
    """Return the rows of a CSV text; `name` of the file is for messages.

    Raises
    ------
    InputError
        As `ceralyte.literature.read_membranes`.
    """
    rows, errors, seen = [], [], set()
    for where, cells in read_rows(text, name, COLUMNS, _REQUIRED):
        row = {column: unguarded(cell) for column, cell in cells.items()}
        try:
            if row["id"] in seen:
                raise InputError(where, f"id '{row['id']}' is there already", "another id")
            rows.append(_membrane(where, row))
        except InputError as error:
            errors.append(error)
        seen.add(row["id"])
    if errors:
        raise errors[0] if len(errors) == 1 else MultipleInputError(name, errors)
    return tuple(rows)


def _membrane(where: str, row: Row) -> PublishedMembrane:
    if not row["doi"] and not row["source_url"]:
        raise InputError(
            f"{where}, {row['id']}", "has no source", "a doi, or the publication in source_url"
        )
    flags = re.match(r"flags=([^;]*)", row["note"])
    membrane = PublishedMembrane.model_validate(
        {attribute: row[column] for column, attribute in _TEXTS.items()}
        | {
            attribute: _number(where, row, column, unit, dimension)
            for column, (attribute, unit, dimension) in NUMBERS.items()
        }
        | {
            "flags": tuple(f.strip() for f in flags[1].split(",")) if flags else (),
            "in_article": row["in_seed"] == "yes",
            "source": Source(
                used_for=row["id"],
                text=row["source_url"] or f"{row['first_author']} {row['year']}".strip(),
                locator=re.sub(rf"^({_RESOLVER})", "", row["doi"], flags=re.IGNORECASE),
                kind="measured",
                confidence=row["confidence"],
            ),
        }
    )
    _require_known_basis(where, membrane)
    return membrane


def _require_known_basis(where: str, row: PublishedMembrane) -> None:
    no_energy = row.specific_energy is None and row.energy_density is None
    if no_energy or row.basis:
        return
    words = ", ".join(f"'{word}'" for group in BASES.values() for word in group)
    raise InputError(
        f"{where}, {row.identifier}, energy_basis",
        f"unknown basis '{row.energy_basis}'" if row.energy_basis else "an energy without basis",
        f"words with one of {words}",
    )


def _number(where: str, row: Row, column: str, unit: str, dimension: Dimension) -> float | None:
    text = row[column]
    if text.casefold() in _BLANK:
        return None
    if column == "conductivity_T_C" and text.casefold() in _ROOM:
        return ROOM_TEMPERATURE
    field = f"{where}, {column}"
    number = _in_unit(text, unit, dimension, field)
    least, most = _SPANS.get(column, (0.0, inf))
    if not least <= number <= most or number == inf or (column in _POSITIVE and number == 0):
        span = f"{'above' if column in _POSITIVE else 'from'} {least:g} {unit}"
        upper = "" if most == inf else f" to {most:g} {unit}"
        raise InputError(field, f"got {number:g} {unit}", span + upper)
    if column == "ceramic_wt_pct" and 0 < number < 1:
        raise InputError(field, f"got {number:g} %", f"percent: {100 * number:g} for that share")
    return to_si(number, unit, dimension, field)


def _in_unit(text: str, unit: str, dimension: Dimension, field: str) -> float:
    """Return a number in the `unit` of its column; a cell may state another one."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return _from_si(parse(text, dimension, field), unit)
    except InputError:
        allowed = f"a number in {unit}; bounds and ranges as the middle, with a flag in `note`"
        raise InputError(field, f"'{text}' is no number", allowed) from None


def to_csv(membranes: Iterable[PublishedMembrane]) -> str:
    """Return rows as CSV with the columns of `COLUMNS`, which `read_membranes` reads again.

    Examples
    --------
    >>> text = "id,ceramic,thickness_um,doi\\nmine,Li6PS5Cl,30,10.1000/x\\n"
    >>> from_csv(to_csv(from_csv(text, "a.csv")), "b.csv") == from_csv(text, "a.csv")
    True
    """
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {column: guarded(cell) for column, cell in _cells(m).items()} for m in membranes
    )
    return text.getvalue()


def _cells(row: PublishedMembrane) -> dict[str, str]:
    cells = {column: getattr(row, attribute) for column, attribute in _TEXTS.items()}
    for column, (attribute, unit, _) in NUMBERS.items():
        value = getattr(row, attribute)
        if value is not None:
            cells[column] = f"{_from_si(value, unit):.10g}"
    return cells | {
        "in_seed": "yes" if row.in_article else "no",
        "doi": row.source.locator,
        "source_url": row.source.text,
    }


def _from_si(value: float, unit: str) -> float:
    return value / _EV if unit == "eV" else to_display(value, unit)
