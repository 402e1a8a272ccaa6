"""Who touches whom, and which particles nothing holds."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.packing.neighbours import Floats, Ints


def find_rattlers(n: int, contacts: Ints) -> NDArray[np.bool_]:
    """Return which of `n` particles have fewer than four contacts with others that are held.

    Four contacts are the fewest that can hold a sphere. Taking a rattler away may free its
    neighbours, so the rule is repeated until nothing changes.

    Parameters
    ----------
    n : int
    contacts : ndarray (m, 2) int
        Each pair once.

    Examples
    --------
    >>> find_rattlers(2, np.array([[0, 1]])).tolist()
    [True, True]
    """
    held = np.ones(n, dtype=bool)
    while True:
        between_held = contacts[held[contacts].all(axis=1)]
        still_held = held & (np.bincount(between_held.ravel(), minlength=n) >= 4)
        if still_held.sum() == held.sum():
            return ~held
        held = still_held


def relative_overlaps(centres: Floats, diameters: Floats, box: Floats, pairs: Ints) -> Floats:
    """Return (r_i + r_j - distance) / (r_i + r_j) of `pairs` in a periodic box; gaps are < 0."""
    apart = centres[pairs[:, 0]] - centres[pairs[:, 1]]
    apart -= box * np.rint(apart / box)
    reach = 0.5 * diameters[pairs].sum(axis=1)
    overlaps: Floats = 1 - np.linalg.norm(apart, axis=1) / reach
    return overlaps
