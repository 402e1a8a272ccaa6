"""Cohesive interfaces between grains, as softer voxels on both sides of where grains meet."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model.structure import CERAMIC, Structure

_TILTS = 16
"""Steps between a boundary along the voxels and one along their diagonal."""

Floats = NDArray[np.float64]


class InterfaceStiffness(NamedTuple):
    """Stress over opening of the interface between two grains, Pa/m.

    `normal` for opening, `tangential` for sliding; a film of thickness t of a binder has
    (lambda + 2 mu) / t and mu / t.
    """

    normal: float
    tangential: float


def check_interface(structure: Structure, stiffness: InterfaceStiffness) -> None:
    """Raise `InputError` for a stiffness that is not positive, or an image without grains."""
    for name, value in stiffness._asdict().items():
        if not (np.isfinite(value) and value > 0):
            raise InputError(f"interface.{name}", f"got {value:g} Pa/m", "a positive number, Pa/m")
    if not structure.grain[structure.phase == CERAMIC].any():
        raise InputError(
            "interface",
            "the image has no grain labels to place it between",
            "an image with labelled grains, or None",
        )


def soften(
    structure: Structure,
    ceramic: Floats,
    stiffness: InterfaceStiffness,
    periodic: tuple[bool, bool, bool],
) -> tuple[NDArray[np.intp], Floats]:
    """Return the kind of every voxel, and Lame's constants of the kinds.

    A voxel of ceramic with a face to another grain takes half of the compliance of that
    interface in series with its own, all of it if it lies between two. Where the boundary is
    tilted the two layers are thinner along its normal, and softer for it.

    Parameters
    ----------
    structure : Structure
    ceramic : ndarray (2,), Pa
        Lame's constants of the grains.
    stiffness : InterfaceStiffness
    periodic : tuple of 3 bool

    Returns
    -------
    kind : ndarray (nx, ny, nz) int
        0: at no interface.
    moduli : ndarray (kinds, 2), Pa
        Row 0 is `ceramic`.

    Raises
    ------
    InputError
        An interface so much stiffer in sliding than in opening that no isotropic voxel has it.
    """
    count, tilt = _interfaces(structure, periodic)
    step = np.rint((tilt - 1) / (np.sqrt(3) - 1) * _TILTS).astype(np.intp)
    kind = np.where(count > 0, 1 + (count - 1) * (_TILTS + 1) + step, 0)
    normal, shear = ceramic[0] + 2 * ceramic[1], ceramic[1]
    counts, tilts = np.meshgrid([1, 2], np.linspace(1, np.sqrt(3), _TILTS + 1), indexing="ij")
    share = (counts * tilts).ravel() / (2 * structure.voxel_size)
    M = np.append(normal, 1 / (1 / normal + share / stiffness.normal))
    mu = np.append(shear, 1 / (1 / shear + share / stiffness.tangential))
    if np.any(4 * mu >= 3 * M):
        raise InputError(
            "interface",
            f"normal {stiffness.normal:g} Pa/m, tangential {stiffness.tangential:g} Pa/m",
            "a normal stiffness of more than 4/3 of the tangential one",
        )
    return kind, np.column_stack([M - 2 * mu, mu])


def _interfaces(
    structure: Structure, periodic: tuple[bool, bool, bool]
) -> tuple[NDArray[np.intp], Floats]:
    """Number of interfaces (0 to 2) across every voxel, and one over the largest component of
    their normals, 1 to sqrt(3), as if each pair of grains met in a plane.
    """
    grain = np.where(structure.phase == CERAMIC, structure.grain, 0).astype(np.int64)
    grains = int(grain.max()) + 1
    count = np.zeros(grain.shape, np.intp)
    faces, pairs = [], []
    for axis in range(3):
        other = np.roll(grain, -1, axis)
        meets = (grain > 0) & (other > 0) & (grain != other)
        if not periodic[axis]:
            np.moveaxis(meets, axis, 0)[-1] = False
        np.maximum(count, meets.astype(np.intp) + np.roll(meets, 1, axis), out=count)
        low, high = np.minimum(grain, other)[meets], np.maximum(grain, other)[meets]
        faces.append(meets)
        pairs.append(low * grains + high)
    unique, which = np.unique(np.concatenate(pairs), return_inverse=True)
    ends = np.cumsum([len(p) for p in pairs])[:-1]
    of_axis = np.split(which, ends)
    areas = np.stack([np.bincount(own, minlength=len(unique)) for own in of_axis], axis=1)
    tilts = np.linalg.norm(areas, axis=1) / areas.max(axis=1, initial=1)
    tilt = np.ones(grain.shape)
    for axis, (meets, own) in enumerate(zip(faces, of_axis, strict=True)):
        of_face = np.ones(grain.shape)
        of_face[meets] = tilts[own]
        np.maximum(tilt, np.maximum(of_face, np.roll(of_face, 1, axis)), out=tilt)
    return count, tilt
