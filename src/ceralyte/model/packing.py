"""Particles in a box: as packed, and as pressed."""

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Capsules:
    """Fixed obstacles: straight rods with round ends; a bent fibre is a chain of them.

    Attributes
    ----------
    starts, ends : ndarray (k, 3), m
        Ends of the axes. Along periodic axes a rod may reach out of the box: its images count.
    diameters : ndarray (k,), m
    """

    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    diameters: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Take lists of numbers too."""
        for f in fields(self):
            object.__setattr__(self, f.name, np.asarray(getattr(self, f.name), dtype=np.float64))

    def __len__(self) -> int:
        return len(self.diameters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Capsules) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, eq=False)
class Packing:
    """Spheres in a box; discs in the plane z = 0 if `dimension` is 2.

    Attributes
    ----------
    centres : ndarray (n, 3), m
        Inside the box, 0 <= centre < box along periodic axes.
    diameters : ndarray (n,), m
    box : ndarray (3,), m
        Its third side is 0 for discs.
    periodic : tuple of 3 bool
        Axes that wrap around. An axis that does not has flat walls at 0 and `box`.
    contacts : ndarray (m, 2) int64
        Pairs i < j that touch, each pair once.
    rattlers : ndarray (n,) bool
        Particles that nothing holds: fewer than dimension + 1 contacts with walls, obstacles and
        particles that are held.
    overlap_relative_max : float
        Largest (r_i + r_j - distance) / (r_i + r_j) of any pair; of a particle and a wall or an
        obstacle, in units of the particle's diameter.
    seed : int
    fixed_contacts : ndarray (n,) int64, optional
        How many walls and obstacles each particle touches; none if not given.
    obstacles : Capsules, optional
    obstacle_volume : float, m3
        What the obstacles take of the box.
    dimension : int
        3, or 2 for discs.
    """

    centres: NDArray[np.float64]
    diameters: NDArray[np.float64]
    box: NDArray[np.float64]
    periodic: tuple[bool, bool, bool]
    contacts: NDArray[np.int64]
    rattlers: NDArray[np.bool_]
    overlap_relative_max: float
    seed: int
    fixed_contacts: NDArray[np.int64] | None = None
    obstacles: Capsules | None = None
    obstacle_volume: float = 0.0
    dimension: int = 3

    def __len__(self) -> int:
        return len(self.diameters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packing) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def packing_fraction(self) -> float:
        """Volume of the spheres over that of the box without obstacles; of discs, area [-]."""
        if self.dimension == 2:
            return float(np.pi / 4 * np.sum(self.diameters**2) / np.prod(self.box[:2]))
        free = np.prod(self.box) - self.obstacle_volume
        return float(np.pi / 6 * np.sum(self.diameters**3) / free)

    @property
    def coordination_number(self) -> float:
        """Mean number of contacts, walls and obstacles too, of what is not a rattler [-]."""
        held = ~self.rattlers
        contacts = 2 * held[self.contacts].all(axis=1).sum()
        if self.fixed_contacts is not None:
            contacts += self.fixed_contacts[held].sum()
        return float(contacts / max(held.sum(), 1))

    @property
    def rattler_fraction(self) -> float:
        """Share of the particles, by number, that nothing holds [-]."""
        return float(self.rattlers.mean())


@dataclass(frozen=True, eq=False)
class PressedPacking:
    """A packing after pressing: grains with flat contacts, each as large as its particle was.

    Grain k is the part of the sphere of diameter ``growth[k] * particles.diameters[k]`` around
    ``particles.centres[k]`` that lies in its cell of the radical (power) tessellation of the
    regrown spheres: neighbours meet at flat faces.

    Attributes
    ----------
    particles : Packing
        Centres and box after pressing, diameters before it.
    growth : ndarray (n,)
        Diameter factors at which the cut spheres keep their volumes, 1 for spheres that nothing
        cuts. One number stands for all.
    relative_density : float
        Ceramic volume over box volume [-].
    contacts : ndarray (m, 2) int64
        Pairs i <= j of grains that meet. In a box of few particles a pair can meet twice, and a
        grain its own image.
    contact_areas : ndarray (m,), m2
        Of the flat faces, as their neighbours leave them.
    pressure : float or None, Pa
        Of the press; None where the packing was brought to a density whose pressure is unknown.
    branches : ndarray (m, 3), m
        From the centre of the first to that of the second grain of each contact; to its nearest
        image if not given.
    free_areas : ndarray (n,), m2
        Surface of each grain that touches nothing; if not given, what the contacts leave of the
        surface of its particle.
    """

    particles: Packing
    growth: NDArray[np.float64]
    relative_density: float
    contacts: NDArray[np.int64]
    contact_areas: NDArray[np.float64]
    pressure: float | None = None
    branches: NDArray[np.float64] = field(default=None)  # type: ignore[arg-type]
    free_areas: NDArray[np.float64] = field(default=None)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        """Spread one growth factor over all grains; fill in what was not given."""
        growth = np.broadcast_to(np.asarray(self.growth, np.float64), len(self.particles))
        object.__setattr__(self, "growth", np.array(growth))
        branches: object = self.branches
        if branches is None:
            object.__setattr__(self, "branches", self._nearest_branches())
        free_areas: object = self.free_areas
        if free_areas is None:
            object.__setattr__(self, "free_areas", self._uncovered_areas())

    def _nearest_branches(self) -> NDArray[np.float64]:
        box = self.particles.box
        first, second = self.contacts.T
        apart = self.particles.centres[second] - self.particles.centres[first]
        wrap = np.where(self.particles.periodic, box, 0.0)
        return np.asarray(apart - wrap * np.rint(apart / box))

    def _uncovered_areas(self) -> NDArray[np.float64]:
        covered = np.bincount(
            self.contacts.ravel(), np.repeat(self.contact_areas, 2), len(self.particles)
        )
        return np.maximum(np.pi * self.particles.diameters**2 - covered, 0.0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PressedPacking) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def radii(self) -> NDArray[np.float64]:
        """Radii (n,) of the regrown spheres, m."""
        return self.growth * self.particles.diameters / 2

    @property
    def contact_number(self) -> float:
        """Mean number of neighbours that a grain meets [-]."""
        return 2 * len(self.contacts) / len(self.particles)


def same_fields(a: object, b: object) -> bool:
    """Compare two records of one type field by field, arrays by their content."""
    for f in fields(a):  # type: ignore[arg-type]
        left, right = getattr(a, f.name), getattr(b, f.name)
        if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
            if left is None or right is None or not np.array_equal(left, right):
                return False
        elif left != right:
            return False
    return True
