"""The layers of one repeat unit of a cell, and the charge that it gives."""

from ceralyte.cell.design import CellDesign, CompositeElectrode, Foil, HostAnode, MetalAnode
from ceralyte.cell.stack import Layer, check_positive
from ceralyte.core.errors import InputError
from ceralyte.core.units import (
    AREAL_CAPACITY,
    LENGTH,
    MASS_DENSITY,
    SPECIFIC_CAPACITY,
    show,
)
from ceralyte.model.cell import Part

_PLATED = "plated"


def usable_capacity(design: CellDesign) -> float:
    """Return the areal capacity (C/m2) that is left after the first cycle.

    The first charge leaves `first_cycle_loss` of the cathode's capacity on the anode's side. A
    metal in excess makes up for it as far as it reaches; a host or an anode-free cell cannot.

    Raises
    ------
    InputError
        As `repeat_unit`.
    """
    check_design(design)
    lost = design.first_cycle_loss * design.areal_capacity
    if isinstance(design.anode, MetalAnode):
        anode = design.anode
        lost -= min(lost, anode.excess_thickness * anode.density * anode.specific_capacity)
    return design.areal_capacity - lost


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
        out of the cathode, its mass is taken from there, so that none is counted twice. A
        bipolar stack has one whole foil per unit in place of the two half foils.

    Raises
    ------
    InputError
        A length, density or capacity not above zero; shares that do not add to 1; a porosity
        outside [0, 1); a negative excess; a loss outside [0, 1).

    Validity
    --------
    The cathode keeps its thickness on charging. A host swells by its `expansion`, none of which
    its pores take up: an upper bound of its thickness.
    """
    check_design(design)
    check_positive("membrane thickness", membrane_thickness, LENGTH)
    check_positive("membrane density", membrane_density, MASS_DENSITY)
    cathode_mass = design.cathode.areal_mass(design.areal_capacity)
    cathode_thickness = cathode_mass / design.cathode.density
    anode = _anode_layers(design)
    if isinstance(design.anode, MetalAnode) and design.carrier_from_cathode:
        cathode_mass -= anode[0].areal_mass
    coatings = (
        Layer(name="cathode", thickness=cathode_thickness, areal_mass=cathode_mass, part="cathode"),
        Layer(
            name="membrane",
            thickness=membrane_thickness,
            areal_mass=membrane_thickness * membrane_density,
            part="membrane",
        ),
        *anode,
    )
    if design.bipolar_foil is not None:
        return (foil_layer(design.bipolar_foil), *coatings)
    return (
        foil_layer(design.cathode_foil, design.foil_share),
        *coatings,
        foil_layer(design.anode_foil, design.foil_share),
    )


def inside_overhang(layer: Layer) -> bool:
    """Whether a coating ends where the cathode ends: itself, and the metal plated facing it."""
    return layer.part == "cathode" or layer.name.startswith(_PLATED)


def foil_layer(foil: Foil, share: float = 1.0) -> Layer:
    """Return a foil as a layer of which the repeat unit owns a share."""
    mass = foil.thickness * foil.density
    return Layer(
        name=foil.name, thickness=foil.thickness, areal_mass=mass, share=share, part="collector"
    )


def _anode_layers(design: CellDesign) -> tuple[Layer, ...]:
    anode = design.anode
    if isinstance(anode, HostAnode):
        return (_host_layer(design, anode),)
    plated = design.areal_capacity / anode.specific_capacity
    layers = [_anode(f"{_PLATED} {anode.name}", plated / anode.density, plated)]
    if anode.excess_thickness > 0:
        mass = anode.excess_thickness * anode.density
        layers.append(_anode(f"excess {anode.name}", anode.excess_thickness, mass))
    return tuple(layers)


def _host_layer(design: CellDesign, anode: HostAnode) -> Layer:
    """The host, swollen to its degree of filling; its carrier too, if the cathode brings none."""
    electrode = anode.electrode
    mass = electrode.areal_mass(anode.capacity_ratio * design.areal_capacity)
    active = electrode.components[0]
    active_volume = mass * active.mass_fraction / active.density
    swelling = active_volume * anode.expansion / anode.capacity_ratio
    thickness = mass / electrode.density + swelling
    if not design.carrier_from_cathode:
        assert anode.carrier_specific_capacity is not None  # checked with the design
        mass += design.areal_capacity / anode.carrier_specific_capacity
    return _anode(anode.name, thickness, mass)


def _anode(name: str, thickness: float, mass: float) -> Layer:
    part: Part = "anode"
    return Layer(name=name, thickness=thickness, areal_mass=mass, part=part)


def check_design(design: CellDesign) -> None:
    """Raise `InputError` where a cell cannot be what its design says."""
    check_positive("areal_capacity", design.areal_capacity, AREAL_CAPACITY)
    _check_electrode("cathode", design.cathode)
    foils = (design.cathode_foil, design.anode_foil, design.bipolar_foil)
    for foil in (f for f in foils if f is not None):
        check_positive(f"{foil.name} thickness", foil.thickness, LENGTH)
        check_positive(f"{foil.name} density", foil.density, MASS_DENSITY)
    if not 0 <= design.first_cycle_loss < 1:
        problem = f"{100 * design.first_cycle_loss:g} %"
        raise InputError("first_cycle_loss", problem, "0 % to below 100 %")
    if isinstance(design.anode, HostAnode):
        _check_host(design.anode, design.carrier_from_cathode)
    else:
        _check_metal(design.anode)


def _check_host(anode: HostAnode, carrier_from_cathode: bool) -> None:
    _check_electrode(anode.name, anode.electrode)
    if anode.capacity_ratio < 1:
        problem = f"{anode.capacity_ratio:g}: the anode cannot take the cathode's charge"
        raise InputError(f"{anode.name} capacity ratio", problem, "1 or more")
    if anode.expansion < -1:
        raise InputError(f"{anode.name} expansion", f"{anode.expansion:g}", "above -1")
    if not carrier_from_cathode and anode.carrier_specific_capacity is None:
        raise InputError(
            f"{anode.name} carrier",
            "neither cathode nor anode brings the metal that is cycled",
            "the specific capacity of that metal with the host, such as 3862 mAh/g of lithium",
        )


def _check_metal(anode: MetalAnode) -> None:
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
        problem = f"{100 * electrode.porosity:g} %"
        raise InputError(f"{name} porosity", problem, "0 % to below 100 %")
