"""Random loose packings of rough spheres in a periodic cube."""

from collections.abc import Callable
from math import log

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Packing
from ceralyte.numerics.threads import at_most_threads
from ceralyte.packing.contacts import find_rattlers, relative_overlaps
from ceralyte.packing.estimate import farr_groot
from ceralyte.packing.friction_dynamics import (
    Grains,
    Network,
    Settled,
    no_network,
    settle,
)
from ceralyte.packing.neighbours import Floats, Ints, cut_into_chunks

START_FRACTION = 0.3
START_PRESSURE = 0.01
PRESSURE_STEP = 0.3  # smallest factor from one target pressure to the next
AIM = 0.8  # at this part of the overlap tolerance
FORCE_IMBALANCE = 0.005
STEPS_PER_REPORT, STEPS_MAX = 5_000, 1_000_000
FRICTION_MAX = 100.0
_BYTES_PER_PARTICLE = 1000  # measured with 2,000: 720, of which most does not grow
HOLDS_ROUGH, HOLDS_SMOOTH = 2, 4  # fewest contacts that can hold a sphere

Progress = Callable[[float], None]


def pack_frictional(
    diameters: Floats,
    friction: float,
    *,
    seed: int = 0,
    overlap_tolerance: float = 1e-3,
    progress: Progress | None = None,
) -> Packing:
    """Pack rough spheres of given diameters (n,), m, randomly and loosely into a periodic cube.

    Damped soft spheres at random places grow until their pressure meets a target; then the
    pressure is lowered until the largest overlap is below the tolerance. Sliding contacts
    obey Coulomb's law from the beginning to the end. Two particles touch if they overlap by
    more than the forces that are left unbalanced could tell apart from nothing.

    Parameters
    ----------
    diameters : ndarray (n,), m
    friction : float
        Largest tangential over normal force of a contact, 0 to 100; beyond 10 little changes.
    seed : int
        The same seed gives the same packing, bit by bit, on the same machine.
    overlap_tolerance : float
        Largest overlap allowed, relative to the mean diameter of the pair: 1e-4 to 1e-2.
    progress : callable, optional
        Told the share done, 0 to 1, now and then.

    Returns
    -------
    Packing
        Rattlers have fewer than two contacts with others that are held (without friction, four):
        two opposite contacts hold a rough sphere if they lie within its cones of friction.

    Raises
    ------
    InputError
        A number out of range.
    ConvergenceError
        The forces did not balance within the allowed steps.

    Validity
    --------
    Without gravity, cohesion or resistance to rolling. With friction the packing fraction depends
    on how a powder is packed: slow, shaken or lubricated powder packs denser, up to random close
    packing. Here friction acts throughout a quick, damped compression, which gives the loose end.
    2,000 equal spheres filled 0.639, 0.634, 0.603, 0.578, 0.560 and 0.557 at friction 0, 0.01,
    0.1, 0.3, 1 and 10, seeds differing by 0.002; twice or half the damping, four times or a
    quarter of the rate, or tangential springs as stiff as the normal ones moved that by up
    to 0.002 at 0.1 and 0.006 at 10, and the contacts per held particle by up to 0.1. An overlap
    tolerance of 2e-4 packs 0.004 denser at friction 10 and leaves 0.05 to 0.15 contacts per
    particle fewer. Particles that two contacts hold can bring their mean below 4.

    Source
    ------
    L. E. Silbert, Soft Matter 6 (2010) 2918; P. A. Cundall, O. D. L. Strack, Géotechnique 29
    (1979) 47.

    Examples
    --------
    >>> packing = pack_frictional(np.full(200, 3e-6), 0.5)
    >>> 0.53 < packing.packing_fraction < 0.60
    True
    """
    _check(friction, overlap_tolerance)
    require_memory(
        f"packing {len(diameters)} particles with friction",
        _BYTES_PER_PARTICLE * len(diameters),
        "fewer particles",
    )
    rng = np.random.default_rng((seed, len(diameters)))
    grains, order = _scatter(diameters, rng)
    log_close = log(farr_groot(diameters).value) / 3
    with at_most_threads(1):  # also starts the threads, which kernels from the cache do not
        state, network = _compress(grains, friction, overlap_tolerance, log_close, progress)
    centres, box = _place(grains, order, diameters, state.log_scale)
    pairs = _name_pairs(network, order)
    overlaps = relative_overlaps(centres, diameters, box, pairs)
    contacts = pairs[overlaps > FORCE_IMBALANCE * state.overlap_mean]
    least = HOLDS_ROUGH if friction > 0 else HOLDS_SMOOTH
    return Packing(
        centres=centres,
        diameters=diameters,
        box=box,
        periodic=(True, True, True),
        contacts=contacts,
        rattlers=find_rattlers(len(diameters), contacts, least=least),
        overlap_relative_max=max(float(overlaps.max()), 0.0),
        seed=seed,
    )


