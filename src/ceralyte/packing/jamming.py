"""Random packings of spheres and discs: jammed or loose, in boxes and slabs, around obstacles."""

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Capsules, Packing, SizeDistribution
from ceralyte.packing.bed import Bed, boxed_bed, free_bed, slab_bed
from ceralyte.packing.contacts import CONTACT_GAP
from ceralyte.packing.estimate import farr_groot
from ceralyte.packing.friction import pack_frictional
from ceralyte.packing.inputs import (
    LOOSEST,
    Aim,
    aim_of,
    check_boxable,
    check_choices,
    check_diameters,
    check_distribution,
    check_fraction,
    check_room,
    check_seed,
    check_wide,
    dimension_of,
    sides_of,
    thickness_of,
)
from ceralyte.packing.moments import moment
from ceralyte.packing.neighbours import Floats
from ceralyte.packing.particles import from_particles
from ceralyte.packing.protocol import BALANCE, Progress, jam, loosen
from ceralyte.packing.sampling import N_MAX, N_MIN, sample_diameters

OVERLAP_TOLERANCE_ROUGH = 1e-3
BYTES_PER_PARTICLE = 500  # 380 for 10,000, 400 to 420 for 100,000; lognormal 0.5 470
WALL_LOSS = 0.15  # of a diameter over the thickness: what two flat walls cost in packing fraction
DISCS_RANDOM = 0.84
SIZES_SCALED_MAX, TRIES = 2e-3, 6


def pack(
    distribution: SizeDistribution,
    n_particles: int | None = None,
    *,
    box: ArrayLike | None = None,
    slab_thickness: float | None = None,
    obstacles: Capsules | None = None,
    packing_fraction: float | None = None,
    friction: float = 0.0,
    dimension: int = 3,
    seed: int = 0,
    overlap_tolerance: float | None = None,
    balance: float | None = None,
    progress: Progress | None = None,
) -> Packing:
    """Pack particles of a size distribution randomly: as densely as they jam, or looser.

    Parameters
    ----------
    distribution : SizeDistribution
    n_particles : int, optional
        10 to 1,000,000; 1,000 to 20,000 give a packing fraction to about 0.003. Left out only
        with a `box`, which is then filled.
    box : array_like (3,), m, optional
        A periodic box of this size instead of one that follows from the particles. With
        `n_particles` it says how loose the packing is; without, and without `packing_fraction`,
        particles jam in it, their diameters scaled so that a whole number fits: by up to 0.2 %,
        or by a third over their number if that is more; in small boxes, where one particle more
        or less jams quite differently, by the least of six tries.
    slab_thickness : float, m, optional
        Distance of two flat walls at z = 0 and at this height. With `box` only the first two
        sides of the box are given.
    obstacles : Capsules, optional
        Fixed rods in a `box`: fibres as chains of capsules.
    packing_fraction : float, optional
        A loose state without contacts, of the space that obstacles leave. Jammed if left out.
    friction : float
        Largest tangential over normal force, see `pack_frictional`; in a periodic cube only.
    dimension : int
        3, or 2 for discs; shares by volume are then shares by area.
    seed : int
        The same seed gives the same packing, bit by bit, on the same machine, whatever the
        number of threads.
    overlap_tolerance : float, optional
        Largest overlap allowed, relative to the mean diameter of the pair: 1e-7 to 1e-2, by
        default 1e-6; with friction 1e-4 to 1e-2, by default 1e-3.
    balance : float, optional
        Net force on a particle over the mean contact force, before particles shrink further: 1e-4
        to 1e-2. By default 0.002, and 0.005 at first for spheres nearly of one size in a periodic
        box without obstacles, which shrink faster; where particles that are held then lack more
        than 0.4 % of the contacts that balance needs (not counted around obstacles), they are
        pressed again and shrink with 5e-4, or with 2e-4 where they lacked early, as blends of 4:1
        do: in three to ten times the time.
    progress : callable, optional
        Told the share done, 0 to 1, now and then.

    Returns
    -------
    Packing
        See `sampling_note` for what so few particles miss of the distribution.

    Raises
    ------
    InputError
        A number out of range, a distribution too wide for so few particles, a box narrower than
        three of the largest, or a packing fraction beyond what can be reached or below 1e-4.
    ConvergenceError
        The forces did not balance within the allowed steps: to 0.05 of the contact forces that
        carry the pressure.

    Examples
    --------
    >>> from ceralyte.model import Mono
    >>> packing = pack(Mono(diameter=3e-6), 200, seed=1)
    >>> 0.60 < packing.packing_fraction < 0.66
    True
    """
    check_seed(seed)
    check_distribution(distribution)
    check_choices(obstacles, packing_fraction, friction, overlap_tolerance, balance)
    if n_particles is None and box is None:
        raise InputError("n_particles", "is missing", "a number of particles, or a box to fill")
    rng = np.random.default_rng(seed)
    if n_particles is not None:
        diameters = sample_diameters(distribution, n_particles, rng, dimension=dimension)
        return pack_diameters(
            diameters,
            box=box,
            slab_thickness=slab_thickness,
            obstacles=obstacles,
            packing_fraction=packing_fraction,
            friction=friction,
            dimension=dimension,
            seed=seed,
            overlap_tolerance=overlap_tolerance,
            balance=balance,
            progress=progress,
        )
    check_boxable(friction, dimension)
    sides = sides_of(box, slab_thickness)
    check_wide(distribution, sides)
    aim = aim_of(overlap_tolerance, balance)
    walls, fraction = slab_thickness is not None, packing_fraction
    if fraction is not None:
        diameters = _filling(distribution, sides, obstacles, fraction, rng, walls=walls)
        return _packed_in_box(
            diameters, sides, obstacles, fraction, seed, aim, progress, walls=walls
        )
    fraction, nearest, off_least = farr_groot(distribution).value, None, np.inf
    for _ in range(TRIES):
        diameters = _filling(distribution, sides, obstacles, fraction, rng, walls=walls)
        packing = _packed_in_box(
            diameters, sides, obstacles, None, seed, aim, progress, walls=walls
        )
        scaled = packing.diameters[0] / diameters[0]
        if abs(scaled - 1) < off_least:
            nearest, off_least = packing, abs(scaled - 1)
        if off_least <= max(SIZES_SCALED_MAX, 1 / (3 * len(diameters))):
            break
        fraction *= scaled**3
    assert nearest is not None  # there was a first try
    return nearest


