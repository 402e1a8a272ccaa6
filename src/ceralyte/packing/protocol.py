"""From particles at random places to a jammed or a loose state."""

from collections.abc import Callable
from math import exp

import numpy as np

from ceralyte.core.errors import ConvergenceError
from ceralyte.numerics.threads import at_most_threads
from ceralyte.packing.bed import Bed
from ceralyte.packing.closing import Balanced, Singles, Touching, balance, list_touching, straighten
from ceralyte.packing.relaxation import Relaxed, relax

START_FRACTION = 0.3
START_COMPRESSION = 1.04  # of the packing fraction at which they may jam
START_IMBALANCE, START_OVERLAP, START_GROWTH = 0.05, 0.003, 0.005
FIRST_STEP = 0.3  # of the mean overlap, before the pressure at two sizes shows where it vanishes
IMBALANCE, IMBALANCE_MAX = 0.01, 0.05  # of a stage; of a jammed state
STEPS, STAGE_STEPS, STAGES_MAX = 20_000, 4_000, 100
SHRINK = 0.5  # of the pressure, stage by stage
LOST = 0.2  # a stage that keeps less than this part of the pressure it aimed at went too far
GROW_FASTER = 1.1  # each time, while a bed does not press yet
CAUTION_MIN = 0.1  # of the step that seems right: below it, a bed that lost its pressure is loose
LOOSE_GAP = 1e-4  # the gap that loose particles keep, relative to the mean diameter of a pair

Progress = Callable[[float], None]


# Below this largest overlap dynamics crawl, and contacts are closed round by round: at mean
# overlaps that fall, particles moving no farther than `TRUST` diameters in a round.
CLOSE_FROM = 1e-3
CLOSING, TRUST, CLOSING_IMBALANCE = (3e-4, 3e-6), 0.02, 1e-3
CLOSING_WORK = 3.5e10  # steps times particles^1.5, within limits: small beds can afford more
CLOSING_STEPS_MIN, CLOSING_STEPS_MAX, STEPS_A_ROUND = 12_000, 125_000, 1_000
ROUNDS_MIN = 40
HARD_ROUNDS, HARD_STEPS, HARD_IMBALANCE, HARD_TRUST = 30, 1_000, 5e-4, 1e-3
HARD_OVERLAP = 1e-5
HARD_REACH = 0.03  # how far a particle may come in all these rounds


def jam(bed: Bed, guess: float, overlap_tolerance: float, progress: Progress | None) -> None:
    """Bring `bed` to a jammed state whose largest relative overlap is below the tolerance.

    Particles grow a little beyond `guess`, the packing fraction at which they may jam. Then they
    shrink stage by stage, each time by half of what would take the pressure to zero if it
    went on falling as in the last stage; where that went too far, by less. A bed that comes loose
    at whatever step has found a denser arrangement and is pressed again. Contacts that are left
    open between particles at last are closed as in `closing`.

    Raises
    ------
    ConvergenceError
        The forces did not balance.
    """
    bed.scale_to(START_FRACTION)
    _relax(bed, START_IMBALANCE)
    bed.scale_to(START_COMPRESSION * guess)
    state = _press(bed, START_OVERLAP, START_GROWTH)
    step, caution, goal = FIRST_STEP * state.overlap_mean, 1.0, max(overlap_tolerance, CLOSE_FROM)
    for stage in range(STAGES_MAX):
        if progress is not None:
            progress(min(0.5, 0.05 * stage))
        small_enough = state.overlap_max <= goal
        if small_enough and state.force_imbalance <= IMBALANCE_MAX:
            break
        kept, pressure, shrink = bed.p.copy(), state.virial, 0.0 if small_enough else step
        bed.grow(-shrink)
        trial = _relax(bed, IMBALANCE, steps=STAGE_STEPS)
        if trial.virial >= LOST * (1 - SHRINK) * pressure:
            state = trial
            slope = max(pressure - state.virial, 0.1 * state.virial)
            step *= caution * SHRINK * state.virial / slope
            caution = min(2 * caution, 1.0)
        elif shrink > 0 and caution > CAUTION_MIN:
            bed.grow(shrink)
            bed.p[:], step, caution = kept, step / 2, caution / 2
        else:
            state = _press(bed, 0.5 * state.overlap_mean, state.overlap_mean)
            step, caution = FIRST_STEP * state.overlap_mean, 1.0
    else:
        raise ConvergenceError(
            "packing (largest relative overlap)", state.overlap_max, goal, STAGES_MAX
        )
    if overlap_tolerance < CLOSE_FROM:
        with at_most_threads(len(bed.chunks) - 1):
            _close(bed, overlap_tolerance, progress)


