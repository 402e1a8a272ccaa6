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
NO_LOAD = 1.0  # imbalance of the load at which net forces exceed it: nothing carries one
WAIT = 5  # stages for forces to balance so far, before a bed is shrunk further all the same
ALL_WAIT_ABOVE = 1e-4  # mean overlap at which contacts are lost for good, be they of loose fines
ENOUGH_CONTACTS = 0.99  # of those that balance needs, or particles are let swing
ALL_CONTACTS = 0.996  # 5.98 per held particle; with fewer a bed is pressed again, and with care
PRESS_AGAIN = 0.001  # mean overlap at which lost contacts are found again
SWINGS, SWING_STEPS, DRAG = 4, 4_000, 0.0015  # times per stage; speed lost per step
BETTER = 0.1  # part of the imbalance that a stage given for balance may leave
STEPS, STAGES_MAX = 20_000, 200
LOST = 0.2  # a stage that keeps less than this part of the pressure it aimed at went too far
NO_OVERLAP = 1e-9
MEAN_OF_LOAD = 0.3  # 0.003 on average asks less than equal spheres have at first, who carry 0.01
GROW_FASTER = 1.1  # each time, while a bed does not press yet
CAUTION_MIN = 0.1  # of the step that seems right: below it, a bed that lost its pressure is loose
LOOSE_GAP = 1e-4  # the gap that loose particles keep, relative to the mean diameter of a pair

Progress = Callable[[float], None]


class Stretch(NamedTuple):
    """How to shrink while the mean overlap is above `down_to`.

    Each stage takes the share `shrink` off the pressure and relaxes until forces balance to
    `imbalance`, for `steps` at most; where they are farther than `waits_above` from it, for more.
    """

    down_to: float
    shrink: float
    imbalance: float
    steps: int
    waits_above: float


BALANCE = 0.002  # net force over the mean contact force, before a bed is shrunk further
BETTER_BALANCE = 5e-4  # where contacts lack after that
BEST_BALANCE = 2e-4  # where they lack early, as in blends of 4:1 and 5:1
LACK_EARLY = 1.5e-5  # mean overlap: other wide distributions lack them below it
FAR = 6.0  # times a better balance: what moves so much rearranges, and loses contacts if shrunk
FIRST = Stretch(2e-3, 0.5, 0.01, 2_000, IMBALANCE_MAX)
ALIKE = 0.1  # spread of sizes (`Bed.spread`) below which no contact is lost by shrinking faster
OF_ALIKE = (
    FIRST,
    Stretch(1e-4, 0.5, 0.005, 3_000, IMBALANCE_MAX),
    Stretch(3e-6, 0.7, BALANCE, 2_000, IMBALANCE_MAX),
    Stretch(0.0, 0.8, BALANCE, 1_000, IMBALANCE_MAX),
)


def stretches(balance: float) -> tuple[Stretch, ...]:
    """Return how to shrink from the first pressure to none, forces balanced so far each time.

    Contacts are lost for good where a bed is shrunk before its forces balance at mean overlaps
    around 1e-3; balance there costs little, and spares most of the steps at low pressure.
    """
    longer = BALANCE / balance
    far = IMBALANCE_MAX if balance >= BALANCE else FAR * balance
    return (
        FIRST,
        Stretch(1e-4, 0.3, balance, round(3_000 * longer), far),
        Stretch(3e-6, 0.5, balance, round(2_000 * longer), far),
        Stretch(0.0, 0.7, balance, round(1_000 * longer), far),
    )


def jam(
    bed: Bed,
    guess: float,
    overlap_tolerance: float,
    progress: Progress | None,
    balance: float | None = None,
) -> Relaxed:
    """Bring `bed` to a jammed state whose largest relative overlap is below the tolerance.

    Particles grow a little beyond `guess`, the packing fraction at which they may jam, and shrink
    again (see `_shrink`), forces balanced to `balance` each time. Without one they are balanced to
    0.002, or shrunk faster where all are nearly of one size; where contacts then lack, as in wide
    distributions, the bed is pressed again, once, and shrunk with better balance, the better the
    earlier they lacked.

    Raises
    ------
    ConvergenceError
        The forces did not balance to `IMBALANCE_MAX` of the load (`Relaxed.load_imbalance`).
    """
    bed.scale_to(START_FRACTION)
    _relax(bed, START_IMBALANCE)
    bed.scale_to(START_COMPRESSION * guess)
    pressed = _press(bed, START_OVERLAP, START_GROWTH)
    if balance is not None:
        return _shrink(bed, pressed, overlap_tolerance, progress, stretches(balance))
    onward = progress and _never_back(progress)
    first = _first_descent(bed)
    state = _shrink(bed, pressed, overlap_tolerance, onward, first, least=ALL_CONTACTS)
    if _contacts(bed) >= ALL_CONTACTS:
        return state
    better = BETTER_BALANCE if state.overlap_mean < LACK_EARLY else BEST_BALANCE
    pressed = _press(bed, PRESS_AGAIN, PRESS_AGAIN)
    return _shrink(bed, pressed, overlap_tolerance, onward, stretches(better))


def _first_descent(bed: Bed) -> tuple[Stretch, ...]:
    """Return how to shrink until contacts lack: faster where spheres are nearly of one size.

    Between walls and among discs, which order, that loses contacts; around rods none are counted.
    """
    fast = bed.spread() < ALIKE and bed.domain.wraps.all() and len(bed.rods.radii) == 0
    return OF_ALIKE if fast else stretches(BALANCE)


