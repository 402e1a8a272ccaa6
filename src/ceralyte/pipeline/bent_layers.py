"""What the layers of a cell are made of, as far as bending asks: moduli and yield strengths."""

from collections.abc import Mapping

from ceralyte.cell import Layer, MetalAnode
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.pipeline.cells import CellInputs
from ceralyte.pipeline.inputs import Inputs

FOR = "bending"


def layer_modulus(
    layer: Layer, cell: CellInputs, inputs: Inputs, moduli: Mapping[str, float]
) -> float | Unavailable:
    """Young's modulus (Pa): as stated, else of the foil's or the metal's material."""
    material = _material(layer, cell)
    for name in stated_under(layer, cell):
        if name in moduli:
            return moduli[name]
    if material is not None:
        found = inputs.supply.outcome(material, "youngs_modulus", FOR)
        if isinstance(found, Quantity):
            return found.value
    name = material or str(layer.part)
    reason = f'no Young\'s modulus of the {name}: give it, as in --modulus "{name}=5 GPa"'
    return Unavailable(unit="Pa", reason=reason)


def yield_strength(layer: Layer, cell: CellInputs, inputs: Inputs) -> float | None:
    """Stress (Pa) at which a foil or a metal anode flows, where it is known."""
    material = _material(layer, cell)
    if material is None:
        return None
    found = inputs.supply.outcome(material, "yield_strength", FOR)
    return found.value if isinstance(found, Quantity) else None


def _material(layer: Layer, cell: CellInputs) -> str | None:
    """What a foil or a metal anode is made of; None for an electrode of several materials."""
    anode = cell.design.anode
    if layer.part in ("cathode", "anode"):
        metal = layer.part == "anode" and isinstance(anode, MetalAnode)
        return anode.name if metal else None
    return layer.name.removesuffix(" foil")


def stated_under(layer: Layer, cell: CellInputs) -> list[str]:
    """Names under which a modulus of the layer may be stated."""
    material = _material(layer, cell)
    return [str(layer.part)] if material is None else [str(layer.part), material]
