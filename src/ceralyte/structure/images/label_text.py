"""The text that says what the labels of an image are: ``1=ceramic:2.5 mS/cm,0=pore``."""

from dataclasses import dataclass, field

from ceralyte.core.errors import InputError
from ceralyte.core.units import AREAL_RESISTANCE, CONDUCTIVITY, MODULUS, PURE_NUMBER, parse
from ceralyte.structure.images.labels import checked_names

FIELD = "--labels"
_RESISTANCE = "--interface-resistance"
_EXAMPLE = "'1=ceramic:2.5 mS/cm,0=pore,2=binder'"


@dataclass
class LabelMap:
    """Phase of every label; of the phases, what was said about them.

    `conductivities` S/m, `moduli` Young's modulus (Pa) and Poisson's ratio, by phase name.
    """

    names: dict[int, str] = field(default_factory=dict)
    conductivities: dict[str, float] = field(default_factory=dict)
    moduli: dict[str, tuple[float, float]] = field(default_factory=dict)


def parse_labels(text: str) -> LabelMap:
    """Return the label map of a text.

    Labels are separated by commas. Behind a phase, after colons, may stand its conductivity,
    its Young's modulus and its Poisson's ratio, in this order.

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
    """
    found = LabelMap()
    for part in text.split(","):
        label, equals, rest = part.partition("=")
        if not equals or not label.strip().lstrip("-").isdigit():
            raise InputError(FIELD, f"'{part.strip()}' is no label=phase", _EXAMPLE)
        number, (phase, *values) = int(label), [piece.strip() for piece in rest.split(":")]
        if number in found.names:
            raise InputError(FIELD, f"label {number} twice", "each label once")
        found.names[number] = phase
        _add_values(found, phase, values)
    checked_names(found.names)
    return found


def _add_values(found: LabelMap, phase: str, values: list[str]) -> None:
    place = f"{FIELD}: {phase}"
    if len(values) not in (0, 1, 3):
        raise InputError(
            place, f"{len(values)} values", "conductivity, or conductivity:modulus:Poisson's ratio"
        )
    if not values:
        return
    conductivity = parse(values[0], CONDUCTIVITY, place)
    if conductivity < 0:
        raise InputError(place, f"conductivity {values[0]}", "0 or more")
    if found.conductivities.setdefault(phase, conductivity) != conductivity:
        raise InputError(place, "two conductivities", "one for all labels of a phase")
    if len(values) == 3:
        pair = parse(values[1], MODULUS, place), parse(values[2], PURE_NUMBER, place)
        if found.moduli.setdefault(phase, pair) != pair:
            raise InputError(place, "two moduli", "one for all labels of a phase")


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
    for part in text.split(",") if text is not None else ():
        pair, equals, value = part.partition("=")
        if not equals:
            pair, value = "ceramic-ceramic", part
        pair = pair.strip()
        if pair in found:
            raise InputError(_RESISTANCE, f"{pair} twice", "each pair of phases once")
        found[pair] = parse(value.strip(), AREAL_RESISTANCE, f"{_RESISTANCE}: {pair}")
    return found
