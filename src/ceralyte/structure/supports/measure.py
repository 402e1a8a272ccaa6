"""How much room a support takes: counted porosity, coverage of the membrane."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, Structure
from ceralyte.model.structure import CERAMIC, SUBSTRATE, SUPPORT
from ceralyte.numerics.capsules import scaled_capsule_distance

IN_PLANE = (True, True, False)
_FINEST, _MOST = 10.0, 6e6
"""Points per thinnest diameter, and points in all, on which volumes are counted."""

Shape = tuple[int, int, int]


class Coverage(NamedTuple):
    """What a support leaves to the ceramic.

    `open_area`: share of the membrane's area with no support above or below; `beside`: volume
    beside the support over that of the membrane; `ceramic_between`: ceramic over the volume
    beside fibres in the layers from the lowest to the highest of them; `ceramic_outside`: ceramic
    over volume in the layers below and above, None if there are none; `narrowest`: least share
    of any layer that the support leaves [-].
    """

    open_area: float
    beside: float
    ceramic_between: float
    ceramic_outside: float | None
    narrowest: float


def support_coverage(structure: Structure) -> Coverage:
    """Return what the support of an image leaves to the ceramic, counted on its voxels.

    Raises
    ------
    InputError
        An image without a support.
    """
    support = structure.phase == SUPPORT
    layers = np.flatnonzero(support.any(axis=(0, 1)))
    if not len(layers):
        raise InputError("structure", "has no voxel of a support", "an image with a support")
    inside = np.zeros(support.shape[2], bool)
    inside[layers[0] : layers[-1] + 1] = True
    outside = structure.phase[:, :, ~inside]
    membrane = float((structure.phase != SUBSTRATE).sum())
    beside = membrane - float(support.sum())
    return Coverage(
        open_area=1.0 - float(support.any(axis=2).mean()),
        beside=beside / membrane,
        ceramic_between=_ceramic_share(structure.phase[:, :, inside]),
        ceramic_outside=_ceramic_share(outside) if outside.size else None,
        narrowest=1.0 - float(support.mean(axis=(0, 1)).max()),
    )


def _ceramic_share(phase: NDArray[np.uint8]) -> float:
    """Ceramic over the volume of the membrane beside its support; 0 where nothing is left."""
    beside = int(((phase != SUPPORT) & (phase != SUBSTRATE)).sum())
    return float((phase == CERAMIC).sum()) / max(beside, 1)


def counting_grid(box: NDArray[np.float64], diameter: float) -> Shape:
    """Return the points along x, y, z on which volumes of such fibres are counted."""
    spacing = max(diameter / _FINEST, float(np.cbrt(np.prod(box) / _MOST)))
    nx, ny, nz = (max(round(side / spacing), 4) for side in box)
    return nx, ny, nz


def distances(capsules: Capsules, box: NDArray[np.float64], reach: float) -> NDArray[np.float32]:
    """Return the distance to the nearest axis over its radius, on the counting grid."""
    return scaled_capsule_distance(
        capsules.starts,
        capsules.ends,
        capsules.diameters / 2,
        box,
        IN_PLANE,
        counting_grid(box, float(capsules.diameters.min())),
        reach,
    )


def porosity_of(capsules: Capsules, box: NDArray[np.float64]) -> float:
    """Return the share of a box (3,), m, periodic in the plane, that capsules leave [-]."""
    return float((distances(capsules, box, 1.0) > 1).mean())
