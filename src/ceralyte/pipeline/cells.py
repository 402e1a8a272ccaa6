"""From the cell section of a recipe to what `ceralyte.cell` takes, with catalogue values."""

from dataclasses import dataclass

from ceralyte.cell import (
    CellDesign,
    Component,
    CompositeElectrode,
    Foil,
    Format,
    HostAnode,
    Interface,
    MetalAnode,
    PlateMaterial,
    Pouch,
    Pressing,
    System,
    Tab,
    Winding,
    check_design,
)
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import AREAL_CAPACITY, AREAL_MASS, show
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import cell as recipe

_NEEDED_FOR = "the cell"
_SAME = 0.01  # relative: how well a stated capacity and a stated loading must agree
_ALLOYS_BELOW = 0.3  # V against lithium; aluminium then takes lithium up (rule of thumb)
_METALS = {"Li+": "lithium", "Na+": "sodium"}


@dataclass(frozen=True)
class CellInputs:
    """The cell of a recipe with its values looked up.

    Attributes
    ----------
    section : recipe.Cell
    design : CellDesign
    form : Pouch, Winding or None
    interfaces : tuple of Interface
    system : System or None
    catholyte, anolyte : str or None
        The ion conductor among the components of cathode and composite anode.
    notes : tuple of str
    """

    section: recipe.Cell
    design: CellDesign
    form: Format | None
    interfaces: tuple[Interface, ...]
    system: System | None
    catholyte: str | None
    anolyte: str | None
    notes: tuple[str, ...]


def cell_inputs(cell: recipe.Cell, ceramic: str, supply: Supply) -> CellInputs:
    """Return the cell of a recipe in SI, its material values looked up.

    `ceramic` is that of the membrane.

    Raises
    ------
    MissingDataError
        A density, capacity or voltage is missing.
    InputError
        Electrodes or electrolytes of different mobile ions; a capacity that does not match the
        loading; a host described as a metal; a cathode without the metal that it should bring.
    """
    _check_materials(cell, supply)
    design = _design(cell, supply)
    check_design(design)
    catholyte = _electrolyte(cell.cathode, supply)
    composite = cell.anode.composite
    anolyte = None if composite is None else _electrolyte(composite, supply)
    _check_electrolytes(cell, ceramic, catholyte, anolyte, supply)
    return CellInputs(
        section=cell,
        design=design,
        form=_format(cell, supply),
        interfaces=_interfaces(cell.interfaces),
        system=_system(cell.system, supply),
        catholyte=catholyte,
        anolyte=anolyte,
        notes=_notes(cell, supply),
    )


def _design(cell: recipe.Cell, supply: Supply) -> CellDesign:
    active, anode = cell.cathode.active_material, cell.anode.material
    positive, negative = (
        supply.value(name, "mean_voltage", _NEEDED_FOR).value for name in (active, anode)
    )
    if positive <= negative:
        raise InputError(
            "cell",
            f"{active} at {positive:g} V is no cathode against {anode} at {negative:g} V",
            "an anode at a lower voltage than the cathode",
        )
    cathode = _composite(cell.cathode, supply)
    bipolar = cell.bipolar_collector
    return CellDesign(
        cathode=cathode,
        anode=_anode(cell, supply),
        cathode_foil=_foil(cell.positive_collector, supply),
        anode_foil=_foil(cell.negative_collector, supply),
        bipolar_foil=None if bipolar is None else _foil(bipolar, supply),
        areal_capacity=_areal_capacity(cell.cathode, cathode),
        mean_voltage=positive - negative,
        carrier_from_cathode=cell.carrier_from_cathode,
        first_cycle_loss=cell.first_cycle_loss,
        packaging_fraction=cell.packaging_mass_fraction,
    )


def _areal_capacity(cathode: recipe.Cathode, composite: CompositeElectrode) -> float:
    """Capacity per area as stated, or from the loading; both must agree."""
    stated, loading = cathode.areal_capacity, cathode.areal_mass
    if loading is None:
        assert stated is not None  # the recipe has one of both
        return stated
    active = composite.components[0]
    from_loading = loading * active.mass_fraction * composite.specific_capacity
    if stated is not None and abs(stated - from_loading) > _SAME * from_loading:
        raise InputError(
            "cell.cathode",
            f"areal_capacity {show(stated, AREAL_CAPACITY)} does not match areal_mass "
            f"{show(loading, AREAL_MASS)}, which holds {show(from_loading, AREAL_CAPACITY)} "
            f"({100 * active.mass_fraction:.3g} wt% {active.name} of "
            f"{composite.specific_capacity / 3600:.4g} mAh/g)",
            "one of both, or values that agree to 1 %",
        )
    return from_loading if stated is None else stated


