"""Before anything is cast: does the ceramic survive, and how much of everything is needed?"""

from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.assess import assess
from ceralyte.slurry.binder import BinderCheck
from ceralyte.slurry.casting import PACKING_LIMIT, castable_solids, wet_gap
from ceralyte.slurry.composition import Composition, WeighOut, composition, weigh_out
from ceralyte.slurry.evidence import DocumentedOutcome, documented_outcomes
from ceralyte.slurry.handling import Handling, handling
from ceralyte.slurry.hazards import (
    Hazard,
    HazardLevel,
    UnknownHazard,
    hazard_level,
    hazard_of,
    unknown_hazard,
)
from ceralyte.slurry.linker import LinkerComposition, linker_composition
from ceralyte.slurry.liquid import Descriptor, describe_solvents
from ceralyte.slurry.mixture import require_solvent
from ceralyte.slurry.modifiers import UNPUBLISHED, Modifier, modifiers
from ceralyte.slurry.recovery import RecoveryStep, recovery_step
from ceralyte.slurry.screen import filter_reason, screen
from ceralyte.slurry.solubility import Sphere, sphere_of
from ceralyte.slurry.verdict import Evidence, SlurryVerdict

__all__ = [
    "PACKING_LIMIT",
    "UNPUBLISHED",
    "Anatomy",
    "BinderCheck",
    "Composition",
    "Descriptor",
    "DocumentedOutcome",
    "Evidence",
    "Handling",
    "Hazard",
    "HazardLevel",
    "LinkerComposition",
    "Modifier",
    "RecoveryStep",
    "SlurryVerdict",
    "Sphere",
    "UnknownHazard",
    "WeighOut",
    "anatomy",
    "assess",
    "castable_solids",
    "composition",
    "describe_solvents",
    "documented_outcomes",
    "filter_reason",
    "handling",
    "hazard_level",
    "hazard_of",
    "linker_composition",
    "modifiers",
    "recovery_step",
    "require_solvent",
    "screen",
    "sphere_of",
    "unknown_hazard",
    "weigh_out",
    "wet_gap",
]