def _check(friction: float, overlap_tolerance: float) -> None:
    if not 0 <= friction <= FRICTION_MAX:
        raise InputError("friction", f"got {friction}", f"0 to {FRICTION_MAX:g}, such as 0.3")
    if not 1e-4 <= overlap_tolerance <= 1e-2:
        raise InputError(
            "overlap_tolerance", f"got {overlap_tolerance}", "1e-4 to 1e-2 with friction"
        )


def _scatter(diameters: Floats, rng: np.random.Generator) -> tuple[Grains, Ints]:
    """Return grains at rest at random places, and their order: neighbours near in memory."""
    n = len(diameters)
    x = rng.random((n, 3))
    order, _ = cut_into_chunks(x)
    a = diameters[order] / np.cbrt(np.pi / 6 * np.sum(diameters**3))
    return Grains(x[order], np.zeros((n, 3)), np.zeros((n, 3)), a), order


def _compress(
    grains: Grains,
    friction: float,
    overlap_tolerance: float,
    log_close: float,
    progress: Progress | None,
) -> tuple[Settled, Network]:
    """Move `grains` to balance below the overlap tolerance; `log_close`: about where they jam."""
    target, steps, network = -1.0, 0, no_network(len(grains.a))
    log_start = log_scale = log(START_FRACTION) / 3
    while True:
        state, network = settle(
            grains, network, log_scale, friction, target, FORCE_IMBALANCE, STEPS_PER_REPORT
        )
        log_scale = state.log_scale
        steps += state.steps
        if state.balanced and target > 0 and state.overlap_max <= overlap_tolerance:
            return state, network
        if steps >= STEPS_MAX:
            raise ConvergenceError(
                "packing with friction (net force over mean contact force)",
                state.imbalance,
                FORCE_IMBALANCE,
                steps,
            )
        if state.balanced and target < 0:
            target = START_PRESSURE
        elif state.balanced:
            target *= max(PRESSURE_STEP, AIM * overlap_tolerance / state.overlap_max)
        if progress is not None:
            progress(min((log_scale - log_start) / (log_close - log_start), 1.0))


def _place(
    grains: Grains, order: Ints, diameters: Floats, log_scale: float
) -> tuple[Floats, Floats]:
    """Return centres in m in the order of `diameters`, and the box."""
    x = grains.x - np.floor(grains.x)
    x[x >= 1.0] = 0.0
    box = np.full(3, diameters[order[0]] / (grains.a[0] * np.exp(log_scale)))
    centres = np.empty_like(x)
    centres[order] = np.minimum(x * box, np.nextafter(box, 0.0))
    return centres, box


def _name_pairs(network: Network, order: Ints) -> Ints:
    """Return the close pairs i < j by their numbers before they were put in `order`, sorted."""
    rows = np.repeat(np.arange(len(order)), np.diff(network.start))
    pairs = np.sort(np.column_stack([order[rows], order[network.neighbour]]), axis=1)
    named: Ints = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return named
