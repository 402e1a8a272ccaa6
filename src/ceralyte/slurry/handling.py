"""A solvent in practice: when it boils and melts, vapour, drying, viscosity, flammability."""

from collections.abc import Callable

from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.core.units import LENGTH, SPEED, TEMPERATURE, show
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material
from ceralyte.slurry.evaporation import drying_time, vapour_pressure
from ceralyte.slurry.liquid import liquid
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.ranges import require_range

_FAR = 1.55  # boiling point over temperature beyond which the correlation is extrapolated
_BONDING = ("water", "alcohol", "phenol", "amide N-H", "amine N-H")


class Handling(Record):
    """What to expect of a solvent at one temperature.

    Attributes
    ----------
    solvent : str
    temperature : float
        K.
    boiling_point, melting_point, vapour_pressure, viscosity : Quantity or Unavailable
        K, K, Pa, Pa s.
    drying_time : Quantity or Unavailable
        s, of a wet film of the given thickness in a stream of air.
    flammability : str
        Category of the Globally Harmonized System, from flash and boiling point.
    """

    solvent: str
    temperature: float
    boiling_point: Outcome
    melting_point: Outcome
    vapour_pressure: Outcome
    viscosity: Outcome
    drying_time: Outcome
    flammability: str


def handling(
    solvent: str,
    *,
    temperature: float = 298.15,
    wet_thickness: float = 100e-6,
    air_speed: float = 0.5,
    length: float = 0.1,
    catalogue: Catalogue | None = None,
) -> Handling:
    """Return how a solvent evaporates, burns and can be cast.

    Parameters
    ----------
    solvent : str
        A pure solvent: name, alias or SMILES.
    temperature : float
        Of film and air, K, 200 to 500.
    wet_thickness : float
        Thickness of the layer of solvent that has to evaporate, m.
    air_speed, length : float
        Of the air over the film, m/s, and of the film along it, m.
    catalogue : Catalogue or None

    Raises
    ------
    InputError
        A size or temperature out of range; an unknown solvent.

    Validity
    --------
    Estimates: vapour pressure within a factor of 1.4 (1.5 with N-H or O-H), of 4 where the boiling
    point is more than 1.55 times the temperature; drying of a free film at the temperature of the
    air, without the slow last part inside the bed.

    Source
    ------
    Vapour pressure, diffusion and mass transfer as in `ceralyte.slurry.evaporation`.

    Examples
    --------
    >>> found = handling("toluene")
    >>> found.vapour_pressure.estimate, round(found.vapour_pressure.value, -2)
    (True, 3900.0)
    >>> found.flammability
    'category 2: highly flammable'
    """
    catalogue = catalogue or load_catalogue()
    require_range("temperature", temperature, 200, 500, TEMPERATURE)
    require_range("wet_thickness", wet_thickness, 1e-9, 100, LENGTH)
    require_range("air_speed", air_speed, 1e-9, 100, SPEED)
    require_range("length", length, 1e-9, 100, LENGTH)
    read = liquid(solvent, catalogue)
    material = catalogue.get(read.name) if read.name in catalogue.names("solvent") else None
    boiling = _value(material, "boiling_point", "K")
    melting = _value(material, "melting_temperature", "K")
    solid = _solid(melting, temperature)
    pressure = solid("Pa") or _vapour_pressure(boiling, read.molecule, temperature)
    viscosity = solid("Pa*s") or _value(material, "viscosity", "Pa*s")
    return Handling(
        solvent=read.name,
        temperature=temperature,
        boiling_point=boiling,
        melting_point=melting,
        vapour_pressure=pressure,
        viscosity=viscosity,
        drying_time=drying_time(
            pressure,
            read.molecule,
            _value(material, "density", "kg/m^3"),
            temperature,
            wet_thickness,
            air_speed,
            length,
        ),
        flammability=_flammability(material),
    )


def _solid(melting: Outcome, temperature: float) -> Callable[[str], Unavailable | None]:
    """Return what to say, by unit, of a property of the liquid below its melting point."""
    if isinstance(melting, Unavailable) or temperature >= melting.value:
        return lambda _: None
    reason = f"it is solid: it melts at {show(melting.value, TEMPERATURE)}"
    return lambda unit: Unavailable(unit=unit, reason=reason)


def _vapour_pressure(boiling: Outcome, read: Molecule | None, temperature: float) -> Outcome:
    if isinstance(boiling, Unavailable):
        return Unavailable(unit="Pa", reason=boiling.reason)
    bonded = read is not None and read.acidity in _BONDING
    value = vapour_pressure(boiling.value, temperature, bonded=bonded)
    spread = 1.5 if read is not None and read.acidity else 1.4
    if boiling.value > _FAR * temperature:
        spread = 4.0
    return Quantity(
        value=value,
        unit="Pa",
        estimate=True,
        low=value / spread,
        high=value * spread,
        method="from the boiling point (Mackay et al. 1982)",
        validity="liquids well below their critical temperature",
    )


def _flammability(material: Material | None) -> str:
    """Category of flammable liquids, UN Globally Harmonized System, chapter 2.6."""
    flash = material.of("flash_point") if material else ()
    boiling = material.of("boiling_point") if material else ()
    if not flash:
        return "flash point not known"
    at = flash[0].value - 273.15
    if at < 23:
        first = bool(boiling) and boiling[0].value - 273.15 <= 35
        return "category 1: extremely flammable" if first else "category 2: highly flammable"
    if at <= 60:
        return "category 3: flammable"
    return "category 4: combustible" if at <= 93 else "not classified as flammable"


def _value(material: Material | None, name: str, unit: str) -> Outcome:
    values = material.of(name) if material else ()
    if not values:
        words = name.replace("_", " ")
        return Unavailable(unit=unit, reason=f"no {words} of the solvent is in the catalogue")
    return values[0].as_quantity()
