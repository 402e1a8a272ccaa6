"""Arrays of spheres whose conductivity is known, and packings, as images."""

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.model import Packing, PressedPacking, Structure
from ceralyte.structure import voxelise

PERIODIC = (True, True, True)
LATTICES = {
    "SC": [[0, 0, 0]],
    "BCC": [[0, 0, 0], [0.5, 0.5, 0.5]],
    "FCC": [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]],
}


def radius_of(lattice: str, fraction: float) -> float:
    """Radius over the side of the cell at which spheres that do not overlap fill `fraction`."""
    return float((fraction / len(LATTICES[lattice]) * 3 / (4 * np.pi)) ** (1 / 3))


def neck_radius(neck: float) -> float:
    """Radius over the side of a simple cubic cell; `neck` is contact radius over radius."""
    return float(0.5 / np.sqrt(1 - neck**2))


def unit_cell(lattice: str, radius: float, n: int, shift: ArrayLike = 0.0) -> Structure:
    """Unit cell of a lattice of ceramic spheres on n^3 voxels, with its particles.

    Lengths are multiples of the side of the cell; the lattice is moved by `shift` voxels, along
    every axis or along each.
    """
    centres = (np.array(LATTICES[lattice], float) + 0.5 + np.asarray(shift) / n) % 1
    count = len(centres)
    none = np.zeros((0, 2), np.int64)
    particles = Packing(
        centres=centres,
        diameters=np.full(count, 2 * radius),
        box=np.ones(3),
        periodic=PERIODIC,
        contacts=none,
        rattlers=np.zeros(count, bool),
        overlap_relative_max=0.0,
        seed=0,
    )
    pressed = PressedPacking(particles, 1.0, 0.5, none, np.zeros(0))
    place = (np.indices((n, n, n)) + 0.5).reshape(3, -1).T / n
    apart = np.abs(place[:, None] - centres)
    inside = (np.minimum(apart, 1 - apart) ** 2).sum(axis=2).min(axis=1) < radius**2
    phase = inside.reshape(n, n, n).astype(np.uint8)
    return Structure(phase, phase.astype(np.int32), 1 / n, PERIODIC, pressed)


def image_of(pressed: PressedPacking, per_grain: int) -> Structure:
    """Voxels of a packing, `per_grain` along a mean diameter."""
    return voxelise(pressed, float(pressed.particles.diameters.mean()) / per_grain)
