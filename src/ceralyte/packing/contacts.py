"""Who touches whom, and which particles nothing holds."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.packing.neighbours import Floats, Ints

BLOCK = 10_000  # pairs
CONTACT_GAP = 1e-4  # over the mean diameter; forces are balanced to no more in places


def find_rattlers(
    n: int, contacts: Ints, fixed_contacts: Ints | None = None, *, least: int = 4
) -> NDArray[np.bool_]:
    """Return which of `n` particles have too few contacts with whatever is held.

    Taking a rattler away may free its neighbours, so the rule is repeated until nothing changes.

    Parameters
    ----------
    n : int
    contacts : ndarray (m, 2) int
        Each pair once.
    fixed_contacts : ndarray (n,) int, optional
        Contacts with walls and obstacles.
    least : int
        The fewest contacts that can hold a particle: 4 for smooth spheres, 3 for smooth discs.

    Examples
    --------
    >>> find_rattlers(2, np.array([[0, 1]])).tolist()
    [True, True]
    """
    held = np.ones(n, dtype=bool)
    while True:
        touched = np.zeros(n, dtype=np.int64)
        for begin in range(0, len(contacts), BLOCK):  # at once they would take most of the memory
            block = contacts[begin : begin + BLOCK]
            np.add.at(touched, block[held[block].all(axis=1)].ravel(), 1)
        if fixed_contacts is not None:
            touched += fixed_contacts
        still_held = held & (touched >= least)
        if still_held.sum() == held.sum():
            return ~held
        held = still_held


def relative_overlaps(
    centres: Floats,
    diameters: Floats,
    box: Floats,
    pairs: Ints,
    periodic: tuple[bool, bool, bool] = (True, True, True),
) -> Floats:
    """Return (r_i + r_j - distance) / (r_i + r_j) of `pairs`, nearest images; gaps are < 0."""
    overlaps, wraps = np.empty(len(pairs)), inverse_sides(box, periodic)
    for begin in range(0, len(pairs), BLOCK):  # at once they would take most of the memory
        block = pairs[begin : begin + BLOCK]
        apart = centres[block[:, 0]] - centres[block[:, 1]]
        apart -= box * np.rint(apart * wraps)
        reach = 0.5 * diameters[block].sum(axis=1)
        overlaps[begin : begin + BLOCK] = 1 - np.linalg.norm(apart, axis=1) / reach
    return overlaps


def inverse_sides(box: Floats, periodic: tuple[bool, bool, bool]) -> Floats:
    """Return one over the sides (3,) along axes that wrap around, 0 along others."""
    wraps = np.array(periodic) & (box > 0)
    return np.where(wraps, 1 / np.where(wraps, box, 1.0), 0.0)
