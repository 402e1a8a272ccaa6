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
        Binder volume over that of the box beside its support [-].

    Validity
    --------
    All binder as one even film on the surface that smooth grains leave free: an upper bound where
    part of the binder sits elsewhere, and for rough particles.
    """
    packing = pressed.particles
    surface = float(pressed.free_areas.sum())
    beside = float(np.prod(packing.box)) - packing.obstacle_volume
    film = binder_fraction * beside / surface
    return Quantity(
        value=float(film),
        unit="m",
        method="binder volume over free surface of the grains",
        estimate=True,
        validity="all binder as an even film on smooth grains",
    )
