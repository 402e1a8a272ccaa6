"""Particles, binder and support to a labelled voxel image with exact volumes."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.core.units import LENGTH, show
from ceralyte.model import PressedPacking, Structure
from ceralyte.model.structure import CERAMIC, PORE, SUBSTRATE, SUPPORT
from ceralyte.numerics.spheres import nearest_of_own, radical_cells, scaled_distance
from ceralyte.structure.binder import BinderPlacement, Grains, place_binder, require_room
from ceralyte.structure.contacts import contacts_beside, known_contacts
from ceralyte.structure.ranks import apportion, fill_order
from ceralyte.structure.substrate import RoughSurface, substrate_voxels
from ceralyte.structure.supports import support_voxels

_FIRST_REACH = 1.05
"""How far all grains are grown at first, and how far one alone for the sake of its volume."""

_MARGIN = 2.0
"""Voxels that a grain may grow beyond that, so that grains of few voxels find theirs."""

_ROUNDS = 6
"""In which planes around grains that have too little room are moved."""

BYTES_PER_VOXEL = 24
"""Peak of `voxelise`, measured at 256^3 and 512^3: 15 to 22; of them 5 are the result."""


def grid_shape(box: NDArray[np.float64], voxel_size: float) -> tuple[int, int, int]:
    """Return the voxels along x, y, z whose edges come nearest to `voxel_size`."""
    nx, ny, nz = (max(round(side / voxel_size), 1) for side in box)
    return nx, ny, nz


def voxelise(
    pressed: PressedPacking,
    voxel_size: float,
    *,
    binder_fraction: float = 0.0,
    binder_placement: BinderPlacement = "necks",
    binder_size: float | None = None,
    film_share: float = 1.0,
    floor: RoughSurface | None = None,
) -> Structure:
    """Return the voxel image of pressed particles with their binder and support.

    Volumes are exact to one voxel at every resolution: fibres are thickened or thinned by the
    factor at which they have theirs, grains are grown or shrunk together, by a factor near 1, until
    the ceramic has its share, each of them then by the part of a voxel at which it has its own
    volume, and the binder takes the pore voxels that its mechanism fills first until it has its
    share. Ceramic and binder shares refer to the space beside the support.

    Parameters
    ----------
    pressed : PressedPacking
        `pressed.relative_density` is the share of the ceramic. The support are the obstacles of
        `pressed.particles`, with their `obstacle_volume`.
    voxel_size : float, m
        The box is stretched by at most half a voxel per side to hold a whole number.
    binder_fraction : float
        Share of the binder [-].
    binder_placement, binder_size, film_share
        See `place_binder`.
    floor : RoughSurface, optional
        Of the electrode below; `pressed` has been settled on it.

    Returns
    -------
    Structure
        With the contacts of its grains: those of `pressed`, or, where a support or an electrode
        below cuts grains, those of the grains that have grown for it (see `contacts_beside`).

    Raises
    ------
    InputError
        A voxel larger than the smallest side, a share of binder that is none, binder that does
        not fit in the pores, or a support that is finer than the voxels.
    MemoryLimitError
        Before anything is allocated.
    """
    packing = pressed.particles
    coarsest = float(packing.box.min() / 4)
    if not 0 < voxel_size <= coarsest:
        raise InputError(
            "voxel_size",
            f"got {show(voxel_size, LENGTH)}",
            f"above 0 and at most {show(coarsest, LENGTH)}, a quarter of the smallest side",
        )
    if not 0 <= binder_fraction < 1:
        raise InputError("binder_fraction", f"got {binder_fraction:g}", "0 or more, below 1")
    shape = grid_shape(packing.box, voxel_size)
    require_memory(
        f"an image of {shape[0]} x {shape[1]} x {shape[2]} voxels",
        BYTES_PER_VOXEL * float(np.prod(np.asarray(shape, float))),
        "choose larger voxels or fewer particles",
    )
    phase = np.full(shape, PORE, np.uint8)
    if packing.obstacles is not None:
        phase[support_voxels(packing, shape)] = SUPPORT
    if floor is not None:
        phase[substrate_voxels(floor, packing.box, shape)] = SUBSTRATE
    free = phase == PORE
    n_free = int(free.sum())
    n_ceramic = round(pressed.relative_density * n_free)
    level, field = _grow_together(pressed, free, n_ceramic)
    radii = level * pressed.radii
    grain = _grains(pressed, radii, free, n_ceramic, field)
    del field
    phase[grain > 0] = CERAMIC
    n_pore = int((phase == PORE).sum())
    # Rounded together with the ceramic, so that solids that fill all space leave no pore over.
    n_binder = round((pressed.relative_density + binder_fraction) * n_free) - (n_free - n_pore)
    n_binder = max(n_binder, 0) if binder_fraction else 0
    require_room(n_binder, n_pore, n_free)
    if n_binder:
        place_binder(
            Grains(packing, radii),
            phase,
            n_binder,
            binder_placement,
            size=binder_size,
            film_share=film_share,
        )
    edge = float(np.cbrt(np.prod(packing.box) / phase.size))
    cut = packing.obstacles is not None or floor is not None
    contacts = contacts_beside(pressed, radii, free) if cut else known_contacts(pressed)
    return Structure(phase, grain, edge, packing.periodic, pressed, contacts)


def _grow_together(
    pressed: PressedPacking, free: NDArray[np.bool_], count: int
) -> tuple[float, NDArray[np.float32]]:
    """Return the factor at which all grains hold `count` free voxels, and when they reach each."""
    packing = pressed.particles
    reach = _FIRST_REACH
    while True:
        field = scaled_distance(
            packing.centres, pressed.radii, packing.box, packing.periodic, free.shape, reach
        )
        field[~free] = np.inf
        level = float(np.partition(field, count - 1, axis=None)[count - 1])
        if level < np.inf:
            # A hair more, so that a voxel centre exactly on a grain's surface still lies inside it.
            return level * (1 + 1e-6), field
        reach *= 1.3


def _grains(
    pressed: PressedPacking,
    radii: NDArray[np.float64],
    free: NDArray[np.bool_],
    count: int,
    field: NDArray[np.float32],
) -> NDArray[np.int32]:
    """Label each grain's share of `count` free voxels: the nearest of its cell to its centre.

    Free surfaces move for it by the part of a voxel that the count needs; the planes between
    grains stay, but around one that they leave too little room. What is then left over goes to
    the voxels that all grains reach first, by `field`.
    """
    packing = pressed.particles
    space = packing.box, packing.periodic
    limits = _FIRST_REACH * radii + _MARGIN * float((packing.box / free.shape).max())
    wanted = apportion(packing.diameters**3, count)
    voxel, grown = float(packing.box.prod()) / free.size, radii
    for _ in range(_ROUNDS):
        owner = radical_cells(packing.centres, grown, *space, free.shape, limits)
        owner[~free] = -1
        taken, short = nearest_of_own(packing.centres, *space, limits, owner, wanted)
        if not short.any():
            break
        # Where planes meet planes, half of what a grain grows by moves them.
        grown = np.minimum(grown + short * voxel / (2 * np.pi * radii**2), _FIRST_REACH * radii)
    left = int(short.sum())
    if left:
        rest = np.flatnonzero((owner >= 0) & ~taken)
        first = fill_order(field.ravel()[rest], left)
        assert first is not None  # as many voxels as are wanted lie within `radii`
        taken.ravel()[rest[first]] = True
    owner[~taken] = -1
    owner += 1
    return owner
