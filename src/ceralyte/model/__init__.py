"""The frozen nouns that stages exchange; no algorithm lives here.

Array layout, everywhere: lengths in metres; points are rows ``(n, 3)``; volumes are
``(nx, ny, nz)`` with axis 2 (z) through the membrane.
"""

from ceralyte.model.design import Comparison, Design
from ceralyte.model.distribution import (
    Gaussian,
    Lognormal,
    Mixture,
    Mono,
    Powder,
    PowerLaw,
    SizeDistribution,
    Tabulated,
    Weibull,
)
from ceralyte.model.material import Material, PropertyValue
from ceralyte.model.packing import Capsules, Packing, PressedPacking
from ceralyte.model.pressing import Pressing, PressingPath, PressMethod
from ceralyte.model.results import (
    Conduction,
    Elasticity,
    MandrelResult,
    Mark,
    Series,
    Verdict,
)
from ceralyte.model.structure import Structure

__all__ = [
    "Capsules",
    "Comparison",
    "Conduction",
    "Design",
    "Elasticity",
    "Gaussian",
    "Lognormal",
    "MandrelResult",
    "Mark",
    "Material",
    "Mixture",
    "Mono",
    "Packing",
    "Powder",
    "PowerLaw",
    "PressMethod",
    "PressedPacking",
    "Pressing",
    "PressingPath",
    "PropertyValue",
    "Series",
    "SizeDistribution",
    "Structure",
    "Tabulated",
    "Verdict",
    "Weibull",
]
