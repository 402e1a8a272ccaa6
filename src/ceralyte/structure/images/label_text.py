"""The text that says what the labels of an image are: ``1=ceramic:2.5 mS/cm,0=pore``."""

import re
from dataclasses import dataclass, field
from typing import Any

from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.units import (
    AREAL_RESISTANCE,
    CONDUCTIVITY,
    MODULUS,
    PURE_NUMBER,
    is_not_finite,
    parse,
    parse_from,
)
from ceralyte.structure.images.labels import checked_names

FIELD = "--labels"
_RESISTANCE = "--interface-resistance"
_EXAMPLE = "'1=ceramic:2.5 mS/cm,0=pore,2=binder'"
_BY_AXIS = re.compile(r"(?P<a>[^x×]+)[x×](?P<b>[^x×]+)[x×](?P<c>[\s\d.eE+-]+)(?P<unit>\D.*)")

Along = tuple[float, float, float]
"""Conductivities along three axes, S/m."""


@dataclass
class LabelMap:
    """Phase of every label; of the phases, what was said about them.

    `conductivities` S/m, one or three along axes, `materials` names of those that stand in place
    of a conductivity, `moduli` Young's modulus (Pa) and Poisson's ratio, by phase name.
    """

    names: dict[int, str] = field(default_factory=dict)
    conductivities: dict[str, float | Along] = field(default_factory=dict)
    materials: dict[str, str] = field(default_factory=dict)
    moduli: dict[str, tuple[float, float]] = field(default_factory=dict)


def parse_labels(text: str) -> LabelMap:
    """Return the label map of a text.

    Labels are separated by commas. Behind a phase, after colons, may stand its conductivity,
    its Young's modulus and its Poisson's ratio, in this order. Three conductivities with an x
    between them, ``2.5 x 2.5 x 0.1 mS/cm``, are those along three axes. What begins with a letter
    in the place of a conductivity is the name of a material.

    Raises
    ------
    InputError
        A part that is no ``label=phase``, a label twice, an unknown phase, a value without a
        unit, two values for one phase.

    Examples
    --------
    >>> found = parse_labels("1=ceramic:2.5 mS/cm:22 GPa:0.35,0=pore")
    >>> found.names, found.conductivities, found.moduli
    ({1: 'ceramic', 0: 'pore'}, {'ceramic': 0.25}, {'ceramic': (22000000000.0, 0.35)})
    >>> parse_labels("1=ceramic:Li6PS5Cl,0=pore").materials
    {'ceramic': 'Li6PS5Cl'}
    """
    found, wrong = LabelMap(), Mistakes(FIELD)
    for part in text.split(","):
        with wrong.noted():
            _add_label(found, part)
    wrong.tell()
    return found


def _add_label(found: LabelMap, part: str) -> None:
    label, equals, rest = part.partition("=")
    if not equals or not label.strip().lstrip("-").isdigit():
        raise InputError(FIELD, f"'{part.strip()}' is no label=phase", _EXAMPLE)
    number, (phase, *values) = int(label), [piece.strip() for piece in rest.split(":")]
    if number in found.names:
        raise InputError(FIELD, f"label {number} twice", "each label once")
    checked_names({number: phase})
    found.names[number] = phase
    _add_values(found, phase, values)


def _add_values(found: LabelMap, phase: str, values: list[str]) -> None:
    place = f"{FIELD}: {phase}"
    if len(values) not in (0, 1, 3):
        raise InputError(
            place, f"{len(values)} values", "conductivity, or conductivity:modulus:Poisson's ratio"
        )
    if not values:
        return
    named = values[0][:1].isalpha() and not is_not_finite(values[0])
    conductivity = values[0] if named else _conductivity(values[0], place)
    stated: dict[str, Any] = found.materials if named else found.conductivities
    if stated.setdefault(phase, conductivity) != conductivity or (
        phase in found.materials and phase in found.conductivities
    ):
        raise InputError(place, "two conductivities", "one for all labels of a phase")
    if len(values) == 3:
        pair = parse(values[1], MODULUS, place), parse(values[2], PURE_NUMBER, place)
        if found.moduli.setdefault(phase, pair) != pair:
            raise InputError(place, "two moduli", "one for all labels of a phase")


def _conductivity(text: str, place: str) -> float | Along:
    """One value, 0 or more, or three along axes, above 0."""
    found = _BY_AXIS.fullmatch(text)
    if found is None:
        return parse_from(text, CONDUCTIVITY, place, 0.0)
    *numbers, unit = found.groups()
    a, b, c = (parse(f"{number.strip()} {unit}", CONDUCTIVITY, place) for number in numbers)
    if min(a, b, c) <= 0:
        raise InputError(place, f"conductivity {text}", "three positive values along the axes")
    return a, b, c


def parse_resistances(text: str | None) -> dict[str, float]:
    """Return resistances of interfaces by pair of phases, ohm m2.

    A value alone stands between grains of ceramic.

    Raises
    ------
    InputError
        A pair twice, a value without a unit.

    Examples
    --------
    >>> parse_resistances("10 ohm*cm^2")
    {'ceramic-ceramic': 0.001}
    >>> parse_resistances("ceramic-ceramic=10 ohm*cm^2, ceramic-binder=0 ohm*cm^2")
    {'ceramic-ceramic': 0.001, 'ceramic-binder': 0.0}
    """
    found: dict[str, float] = {}
    wrong = Mistakes(_RESISTANCE)
    for part in text.split(",") if text is not None else ():
        pair, equals, value = part.partition("=")
        if not equals:
            pair, value = "ceramic-ceramic", part
        pair = pair.strip()
        with wrong.noted():
            if pair in found:
                raise InputError(_RESISTANCE, f"{pair} twice", "each pair of phases once")
            found[pair] = parse_from(value.strip(), AREAL_RESISTANCE, f"{_RESISTANCE}: {pair}", 0.0)
    wrong.tell()
    return found
