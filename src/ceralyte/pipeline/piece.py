"""Which piece of the membrane is packed: of its bulk, or through its whole thickness."""

from dataclasses import dataclass, replace
from math import ceil, pi, sqrt

import numpy as np

from ceralyte.core.errors import InputError, MultipleInputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Mixture, Mono, Packing, SizeDistribution, Tabulated
from ceralyte.model.distribution import Powder
from ceralyte.packing import (
    mean_diameter,
    moment,
    pack,
    percentiles,
    size_window,
    undersize,
    volume_quantile,
)
from ceralyte.packing.infiltration import infiltrate
from ceralyte.packing.inputs import SIDE_OVER_LARGEST
from ceralyte.packing.jamming import WALL_LOSS
from ceralyte.packing.protocol import BALANCE
from ceralyte.structure import SupportPlan, weave_support

FEW_PARTICLES = 10.0
"""A membrane thinner than so many of its large particles (d90 by volume) is packed between walls.

Two walls cost 0.15 d / thickness of the packing fraction, so at ten diameters 1.5 points: five
times the sampling error of a bulk packing. Thinner membranes lose more; thicker ones do not show
it."""

COARSE_SHARE_MAX = 0.1
"""Largest share by volume that may be left out because it is too coarse for the membrane."""

MEDIAN_OVER_PORE = 0.4
"""Largest median particle over the hydraulic diameter of a support's pores. A rule of thumb:
particles half as large as that jammed outside a random web of 70 % porosity."""

TAIL = 0.03
"""Share by volume that a piece no wider than its particles ask for may leave out."""

CORRELATIONS = 3.5
"""Least side of a piece over the correlation length of the electrode's face below it: three after
isostatic pressing has made it narrower."""

WORTH_A_NOTE = 1e-3
PARTICLES_MAX = 20_000
_ROOM = 1.02
_ROUNDED_UP = 1.005
"""What is shown with three digits is not below what it stands for."""
SIDE_OVER_FIBRE = 5.0
"""Least side of a piece over the diameter of random fibres: in narrower ones a fibre or two may
close the whole area, and results scatter more between seeds. A compromise with cost."""


@dataclass(frozen=True)
class Piece:
    """What is packed.

    Attributes
    ----------
    size : SizeDistribution
        Of the recipe, without what is too coarse for the membrane.
    particles : int
        About so many.
    height : float or None, m
        Distance of the two walls before pressing; None: a periodic piece of the bulk.
    side : float or None, m
        Of a piece around a support, periodic in the plane.
    support : SupportPlan or None
    stretch : float
        Height before pressing over that after it: the fibres are packed so much farther apart
        across, and pressing leaves the support its own thickness.
    grown : bool
        Whether the ceramic grows among the fibres from solution, instead of being packed there.
    loose_fraction : float or None
        Of dispersed particles around a support [-].
    notes : tuple of str
    """

    size: SizeDistribution
    particles: int
    height: float | None = None
    side: float | None = None
    support: SupportPlan | None = None
    stretch: float = 1.0
    grown: bool = False
    loose_fraction: float | None = None
    notes: tuple[str, ...] = ()

    def packed(self, seed: int) -> Packing:
        """Return the packing of this seed, in one descent to jamming.

        Pressing makes contacts: the last percent of weak ones, in wide distributions, is not worth
        the time of a second descent.
        """
        if self.support is None or self.side is None or self.height is None:
            return pack(
                self.size,
                self.particles,
                slab_thickness=self.height,
                seed=seed,
                balance=BALANCE,
            )
        web = weave_support(self.support, self.side, seed=seed)
        apart = np.array([1.0, 1.0, self.stretch])
        lift = np.array([0.0, 0.0, (self.height - self.stretch * web.thickness) / 2])
        fibres = replace(
            web.capsules,
            starts=web.capsules.starts * apart + lift,
            ends=web.capsules.ends * apart + lift,
        )
        solid = (1 - self.support.porosity) * self.support.thickness * web.side**2
        if not self.grown:
            packing = infiltrate(
                self.size,
                fibres,
                width=web.side,
                height=self.height,
                packing_fraction=self.loose_fraction,
                seed=seed,
            )
            return replace(packing, obstacle_volume=solid)
        packing = pack(
            self.size,
            box=(web.side, web.side),
            slab_thickness=self.height,
            packing_fraction=self.loose_fraction,
            seed=seed,
            balance=BALANCE if self.loose_fraction is None else None,
        )
        # Every grain gives its share of the fibres' volume up; where fibres are, grains are cut.
        left = 1 - solid / float(np.prod(packing.box))
        return replace(
            packing,
            diameters=packing.diameters * left ** (1 / 3),
            obstacles=fibres,
            obstacle_volume=solid,
        )


