"""What bending does to the pores and to the conductivity of a membrane's two faces."""

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity

BRUGGEMAN = 1.5
"""Exponent of the solid share in the conductivity of a granular solid: a rule of thumb."""


def porosity_change(
    strain: float, *, porosity: float, bulk_modulus: float, shear_modulus: float, solid_bulk: float
) -> float:
    """Return by how much the porosity of a face rises that is stretched along one axis [-].

    The face is free sideways and outwards: its volume strain is that of uniaxial stress,
    strain x (1 - 2 nu). Of it the solid takes K / K_s, the pores the rest, and the porosity
    refers to the volume after: (1 - porosity - K / K_s) x volume strain.

    Parameters
    ----------
    strain : float
        Along the bend; positive on the outer face.
    porosity : float
    bulk_modulus, shear_modulus : float, Pa
        Of the membrane.
    solid_bulk : float, Pa
        Bulk modulus of its solid.

    Raises
    ------
    InputError
        A porosity outside [0, 1), a modulus not above zero, or a membrane stiffer than its solid.

    Source
    ------
    Exact for a linear elastic porous solid of one solid: M. A. Biot and D. G. Willis, J. Appl.
    Mech. 24, 594 (1957).

    Validity
    --------
    Elastic and without cracks; the solid counts as one material.

    Examples
    --------
    >>> porosity_change(0.0, porosity=0.1, bulk_modulus=15e9, shear_modulus=6e9, solid_bulk=28e9)
    0.0
    """
    if not 0 <= porosity < 1:
        raise InputError("porosity", f"got {porosity:g}", "0 to below 1")
    for name, value in (("bulk_modulus", bulk_modulus), ("shear_modulus", shear_modulus)):
        if not value > 0:
            raise InputError(name, f"got {value:g} Pa", "above 0 Pa")
    if not bulk_modulus <= (1 - porosity) * solid_bulk * (1 + 1e-9):
        raise InputError(
            "bulk_modulus",
            f"{bulk_modulus:.4g} Pa is more than a solid of {solid_bulk:.4g} Pa with these pores "
            "can have",
            "at most (1 - porosity) times that of the solid",
        )
    poisson = (3 * bulk_modulus - 2 * shear_modulus) / (2 * (3 * bulk_modulus + shear_modulus))
    volume_strain = strain * (1 - 2 * poisson)
    return (1 - porosity - bulk_modulus / solid_bulk) * volume_strain


def conductivity_factor(porosity: float, change: float) -> Quantity:
    """Return the conductivity of a face over that before bending [-]: an estimate.

    ((1 - porosity - change) / (1 - porosity)) ** 1.5; contacts that open, and cracks, cost more:
    one end of the bracket counts the exponent twice.

    Raises
    ------
    InputError
        No solid left.
    """
    left = (1 - porosity - change) / (1 - porosity)
    if not left > 0:
        raise InputError("porosity", f"rises to {porosity + change:g}", "below 1")
    low, high = sorted((left**BRUGGEMAN, left ** (2 * BRUGGEMAN)))
    return Quantity(
        value=left**BRUGGEMAN,
        unit="",
        method="solid share after bending over that before, to the power 1.5",
        low=low,
        high=high,
        estimate=True,
        validity="elastic, no cracks; contacts that open are not in it",
    )