def pack_diameters(
    diameters: Floats,
    *,
    box: ArrayLike | None = None,
    slab_thickness: float | None = None,
    obstacles: Capsules | None = None,
    packing_fraction: float | None = None,
    friction: float = 0.0,
    dimension: int = 3,
    seed: int = 0,
    overlap_tolerance: float | None = None,
    balance: float | None = None,
    progress: Progress | None = None,
) -> Packing:
    """Pack particles of given diameters (n,), m; otherwise as `pack`.

    Soft particles at random places are grown a little beyond their estimated random close
    packing; then the pressure is lowered, stage by stage, and positions relax each time,
    until the largest overlap is below the tolerance.

    Validity
    --------
    Without friction, gravity and cohesion: the densest random packing. Two particles count as
    touching if the gap between them is below 1e-4 of their mean diameter: the last stages are
    short and leave weak contacts that far open; about as many pairs are that near without bearing
    a force. By this count particles that are held have six contacts to 0.03, but for blends near
    their densest share, which have fewer from a size ratio of 4 on.

    Source
    ------
    C. S. O'Hern, L. E. Silbert, A. J. Liu, S. R. Nagel, Phys. Rev. E 68 (2003) 011306.
    """
    check_seed(seed)
    check_diameters(diameters)
    check_choices(obstacles, packing_fraction, friction, overlap_tolerance, balance)
    rng = np.random.default_rng((seed, len(diameters)))
    if friction != 0.0:
        if (box, slab_thickness, obstacles, packing_fraction, dimension) != (None,) * 4 + (3,):
            raise InputError(
                "friction",
                "got it together with box, slab_thickness, obstacles, packing_fraction or discs",
                "rough spheres in a periodic cube that follows from them",
            )
        check_room(diameters, free_bed(diameters, 3, rng), farr_groot(diameters).value)
        tolerance = OVERLAP_TOLERANCE_ROUGH if overlap_tolerance is None else overlap_tolerance
        return pack_frictional(
            diameters, friction, seed=seed, overlap_tolerance=tolerance, progress=progress
        )
    aim = aim_of(overlap_tolerance, balance)
    if box is not None:
        check_boxable(friction, dimension)
        if packing_fraction is not None:
            raise InputError(
                "packing_fraction",
                "got it together with a box and a number of particles, which imply one",
                "two of the three",
            )
        sides, walls = sides_of(box, slab_thickness), slab_thickness is not None
        implied = boxed_bed(diameters, sides, obstacles, rng, walls=walls).fraction_at_one
        most = farr_groot(diameters).value
        if implied < LOOSEST:
            told = " x ".join(f"{side:g}" for side in sides)
            raise InputError(
                "box",
                f"{len(diameters)} particles would fill {100 * implied:.2g} % of {told} m",
                f"{100 * LOOSEST:g} % or more: its sides are in metres",
            )
        if implied >= most:
            raise InputError(
                "box",
                f"{len(diameters)} particles would fill {100 * implied:.4g} % of it",
                f"a larger box, or at most {int(len(diameters) * most / implied)} of them",
            )
        return _packed_in_box(
            diameters, sides, obstacles, implied, seed, aim, progress, walls=walls
        )
    if obstacles is not None:
        raise InputError("obstacles", "got no box for them", "box=(x, y, z) in metres")
    if slab_thickness is None:
        bed = free_bed(diameters, dimension_of(dimension), rng)
        guess = farr_groot(diameters).value if dimension == 3 else DISCS_RANDOM
    else:
        if dimension != 3:
            raise InputError("slab_thickness", "got it for discs", "spheres: dimension=3")
        bed = slab_bed(diameters, thickness_of(slab_thickness), rng)
        guess = _guess(diameters, slab_thickness)
    return _packed(bed, diameters, guess, packing_fraction, seed, aim, progress)


