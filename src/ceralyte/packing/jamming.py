"""Jammed, frictionless packings in a periodic cube: pressure-staged soft spheres."""

from collections.abc import Callable
from math import log

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.memory import require_memory
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Packing, SizeDistribution
from ceralyte.packing.contacts import find_rattlers, relative_overlaps
from ceralyte.packing.estimate import farr_groot
from ceralyte.packing.neighbours import Floats, Ints, close_pairs, size_levels
from ceralyte.packing.relaxation import Relaxed, relax
from ceralyte.packing.sampling import N_MAX, N_MIN, sample_diameters

START_FRACTION = 0.3
START_COMPRESSION = 1.04  # of the estimated packing fraction
START_IMBALANCE, FORCE_IMBALANCE = 0.05, 0.005
PRESSURE_STEP = 0.5
STEPS_PER_STAGE, STEPS_MAX = 20_000, 400_000
BYTES_PER_PARTICLE = 1_000
BOX_OVER_LARGEST = 3.0

Progress = Callable[[float], None]


def pack(
    distribution: SizeDistribution,
    n_particles: int,
    *,
    seed: int = 0,
    overlap_tolerance: float = 1e-5,
    progress: Progress | None = None,
) -> Packing:
    """Pack spheres of a size distribution randomly and densely into a periodic cube.

    Parameters
    ----------
    distribution : SizeDistribution
    n_particles : int
        100 to 100,000; 1,000 to 20,000 give a packing fraction to about 0.003.
    seed : int
        The same seed gives the same packing, bit by bit, on the same machine.
    overlap_tolerance : float
        Largest overlap allowed, relative to the mean diameter of the pair: 1e-7 to 1e-2.
    progress : callable, optional
        Told the share done, 0 to 1, now and then.

    Returns
    -------
    Packing
        Its box follows from the diameters. See `sampling_note` for what so few particles miss.

    Raises
    ------
    InputError
        A number out of range, or a distribution too wide for so few particles.
    ConvergenceError
        The forces did not balance within the allowed steps.

    Examples
    --------
    >>> from ceralyte.model import Mono
    >>> packing = pack(Mono(diameter=3e-6), 200, seed=1)
    >>> 0.60 < packing.packing_fraction < 0.66
    True
    """
    _check_seed(seed)
    diameters = sample_diameters(distribution, n_particles, np.random.default_rng(seed))
    return pack_diameters(
        diameters, seed=seed, overlap_tolerance=overlap_tolerance, progress=progress
    )


def pack_diameters(
    diameters: Floats,
    *,
    seed: int = 0,
    overlap_tolerance: float = 1e-5,
    progress: Progress | None = None,
) -> Packing:
    """Pack spheres of given diameters (n,), m; otherwise as `pack`.

    Soft spheres at random places are grown a little beyond their estimated random close
    packing; then the pressure is halved, stage by stage, and positions and box relax together,
    until the largest overlap is below the tolerance. Two particles touch if the gap between them
    is no wider than the largest overlap: less cannot be told apart.

    Validity
    --------
    Frictionless and without gravity or cohesion: the densest random packing. Real powder is
    looser before it is pressed.

    Source
    ------
    C. S. O'Hern, L. E. Silbert, A. J. Liu, S. R. Nagel, Phys. Rev. E 68 (2003) 011306.
    """
    _check_seed(seed)
    _check(diameters, overlap_tolerance)
    require_memory(
        f"packing {len(diameters)} particles",
        BYTES_PER_PARTICLE * len(diameters),
        "fewer particles",
    )
    rng = np.random.default_rng((seed, len(diameters)))
    x, order, level_first = _scatter(diameters, rng)
    a = diameters[order] / np.cbrt(np.pi / 6 * np.sum(diameters**3))
    fraction = farr_groot(diameters).value
    state = _jam(x, a, level_first, fraction, overlap_tolerance, progress)
    return _finish(x, a, level_first, order, diameters, state, seed)


def _check_seed(seed: int) -> None:
    if seed < 0:
        raise InputError("seed", f"got {seed}", "a whole number, 0 or more")


