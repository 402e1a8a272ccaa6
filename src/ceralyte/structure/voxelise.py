"""Particles, binder and support to a labelled voxel image with exact volumes."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.core.units import LENGTH, show
from ceralyte.model import PressedPacking, Structure
from ceralyte.model.structure import BINDER, CERAMIC, PORE, SUPPORT
from ceralyte.numerics.spheres import owners_and_gaps, scaled_distance

BinderPlacement = Literal["coating", "necks"]

BYTES_PER_VOXEL = 34
"""Peak of `voxelise`: label, grain, three float32 fields, masks and one sorted copy."""


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
    support: NDArray[np.bool_] | None = None,
) -> Structure:
    """Return the voxel image of pressed particles with their binder and support.

    Volumes are exact to one voxel at every resolution: grains are grown or shrunk together, by a
    factor near 1, until the ceramic has its share, and the binder takes the pore voxels that its
    mechanism fills first until it has its share. Both shares refer to the space beside the support.

    Parameters
    ----------
    pressed : PressedPacking
        `pressed.relative_density` is the share of the ceramic.
    voxel_size : float, m
        The box is stretched by at most half a voxel per side to hold a whole number.
    binder_fraction : float
        Share of the binder [-].
    binder_placement : "coating" or "necks"
        `coating`: an even film, voxels nearest to any grain first. `necks`: bridges that
        capillarity leaves on drying, voxels where two grains are nearest first.
    support : ndarray (nx, ny, nz) bool, optional
        Voxels of the support, from `nonwoven`; grains and binder give way to them.

    Raises
    ------
    InputError
        A voxel larger than the smallest side, or binder that does not fit in the pores.
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
    shape = grid_shape(packing.box, voxel_size)
    require_memory(
        f"an image of {shape[0]} x {shape[1]} x {shape[2]} voxels",
        BYTES_PER_VOXEL * float(np.prod(np.asarray(shape, float))),
        "choose larger voxels or fewer particles",
    )
    phase = np.full(shape, PORE, np.uint8)
    if support is not None:
        phase[support] = SUPPORT
    free = phase == PORE
    n_free = int(free.sum())
    level = _grow(pressed, free, round(pressed.relative_density * n_free), phase)
    n_pore = int((phase == PORE).sum())
    # Rounded together with the ceramic, so that solids that fill all space leave no pore over.
    n_binder = round((pressed.relative_density + binder_fraction) * n_free) - (n_free - n_pore)
    n_binder = n_binder if binder_fraction else 0
    _require_room(n_binder, n_pore, n_free)
    radii = level * pressed.radii
    reach = float(radii.max()) if n_binder else 0.0
    owner, nearest, second = owners_and_gaps(
        packing.centres, radii, packing.box, packing.periodic, shape, reach
    )
    if n_binder:
        order = nearest if binder_placement == "coating" else nearest + second
        _fill_first(order, n_binder, phase)
    grain = np.where(phase == CERAMIC, owner + 1, 0).astype(np.int32)
    edge = float(np.cbrt(np.prod(packing.box) / phase.size))
    return Structure(phase, grain, edge, packing.periodic, pressed)


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


def _fill_first(order: NDArray[np.float32], count: int, phase: NDArray[np.uint8]) -> None:
    """Label as binder the `count` pore voxels of least `order`; ties go by position."""
    pores = np.flatnonzero(phase == PORE)
    ranks = np.argsort(order.ravel()[pores], kind="stable")
    phase.ravel()[pores[ranks[:count]]] = BINDER


def _require_room(n_binder: int, n_pore: int, n_free: int) -> None:
    if n_binder > n_pore:
        raise InputError(
            "binder_fraction",
            f"{100 * n_binder / n_free:.2f} vol% of binder does not fit into "
            f"{100 * n_pore / n_free:.2f} vol% of pores",
            "less binder, or a lower pressing pressure",
        )
