"""The properties that a material may have: what each measures and where it may lie."""

from dataclasses import dataclass
from math import isfinite

from ceralyte.core import units
from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import Dimension


@dataclass(frozen=True)
class Property:
    """One kind of value.

    `low` and `high` (SI) bound what is physically sensible: a value outside is a slip of unit or
    of typing, not an unusual material.
    """

    name: str
    dimension: Dimension
    low: float
    high: float
    description: str

    def check(self, value: float, field: str) -> float:
        """Return the SI `value`; raise `InputError` unless it is finite and within the range."""
        if isfinite(value) and self.low <= value <= self.high:
            return value
        allowed = f"{self._show(self.low)} to {self._show(self.high)}"
        raise InputError(field, f"{self.name} of {self._show(value)} is out of range", allowed)

    def _show(self, value: float) -> str:
        return units.show(value, self.dimension, digits=4)


_TABLE = (
    ("density", units.MASS_DENSITY, 100, 25e3, "mass over volume without pores"),
    ("conductivity", units.CONDUCTIVITY, 1e-16, 1e3, "ionic; without a row: an insulator"),
    ("activation_energy", units.ACTIVATION_ENERGY, 1e2, 2e5, "of ionic conduction"),
    ("youngs_modulus", units.MODULUS, 1e4, 2e12, "of the dense material"),
    ("poissons_ratio", units.PURE_NUMBER, -0.999, 0.4999, "of the dense material"),
    ("shear_modulus", units.MODULUS, 1e3, 1e12, "of the dense material"),
    ("bulk_modulus", units.MODULUS, 1e4, 1e12, "of the dense material"),
    ("fracture_toughness", units.FRACTURE_TOUGHNESS, 1e3, 1e9, "mode I, critical"),
    ("hardness", units.MODULUS, 1e5, 2e11, "indentation"),
    ("tensile_strength", units.PRESSURE, 1e2, 2e11, "stress at which it tears"),
    ("flexural_strength", units.PRESSURE, 1e2, 2e11, "largest stress in bending"),
    ("yield_strength", units.PRESSURE, 1e2, 2e11, "stress at which it flows"),
    ("creep_exponent", units.PURE_NUMBER, 1, 30, "n of rate = (stress / creep_stress)^n x 1e-3 /s"),
    ("creep_stress", units.PRESSURE, 1e3, 1e10, "at which the metal creeps by 1e-3 per second"),
    ("creep_activation_energy", units.ACTIVATION_ENERGY, 1e2, 1e6, "of the creep rate"),
    ("adhesion_strength", units.PRESSURE, 1e2, 2e10, "stress that parts two pressed grains"),
    ("adhesion_energy", units.SURFACE_ENERGY, 1e-4, 1e4, "work that parts them, per contact area"),
    ("fracture_energy", units.SURFACE_ENERGY, 1e-4, 1e6, "work to tear it, per section"),
    ("relative_density", units.FRACTION, 0.01, 1, "of a pellet after pressing; state the pressure"),
    ("roughness", units.LENGTH, 1e-10, 1e-3, "root mean square height of a face"),
    ("specific_surface", units.SURFACE_BY_MASS, 1, 1e6, "of a powder, by gas adsorption"),
    ("specific_capacity", units.SPECIFIC_CAPACITY, 3.6e3, 2e7, "charge per mass"),
    ("volume_expansion", units.PURE_NUMBER, -0.5, 10, "of a host, full against empty"),
    ("mean_voltage", units.VOLTAGE, -1, 10, "on discharge, against the metal of the mobile ion"),
    ("reduction_potential", units.VOLTAGE, -1, 10, "below it the electrolyte is reduced"),
    ("oxidation_potential", units.VOLTAGE, -1, 10, "above it the electrolyte is oxidised"),
    ("surface_energy", units.SURFACE_ENERGY, 1e-4, 10, "of the solid against vacuum"),
    ("surface_energy_dispersive", units.SURFACE_ENERGY, 0, 10, "its part of dispersion forces"),
    ("surface_energy_polar", units.SURFACE_ENERGY, 0, 10, "its part of all other forces"),
    ("glass_transition_temperature", units.TEMPERATURE, 50, 2000, "softening of the glass"),
    ("melting_temperature", units.TEMPERATURE, 50, 5000, "melting of crystals"),
    ("hansen_dispersion", units.SOLUBILITY_PARAMETER, 0, 1e5, "Hansen parameter, dispersion"),
    ("hansen_polar", units.SOLUBILITY_PARAMETER, 0, 1e5, "Hansen parameter, polar"),
    ("hansen_hydrogen", units.SOLUBILITY_PARAMETER, 0, 1e5, "Hansen parameter, hydrogen bonds"),
    ("hansen_radius", units.SOLUBILITY_PARAMETER, 0, 1e5, "radius of the solubility sphere"),
    ("relative_permittivity", units.PURE_NUMBER, 1, 1e4, "static, of the liquid"),
    ("dipole_moment", units.DIPOLE_MOMENT, 0, 1e-28, "of the molecule"),
    ("donor_number", units.DONOR_NUMBER, 0, 5e5, "Gutmann: heat of bonding to SbCl5"),
    ("acceptor_number", units.PURE_NUMBER, 0, 200, "Gutmann and Mayer, from 31P shifts"),
    ("polarity_index", units.PURE_NUMBER, 0, 20, "Snyder, from chromatography"),
    ("hydrogen_bond_acidity", units.PURE_NUMBER, 0, 3, "Abraham scale"),
    ("hydrogen_bond_basicity", units.PURE_NUMBER, 0, 3, "Abraham scale"),
    ("molar_mass", units.MOLAR_MASS, 1e-3, 10, "of the molecule"),
    ("molar_volume", units.MOLAR_VOLUME, 1e-6, 1e-2, "of the liquid"),
    ("boiling_point", units.TEMPERATURE, 50, 2000, "at one atmosphere"),
    ("flash_point", units.TEMPERATURE, 50, 2000, "closed cup"),
    ("viscosity", units.VISCOSITY, 1e-5, 1e4, "dynamic, of the liquid"),
    ("surface_tension", units.SURFACE_ENERGY, 1e-4, 1, "of the liquid against air"),
)
PROPERTIES: dict[str, Property] = {row[0]: Property(*row) for row in _TABLE}


def property_named(name: str, field: str) -> Property:
    """Return the property; raise `UnknownNameError` with the nearest names if there is none."""
    if name not in PROPERTIES:
        raise UnknownNameError(field, name, PROPERTIES)
    return PROPERTIES[name]
