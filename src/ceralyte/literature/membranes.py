"""Published membranes: `data/membranes.csv` and files of users with the same columns."""

import csv
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from io import StringIO
from math import inf
from pathlib import Path
from typing import Any

from ceralyte.core.display import to_display
from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
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
    to_si,
)
from ceralyte.materials.reader import Row, read_rows

_EV = 96485.33212  # J/mol per eV
ROOM_TEMPERATURE = 298.15
"""K: what "RT" in a file is taken as."""

NUMBERS: dict[str, tuple[str, str, Dimension]] = {
    "binder_wt_pct": ("binder_mass_fraction", "%", MASS_FRACTION),
    "ceramic_wt_pct": ("ceramic_mass_fraction", "%", MASS_FRACTION),
    "thickness_um": ("thickness", "um", LENGTH),
    "conductivity_mS_cm": ("conductivity", "mS/cm", CONDUCTIVITY),
    "conductivity_T_C": ("temperature", "degC", TEMPERATURE),
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
    *("conductivity_mS_cm", "conductivity_T_C", "conductance_mS_cm2", "activation_energy_eV"),
    *("tensile_strength_MPa", "pressing_MPa", "particle_size_um", "porosity_pct", "cathode"),
    *("anode", "energy_density_Wh_kg", "energy_density_Wh_L", "energy_basis", "source_url"),
    *("origin", "confidence", "note"),
)
"""Columns of a file of membranes. "seed" is the perspective article (`statements.ARTICLE`)."""

SUPPORTS = (
    "none",
    "woven",
    "nonwoven",
    "scaffold",
    "film",
    "perforated-film",
    "substrate-deposited",
)
_POSITIVE = ("thickness_um", "conductivity_mS_cm", "conductance_mS_cm2", "particle_size_um")
_SPANS = dict.fromkeys(("binder_wt_pct", "ceramic_wt_pct", "porosity_pct"), (0.0, 100.0)) | {
    "conductivity_T_C": (-273.15, inf)
}
_REQUIRED = ("id", "ceramic")


class PublishedMembrane(Record):
    """One membrane of one publication, in SI units; None or "" where nothing is known.

    Attributes
    ----------
    identifier, first_author, year, ceramic, family, mobile_ion, binder : str
    support : str
        As in `SUPPORTS`; "" where nothing is stated.
    support_material, process, solvent, cathode, anode, energy_basis, confidence, note : str
    origin, reference : str
        How the row was found; its number among the references of the article.
    binder_mass_fraction, ceramic_mass_fraction : float or None
        Of ceramic and binder together [-].
    thickness, particle_size : float or None, m
    conductivity : float or None, S/m
    temperature : float or None, K
        Of the conductivity; "RT" is 298.15 K.
    areal_conductance : float or None, S/m2
    activation_energy : float or None, J/mol
    tensile_strength, pressure : float or None, Pa
    porosity : float or None [-]
    specific_energy, energy_density : float or None, J/kg and J/m3, on `energy_basis`
    flags : tuple of str
        What is special about a value: "thickness_maximum", "energy_projected", "polymer_rich", ...
    in_article : bool
        Whether the perspective article cites the work.
    source : Source
    """

    identifier: str
    first_author: str = ""
    year: str = ""
    ceramic: str
    family: str = ""
    mobile_ion: str = ""
    binder: str = ""
    support: str = ""
    support_material: str = ""
    process: str = ""
    solvent: str = ""
    cathode: str = ""
    anode: str = ""
    energy_basis: str = ""
    origin: str = ""
    reference: str = ""
    confidence: str = ""
    note: str = ""
    binder_mass_fraction: float | None = None
    ceramic_mass_fraction: float | None = None
    thickness: float | None = None
    conductivity: float | None = None
    temperature: float | None = None
    areal_conductance: float | None = None
    activation_energy: float | None = None
    tensile_strength: float | None = None
    pressure: float | None = None
    particle_size: float | None = None
    porosity: float | None = None
    specific_energy: float | None = None
    energy_density: float | None = None
    flags: tuple[str, ...] = ()
    in_article: bool = False
    source: Source

    @property
    def work(self) -> str:
        """What rows of one publication share: the DOI, else author and year, else the source."""
        by_author = f"{self.first_author} {self.year}".strip() if self.first_author else ""
        return (self.source.locator or by_author or self.source.text).casefold()


