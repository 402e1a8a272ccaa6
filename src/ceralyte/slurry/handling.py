"""A solvent in practice: vapour, drying, flammability; solids that can be cast, and the wet gap."""

from collections.abc import Callable
from math import exp, isfinite, log, sqrt

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.core.units import (
    FRACTION,
    LENGTH,
    SPEED,
    TEMPERATURE,
    VISCOSITY,
    Dimension,
    show,
)
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material
from ceralyte.slurry.liquid import liquid
from ceralyte.slurry.molecule import Molecule

ATMOSPHERE, GAS = 101325.0, 8.314462618  # Pa, J/(mol K)
AIR_MASS, AIR_VOLUME, AIR_VISCOSITY = 28.96, 19.7, 1.5e-5  # g/mol, -, m2/s near room temperature
CAST_VISCOSITY = 10.0  # Pa s, a slurry stiffer than this is hard to draw with a blade (judgement)
PACKING_LIMIT = 0.64  # volume fraction at which equal spheres jam
INTRINSIC = 2.5  # viscosity rise of dilute spheres (Einstein)
_BONDED = 1.3  # of molecules with N-H or O-H: hydrogen bonds raise the heat of evaporation
_FAR = 1.55  # boiling point over temperature beyond which the correlation is extrapolated
_VOLUMES = {
    "C": 15.9,
    "H": 2.31,
    "O": 6.11,
    "N": 4.54,
    "F": 14.7,
    "Cl": 21.0,
    "Br": 21.9,
    "I": 29.8,
    "S": 22.9,
}
_RING = -18.3
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
    Vapour pressure: Mackay et al., Environ. Sci. Technol. 16 (1982) 645, with Fishtine's factor
    1.3 for alcohols and water. Diffusion: Fuller, Schettler and Giddings, Ind. Eng. Chem. 58
    (1966) 18. Mass transfer: laminar boundary layer, Sh = 0.664 Re^(1/2) Sc^(1/3).

    Examples
    --------
    >>> found = handling("toluene")
    >>> found.vapour_pressure.estimate, round(found.vapour_pressure.value, -2)
    (True, 3900.0)
    >>> found.flammability
    'category 2: highly flammable'
    """
    catalogue = catalogue or load_catalogue()
    _require("temperature", temperature, 200, 500, TEMPERATURE)
    _require("wet_thickness", wet_thickness, 1e-9, 100, LENGTH)
    _require("air_speed", air_speed, 1e-9, 100, SPEED)
    _require("length", length, 1e-9, 100, LENGTH)
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
        drying_time=_drying_time(
            pressure, read.molecule, material, temperature, wet_thickness, air_speed, length
        ),
        flammability=_flammability(material),
    )


def wet_gap(
    dry_thickness: float, relative_density: float, solids_fraction: float, *, drag: bool = True
) -> Quantity:
    """Return the gap of the blade for a membrane of wanted thickness, m.

    Parameters
    ----------
    dry_thickness : float
        Of the dried, unpressed membrane, m.
    relative_density : float
        Volume of its solids over its own, 0 to 1.
    solids_fraction : float
        Volume of solids over volume of slurry, 0 to 1.
    drag : bool
        Whether the moving carrier drags half of the gap along, as without pressure behind the
        blade; False: the wet film is as thick as the gap.

    Raises
    ------
    InputError
        A thickness that is not positive, a fraction outside 0 to 1.

    Examples
    --------
    >>> round(1e6 * wet_gap(20e-6, 0.6, 0.3).value)
    80
    """
    _require("dry_thickness", dry_thickness, 1e-9, 0.1, LENGTH)
    _require("relative_density", relative_density, 1e-6, 1, FRACTION)
    _require("solids_fraction", solids_fraction, 1e-6, 1, FRACTION)
    wet = dry_thickness * relative_density / solids_fraction
    return Quantity(
        value=wet * (2 if drag else 1),
        unit="m",
        estimate=True,
        low=wet,
        high=2 * wet,
        method="volume of solids kept" + (", half the gap dragged along" if drag else ""),
        validity="Newtonian slurry, blade without pressure behind it: half the gap; else up to all",
    )


def vapour_pressure(boiling_point: float, temperature: float, *, bonded: bool = False) -> float:
    """Return the vapour pressure of a liquid, Pa, from its boiling point, both in K.

    Source
    ------
    Mackay, Bobra, Chan and Shiu, Environ. Sci. Technol. 16 (1982) 645; `bonded` multiplies the
    entropy of evaporation by Fishtine's factor 1.3 of alcohols and water.

    Examples
    --------
    >>> round(vapour_pressure(373.15, 373.15, bonded=True))
    101325
    """
    ratio = boiling_point / temperature
    factor = (_BONDED if bonded else 1.0) * (4.4 + log(boiling_point))
    return ATMOSPHERE * exp(-factor * (1.803 * (ratio - 1) - 0.803 * log(ratio)))


def diffusivity(molecule: Molecule, temperature: float) -> float | None:
    """Return the diffusion coefficient of a vapour in air at one atmosphere, m2/s.

    None for a molecule with an element of unknown diffusion volume.
    """
    if not molecule.elements.keys() <= _VOLUMES.keys():
        return None
    volume = sum(_VOLUMES[e] * n for e, n in molecule.elements.items())
    volume += _RING if molecule.rings and "c" in molecule.smiles else 0.0
    mass = 2 / (1 / (1e3 * molecule.molar_mass) + 1 / AIR_MASS)
    spread = volume ** (1 / 3) + AIR_VOLUME ** (1 / 3)
    return float(1e-4 * 0.00143 * temperature**1.75 / (1.01325 * sqrt(mass) * spread**2))


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


def _drying_time(
    pressure: Outcome,
    read: Molecule | None,
    material: Material | None,
    temperature: float,
    thickness: float,
    speed: float,
    length: float,
) -> Outcome:
    spread = diffusivity(read, temperature) if read else None
    density = _value(material, "density", "kg/m^3")
    if isinstance(pressure, Unavailable):
        return Unavailable(unit="s", reason=pressure.reason)
    if pressure.value >= ATMOSPHERE:
        at = show(temperature, TEMPERATURE)
        return Unavailable(unit="s", reason=f"it boils below {at}: bubbles break the film")
    if isinstance(density, Unavailable) or read is None or spread is None:
        return Unavailable(unit="s", reason="no density or no diffusion volume of the solvent")
    reynolds = speed * length / AIR_VISCOSITY
    sherwood = 0.664 * sqrt(reynolds) * (AIR_VISCOSITY / spread) ** (1 / 3)
    flux = sherwood * spread / length * pressure.value * read.molar_mass / (GAS * temperature)
    time = density.value * thickness / flux
    return Quantity(
        value=time,
        unit="s",
        estimate=True,
        low=time / 2,
        high=time * 2,
        method=f"{show(thickness, LENGTH)} of solvent, laminar air at {speed:g} m/s over "
        f"{length:g} m, film at the air's temperature",
        validity="free film that evaporation does not cool; the last solvent, inside the bed and "
        "in complexes, takes longer",
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


def castable_solids(medium_viscosity: float) -> Quantity:
    """Return the largest volume fraction of solids that a blade can still draw.

    Parameters
    ----------
    medium_viscosity : float
        Of the binder solution, Pa s.

    Raises
    ------
    InputError
        A viscosity that is not positive or above that of the slurry.

    Source
    ------
    Krieger and Dougherty, Trans. Soc. Rheol. 3 (1959) 137.

    Examples
    --------
    >>> round(castable_solids(0.5).value, 2)
    0.54
    """
    _require("medium_viscosity", medium_viscosity, 1e-5, CAST_VISCOSITY, VISCOSITY)
    rise = CAST_VISCOSITY / medium_viscosity
    share = PACKING_LIMIT * (1 - rise ** (-1 / (INTRINSIC * PACKING_LIMIT)))
    return Quantity(
        value=share,
        unit="",
        estimate=True,
        low=0.6 * share,
        high=share,
        method=f"Krieger-Dougherty up to {CAST_VISCOSITY:g} Pa s, spheres jamming at "
        f"{PACKING_LIMIT:g}",
        validity="well dispersed equal spheres: an upper end; fine or clustered powder lowers it",
    )


def _value(material: Material | None, name: str, unit: str) -> Outcome:
    values = material.of(name) if material else ()
    if not values:
        words = name.replace("_", " ")
        return Unavailable(unit=unit, reason=f"no {words} of the solvent is in the catalogue")
    return values[0].as_quantity()


def _require(field: str, value: float, low: float, high: float, dimension: Dimension) -> None:
    if not (isfinite(value) and low <= value <= high):
        allowed = f"{show(low, dimension)} to {show(high, dimension)}"
        raise InputError(field, show(value, dimension), allowed)