def _check(diameters: Floats, overlap_tolerance: float) -> None:
    n = len(diameters)
    if not N_MIN <= n <= N_MAX:
        raise InputError("diameters", f"got {n} particles", f"{N_MIN} to {N_MAX} particles")
    if not np.all(np.isfinite(diameters) & (diameters > 0)):
        bad = diameters[~(np.isfinite(diameters) & (diameters > 0))][0]
        raise InputError("diameters", f"got {bad} m", "finite and positive, in metres")
    if not 1e-7 <= overlap_tolerance <= 1e-2:
        raise InputError("overlap_tolerance", f"got {overlap_tolerance}", "1e-7 to 1e-2")
    largest = float(diameters.max())
    box = float(np.cbrt(np.pi / 6 * np.sum(diameters**3) / farr_groot(diameters).value))
    if box < BOX_OVER_LARGEST * largest:
        raise InputError(
            "n_particles",
            f"{n} particles fill a box of {show(box, LENGTH)}, less than three times the largest "
            f"diameter of {show(largest, LENGTH)}",
            f"at least {int(n * (BOX_OVER_LARGEST * largest / box) ** 3) + 1} particles of the "
            "same sizes, or a narrower distribution",
        )


def _scatter(diameters: Floats, rng: np.random.Generator) -> tuple[Floats, Ints, Ints]:
    """Return random places, the order of the particles (by size level, then by place), levels."""
    n = len(diameters)
    x = rng.random((n, 3))
    levels = size_levels(diameters)
    side = int(np.cbrt(n / 2))
    cell = (x * side).astype(np.int64) @ np.array([side * side, side, 1])
    order = np.lexsort((cell, levels))
    level_first = np.searchsorted(levels[order], np.arange(levels.max() + 2))
    return x[order], order, level_first


def _jam(
    x: Floats,
    a: Floats,
    level_first: Ints,
    fraction: float,
    overlap_tolerance: float,
    progress: Progress | None,
) -> Relaxed:
    """Move `x` to a jammed state whose largest overlap is below the tolerance."""
    held = -1.0
    log_scale = log(START_FRACTION) / 3
    relax(x, a, level_first, log_scale, held, START_IMBALANCE, STEPS_PER_STAGE)
    log_scale = log(START_COMPRESSION * fraction) / 3
    state: Relaxed = relax(x, a, level_first, log_scale, held, START_IMBALANCE, STEPS_PER_STAGE)
    target, steps, first = state.virial, state.steps, state.overlap_max
    while True:
        state = relax(x, a, level_first, state.log_scale, target, FORCE_IMBALANCE, STEPS_PER_STAGE)
        steps += state.steps
        loose = state.overlap_max <= overlap_tolerance
        if loose and state.force_imbalance < FORCE_IMBALANCE:
            return state
        if steps >= STEPS_MAX:
            raise ConvergenceError(
                "packing (largest relative overlap)", state.overlap_max, overlap_tolerance, steps
            )
        if not loose:
            target *= PRESSURE_STEP
        if progress is not None:
            done = log(first / state.overlap_max) / log(first / overlap_tolerance)
            progress(min(max(done, 0.0), 1.0))


def _finish(
    x: Floats,
    a: Floats,
    level_first: Ints,
    order: Ints,
    diameters: Floats,
    state: Relaxed,
    seed: int,
) -> Packing:
    """Return to metres and to the order of `diameters`; list contacts and rattlers."""
    n, scale = len(a), np.exp(state.log_scale)
    x -= np.floor(x)
    x[x >= 1.0] = 0.0
    start, neighbour = close_pairs(x, a, level_first, scale * 1.01)
    rows = np.repeat(np.arange(n), np.diff(start))
    pairs = np.sort(np.column_stack([order[rows], order[neighbour]]), axis=1)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    box = np.full(3, diameters[order[0]] / (a[0] * scale))
    centres = np.empty_like(x)
    centres[order] = np.minimum(x * box, np.nextafter(box, 0.0))
    overlaps = relative_overlaps(centres, diameters, box, pairs)
    largest = max(float(overlaps.max()), 0.0)
    contacts = pairs[overlaps >= -largest]
    return Packing(
        centres=centres,
        diameters=diameters,
        box=box,
        periodic=(True, True, True),
        contacts=contacts,
        rattlers=find_rattlers(n, contacts),
        overlap_relative_max=largest,
        seed=seed,
    )
