"""From the cell section of a recipe to a `CellDesign` with values from the catalogue."""

from ceralyte.cell import CellDesign, Component, CompositeElectrode, Foil, HostAnode, MetalAnode
from ceralyte.core.errors import InputError
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe.schema import Anode, Cell, Electrode
from ceralyte.recipe.schema import Foil as RecipeFoil

_NEEDED_FOR = "the cell"


def cell_design(cell: Cell, supply: Supply) -> CellDesign:
    """Return the cell of a recipe in SI, its material values looked up.

    Raises
    ------
    MissingDataError
        A density, capacity or voltage is missing.
    InputError
        Electrodes of different mobile ions.
    """
    active, anode = cell.cathode.active_material, cell.anode.material
    ions = {name: supply.catalogue.get(name, "cell").mobile_ion for name in (active, anode)}
    if all(ions.values()) and len(set(ions.values())) > 1:
        pair = " and ".join(f"{name} ({ion})" for name, ion in ions.items())
        raise InputError("cell", f"{pair} do not exchange one ion", "electrodes of one mobile ion")
    positive, negative = (
        supply.value(name, "mean_voltage", _NEEDED_FOR).value for name in (active, anode)
    )
    return CellDesign(
        cathode=_composite(cell.cathode, supply),
        anode=_anode(cell.anode, supply),
        cathode_foil=_foil(cell.positive_collector, supply),
        anode_foil=_foil(cell.negative_collector, supply),
        areal_capacity=cell.cathode.areal_capacity,
        mean_voltage=positive - negative,
        carrier_from_cathode=cell.carrier_from_cathode,
        packaging_fraction=cell.packaging_mass_fraction,
    )


def _composite(electrode: Electrode, supply: Supply) -> CompositeElectrode:
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


def _anode(anode: Anode, supply: Supply) -> MetalAnode | HostAnode:
    if anode.composite is not None:
        return HostAnode(
            name=anode.material,
            electrode=_composite(anode.composite, supply),
            capacity_ratio=anode.capacity_ratio,
        )
    assert anode.excess_thickness is not None  # the recipe has exactly one of both
    return MetalAnode(
        name=anode.material,
        density=supply.value(anode.material, "density", _NEEDED_FOR).value,
        specific_capacity=supply.value(anode.material, "specific_capacity", _NEEDED_FOR).value,
        excess_thickness=anode.excess_thickness,
    )


def _foil(foil: RecipeFoil, supply: Supply) -> Foil:
    return Foil(
        name=f"{foil.material} foil",
        thickness=foil.thickness,
        density=supply.value(foil.material, "density", _NEEDED_FOR).value,
    )
