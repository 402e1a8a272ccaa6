"""What a cell is made of, apart from the membrane, and the layers that follow from it."""

from typing import Literal

from ceralyte.cell.stack import Layer, check_positive
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.core.units import (
    AREAL_CAPACITY,
    LENGTH,
    MASS_DENSITY,
    SPECIFIC_CAPACITY,
    show,
)


class Component(Record):
    """One solid of a composite electrode: share of the electrode's mass [-], density (kg/m3)."""

    name: str
    mass_fraction: float
    density: float


class CompositeElectrode(Record):
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
    specific_capacity: float
    porosity: float = 0.0

    @property
    def density(self) -> float:
        """Mass over volume, pores included, kg/m3."""
        solid = sum(c.mass_fraction / c.density for c in self.components)
        return (1 - self.porosity) / solid

    def areal_mass(self, areal_capacity: float) -> float:
        """Mass (kg/m2) that holds `areal_capacity` (C/m2)."""
        return areal_capacity / (self.components[0].mass_fraction * self.specific_capacity)


class MetalAnode(Record):
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
    density: float
    specific_capacity: float
    excess_thickness: float = 0.0


class HostAnode(Record):
    """Graphite, silicon or an alloy that takes the carrier up.

    Attributes
    ----------
    name : str
    electrode : CompositeElectrode
    capacity_ratio : float
        Capacity of the anode over that of the cathode, >= 1.
    """

    kind: Literal["host"] = "host"
    name: str
    electrode: CompositeElectrode
    capacity_ratio: float = 1.0


class Foil(Record):
    """A current collector: thickness (m), density (kg/m3)."""

    name: str
    thickness: float
    density: float


class CellDesign(Record):
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
    packaging_fraction : float
        Share of the packed cell's mass.
    """

    cathode: CompositeElectrode
    anode: MetalAnode | HostAnode
    cathode_foil: Foil
    anode_foil: Foil
    areal_capacity: float
    mean_voltage: float
    carrier_from_cathode: bool = True
    foil_share: float = 0.5
    packaging_fraction: float = 0.0


def repeat_unit(
    design: CellDesign, membrane_thickness: float, membrane_density: float
) -> tuple[Layer, ...]:
    """Return the layers of one repeat unit, charged, from cathode foil to anode foil.

    Parameters
    ----------
    design : CellDesign
    membrane_thickness, membrane_density : float, m and kg/m3
        Density with its pores.

    Returns
    -------
    tuple of Layer
        With a metal anode the cycled metal is a layer of its own, "plated ..."; where it came
        out of the cathode, its mass is taken from there, so that none is counted twice.

    Raises
    ------
    InputError
        A length, density or capacity not above zero; shares that do not add to 1; a porosity
        outside [0, 1); a negative excess.

    Validity
    --------
    The cathode keeps its thickness on charging, the host anode is given as it stands charged.
    """
    _check_design(design)
    check_positive("membrane thickness", membrane_thickness, LENGTH)
    check_positive("membrane density", membrane_density, MASS_DENSITY)
    cathode_mass = design.cathode.areal_mass(design.areal_capacity)
    cathode_thickness = cathode_mass / design.cathode.density
    anode = _anode_layers(design)
    if isinstance(design.anode, MetalAnode) and design.carrier_from_cathode:
        cathode_mass -= anode[0].areal_mass
    return (
        _foil(design.cathode_foil, design.foil_share),
        Layer(name="cathode", thickness=cathode_thickness, areal_mass=cathode_mass),
        Layer(
            name="membrane",
            thickness=membrane_thickness,
            areal_mass=membrane_thickness * membrane_density,
        ),
        *anode,
        _foil(design.anode_foil, design.foil_share),
    )


def _anode_layers(design: CellDesign) -> tuple[Layer, ...]:
    anode = design.anode
    if isinstance(anode, HostAnode):
        mass = anode.electrode.areal_mass(anode.capacity_ratio * design.areal_capacity)
        thickness = mass / anode.electrode.density
        return (Layer(name=anode.name, thickness=thickness, areal_mass=mass),)
    plated = design.areal_capacity / anode.specific_capacity
    layers = [
        Layer(name=f"plated {anode.name}", thickness=plated / anode.density, areal_mass=plated)
    ]
    if anode.excess_thickness > 0:
        mass = anode.excess_thickness * anode.density
        layers.append(
            Layer(name=f"excess {anode.name}", thickness=anode.excess_thickness, areal_mass=mass)
        )
    return tuple(layers)


def _foil(foil: Foil, share: float) -> Layer:
    mass = foil.thickness * foil.density
    return Layer(name=foil.name, thickness=foil.thickness, areal_mass=mass, share=share)


def _check_design(design: CellDesign) -> None:
    check_positive("areal_capacity", design.areal_capacity, AREAL_CAPACITY)
    _check_electrode("cathode", design.cathode)
    for foil in (design.cathode_foil, design.anode_foil):
        check_positive(f"{foil.name} thickness", foil.thickness, LENGTH)
        check_positive(f"{foil.name} density", foil.density, MASS_DENSITY)
    anode = design.anode
    if isinstance(anode, HostAnode):
        _check_electrode(anode.name, anode.electrode)
        if anode.capacity_ratio < 1:
            problem = f"{anode.capacity_ratio:g}: the anode cannot take the cathode's charge"
            raise InputError(f"{anode.name} capacity ratio", problem, "1 or more")
        return
    check_positive(f"{anode.name} density", anode.density, MASS_DENSITY)
    check_positive(f"{anode.name} specific capacity", anode.specific_capacity, SPECIFIC_CAPACITY)
    if anode.excess_thickness < 0:
        problem = show(anode.excess_thickness, LENGTH)
        raise InputError(f"{anode.name} excess thickness", problem, "0 (anode free) or more")


def _check_electrode(name: str, electrode: CompositeElectrode) -> None:
    total = sum(c.mass_fraction for c in electrode.components)
    if abs(total - 1) > 1e-6:
        raise InputError(f"{name} mass fractions", f"add to {total:.6g}", "shares adding to 1")
    for component in electrode.components:
        if not 0 < component.mass_fraction <= 1:
            problem = f"{component.mass_fraction:g}"
            raise InputError(f"{name} {component.name} mass fraction", problem, "above 0, up to 1")
        check_positive(f"{name} {component.name} density", component.density, MASS_DENSITY)
    check_positive(f"{name} specific capacity", electrode.specific_capacity, SPECIFIC_CAPACITY)
    if not 0 <= electrode.porosity < 1:
        raise InputError(f"{name} porosity", f"{electrode.porosity:g}", "0 to below 1")
