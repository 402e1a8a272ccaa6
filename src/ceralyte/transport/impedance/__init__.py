"""Impedance spectra: computed from images and closed forms, read, fitted, judged."""

from ceralyte.transport.impedance.brick_layer import brick_layer
from ceralyte.transport.impedance.fitting import Arc, CircuitFit, fit_circuit
from ceralyte.transport.impedance.reading import read_spectrum
from ceralyte.transport.impedance.relaxation import RelaxationTimes, relaxation_times
from ceralyte.transport.impedance.resolution import arcs_resolved, peak_frequency
from ceralyte.transport.impedance.spectrum import impedance_spectrum

__all__ = [
    "Arc",
    "CircuitFit",
    "RelaxationTimes",
    "arcs_resolved",
    "brick_layer",
    "fit_circuit",
    "impedance_spectrum",
    "peak_frequency",
    "read_spectrum",
    "relaxation_times",
]
