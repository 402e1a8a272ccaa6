"""From particles at random places to a jammed or a loose state."""

from collections.abc import Callable
from math import exp, log

from ceralyte.core.errors import ConvergenceError
from ceralyte.numerics.threads import at_most_threads
from ceralyte.packing.bed import Bed
from ceralyte.packing.relaxation import Relaxed, relax

START_FRACTION = 0.3
START_COMPRESSION = 1.04  # of the packing fraction at which they may jam
START_IMBALANCE, START_OVERLAP, START_GROWTH = 0.05, 0.003, 0.005
FIRST_STEP = 0.3  # of the mean overlap, before the pressure at two sizes shows where it vanishes
PRESSURE_STEP, PRESSURE_LOST = 0.5, 0.1
ROUGH_IMBALANCE, FORCE_IMBALANCE, FINE_OVERLAP = 0.01, 0.003, 1e-3
IMBALANCE_MAX = 0.05  # of a jammed state: where modes are soft, forces balance ever more slowly
STEPS, STEPS_ROUGH, STEPS_FINE, STAGES_MAX, LAST_TRIES = 20_000, 4_000, 2_000, 100, 10
LOOSE_GAP = 1e-4  # the gap that loose particles keep, relative to the mean diameter of a pair

Progress = Callable[[float], None]


def jam(bed: Bed, guess: float, overlap_tolerance: float, progress: Progress | None) -> Relaxed:
    """Bring `bed` to a jammed state whose largest relative overlap is below the tolerance.

    Particles grow a little beyond `guess`, the packing fraction at which they may jam. Then they
    shrink stage by stage, each time by half of what would take the pressure to zero if it went
    on falling as in the last stage; where that lost nearly all pressure, by less.

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
    state = _relax(bed, ROUGH_IMBALANCE)
    first, shrink, share = state.overlap_max, FIRST_STEP * state.overlap_mean, PRESSURE_STEP
    for _ in range(STAGES_MAX):
        if state.overlap_max <= overlap_tolerance:
            break
        kept, pressure = bed.p.copy(), state.virial
        bed.grow(-shrink)
        if state.overlap_max > FINE_OVERLAP:
            trial = _relax(bed, ROUGH_IMBALANCE, steps=STEPS_ROUGH)
        else:
            trial = _relax(bed, FORCE_IMBALANCE, steps=STEPS_FINE)
        if trial.virial < PRESSURE_LOST * pressure:
            bed.grow(shrink)
            bed.p[:], shrink, share = kept, shrink / 2, share / 2
            continue
        state = trial
        shrink *= share * state.virial / max(pressure - state.virial, 0.1 * state.virial)
        share = min(2 * share, PRESSURE_STEP)
        if progress is not None:
            done = log(first / state.overlap_max) / log(first / overlap_tolerance)
            progress(min(max(done, 0.0), 1.0))
    for _ in range(LAST_TRIES):
        if state.force_imbalance > IMBALANCE_MAX:
            state = _relax(bed, ROUGH_IMBALANCE, steps=STEPS_FINE)
    if state.overlap_max > overlap_tolerance:
        raise ConvergenceError(
            "packing (largest relative overlap)", state.overlap_max, overlap_tolerance, STAGES_MAX
        )
    if state.force_imbalance > IMBALANCE_MAX:
        raise ConvergenceError(
            "packing (net force over mean contact force)",
            state.force_imbalance,
            IMBALANCE_MAX,
            LAST_TRIES * STEPS_FINE,
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
        )
    return state
