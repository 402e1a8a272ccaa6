"""Impedance spectra: computed from images and closed forms, read, fitted, judged."""

from ceralyte.transport.impedance.brick_layer import brick_layer
from ceralyte.transport.impedance.spectrum import impedance_spectrum

__all__ = ["brick_layer", "impedance_spectrum"]
