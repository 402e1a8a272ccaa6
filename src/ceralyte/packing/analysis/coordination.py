"""How many contacts particles have: by their size, and as a histogram."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model import Packing, Series
from ceralyte.numerics.statistics import mean_and_standard_error

CLASSES_MAX = 1000


class SizeClass(Record):
    """Particles of similar diameter.

    Attributes
    ----------
    lower, upper : float, m
        Their smallest and largest diameter.
    count : int
        How many particles, rattlers included.
    contacts : Outcome, [-]
        Mean contact number of those that are held, and its standard error over the particles.
    rattler_fraction : float
        Share of the class that nothing holds [-].
    """

    lower: float
    upper: float
    count: int
    contacts: Outcome
    rattler_fraction: float


def held_contacts(packing: Packing) -> NDArray[np.int64]:
    """Return the contacts (m, 2) between particles that are held."""
    return packing.contacts[~packing.rattlers[packing.contacts].any(axis=1)]


def contact_numbers(packing: Packing) -> NDArray[np.int64]:
    """Return the contact number (n,) of each particle: 0 for rattlers.

    Counted are contacts with particles that are held, with walls and with obstacles. The mean
    over the held particles is the packing's `coordination_number`.
    """
    n = len(packing)
    numbers = np.bincount(held_contacts(packing).ravel(), minlength=n).astype(np.int64)
    if packing.fixed_contacts is not None:
        numbers += np.where(packing.rattlers, 0, packing.fixed_contacts)
    return numbers


def coordination_by_size(packing: Packing, classes: int = 8) -> tuple[SizeClass, ...]:
    """Return contacts and rattlers per class of diameter, smallest first.

    Parameters
    ----------
    packing : Packing
    classes : int
        1 to 1000 of them, equally wide as a ratio; those that hold no particle are left out.

    Raises
    ------
    InputError
        `classes` out of range.

    Examples
    --------
    >>> from ceralyte.packing.particles import from_particles
    >>> pair = from_particles([[1, 1, 1], [2.5, 1, 1]], [1.0, 2.0], [5, 5, 5])
    >>> [(c.lower, c.count, c.rattler_fraction) for c in coordination_by_size(pair, 2)]
    [(1.0, 1, 1.0), (2.0, 1, 1.0)]
    """
    if not 1 <= classes <= CLASSES_MAX:
        raise InputError("classes", f"got {classes}", f"1 to {CLASSES_MAX}")
    d = packing.diameters
    edges = np.geomspace(d.min(), d.max(), classes + 1)
    member_of = np.clip(np.searchsorted(edges, d, side="right") - 1, 0, classes - 1)
    numbers = contact_numbers(packing)
    return tuple(_size_class(packing, numbers, member_of == k) for k in np.unique(member_of))


def coordination_histogram(packing: Packing) -> Series:
    """Return the share of the held particles that have 0, 1, 2, ... contacts.

    Walls and obstacles count; rattlers are left out.

    Raises
    ------
    InputError
        Nothing is held, so there is nothing to count.
    """
    held = ~packing.rattlers
    if not held.any():
        raise InputError("packing", "every particle is a rattler", "a jammed packing")
    shares = np.bincount(contact_numbers(packing)[held]) / held.sum()
    return Series(
        x_name="contacts per particle",
        x_unit="",
        x=tuple(float(k) for k in range(len(shares))),
        y_name="share of the particles that are held",
        y_unit="",
        y=tuple(shares.tolist()),
        note=f"{packing.rattler_fraction:.3g} of all particles are rattlers and left out",
    )


def _size_class(
    packing: Packing, numbers: NDArray[np.int64], members: NDArray[np.bool_]
) -> SizeClass:
    held = numbers[members & ~packing.rattlers].astype(float)
    contacts: Outcome
    if held.size:
        mean, error = mean_and_standard_error(held.tolist())
        contacts = Quantity(
            value=mean, unit="", method="mean over held particles", std_sampling=error
        )
    else:
        contacts = Unavailable(unit="", reason="every particle of this size is a rattler")
    return SizeClass(
        lower=float(packing.diameters[members].min()),
        upper=float(packing.diameters[members].max()),
        count=int(members.sum()),
        contacts=contacts,
        rattler_fraction=float(packing.rattlers[members].mean()),
    )
