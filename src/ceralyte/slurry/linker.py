"""Linkers that bind the ceramic's own units, as PETEA does Na3SbS4: how much ceramic fits."""

from math import isfinite

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record

_TOLERANCE = 1e-9


class LinkerComposition(Record):
    """A network of ceramic units and linker molecules.

    Attributes
    ----------
    units_per_linker : float
        Ceramic units on each linker molecule, in the mean.
    occupied_sites : float
        Share of the cross-linking sites that hold a unit [-].
    mole_fraction : float
        Ceramic units over units and linker molecules [-].
    mole_fraction_of_sites : float
        Ceramic units over units and cross-linking sites [-].
    mass_fraction, mass_fraction_maximum : float
        Ceramic over the whole; with all sites occupied [-].
    """

    units_per_linker: float
    occupied_sites: float
    mole_fraction: float
    mole_fraction_of_sites: float
    mass_fraction: float
    mass_fraction_maximum: float


def linker_composition(
    mass_fraction: float | None = None,
    *,
    unit_molar_mass: float,
    linker_molar_mass: float,
    sites: int = 4,
    units: float = 2.0,
) -> LinkerComposition:
    """Return the composition of a ceramic whose units a linker binds.

    A linker with four sites hosts up to two units: each unit takes two sites and so links two
    molecules. Nothing leaves on linking.

    Parameters
    ----------
    mass_fraction : float, optional
        Of the ceramic [-]; without it all sites are occupied.
    unit_molar_mass, linker_molar_mass : float, kg/mol
        Of one ceramic unit with its mobile ions (Na3SbS4), and of the linker (PETEA).
    sites : int
        Of a linker molecule.
    units : float
        Most units that a linker molecule can host.

    Raises
    ------
    InputError
        More ceramic than the sites can host, or a number out of range.

    Source
    ------
    The example is Ren et al., as described by the perspective article (section 1). Its
    "33 molar%" of SbS4 is the maximum counted per cross-linking site, 2 / (2 + 4); per linker
    molecule it is 2 / (2 + 1), 67 mol%.

    Examples
    --------
    >>> full = linker_composition(unit_molar_mass=0.31897, linker_molar_mass=0.35234)
    >>> round(full.mole_fraction_of_sites, 3), round(full.mole_fraction, 3)
    (0.333, 0.667)
    >>> round(full.mass_fraction, 3)
    0.644
    """
    for field, value in (
        ("unit_molar_mass", unit_molar_mass),
        ("linker_molar_mass", linker_molar_mass),
        ("sites", float(sites)),
        ("units", units),
    ):
        if not (isfinite(value) and value > 0):
            raise InputError(field, f"got {value:g}", "above zero")
    most = _mass_fraction(units, unit_molar_mass, linker_molar_mass)
    share = most if mass_fraction is None else mass_fraction
    if not 0 < share <= most + _TOLERANCE:
        raise InputError(
            "ceramic.mass_fraction",
            f"{100 * share:.4g} wt% is more than the linker can host"
            if share > 0
            else f"{100 * share:.4g} wt%",
            f"above 0, up to {100 * most:.4g} wt%: {units:g} units on each linker molecule",
        )
    per_linker = share / (1 - share) * linker_molar_mass / unit_molar_mass
    return LinkerComposition(
        units_per_linker=per_linker,
        occupied_sites=per_linker / units,
        mole_fraction=per_linker / (per_linker + 1),
        mole_fraction_of_sites=per_linker / (per_linker + sites),
        mass_fraction=share,
        mass_fraction_maximum=most,
    )


def _mass_fraction(units: float, unit_molar_mass: float, linker_molar_mass: float) -> float:
    return units * unit_molar_mass / (units * unit_molar_mass + linker_molar_mass)
