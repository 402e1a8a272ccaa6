"""Published conductivities against temperature: `data/arrhenius.csv`, a source per row."""

import csv
from importlib import resources
from typing import Literal

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.core.units import ACTIVATION_ENERGY, CONDUCTIVITY, TEMPERATURE, to_si


class PublishedCurve(Record):
    """What one work measured on one material.

    Attributes
    ----------
    system : str
    rich_in : {"ceramic", "polymer"}
        As its authors call it, by weight.
    temperatures, conductivities : tuple of float
        K and S/m, rising; empty where only an activation energy is printed.
    activation_energy : float or None
        J/mol, as printed.
    digitised : bool
        Read off a figure, not printed.
    note : str
    source : Source
    """

    system: str
    rich_in: Literal["ceramic", "polymer"]
    temperatures: tuple[float, ...]
    conductivities: tuple[float, ...]
    activation_energy: float | None
    digitised: bool
    note: str
    source: Source


def published_curves() -> tuple[PublishedCurve, ...]:
    """Return all published conductivities, in the order of the file.

    Examples
    --------
    >>> curves = {curve.system: curve for curve in published_curves()}
    >>> curves["Li6PS5Cl pellet"].digitised
    True
    """
    file = resources.files("ceralyte.literature") / "data" / "arrhenius.csv"
    systems: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        systems.setdefault(row["system"], []).append(row)
    return tuple(_curve(name, rows) for name, rows in systems.items())


def _curve(system: str, rows: list[dict[str, str]]) -> PublishedCurve:
    points = sorted(
        (
            to_si(float(row["temperature [degC]"]), "degC", TEMPERATURE, system),
            to_si(float(row["conductivity [mS/cm]"]), "mS/cm", CONDUCTIVITY, system),
        )
        for row in rows
        if row["conductivity [mS/cm]"]
    )
    energies = [float(r["activation_energy [eV]"]) for r in rows if r["activation_energy [eV]"]]
    first = rows[0]
    return PublishedCurve.model_validate(
        {
            "system": system,
            "rich_in": first["rich_in"],
            "temperatures": tuple(t for t, _ in points),
            "conductivities": tuple(s for _, s in points),
            "activation_energy": (
                to_si(energies[0], "eV", ACTIVATION_ENERGY, system) if energies else None
            ),
            "digitised": any(row["origin"] == "digitised" for row in rows),
            "note": "; ".join(sorted({row["note"] for row in rows if row["note"]})),
            "source": Source(
                used_for=f"{system}: conductivity against temperature",
                text=first["source"],
                locator=first["doi"],
                kind="measured, digitised" if first["origin"] == "digitised" else "measured",
            ),
        }
    )