def plan_piece(
    size: SizeDistribution,
    particles: int,
    *,
    thickness: float,
    initial_fraction: float,
    ceramic_fraction: float,
    one_axis: bool,
    support: SupportPlan | None = None,
    grown: bool = False,
    face_correlation: float = 0.0,
    measured_fraction: float | None = None,
    voxels: int | None = None,
) -> Piece:
    """Return the piece of a membrane that is packed.

    A membrane of many particles is represented by a periodic piece of its bulk. One with a
    support or on a rough electrode, or thinner than `FEW_PARTICLES` of its large particles, is
    packed through its whole thickness between two walls; particles larger than a third of that
    are left out.

    Parameters
    ----------
    size : SizeDistribution
    particles : int
        Wanted; more are taken where the piece would be narrower than three of the largest.
    thickness : float, m
        After pressing.
    initial_fraction, ceramic_fraction : float
        Ceramic in the space beside the support as packed, estimated, and after pressing [-].
    one_axis : bool
        Whether pressing shortens the membrane only across.
    support : SupportPlan, optional
    grown : bool
        Whether the ceramic grows among its fibres from solution.
    face_correlation : float, m
        Correlation length of a rough electrode below; 0: flat, or none.
    measured_fraction : float, optional
        Of a first packing of the piece, instead of the estimate [-].
    voxels : int, optional
        Along a side of the coarser image, to refuse fibres that it cannot show.

    Raises
    ------
    InputError
        Particles too coarse for the membrane, or more of them than can be handled.

    Validity
    --------
    The height before pressing follows from the packing fraction: by the estimate, after pressing
    it is that of the membrane to about 5 %; by that of a first packing, to about 1 %.
    """
    bulk = support is None and face_correlation == 0
    if bulk and thickness >= FEW_PARTICLES * percentiles(size, "volume").d90:
        return Piece(size, particles)
    solid = (1 - support.porosity) * support.thickness if support else 0.0
    surface = 2.0
    if support is not None and not grown:
        surface += 4 * solid / support.fibre_diameter
    loss = WALL_LOSS / 2 * mean_diameter(size, 3, 2) * surface / (thickness - solid)
    initial = measured_fraction or initial_fraction - min(loss, 0.2)
    if support is not None:
        least = _narrowest(support)
        voxel = np.cbrt(least**2 * thickness) / voxels if voxels else 0.0
        wrong = [_hidden(support, float(voxel)), None if grown else _barred(size, support)]
        if any(wrong):
            raise MultipleInputError.of("support", filter(None, wrong))
    ratio = ceramic_fraction / initial
    loose = None
    if support is not None and ratio < 1:
        loose, ratio = ceramic_fraction, 1.0
    if support is not None or (one_axis and ratio > 1):
        height = solid + (thickness - solid) * ratio
    else:
        height = thickness * ratio ** (1 / 3)
    limit = height / SIDE_OVER_LARGEST
    _require_fine(size, limit, thickness)
    kept = without_coarse(size, limit)
    per_area = (loose or initial) * (height - solid) * 6 / pi * moment(kept, -3.0)
    limit = min(limit, _tail(kept, sqrt(particles / per_area)))
    kept = without_coarse(size, limit)
    side = max(_wide_enough(kept, particles, per_area), CORRELATIONS * face_correlation)
    if support is not None:
        side = max(side, _narrowest(support))
        if support.period:
            side = support.period * ceil(side / support.period - 1e-9)
    needed = ceil(per_area * side**2)
    _require_few(needed, particles, side, height)
    return Piece(
        size=kept,
        particles=max(needed, particles),
        height=height,
        side=side if support else None,
        support=support,
        stretch=height / thickness if support else 1.0,
        grown=grown,
        loose_fraction=loose,
        notes=_cut_note(size, limit),
    )


def _wide_enough(size: SizeDistribution, particles: int, per_area: float) -> float:
    """Side (m) of a piece that is wider than three of the largest particles sampled for it."""
    side = sqrt(particles / per_area)
    while True:
        largest = size_window(size, max(particles, ceil(per_area * side**2))).upper
        least = SIDE_OVER_LARGEST * _ROOM * largest
        if side >= least * (1 - 1e-9):
            return side
        side = least


def _narrowest(support: SupportPlan) -> float:
    """Least side (m) of a piece with this support."""
    return max(SIDE_OVER_FIBRE * support.fibre_diameter, support.period or 0.0)


