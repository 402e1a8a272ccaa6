"""Pressure to density, and densified particles with flat contacts."""

from ceralyte.pressing.around import axial_compression, grow_around, press_around
from ceralyte.pressing.compaction import MAX_DENSITY
from ceralyte.pressing.density import (
    LOOSE_POWDER_DENSITY,
    density_std,
    fit_yield_stress,
    relative_density,
    yield_stress_of,
)
from ceralyte.pressing.dispersion import disperse
from ceralyte.pressing.laws import (
    FISCHMEISTER_ARZT,
    HECKEL,
    HELLE_EASTERLING_ASHBY,
    KAWAKITA,
    LAWS,
    PressingLaw,
    law_of_path,
)
from ceralyte.pressing.press import press
from ceralyte.pressing.springback import springback

__all__ = [
    "FISCHMEISTER_ARZT",
    "HECKEL",
    "HELLE_EASTERLING_ASHBY",
    "KAWAKITA",
    "LAWS",
    "LOOSE_POWDER_DENSITY",
    "MAX_DENSITY",
    "PressingLaw",
    "axial_compression",
    "density_std",
    "disperse",
    "fit_yield_stress",
    "grow_around",
    "law_of_path",
    "press",
    "press_around",
    "relative_density",
    "springback",
    "yield_stress_of",
]
