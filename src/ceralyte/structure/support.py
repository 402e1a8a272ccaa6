"""Fibre supports as voxels."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show

_DIRECTIONS = [
    *[(1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2)],
    *[(3, 1), (1, 3), (3, -1), (1, -3), (3, 2), (2, 3), (3, -2), (2, -3)],
]
"""In-plane directions along which a straight fibre closes on itself in a periodic square box."""


def nonwoven(
    shape: tuple[int, int, int],
    box: NDArray[np.float64],
    *,
    volume_fraction: float,
    fibre_diameter: float,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Return the voxels of straight fibres that lie at random in planes across the membrane.

    Fibres are placed until their length gives the volume; then their diameter is adjusted so
    that the volume is met to one row of voxels (crossing fibres share some).

    Parameters
    ----------
    shape, box : voxels and m along x, y, z; the box is square in the plane and periodic.
    volume_fraction : float
        Fibre volume over box volume [-].
    fibre_diameter : float, m
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (nx, ny, nz) bool

    Raises
    ------
    InputError
        Fibres thinner than two voxels, or so thick that the box holds less than one.

    Validity
    --------
    Sixteen in-plane directions, straight fibres, no bundles. The box shows the middle of the
    support: a membrane thicker than its support is represented by its mean fibre volume.
    """
    voxel = box[0] / shape[0]
    if fibre_diameter < 2 * voxel:
        raise InputError(
            "support.fibre_diameter",
            f"{show(fibre_diameter, LENGTH)} is thinner than two voxels of {show(voxel, LENGTH)}",
            f"at least {show(2 * voxel, LENGTH)}, or finer voxels (--level fine)",
        )
    area = np.pi / 4 * fibre_diameter**2
    wanted = volume_fraction * np.prod(box) / area
    if wanted < box[0]:
        thickest = float(np.sqrt(4 / np.pi * volume_fraction * np.prod(box) / box[0]))
        raise InputError(
            "support.fibre_diameter",
            f"one fibre of {show(fibre_diameter, LENGTH)} is already more than "
            f"{100 * volume_fraction:.1f} vol% of a box of {show(box[0], LENGTH)}",
            f"at most {show(thickest, LENGTH)}, or a larger box (--level fine)",
        )
    x, y, z = ((np.arange(n) + 0.5) * side / n for n, side in zip(shape, box, strict=True))
    distance = np.full(shape, np.inf, np.float32)
    placed = 0.0
    while placed < wanted:
        p, q = _DIRECTIONS[rng.integers(len(_DIRECTIONS))]
        origin = rng.uniform(0, box)
        norm = np.hypot(p, q)
        spacing = box[0] / norm
        across = (q * (x[:, None] - origin[0]) - p * (y[None, :] - origin[1])) / norm
        across -= spacing * np.round(across / spacing)
        height = z - origin[2]
        height -= box[2] * np.round(height / box[2])
        gap = np.hypot(across[:, :, None], height[None, None, :]).astype(np.float32)
        np.minimum(distance, gap, out=distance)
        placed += box[0] * norm
    count = max(round(volume_fraction * distance.size), 1)
    level = np.partition(distance, count - 1, axis=None)[count - 1]
    fibres: NDArray[np.bool_] = distance <= level
    return fibres
