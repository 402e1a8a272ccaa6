"""How fast a solvent evaporates: vapour pressure, diffusion in air, drying of a film."""

from math import exp, log, sqrt

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import LENGTH, TEMPERATURE, show
from ceralyte.slurry.molecule import Molecule

ATMOSPHERE, GAS = 101325.0, 8.314462618  # Pa, J/(mol K)
AIR_MASS, AIR_VOLUME, AIR_VISCOSITY = 28.96, 19.7, 1.5e-5  # g/mol, -, m2/s near room temperature
_BONDED = 1.3  # of molecules with N-H or O-H: hydrogen bonds raise the heat of evaporation
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
    """Return the diffusion coefficient of a vapour in air at one atmosphere, m2/s, from K.

    None for a molecule with an element of unknown diffusion volume.

    Source
    ------
    Fuller, Schettler and Giddings, Ind. Eng. Chem. 58 (1966) 18: diffusion volumes.
    """
    if not molecule.elements.keys() <= _VOLUMES.keys():
        return None
    volume = sum(_VOLUMES[e] * n for e, n in molecule.elements.items())
    volume += _RING if molecule.rings and "c" in molecule.smiles else 0.0
    mass = 2 / (1 / (1e3 * molecule.molar_mass) + 1 / AIR_MASS)
    spread = volume ** (1 / 3) + AIR_VOLUME ** (1 / 3)
    return float(1e-4 * 0.00143 * temperature**1.75 / (1.01325 * sqrt(mass) * spread**2))


def drying_time(
    pressure: Outcome,
    read: Molecule | None,
    density: Outcome,
    temperature: float,
    thickness: float,
    speed: float,
    length: float,
) -> Outcome:
    """Return how long a film of solvent dries, s.

    Parameters
    ----------
    pressure, density : Quantity or Unavailable
        Vapour pressure, Pa, and density, kg/m3.
    read : Molecule or None
    temperature : float
        Of film and air, K.
    thickness, length : float
        Of the film, and of the film along the stream, m.
    speed : float
        Of the air, m/s.

    Validity
    --------
    Laminar air; a free film that evaporation does not cool, without the slow last part inside the
    bed.

    Source
    ------
    Laminar boundary layer, Sh = 0.664 Re^(1/2) Sc^(1/3), a textbook correlation.
    """
    spread = diffusivity(read, temperature) if read else None
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
