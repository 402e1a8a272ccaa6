"""Particles, binder and support to a labelled voxel image with exact volumes."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.core.units import LENGTH, show
from ceralyte.model import PressedPacking, Structure
from ceralyte.model.structure import CERAMIC, PORE, SUBSTRATE, SUPPORT
from ceralyte.numerics.spheres import owners_and_gaps, scaled_distance
from ceralyte.structure.binder import BinderPlacement, Grains, place_binder, require_room
from ceralyte.structure.contacts import contacts_beside, known_contacts
from ceralyte.structure.substrate import RoughSurface, substrate_voxels
from ceralyte.structure.supports import support_voxels

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
    the ceramic has its share, and the binder takes the pore voxels that its mechanism fills first
    until it has its share. Ceramic and binder shares refer to the space beside the support.

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
    level = _grow(pressed, free, round(pressed.relative_density * n_free), phase)
    n_pore = int((phase == PORE).sum())
    # Rounded together with the ceramic, so that solids that fill all space leave no pore over.
    n_binder = round((pressed.relative_density + binder_fraction) * n_free) - (n_free - n_pore)
    n_binder = max(n_binder, 0) if binder_fraction else 0
    require_room(n_binder, n_pore, n_free)
    radii = level * pressed.radii
    if n_binder:
        place_binder(
            Grains(packing, radii),
            phase,
            n_binder,
            binder_placement,
            size=binder_size,
            film_share=film_share,
        )
    owner, _, _ = owners_and_gaps(packing.centres, radii, packing.box, packing.periodic, shape, 0.0)
    grain = np.where(phase == CERAMIC, owner + 1, 0).astype(np.int32)
    edge = float(np.cbrt(np.prod(packing.box) / phase.size))
    cut = packing.obstacles is not None or floor is not None
    contacts = contacts_beside(pressed, radii, free) if cut else known_contacts(pressed)
    return Structure(phase, grain, edge, packing.periodic, pressed, contacts)


def _grow(
    pressed: PressedPacking, free: NDArray[np.bool_], count: int, phase: NDArray[np.uint8]
) -> float:
    """Label the `count` free voxels that growing grains reach first; return the common factor."""
    packing = pressed.particles
    reach = 1.05
    while True:
        field = scaled_distance(
            packing.centres,
            pressed.radii,
            packing.box,
            packing.periodic,
            phase.shape,
            reach,
        )
        field[~free] = np.inf
        level = float(np.partition(field, count - 1, axis=None)[count - 1])
        if level < np.inf:
            break
        reach *= 1.3
    phase[field <= level] = CERAMIC
    # A hair more, so that a voxel centre exactly on a grain's surface still lies inside it.
    return level * (1 + 1e-6)