def _close(bed: Bed, overlap_tolerance: float, progress: Progress | None) -> None:
    """Lower the pressure gently, then make contacts hard.

    At last particles are a hair larger than they are, so that what overlaps is no real overlap.
    """
    steps = int(np.clip(CLOSING_WORK / len(bed.p) ** 1.5, CLOSING_STEPS_MIN, CLOSING_STEPS_MAX))
    rounds = max(steps // STEPS_A_ROUND, ROUNDS_MIN)
    drift = np.zeros((len(bed.p), 3), np.float32)
    for k, overlap in enumerate(np.geomspace(*CLOSING, rounds)):
        touching = _touching(bed, TRUST)
        _, stiffness = _straighten(bed, touching)
        pressure = overlap * stiffness
        _balance(bed, touching, pressure, CLOSING_IMBALANCE, steps // rounds, TRUST, drift)
        if progress is not None:
            progress(0.5 + 0.4 * k / rounds)
    margin = 1 + max(HARD_OVERLAP - overlap_tolerance, 0.0)
    bed.p[:, 3] *= margin
    _harden(bed, drift)
    bed.p[:, 3] /= margin


def _harden(bed: Bed, drift: Singles) -> None:
    """Take the overlaps off the contacts and leave them their forces."""
    touching = _touching(bed, HARD_REACH)
    largest, stiffness = _straighten(bed, touching)
    pressure = CLOSING[1] * stiffness
    for _ in range(HARD_ROUNDS):
        drift[:] = 0.0
        imbalance = _balance(bed, touching, pressure, HARD_IMBALANCE, HARD_STEPS, HARD_TRUST, drift)
        largest, _ = _straighten(bed, touching)
        if largest <= HARD_OVERLAP and imbalance <= IMBALANCE_MAX:
            return
    raise ConvergenceError("packing (largest relative overlap)", largest, HARD_OVERLAP, HARD_ROUNDS)


def _touching(bed: Bed, reach: float) -> Touching:
    listed: Touching = list_touching(
        bed.p, bed.domain, bed.rods, bed.chunks, exp(bed.log_scale), reach
    )
    return listed


def _straighten(bed: Bed, touching: Touching) -> tuple[float, float]:
    found: tuple[float, float] = straighten(
        bed.p, bed.domain, bed.rods, exp(bed.log_scale), touching
    )
    return found


def _balance(
    bed: Bed,
    touching: Touching,
    pressure: float,
    tolerance: float,
    steps: int,
    trust: float,
    drift: Singles,
) -> float:
    """Balance forces on the straightened geometry; return how far they are from it."""
    state: Balanced = balance(
        bed.p, exp(bed.log_scale), touching, bed.domain.walls and not bed.box_fixed, bed.chunks,
        pressure, tolerance, steps, trust, drift,
    )  # fmt: skip
    bed.grow(state.growth)
    return state.force_imbalance


def _press(bed: Bed, overlap_mean: float, growth: float) -> Relaxed:
    """Grow the particles until they press so much: by `growth` (of the log of size), then more."""
    for _ in range(STAGES_MAX):
        state = _relax(bed, START_IMBALANCE)
        if state.overlap_mean >= overlap_mean:
            state = _relax(bed, IMBALANCE)
            if state.overlap_mean >= 0.5 * overlap_mean:
                return state
        bed.grow(growth)
        growth *= GROW_FASTER
    raise ConvergenceError(
        "packing (mean overlap when pressed, too small)",
        state.overlap_mean,
        overlap_mean,
        STAGES_MAX,
    )


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