def _hidden(support: SupportPlan, voxel: float) -> InputError | None:
    """Return what is wrong with fibres thinner than two voxels (m) even of the narrowest piece.

    What is blamed is what the user stated, pitch or diameter. In a wider piece voxels are larger,
    as its side to the two thirds: random fibres, which are all that their piece is wide for, have
    to be thicker by the third power of what they lack. How wide the periods of a regular support
    get, a design alone tells.
    """
    thinnest = support.fibre_diameter
    if thinnest >= 2 * voxel:
        return None
    field, stated, told = "support.fibre_diameter", thinnest, f"{show(thinnest, LENGTH)} is"
    if support.by_pitch and support.geometry is not None:
        field, stated = "support.pitch", support.geometry.pitch
        told = f"{show(stated, LENGTH)} makes fibres of {show(thinnest, LENGTH)},"
    least = "coarser"
    if support.period is None:
        least = f"at least {show(_ROUNDED_UP * (2 * voxel / thinnest) ** 3 * stated, LENGTH)}"
    return InputError(
        field,
        f"{told} thinner than two voxels of at least {show(voxel, LENGTH)}, in which a membrane so "
        "thick is drawn",
        f"{least}, or finer voxels (up to --level fine)",
    )


def _barred(size: SizeDistribution, support: SupportPlan) -> InputError | None:
    """Return what is wrong with powder that cannot enter a support.

    The pores of a fibre bed have the hydraulic diameter ``porosity d / (1 - porosity)``, four
    times their volume over the surface of the fibres.
    """
    pore = support.porosity / (1 - support.porosity) * support.fibre_diameter
    median = percentiles(size, "volume").d50
    if median <= MEDIAN_OVER_PORE * pore:
        return None
    return InputError(
        "ceramic.size",
        f"the median particle of {show(median, LENGTH)} does not enter the support: its pores "
        f"have a hydraulic diameter of {show(pore, LENGTH)}",
        f"at most {show(MEDIAN_OVER_PORE * pore, LENGTH)}: finer powder, thicker fibres, more "
        "porosity, or process: infiltration, where the ceramic grows in the pores",
    )


def _require_fine(size: SizeDistribution, limit: float, thickness: float) -> None:
    """Refuse a powder of which too much is larger than `limit`, m."""
    coarse = 1 - float(undersize(size, limit, "volume"))
    if coarse > COARSE_SHARE_MAX:
        raise InputError(
            "ceramic.size",
            f"{100 * coarse:.3g} vol% of the particles are larger than {show(limit, LENGTH)}, a "
            f"third of the membrane of {show(thickness, LENGTH)} before pressing",
            f"at most {100 * COARSE_SHARE_MAX:.0f} vol%: finer powder, or a thicker membrane",
        )


def _tail(size: SizeDistribution, side: float) -> float:
    """Diameter (m) above which particles are too coarse for a piece of this `side` (m).

    Only the coarsest `TAIL` is left out for it; beyond, the piece has to be wider.
    """
    return max(side / (SIDE_OVER_LARGEST * _ROOM), float(volume_quantile(size, 1 - TAIL)))


def _cut_note(size: SizeDistribution, limit: float) -> tuple[str, ...]:
    coarse = 1 - float(undersize(size, limit, "volume"))
    if coarse < WORTH_A_NOTE:
        return ()
    return (
        f"particles above {show(limit, LENGTH)} ({100 * coarse:.2g} vol%) are left out: the "
        "piece that is packed is less than three of them high or wide",
    )


def without_coarse(size: SizeDistribution, limit: float) -> SizeDistribution:
    """Return the distribution of the particles that are no larger than `limit`, m.

    Examples
    --------
    >>> from ceralyte.model import Lognormal
    >>> without_coarse(Lognormal(d50=3e-6, sigma=0.4), 7e-6).dmax
    7e-06
    """
    if not isinstance(size, Mixture):
        return _powder_without_coarse(size, limit)
    kept = [
        (share * float(undersize(part, limit, "volume")), part)
        for share, part in zip(size.shares, size.components, strict=True)
    ]
    kept = [(share, part) for share, part in kept if share > 0]
    whole = sum(share for share, _ in kept)
    return Mixture(
        shares=tuple(share / whole for share, _ in kept),
        components=tuple(_powder_without_coarse(part, limit) for _, part in kept),
    )


def _powder_without_coarse(size: Powder, limit: float) -> Powder:
    if isinstance(size, Mono):
        return size
    if isinstance(size, Tabulated):
        shares = np.array(size.undersize)
        at = float(np.interp(np.log(limit), np.log(size.diameters), shares))
        below = np.array(size.diameters) < limit
        return size.model_copy(
            update={
                "diameters": (*np.array(size.diameters)[below].tolist(), limit),
                "undersize": (*(shares[below] / at).tolist(), 1.0),
            }
        )
    largest = min(size.dmax, limit) if size.dmax is not None else limit
    return size.model_copy(update={"dmax": largest})


def _require_few(needed: int, wanted: int, side: float, height: float) -> None:
    if needed > max(PARTICLES_MAX, wanted):
        raise InputError(
            "ceramic.size",
            f"a piece of {show(side, LENGTH)} by {show(side, LENGTH)} through the whole "
            f"{show(height, LENGTH)} holds {needed} particles",
            f"at most {PARTICLES_MAX}, or --particles {needed}: coarser powder, a thinner "
            "membrane, or a support that repeats in a shorter length",
        )
