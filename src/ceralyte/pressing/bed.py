"""A bed of grains under the press: strained step by step, relaxed to balance after each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import ConvergenceError
from ceralyte.numerics.close_pairs import Neighbours, close_pairs
from ceralyte.numerics.cut_spheres import CutSpheres, cut_spheres, first_spheres
from ceralyte.numerics.grown_spheres import grow_to_volumes, squared_radius_steps
from ceralyte.pressing.balance import displacements, forces, imbalance

Floats = NDArray[np.float64]

BALANCE = 0.01
"""Imbalance at which a state counts as balanced: a fifth of it moves the stress by 2 %."""

VOLUME_ERROR, VOLUME_ERROR_OF_PORES = 3e-3, 0.03
"""Largest relative error of a grain's volume on the way, alone and over the porosity that is left;
at the end it is 1e-6."""

_VOLUME_ERROR_OF_MOVES = 0.5
"""Grains stay where they are until no volume is further off than this."""

_SWEEPS_MAX = 200
_IMBALANCE_MAX = 0.05
_MOVE_MAX = 0.1
"""Of a grain in one sweep, over its radius."""

_GROWTH_MAX = 1.2
"""Of a radius in one sweep."""

_SKIN, _SKIN_OF_MEAN = 1.06, 0.06
"""Reach of the list of neighbours: times the radius, and more by this times the mean radius."""


class Listing(NamedTuple):
    """Neighbours, and what has happened since they were listed.

    Pairs closer than the sum of their `reach` (n,) are in it. Each grain has `moved` (n,) so far
    since, and the box has shrunk by the factor `shrunk` along its worst axis.
    """

    near: Neighbours
    reach: Floats
    moved: Floats
    shrunk: float


class Bed(NamedTuple):
    """Grains of given `volumes` (n,) in a box, in any unit of length.

    The first `loose` of them move until forces balance; those behind, the beads of fibres, are
    held: they move with the box.
    """

    centres: Floats
    radii: Floats
    volumes: Floats
    box: Floats
    periodic: tuple[bool, bool, bool]
    listing: Listing
    grains: CutSpheres
    imbalance: float
    loose: int

    @property
    def relative_density(self) -> float:
        """Grain volume, held ones included, over box volume [-]."""
        return float(self.volumes.sum() / self.box.prod())

    @property
    def movable(self) -> tuple[Neighbours, CutSpheres]:
        """Neighbours and geometry of the grains that are not held."""
        return first_spheres(self.loose, self.listing.near, self.grains)

    @property
    def fabric(self) -> Floats:
        """Normal stresses (3,) in the movable grains over the contact pressure [-].

        Force times lever over the volume of the box: from the centre of each grain to its facet.
        """
        _, g = self.movable
        pairs = (g.area * g.height) @ g.normal**2
        below, above = g.wall_area[:, 0::2], g.wall_area[:, 1::2]
        centres = self.centres[: self.loose]
        walls = (below * centres + above * (self.box - centres)).sum(axis=0)
        return np.asarray((pairs + walls) / self.box.prod())

    @property
    def held_fabric(self) -> Floats:
        """Normal stresses (3,) in the held grains over the contact pressure [-].

        Of the forces of movable grains alone, each with its lever from the centre of the held one.
        """
        near, g = self.listing.near, self.grains
        rows = slice(int(near.first[self.loose]), None)
        met = near.partner[rows] < self.loose
        pairs = (g.area[rows] * g.height[rows])[met] @ g.normal[rows][met] ** 2
        return np.asarray(pairs / self.box.prod())


def bed_of(
    centres: Floats,
    volumes: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    *,
    held: int = 0,
) -> Bed:
    """Return the bed of spheres of these `volumes`, grown where they overlap already.

    The last `held` of them move with the box alone.
    """
    centres = np.where(periodic, np.mod(centres, box), centres)
    radii = np.cbrt(volumes / (4 / 3 * np.pi))
    radii, near, grains = grow_to_volumes(centres, radii, volumes, box, periodic)
    listing, loose = _new_listing(near, radii), len(radii) - held
    return _measured(
        _listed(Bed(centres, radii, volumes, box, periodic, listing, grains, 0.0, loose))
    )


def strained(bed: Bed, stretch: Floats) -> Bed:
    """Return the bed with box and centres multiplied by `stretch` (3,), and relaxed."""
    listing = bed.listing._replace(shrunk=bed.listing.shrunk * float(stretch.min()))
    return relaxed(
        bed._replace(centres=bed.centres * stretch, box=bed.box * stretch, listing=listing)
    )


def relaxed(bed: Bed) -> Bed:
    """Return the bed with forces in balance and volumes kept.

    Raises
    ------
    ConvergenceError
        Forces stay out of balance by more than 5 %.
    """
    bed = _measured(_listed(bed))
    exact = min(VOLUME_ERROR, VOLUME_ERROR_OF_PORES * (1 - bed.relative_density))
    share, least = 1.0, np.inf
    for _ in range(_SWEEPS_MAX):
        balanced = bed.imbalance < BALANCE
        error = float(np.abs(bed.grains.volume / bed.volumes - 1).max())
        if balanced and error < exact:
            return bed
        if not bed.grains.volume.all():
            bed = settled(bed)  # plain steps cannot refill what is empty
        near, grains, radii = bed.listing.near, bed.grains, bed.radii
        change = squared_radius_steps(radii, grains, near, bed.volumes)
        squares = np.clip(radii**2 + change, 0.25 * radii**2, _GROWTH_MAX**2 * radii**2)
        bed = bed._replace(radii=np.sqrt(squares))
        if not balanced and error < _VOLUME_ERROR_OF_MOVES:
            # Where full moves overshoot, as between nearly closed pores, shorter ones settle.
            share = min(1.0, 1.1 * share) if bed.imbalance < least else max(0.7 * share, 0.05)
            least = bed.imbalance
            bed = _moved(bed, share * _steps(bed._replace(radii=radii)))
        bed = _measured(_listed(bed))
    if bed.imbalance > _IMBALANCE_MAX:
        raise ConvergenceError("balance of the pressed grains", bed.imbalance, BALANCE, _SWEEPS_MAX)
    return settled(bed)


def settled(bed: Bed) -> Bed:
    """Return the bed with every volume exact and centres inside the box."""
    centres = np.where(bed.periodic, np.mod(bed.centres, bed.box), bed.centres)
    radii, near, grains = grow_to_volumes(centres, bed.radii, bed.volumes, bed.box, bed.periodic)
    bed = bed._replace(
        centres=centres, radii=radii, listing=_new_listing(near, radii), grains=grains
    )
    return _balanced(bed)


def _steps(bed: Bed) -> Floats:
    """Moves (n, 3) towards balance, of held grains none."""
    near, grains = bed.movable
    moves = np.zeros_like(bed.centres)
    radii = bed.radii[: bed.loose]
    moves[: bed.loose] = displacements(near, grains, radii, forces(near, grains))
    return moves


def _balanced(bed: Bed) -> Bed:
    """The bed with its imbalance as it is."""
    near, grains = bed.movable
    return bed._replace(imbalance=imbalance(forces(near, grains), grains))


def _moved(bed: Bed, moves: Floats) -> Bed:
    length = np.linalg.norm(moves, axis=1)
    limit = _MOVE_MAX * bed.radii
    share = np.minimum(1.0, limit / np.maximum(length, 1e-300))
    listing = bed.listing._replace(moved=bed.listing.moved + share * length)
    centres = bed.centres + share[:, None] * moves
    inside = np.clip(centres, 0.1 * bed.radii[:, None], bed.box - 0.1 * bed.radii[:, None])
    return bed._replace(centres=np.where(bed.periodic, centres, inside), listing=listing)


def _listed(bed: Bed) -> Bed:
    """List neighbours anew where pairs that are not listed might overlap."""
    listing = bed.listing
    if (bed.radii + listing.moved <= listing.shrunk * listing.reach).all():
        return bed
    centres = np.where(bed.periodic, np.mod(bed.centres, bed.box), bed.centres)
    reach = _SKIN * bed.radii + _SKIN_OF_MEAN * bed.radii.mean()
    near = close_pairs(centres, reach, bed.box, bed.periodic)
    return bed._replace(centres=centres, listing=_new_listing(near, reach))


def _new_listing(near: Neighbours, reach: Floats) -> Listing:
    return Listing(near, reach, np.zeros(len(reach)), 1.0)


def _measured(bed: Bed) -> Bed:
    near = bed.listing.near
    grains = cut_spheres(bed.centres, bed.radii, bed.box, bed.periodic, near)
    return _balanced(bed._replace(grains=grains))
