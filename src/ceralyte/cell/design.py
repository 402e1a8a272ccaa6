"""What a cell is made of, apart from the membrane."""

from typing import Annotated, Literal

from pydantic import Field

from ceralyte.core.stated import Stated, above, at_least


class Component(Stated):
    """One solid of a composite electrode: share of the electrode's mass [-], density (kg/m3)."""

    name: str
    mass_fraction: Annotated[float, above(0, most=1)]
    density: Annotated[float, above(0, "kg/m3")]


class CompositeElectrode(Stated):
    """A porous electrode: active material, catholyte, carbon, binder.

    Attributes
    ----------
    components : tuple of Component
        The active material first; mass fractions add to 1.
    specific_capacity : float, C/kg
        Of the active material, as used; 1 mAh/g is 3.6 kC/kg.
    porosity : float
        Share of the electrode's volume [-].
    """

    components: tuple[Component, ...]
    specific_capacity: Annotated[float, above(0, "C/kg")]
    porosity: Annotated[float, at_least(0, below=1)] = 0.0

    @property
    def density(self) -> float:
        """Mass over volume, pores included, kg/m3."""
        solid = sum(c.mass_fraction / c.density for c in self.components)
        return (1 - self.porosity) / solid

    def areal_mass(self, areal_capacity: float) -> float:
        """Mass (kg/m2) that holds `areal_capacity` (C/m2)."""
        return areal_capacity / (self.components[0].mass_fraction * self.specific_capacity)

    def volume_fraction(self, name: str) -> float:
        """Share of the electrode's volume, pores included, that a component takes [-]."""
        share = sum(c.mass_fraction / c.density for c in self.components if c.name == name)
        return self.density * share


class MetalAnode(Stated):
    """Lithium or sodium, plated on charging.

    Attributes
    ----------
    name : str
    density, specific_capacity : float, kg/m3 and C/kg
        Of the metal.
    excess_thickness : float, m
        What is there besides the cycled metal; 0 is "anode free".
    """

    kind: Literal["metal"] = "metal"
    name: str
    density: Annotated[float, above(0, "kg/m3")]
    specific_capacity: Annotated[float, above(0, "C/kg")]
    excess_thickness: Annotated[float, at_least(0, "m")] = 0.0


class HostAnode(Stated):
    """Graphite, silicon or an alloy that takes the carrier up.

    Attributes
    ----------
    name : str
    electrode : CompositeElectrode
    capacity_ratio : float
        Capacity of the anode over that of the cathode, >= 1.
    expansion : float
        Volume of the active material when full over that when empty, less 1 [-].
    carrier_specific_capacity : float or None, C/kg
        Of the metal that is cycled; needed where the anode and not the cathode brings it.
    """

    kind: Literal["host"] = "host"
    name: str
    electrode: CompositeElectrode
    capacity_ratio: Annotated[float, at_least(1)] = 1.0
    expansion: Annotated[float, above(-1)] = 0.0
    carrier_specific_capacity: Annotated[float, above(0, "C/kg")] | None = None


class Foil(Stated):
    """A current collector: thickness (m), density (kg/m3)."""

    name: str
    thickness: Annotated[float, above(0, "m")]
    density: Annotated[float, above(0, "kg/m3")]


class CellDesign(Stated):
    """Everything of a cell but its membrane; SI.

    Attributes
    ----------
    cathode : CompositeElectrode
    anode : MetalAnode or HostAnode
    cathode_foil, anode_foil : Foil
    areal_capacity : float, C/m2
        Of one coated side.
    mean_voltage : float, V
        Cathode against this anode.
    carrier_from_cathode : bool
        True where the cathode is made lithiated (NMC, LCO, LFP; sodiated likewise): the cycled
        metal is then part of its mass. False for sulfur and the like: the anode brings it.
    foil_share : float
        0.5: foils coated on both sides, half belongs to each repeat unit; 1: on one side.
    bipolar_foil : Foil or None
        Carries the cathode of one unit and the anode of the next; `cathode_foil` and
        `anode_foil` are then the two end foils of the whole stack.
    first_cycle_loss : float
        Share of the cathode's capacity that stays on the anode's side in the first cycle [-].
    packaging_fraction : float
        Share of the packed cell's mass.
    """

    cathode: CompositeElectrode
    anode: Annotated[MetalAnode | HostAnode, Field(discriminator="kind")]
    cathode_foil: Foil
    anode_foil: Foil
    areal_capacity: Annotated[float, above(0, "C/m2")]
    mean_voltage: Annotated[float, above(0, "V")]
    carrier_from_cathode: bool = True
    foil_share: Annotated[float, above(0, most=1)] = 0.5
    bipolar_foil: Foil | None = None
    first_cycle_loss: Annotated[float, at_least(0, below=1)] = 0.0
    packaging_fraction: Annotated[float, at_least(0, below=1)] = 0.0
