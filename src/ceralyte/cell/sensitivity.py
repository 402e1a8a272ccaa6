"""Which input moves the energy most: a tornado, one input at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from ceralyte.cell.case import CellCase, delivered_energy
from ceralyte.cell.design import CellDesign, CompositeElectrode, Foil, HostAnode, MetalAnode
from ceralyte.cell.resistance import conducting_share
from ceralyte.core.errors import InputError
from ceralyte.core.units import (
    AREAL_CAPACITY,
    AREAL_RESISTANCE,
    CONDUCTIVITY,
    FRACTION,
    LENGTH,
    MASS_DENSITY,
    MASS_FRACTION,
    PURE_NUMBER,
    SPECIFIC_CAPACITY,
    VOLTAGE,
    Dimension,
    show,
)
from ceralyte.model.cell import Swing

CHANGE = 0.2
"""Relative change of every input, down and up [-]: a convention, not its uncertainty."""

_LEAST_ROOM = 0.01
"""What a raised share must leave to the rest [-], else it goes half way to 1. A choice."""


@dataclass(frozen=True)
class _Lever:
    """One input: how to read it and how to change it; a share must stay below 1."""

    name: str
    dimension: Dimension
    value: float
    changed: Callable[[float], CellCase]
    share: bool = False


def tornado(case: CellCase, change: float = CHANGE) -> tuple[Swing, ...]:
    """Return how the delivered specific energy answers to each input, largest swing first.

    Parameters
    ----------
    case : CellCase
    change : float
        Relative change of each input [-], above 0 and below 1. A share that would leave less
        than 1 % to the rest goes half way to 100 % only, and its text says so.

    Raises
    ------
    InputError
        A change outside (0, 1); as `repeat_unit`.

    Validity
    --------
    One input at a time, the others as in the recipe, with what follows from it: the catholyte
    makes room for active material and conducts less. Effects that only appear together are not
    seen. The temperature acts through the conductivities, which have bars of their own.
    """
    if not 0 < change < 1:
        raise InputError("change", f"{change:g}", "above 0, below 1, such as 0.2")
    swings = [_swing(lever, change) for lever in _levers(case) if lever.value > 0]
    return tuple(sorted(swings, key=lambda s: s.width, reverse=True))


def _swing(lever: _Lever, change: float) -> Swing:
    low, high = (1 - change) * lever.value, (1 + change) * lever.value
    told = ""
    if lever.share and high > 1 - _LEAST_ROOM:
        high, told = (1 + lever.value) / 2, ", half way to 100 %"
    return Swing(
        name=lever.name,
        low_input=show(low, lever.dimension),
        high_input=show(high, lever.dimension) + told,
        low=delivered_energy(lever.changed(low)),
        high=delivered_energy(lever.changed(high)),
    )


def _levers(case: CellCase) -> list[_Lever]:
    return [*_of_membrane(case), *_of_design(case), *_of_cathode(case), *_of_anode(case)]


def _of_membrane(case: CellCase) -> list[_Lever]:
    def lever(name: str, field: str, dimension: Dimension) -> _Lever:
        value = getattr(case, field)
        return _Lever(name, dimension, value or 0.0, lambda v: case.model_copy(update={field: v}))

    levers = [
        lever("membrane thickness", "membrane_thickness", LENGTH),
        lever("membrane density", "membrane_density", MASS_DENSITY),
    ]
    if case.membrane_conductivity is not None:
        levers += [
            lever("membrane conductivity", "membrane_conductivity", CONDUCTIVITY),
            lever("cathode ionic conductivity", "cathode_conductivity", CONDUCTIVITY),
            lever("anode ionic conductivity", "anode_conductivity", CONDUCTIVITY),
            lever("interface resistance", "interface_resistance", AREAL_RESISTANCE),
            lever("C-rate", "c_rate", PURE_NUMBER),
        ]
    return levers


def _of_design(case: CellCase) -> list[_Lever]:
    def lever(name: str, field: str, dimension: Dimension, *, share: bool = False) -> _Lever:
        value = getattr(case.design, field)
        return _Lever(name, dimension, value, lambda v: _with(case, **{field: v}), share)

    levers = [
        lever("areal capacity", "areal_capacity", AREAL_CAPACITY),
        lever("mean voltage", "mean_voltage", VOLTAGE),
        lever("first-cycle loss", "first_cycle_loss", FRACTION, share=True),
    ]
    if case.form is None:
        levers.append(lever("packaging", "packaging_fraction", MASS_FRACTION, share=True))
    return levers + _of_foils(case)


def _of_foils(case: CellCase) -> list[_Lever]:
    design = case.design
    fields = ["cathode_foil", "anode_foil"]
    if design.bipolar_foil is not None:
        fields = ["bipolar_foil"]

    def lever(field: str) -> _Lever:
        foil: Foil = getattr(design, field)
        name = {"cathode_foil": "positive", "anode_foil": "negative"}.get(field, "bipolar")
        return _Lever(
            f"{name} collector thickness",
            LENGTH,
            foil.thickness,
            lambda v: _with(case, **{field: foil.model_copy(update={"thickness": v})}),
        )

    return [lever(field) for field in fields]


def _of_cathode(case: CellCase) -> list[_Lever]:
    cathode = case.design.cathode
    active = cathode.components[0]
    levers = [
        _Lever(
            f"capacity of {active.name}",
            SPECIFIC_CAPACITY,
            cathode.specific_capacity,
            lambda v: _with_cathode(case, cathode.model_copy(update={"specific_capacity": v})),
        ),
        _Lever(
            "porosity of the cathode",
            FRACTION,
            cathode.porosity,
            lambda v: _with_cathode(case, cathode.model_copy(update={"porosity": v})),
            share=True,
        ),
    ]
    if len(cathode.components) > 1:
        levers.append(
            _Lever(
                f"share of {active.name} in the cathode",
                MASS_FRACTION,
                active.mass_fraction,
                lambda v: _with_cathode(case, _with_active_share(cathode, v)),
                share=True,
            )
        )
    return levers


def _of_anode(case: CellCase) -> list[_Lever]:
    anode = case.design.anode
    if isinstance(anode, MetalAnode):
        return [_metal_lever(case, anode)]
    return [_host_lever(case, anode)]


def _metal_lever(case: CellCase, anode: MetalAnode) -> _Lever:
    return _Lever(
        f"{anode.name} in excess",
        LENGTH,
        anode.excess_thickness,
        lambda v: _with(case, anode=anode.model_copy(update={"excess_thickness": v})),
    )


def _host_lever(case: CellCase, anode: HostAnode) -> _Lever:
    host = anode.electrode

    def changed(value: float) -> CellCase:
        electrode = host.model_copy(update={"specific_capacity": value})
        return _with(case, anode=anode.model_copy(update={"electrode": electrode}))

    return _Lever(f"capacity of {anode.name}", SPECIFIC_CAPACITY, host.specific_capacity, changed)


def _with(case: CellCase, **fields: object) -> CellCase:
    design: CellDesign = case.design.model_copy(update=fields)
    return case.model_copy(update={"design": design})


def _with_cathode(case: CellCase, cathode: CompositeElectrode) -> CellCase:
    """Another cathode, with the conductivity and the areal capacity that follow from it."""
    old, capacity, conductivity = (
        case.design.cathode,
        case.design.areal_capacity,
        case.cathode_conductivity,
    )
    if case.loading_stated:
        capacity *= old.areal_mass(1.0) / cathode.areal_mass(1.0)
    if conductivity is not None and case.catholyte is not None:
        now, before = (conducting_share(c, case.catholyte) for c in (cathode, old))
        conductivity *= now / before
    changed = _with(case, cathode=cathode, areal_capacity=capacity)
    return changed.model_copy(update={"cathode_conductivity": conductivity})


def _with_active_share(electrode: CompositeElectrode, share: float) -> CompositeElectrode:
    """Another share of active material; the others keep their proportions."""
    active, *others = electrode.components
    scale = (1 - share) / (1 - active.mass_fraction)
    return electrode.model_copy(
        update={
            "components": (
                active.model_copy(update={"mass_fraction": share}),
                *(c.model_copy(update={"mass_fraction": scale * c.mass_fraction}) for c in others),
            )
        }
    )
