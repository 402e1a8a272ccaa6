"""From mass fractions to volume fractions, and to what has to be weighed out."""

from collections.abc import Mapping
from math import fsum, isfinite

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record

TOLERANCE = 1e-6
"""How far the mass fractions may be from adding to 1."""


class Composition(Record):
    """Solids and pores of a membrane, by name of the solid.

    Attributes
    ----------
    mass_fractions : dict
        Of the solids, they add to 1.
    solids_volume_fractions : dict
        Share of the volume of all solids; they add to 1.
    volume_fractions : dict
        Share of the whole volume, with "pore"; they add to 1.
    porosity : float
    density : float
        Of the porous membrane, kg/m3.
    """

    mass_fractions: dict[str, float]
    solids_volume_fractions: dict[str, float]
    volume_fractions: dict[str, float]
    porosity: float
    density: float


class WeighOut(Record):
    """What goes into a batch, kg: every solid by name, and the solvent (0: dry)."""

    solids: dict[str, float]
    solvent: float

    @property
    def total(self) -> float:
        """Mass of the slurry, kg."""
        return fsum(self.solids.values()) + self.solvent


def composition(
    mass_fractions: Mapping[str, float], densities: Mapping[str, float], porosity: float = 0.0
) -> Composition:
    """Return the volume fractions and the density of a membrane.

    Solid i takes (1 - porosity) (w_i / rho_i) / sum_j (w_j / rho_j) of the volume.

    Parameters
    ----------
    mass_fractions : mapping
        Mass fraction of every solid among the solids, 0 to 1, adding to 1.
    densities : mapping
        Density of every solid without pores, kg/m3.
    porosity : float
        Pore volume over whole volume, 0 <= porosity < 1.

    Raises
    ------
    InputError
        Fractions out of range or not adding to 1, a density missing or not positive.

    Examples
    --------
    >>> membrane = composition({"LLZO": 0.5, "PEO": 0.5}, {"LLZO": 5115.0, "PEO": 1200.0})
    >>> round(membrane.volume_fractions["LLZO"], 2)
    0.19
    """
    _check_fractions(mass_fractions)
    if not 0 <= porosity < 1:
        raise InputError("porosity", f"{100 * porosity:g} %", "0 % to below 100 %")
    specific = {n: w / _density(n, densities) for n, w in mass_fractions.items()}
    whole = fsum(specific.values())
    solids = {n: v / whole for n, v in specific.items()}
    return Composition(
        mass_fractions=dict(mass_fractions),
        solids_volume_fractions=solids,
        volume_fractions={n: (1 - porosity) * v for n, v in solids.items()} | {"pore": porosity},
        porosity=porosity,
        density=(1 - porosity) / whole,
    )


def weigh_out(
    membrane: Composition,
    *,
    area: float,
    thickness: float,
    excess: float = 1.0,
    solids_fraction: float = 1.0,
) -> WeighOut:
    """Return the masses for a batch.

    Parameters
    ----------
    membrane : Composition
    area, thickness : float
        Of the finished membrane, m2 and m.
    excess : float
        How much more to make than the membrane needs, >= 1.
    solids_fraction : float
        Mass of the solids over mass of the slurry, 0 to 1; 1: no solvent.

    Raises
    ------
    InputError
        A size that is not positive, an excess below 1, a solids fraction outside 0 to 1.
    """
    for field, value, unit in (("area", area, "m^2"), ("thickness", thickness, "m")):
        if not (isfinite(value) and value > 0):
            raise InputError(field, f"{value:g} {unit}", "above zero")
    if not (isfinite(excess) and excess >= 1):
        raise InputError("excess", f"{excess:g}", "1 (exactly what is needed) or more")
    if not 0 < solids_fraction <= 1:
        raise InputError("solids_fraction", f"{100 * solids_fraction:g} wt%", "above 0 to 100 wt%")
    mass = membrane.density * area * thickness * excess
    return WeighOut(
        solids={name: mass * w for name, w in membrane.mass_fractions.items()},
        solvent=mass * (1 / solids_fraction - 1),
    )


def _check_fractions(mass_fractions: Mapping[str, float]) -> None:
    for name, fraction in mass_fractions.items():
        if not 0 <= fraction <= 1:
            raise InputError(f"mass fraction of {name}", f"{100 * fraction:g} wt%", "0 to 100 wt%")
    total = fsum(mass_fractions.values())
    if abs(total - 1) > TOLERANCE:
        parts = " + ".join(f"{n} {100 * w:g}" for n, w in mass_fractions.items())
        raise InputError("mass fractions", f"{parts} add to {100 * total:g} wt%", "100 wt%")


def _density(name: str, densities: Mapping[str, float]) -> float:
    if name not in densities:
        raise InputError(f"density of {name}", "is missing", "a density in kg/m^3")
    density = densities[name]
    if not (isfinite(density) and density > 0):
        raise InputError(f"density of {name}", f"{density:g} kg/m^3", "above zero")
    return density
