"""Pressure to density, and densified particles with flat contacts."""

from ceralyte.pressing.law import (
    LOOSE_POWDER_DENSITY,
    density_std,
    fit_yield_stress,
    relative_density,
    yield_stress_of,
)
from ceralyte.pressing.press import Method, press

__all__ = [
    "LOOSE_POWDER_DENSITY",
    "Method",
    "density_std",
    "fit_yield_stress",
    "press",
    "relative_density",
    "yield_stress_of",
]
