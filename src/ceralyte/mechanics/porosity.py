"""What pores do to Young's modulus and to Poisson's ratio of a solid."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ceralyte.mechanics.bounds import hashin_shtrikman, youngs_and_poisson

Morphology = Literal["granular", "matrix"]
"""Where the pores are: between grains ("granular") or as bubbles in a solid ("matrix")."""


@dataclass(frozen=True)
class PorosityLaw:
    """E / E_solid = (1 - porosity / porosity_0) ** exponent, fitted to computed structures."""

    description: str
    porosity_0: float
    exponent: float

    def __call__(self, porosity: float) -> float:
        """Return E / E_solid [-]."""
        return float((1 - porosity / self.porosity_0) ** self.exponent)

    def porosity_of(self, relative_modulus: float) -> float:
        """Return the porosity [-] at which E / E_solid has sunk to `relative_modulus`."""
        return float(self.porosity_0 * (1 - relative_modulus ** (1 / self.exponent)))


POROSITY_LAWS: dict[Morphology, PorosityLaw] = {
    "granular": PorosityLaw("overlapping solid spheres", 0.652, 2.23),
    "matrix": PorosityLaw("overlapping spherical pores", 0.818, 1.65),
}
"""Source: Roberts & Garboczi 2000, J. Am. Ceram. Soc. 83, 3041. Measured porous alumina follows
the first up to a porosity of 0.25, and the second where fillers left the pores (same work).

Both pairs of constants are quoted from memory of that paper, not checked against its text. One
computed structure with spherical pores bears out the second pair (E / E_solid of 0.4769 against
0.4725 at a porosity of 0.2987); nothing yet bears out the first."""

POROSITY_LIMIT = 0.5
"""Largest porosity of the computed structures behind `POROSITY_LAWS`."""

FLAT_PORES = PorosityLaw("overlapping oblate ellipsoidal pores", 0.798, 2.25)
"""Source: Roberts & Garboczi 2000; semi-axes 1 : 1 : 0.25, isotropically oriented. Both pairs of
constants, this and the next, are those of the authors' copy of that paper
(ciks.cbt.nist.gov/~garbocz/Tonycer/node5.html)."""

_FLAT_PORES_POISSON = (0.166, 0.604)  # nu_0 and porosity_0 of their linear law, same source


class PoissonsRatios(NamedTuple):
    """Poisson's ratio of one porous solid by three routes; their spread is the model's error.

    `spherical` pores; `flat` pores; flat pores so many that Young's modulus has sunk as far as
    in the structure at hand.
    """

    spherical: float
    flat: float
    flat_equally_soft: float


def poissons_ratio_with_pores(
    bulk: float, shear: float, porosity: float, relative_modulus: float
) -> PoissonsRatios:
    """Return Poisson's ratio of a solid of moduli `bulk` and `shear` (Pa) with pores.

    Parameters
    ----------
    bulk, shear : float, Pa
        Of the solid.
    porosity : float
        0 to `POROSITY_LIMIT`.
    relative_modulus : float
        E / E_solid of the structure at hand.

    Validity
    --------
    Pores drive Poisson's ratio towards 0.2 (spheres) or 0.17 (flat), whatever the solid's. No
    law is at hand for the crevices between grains: flat pores stand for them.

    Source
    ------
    Spherical: Mori-Tanaka, which agrees with computed pores (Yan et al. 2010, CMES 55, 33).
    Flat: linear law of Roberts & Garboczi 2000, nu_s + porosity / 0.604 (0.166 - nu_s).
    """
    with_pores = hashin_shtrikman([1 - porosity, porosity], [bulk, 0.0], [shear, 0.0])
    _, spherical = youngs_and_poisson(with_pores.bulk_upper, with_pores.shear_upper)
    _, solid = youngs_and_poisson(bulk, shear)
    limit, porosity_0 = _FLAT_PORES_POISSON
    flat, equally_soft = (
        solid + min(phi / porosity_0, 1.0) * (limit - solid)
        for phi in (porosity, FLAT_PORES.porosity_of(relative_modulus))
    )
    return PoissonsRatios(spherical, flat, equally_soft)
