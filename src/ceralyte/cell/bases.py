"""The same energy per mass and volume of different parts of a cell."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model.cell import Amount, Basis, BasisEnergy, CellResult, Part

BASES: dict[Basis, frozenset[Part]] = {
    "full cell": frozenset(get_args(Part)),
    "without packaging": frozenset({"collector", "cathode", "membrane", "anode"}),
    "without collectors": frozenset({"cathode", "membrane", "anode"}),
    "electrodes only": frozenset({"cathode", "anode"}),
}
"""Basis -> the parts that its mass and volume contain."""

NO_PACKAGING = "no packaging is stated: give packaging_mass_fraction, pouch or winding"
NO_VOLUME = "the packaging is given by its mass only; a pouch or winding has a volume"


def amounts_of(result: CellResult) -> tuple[Amount, ...]:
    """Return the pieces of a repeat unit per area of membrane: kg/m2 and m.

    Raises
    ------
    InputError
        A layer does not say which part of a cell it is.
    """
    amounts = []
    for layer in result.mass_breakdown:
        if layer.part is None:
            raise InputError(f"layer '{layer.name}' part", "is not stated", _parts())
        amounts.append(
            Amount(name=layer.name, part=layer.part, mass=layer.areal_mass, volume=layer.thickness)
        )
    return tuple(amounts)


def basis_named(name: str) -> Basis:
    """Return the basis of that name; raise `UnknownNameError` if there is none."""
    for basis in BASES:
        if basis == name:
            return basis
    raise UnknownNameError("basis", name, BASES)


def energies_on_bases(energy: float, amounts: Sequence[Amount]) -> tuple[BasisEnergy, ...]:
    """Return specific energy and energy density on every basis.

    Parameters
    ----------
    energy : float
        J, or J/m2 with amounts per area.
    amounts : sequence of Amount
    """
    return tuple(
        BasisEnergy(
            basis=basis,
            specific_energy=_per(energy, _content(amounts, basis, "mass"), "J/kg", basis),
            energy_density=_per(energy, _content(amounts, basis, "volume"), "J/m^3", basis),
        )
        for basis in BASES
    )


def convert_energy(
    value: float,
    given: str,
    wanted: str,
    amounts: Sequence[Amount],
    *,
    per: Literal["mass", "volume"] = "mass",
) -> float:
    """Return a specific energy, or an energy density, on another basis, for a cell like this.

    Parameters
    ----------
    value : float, J/kg, or J/m3 with ``per="volume"``
        On the basis `given`; a published value, say.
    given, wanted : str
        Names of bases.
    amounts : sequence of Amount
        Pieces of the cell whose proportions are taken.
    per : {"mass", "volume"}

    Raises
    ------
    UnknownNameError
        A basis that is none of `BASES`.
    InputError
        A value not above zero; the cell has no packaging, or one without a volume, so that
        "full cell" means nothing.

    Examples
    --------
    >>> pieces = [Amount(name="stack", part="cathode", mass=3.0, volume=1.0),
    ...           Amount(name="pouch", part="packaging", mass=1.0, volume=1.0)]
    >>> convert_energy(300.0, "full cell", "electrodes only", pieces)
    400.0
    >>> convert_energy(300.0, "full cell", "electrodes only", pieces, per="volume")
    600.0
    """
    if not value > 0:
        name, unit, example = (
            ("specific energy", "J/kg", "280 W*h/kg")
            if per == "mass"
            else ("energy density", "J/m^3", "800 W*h/L")
        )
        raise InputError(name, f"{value:g} {unit}", f'above 0, such as "{example}"')
    contents = []
    for name in (given, wanted):
        content = _content(amounts, basis_named(name), per)
        if isinstance(content, Unavailable):
            raise InputError(f"basis '{name}'", content.reason, ", ".join(BASES))
        contents.append(content)
    return value * contents[0] / contents[1]


def _content(amounts: Sequence[Amount], basis: Basis, what: str) -> float | Unavailable:
    """Mass or volume that a basis contains, or why that is not known."""
    packaging = [a for a in amounts if a.part == "packaging"]
    if basis == "full cell":
        if not packaging:
            return Unavailable(unit="", reason=NO_PACKAGING)
        if what == "volume" and not _sum(packaging, "volume") > 0:
            return Unavailable(unit="", reason=NO_VOLUME)
    total = _sum((a for a in amounts if a.part in BASES[basis]), what)
    if not total > 0:
        return Unavailable(unit="", reason=f"the cell has none of {', '.join(BASES[basis])}")
    return total


def _sum(amounts: Iterable[Amount], what: str) -> float:
    return sum(a.mass if what == "mass" else a.volume for a in amounts)


def _per(energy: float, content: float | Unavailable, unit: str, basis: Basis) -> Outcome:
    if isinstance(content, Unavailable):
        return Unavailable(unit=unit, reason=content.reason)
    return Quantity(value=energy / content, unit=unit, method=f"nominal energy, {basis}")


def _parts() -> str:
    return ", ".join(get_args(Part))
