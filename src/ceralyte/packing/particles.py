"""A `Packing` from any list of particles: made elsewhere, measured, or a crystal."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, Packing
from ceralyte.packing.contacts import (
    CONTACT_GAP,
    find_rattlers,
    inverse_sides,
    relative_overlaps,
)
from ceralyte.packing.neighbours import Domain
from ceralyte.packing.obstacle_volume import volume_of
from ceralyte.packing.obstacles import touching_rods
from ceralyte.packing.pair_search import close_pairs

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Periodic = tuple[bool, bool, bool]

CONTACT_GAP_MAX = 0.1


class ParticleError(InputError):
    """A particle that cannot be; `index` is its number, from 0."""

    def __init__(self, field: str, index: int, problem: str, allowed: str) -> None:
        self.index = index
        super().__init__(f"{field}[{index}]", problem, allowed)


def from_particles(
    centres: ArrayLike,
    diameters: ArrayLike,
    box: ArrayLike,
    *,
    periodic: Periodic = (True, True, True),
    contact_gap: float = CONTACT_GAP,
    obstacles: Capsules | None = None,
    dimension: int = 3,
    seed: int = 0,
) -> Packing:
    """Find contacts, rattlers and the largest overlap of given particles.

    Parameters
    ----------
    centres : array_like (n, 3), m
        0 <= centre < box along periodic axes, 0 <= centre <= box between walls; z is 0 for discs.
    diameters : array_like (n,), m
    box : array_like (3,), m
        For discs its third side is 0.
    periodic : tuple of 3 bool
        An axis that does not wrap around has flat walls at 0 and at `box`.
    contact_gap : float
        Widest gap of a contact, relative to the mean diameter of the two, 0 to 0.1; to a wall or
        an obstacle, relative to the particle's diameter. Whatever overlaps is in contact.
    obstacles : Capsules, optional
        Fixed rods, without obstacles of their own.
    dimension : int
        3, or 2 for discs.
    seed : int
        Kept in the result.

    Returns
    -------
    Packing
        Its contacts are in ascending order.

    Raises
    ------
    InputError
        Names the first particle that cannot be: not finite, outside the box, at the place of
        another; or a periodic side below two largest diameters, where a pair could touch twice.

    Examples
    --------
    >>> pair = from_particles([[1, 1, 1], [2, 1, 1]], [1.0, 1.0], [4, 4, 4])
    >>> pair.contacts.tolist(), pair.rattler_fraction
    ([[0, 1]], 1.0)
    """
    if not 0 <= contact_gap <= CONTACT_GAP_MAX:
        raise InputError("contact_gap", f"got {contact_gap:g}", f"0 to {CONTACT_GAP_MAX:g}")
    x, d, sides = as_particles(centres, diameters, box, periodic, dimension)
    reach = 2 * d.max() * (1 + contact_gap)
    for axis in range(dimension):
        if periodic[axis] and sides[axis] < reach:
            raise InputError(
                "box",
                f"the periodic side along {'xyz'[axis]} is {sides[axis]:g} m, the largest diameter "
                f"{d.max():g} m",
                "more than two largest diameters: repeat the particles along that axis",
            )
    contacts, overlap = _touching_pairs(x, d, sides, periodic, contact_gap)
    fixed, fixed_overlap = _touching_walls(x, d, sides, periodic, contact_gap, dimension)
    if obstacles is not None:
        rods, overlaps = touching_rods(obstacles, x, d, sides, periodic, contact_gap)
        fixed = rods if fixed is None else fixed + rods
        fixed_overlap = max(fixed_overlap, overlaps)
    return Packing(
        centres=x,
        diameters=d,
        box=sides,
        periodic=periodic,
        contacts=contacts,
        rattlers=find_rattlers(len(d), contacts, fixed, least=dimension + 1),
        overlap_relative_max=max(overlap, fixed_overlap, 0.0),
        seed=seed,
        fixed_contacts=fixed,
        obstacles=obstacles,
        obstacle_volume=0.0 if obstacles is None else volume_of(obstacles, sides, periodic),
        dimension=dimension,
    )


def as_particles(
    centres: ArrayLike,
    diameters: ArrayLike,
    box: ArrayLike,
    periodic: Periodic,
    dimension: int,
) -> tuple[Floats, Floats, Floats]:
    """Return centres (n, 3), diameters (n,) and box (3,) as arrays; raise what is wrong."""
    if dimension not in (2, 3):
        raise InputError("dimension", f"got {dimension!r}", "3, or 2 for discs")
    if len(periodic) != 3:
        raise InputError("periodic", f"got {len(periodic)} values", "three: for x, y and z")
    sides = _as_floats("box", box, (3,))
    _check_box(sides, dimension)
    d = _as_floats("diameters", diameters, (-1,))
    _check_sizes(d)
    x = _as_floats("centres", centres, (-1, 3))
    _check_finite(x)
    if len(d) < 2:  # after those: a single particle that is wrong is told as such
        raise InputError("diameters", f"got {len(d)} particles", "at least 2")
    if len(x) != len(d):
        raise InputError("centres", f"got {len(x)} centres for {len(d)} diameters", "one for each")
    _check_places(x, sides, periodic)
    return x, d, sides


def wrapped_tree(points: Floats, box: Floats, periodic: Periodic, dimension: int) -> "cKDTree":
    """Return a search tree over `points` (n, 3) that knows which axes wrap around."""
    from scipy.spatial import cKDTree  # takes a third of a second: only where it is used

    wrapped = np.where(periodic, box, 0.0)[:dimension]
    return cKDTree(points[:, :dimension], boxsize=wrapped)


def image_shifts(packing: Packing, pairs: Ints) -> Ints:
    """Return by how many boxes (m, 3) the second of each pair moves to be nearest to the first."""
    apart = packing.centres[pairs[:, 0]] - packing.centres[pairs[:, 1]]
    sides = np.where(packing.periodic, packing.box, np.inf)
    sides[packing.dimension :] = np.inf
    return np.rint(apart / sides).astype(np.int64)


def _as_floats(field: str, values: ArrayLike, shape: tuple[int, ...]) -> Floats:
    rows = "(n, 3)" if len(shape) == 2 else "(n,)" if shape == (-1,) else "(3,)"
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(field, "is no array of numbers", f"shape {rows}, in metres") from error
    fits = array.ndim == len(shape) and all(
        wanted in (-1, got) for wanted, got in zip(shape, array.shape, strict=True)
    )
    if not fits:
        raise InputError(field, f"has shape {array.shape}", f"{rows}, in metres")
    return array


def _check_box(box: Floats, dimension: int) -> None:
    if not (np.isfinite(box).all() and (box[:dimension] > 0).all()):
        raise InputError("box", f"got {box.tolist()} m", "finite and positive sides, in metres")
    if dimension == 2 and box[2] != 0:
        raise InputError("box", f"the third side of a plane of discs is {box[2]:g} m", "0 m")


def _check_sizes(d: Floats) -> None:
    wrong = ~(np.isfinite(d) & (d > 0))
    if wrong.any():
        k = int(np.argmax(wrong))
        raise ParticleError("diameters", k, f"got {d[k]:g} m", "finite and positive, in metres")


def _check_finite(x: Floats) -> None:
    wrong = ~np.isfinite(x).all(axis=1)
    if wrong.any():
        k = int(np.argmax(wrong))
        raise ParticleError("centres", k, f"got {_place(x[k])}", "three finite numbers, in metres")


def _check_places(x: Floats, box: Floats, periodic: Periodic) -> None:
    at_end = np.where(np.asarray(periodic) & (box > 0), x < box, x <= box)
    outside = ~((x >= 0) & at_end).all(axis=1)
    if outside.any():
        k = int(np.argmax(outside))
        raise ParticleError(
            "centres",
            k,
            f"{_place(x[k])} lies outside the box",
            f"from 0 to below {_place(box)} where the box is periodic (centres % box), up to it "
            "between walls",
        )
    order = np.lexsort(x.T)
    same = (np.diff(x[order], axis=0) == 0).all(axis=1)
    if same.any():
        first, second = sorted(order[int(np.argmax(same)) :][:2].tolist())
        raise ParticleError(
            "centres",
            second,
            f"{_place(x[second])} is also the place of particle {first}",
            "each particle once",
        )


def _place(point: Floats) -> str:
    return "(" + ", ".join(f"{c:g}" for c in point) + ") m"


def _touching_pairs(
    x: Floats, d: Floats, box: Floats, periodic: Periodic, gap: float
) -> tuple[Ints, float]:
    """Return the pairs in contact, ascending, and the largest relative overlap."""
    domain = Domain(box, inverse_sides(box, periodic), False)
    # a hair more, for those that are just `gap` apart
    radii = 0.5 * d * (1 + gap) * (1 + 1e-12)
    close = close_pairs(np.column_stack([x, d]), radii, domain, np.array([0, len(d)]))
    i = np.repeat(np.arange(len(d), dtype=np.int32), close.last - close.first)
    pairs = np.column_stack([i, close.inner[: len(i)]])
    pairs.sort(axis=1)
    overlaps = relative_overlaps(x, d, box, pairs, periodic)
    found = pairs[overlaps >= -gap]
    ascending = found[np.lexsort((found[:, 1], found[:, 0]))].astype(np.int64)
    return ascending, float(overlaps.max(initial=0.0))


def _touching_walls(
    x: Floats, d: Floats, box: Floats, periodic: Periodic, gap: float, dimension: int
) -> tuple[Ints | None, float]:
    """Return how many walls each particle touches and the largest relative overlap with one."""
    walled = [axis for axis in range(dimension) if not periodic[axis]]
    if not walled:
        return None, 0.0
    distances = np.hstack([x[:, walled], box[walled] - x[:, walled]])
    overlaps = 0.5 - distances / d[:, None]
    return (overlaps >= -gap).sum(axis=1).astype(np.int64), float(overlaps.max())
