"""How a bond loses its stiffness: a linear softening law cut into teeth of the same energy."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.mechanics.network import BondNetwork

Floats = NDArray[np.float64]

TEETH = 30
"""Steps in which a bond loses its stiffness."""

_LAST = 0.1  # opening left at the last tooth but one, over that at the strength
_HALVINGS, _MOST = 60, 10.0


def brittleness(network: BondNetwork) -> Floats:
    """Return the opening at which each bond is broken over that at its strength (m,), >= 1.

    2 G k / N^2 for a bond of fracture energy G, normal stiffness k and strength N. Where G is
    less than the springs store at the strength, N^2 / (2 k), the bond breaks at once: 1.
    """
    stored = network.strength**2 / (2 * network.normal_stiffness)
    return np.maximum(network.fracture_energy / stored, 1.0)


def saw_tooth(ends: Floats) -> tuple[Floats, Floats]:
    """Cut linear softening laws into `TEETH` steps that together spend the same energy.

    Parameters
    ----------
    ends : ndarray (m,)
        From `brittleness`.

    Returns
    -------
    thresholds : ndarray (m, TEETH)
        Opening over that at the strength at which the k-th step of damage happens; rising.
    stiffness : ndarray (m, TEETH + 1)
        Share of the stiffness that is left before the first step, after it, ...; the last is 0.

    Source
    ------
    Sequentially linear analysis: J. G. Rots, B. Belletti and S. Invernizzi, Eng. Fract. Mech. 75,
    590 (2008). Here the first tip is the strength itself, the others overshoot the softening
    line by one factor, with which the energy is right.
    """
    low, high = np.ones_like(ends), np.full_like(ends, _MOST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        less = _energy(*_teeth(ends, middle)) < ends / 2
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return _teeth(ends, (low + high) / 2)


def _teeth(ends: Floats, overshoot: Floats) -> tuple[Floats, Floats]:
    """Tips above the line from (1, 1) to (end, 0); each step leaves the same share of stiffness."""
    width = (ends - 1)[:, None]
    share = (_LAST / (_LAST + width)) ** (np.arange(TEETH) / (TEETH - 1))
    tips = overshoot[:, None]
    thresholds = tips * ends[:, None] / (share * width + tips)
    thresholds[:, 0] = 1.0
    return thresholds, np.append(share, np.zeros((len(ends), 1)), axis=1)


def _energy(thresholds: Floats, stiffness: Floats) -> Floats:
    """Energy (m,) spent by all steps, in units of strength times the opening at it."""
    return np.asarray((thresholds**2 * -np.diff(stiffness, axis=1)).sum(axis=1) / 2)
