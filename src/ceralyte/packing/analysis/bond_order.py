"""Crystalline order: Steinhardt's bond order of the twelve nearest neighbours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import eval_legendre

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model import Packing
from ceralyte.model.packing import same_fields
from ceralyte.packing.particles import wrapped_tree

NEIGHBOURS = 12
FIRST_SHELL = 1.2  # mean diameters: between contact and the second shell of fcc at 1.414
FCC, HCP = (0.1909, 0.5745), (0.0972, 0.4848)
TOLERANCE = 0.05
ADJACENT = float(np.cos(np.radians(75)))  # neighbours at 60 degrees touch, the next are at 90
SPREAD_MAX = 0.1
_CHUNK = 10_000


@dataclass(frozen=True, eq=False)
class BondOrder:
    """Rotation-invariant order of the directions to the twelve nearest neighbours.

    Attributes
    ----------
    q4, q6 : ndarray (n,)
        0.1909 and 0.5745 in fcc, 0.0972 and 0.4848 in hcp crystals [-].
    close_packed : ndarray (n,) bool
        Exactly twelve neighbours lie within 1.2 mean diameters, and from each of them four
        others are less than 75 degrees away, as in both crystals.
    """

    q4: NDArray[np.float64]
    q6: NDArray[np.float64]
    close_packed: NDArray[np.bool_]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BondOrder) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]


class Crystallinity(Record):
    """How much of a packing is crystal.

    `fraction` [-] of all particles; `fcc` and `hcp` of them in either arrangement.
    """

    fraction: Outcome
    fcc: int
    hcp: int


def bond_order(packing: Packing) -> BondOrder:
    """Return q4 and q6 of every sphere.

    q_l = sqrt(mean of P_l(cos angle) over all ordered pairs of neighbours), which equals
    Steinhardt's sum over spherical harmonics by their addition theorem.

    Raises
    ------
    InputError
        Discs, fewer than 13 particles, or a periodic side below 2.4 mean diameters.

    Validity
    --------
    Meaningful for spheres of nearly equal size. Next to a wall fewer than twelve neighbours are
    near: such particles are never `close_packed`.

    Source
    ------
    P. J. Steinhardt, D. R. Nelson, M. Ronchetti, Phys. Rev. B 28 (1983) 784.
    """
    if reason := _no_order(packing):
        raise InputError("packing", reason, "13 or more spheres in a box of 2.4 or more diameters")
    tree = wrapped_tree(packing.centres, packing.box, packing.periodic, 3)
    sides = np.where(packing.periodic, packing.box, np.inf)
    q4, q6 = np.empty(len(packing)), np.empty(len(packing))
    close_packed = np.empty(len(packing), dtype=bool)
    shell = FIRST_SHELL * packing.diameters.mean()
    for first in range(0, len(packing), _CHUNK):
        part = slice(first, first + _CHUNK)
        centres = packing.centres[part]
        # itself first, the 13th neighbour last
        distances, near = map(np.asarray, tree.query(centres, NEIGHBOURS + 2))
        bonds = packing.centres[near[:, 1:-1]] - centres[:, None]
        bonds -= np.where(packing.periodic, packing.box, 0.0) * np.rint(bonds / sides)
        bonds /= np.linalg.norm(bonds, axis=2, keepdims=True)
        cosines = bonds @ bonds.transpose(0, 2, 1)
        adjacent = (cosines > ADJACENT).sum(axis=2) - 1
        twelve = (distances[:, -2] <= shell) & (distances[:, -1] > shell)
        close_packed[part] = twelve & (adjacent == 4).all(axis=1)
        for order, q in ((4, q4), (6, q6)):
            mean = eval_legendre(order, cosines).mean(axis=(1, 2))
            q[part] = np.sqrt(np.maximum(mean, 0.0))  # rounding may push a zero below 0
    return BondOrder(q4=q4, q6=q6, close_packed=close_packed)


def crystalline_fraction(packing: Packing) -> Crystallinity:
    """Count the particles whose twelve neighbours are arranged as in fcc or hcp.

    A particle counts if it is `close_packed` (see `BondOrder`) and its (q4, q6) lies within 0.05
    of the crystal's.

    Validity
    --------
    Spheres whose diameters vary by at most 10 % (standard deviation over mean); for others, and
    for discs, the fraction is unavailable. Jammed random packings of equal spheres read 0.001 to
    0.004; an fcc crystal whose particles are displaced by 5 % of their diameter reads 0.99.

    Source
    ------
    Values of q4 and q6: P. J. Steinhardt, D. R. Nelson, M. Ronchetti, Phys. Rev. B 28 (1983) 784.
    """
    spread = float(packing.diameters.std() / packing.diameters.mean())
    reason = _no_order(packing)
    if not reason and spread > SPREAD_MAX:
        reason = (
            f"the diameters vary by {100 * spread:.3g} % (standard deviation over mean), crystals "
            f"are told up to {100 * SPREAD_MAX:.3g} %"
        )
    if reason:
        return Crystallinity(fraction=Unavailable(unit="", reason=reason), fcc=0, hcp=0)
    order = bond_order(packing)
    fcc, hcp = (
        int((order.close_packed & (np.hypot(order.q4 - q4, order.q6 - q6) <= TOLERANCE)).sum())
        for q4, q6 in (FCC, HCP)
    )
    fraction = Quantity(
        value=(fcc + hcp) / len(packing),
        unit="",
        method="bond order q4, q6 of twelve neighbours",
        validity="spheres of nearly equal size, away from walls",
    )
    return Crystallinity(fraction=fraction, fcc=fcc, hcp=hcp)


def _no_order(packing: Packing) -> str:
    """Say why bonds to twelve neighbours are not defined; "" if they are."""
    if packing.dimension == 2:
        return "discs have six neighbours, not twelve"
    if len(packing) <= NEIGHBOURS:
        return f"{len(packing)} particles are too few for twelve neighbours each"
    sides = packing.box[list(packing.periodic)]
    needed = 2 * FIRST_SHELL * float(packing.diameters.mean())
    if (sides < needed).any():
        return f"a periodic side of {sides.min():g} m is below {needed:g} m, 2.4 mean diameters"
    return ""
