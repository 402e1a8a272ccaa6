"""Traces in a solvent by what they amount to: molecules per formula unit of the ceramic."""

from collections.abc import Mapping
from math import isfinite

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.materials import Catalogue
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.mixture import Solvent, density_of

NEGLIGIBLE = 0.01
"""mol per mol of ceramic below which a trace may reach no more than the outer layers (judgement):
Li7SiPS8 bore anisole with 800 ppm of water (`hatz2021` in references.csv), which is 0.016 mol per
mol in a slurry with as much solvent as ceramic by mass."""
ENOUGH = 1.0
"""mol per mol from which a trace can reach every formula unit: then it is no trace."""

_WHOLE = 100  # ppm from which no decimals are told


class Load(Record):
    """How much of one part of a solvent there is for the ceramic.

    Attributes
    ----------
    by_mole : float
        Molecules per formula unit of the ceramic.
    by_mass : float
        kg per kg of ceramic.
    in_solvent : float
        kg per kg of the whole solvent.
    """

    by_mole: float
    by_mass: float
    in_solvent: float

    @property
    def told(self) -> str:
        """All three in words."""
        ppm = float(f"{1e6 * self.in_solvent:.3g}")
        share = f"{ppm:.0f}" if ppm >= _WHOLE else f"{ppm:g}"
        count = f"{100 * self.by_mole:.2g}"
        return (
            f"{share} ppm of the solvent by mass, {1e3 * self.by_mass:.2g} mg per g of ceramic, "
            f"{count} {'molecule' if count == '1' else 'molecules'} per 100 formula units"
        )


def loads_of(
    solvent: Solvent, ceramic: Anatomy, solvent_per_ceramic: float, catalogue: Catalogue
) -> Mapping[str, Load]:
    """Return the loads of all parts of a solvent by name; empty where a density is not known.

    Parameters
    ----------
    solvent : Solvent
    ceramic : Anatomy
    solvent_per_ceramic : float
        Mass of the solvent over that of the ceramic in the slurry [-].
    catalogue : Catalogue
        Has the densities of the parts.

    Validity
    --------
    Volumes of the parts add up; nothing of the solvent is lost or takes up moisture.
    """
    shares = mass_shares(solvent, catalogue)
    if not all(part.molecule for _, part in solvent.parts):
        return {}
    molar = {part.name: part.molecule.molar_mass for _, part in solvent.parts if part.molecule}
    return {
        name: Load(
            by_mass=solvent_per_ceramic * share,
            by_mole=solvent_per_ceramic * share * molar_mass(ceramic) / molar[name],
            in_solvent=share,
        )
        for name, share in shares.items()
    }


def mass_shares(solvent: Solvent, catalogue: Catalogue) -> dict[str, float]:
    """Return the shares by mass of the parts by name; empty where a density is not known."""
    masses = {}
    for share, part in solvent.parts:
        density = density_of(part.name, catalogue)
        if density is None:
            return {}
        masses[part.name] = share * density
    return {name: mass / sum(masses.values()) for name, mass in masses.items()}


def require_ratio(solvent_per_ceramic: float | None) -> None:
    """Raise InputError for a mass of solvent per mass of ceramic that is not positive."""
    if solvent_per_ceramic is None or (isfinite(solvent_per_ceramic) and solvent_per_ceramic > 0):
        return
    raise InputError("solvent_per_ceramic", f"{solvent_per_ceramic:g} g/g", "above zero")


def molar_mass(ceramic: Anatomy) -> float:
    """Return the mass of one mole of formula units, kg/mol (atomic weights of RDKit).

    Examples
    --------
    >>> from ceralyte.slurry.anatomy import anatomy
    >>> round(1e3 * molar_mass(anatomy("Li6PS5Cl")), 1)
    268.4
    """
    from rdkit import Chem

    weights = Chem.GetPeriodicTable()
    return 1e-3 * sum(n * weights.GetAtomicWeight(e) for e, n in ceramic.amounts.items())
