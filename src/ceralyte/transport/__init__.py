"""Ionic conduction through labelled images and over particle contacts."""

from ceralyte.transport.bounds import hashin_shtrikman_bounds, maxwell, wiener_bounds
from ceralyte.transport.conduction import (
    ConductionFields,
    conduction_fields,
    effective_conductivity,
)
from ceralyte.transport.crystals import polycrystal_conductivity, randomly_oriented
from ceralyte.transport.dependence import (
    TemperatureDependence,
    conductivity_against_temperature,
)
from ceralyte.transport.effective_medium import effective_medium
from ceralyte.transport.grid_error import grid_error
from ceralyte.transport.impedance import (
    CircuitFit,
    RelaxationTimes,
    arcs_resolved,
    brick_layer,
    fit_circuit,
    impedance_spectrum,
    peak_frequency,
    read_spectrum,
    relaxation_times,
)
from ceralyte.transport.network import contact_network_conductivity, grain_network_conductivity
from ceralyte.transport.resistance import areal_resistance
from ceralyte.transport.temperature import (
    ArrheniusFit,
    activation_energy,
    arrhenius,
    interpolate_conductivity,
)
from ceralyte.transport.vogel import VogelLaw, vogel_through

__all__ = [
    "ArrheniusFit",
    "CircuitFit",
    "ConductionFields",
    "RelaxationTimes",
    "TemperatureDependence",
    "VogelLaw",
    "activation_energy",
    "arcs_resolved",
    "areal_resistance",
    "arrhenius",
    "brick_layer",
    "conduction_fields",
    "conductivity_against_temperature",
    "contact_network_conductivity",
    "effective_conductivity",
    "effective_medium",
    "fit_circuit",
    "grain_network_conductivity",
    "grid_error",
    "hashin_shtrikman_bounds",
    "impedance_spectrum",
    "interpolate_conductivity",
    "maxwell",
    "peak_frequency",
    "polycrystal_conductivity",
    "randomly_oriented",
    "read_spectrum",
    "relaxation_times",
    "vogel_through",
    "wiener_bounds",
]
