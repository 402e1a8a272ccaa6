"""Where segregated binder gathers, or bubbles stay: about the largest pores."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ceralyte.model import Capsules, Packing
from ceralyte.numerics.capsules import scaled_capsule_distance
from ceralyte.numerics.gaps import two_nearest_gaps

Floats = NDArray[np.float64]

_POINTS = 250_000
"""Points of the grid on which pores are looked for: about 12 per side and grain of 150."""


def largest_pores(packing: Packing, radii: Floats, diameter: float, share: float) -> Floats:
    """Return the centres of the largest pores, no two of them nearer than `diameter`.

    So many that the pore space within `diameter` / 2 of them is about `share` of the box. They
    are found on a grid that does not depend on the voxels of an image, so that images of any
    resolution agree.

    Parameters
    ----------
    packing : Packing
    radii : ndarray (n,), m
        Of the grains, as regrown by pressing.
    diameter : float, m
    share : float
        Volume wanted over that of the box [-].

    Returns
    -------
    ndarray (k, 3), m
        At least one; all that there is room for if the share is larger than they hold.
    """
    spacing = float(np.cbrt(np.prod(packing.box) / _POINTS))
    nx, ny, nz = (max(round(side / spacing), 1) for side in packing.box)
    open_ = np.ones((nx, ny, nz), np.bool_)
    if packing.obstacles is not None:
        open_ = ~_inside(packing.obstacles, packing, open_.shape)
    gap, _ = two_nearest_gaps(
        packing.centres, radii, packing.box, packing.periodic, open_, float(radii.max())
    )
    free = np.flatnonzero(((gap > 0) & np.isfinite(gap)).ravel())
    free = free[np.argsort(-gap.ravel()[free], kind="stable")]
    index = np.stack(np.unravel_index(free, gap.shape), axis=1)
    places = (index + 0.5) * packing.box / np.array(gap.shape)
    cell = 1.0 / gap.size
    wrap = np.where(packing.periodic, packing.box, 0.0)
    tree = cKDTree(places, boxsize=wrap)
    taken = np.zeros(len(places), np.bool_)
    chosen, held = [], 0.0
    for candidate in range(len(places)):
        if held >= share:
            break
        if taken[candidate]:
            continue
        near = tree.query_ball_point(places[candidate], diameter)
        apart = places[near] - places[candidate]
        apart -= wrap * np.round(apart / np.where(wrap > 0, wrap, 1.0))
        held += cell * int((np.einsum("ij,ij->i", apart, apart) <= diameter**2 / 4).sum())
        taken[near] = True
        chosen.append(candidate)
    return np.asarray(places[chosen])


def _inside(capsules: Capsules, packing: Packing, shape: tuple[int, int, int]) -> NDArray[np.bool_]:
    distance = scaled_capsule_distance(
        capsules.starts,
        capsules.ends,
        capsules.diameters / 2,
        packing.box,
        packing.periodic,
        shape,
    )
    inside: NDArray[np.bool_] = distance <= 1
    return inside
