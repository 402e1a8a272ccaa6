"""Binder into the pores of an image: exact in volume, each mechanism with its own order.

Every mechanism is an order in which pore voxels fill; the binder takes the first of them until
it has its volume. So volumes are exact to a voxel at every resolution, and a mechanism is one
field (docs/decisions/0005-binder-placement.md).
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Packing
from ceralyte.model.structure import BINDER, PORE
from ceralyte.numerics.gaps import two_nearest_gaps
from ceralyte.numerics.spheres import scaled_distance
from ceralyte.structure.domains import largest_pores
from ceralyte.structure.fibrils import fibril_distance
from ceralyte.structure.ranks import fill_order

BinderPlacement = Literal["coating", "necks", "segregated", "fibrils", "matrix"]
Order = NDArray[np.float32]

_WIDEST = 2.0**12
_FIRST_REACH = 0.15
"""Of the mean radius: how far from the grains is looked first; then twice as far, and so on."""


class Grains(NamedTuple):
    """What the binder finds: `packing` with its grains regrown to `radii` (n,), m."""

    packing: Packing
    radii: NDArray[np.float64]


def place_binder(
    grains: Grains,
    phase: NDArray[np.uint8],
    count: int,
    placement: BinderPlacement,
    *,
    size: float | None = None,
    film_share: float = 1.0,
) -> None:
    """Label `count` pore voxels of `phase` as binder, in the order of the mechanism.

    Parameters
    ----------
    grains : Grains
    phase : ndarray (nx, ny, nz) uint8
        Changed in place.
    count : int
        Voxels of binder; no more than there are pore voxels.
    placement : BinderPlacement
        `coating`: an even film, voxels nearest to a grain first. `necks`: bridges at contacts
        and narrow gaps, voxels of the narrowest gap between two grains first, so that all
        bridges end at the same width, as one capillary pressure wants it. `segregated`: round
        domains about the largest pores. `fibrils`: thin straight fibres from grain to grain.
        `matrix`: everywhere but in bubbles about the largest pores.
    size : float, m, optional
        Diameter of a fibril, of a segregated domain, or of a bubble in the matrix. Without it:
        two voxels, and the mean grain by volume.
    film_share : float
        Of a coating: share of the binder that is film; the rest sits in necks [-].

    Raises
    ------
    UnknownNameError
        A placement that does not exist.
    InputError
        A size that is none or larger than the box, or a share that is none.

    Validity
    --------
    A film or fibril thinner than two voxels cannot be resolved: of the film a part of the
    surface is covered, fibrils are drawn fewer and two voxels thick. Bridges are bounded by
    surfaces of equal gap, which bulge a little where a meniscus is hollow.
    """
    if placement not in get_args(BinderPlacement):
        raise UnknownNameError("binder_placement", placement, get_args(BinderPlacement))
    side = float(grains.packing.box.min())
    if size is not None and not 0 < size <= side:
        allowed = f"above 0, up to the smallest side, {show(side, LENGTH)}"
        raise InputError("binder_size", f"got {show(size, LENGTH)}", allowed)
    if not 0 <= film_share <= 1:
        raise InputError("film_share", f"got {film_share:g}", "0 to 1")
    film = round(film_share * count) if placement == "coating" else 0
    if film:
        _fill(phase, film, lambda reach: _film(grains, phase, reach))
    rest = count - film
    if not rest:
        return
    match placement:
        case "coating" | "necks":
            _fill(phase, rest, lambda reach: _gap_width(grains, phase, reach))
        case "segregated":
            around = _domains(grains, phase, rest, size)
            _fill(phase, rest, around)
        case "matrix":
            bubbles = int((phase == PORE).sum()) - rest
            _fill_around(phase, bubbles, _domains(grains, phase, bubbles, size))
        case "fibrils":
            _fill(phase, rest, fibril_distance(grains.packing, phase, rest, size))


def require_room(n_binder: int, n_pore: int, n_free: int) -> None:
    """Raise `InputError` unless the binder fits into the pores."""
    if n_binder > n_pore:
        raise InputError(
            "binder_fraction",
            f"{100 * n_binder / n_free:.2f} vol% of binder does not fit into "
            f"{100 * n_pore / n_free:.2f} vol% of pores",
            "less binder, or a lower pressing pressure",
        )


def require_film(film_thickness: float, even_film: float) -> float:
    """Return the share of the binder that a stated film takes [-].

    Parameters
    ----------
    film_thickness : float, m
        Stated.
    even_film : float, m
        What all binder would make as one even film; see `film_thickness` of the morphology.

    Raises
    ------
    InputError
        More film than there is binder.
    """
    if not 0 < film_thickness <= even_film * (1 + 1e-9):
        raise InputError(
            "binder.film_thickness",
            f"{show(film_thickness, LENGTH)} takes more binder than there is",
            f"above 0, up to {show(even_film, LENGTH)}, which all of it makes as an even film",
        )
    return min(film_thickness / even_film, 1.0)


def _fill(phase: NDArray[np.uint8], count: int, order: Callable[[float], Order]) -> None:
    """Label the `count` pore voxels of least `order(reach)`; ties go by position.

    `order` is infinite beyond its reach (in units of its own choice), so it is asked again with
    twice the reach until enough voxels have a value.
    """
    pores = np.flatnonzero(phase == PORE)
    if count == len(pores):
        phase.ravel()[pores] = BINDER
        return
    reach = 1.0
    while reach <= _WIDEST:
        first = fill_order(order(reach).ravel()[pores], count)
        if first is not None:
            phase.ravel()[pores[first]] = BINDER
            return
        reach *= 2.0
    raise InputError(
        "binder_placement",
        "found no place for the binder: the image has too few grains or too little pore space",
        "a larger box, another placement, or less binder",
    )


def _fill_around(phase: NDArray[np.uint8], left: int, order: Callable[[float], Order]) -> None:
    """Label all pore voxels but the `left` ones of least `order`."""
    pores = phase == PORE
    if left:
        _fill(phase, left, order)
    bubbles = (phase == BINDER) & pores
    phase[pores] = BINDER
    phase[bubbles] = PORE


def _film(grains: Grains, phase: NDArray[np.uint8], reach: float) -> Order:
    return _gaps(grains, phase, reach)[0]


def _gap_width(grains: Grains, phase: NDArray[np.uint8], reach: float) -> Order:
    """Sum of the distances to the two nearest grains: about the width of the gap in between.

    Where only one grain is within reach the sum is beyond it, so it stays infinite.
    """
    nearest, second = _gaps(grains, phase, reach)
    nearest += second
    # A voxel whose second grain lies just beyond reach may have a sum below that of others.
    nearest[nearest > _length(grains, reach)] = np.inf
    return nearest


def _gaps(grains: Grains, phase: NDArray[np.uint8], reach: float) -> tuple[Order, Order]:
    packing, radii = grains
    return two_nearest_gaps(
        packing.centres,
        radii,
        packing.box,
        packing.periodic,
        phase == PORE,
        _length(grains, reach),
    )


def _length(grains: Grains, reach: float) -> float:
    return reach * _FIRST_REACH * float(grains.radii.mean())


def _domains(
    grains: Grains, phase: NDArray[np.uint8], count: int, size: float | None
) -> Callable[[float], Order]:
    """Scaled distance to the centres of as many of the largest pores as `count` voxels need."""
    packing, radii = grains
    diameter = 2 * mean_radius(radii) if size is None else size
    share = count / phase.size
    centres = largest_pores(packing, radii, diameter, share)
    half = np.full(len(centres), diameter / 2)

    def around(reach: float) -> Order:
        return scaled_distance(centres, half, packing.box, packing.periodic, phase.shape, reach)

    return around


def mean_radius(radii: NDArray[np.float64]) -> float:
    """Return the radius of the mean grain, by volume."""
    return float(np.sum(radii**4) / np.sum(radii**3))
