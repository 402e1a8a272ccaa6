"""A bed of particles while it is being packed, in reduced units."""

from dataclasses import dataclass, field

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Capsules
from ceralyte.packing.contacts import CONTACT_GAP, find_rattlers
from ceralyte.packing.neighbours import Domain, Floats, Ints, cut_into_chunks
from ceralyte.packing.obstacle_volume import volume_of
from ceralyte.packing.obstacles import NO_RODS, Rods, cut_into_rods
from ceralyte.packing.pair_search import close_pairs
from ceralyte.packing.slack import fresh_slack


@dataclass
class Bed:
    """Particles at ``exp(log_scale)`` times their reduced diameters.

    `p` (n, 4) holds places and diameters at scale 1 in the given `order`, cut into `chunks`.
    Reduced lengths are multiples of `unit` (m) if the box is fixed, of ``unit / scale`` if it
    follows the particles. The packing fraction is ``fraction_at_one * scale ** exponent``.
    `slack` is what relaxations learn of how far particles move.
    """

    p: Floats
    order: Ints
    chunks: Ints
    domain: Domain
    rods: Rods
    unit: float
    box_fixed: bool
    fraction_at_one: float
    exponent: int
    log_scale: float = 0.0
    slack: Floats = field(default_factory=fresh_slack)

    @property
    def fraction(self) -> float:
        """Packing fraction now [-]."""
        return float(self.fraction_at_one * np.exp(self.exponent * self.log_scale))

    def spread(self) -> float:
        """Standard deviation of the logarithm of the diameters [-]; by volume where that is more.

        A few coarse particles are next to nothing by number, and may carry all.
        """
        logs, volumes = np.log(self.p[:, 3]), self.p[:, 3] ** 3
        about = logs - np.average(logs, weights=volumes)
        return float(max(logs.std(), np.sqrt(np.average(about**2, weights=volumes))))

    def scale_to(self, fraction: float) -> None:
        """Grow or shrink the particles in place to a packing fraction."""
        self.grow(np.log(fraction / self.fraction) / self.exponent)

    def grow(self, by: float) -> None:
        """Add to the logarithm of the size scale; a slab grows with its particles."""
        if self.domain.walls and not self.box_fixed:
            self.domain.sides[2] *= np.exp(by)
            self.p[:, 2] *= np.exp(by)
        self.log_scale += by

    def contacts_over_needed(self) -> float:
        """Return contacts of held particles, with walls too, over those that balance needs [-].

        Contacts as `from_particles` counts them, but for those with rods. Smooth particles need as
        many as they have directions to move in, without those in which all move alike, and one more
        to resist compression (see `isostaticity`). 1 where nothing is held.
        """
        sides, n = self.domain.sides, len(self.p)
        directions = 2 if sides[2] == 0 else 3
        p = self.p * np.array([1.0, 1.0, 1.0, np.exp(self.log_scale)])
        p[:, :3] -= sides * np.floor(p[:, :3] * self.domain.wraps)
        near = close_pairs(p, 0.5 * (1 + CONTACT_GAP) * p[:, 3], self.domain, np.array([0, n]))
        i = np.repeat(np.arange(n, dtype=np.int32), near.last - near.first)
        pairs = np.column_stack([i, near.inner[: len(i)]])
        on_walls = np.zeros(n, dtype=np.int64)
        if self.domain.walls:
            depths = np.stack([p[:, 2], sides[2] - p[:, 2]])
            on_walls = (depths <= (0.5 + CONTACT_GAP) * p[:, 3]).sum(axis=0)
        held = ~find_rattlers(n, pairs, on_walls, least=directions + 1)
        if not held.any():
            return 1.0
        contacts = held[pairs].all(axis=1).sum() + on_walls[held].sum()
        free = np.count_nonzero(self.domain.wraps[:directions])
        return float(contacts / (directions * held.sum() - free + 1))

    def in_metres(self) -> tuple[Floats, Floats, Floats]:
        """Return centres (n, 3), diameters (n,), both in the order they were given, and the box."""
        scale = np.exp(self.log_scale)
        metre = self.unit if self.box_fixed else self.unit / scale
        sides, wraps = self.domain.sides, self.domain.wraps
        x = self.p[:, :3] - sides * np.floor(self.p[:, :3] * wraps)
        box = sides * metre
        inside = np.where(wraps > 0, np.nextafter(box, 0.0), box)
        centres, diameters = np.empty_like(x), np.empty(len(x))
        centres[self.order] = np.clip(x * metre, 0.0, inside)
        diameters[self.order] = self.p[:, 3] * scale * metre
        return centres, diameters, box


