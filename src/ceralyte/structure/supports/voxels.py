"""A support to voxels: exact in volume."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Packing
from ceralyte.numerics.capsules import scaled_capsule_distance
from ceralyte.structure.ranks import fill_order


def support_voxels(packing: Packing, shape: tuple[int, int, int]) -> NDArray[np.bool_]:
    """Return the voxels of the obstacles of a packing: `obstacle_volume` to one voxel.

    Fibres are thickened or thinned by the one factor that gives them their volume: after
    pressing they lie closer and share more of it than before.

    Raises
    ------
    InputError
        A packing without obstacles, or a fibre thinner than two voxels.
    """
    fibres = packing.obstacles
    if fibres is None or len(fibres) == 0:
        raise InputError("packing", "has no obstacles", "a packing around a support")
    voxel = float(np.cbrt(np.prod(packing.box) / np.prod(shape)))
    thinnest = float(fibres.diameters.min())
    if thinnest < 2 * voxel * (1 - 1e-9):
        raise InputError(
            "support.fibre_diameter",
            f"{show(thinnest, LENGTH)} is thinner than two voxels of {show(voxel, LENGTH)}",
            f"at least {show(2 * voxel, LENGTH)}, or finer voxels (--level fine)",
        )
    size = int(np.prod(shape))
    count = round(packing.obstacle_volume / float(np.prod(packing.box)) * size)
    reach = 1.2
    while True:
        field = scaled_capsule_distance(
            fibres.starts,
            fibres.ends,
            fibres.diameters / 2,
            packing.box,
            packing.periodic,
            shape,
            reach,
        )
        inside = fill_order(field.ravel(), min(count, size))
        if inside is not None:
            return inside.reshape(shape)
        reach *= 1.3
