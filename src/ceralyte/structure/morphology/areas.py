"""Areas of the surfaces between phases and between grains."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import GrainContacts, Structure
from ceralyte.model.structure import BINDER, CERAMIC, PHASE_NAMES, PORE
from ceralyte.numerics.face_areas import Floats, Ints, true_areas

METHOD = "voxel faces weighted by the local normal"
VALIDITY = (
    "smooth on the scale of 2 voxels; the image's own sides are not counted; a rougher surface "
    "has more area the finer it is imaged"
)


def interface_areas(structure: Structure) -> Floats:
    """Return the area between every two phases, ndarray (4, 4), m2, symmetric, diagonal 0.

    Steps of the voxels add nothing: each face counts as the component of the surface's normal
    along its axis. Within 1 % on spheres from 12 voxels across, 2 % on planes of any tilt.

    Validity
    --------
    Surfaces that are smooth on the scale of two voxels. Where particles meet, edges and gaps are
    uncertain: within 8 % for fcc spheres from 33 voxels across; random overlapping spheres 16
    voxels across show 5 % too little, 4 % of which are gaps narrower than a voxel
    (`benchmarks/surfaces.py`).

    Examples
    --------
    >>> phase = np.ones((6, 6, 6), np.uint8)
    >>> phase[:, :, 3:] = 2
    >>> layers = Structure(phase, np.zeros((6, 6, 6), np.int32), 1e-6, (True, True, False))
    >>> print(f"{interface_areas(layers)[1, 2]:.3g}")
    3.6e-11
    """
    table = np.zeros((len(PHASE_NAMES), len(PHASE_NAMES)))
    for axis, here, other in _faces(structure.phase, structure.periodic):
        near = structure.phase.ravel()[here]
        area = true_areas(structure.phase, here, axis, structure.periodic)
        np.add.at(table, (near, other), area)
    table += table.T
    return np.asarray(table * structure.voxel_size**2)


def grain_contacts(structure: Structure) -> GrainContacts:
    """Return which ceramic grains meet, and over what area.

    The contacts that the structure knows, exact facets of pressed grains with one row for each
    time that a pair meets; else `count_grain_contacts`.
    """
    return structure.contacts if structure.contacts is not None else count_grain_contacts(structure)


def count_grain_contacts(structure: Structure) -> GrainContacts:
    """Return which ceramic grains meet in the voxels, one row per pair, and over what area.

    Faces are weighted as in `interface_areas`.

    Validity
    --------
    A contact seems wider by the part of the gap at its rim that is narrower than a voxel: by up to
    pi R h / 2 for equal spheres of radius R in voxels h, whatever its own area. A single image of
    equal spheres, isostatically pressed to 80 % and 90 %, shows 42 % and 22 % too much area at 14
    voxels per diameter, 22 % and 12 % at 29. Extrapolated linearly from two images it is right
    within 2 %. Grains closer than a voxel that do not touch count as a contact too; none is missed
    (`tests/verification/test_contacts_of_a_pressed_packing.py`).
    """
    grain = np.where(structure.phase == CERAMIC, structure.grain, 0)
    keys, areas = [np.empty(0, np.int64)], [np.empty(0)]
    count = int(grain.max()) + 1
    for axis, here, other in _faces(grain, structure.periodic):
        near = grain.ravel()[here]
        both = (near > 0) & (other > 0)
        a, b = near[both].astype(np.int64), other[both].astype(np.int64)
        keys.append(np.minimum(a, b) * count + np.maximum(a, b))
        areas.append(true_areas(grain, here[both], axis, structure.periodic))
    found, pair = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(pair, np.concatenate(areas), minlength=len(found))
    pairs = np.stack([found // count, found % count], axis=1).astype(np.int32)
    return GrainContacts(pairs, np.asarray(total * structure.voxel_size**2))


def binder_coverage(structure: Structure) -> float:
    """Return the share of the ceramic's free surface that binder covers [-].

    Area between ceramic and binder over that between ceramic and binder or pore, by
    `interface_areas`; 0 where there is no such surface.
    """
    return coverage_of(interface_areas(structure))


def coverage_of(areas: Floats) -> float:
    """Return the binder coverage of ceramic [-] from the table of `interface_areas`."""
    covered, open_ = areas[CERAMIC, BINDER], areas[CERAMIC, PORE]
    return float(covered / (covered + open_)) if covered + open_ else 0.0


def _faces(
    labels: NDArray, periodic: tuple[bool, bool, bool]
) -> Iterator[tuple[int, Ints, NDArray]]:
    """For each axis: the voxels whose next neighbour differs, and the label of that."""
    for axis in range(3):
        following = np.roll(labels, -1, axis)
        differs = labels != following
        if not periodic[axis] or labels.shape[axis] == 1:
            np.moveaxis(differs, axis, 0)[-1] = False
        here = np.flatnonzero(differs)
        yield axis, here, following.ravel()[here]
