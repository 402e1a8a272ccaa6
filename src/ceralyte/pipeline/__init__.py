"""From a recipe to a Design: order of the stages, values, verdicts, storage."""

from ceralyte.pipeline.cell_sheet import CellSheet, cell_sheet
from ceralyte.pipeline.check import Check, check
from ceralyte.pipeline.impedance import Interfaces, MembraneImpedance, membrane_impedance
from ceralyte.pipeline.levels import LEVELS, Level
from ceralyte.pipeline.order import Progress, design
from ceralyte.pipeline.storage import load_design, save_design, save_recipe

__all__ = [
    "LEVELS",
    "CellSheet",
    "Check",
    "Interfaces",
    "Level",
    "MembraneImpedance",
    "Progress",
    "cell_sheet",
    "check",
    "design",
    "load_design",
    "membrane_impedance",
    "save_design",
    "save_recipe",
]
