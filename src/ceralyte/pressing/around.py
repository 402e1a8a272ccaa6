"""Pressing of particles around a support: the fibres are carried along."""

from dataclasses import replace

import numpy as np

from ceralyte.model import Packing, PressedPacking
from ceralyte.pressing.bed import bed_of
from ceralyte.pressing.press import as_pressed


def press_around(
    packing: Packing, ceramic_fraction: float, *, support_fraction: float
) -> PressedPacking:
    """Return particles and fibres with the box changed across until the ceramic has its share.

    The web does not shrink in the plane, so the box shortens, or stretches, along z only. Axes of
    fibres and centres of particles move with it (affinely); every grain keeps its volume and
    flattens against its neighbours, every fibre keeps its diameter.

    Parameters
    ----------
    packing : Packing
        With obstacles.
    ceramic_fraction : float
        After pressing, of the space beside the support [-].
    support_fraction : float
        Fibre volume over box volume after pressing [-].

    Validity
    --------
    Forces are not balanced: around fibres that nobody compresses alone, grains would flow more
    than elsewhere. Fibres carry no load; where they lie, grains are cut in the image.
    """
    volumes = np.pi / 6 * packing.diameters**3
    whole = ceramic_fraction * (1 - support_fraction)
    ratio = float(volumes.sum() / (whole * packing.box.prod()))
    moved = np.array([1.0, 1.0, ratio])
    unit = float(packing.diameters.mean())
    bed = bed_of(
        packing.centres * moved / unit,
        volumes / unit**3,
        packing.box * moved / unit,
        packing.periodic,
    )
    fibres = packing.obstacles
    assert fibres is not None  # asked for only with a support
    around = replace(
        packing,
        obstacles=replace(fibres, starts=fibres.starts * moved, ends=fibres.ends * moved),
        obstacle_volume=support_fraction * float(np.prod(packing.box * moved)),
    )
    pressed = as_pressed(around, bed, unit, None)
    return replace(pressed, relative_density=ceramic_fraction)
