"""From particles at random places to a jammed or a loose state."""

from collections.abc import Callable
from math import exp, log
from typing import NamedTuple

from ceralyte.core.errors import ConvergenceError
from ceralyte.numerics.threads import at_most_threads
from ceralyte.packing.bed import Bed
from ceralyte.packing.relaxation import Relaxed, relax

START_FRACTION = 0.3
START_COMPRESSION = 1.04  # of the packing fraction at which they may jam
START_IMBALANCE, START_OVERLAP, START_GROWTH = 0.05, 0.003, 0.005
FIRST_STEP = 0.3  # of the mean overlap, before the pressure at two sizes shows where it vanishes
IMBALANCE_MAX = 0.05  # of a jammed state: where modes are soft, forces balance ever more slowly
STEPS, STAGES_MAX, LAST_TRIES = 20_000, 100, 10
LOST = 0.2  # a stage that keeps less than this part of the pressure it aimed at went too far
LOOSE_GAP = 1e-4  # the gap that loose particles keep, relative to the mean diameter of a pair

Progress = Callable[[float], None]


class Stretch(NamedTuple):
    """How to shrink while the largest overlap is above `down_to`.

    Each stage takes the share `shrink` off the pressure and relaxes until forces balance to
    `imbalance`, for `steps` at most.
    """

    down_to: float
    shrink: float
    imbalance: float
    steps: int


# Contacts are lost and found while overlaps are above 1e-4: that is where steps are well spent.
STRETCHES = (
    Stretch(1e-3, 0.5, 0.01, 4_000),
    Stretch(1e-4, 0.5, 0.002, 6_000),
    Stretch(0.0, 0.8, 0.003, 1_000),
)


def jam(bed: Bed, guess: float, overlap_tolerance: float, progress: Progress | None) -> Relaxed:
    """Bring `bed` to a jammed state whose largest relative overlap is below the tolerance.

    Particles grow a little beyond `guess`, the packing fraction at which they may jam. Then they
    shrink stage by stage, each time by a share of what would take the pressure to zero if it
    went on falling as in the last stage (see `STRETCHES`); where that went too far, by less.

    Raises
    ------
    ConvergenceError
        The forces did not balance.
    """
    bed.scale_to(START_FRACTION)
    _relax(bed, START_IMBALANCE)
    bed.scale_to(START_COMPRESSION * guess)
    state = _relax(bed, START_IMBALANCE)
    while state.overlap_mean < START_OVERLAP:
        bed.grow(START_GROWTH)
        state = _relax(bed, START_IMBALANCE)
    state = _relax(bed, STRETCHES[0].imbalance)
    first, step, caution = state.overlap_max, FIRST_STEP * state.overlap_mean, 1.0
    for _ in range(STAGES_MAX):
        if state.overlap_max <= overlap_tolerance:
            break
        stretch = next(s for s in STRETCHES if state.overlap_max > s.down_to)
        kept, pressure = bed.p.copy(), state.virial
        bed.grow(-step)
        trial = _relax(bed, stretch.imbalance, steps=stretch.steps)
        if trial.virial < LOST * (1 - stretch.shrink) * pressure:
            bed.grow(step)
            bed.p[:], step, caution = kept, step / 2, caution / 2
            continue
        state = trial
        slope = max(pressure - state.virial, 0.1 * state.virial)
        step *= caution * stretch.shrink * state.virial / slope
        caution = min(2 * caution, 1.0)
        if progress is not None:
            done = log(first / state.overlap_max) / log(first / overlap_tolerance)
            progress(min(max(done, 0.0), 1.0))
    for _ in range(LAST_TRIES):
        if state.force_imbalance > IMBALANCE_MAX:
            state = _relax(bed, STRETCHES[0].imbalance, steps=STRETCHES[1].steps)
    if state.overlap_max > overlap_tolerance:
        raise ConvergenceError(
            "packing (largest relative overlap)", state.overlap_max, overlap_tolerance, STAGES_MAX
        )
    if state.force_imbalance > IMBALANCE_MAX:
        raise ConvergenceError(
            "packing (net force over mean contact force)",
            state.force_imbalance,
            IMBALANCE_MAX,
            LAST_TRIES * STRETCHES[1].steps,
        )
    return state


def loosen(bed: Bed, fraction: float) -> Relaxed:
    """Bring `bed` to a packing fraction without any overlap.

    Raises
    ------
    ConvergenceError
        Some particles still overlap: the packing fraction is too close to jamming.
    """
    bed.scale_to(min(fraction, START_FRACTION))
    _relax(bed, START_IMBALANCE)
    bed.scale_to(fraction)
    bed.p[:, 3] *= 1 + 2 * LOOSE_GAP
    state = _relax(bed, 0.0, overlap_goal=LOOSE_GAP)
    bed.p[:, 3] /= 1 + 2 * LOOSE_GAP
    if state.overlap_max > LOOSE_GAP:
        raise ConvergenceError(
            f"packing to {fraction:.4g} (largest relative overlap)",
            state.overlap_max,
            LOOSE_GAP,
            STEPS,
        )
    return state


def _relax(bed: Bed, tolerance: float, *, overlap_goal: float = 0.0, steps: int = STEPS) -> Relaxed:
    with at_most_threads(len(bed.chunks) - 1):
        state: Relaxed = relax(
            bed.p,
            bed.domain,
            bed.rods,
            bed.chunks,
            exp(bed.log_scale),
            tolerance,
            overlap_goal,
            steps,
            bed.slack,
        )
    return state