def _composite(electrode: recipe.Electrode, supply: Supply) -> CompositeElectrode:
    active = electrode.active_material
    order = sorted(electrode.mass_fractions, key=lambda name: name != active)
    return CompositeElectrode(
        components=tuple(
            Component(
                name=name,
                mass_fraction=electrode.mass_fractions[name],
                density=supply.value(name, "density", _NEEDED_FOR).value,
            )
            for name in order
        ),
        specific_capacity=supply.value(active, "specific_capacity", _NEEDED_FOR).value,
        porosity=electrode.porosity,
    )


def _anode(cell: recipe.Cell, supply: Supply) -> MetalAnode | HostAnode:
    anode = cell.anode
    if anode.composite is not None:
        return _host(cell, anode.composite, supply)
    assert anode.excess_thickness is not None  # the recipe has exactly one of both
    return MetalAnode(
        name=anode.material,
        density=supply.value(anode.material, "density", _NEEDED_FOR).value,
        specific_capacity=supply.value(anode.material, "specific_capacity", _NEEDED_FOR).value,
        excess_thickness=anode.excess_thickness,
    )


def _host(cell: recipe.Cell, composite: recipe.Electrode, supply: Supply) -> HostAnode:
    name = cell.anode.material
    expansion = supply.outcome(name, "volume_expansion", _NEEDED_FOR)
    carrier = None
    if not cell.carrier_from_cathode:
        ion = supply.catalogue.get(name, "cell.anode").mobile_ion
        metal = _METALS.get(ion, "lithium")
        carrier = supply.value(metal, "specific_capacity", _NEEDED_FOR).value
    return HostAnode(
        name=name,
        electrode=_composite(composite, supply),
        capacity_ratio=cell.anode.capacity_ratio,
        expansion=expansion.value if isinstance(expansion, Quantity) else 0.0,
        carrier_specific_capacity=carrier,
    )


def _foil(foil: recipe.Foil, supply: Supply, suffix: str = " foil") -> Foil:
    return Foil(
        name=foil.material + suffix,
        thickness=foil.thickness,
        density=supply.value(foil.material, "density", _NEEDED_FOR).value,
    )


def _format(cell: recipe.Cell, supply: Supply) -> Format | None:
    if cell.pouch is not None:
        pouch = cell.pouch
        return Pouch(
            units=pouch.units,
            width=pouch.width,
            height=pouch.height,
            overhang=pouch.overhang,
            seal_width=pouch.seal_width,
            foil=_foil(pouch.foil, supply, ""),
            tabs=_tabs(pouch.tabs, supply),
        )
    if cell.winding is None:
        return None
    wound = cell.winding
    can = supply.value(wound.can_material, "density", _NEEDED_FOR)
    return Winding(
        diameter=wound.diameter,
        height=wound.height,
        inner_radius=wound.inner_radius,
        bend_ratio=None,
        overhang=wound.overhang,
        headspace=wound.headspace,
        can=Foil(name=wound.can_material, thickness=wound.can_thickness, density=can.value),
        tabs=_tabs(wound.tabs, supply),
    )


def _tabs(tabs: recipe.Tabs | None, supply: Supply) -> tuple[Tab, ...]:
    if tabs is None:
        return ()
    return tuple(
        Tab(
            name=f"of {material}",
            width=tabs.width,
            length=tabs.length,
            thickness=tabs.thickness,
            density=supply.value(material, "density", _NEEDED_FOR).value,
        )
        for material in (tabs.positive, tabs.negative)
    )


def _interfaces(stated: recipe.Interfaces) -> tuple[Interface, ...]:
    sides = (("cathode", stated.cathode), ("anode", stated.anode))
    return tuple(
        Interface(
            side=side,
            resistance=interface.resistance,
            temperature=interface.temperature,
            activation_energy=interface.activation_energy,
        )
        for side, interface in sides
        if interface is not None
    )


