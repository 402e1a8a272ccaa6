"""The tables of a cell in the report: bases, resistances, what current leaves."""

from dataclasses import dataclass

from ceralyte.core.format import Shown, number, shown
from ceralyte.core.units import TEMPERATURE, show
from ceralyte.model import CellSheet, SystemResult


@dataclass(frozen=True)
class BasisRow:
    """One basis with its specific energy and energy density."""

    basis: str
    specific_energy: Shown
    energy_density: Shown


@dataclass(frozen=True)
class CellTables:
    """What the page says of a cell; `resistances` are (name, value) rows."""

    bases: tuple[BasisRow, ...]
    resistances: tuple[tuple[str, Shown], ...]
    temperature: str
    c_rate: str
    rated: Shown
    notes: tuple[str, ...]


def cell_tables(sheet: CellSheet) -> CellTables:
    """Return the tables of a cell, ready to print; a system is one more basis."""
    rows = [
        BasisRow(b.basis, shown(b.specific_energy), shown(b.energy_density)) for b in sheet.bases
    ]
    if sheet.system is not None:
        rows.insert(0, _system(sheet.system))
    budget = sheet.resistance
    return CellTables(
        bases=tuple(rows),
        resistances=(
            *((p.name, shown(p.resistance)) for p in budget.parts),
            ("sum of what is known", shown(budget.total)),
        ),
        temperature=show(budget.temperature, TEMPERATURE).replace("degC", "°C"),
        c_rate=number(sheet.rated.c_rate),
        rated=shown(sheet.rated.specific_energy),
        notes=sheet.notes,
    )


def _system(system: SystemResult) -> BasisRow:
    return BasisRow(system.basis, shown(system.specific_energy), shown(system.energy_density))
