"""What the membrane's thickness costs in energy."""

from collections.abc import Sequence

import numpy as np

from ceralyte.cell.design import CellDesign, MetalAnode, repeat_unit
from ceralyte.cell.stack import CellResult, stack
from ceralyte.core.units import LENGTH, show
from ceralyte.model.results import Series

THICKNESSES: tuple[float, ...] = tuple(float(t) for t in np.geomspace(5e-6, 1e-3, 47))
"""Membrane thicknesses of the curve, m: 5 um to 1 mm, evenly in the logarithm."""


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
        design.areal_capacity,
        design.mean_voltage,
        packaging_fraction=design.packaging_fraction,
    )
    return result.model_copy(update={"basis": f"{result.basis}, {_anode_in_words(design)}"})


def energy_thickness_curve(
    design: CellDesign, membrane_density: float, thicknesses: Sequence[float] = THICKNESSES
) -> Series:
    """Return the specific energy (J/kg) against the thickness of the membrane (m).

    Parameters
    ----------
    design : CellDesign
    membrane_density : float, kg/m3
    thicknesses : sequence of float, m

    Returns
    -------
    Series
        Its note names the basis.
    """
    results = [cell_energy(design, t, membrane_density) for t in thicknesses]
    return Series(
        x_name="membrane_thickness",
        x_unit="m",
        x=tuple(thicknesses),
        y_name="specific_energy",
        y_unit="J/kg",
        y=tuple(r.specific_energy.value for r in results),
        note=results[0].basis if results else "",
    )


def _anode_in_words(design: CellDesign) -> str:
    anode = design.anode
    if not isinstance(anode, MetalAnode):
        return f"charged, {anode.name} anode"
    if anode.excess_thickness > 0:
        return f"charged, {anode.name} with {show(anode.excess_thickness, LENGTH)} in excess"
    if design.carrier_from_cathode:
        return f"charged, anode free ({anode.name} plated from the cathode)"
    return f"charged, {anode.name} without excess"