def published_membranes() -> tuple[PublishedMembrane, ...]:
    """Return the published membranes that are shipped, in the order of the file.

    Examples
    --------
    >>> row = next(m for m in published_membranes() if m.identifier == "zhu2021_lpscl_cellulose")
    >>> round(row.conductivity, 3), row.support
    (0.63, 'woven')
    """
    text = _file().read_text(encoding="utf-8")
    return _membranes(text, "membranes.csv")


def read_membranes(file: Path) -> tuple[PublishedMembrane, ...]:
    """Read a user's own rows: a CSV file with columns of `COLUMNS`, in any order.

    Raises
    ------
    InputError
        The file cannot be read; a column or a name is unknown; a row has no source (neither
        `doi` nor `source_url`), or a value that cannot be: all wrong rows are named at once.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(file), f"cannot be read: {error}", "a CSV file, UTF-8") from error
    found = _membranes(text, file.name)
    if not found:
        raise InputError(file.name, "has no rows", f"columns {', '.join(COLUMNS[:8])}, ...")
    return found


def with_own(
    shipped: Sequence[PublishedMembrane], own: Iterable[PublishedMembrane]
) -> tuple[PublishedMembrane, ...]:
    """Return all rows; a user's row takes the place of a shipped one with the same id."""
    rows = {m.identifier: m for m in shipped} | {m.identifier: m for m in own}
    return tuple(rows.values())


def selected(
    membranes: Iterable[PublishedMembrane],
    *,
    ceramic: str = "",
    family: str = "",
    support: str = "",
    in_article: bool = False,
) -> tuple[PublishedMembrane, ...]:
    """Return the rows that fit all that is stated; names fit by a part of them.

    Raises
    ------
    UnknownNameError
        A family or kind of support that no row has.
    """
    rows = tuple(membranes)
    for field, name, known in (
        ("--family", family, {m.family for m in rows}),
        ("--support", support, {m.support for m in rows}),
    ):
        if not any(_within(name, k) for k in known):
            raise UnknownNameError(field, name, sorted(k for k in known if k))
    return tuple(
        m
        for m in rows
        if _within(ceramic, m.ceramic)
        and _within(family, m.family)
        and (not support or m.support == support)
        and (m.in_article or not in_article)
    )


def to_csv(membranes: Iterable[PublishedMembrane]) -> str:
    """Return rows as CSV with the columns of `COLUMNS`, which `read_membranes` reads again.

    Examples
    --------
    >>> text = to_csv(published_membranes()[:3])
    >>> _membranes(text, "again") == published_membranes()[:3]
    True
    """
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_cells(m) for m in membranes)
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


def _file() -> Any:
    return resources.files("ceralyte.literature") / "data" / "membranes.csv"


def _within(part: str, whole: str) -> bool:
    return part.casefold() in whole.casefold()


def _membranes(text: str, name: str) -> tuple[PublishedMembrane, ...]:
    rows, errors, seen = [], [], set()
    for where, row in read_rows(text, name, COLUMNS, _REQUIRED):
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
    return PublishedMembrane.model_validate(
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
                locator=row["doi"],
                kind="measured",
                confidence=row["confidence"],
            ),
        }
    )


def _number(where: str, row: Row, column: str, unit: str, dimension: Dimension) -> float | None:
    text = row[column]
    if not text:
        return None
    if column == "conductivity_T_C" and text.upper() == "RT":
        return ROOM_TEMPERATURE
    field = f"{where}, {column}"
    try:
        number = float(text)
    except ValueError:
        raise InputError(field, f"'{text}' is no number", f"a number in {unit}") from None
    least, most = _SPANS.get(column, (0.0, inf))
    if not least <= number <= most or number == inf or (column in _POSITIVE and number == 0):
        span = f"{'above' if column in _POSITIVE else 'from'} {least:g} {unit}"
        upper = "" if most == inf else f" to {most:g} {unit}"
        raise InputError(field, f"got {number:g} {unit}", span + upper)
    return to_si(number, unit, dimension, field)
