"""What is known about a cell: masses by part, energies on named bases, resistances."""

from typing import Literal

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity, Record
from ceralyte.model.results import Series

Part = Literal["collector", "cathode", "membrane", "anode", "packaging"]
"""What a piece of a cell is, so that energies can be told per mass of one or the other part."""

Basis = Literal["full cell", "without packaging", "without collectors", "electrodes only"]
"""What the mass and volume contain: everything; the stack; the stack without foils; electrodes."""


class LayerShare(Record):
    """What a layer contributes to the repeat unit: m, kg/m2, and share of the cell's mass [-]."""

    name: str
    thickness: float
    areal_mass: float
    mass_fraction: float
    part: Part | None = None


class CellResult(Record):
    """Nominal energy of one repeat unit, with its basis in words.

    Attributes
    ----------
    specific_energy : Quantity, J/kg
    energy_density : Quantity, J/m3
    thickness, areal_mass : Quantity, m and kg/m2
        Of the repeat unit, packaging not included.
    density : Quantity, kg/m3
        The one over the other.
    areal_energy, areal_capacity, mean_voltage : Quantity; J/m2, C/m2, V
    mass_breakdown : tuple of LayerShare
        Packaging, where there is any, is the last entry.
    basis : str
        What the mass and the volume contain.
    """

    specific_energy: Quantity
    energy_density: Quantity
    thickness: Quantity
    areal_mass: Quantity
    density: Quantity
    areal_energy: Quantity
    areal_capacity: Quantity
    mean_voltage: Quantity
    mass_breakdown: tuple[LayerShare, ...]
    basis: str


class Amount(Record):
    """Mass (kg) and volume (m3) of one piece of a cell or a system."""

    name: str
    part: Part
    mass: float
    volume: float


class BuiltCell(Record):
    """A pouch cell or a wound cell.

    Attributes
    ----------
    form : str
        "pouch" or "winding".
    units : int
        Repeat units; in a winding the turns of the double-sided stack, rounded down.
    active_area : float, m2
        Faced by a cathode, all units together.
    length, width, thickness : float, m
        Outer size; of a winding the height and twice the diameter.
    capacity, voltage, energy : Quantity; C, V, J
    mass, volume : Quantity; kg, m3
        The volume is that of the outer shape.
    specific_energy, energy_density : Quantity; J/kg, J/m3
        Of the full cell.
    breakdown : tuple of Amount
        Volumes add to the outer volume: what no piece fills counts as packaging.
    basis : str
    """

    form: Literal["pouch", "winding"]
    units: int
    active_area: float
    length: float
    width: float
    thickness: float
    capacity: Quantity
    voltage: Quantity
    energy: Quantity
    mass: Quantity
    volume: Quantity
    specific_energy: Quantity
    energy_density: Quantity
    breakdown: tuple[Amount, ...]
    basis: str


class SystemResult(Record):
    """Cells with what presses, houses and cools them; units as `BuiltCell`."""

    cells: int
    energy: Quantity
    mass: Quantity
    volume: Quantity
    specific_energy: Quantity
    energy_density: Quantity
    plate_thickness: Outcome
    breakdown: tuple[Amount, ...]
    basis: str


class BasisEnergy(Record):
    """The same energy per mass and volume of other parts of the cell; J/kg, J/m3."""

    basis: Basis
    specific_energy: Outcome
    energy_density: Outcome


class ResistancePart(Record):
    """One contribution to the area-specific resistance, ohm m2."""

    name: str
    resistance: Outcome


class ResistanceBudget(Record):
    """Area-specific resistance of one repeat unit at a temperature (K), ohm m2.

    `total` is the sum of what is known; its `validity` names what is not in it.
    """

    temperature: float
    parts: tuple[ResistancePart, ...]
    total: Outcome


class RatedEnergy(Record):
    """Energy delivered at a C-rate and a temperature (K).

    Attributes
    ----------
    c_rate : float
        Current over capacity, 1/h.
    current_density : Quantity, A/m2
    voltage : Outcome, V
        Mean voltage under this current.
    specific_energy : Outcome, J/kg
        On the basis of the sheet.
    """

    c_rate: float
    temperature: float
    current_density: Quantity
    voltage: Outcome
    specific_energy: Outcome


class Swing(Record):
    """What the specific energy becomes where one input is lower or higher.

    `low_input` and `high_input` are texts with units; `low`, `high` (J/kg) the energies there.
    """

    name: str
    low_input: str
    high_input: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """Distance between the two energies, J/kg."""
        return abs(self.high - self.low)


class CellSheet(Record):
    """Everything about the cell of a recipe.

    Attributes
    ----------
    membrane_thickness, membrane_density, membrane_conductivity : m, kg/m3, S/m
    cell : CellResult
        One repeat unit.
    built, system : BuiltCell or None, SystemResult or None
        Where the recipe describes a format and a system.
    specific_energy, energy_density : Quantity; J/kg, J/m3
        Of the built cell, or of the repeat unit where there is no format; `basis` says which.
    bases : tuple of BasisEnergy
        The same energy on every basis.
    resistance : ResistanceBudget
        At the recipe's temperature.
    rated : RatedEnergy
        At the recipe's C-rate and temperature.
    energy_thickness, resistance_thickness, energy_rate, energy_temperature : Series
        `resistance_thickness` is the whole budget; the last two and it are None where the
        conductivity is unknown.
    tornado : tuple of Swing
        Largest first; of the nominal energy where `rated` has none.
    notes : tuple of str
    sources : tuple of Source
        Origins of the material values; empty inside a Design, which lists all of its own.
    """

    name: str
    membrane_thickness: Quantity
    membrane_density: Quantity
    membrane_conductivity: Outcome
    thickness_target: float
    cell: CellResult
    built: BuiltCell | None
    system: SystemResult | None
    specific_energy: Quantity
    energy_density: Quantity
    basis: str
    bases: tuple[BasisEnergy, ...]
    resistance: ResistanceBudget
    rated: RatedEnergy
    energy_thickness: Series
    resistance_thickness: Series | None
    energy_rate: Series | None
    energy_temperature: Series | None
    tornado: tuple[Swing, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...] = ()
