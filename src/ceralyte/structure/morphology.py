"""Numbers that describe a structure: what connects, what covers what."""

import numpy as np

from ceralyte.core.quantities import Quantity
from ceralyte.model import PressedPacking, Structure
from ceralyte.model.structure import BINDER, CERAMIC, PORE
from ceralyte.numerics.connectivity import through_mask

AXES = {"x": 0, "y": 1, "z": 2}


def percolating_fraction(structure: Structure, phase: int, axis: str = "z") -> float:
    """Return the share of `phase` that is connected to both ends of `axis` [-]; 0 if none is.

    Voxels are connected through faces; lateral periodic sides count as connected.
    """
    mask = structure.phase == phase
    total = int(mask.sum())
    if total == 0:
        return 0.0
    along = AXES[axis]
    lateral = [a for a in range(3) if a != along and structure.periodic[a]]
    return float(through_mask(mask, along, lateral).sum() / total)


def binder_coverage(structure: Structure) -> float:
    """Return the share of the ceramic's free surface that binder covers [-].

    Counted on voxel faces between ceramic and binder over those between ceramic and anything
    but ceramic or support; 0 where there is no such face.
    """
    covered = open_ = 0
    for axis in range(3):
        here, there = structure.phase, np.roll(structure.phase, -1, axis)
        if not structure.periodic[axis]:
            inner = [slice(None)] * 3
            inner[axis] = slice(0, -1)
            here, there = here[tuple(inner)], there[tuple(inner)]
        for a, b in ((here, there), (there, here)):
            covered += int(((a == CERAMIC) & (b == BINDER)).sum())
            open_ += int(((a == CERAMIC) & (b == PORE)).sum())
    return covered / (covered + open_) if covered + open_ else 0.0


def film_thickness(pressed: PressedPacking, binder_fraction: float) -> Quantity:
    """Return the thickness (m) of an even binder film on the particles, by mass balance.

    Parameters
    ----------
    pressed : PressedPacking
    binder_fraction : float
        Binder volume over box volume [-].

    Validity
    --------
    All binder as one even film on the surface that smooth grains leave free: an upper bound where
    part of the binder sits elsewhere, and for rough particles.
    """
    packing = pressed.particles
    surface = float(pressed.free_areas.sum())
    film = binder_fraction * float(np.prod(packing.box)) / surface
    return Quantity(
        value=float(film),
        unit="m",
        method="binder volume over free surface of the grains",
        estimate=True,
        validity="all binder as an even film on smooth grains",
    )
