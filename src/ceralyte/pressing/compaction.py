"""Quasi-static compaction: strain steps until a density or a load is reached."""

from collections.abc import Callable
from math import log

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import ConvergenceError
from ceralyte.model.pressing import PressMethod
from ceralyte.pressing.bed import Bed, settled, strained

Floats = NDArray[np.float64]

MAX_DENSITY = 0.999
"""Where pressing to a pressure ends: no press drives the last gas out, and nothing changes."""

HARDNESS = 3.0
"""Contact pressure of an isolated plastic contact over the yield stress (Tabor, The Hardness of
Metals, 1951)."""

_STEP, _STEP_OF_PORES = 0.015, 0.15
"""Largest rise of the density in one step, alone and over the porosity that is left."""

_LOAD_TOLERANCE = 2e-3
_TRIES_MAX = 30

Observer = Callable[[Bed], None]


def contact_pressure(density: float) -> float:
    """Return the pressure in the contacts over the yield stress [-].

    The hardness, or what closes an isolated pore in a grain mass of this density,
    ``(2/3) ln(1 / (1 - D))``, where that is more (above 0.989).
    """
    return max(HARDNESS, 2 / 3 * log(1 / (1 - density)))


def stresses(bed: Bed) -> Floats:
    """Return the normal stresses (3,) over the yield stress [-]."""
    return contact_pressure(bed.relative_density) * bed.fabric


def support_stresses(bed: Bed) -> Floats:
    """Return the normal stresses (3,) that grains exert within fibres over the yield stress [-]."""
    return contact_pressure(bed.relative_density) * bed.held_fabric


def load(bed: Bed, method: PressMethod) -> float:
    """Return the pressure of the press over the yield stress [-]."""
    normal = stresses(bed)
    return float(normal.mean() if method == "isostatic" else normal[2])


def compact_to_density(bed: Bed, method: PressMethod, density: float, observe: Observer) -> Bed:
    """Return the bed pressed to a relative density; `observe` is called with every state."""
    observe(bed)
    while (there := bed.relative_density) < density * (1 - 1e-12):
        bed = _to(bed, method, min(_next(there), density))
        if bed.relative_density >= density * (1 - 1e-12):
            bed = settled(bed)
        observe(bed)
    return bed


def compact_to_load(bed: Bed, method: PressMethod, wanted: float, observe: Observer) -> Bed:
    """Return the bed under a pressure over the yield stress, at `MAX_DENSITY` at the most."""
    observe(bed)
    least, most = wanted * (1 - _LOAD_TOLERANCE), wanted * (1 + _LOAD_TOLERANCE)
    while load(bed, method) < least and bed.relative_density < MAX_DENSITY * (1 - 1e-12):
        further = _to(bed, method, min(_next(bed.relative_density), MAX_DENSITY))
        if load(further, method) > most:
            further = _between(bed, further, method, wanted)
        bed = further
        if load(bed, method) >= least or bed.relative_density >= MAX_DENSITY * (1 - 1e-12):
            bed = settled(bed)
        observe(bed)
    return bed


def _next(density: float) -> float:
    return density + min(_STEP, _STEP_OF_PORES * (1 - density))


def _to(bed: Bed, method: PressMethod, density: float) -> Bed:
    ratio = bed.relative_density / density
    stretch = np.full(3, ratio ** (1 / 3))
    return strained(bed, stretch if method == "isostatic" else np.array([1.0, 1.0, ratio]))


def _between(low: Bed, high: Bed, method: PressMethod, wanted: float) -> Bed:
    """Return the state at the wanted load, which lies between two states."""
    start = low
    ends = [(b.relative_density, load(b, method)) for b in (low, high)]
    for _ in range(_TRIES_MAX):
        (d0, l0), (d1, l1) = ends
        share = float(np.clip((wanted - l0) / (l1 - l0), 0.05, 0.95)) if l1 > l0 else 0.5
        middle = _to(start, method, d0 + share * (d1 - d0))
        reached = load(middle, method)
        if abs(reached / wanted - 1) <= _LOAD_TOLERANCE or d1 - d0 < 1e-7:
            return middle
        if reached < wanted:
            start, ends = middle, [(middle.relative_density, reached), ends[1]]
        else:
            ends = [ends[0], (middle.relative_density, reached)]
    raise ConvergenceError("pressing to a pressure", reached / wanted, 1.0, _TRIES_MAX)
