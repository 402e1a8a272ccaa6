"""Thickness of an even binder film."""

from math import sqrt

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.model import PressedPacking

ROUGHEST_FRESH = 11.0
"""Surface of freshly ground grains by gas adsorption over that of smooth ones, at most: 2.5 to 11
on nine feldspars (C. Anbeek, Geochim. Cosmochim. Acta 56 (1992) 1461)."""

GROUND_ROUGHNESS = sqrt(2.5 * ROUGHEST_FRESH)
"""The same in the middle of that range, by ratio: 5.2. Ground albite of 10 um has 7, olivine 9,
both within a factor of 1.6 (S. L. Brantley, N. P. Mellott, Am. Mineral. 85 (2000) 1767)."""


def film_thickness(
    pressed: PressedPacking, binder_fraction: float, *, roughness: float | None = None
) -> Quantity:
    """Return the thickness (m) of an even binder film on the particles, by mass balance.

    Parameters
    ----------
    pressed : PressedPacking
    binder_fraction : float
        Binder volume over that of the box beside its support [-].
    roughness : float, optional
        Surface of the powder over that of smooth grains of its sizes [-].

    Raises
    ------
    InputError
        A share that is none.

    Validity
    --------
    All binder as one even film on the surface that contacts leave free: an upper bound where part
    of the binder sits elsewhere. Without a `roughness` the value is that of a ground powder, as
    rough as freshly ground minerals are in the middle; the bracket reaches from the roughest of
    them to smooth grains. Gas also finds what is finer than the film, which the film fills, so
    that a measured surface gives too thin a film.
    """
    if not 0 <= binder_fraction < 1:
        raise InputError("binder_fraction", f"got {binder_fraction:g}", "0 or more, below 1")
    packing = pressed.particles
    surface = float(pressed.free_areas.sum())
    beside = float(np.prod(packing.box)) - packing.obstacle_volume
    smooth = binder_fraction * beside / surface
    if roughness is None:
        return Quantity(
            value=smooth / GROUND_ROUGHNESS,
            unit="m",
            low=smooth / ROUGHEST_FRESH,
            high=smooth,
            method="binder volume over free surface of the grains, "
            f"{GROUND_ROUGHNESS:.2g} times that of smooth ones, as freshly ground minerals have "
            "(Anbeek 1992)",
            estimate=True,
            validity="all binder as an even film on a ground powder whose surface was not "
            f"measured; the bracket reaches from {ROUGHEST_FRESH:g} times the surface to smooth "
            "grains",
        )
    return Quantity(
        value=smooth / roughness,
        unit="m",
        method=f"binder volume over free surface of the grains, {roughness:.3g} times that of "
        "smooth ones by the specific surface of the powder",
        estimate=True,
        validity="all binder as an even film on all surface that gas adsorption finds",
    )
