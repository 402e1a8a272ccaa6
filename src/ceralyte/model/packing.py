"""Particles in a box: as packed, and as pressed."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Packing:
    """Spheres in a box.

    Attributes
    ----------
    centres : ndarray (n, 3), m
        Inside the box, 0 <= centre < box along periodic axes.
    diameters : ndarray (n,), m
    box : ndarray (3,), m
    periodic : tuple of 3 bool
        Axes that wrap around. An axis that does not has flat walls at 0 and `box`.
    contacts : ndarray (m, 2) int64
        Pairs i < j that touch (contacts with walls are not listed), each pair once.
    rattlers : ndarray (n,) bool
        Particles that nothing holds: fewer than four contacts with others that are held.
    overlap_relative_max : float
        Largest (r_i + r_j - distance) / (r_i + r_j) of any pair.
    seed : int
    """

    centres: NDArray[np.float64]
    diameters: NDArray[np.float64]
    box: NDArray[np.float64]
    periodic: tuple[bool, bool, bool]
    contacts: NDArray[np.int64]
    rattlers: NDArray[np.bool_]
    overlap_relative_max: float
    seed: int

    def __len__(self) -> int:
        return len(self.diameters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packing) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def packing_fraction(self) -> float:
        """Volume of the spheres over volume of the box [-]."""
        return float(np.pi / 6 * np.sum(self.diameters**3) / np.prod(self.box))

    @property
    def coordination_number(self) -> float:
        """Mean number of contacts of the particles that are not rattlers [-]."""
        held = ~self.rattlers
        between_held = held[self.contacts].all(axis=1).sum()
        return float(2 * between_held / max(held.sum(), 1))

    @property
    def rattler_fraction(self) -> float:
        """Share of the particles, by number, that nothing holds [-]."""
        return float(self.rattlers.mean())


@dataclass(frozen=True, eq=False)
class PressedPacking:
    """A packing after pressing: every sphere regrown so that the ceramic keeps its volume.

    Grain k is the part of the sphere of diameter ``growth * particles.diameters[k]`` around
    ``particles.centres[k]`` that lies in its cell of the radical (power) tessellation of the
    regrown spheres: neighbours meet at flat faces.

    Attributes
    ----------
    particles : Packing
        Centres and box after pressing, diameters before it.
    growth : float
        Diameter factor, >= 1 where the powder was densified, < 1 for dilute particles.
    relative_density : float
        Ceramic volume over box volume [-].
    contacts : ndarray (m, 2) int64
        Pairs i < j whose regrown spheres meet.
    contact_areas : ndarray (m,), m2
        Area of the circle in which the two regrown spheres meet. Third neighbours may cut it:
        an upper bound beyond a relative density of about 0.9.
    pressure : float, Pa
    """

    particles: Packing
    growth: float
    relative_density: float
    contacts: NDArray[np.int64]
    contact_areas: NDArray[np.float64]
    pressure: float

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PressedPacking) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def contact_number(self) -> float:
        """Mean number of neighbours that a grain meets [-]."""
        return 2 * len(self.contacts) / len(self.particles)


def same_fields(a: object, b: object) -> bool:
    """Compare two records of one type field by field, arrays by their content."""
    for f in fields(a):  # type: ignore[arg-type]
        left, right = getattr(a, f.name), getattr(b, f.name)
        if isinstance(left, np.ndarray):
            if not (isinstance(right, np.ndarray) and np.array_equal(left, right)):
                return False
        elif left != right:
            return False
    return True
