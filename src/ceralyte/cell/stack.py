"""A stack of layers: mass, thickness and nominal energy of one repeat unit."""

from collections.abc import Sequence
from typing import Annotated

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.stated import Stated, above, at_least
from ceralyte.core.units import AREAL_CAPACITY, AREAL_MASS, LENGTH, VOLTAGE, Dimension, show
from ceralyte.model.cell import CellResult, LayerShare, Part


class Layer(Stated):
    """One layer of a repeat unit, per area of membrane.

    Attributes
    ----------
    name : str
    part : Part or None
        None: unknown; energies can then not be told on other bases.
    thickness : float, m
    areal_mass : float, kg/m2
        Both of the whole layer.
    share : float
        What this repeat unit owns of it: 1, or 0.5 for a foil that is coated on both sides.
    """

    name: str
    thickness: Annotated[float, at_least(0, "m")]
    areal_mass: Annotated[float, at_least(0, "kg/m2")]
    share: Annotated[float, above(0, most=1)] = 1.0
    part: Part | None = None


NOMINAL = "nominal: capacity x mean voltage, without losses to resistance; no tabs"


def stack(
    layers: Sequence[Layer],
    areal_capacity: float,
    mean_voltage: float,
    *,
    packaging_fraction: float = 0.0,
) -> CellResult:
    """Return the nominal energy per mass and volume of one repeat unit.

    Parameters
    ----------
    layers : sequence of Layer
        All layers from collector to collector.
    areal_capacity : float, C/m2
        Of one coated side; 1 mAh/cm2 is 36 kC/m2.
    mean_voltage : float, V
        Mean of the discharge, cathode against anode.
    packaging_fraction : float
        Share of the packed cell's mass that is none of `layers` (pouch, tabs, hardware).

    Raises
    ------
    InputError
        No layers; thickness, mass, share, capacity or voltage not above zero; packaging
        fraction outside [0, 1).

    Validity
    --------
    Nominal energy of a large cell: the outermost foils, coated on one side, are not counted,
    and packaging adds mass but no volume.

    Examples
    --------
    >>> unit = [Layer(name="all", thickness=100e-6, areal_mass=0.2)]
    >>> stack(unit, 36e3, 3.6).specific_energy.value
    648000.0
    """
    _check(layers, areal_capacity, mean_voltage, packaging_fraction)
    thickness = sum(layer.share * layer.thickness for layer in layers)
    mass = sum(layer.share * layer.areal_mass for layer in layers)
    packed = mass / (1 - packaging_fraction)
    energy = areal_capacity * mean_voltage
    breakdown = [_share(layer, packed) for layer in layers]
    if packaging_fraction > 0:
        rest = Layer(name="packaging", thickness=0.0, areal_mass=packed - mass, part="packaging")
        breakdown.append(_share(rest, packed))
    return CellResult(
        specific_energy=_nominal(energy / packed, "J/kg"),
        energy_density=_nominal(energy / thickness, "J/m^3"),
        thickness=_sum_of_layers(thickness, "m"),
        areal_mass=_sum_of_layers(mass, "kg/m^2"),
        density=_sum_of_layers(mass / thickness, "kg/m^3"),
        areal_energy=_nominal(energy, "J/m^2"),
        areal_capacity=Quantity(value=areal_capacity, unit="C/m^2", method="given"),
        mean_voltage=Quantity(value=mean_voltage, unit="V", method="given"),
        mass_breakdown=tuple(breakdown),
        basis=_basis(layers, packaging_fraction),
    )


def _basis(layers: Sequence[Layer], packaging_fraction: float) -> str:
    shared = [layer.name for layer in layers if layer.share < 1]
    foils = _halved(shared) if shared else "all layers whole"
    if packaging_fraction == 0:
        return f"one repeat unit, {foils}, without packaging"
    return (
        f"one repeat unit, {foils}, packaging {100 * packaging_fraction:.3g} % of the mass "
        "(not in the volume)"
    )


def _halved(names: Sequence[str]) -> str:
    """How the foils that a repeat unit shares with its neighbours are counted."""
    if len(names) == 2 and names[0] == names[1]:
        return f"half of each of two layers of {names[0]}"
    return f"half of each of {' and '.join(names)}"


def _share(layer: Layer, total: float) -> LayerShare:
    mass = layer.share * layer.areal_mass
    return LayerShare(
        name=layer.name,
        thickness=layer.share * layer.thickness,
        areal_mass=mass,
        mass_fraction=mass / total,
        part=layer.part,
    )


def _nominal(value: float, unit: str) -> Quantity:
    method = "areal capacity x mean voltage over the repeat unit"
    return Quantity(value=value, unit=unit, method=method, validity=NOMINAL)


def _sum_of_layers(value: float, unit: str) -> Quantity:
    return Quantity(value=value, unit=unit, method="sum over the layers of the repeat unit")


def _check(
    layers: Sequence[Layer], areal_capacity: float, mean_voltage: float, packaging: float
) -> None:
    if not layers:
        raise InputError("layers", "the stack is empty", "at least one layer")
    for layer in layers:
        check_positive(f"layer '{layer.name}' thickness", layer.thickness, LENGTH)
        check_positive(f"layer '{layer.name}' areal mass", layer.areal_mass, AREAL_MASS)
        if not 0 < layer.share <= 1:
            allowed = "above 0, up to 1 (0.5: coated on both sides)"
            raise InputError(f"layer '{layer.name}' share", f"{layer.share:g}", allowed)
    check_positive("areal_capacity", areal_capacity, AREAL_CAPACITY)
    check_positive("mean_voltage", mean_voltage, VOLTAGE)
    if not 0 <= packaging < 1:
        raise InputError("packaging_fraction", f"{packaging:g}", "0 to below 1")


def check_positive(field: str, value: float, dimension: Dimension) -> None:
    """Raise `InputError`, naming the value with its unit, unless `value` is above zero."""
    if not value > 0:
        raise InputError(field, show(value, dimension), f'above 0, such as "{dimension.example}"')
