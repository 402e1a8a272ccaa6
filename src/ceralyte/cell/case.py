"""All that the energy of a cell depends on, and the energy that follows."""

from typing import Annotated

from ceralyte.cell.design import CellDesign, MetalAnode
from ceralyte.cell.energy import cell_energy
from ceralyte.cell.formats import Format, Pouch
from ceralyte.cell.pouch import build_pouch
from ceralyte.cell.rate import HOUR
from ceralyte.cell.unit import usable_capacity
from ceralyte.cell.winding import build_winding
from ceralyte.core.stated import Stated, above, at_least
from ceralyte.model.cell import BuiltCell


class CellCase(Stated):
    """A cell with its membrane and the current that it is asked for.

    Attributes
    ----------
    design : CellDesign
    form : Pouch, Winding or None
        None: one repeat unit of a large cell.
    membrane_thickness, membrane_density : float, m and kg/m3
    membrane_conductivity : float or None, S/m
        None: unknown; energies are then nominal.
    cathode_conductivity, anode_conductivity : float or None, S/m
        Effective, ionic, of composite electrodes; None: not counted.
    catholyte : str or None
        Component whose share `cathode_conductivity` follows (`conducting_share`); None: it was
        measured, or nothing is known of it.
    loading_stated : bool
        Whether mass per area of the cathode is given and its areal capacity follows from it.
    interface_resistance : float, ohm m2
        Both interfaces together.
    c_rate : float, 1/h
    energy_error : float
        Standard deviation of the nominal specific energy over it, from the membrane's mass.
    """

    design: CellDesign
    form: Format | None
    membrane_thickness: Annotated[float, above(0, "m")]
    membrane_density: Annotated[float, above(0, "kg/m3")]
    membrane_conductivity: Annotated[float, above(0, "S/m")] | None = None
    cathode_conductivity: Annotated[float, above(0, "S/m")] | None = None
    anode_conductivity: Annotated[float, above(0, "S/m")] | None = None
    catholyte: str | None = None
    loading_stated: bool = False
    interface_resistance: Annotated[float, at_least(0, "ohm m2")] = 0.0
    c_rate: Annotated[float, above(0, "1/h")] = 1.0
    energy_error: Annotated[float, at_least(0)] = 0.0


def build(case: CellCase) -> BuiltCell | None:
    """Return the pouch or wound cell; None where the case has no format."""
    arguments = case.membrane_thickness, case.membrane_density
    if case.form is None:
        return None
    if isinstance(case.form, Pouch):
        return build_pouch(case.design, case.form, *arguments)
    return build_winding(case.design, case.form, *arguments)


def nominal_energy(case: CellCase) -> float:
    """Return the specific energy without current, J/kg: of the built cell, or a repeat unit."""
    built = build(case)
    if built is not None:
        return built.specific_energy.value
    result = cell_energy(case.design, case.membrane_thickness, case.membrane_density)
    return result.specific_energy.value


def cathode_thickness(design: CellDesign) -> float:
    """Return the thickness of the cathode coating, m."""
    return design.cathode.areal_mass(design.areal_capacity) / design.cathode.density


def host_thickness(design: CellDesign) -> float | None:
    """Return the thickness of a composite anode before it swells, m; None for a metal."""
    anode = design.anode
    if isinstance(anode, MetalAnode):
        return None
    mass = anode.electrode.areal_mass(anode.capacity_ratio * design.areal_capacity)
    return mass / anode.electrode.density


def areal_resistance(case: CellCase) -> float | None:
    """Return the known resistance of a repeat unit, ohm m2; None without a conductivity."""
    if case.membrane_conductivity is None:
        return None
    total = case.membrane_thickness / case.membrane_conductivity + case.interface_resistance
    if case.cathode_conductivity is not None:
        total += cathode_thickness(case.design) / (3 * case.cathode_conductivity)
    host = host_thickness(case.design)
    if host is not None and case.anode_conductivity is not None:
        total += host / (3 * case.anode_conductivity)
    return total


def delivered_energy(case: CellCase) -> float:
    """Return the specific energy at the case's C-rate, J/kg; 0 where no voltage is left.

    Validity
    --------
    As `energy_at_rate`; nominal where the membrane's conductivity is unknown.
    """
    resistance = areal_resistance(case)
    if resistance is None:
        return nominal_energy(case)
    loss = usable_capacity(case.design) * case.c_rate / HOUR * resistance
    return nominal_energy(case) * max(1 - loss / case.design.mean_voltage, 0.0)
