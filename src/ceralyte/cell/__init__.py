"""From the membrane to the cell: a stack of layers, its mass, volume and nominal energy."""

from ceralyte.cell.design import (
    CellDesign,
    Component,
    CompositeElectrode,
    Foil,
    HostAnode,
    MetalAnode,
    repeat_unit,
)
from ceralyte.cell.energy import THICKNESSES, cell_energy, energy_thickness_curve
from ceralyte.cell.stack import CellResult, Layer, LayerShare, stack

__all__ = [
    "THICKNESSES",
    "CellDesign",
    "CellResult",
    "Component",
    "CompositeElectrode",
    "Foil",
    "HostAnode",
    "Layer",
    "LayerShare",
    "MetalAnode",
    "cell_energy",
    "energy_thickness_curve",
    "repeat_unit",
    "stack",
]
