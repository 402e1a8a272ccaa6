"""Arrays of spheres whose conductivity is known, and packings, as images."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.model import Packing, PressedPacking, Structure
from ceralyte.numerics.close_pairs import close_pairs
from ceralyte.structure import voxelise

PERIODIC = (True, True, True)
LATTICES = {
    "SC": [[0, 0, 0]],
    "BCC": [[0, 0, 0], [0.5, 0.5, 0.5]],
    "FCC": [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]],
}
TOUCHING = {"SC": 0.5, "BCC": 3**0.5 / 4, "FCC": 2**0.5 / 4}  # radius over the side of the cell


def radius_of(lattice: str, fraction: float) -> float:
    """Radius over the side of the cell at which spheres that do not overlap fill `fraction`."""
    return float((fraction / len(LATTICES[lattice]) * 3 / (4 * np.pi)) ** (1 / 3))


def neck_radius(neck: float, lattice: str = "SC") -> float:
    """Radius over the side of the cell; `neck` is contact radius over radius."""
    return float(TOUCHING[lattice] / np.sqrt(1 - neck**2))


def unit_cell(lattice: str, radius: float, n: int, shift: ArrayLike = 0.0) -> Structure:
    """Unit cell of a lattice of ceramic spheres on n^3 voxels, with its particles and contacts.

    Lengths are multiples of the side of the cell; the lattice is moved by `shift` voxels, along
    every axis or along each.
    """
    centres = (np.array(LATTICES[lattice], float) + 0.5 + np.asarray(shift) / n) % 1
    count = len(centres)
    pairs, branches = neighbours(centres, radius)
    areas = np.pi * (radius**2 - (branches**2).sum(axis=1) / 4)
    particles = Packing(
        centres=centres,
        diameters=np.full(count, 2 * radius),
        box=np.ones(3),
        periodic=PERIODIC,
        contacts=np.unique(pairs, axis=0),
        rattlers=np.zeros(count, bool),
        overlap_relative_max=0.0,
        seed=0,
    )
    pressed = PressedPacking(particles, 1.0, 0.5, pairs, areas, branches=branches)
    place = (np.indices((n, n, n)) + 0.5).reshape(3, -1).T / n
    apart = np.abs(place[:, None] - centres)
    inside = (np.minimum(apart, 1 - apart) ** 2).sum(axis=2).min(axis=1) < radius**2
    phase = inside.reshape(n, n, n).astype(np.uint8)
    return Structure(phase, phase.astype(np.int32), 1 / n, PERIODIC, pressed)


def neighbours(
    centres: NDArray[np.float64], radius: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of overlapping spheres in a cell of side 1, (m, 2), and the way between them, (m, 3).

    A sphere can meet several images of another, and of itself; each contact is listed once.
    """
    near = close_pairs(centres, np.full(len(centres), radius), np.ones(3), PERIODIC)
    first = np.repeat(np.arange(len(centres)), np.diff(near.first))
    once = (first < near.partner) | ((first == near.partner) & (near.cells @ [4, 2, 1] > 0))
    branches = centres[near.partner] + near.cells - centres[first]
    return np.stack([first, near.partner], axis=1)[once], branches[once]


def image_of(pressed: PressedPacking, per_grain: int) -> Structure:
    """Voxels of a packing, `per_grain` along a mean diameter."""
    return voxelise(pressed, float(pressed.particles.diameters.mean()) / per_grain)
