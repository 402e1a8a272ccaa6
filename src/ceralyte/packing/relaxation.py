"""Soft spheres pushed together: FIRE in the positions at a fixed size scale.

What they push with stands in `forces`, how their neighbours are found in `lists`.

Source: E. Bitzek et al., Phys. Rev. Lett. 97 (2006) 170201 (FIRE); restart half a step back:
J. Guénolé et al., Comput. Mater. Sci. 175 (2020) 109584; velocities corrected for their bias
after a restart: S. Echeverri Restrepo, P. Andric, Comput. Mater. Sci. 218 (2023) 111978.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.fours import (
    all_four,
    length_squared,
    of_four,
    one_of,
    row_of,
    set_row,
)
from ceralyte.packing.forces import (
    IMBALANCE,
    LARGEST,
    MOVING,
    OVERLAP,
    POWER,
    PULLING,
    VIRIAL,
    forces,
)
from ceralyte.packing.lists import count_contacts, covers, list_neighbours, list_widely
from ceralyte.packing.neighbours import Domain, Floats, Ints
from ceralyte.packing.obstacles import Rods
from ceralyte.packing.slack import LIST_AGE, adapt_slack, size_classes

TIME_STEP_MAX = 0.5  # over the scale: contacts swing with a frequency near 1; 0.7 is unstable
MIXING = 0.25
PATIENCE = 20  # downhill steps before the time step grows
LOAD_CONTACTS = 3.0  # per particle that carry the pressure: half of six, each between two


class Relaxed(NamedTuple):
    """State at the end of a relaxation; overlaps are relative to the mean diameter of a pair.

    The mean is over delta as `forces` defines it. `force_imbalance` is over (mean overlap * a^2)
    and counts each particle alike. `load_overlap` would carry the pressure if three contacts per
    particle had it; `load_imbalance` is over (load_overlap * a^2), weighed by volume. For equal
    spheres there is little difference; where coarse particles carry the load, fines that touch by
    chance count little.
    """

    virial: float
    overlap_mean: float
    overlap_max: float
    force_imbalance: float
    load_overlap: float
    load_imbalance: float
    steps: int


@njit(cache=True, error_model="numpy")
def _chunk_advance(
    p: Floats,
    v: Floats,
    force: Floats,
    reference: Floats,
    keep: float,
    push: float,
    dt: float,
    back: float,
    begin: int,
    end: int,
) -> bool:
    """Move particles one step; say whether one is farther than `reference` lets it.

    `v` holds one over the diameters in its fourth column. `back` > 0 first takes the particles back
    by that time and stops them.
    """
    away = False
    keeps, pushes = of_four(keep, keep, keep, 1.0), of_four(push, push, push, 0.0)
    forth, back_by = of_four(dt, dt, dt, 0.0), of_four(back, back, back, 0.0)
    for i in range(begin, end):
        place, way = row_of(p, i), row_of(v, i)
        inverse = all_four(one_of(way, 3))
        if back > 0:
            place = place - back_by * way
            way = of_four(0.0, 0.0, 0.0, 1.0) * way
        way = keeps * way + pushes * inverse * row_of(force, i)
        place = place + forth * way
        set_row(v, i, way)
        set_row(p, i, place)
        margin = reference[i, 3]
        away |= length_squared(place - row_of(reference, i)) > margin * margin
    return away


@njit(cache=True, parallel=True, error_model="numpy")
def _advance(
    p: Floats,
    v: Floats,
    force: Floats,
    reference: Floats,
    keep: float,
    push: float,
    dt: float,
    back: float,
    chunks: Ints,
    away: NDArray[np.bool_],
) -> bool:
    """Move one step; say whether a particle is farther than `reference` lets it."""
    for c in prange(len(chunks) - 1):
        away[c] = _chunk_advance(
            p, v, force, reference, keep, push, dt, back, chunks[c], chunks[c + 1]
        )
    return bool(away.any())


@njit(cache=True)
def _balance(sums: Floats, n: int, contacts: float) -> tuple[float, float]:
    """Return the mean overlap and the net force over (mean overlap * a^2), root mean square."""
    mean = sums[OVERLAP] / max(contacts, 1.0)
    return mean, np.sqrt(sums[IMBALANCE] / n) / mean if mean > 0 else 0.0


@njit(cache=True, error_model="numpy")
def _load(p: Floats, sums: Floats) -> tuple[float, float]:
    """Return the overlap that carries the pressure and the net force over (that * a^2)."""
    volume = np.sum(p[:, 3] ** 3)
    overlap = sums[VIRIAL] / (LOAD_CONTACTS * volume)
    return overlap, np.sqrt(sums[PULLING] / volume) / overlap if overlap > 0 else 0.0


@njit(cache=True, error_model="numpy")
def relax(
    p: Floats,
    domain: Domain,
    rods: Rods,
    chunks: Ints,
    scale: float,
    tolerance: float,
    overlap_goal: float,
    max_steps: int,
    slack: Floats,
    drag: float,
) -> Relaxed:
    """Relax positions until the forces balance.

    Parameters
    ----------
    p : ndarray (n, 4)
        Positions in the box, moved in place and wrapped into it now and then; diameters at scale
        1, in the order and `chunks` of `neighbours.cut_into_chunks`.
    scale : float
        Factor on the diameters.
    tolerance : float
        On the root mean square of net force over (mean overlap * a^2).
    overlap_goal : float
        Also done when no overlap is larger.
    max_steps : int
    slack : ndarray (32,)
        See `slack`; fitted to how particles move, in place.
    drag : float
        0 for FIRE. Or the share of their speed that particles lose per step: they swing about and
        flow farther than FIRE lets them, who stops all when some bounce.
    """
    n, many = len(p), len(chunks) - 1
    v, force, reference = np.zeros((n, 4)), np.zeros((n, 4)), np.empty((n, 4))
    v[:, 3] = 1 / p[:, 3]
    sums, away = np.zeros((many, 7)), np.zeros(many, np.bool_)
    limit, mixing, downhill, step = TIME_STEP_MAX * scale, MIXING, 0, 0
    dt = 0.3 * limit
    classes, made, moved = size_classes(p), 0, True
    wide_reference = np.empty((n, 4), np.float32)
    wide = list_widely(p, domain, chunks, scale, slack, classes, wide_reference)
    while True:
        if moved:
            if step > 0:
                adapt_slack(slack, p, reference, scale, classes, step - made)
                made = step
            if not covers(p, scale, slack, classes, wide_reference):
                wide = list_widely(p, domain, chunks, scale, slack, classes, wide_reference)
            pairs, rod_first, rod_items, contacts = list_neighbours(
                wide, p, domain, rods, chunks, scale, slack, classes, reference
            )
        s = forces(p, v, force, scale, domain, pairs, rods, rod_first, rod_items, chunks, sums)
        mean, imbalance = _balance(s, n, contacts)
        if imbalance < tolerance or s[LARGEST] <= overlap_goal or step == max_steps:
            contacts = count_contacts(p, domain, pairs, scale)
            mean, imbalance = _balance(s, n, contacts)
        if imbalance < tolerance or s[LARGEST] <= overlap_goal or step == max_steps:
            if step - made > LIST_AGE:
                adapt_slack(slack, p, reference, scale, classes, step - made)
            load, load_imbalance = _load(p, s)
            return Relaxed(s[VIRIAL], mean, s[LARGEST], imbalance, load, load_imbalance, step)
        step += 1
        if drag > 0:
            moved = _advance(p, v, force, reference, 1 - drag, limit, limit, 0.0, chunks, away)
            continue
        back = 0.0
        if s[POWER] > 0:
            downhill += 1
            if downhill > PATIENCE:
                dt, mixing = min(1.1 * dt, limit), 0.99 * mixing
        else:
            downhill, mixing = 0, MIXING
            dt = max(0.5 * dt, 0.02 * limit)
            back = 0.5 * dt
        moving = s[MOVING] if back == 0 else 0.0
        bias = 1 - (1 - mixing) ** (downhill + 1)
        keep = (1 - mixing) / bias
        push = keep * dt + (mixing / bias * np.sqrt(moving / s[PULLING]) if s[PULLING] > 0 else 0.0)
        moved = _advance(p, v, force, reference, keep, push, dt, back, chunks, away)
