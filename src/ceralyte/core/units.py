"""Text with a unit at the rim, SI floats inside."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

from ceralyte.core.errors import InputError


@dataclass(frozen=True)
class Dimension:
    """What a field measures: its SI unit inside, the unit shown to people, and an example.

    `percent` holds the spellings of per cent that a fraction accepts: wt% is no vol%.
    """

    name: str
    si_unit: str
    display_unit: str
    example: str
    percent: tuple[str, ...] = ("%",)


LENGTH = Dimension("length", "m", "um", "20 um")
BEND_RADIUS = Dimension("length", "m", "mm", "5 mm")
PRESSURE = Dimension("pressure", "Pa", "MPa", "300 MPa")
MODULUS = Dimension("modulus", "Pa", "GPa", "22 GPa")
TEMPERATURE = Dimension("temperature", "K", "degC", "25 degC")
CONDUCTIVITY = Dimension("conductivity", "S/m", "mS/cm", "1.6 mS/cm")
AREAL_RESISTANCE = Dimension("areal resistance", "ohm*m^2", "ohm*cm^2", "2 ohm*cm^2")
AREAL_CONDUCTANCE = Dimension("areal conductance", "S/m^2", "mS/cm^2", "500 mS/cm^2")
MASS_DENSITY = Dimension("density", "kg/m^3", "g/cm^3", "1.86 g/cm^3")
AREAL_MASS = Dimension("areal mass", "kg/m^2", "mg/cm^2", "4 mg/cm^2")
AREAL_CAPACITY = Dimension("areal capacity", "C/m^2", "mAh/cm^2", "5 mAh/cm^2")
SPECIFIC_CAPACITY = Dimension("specific capacity", "C/kg", "mAh/g", "200 mAh/g")
VOLTAGE = Dimension("voltage", "V", "V", "3.8 V")
ACTIVATION_ENERGY = Dimension("activation energy", "J/mol", "kJ/mol", "0.35 eV")
FRACTION = Dimension("fraction", "", "%", "12 %", ("%", "vol%"))
MASS_FRACTION = Dimension("mass fraction", "", "%", "7.5 wt%", ("%", "wt%"))
PURE_NUMBER = Dimension("pure number", "", "", "0.37")
AREA = Dimension("area", "m^2", "cm^2", "100 cm^2")
SPECIFIC_SURFACE = Dimension("specific surface", "1/m", "1/um", "0.5 1/um")
SURFACE_BY_MASS = Dimension("surface by mass", "m^2/kg", "m^2/g", "1 m^2/g")
MASS = Dimension("mass", "kg", "g", "2 g")
SPECIFIC_ENERGY = Dimension("specific energy", "J/kg", "W*h/kg", "400 W*h/kg")
ENERGY_DENSITY = Dimension("energy density", "J/m^3", "W*h/L", "900 W*h/L")
FREQUENCY = Dimension("frequency", "Hz", "Hz", "1 MHz")
AREAL_CAPACITANCE = Dimension("areal capacitance", "F/m^2", "uF/cm^2", "1 uF/cm^2")
FRACTURE_TOUGHNESS = Dimension("fracture toughness", "Pa*m^0.5", "MPa*m^0.5", "0.23 MPa*m^0.5")
SURFACE_ENERGY = Dimension("surface energy", "N/m", "mN/m", "30 mN/m")
LINE_LOAD = Dimension("tension per width", "N/m", "N/m", "50 N/m")
CLAMP_STIFFNESS = Dimension("clamp stiffness", "Pa/m", "MPa/um", "0.1 MPa/um")
SPEED = Dimension("speed", "m/s", "m/s", "0.5 m/s")
TIME = Dimension("time", "s", "h", "1000 h")
SOLUBILITY_PARAMETER = Dimension("solubility parameter", "Pa^0.5", "MPa^0.5", "18 MPa^0.5")
DONOR_NUMBER = Dimension("donor number", "J/mol", "kcal/mol", "20 kcal/mol")
DIPOLE_MOMENT = Dimension("dipole moment", "C*m", "debye", "1.63 debye")
VISCOSITY = Dimension("viscosity", "Pa*s", "mPa*s", "0.55 mPa*s")
MOLAR_MASS = Dimension("molar mass", "kg/mol", "g/mol", "92.1 g/mol")
MOLAR_VOLUME = Dimension("molar volume", "m^3/mol", "cm^3/mol", "107 cm^3/mol")

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CNY", "JPY", "KRW", "INR")
"""Codes of ISO 4217 that are units; none converts into another."""

_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")
_NOT_FINITE = re.compile(r"\s*[-+]?(?:nan|inf(?:inity)?)(?![^\W_])", re.IGNORECASE)
_SPELLINGS = {"°C": "degC", "Ω": "ohm"}
_NAME = r"[A-Za-zµμ]+(?:\^?-?\d(?:\.\d)?)?"
_UNIT = re.compile(rf"(?:{_NAME}(?:(?:\s*[*/·]\s*|\s+){_NAME})*)?$")
_EXPONENT = re.compile(r"(?<=[A-Za-zµμ])(-?\d)")
EV_PER_MOLE = 96485.33212
"""J/mol for 1 eV per particle: the Faraday constant times one volt."""


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(cache_folder=None)
    for code in CURRENCIES:
        registry.define(f"{code} = [{code}]")
    return registry


@lru_cache(maxsize=512)
def _unit(text: str) -> Any:
    return _registry().Unit(text)


def parse(text: object, dimension: Dimension, field: str) -> float:
    """Return the SI value of a text such as "20 um".

    Parameters
    ----------
    text : object
        What the user wrote. A bare number is refused unless the dimension is a pure number.
    dimension : Dimension
        What the field measures.
    field : str
        Name for the error message.

    Raises
    ------
    InputError
        No unit, unknown unit, wrong dimension, or not a finite number.

    Examples
    --------
    >>> parse("20 um", LENGTH, "thickness")
    2e-05
    >>> parse("7.5 wt%", MASS_FRACTION, "mass_fraction")
    0.075
    """
    wanted = f'{dimension.name} as text with its unit, such as "{dimension.example}"'
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise InputError(field, f"got {text!r}", wanted)
    if is_not_finite(str(text)):
        raise InputError(field, f"'{text}' is not a finite number", wanted)
    match = _NUMBER.match(str(text))
    if match is None:
        raise InputError(field, f"'{text}' does not start with a number", wanted)
    number, unit = float(match[1]), match[2]
    if not isfinite(number):
        raise InputError(field, f"'{text}' is not a finite number", wanted)
    if not unit and dimension is not PURE_NUMBER:
        raise InputError(field, f"'{text}' has no unit", wanted)
    return to_si(number, unit, dimension, field)


def is_not_finite(text: str) -> bool:
    """Return whether a text begins with one of the words for what is no finite number.

    Examples
    --------
    >>> is_not_finite("nan mS/cm"), is_not_finite("-inf"), is_not_finite("NaSICON")
    (True, True, False)
    """
    return _NOT_FINITE.match(text) is not None


def parse_from(
    text: object, dimension: Dimension, field: str, low: float, *, included: bool = True
) -> float:
    """Return as `parse` a value that is not below `low` (SI); without `included` one above it.

    Examples
    --------
    >>> parse_from("1 ohm*cm^2", AREAL_RESISTANCE, "resistance", 0.0)
    0.0001
    """
    value = parse(text, dimension, field)
    if value > low or (included and value == low):
        return value
    limit = show(low, dimension, digits=5)
    raise InputError(field, f"got '{text}'", f"{limit} or more" if included else f"above {limit}")


def to_si(number: float, unit: str, dimension: Dimension, field: str) -> float:
    """Return `number` `unit` in the SI unit of `dimension`; errors as `parse`."""
    import pint

    plain = unit.strip()
    for spelling, standard in _SPELLINGS.items():
        plain = plain.replace(spelling, standard)
    if plain.replace(" ", "") in dimension.percent:
        plain = "percent"
    elif plain in ("-", "1"):
        plain = ""
    try:
        if not _UNIT.match(plain):
            raise ValueError(plain)
        unit_text = _EXPONENT.sub(r"^\1", plain).replace("·", "*")
        quantity = _registry().Quantity(number, _unit(unit_text))
        if dimension is ACTIVATION_ENERGY and quantity.check("[energy]"):
            return _tidy(quantity.to(_unit("eV")).magnitude * EV_PER_MOLE)
        return _tidy(quantity.to(_unit(dimension.si_unit)).magnitude)
    except (
        pint.UndefinedUnitError,
        pint.DimensionalityError,
        pint.OffsetUnitCalculusError,
        ValueError,
    ) as error:
        raise InputError(
            field,
            f"'{number:g} {unit}' is no {dimension.name}",
            f'a unit of {dimension.name}, as in "{dimension.example}"',
        ) from error


def _tidy(value: float) -> float:
    """Drop the last bits that a change of unit blurs: 20 um is 2e-05 m, not 1.9999999999e-05."""
    return float(f"{value:.14g}")


def from_si(value: float, unit: str) -> float:
    """Return the SI `value` of a quantity in the display `unit`, for showing to people."""
    slope, offset = line_from_si(unit)
    return slope * value + offset


@lru_cache(maxsize=512)
def line_from_si(unit: str) -> tuple[float, float]:
    """Return slope and offset from SI to `unit`; "" is a pure number as it is."""
    if not unit:
        return 1.0, 0.0
    registry = _registry()
    target = registry.Unit(unit.replace("%", "percent"))
    base = registry.Quantity(1.0, target).to_base_units().units
    zero, one = (float(registry.Quantity(v, base).to(target).magnitude) for v in (0.0, 1.0))
    return float(f"{one - zero:.15g}"), zero


def show(value: float, dimension: Dimension, digits: int = 3) -> str:
    """Return SI `value` as text in the display unit of `dimension`, such as "20 um"."""
    shown = from_si(value, dimension.display_unit) if dimension.display_unit else value
    text = f"{shown:.{digits}g}"
    if "e+" in text and abs(shown) < 1e6:
        text = f"{float(text):.0f}"
    return f"{text} {dimension.display_unit}".rstrip()