def _system(system: recipe.System | None, supply: Supply) -> System | None:
    if system is None:
        return None
    pressing = None
    if system.stack_pressure is not None:
        material = system.plates.material
        density, strength, ratio = (
            supply.value(material, prop, "the plates").value
            for prop in ("density", "yield_strength", "poissons_ratio")
        )
        pressing = Pressing(
            pressure=system.stack_pressure,
            material=PlateMaterial(
                name=material, density=density, yield_strength=strength, poissons_ratio=ratio
            ),
            safety_factor=system.plates.safety_factor,
        )
    return System(
        cells=system.cells,
        pressing=pressing,
        other_mass_fraction=system.other_mass_fraction,
        other_volume_fraction=system.other_volume_fraction,
    )


def _electrolyte(electrode: recipe.Electrode, supply: Supply) -> str | None:
    """The component that conducts ions; the one with most mass where there are several."""
    conductors = [
        name
        for name in electrode.mass_fractions
        if name != electrode.active_material
        and supply.catalogue.get(name, "cell").of("conductivity")
    ]
    return max(conductors, key=lambda name: electrode.mass_fractions[name], default=None)


def _check_materials(cell: recipe.Cell, supply: Supply) -> None:
    get = supply.catalogue.get
    active = get(cell.cathode.active_material, "cell.cathode.active_material")
    anode = get(cell.anode.material, "cell.anode.material")
    ions = {m.name: m.mobile_ion for m in (active, anode)}
    if all(ions.values()) and len(set(ions.values())) > 1:
        pair = " and ".join(f"{name} ({ion})" for name, ion in ions.items())
        raise InputError("cell", f"{pair} do not exchange one ion", "electrodes of one mobile ion")
    if cell.anode.excess_thickness is not None and anode.family not in ("", "metal"):
        raise InputError(
            "cell.anode",
            f"{anode.name} is a host, not a metal: it takes no excess_thickness",
            "composite: {active_material: ..., mass_fractions: ..., porosity: ...}",
        )
    if cell.anode.composite is not None:
        stored_in = get(cell.anode.composite.active_material, "cell.anode.composite")
        if stored_in.name != anode.name:
            raise InputError(
                "cell.anode",
                f"material is {anode.name}, but its composite stores charge in {stored_in.name}",
                "one and the same active material",
            )
    element = active.mobile_ion.rstrip("+")
    if cell.carrier_from_cathode and active.formula and element and element not in active.formula:
        raise InputError(
            "cell.carrier_from_cathode",
            f"is true, but {active.name} contains no {element}",
            "carrier_from_cathode: false, with the metal at the anode",
        )


def _check_electrolytes(
    cell: recipe.Cell, ceramic: str, catholyte: str | None, anolyte: str | None, supply: Supply
) -> None:
    """Raise where an electrolyte conducts another ion than the electrodes exchange."""
    active = supply.catalogue.get(cell.cathode.active_material)
    for field, name in (
        ("ceramic.material", ceramic),
        ("cell.cathode.mass_fractions", catholyte),
        ("cell.anode.composite.mass_fractions", anolyte),
    ):
        ion = "" if name is None else supply.catalogue.get(name, field).mobile_ion
        if ion and active.mobile_ion and ion != active.mobile_ion:
            raise InputError(
                field,
                f"{name} conducts {ion}, but {active.name} in the cathode exchanges "
                f"{active.mobile_ion}",
                f"an electrolyte that conducts {active.mobile_ion}, or an electrode for {ion}",
            )


def _notes(cell: recipe.Cell, supply: Supply) -> tuple[str, ...]:
    notes = []
    anode = cell.anode
    if cell.first_cycle_loss > 0 and anode.excess_thickness:
        notes.append(f"{anode.material} in excess makes up for the first-cycle loss")
    if anode.composite is not None and not supply.catalogue.get(anode.material).of(
        "volume_expansion"
    ):
        notes.append(f"no expansion of {anode.material} is known: its thickness is that when empty")
    lithium_side = cell.bipolar_collector or cell.negative_collector
    name = supply.catalogue.get(lithium_side.material).name
    ion = supply.catalogue.get(anode.material).mobile_ion
    voltage = supply.value(anode.material, "mean_voltage", _NEEDED_FOR).value
    if name == "aluminium" and ion == "Li+" and voltage < _ALLOYS_BELOW:
        notes.append("aluminium at the anode alloys with lithium; copper or nickel does not")
    return tuple(notes)