def _packed_in_box(
    diameters: Floats,
    sides: Floats,
    obstacles: Capsules | None,
    fraction: float | None,
    seed: int,
    aim: Aim,
    progress: Progress | None,
    *,
    walls: bool,
) -> Packing:
    """Pack into a box of fixed size: to a `fraction`, or to jamming by growing the particles."""
    check_diameters(diameters)
    rng = np.random.default_rng((seed, len(diameters)))
    bed = boxed_bed(diameters, sides, obstacles, rng, walls=walls)
    guess = _guess(diameters, sides[2] if walls else None)
    return _packed(bed, diameters, guess, fraction, seed, aim, progress, obstacles)


def _packed(
    bed: Bed,
    diameters: Floats,
    guess: float,
    fraction: float | None,
    seed: int,
    aim: Aim,
    progress: Progress | None,
    obstacles: Capsules | None = None,
) -> Packing:
    """Jam `bed`, or bring it to `fraction`, and describe it in metres."""
    if fraction is not None:
        check_fraction(fraction, guess, bed)
    check_room(diameters, bed, guess if fraction is None else fraction)
    require_memory(
        f"packing {len(diameters)} particles",
        BYTES_PER_PARTICLE * len(diameters),
        "fewer particles",
    )
    if fraction is None:
        jam(bed, guess, aim.overlap, progress, aim.balance)
    else:
        _loosened(bed, guess, fraction, aim, progress)
    centres, scaled, box = bed.in_metres()
    wrapped = bed.domain.wraps > 0
    return from_particles(
        centres,
        scaled if bed.box_fixed else diameters,
        box,
        periodic=(bool(wrapped[0]), bool(wrapped[1]), bool(wrapped[2])),
        contact_gap=CONTACT_GAP if fraction is None else 0.0,
        obstacles=obstacles,
        dimension=2 if box[2] == 0 else 3,
        seed=seed,
    )


def _loosened(bed: Bed, guess: float, fraction: float, aim: Aim, progress: Progress | None) -> None:
    """Bring `bed` to a fraction; one near jamming by jamming it first and shrinking then."""
    try:
        loosen(bed, fraction)
    except ConvergenceError:
        jam(bed, guess, aim.overlap, progress, BALANCE)
        if bed.fraction < fraction:
            raise InputError(
                "packing_fraction",
                f"got {fraction:.4g}",
                f"below {bed.fraction:.4f}, where these particles jam",
            ) from None
        bed.scale_to(fraction)


def _guess(diameters: Floats, thickness: float | None) -> float:
    """Return about what spheres fill when they jam, between walls `thickness` (m) apart or not."""
    bulk = farr_groot(diameters).value
    if thickness is None:
        return bulk
    sauter = float(np.sum(diameters**3) / np.sum(diameters**2))
    return bulk - min(WALL_LOSS * sauter / thickness, 0.1)


def _filling(
    distribution: SizeDistribution,
    sides: Floats,
    obstacles: Capsules | None,
    fraction: float,
    rng: np.random.Generator,
    *,
    walls: bool,
) -> Floats:
    """Return as many diameters as fill the box, less its obstacles, to a packing fraction."""
    if not 0 < fraction < 1:
        raise InputError("packing_fraction", f"got {fraction}", "between 0 and 1, both excluded")
    volume = float(np.prod(sides))
    n = max(N_MIN, round(fraction * volume * 6 / np.pi * moment(distribution, -3.0)))
    for _ in range(20):
        if n > N_MAX:
            raise InputError(
                "box",
                f"it would hold {n:.3g} particles",
                f"a box for at most {N_MAX} particles",
            )
        diameters = sample_diameters(distribution, n, rng)
        filled = boxed_bed(diameters, sides, obstacles, rng, walls=walls).fraction_at_one
        wanted = max(round(n * fraction / filled), 1)
        if wanted == n:
            break
        n = wanted
    return diameters
