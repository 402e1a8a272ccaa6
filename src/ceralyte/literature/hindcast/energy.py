"""Specific energy of the cell around a published membrane, its loading drawn at random."""

import numpy as np

from ceralyte.cell import (
    CellDesign,
    Component,
    CompositeElectrode,
    Foil,
    HostAnode,
    MetalAnode,
    amounts_of,
    energies_on_bases,
    repeat_unit,
    stack,
)
from ceralyte.core.errors import CeralyteError, InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.literature.hindcast.pellets import Pellet
from ceralyte.literature.hindcast.priors import Prior
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.materials import load_catalogue
from ceralyte.model import Basis

LOADING = Prior(
    name="areal capacity of the cell",
    low=0.5 * 36e3,
    high=10 * 36e3,
    unit="C/m^2",
    law="log-uniform",
    basis="source",
    reason="8.4 mAh/cm2 of 5 mg/cm2 sulfur (Zhu et al., Adv. Funct. Mater. 2021) and 8.9 of "
    "7.64 mg/cm2 Li2S (Xu et al., ACS Energy Lett. 2019) are rows of the table; the lower end, of "
    "a laboratory cell, is an assumption",
)
ACTIVE = Prior(
    name="active material in a composite electrode, by mass",
    low=0.4,
    high=0.85,
    unit="",
    law="uniform",
    basis="assumption",
    reason="sulfur and titanate cathodes hold less, layered oxides more",
)
EXCESS = Prior(
    name="lithium in excess",
    low=1e-6,
    high=100e-6,
    unit="m",
    law="log-uniform",
    basis="assumption",
    reason="almost anode free to a laboratory foil",
)
MEMBRANE_DENSITY = 0.9
"""Relative density of the membrane; its mass matters little beside the unknown loading."""

_BASES: dict[str, Basis] = {
    "electrodes only": "electrodes only",
    "without collectors, packaging": "without collectors",
    "cell": "without packaging",
}
"""Basis of a row -> basis of the stack, which has no packaging."""

ENERGY_PRIORS = (LOADING, ACTIVE, EXCESS)
_DRAWS = 200
_FOILS = (("aluminium", 12e-6), ("copper", 6e-6))


def predicted_specific_energy(
    row: PublishedMembrane, pellet: Pellet, thickness: float, rng: np.random.Generator
) -> Outcome:
    """Return the specific energy (J/kg) on the row's basis: median and 90 % of the draws.

    Nominal: no losses, packaging left out, catholyte as dense as the ceramic.
    """
    if not row.basis:
        reason = f"basis '{row.energy_basis or 'not stated'}', not one of {', '.join(_BASES)}"
        return Unavailable(unit="J/kg", reason=reason)
    basis = _BASES[row.basis]
    loading, active, excess = (p.draw(rng, _DRAWS) for p in ENERGY_PRIORS)
    try:
        values = [
            _energy(_design(row, pellet, *one), pellet, thickness, basis)
            for one in zip(loading, active, excess, strict=True)
        ]
    except CeralyteError as error:
        return Unavailable(unit="J/kg", reason=str(error))
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return Quantity(
        value=float(middle),
        unit="J/kg",
        method=f"stack model, loading unknown; basis '{basis}' for '{row.energy_basis}'",
        low=float(low),
        high=float(high),
        estimate=True,
        validity="a projected value may stand for a cell that nobody built",
    )


def _energy(design: CellDesign, pellet: Pellet, thickness: float, basis: Basis) -> float:
    layers = repeat_unit(design, thickness, MEMBRANE_DENSITY * pellet.density)
    result = stack(layers, design.areal_capacity, design.mean_voltage)
    energies = energies_on_bases(design.areal_capacity * design.mean_voltage, amounts_of(result))
    found = next(e.specific_energy for e in energies if e.basis == basis)
    return found.value


def _design(
    row: PublishedMembrane, pellet: Pellet, loading: float, active: float, excess: float
) -> CellDesign:
    cathode, anode = (_named(text) for text in (row.cathode, row.anode))
    carrier = "sodium" if row.mobile_ion == "Na" else "lithium"
    metal = anode in ("lithium", "sodium")
    return CellDesign(
        cathode=_composite(cathode, pellet, active),
        anode=MetalAnode(
            name=anode,
            density=_value(anode, "density"),
            specific_capacity=_value(anode, "specific_capacity"),
            excess_thickness=excess,
        )
        if metal
        else HostAnode(
            name=anode,
            electrode=_composite(anode, pellet, active if anode == "Li4Ti5O12" else 1.0),
            capacity_ratio=1.1,
            carrier_specific_capacity=_value(carrier, "specific_capacity"),
        ),
        cathode_foil=_foil(*_FOILS[0]),
        anode_foil=_foil(*_FOILS[1]),
        areal_capacity=loading,
        mean_voltage=_value(cathode, "mean_voltage") - _value(anode, "mean_voltage"),
        carrier_from_cathode=cathode != "sulfur",
    )


def _composite(name: str, pellet: Pellet, share: float) -> CompositeElectrode:
    solids = [Component(name=name, mass_fraction=share, density=_value(name, "density"))]
    if share < 1:
        rest = Component(name=pellet.name, mass_fraction=1 - share, density=pellet.density)
        solids.append(rest)
    return CompositeElectrode(
        components=tuple(solids), specific_capacity=_value(name, "specific_capacity"), porosity=0.1
    )


def _foil(name: str, thickness: float) -> Foil:
    return Foil(name=name, thickness=thickness, density=_value(name, "density"))


def _named(text: str) -> str:
    """Name of the electrode material of the catalogue that a publication's words begin with."""
    if not text:
        raise InputError("electrodes", "are not stated", "cathode and anode of the cell")
    first = text.split("/")[0].split("(")[0].strip()
    return load_catalogue().get(first, "electrode").name


def _value(name: str, prop: str) -> float:
    return load_catalogue().value(name, prop, needed_for="the cell").value
