"""The contact network as a whole: counted, per volume, and through the box."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model import Packing
from ceralyte.packing.analysis.coordination import contact_numbers, held_contacts
from ceralyte.packing.particles import CONTACT_GAP_MAX, image_shifts

Ints = NDArray[np.int64]


class Isostaticity(Record):
    """The contacts of a packing beside the fewest that can make it rigid.

    Attributes
    ----------
    held : int
        Particles that are no rattlers.
    contacts : int
        Between them, and of them with walls and obstacles.
    maxwell_count : int
        dimension x held - free translations + 1.
    excess : int
        contacts - maxwell_count: 0 at frictionless jamming, above it if pressed further.
    """

    held: int
    contacts: int
    maxwell_count: int
    excess: int


class ContactDensity(Record):
    """How much contact a volume of packing holds; geometry of frictionless particles.

    Attributes
    ----------
    contacts_per_volume : Quantity, 1/m3 (1/m2 for discs)
        Contacts between held particles over the volume of the box without obstacles.
    contacts_per_particle_volume : Quantity, 1/m3 (1/m2 for discs)
        The same over the volume of all particles, rattlers included.
    contact_area_per_strain : Quantity or Unavailable, 1/m
        Contact area per volume of the box, over the strain of a slight compression: how fast
        contact area grows when differently graded powders are pressed equally far.
    """

    contacts_per_volume: Quantity
    contacts_per_particle_volume: Quantity
    contact_area_per_strain: Outcome


def isostaticity(packing: Packing) -> Isostaticity:
    """Compare the number of contacts with Maxwell's count.

    `held` particles without friction have dimension x held degrees of freedom. Moving all of
    them along a periodic axis changes no distance; walls across the axis, or an obstacle, forbid
    it. One contact more makes the packing resist compression. In three dimensions that is
    3 N - 2 in a periodic box, 3 N - 1 between two walls, 2 N - 1 for discs in a periodic square.

    Validity
    --------
    Contacts without friction. A loose packing has fewer contacts than the count (`excess` < 0),
    down to none.

    Source
    ------
    C. P. Goodrich, A. J. Liu, S. R. Nagel, Phys. Rev. Lett. 109 (2012) 095704.
    """
    held = int((~packing.rattlers).sum())
    pairs = len(held_contacts(packing))
    contacts = int(contact_numbers(packing).sum()) - pairs  # each pair is counted twice there
    free = 0 if packing.obstacles is not None else sum(packing.periodic[: packing.dimension])
    needed = max(packing.dimension * held - free + 1, 0)
    return Isostaticity(
        held=held, contacts=contacts, maxwell_count=needed, excess=contacts - needed
    )


def contact_density(packing: Packing) -> ContactDensity:
    """Return contacts per volume and how fast contact area grows with pressing.

    Two spheres of radii r and s that approach by delta touch, by Hertz, over pi R delta with
    1/R = 1/r + 1/s. A uniform strain e brings their centres closer by e (r + s), so each contact
    adds e pi r s: `contact_area_per_strain` is the sum of pi r s over the box volume. With one
    shape of distribution it scales as 1 / diameter.

    Validity
    --------
    Contacts between held particles (walls and obstacles are left out), small strain that moves
    all centres alike, elastic contact without friction. Fully plastic contacts that neither pile
    up nor sink in are twice as large for the same approach, in every packing.

    Source
    ------
    K. L. Johnson, Contact Mechanics (Cambridge, 1985), chapters 4 and 6.
    """
    pairs = held_contacts(packing)
    plane = packing.dimension == 2
    radii = 0.5 * packing.diameters
    solid = np.sum(np.pi * radii**2 if plane else 4 / 3 * np.pi * radii**3)
    volume = float(solid / packing.packing_fraction)
    unit, method = "1/m^2" if plane else "1/m^3", "contacts counted, rattlers left out"
    area: Outcome
    if plane:
        area = Unavailable(unit="1/m", reason="discs touch along lines; Hertz areas need spheres")
    else:
        area = Quantity(
            value=float(np.pi * np.prod(radii[pairs], axis=1).sum() / volume),
            unit="1/m",
            method="Hertz contacts at uniform strain",
            validity="small strain, elastic, frictionless; contacts between held particles",
        )
    return ContactDensity(
        contacts_per_volume=Quantity(value=len(pairs) / volume, unit=unit, method=method),
        contacts_per_particle_volume=Quantity(
            value=len(pairs) / float(solid), unit=unit, method=method
        ),
        contact_area_per_strain=area,
    )


def percolates(packing: Packing) -> tuple[bool, ...]:
    """Return, for each axis, whether contacts of held particles connect through the box.

    Along a periodic axis the network must meet its own image in a neighbouring box, between
    walls it must reach from one to the other.

    Returns
    -------
    tuple of `dimension` bool

    Examples
    --------
    >>> from ceralyte.packing.particles import from_particles
    >>> percolates(from_particles([[1, 1, 1], [2, 1, 1]], [1.0, 1.0], [4, 4, 4]))
    (False, False, False)
    """
    pairs = held_contacts(packing)
    component = connected_components(_graph(len(packing), pairs), directed=False)[1]
    winds = _winding_axes(packing, pairs, component)
    return tuple(
        bool(winds[axis]) if packing.periodic[axis] else _spans(packing, component, axis)
        for axis in range(packing.dimension)
    )


def _graph(n: int, pairs: Ints) -> coo_array:
    return coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))


def _winding_axes(packing: Packing, pairs: Ints, component: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return along which axes (3,) some loop of contacts ends in another box than it began.

    Along a tree of contacts each particle gets the box in which it touches its parent; a contact
    outside the tree that contradicts these boxes closes such a loop.
    """
    n = len(packing)
    shifts = image_shifts(packing, pairs)
    _, roots = np.unique(component, return_index=True)
    to_roots = np.column_stack([np.full(len(roots), n), roots])
    edges = np.concatenate([pairs, to_roots])
    parent = breadth_first_order(_graph(n + 1, edges), n, directed=False)[1].astype(np.int64)
    parent[n] = n
    box_of = np.zeros((n + 1, 3), np.int64)
    for child, other, sign in ((1, 0, 1), (0, 1, -1)):
        in_tree = parent[pairs[:, child]] == pairs[:, other]
        box_of[pairs[in_tree, child]] = sign * shifts[in_tree]
    while (parent != n).any():  # halves the way to the root
        box_of += box_of[parent]
        parent = parent[parent]
    contradiction = box_of[pairs[:, 0]] + shifts - box_of[pairs[:, 1]]
    return np.asarray(contradiction.any(axis=0))


def _spans(packing: Packing, component: NDArray[np.int32], axis: int) -> bool:
    """Whether one component touches both walls across `axis`."""
    if packing.fixed_contacts is None:
        return False
    at_wall = ~packing.rattlers & (packing.fixed_contacts > 0)
    reach = (0.5 + CONTACT_GAP_MAX) * packing.diameters
    position = packing.centres[:, axis]
    low = component[at_wall & (position <= reach)]
    high = component[at_wall & (packing.box[axis] - position <= reach)]
    return bool(np.intersect1d(low, high).size)