def _never_back(progress: Progress) -> Progress:
    """Tell the largest share so far: a second descent starts anew."""
    furthest = 0.0

    def tell(share: float) -> None:
        nonlocal furthest
        furthest = max(furthest, share)
        progress(furthest)

    return tell


def _shrink(
    bed: Bed,
    state: Relaxed,
    overlap_tolerance: float,
    progress: Progress | None,
    how: tuple[Stretch, ...],
    least: float = 0.0,
) -> Relaxed:
    """Shrink the particles of a pressed bed until the largest overlap is below the tolerance.

    They shrink stage by stage (see `Stretch`), each time by a share of what would take the pressure
    to zero if it went on falling as in the last stage; where that went too far, by less. Where
    forces are far from balance, they are given more time first: coarse particles among loose fines
    need it. Where contacts lack, as in blends near their densest share, particles are let swing; or
    that is the end, if they are fewer than `least` of what balance needs.
    In the end what carries the load has to be in balance: fines among coarse particles that jam
    touch by chance and part ever more slowly. Where the bed is loose but for grains wedged between
    obstacles, these have to be. A bed that comes loose at whatever step has found a denser
    arrangement and is pressed again.
    """
    first, step, caution, waited = state.overlap_max, FIRST_STEP * state.overlap_mean, 1.0, 0
    for _ in range(STAGES_MAX):
        small_enough = state.overlap_max <= overlap_tolerance
        if small_enough and _imbalance(state) <= IMBALANCE_MAX:
            return state
        stretch = next(s for s in how if state.overlap_mean > s.down_to)
        waits = small_enough or (_unsettled(state) > stretch.waits_above and waited < WAIT)
        waited = waited + 1 if waits else 0
        kept, pressure, shrink = bed.p[:, :3].copy(), state.virial, 0.0 if waits else step
        bed.grow(-shrink)
        better = BETTER * state.force_imbalance if waits else stretch.imbalance
        trial = _relax(bed, min(better, stretch.imbalance), steps=stretch.steps)
        slope = max(pressure - trial.virial, 0.1 * trial.virial)
        left = LOST * (1 - stretch.shrink) * pressure
        if least > 0 and trial.virial >= left and _contacts(bed) < least:
            return trial
        if trial.overlap_max > overlap_tolerance:
            trial = _swing(bed, trial, stretch)
        if trial.virial >= left:
            state = trial
            if waits:
                step *= state.virial / pressure
            else:
                step *= caution * stretch.shrink * state.virial / slope
                caution = min(2 * caution, 1.0)
        elif shrink > 0 and caution > CAUTION_MIN:
            bed.grow(shrink)
            bed.p[:, :3], step, caution = kept, step / 2, caution / 2
        else:
            state = _press(bed, 0.5 * state.overlap_mean, state.overlap_mean)
            step, caution = FIRST_STEP * state.overlap_mean, 1.0
        if progress is not None:
            done = log(first / state.overlap_max) / log(first / overlap_tolerance)
            progress(min(max(done, 0.0), 1.0))
    if state.overlap_max > overlap_tolerance:
        raise ConvergenceError(
            "packing (largest relative overlap)", state.overlap_max, overlap_tolerance, STAGES_MAX
        )
    raise ConvergenceError(
        "packing (net force over the load)",
        _imbalance(state),
        IMBALANCE_MAX,
        STAGES_MAX,
    )


def _swing(bed: Bed, state: Relaxed, stretch: Stretch) -> Relaxed:
    """Let particles swing about while those that are held have too few contacts."""
    for _ in range(SWINGS):
        if _contacts(bed) >= ENOUGH_CONTACTS:
            break
        _relax(bed, stretch.imbalance, steps=SWING_STEPS, drag=DRAG)
        state = _relax(bed, stretch.imbalance, steps=stretch.steps)
    return state


def _contacts(bed: Bed) -> float:
    """Return contacts over those that balance needs; 1 around rods, where not all are counted."""
    return bed.contacts_over_needed() if len(bed.rods.radii) == 0 else 1.0


def _unsettled(state: Relaxed) -> float:
    """Return the imbalance that has to be small for the bed to shrink on."""
    return state.force_imbalance if state.overlap_mean > ALL_WAIT_ABOVE else _imbalance(state)


def _imbalance(state: Relaxed) -> float:
    """Return that of the load; of contact forces where only wedged grains press, who carry none."""
    return state.load_imbalance if state.load_imbalance < NO_LOAD else state.force_imbalance


def _press(bed: Bed, overlap: float, growth: float) -> Relaxed:
    """Grow the particles until they press so much: by `growth` (of the log of size), then more.

    Either on average over contacts, or so much as equal spheres do that carry the load alike: fines
    that touch by chance bring the average down, and coarse particles pressed farther crystallise.
    """
    for _ in range(STAGES_MAX):
        state = _relax(bed, START_IMBALANCE, overlap_goal=NO_OVERLAP)
        if _pressed(state) >= overlap:
            state = _relax(bed, FIRST.imbalance)
            if _pressed(state) >= 0.5 * overlap:
                return state
        bed.grow(growth)
        growth *= GROW_FASTER
    raise ConvergenceError(
        "packing (mean overlap when pressed, too small)",
        state.overlap_mean,
        overlap,
        STAGES_MAX,
    )


def _pressed(state: Relaxed) -> float:
    return max(state.overlap_mean, MEAN_OF_LOAD * state.load_overlap)


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


def _relax(
    bed: Bed,
    tolerance: float,
    *,
    overlap_goal: float = 0.0,
    steps: int = STEPS,
    drag: float = 0.0,
) -> Relaxed:
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
            drag,
        )
    return state