def free_bed(diameters: Floats, dimension: int, rng: np.random.Generator) -> Bed:
    """Scatter particles in a periodic cube (or square) whose size follows from them."""
    if dimension == 2:
        unit = float(np.sqrt(np.pi / 4 * np.sum(diameters**2)))
        domain = Domain(np.array([1.0, 1.0, 0.0]), np.array([1.0, 1.0, 0.0]), False)
    else:
        unit = float(np.cbrt(np.pi / 6 * np.sum(diameters**3)))
        domain = Domain(np.ones(3), np.ones(3), False)
    return _scatter(diameters, unit, domain, rng, box_fixed=False, at_one=1.0, exponent=dimension)


def slab_bed(diameters: Floats, thickness: float, rng: np.random.Generator) -> Bed:
    """Scatter particles between flat walls `thickness` (m) apart; the width follows from them."""
    unit = float(np.cbrt(np.pi / 6 * np.sum(diameters**3)))
    domain = Domain(np.array([1.0, 1.0, thickness / unit]), np.array([1.0, 1.0, 0.0]), True)
    at_one = unit / thickness
    return _scatter(diameters, unit, domain, rng, box_fixed=False, at_one=at_one, exponent=2)


def boxed_bed(
    diameters: Floats,
    box: Floats,
    obstacles: Capsules | None,
    rng: np.random.Generator,
    *,
    walls: bool,
) -> Bed:
    """Scatter particles in a given box (3,), m, periodic but for `walls` at both ends of z."""
    unit = float(np.cbrt(np.prod(box)))
    sides = box / unit
    wraps = 1 / sides
    if walls:
        wraps[2] = 0.0
    domain, rods, taken = Domain(sides, wraps, walls), NO_RODS, 0.0
    if obstacles is not None:
        rods = cut_into_rods(obstacles, box, unit)
        if walls:
            _check_between(obstacles, float(box[2]))
        taken = volume_of(obstacles, box, (True, True, not walls)) / unit**3
    at_one = float(np.pi / 6 * np.sum((diameters / unit) ** 3)) / (1 - taken)
    bed = _scatter(diameters, unit, domain, rng, box_fixed=True, at_one=at_one, exponent=3)
    bed.rods = rods
    return bed


def _check_between(obstacles: Capsules, height: float) -> None:
    """Refuse a rod of which nothing lies between walls at 0 and at `height` (m)."""
    radii, ends = obstacles.diameters / 2, np.stack([obstacles.starts, obstacles.ends])[:, :, 2]
    outside = (ends.max(axis=0) + radii <= 0) | (ends.min(axis=0) - radii >= height)
    if outside.any():
        k = int(np.argmax(outside))
        raise InputError(
            f"obstacles[{k}]",
            f"lies at z = {show(float(ends[0, k]), LENGTH)}, outside the slab",
            f"between the walls at 0 and {show(height, LENGTH)}",
        )


def _scatter(
    diameters: Floats,
    unit: float,
    domain: Domain,
    rng: np.random.Generator,
    *,
    box_fixed: bool,
    at_one: float,
    exponent: int,
) -> Bed:
    x = rng.random((len(diameters), 3)) * domain.sides
    order, chunks = cut_into_chunks(x)
    p = np.column_stack([x[order], diameters[order] / unit])
    return Bed(p, order, chunks, domain, NO_RODS, unit, box_fixed, at_one, exponent)
