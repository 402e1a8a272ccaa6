"""Particles in the pores of a support: those that do not fit between its fibres stay outside."""

from math import exp, pi

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.model import Capsules, Packing, SizeDistribution
from ceralyte.numerics.capsules import scaled_capsule_distance
from ceralyte.packing.bed import Bed
from ceralyte.packing.estimate import farr_groot
from ceralyte.packing.jamming import WALL_LOSS
from ceralyte.packing.moments import mean_diameter, moment
from ceralyte.packing.neighbours import Domain, Floats, cut_into_chunks
from ceralyte.packing.obstacle_volume import volume_of
from ceralyte.packing.obstacles import cut_into_rods
from ceralyte.packing.particles import from_particles
from ceralyte.packing.relaxation import Relaxed, relax
from ceralyte.packing.sampling import N_MAX, sample_diameters

OVERLAP_MEAN = 0.003
"""Mean overlap of a bed that has just jammed, over the mean diameter of a pair."""

_START, _BALANCE, _STEPS = 0.3, 0.05, 2_000
_GROWTH, _GROWTHS_MAX = 0.005, 60
_FIRST = 0.93  # of the estimated packing fraction
_PASSES, _SIZES_OFF = 12, 0.01
_POINTS = 4e6  # of the grid on which room between the fibres is looked for


def infiltrate(
    distribution: SizeDistribution,
    support: Capsules,
    *,
    width: float,
    height: float,
    packing_fraction: float | None = None,
    seed: int = 0,
) -> Packing:
    """Pack particles between two walls and around the fibres of a support.

    Particles start at random where they fit between the fibres, grow until they have just
    jammed (their overlaps are 0.3 % in the mean), and their number is corrected until they have
    their own size then. A particle that fits nowhere between the fibres of a dense web stays
    in the layers beside it.

    Parameters
    ----------
    distribution : SizeDistribution
    support : Capsules
    width : float, m
        Both sides of the box, periodic.
    height : float, m
        Distance of the two flat walls.
    packing_fraction : float, optional
        Of dispersed particles, in the space beside the fibres [-]; jammed if left out.
    seed : int

    Returns
    -------
    Packing

    Raises
    ------
    InputError
        Too few or too many particles for the box.
    ConvergenceError
        The number of particles did not settle.

    Validity
    --------
    Softer than `pack`: overlaps are up to a few per cent, of particles and fibres more, because
    a particle caught between two crossing fibres cannot give way. Meant to be pressed.

    Examples
    --------
    >>> from ceralyte.model import Mono
    >>> fibre = Capsules([[0, 5e-6, 8e-6]], [[10e-6, 5e-6, 8e-6]], [2e-6])
    >>> around = infiltrate(Mono(diameter=2e-6), fibre, width=10e-6, height=16e-6)
    >>> 0.45 < around.packing_fraction < 0.65
    True
    """
    box = np.array([width, width, height])
    beside = float(np.prod(box)) - volume_of(support, box, (True, True, False))
    fraction = packing_fraction or _estimate(distribution, support, box, beside)
    found: list[float] = []
    for _ in range(_PASSES):
        rng = np.random.default_rng((seed, 3))
        bed = _bed(distribution, support, box, fraction, beside, rng)
        _relax(bed, _START)
        if packing_fraction is not None:
            _relax(bed, packing_fraction)
            break
        _grow(bed, fraction)
        if abs(bed.log_scale) <= _SIZES_OFF:
            break
        found.append(bed.fraction)
        fraction = float(np.mean(found))  # around few fibres it scatters from trial to trial
    else:
        raise ConvergenceError(
            "particles in a support (factor on their size)",
            abs(bed.log_scale),
            _SIZES_OFF,
            _PASSES,
        )
    centres, diameters, box = bed.in_metres()
    return from_particles(
        centres, diameters, box, periodic=(True, True, False), obstacles=support, seed=seed
    )


