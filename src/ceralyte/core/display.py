"""The units in which people expect numbers, and how they are printed."""

import re
from math import ceil, floor, isclose, isfinite, isinf, log10

from ceralyte.core import units

DISPLAY_UNITS = {
    dimension.si_unit: dimension.display_unit
    for dimension in (
        units.LENGTH,
        units.PRESSURE,
        units.TEMPERATURE,
        units.CONDUCTIVITY,
        units.AREAL_RESISTANCE,
        units.AREAL_CONDUCTANCE,
        units.MASS_DENSITY,
        units.AREAL_MASS,
        units.AREAL_CAPACITY,
        units.SPECIFIC_CAPACITY,
        units.VOLTAGE,
        units.ACTIVATION_ENERGY,
        units.PURE_NUMBER,
        units.AREA,
        units.SPECIFIC_SURFACE,
        units.MASS,
        units.SPECIFIC_ENERGY,
        units.ENERGY_DENSITY,
        units.FREQUENCY,
        units.AREAL_CAPACITANCE,
        units.FRACTURE_TOUGHNESS,
        units.SURFACE_ENERGY,
        units.TIME,
    )
}
"""SI unit -> unit shown to people, both as text that `ceralyte.core.units` reads."""

_BY_NAME = (
    ("film_thickness", "m", "nm"),
    ("radius", "m", "mm"),
    ("mandrel", "m", "mm"),
    ("modulus", "Pa", "GPa"),
    ("fraction", "", "%"),
    ("density", "", "%"),
    ("porosity", "", "%"),
    ("coverage", "", "%"),
    ("strain", "", "%"),
    ("springback", "", "%"),
    ("contact_area", "m^2", "um^2"),
    ("volume_under_load", "m^3", "mm^3"),
)
"""Part of a quantity's name, SI unit -> display unit, where the unit alone does not tell."""

_SYMBOLS = {
    "um": "µm",
    "um^2": "µm²",
    "1/um": "µm⁻¹",
    "1/um^2": "µm⁻²",
    "1/um^3": "µm⁻³",
    "degC": "°C",
    "W*h/kg": "Wh/kg",
    "W*h/L": "Wh/L",
    "MPa*m^0.5": "MPa m½",
}
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_POWER = re.compile(r"\^(-?\d+)(?![.\d])")


def display_unit(si_unit: str, name: str = "") -> str:
    """Return the unit in which people expect the quantity `name` of the given SI unit.

    Examples
    --------
    >>> display_unit("m"), display_unit("m", "bend radius"), display_unit("", "relative_density")
    ('um', 'mm', '%')
    """
    plain = name.lower().replace(" ", "_")
    for part, si, shown in _BY_NAME:
        if si == si_unit and part in plain:
            return shown
    return DISPLAY_UNITS.get(si_unit, si_unit)


def symbol(unit: str) -> str:
    """Return a unit text in print typography.

    Examples
    --------
    >>> symbol("ohm*cm^2"), symbol("um"), symbol("g/cm^3"), symbol("uF/cm^2")
    ('Ω cm²', 'µm', 'g/cm³', 'µF/cm²')
    """
    if unit in _SYMBOLS:
        return _SYMBOLS[unit]
    plain = unit.replace("ohm", "Ω").replace("uF", "µF").replace("*", " ")
    return _POWER.sub(lambda power: power[1].translate(SUPERSCRIPTS), plain)


def to_display(value: float, unit: str) -> float:
    """Return an SI `value` in the display `unit`; "" leaves it as it is."""
    return units.from_si(value, unit)


def width_to_display(width: float, unit: str) -> float:
    """Return a difference or an error bar in SI in the display `unit`: no offset of degC."""
    return units.line_from_si(unit)[0] * width


def bracket_digits(low: float | None, high: float | None) -> int:
    """Return how many significant digits an estimate from `low` to `high` (SI) and its ends have.

    Two where an end is open, zero or a factor of two or more from the other; else three.

    Examples
    --------
    >>> bracket_digits(35.6, 142.4), bracket_digits(69.7, 72.1), bracket_digits(None, 3.0)
    (2, 3, 2)
    """
    if low is None or high is None or low * high <= 0:
        return 2
    near, far = sorted((abs(low), abs(high)))
    return 3 if far < 2 * near else 2


def digits_apart(low: float | None, high: float | None) -> int:
    """Return how many significant digits show that two ends differ: three, or up to nine.

    Examples
    --------
    >>> digits_apart(1.2, 3.4), digits_apart(0.6369994, 0.6370006), digits_apart(None, 3.0)
    (3, 6, 3)
    """
    if low is None or high is None or low == high or not isfinite(high - low):
        return 3
    asked = floor(log10(max(abs(low), abs(high)))) - floor(log10(abs(high - low))) + 1
    return min(max(asked, 3), 9)


def rounded_up(value: float, digits: int) -> float:
    """Return an upper limit to so many digits that stays one, for what it limits may lie at it.

    Examples
    --------
    >>> rounded_up(1.234, 2), -rounded_up(-1.26, 2), rounded_up(130.0, 2)
    (1.3, 1.2, 130.0)
    """
    if value == 0 or isinf(value):
        return value
    places = digits - 1 - exponent_of(value)
    return round(ceil(value * 10.0**places - 1e-9) / 10.0**places, max(places, 0))


def exponent_of(value: float) -> int:
    """Return the power of ten of a value's first digit; 0.9999999999 counts as 1."""
    exponent = floor(log10(abs(value)))
    return exponent + 1 if isclose(abs(value), 10.0 ** (exponent + 1)) else exponent


def show_frequency(hertz: float) -> str:
    """Return a frequency as text with the prefix that suits it.

    Examples
    --------
    >>> show_frequency(7e6), show_frequency(0.02)
    ('7 MHz', '20 mHz')
    """
    for size, unit in ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz")):
        if hertz >= size:
            return f"{hertz / size:.3g} {unit}"
    return f"{1e3 * hertz:.3g} mHz"
