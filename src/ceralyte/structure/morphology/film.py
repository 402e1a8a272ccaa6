"""Thickness of an even binder film."""

import numpy as np

from ceralyte.core.quantities import Quantity
from ceralyte.model import PressedPacking


def film_thickness(pressed: PressedPacking, binder_fraction: float) -> Quantity:
    """Return the thickness (m) of an even binder film on the particles, by mass balance.

    Parameters
    ----------
    pressed : PressedPacking
    binder_fraction : float
        Binder volume over box volume [-].

    Validity
    --------
    All binder as one even film on smooth spheres, minus the flat contacts between grains: an
    upper bound where part of the binder sits elsewhere, and for rough particles.
    """
    packing = pressed.particles
    surface = np.pi * np.sum(packing.diameters**2) - 2 * pressed.contact_areas.sum()
    film = binder_fraction * float(np.prod(packing.box)) / surface
    return Quantity(
        value=float(film),
        unit="m",
        method="binder volume over free surface of the spheres",
        estimate=True,
        validity="all binder as an even film on smooth spheres",
    )