def _estimate(
    distribution: SizeDistribution, support: Capsules, box: Floats, beside: float
) -> float:
    """Packing fraction: every surface costs what half of a pair of walls does."""
    fibres = float(np.sum(np.pi * support.diameters * _lengths(support)))
    surface = 2 * box[0] * box[1] + fibres
    loss = WALL_LOSS / 2 * mean_diameter(distribution, 3, 2) * surface / beside
    return float(farr_groot(distribution).value - min(loss, 0.2))


def _lengths(support: Capsules) -> Floats:
    return np.asarray(np.linalg.norm(support.ends - support.starts, axis=1))


def _bed(
    distribution: SizeDistribution,
    support: Capsules,
    box: Floats,
    fraction: float,
    beside: float,
    rng: np.random.Generator,
) -> Bed:
    """Particles at random places where they fit, at the scale at which they have their size."""
    count = round(fraction * beside * 6 / pi * moment(distribution, -3.0))
    if count > N_MAX:
        raise InputError(
            "support", f"its piece would hold {count} particles", f"at most {N_MAX} particles"
        )
    diameters = sample_diameters(distribution, count, rng)
    diameters *= np.cbrt(fraction * beside * 6 / pi / np.sum(diameters**3))
    unit = float(np.cbrt(np.prod(box)))
    places = _places(diameters, support, box, rng) / unit
    order, chunks = cut_into_chunks(places)
    sides = box / unit
    return Bed(
        p=np.column_stack([places[order], diameters[order] / unit]),
        order=order,
        chunks=chunks,
        domain=Domain(sides, np.array([1 / sides[0], 1 / sides[1], 0.0]), True),
        rods=cut_into_rods(support, box, unit),
        unit=unit,
        box_fixed=True,
        fraction_at_one=fraction,
        exponent=3,
    )


def _places(diameters: Floats, support: Capsules, box: Floats, rng: np.random.Generator) -> Floats:
    """Return a random place for each particle, where it overlaps no fibre if there is any."""
    spacing = max(float(diameters.min()) / 4, float(np.cbrt(np.prod(box) / _POINTS)))
    nx, ny, nz = (max(round(side / spacing), 1) for side in box)
    thickest = float(support.diameters.max()) / 2
    reach = 1 + float(diameters.max() / support.diameters.min())
    near = scaled_capsule_distance(
        support.starts,
        support.ends,
        support.diameters / 2,
        box,
        (True, True, False),
        (nx, ny, nz),
        reach,
    )
    room = np.minimum((near - 1) * thickest, diameters.max()).ravel()
    by_room = np.argsort(room, kind="stable")
    first = np.searchsorted(room[by_room], diameters / 2)
    # Where nothing is wide enough, the widest hundredth of the box has to do.
    first = np.minimum(first, int(0.99 * len(room)))
    chosen = by_room[first + (rng.random(len(diameters)) * (len(room) - first)).astype(np.int64)]
    index = np.stack(np.unravel_index(chosen, (nx, ny, nz)), axis=1)
    places = (index + rng.random((len(diameters), 3))) * box / [nx, ny, nz]
    places[:, 2] = np.clip(places[:, 2], diameters / 2, box[2] - diameters / 2)
    return np.asarray(places)


def _grow(bed: Bed, fraction: float) -> None:
    """Grow the particles in steps until their mean overlap is that of a bed just jammed."""
    state = _relax(bed, _FIRST * fraction)
    while state.overlap_mean > OVERLAP_MEAN:
        state = _relax(bed, bed.fraction * exp(-6 * _GROWTH))
    for _ in range(_GROWTHS_MAX):
        if state.overlap_mean >= OVERLAP_MEAN:
            return
        state = _relax(bed, bed.fraction * exp(3 * _GROWTH))


def _relax(bed: Bed, fraction: float) -> Relaxed:
    bed.scale_to(fraction)
    state: Relaxed = relax(
        bed.p,
        bed.domain,
        bed.rods,
        bed.chunks,
        exp(bed.log_scale),
        _BALANCE,
        0.0,
        _STEPS,
        bed.slack,
        0.0,
    )
    return state
