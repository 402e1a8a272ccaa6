"""From a recipe to a Design, from an image to its numbers: the order of the stages."""

from ceralyte.model import CellSheet
from ceralyte.model.levels import LEVELS, Level
from ceralyte.pipeline.bending import MembraneMechanics, membrane_mechanics
from ceralyte.pipeline.cell_sheet import cell_sheet, pybamm_export
from ceralyte.pipeline.check import Check, Chemistry, check, chemistry
from ceralyte.pipeline.fields import (
    ConductionVolumes,
    StressVolume,
    conduction_volumes,
    membrane_stress,
    membrane_volumes,
    structure_stress,
)
from ceralyte.pipeline.image import ImageSheet, image_sheet
from ceralyte.pipeline.image_conduction import image_fields
from ceralyte.pipeline.image_impedance import image_impedance
from ceralyte.pipeline.impedance import MembraneImpedance, membrane_impedance
from ceralyte.pipeline.impedance_inputs import Interfaces, require_admittances
from ceralyte.pipeline.inputs import check_slurry
from ceralyte.pipeline.memory import design_memory, estimate_memory
from ceralyte.pipeline.names import load_recipe_with_names, names_to_mend
from ceralyte.pipeline.numbers import NUMBERS, Numbers, estimate, numbers_of
from ceralyte.pipeline.order import Progress, design
from ceralyte.pipeline.stack_pressure import StackConditions, stack_pressure
from ceralyte.pipeline.storage import load_design, save_design, save_recipe

__all__ = [
    "LEVELS",
    "NUMBERS",
    "CellSheet",
    "Check",
    "Chemistry",
    "ConductionVolumes",
    "ImageSheet",
    "Interfaces",
    "Level",
    "MembraneImpedance",
    "MembraneMechanics",
    "Numbers",
    "Progress",
    "StackConditions",
    "StressVolume",
    "cell_sheet",
    "check",
    "check_slurry",
    "chemistry",
    "conduction_volumes",
    "design",
    "design_memory",
    "estimate",
    "estimate_memory",
    "image_fields",
    "image_impedance",
    "image_sheet",
    "load_design",
    "load_recipe_with_names",
    "membrane_impedance",
    "membrane_mechanics",
    "membrane_stress",
    "membrane_volumes",
    "names_to_mend",
    "numbers_of",
    "pybamm_export",
    "require_admittances",
    "save_design",
    "save_recipe",
    "stack_pressure",
    "structure_stress",
]
