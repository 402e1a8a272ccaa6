"""From the membrane to the cell: layers, formats, energy on named bases, resistance, export."""

from ceralyte.cell.bases import (
    BASES,
    amounts_of,
    basis_named,
    convert_energy,
    energies_on_bases,
)
from ceralyte.cell.case import (
    CellCase,
    build,
    cathode_thickness,
    delivered_energy,
    host_thickness,
    nominal_energy,
)
from ceralyte.cell.clamp import Clamp, PlateMaterial, clamp, plate_moment
from ceralyte.cell.curves import (
    THICKNESSES,
    energy_rate_curve,
    energy_temperature_curve,
    energy_thickness_curve,
    resistance_thickness_curve,
)
from ceralyte.cell.design import (
    CellDesign,
    Component,
    CompositeElectrode,
    Foil,
    HostAnode,
    MetalAnode,
)
from ceralyte.cell.energy import cell_energy
from ceralyte.cell.formats import Format, Pouch, Tab, Winding
from ceralyte.cell.pouch import build_pouch
from ceralyte.cell.pybamm import PybammParameters, pybamm_parameters
from ceralyte.cell.rate import energy_at_rate
from ceralyte.cell.resistance import (
    BRUGGEMAN,
    Interface,
    conducting_share,
    electrode_resistance,
    resistance_budget,
)
from ceralyte.cell.sensitivity import tornado
from ceralyte.cell.stack import Layer, stack
from ceralyte.cell.system import Pressing, System, build_system
from ceralyte.cell.unit import check_design, repeat_unit, usable_capacity
from ceralyte.cell.winding import StiffMembraneError, build_winding, spiral_length
from ceralyte.model.cell import BuiltCell, CellResult, LayerShare, SystemResult

__all__ = [
    "BASES",
    "BRUGGEMAN",
    "THICKNESSES",
    "BuiltCell",
    "CellCase",
    "CellDesign",
    "CellResult",
    "Clamp",
    "Component",
    "CompositeElectrode",
    "Foil",
    "Format",
    "HostAnode",
    "Interface",
    "Layer",
    "LayerShare",
    "MetalAnode",
    "PlateMaterial",
    "Pouch",
    "Pressing",
    "PybammParameters",
    "StiffMembraneError",
    "System",
    "SystemResult",
    "Tab",
    "Winding",
    "amounts_of",
    "basis_named",
    "build",
    "build_pouch",
    "build_system",
    "build_winding",
    "cathode_thickness",
    "cell_energy",
    "check_design",
    "clamp",
    "conducting_share",
    "convert_energy",
    "delivered_energy",
    "electrode_resistance",
    "energies_on_bases",
    "energy_at_rate",
    "energy_rate_curve",
    "energy_temperature_curve",
    "energy_thickness_curve",
    "host_thickness",
    "nominal_energy",
    "plate_moment",
    "pybamm_parameters",
    "repeat_unit",
    "resistance_budget",
    "resistance_thickness_curve",
    "spiral_length",
    "stack",
    "tornado",
    "usable_capacity",
]
