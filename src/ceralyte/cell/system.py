"""Many cells with what presses, houses and cools them."""

from typing import Annotated

from pydantic import Field

from ceralyte.cell.build import NOMINAL
from ceralyte.cell.clamp import PlateMaterial, clamp
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.stated import Stated, above, at_least
from ceralyte.core.units import PRESSURE, show
from ceralyte.model.cell import Amount, BuiltCell, SystemResult


class Pressing(Stated):
    """How cells are pressed: stack pressure (Pa), plate material, safety factor."""

    pressure: Annotated[float, above(0, "Pa")]
    material: PlateMaterial
    safety_factor: Annotated[float, at_least(1)]


class System(Stated):
    """A pack of cells.

    Attributes
    ----------
    cells : int
    pressing : Pressing or None
        One pair of plates for all cells.
    other_mass_fraction, other_volume_fraction : float
        Housing, cooling and electronics over the whole system [-].
    """

    cells: int = Field(ge=1)
    pressing: Pressing | None = None
    other_mass_fraction: Annotated[float, at_least(0, below=1)] = 0.0
    other_volume_fraction: Annotated[float, at_least(0, below=1)] = 0.0


def build_system(cell: BuiltCell, system: System) -> SystemResult:
    """Return the mass, volume and nominal energy of a pack of cells.

    Raises
    ------
    InputError
        Fewer than one cell; shares outside [0, 1); stack pressure on wound cells.

    Validity
    --------
    Cells lie face to face between the plates; round cells take the square around them.
    """
    _check(cell, system)
    n = system.cells
    round_cell = cell.form == "winding"
    room = cell.length * cell.width * cell.thickness if round_cell else cell.volume.value
    amounts = [
        Amount(name=a.name, part=a.part, mass=n * a.mass, volume=n * a.volume)
        for a in cell.breakdown
    ]
    plate: Outcome = Unavailable(unit="m", reason="no stack pressure is stated")
    volume = n * room
    if system.pressing is not None:
        plate, hardware = _press(cell, n, system.pressing)
        amounts += hardware
        volume += hardware[0].volume
    other_mass = sum(a.mass for a in amounts) * _rest(system.other_mass_fraction)
    volume += volume * _rest(system.other_volume_fraction)
    filled = sum(a.volume for a in amounts)
    amounts.append(
        Amount(
            name="housing, cooling and gaps",
            part="packaging",
            mass=other_mass,
            volume=volume - filled,
        )
    )
    mass, energy = sum(a.mass for a in amounts), n * cell.energy.value
    return SystemResult(
        cells=n,
        energy=_nominal(energy, "J"),
        mass=Quantity(value=mass, unit="kg", method="sum over all pieces of the system"),
        volume=Quantity(value=volume, unit="m^3", method="cells, plates and the stated share"),
        specific_energy=_nominal(energy / mass, "J/kg"),
        energy_density=_nominal(energy / volume, "J/m^3"),
        plate_thickness=plate,
        breakdown=tuple(amounts),
        basis=_basis(system),
    )


def _press(
    cell: BuiltCell, cells: int, pressing: Pressing
) -> tuple[Quantity, tuple[Amount, Amount]]:
    held = clamp(
        (cell.length, cell.width),
        cells * cell.thickness,
        pressing.pressure,
        pressing.material,
        pressing.safety_factor,
    )
    name = pressing.material.name
    thickness = Quantity(
        value=held.plate_thickness,
        unit="m",
        method="simply supported plate at yield strength over safety factor",
        estimate=True,
        validity="a lower bound: no stiffness, ribs, nuts or heads",
    )
    plates = Amount(
        name=f"plates of {name}",
        part="packaging",
        mass=held.plates_mass,
        volume=held.plates_volume,
    )
    rods = Amount(name=f"rods of {name}", part="packaging", mass=held.rods_mass, volume=0.0)
    return thickness, (plates, rods)


def _rest(fraction: float) -> float:
    return fraction / (1 - fraction)


def _nominal(value: float, unit: str) -> Quantity:
    return Quantity(value=value, unit=unit, method="all cells of the system", validity=NOMINAL)


def _basis(system: System) -> str:
    words = [f"system of {system.cells} cells"]
    if system.pressing is not None:
        words.append(f"plates for {show(system.pressing.pressure, PRESSURE)} of stack pressure")
    words.append(
        f"{100 * system.other_mass_fraction:.3g} % of the mass and "
        f"{100 * system.other_volume_fraction:.3g} % of the volume for housing and cooling"
    )
    return ", ".join(words)


def _check(cell: BuiltCell, system: System) -> None:
    if system.cells < 1:
        raise InputError("system.cells", f"{system.cells}", "1 or more")
    for field in ("other_mass_fraction", "other_volume_fraction"):
        share = getattr(system, field)
        if not 0 <= share < 1:
            raise InputError(f"system.{field}", f"{100 * share:g} %", "0 % to below 100 %")
    if system.pressing is not None and cell.form == "winding":
        raise InputError(
            "system.stack_pressure",
            f"{show(system.pressing.pressure, PRESSURE)} on wound cells: a can carries it itself",
            "a pouch, or no stack_pressure",
        )
