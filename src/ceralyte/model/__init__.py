"""The frozen nouns that stages exchange; no algorithm lives here.

Array layout, everywhere: lengths in metres; points are rows ``(n, 3)``; volumes are
``(nx, ny, nz)`` with axis 2 (z) through the membrane.
"""

from ceralyte.model.cell import (
    Amount,
    Basis,
    BasisEnergy,
    BuiltCell,
    CellResult,
    CellSheet,
    LayerShare,
    Part,
    RatedEnergy,
    ResistanceBudget,
    ResistancePart,
    Swing,
    SystemResult,
)
from ceralyte.model.current import CurrentSlice
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
from ceralyte.model.impedance import (
    Admittance,
    ImpedanceSpectrum,
    bulk_admittance,
    interface_admittance,
)
from ceralyte.model.material import Material, PropertyValue
from ceralyte.model.mechanics import (
    BendingSheet,
    FaceChange,
    LayerBend,
    NetworkTest,
    StackBend,
    StackPressureSheet,
    StrengthSheet,
)
from ceralyte.model.packing import Capsules, Packing, PressedPacking
from ceralyte.model.pressing import Pressing, PressingPath, PressMethod
from ceralyte.model.results import (
    Conduction,
    ConductivityTensor,
    Elasticity,
    HotSpot,
    MandrelResult,
    Mark,
    ModulusBounds,
    Series,
    Stiffness,
    Verdict,
)
from ceralyte.model.structure import GrainContacts, Structure

__all__ = [
    "Admittance",
    "Amount",
    "Basis",
    "BasisEnergy",
    "BendingSheet",
    "BuiltCell",
    "Capsules",
    "CellResult",
    "CellSheet",
    "Comparison",
    "Conduction",
    "ConductivityTensor",
    "CurrentSlice",
    "Design",
    "Elasticity",
    "FaceChange",
    "Gaussian",
    "GrainContacts",
    "HotSpot",
    "ImpedanceSpectrum",
    "LayerBend",
    "LayerShare",
    "Lognormal",
    "MandrelResult",
    "Mark",
    "Material",
    "Mixture",
    "ModulusBounds",
    "Mono",
    "NetworkTest",
    "Packing",
    "Part",
    "Powder",
    "PowerLaw",
    "PressMethod",
    "PressedPacking",
    "Pressing",
    "PressingPath",
    "PropertyValue",
    "RatedEnergy",
    "ResistanceBudget",
    "ResistancePart",
    "Series",
    "SizeDistribution",
    "StackBend",
    "StackPressureSheet",
    "Stiffness",
    "StrengthSheet",
    "Structure",
    "Swing",
    "SystemResult",
    "Tabulated",
    "Verdict",
    "Weibull",
    "bulk_admittance",
    "interface_admittance",
]
