"""From pieces with an area to the mass, volume and energy of a whole cell."""

from collections.abc import Sequence
from math import prod
from typing import Literal, NamedTuple

from ceralyte.cell.formats import Tab
from ceralyte.cell.stack import Layer
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.model.cell import Amount, BuiltCell

NOMINAL = "nominal: capacity x mean voltage, without losses to resistance"


class Piece(NamedTuple):
    """A layer, how many of it a cell has, and the area (m2) of each."""

    layer: Layer
    number: float
    area: float


def assemble(
    *,
    form: Literal["pouch", "winding"],
    units: int,
    active_area: float,
    size: tuple[float, float, float],
    capacity: float,
    voltage: float,
    pieces: Sequence[Piece],
    packaging: Sequence[tuple[str, float]],
    tabs: Sequence[Tab],
    basis: str,
    volume: float | None = None,
) -> BuiltCell:
    """Return a cell from its pieces.

    Parameters
    ----------
    size : (length, width, thickness), m
        Outer box; its product is the volume unless `volume` (m3) is given.
    packaging : sequence of (name, kg)
    """
    amounts = [_amount(piece) for piece in pieces if piece.number > 0]
    outer = prod(size) if volume is None else volume
    rest = outer - sum(a.volume for a in amounts)
    if rest < 0:
        raise InputError(
            form, f"its layers fill {1e6 * (outer - rest):.3g} cm3 of {1e6 * outer:.3g} cm3", "less"
        )
    masses = [*packaging, *((f"tab {tab.name}", tab.mass) for tab in tabs)]
    amounts += [
        Amount(name=name, part="packaging", mass=mass, volume=rest if k == 0 else 0.0)
        for k, (name, mass) in enumerate(masses)
    ]
    mass = sum(a.mass for a in amounts)
    energy = capacity * voltage
    return BuiltCell(
        form=form,
        units=units,
        active_area=active_area,
        length=size[0],
        width=size[1],
        thickness=size[2],
        capacity=_nominal(capacity, "C"),
        voltage=_nominal(voltage, "V"),
        energy=_nominal(energy, "J"),
        mass=_sum(mass, "kg"),
        volume=Quantity(value=outer, unit="m^3", method="outer shape"),
        specific_energy=_nominal(energy / mass, "J/kg"),
        energy_density=_nominal(energy / outer, "J/m^3"),
        breakdown=tuple(amounts),
        basis=basis,
    )


def _amount(piece: Piece) -> Amount:
    layer, extent = piece.layer, piece.number * piece.area
    assert layer.part is not None  # layers of `repeat_unit` have one
    return Amount(
        name=layer.name,
        part=layer.part,
        mass=extent * layer.areal_mass,
        volume=extent * layer.thickness,
    )


def _nominal(value: float, unit: str) -> Quantity:
    return Quantity(value=value, unit=unit, method="from all pieces of the cell", validity=NOMINAL)


def _sum(value: float, unit: str) -> Quantity:
    return Quantity(value=value, unit=unit, method="sum over all pieces of the cell")
