"""The nominal energy of one repeat unit."""

from ceralyte.cell.design import CellDesign, MetalAnode
from ceralyte.cell.stack import stack
from ceralyte.cell.unit import repeat_unit, usable_capacity
from ceralyte.core.units import LENGTH, show
from ceralyte.model.cell import CellResult


def cell_energy(
    design: CellDesign, membrane_thickness: float, membrane_density: float
) -> CellResult:
    """Return the nominal energy of a cell with a membrane of this thickness and density.

    Parameters
    ----------
    design : CellDesign
    membrane_thickness, membrane_density : float, m and kg/m3
        Density with its pores.

    Raises
    ------
    InputError
        As `repeat_unit` and `stack`.
    """
    result = stack(
        repeat_unit(design, membrane_thickness, membrane_density),
        usable_capacity(design),
        design.mean_voltage,
        packaging_fraction=design.packaging_fraction,
    )
    words = f"{result.basis}, {design_in_words(design)}"
    return result.model_copy(update={"basis": words})


def design_in_words(design: CellDesign) -> str:
    """Return what a reader must know of the cell beside its format: anode, bipolar, loss."""
    words = [_anode_in_words(design)]
    if design.bipolar_foil is not None:
        words.append("bipolar")
    if design.first_cycle_loss > 0:
        words.append(f"after a first-cycle loss of {100 * design.first_cycle_loss:.3g} %")
    return ", ".join(words)


def _anode_in_words(design: CellDesign) -> str:
    anode = design.anode
    if not isinstance(anode, MetalAnode):
        return f"charged, {anode.name} anode"
    if anode.excess_thickness > 0:
        return f"charged, {anode.name} with {show(anode.excess_thickness, LENGTH)} in excess"
    if design.carrier_from_cathode:
        return f"charged, anode free ({anode.name} plated from the cathode)"
    return f"charged, {anode.name} without excess"
