"""Grains of an image between two electrodes: which of them meet an electrode, over what area."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.face_areas import Floats


def cut_open(structure: Structure, axis: int) -> Structure:
    """Return an image whose grains are those between electrodes on the two sides along `axis`.

    It is not periodic along `axis`. A number that stands at both of its sides, and not in some
    plane between, is that of two grains: the upper one gets a number of its own.

    Parameters
    ----------
    structure : Structure
    axis : int

    Returns
    -------
    Structure
        The same one where there is nothing to cut.
    """
    grain = np.where(structure.phase == CERAMIC, structure.grain, 0)
    planes = np.moveaxis(grain, axis, 0)
    count = int(grain.max()) + 1
    present = np.array([np.bincount(plane.ravel(), minlength=count) > 0 for plane in planes])
    twice = present[0] & present[-1] & ~present.all(axis=0)
    twice[0] = False
    periodic = structure.periodic[axis]
    if not (twice.any() or periodic):
        return structure
    above = np.argmin(present, axis=0)  # the first plane without it
    later = np.arange(len(planes))[:, None, None] > above[planes]
    planes[twice[planes] & later] += count
    x, y, z = (p and a != axis for a, p in enumerate(structure.periodic))
    return replace(structure, grain=grain, periodic=(x, y, z), particles=None, contacts=None)


def electrode_areas(structure: Structure, axis: int) -> Floats:
    """Return the area of each grain on the first and the last side along `axis`.

    Parameters
    ----------
    structure : Structure
        Two voxels or more along `axis`.
    axis : int

    Returns
    -------
    ndarray (2, n), m2
        Of grains 1 to n, extrapolated linearly to the side from the middles of the two planes of
        voxels next to it: exact for a flat cut through anything that is straight or round there.
    """
    grain = np.where(structure.phase == CERAMIC, structure.grain, 0)
    count = int(grain.max()) + 1

    def voxels(plane: int) -> NDArray[np.int64]:
        return np.bincount(np.take(grain, plane, axis).ravel(), minlength=count)[1:]

    outer = np.array([1.5 * voxels(0) - 0.5 * voxels(1), 1.5 * voxels(-1) - 0.5 * voxels(-2)])
    return np.asarray(np.maximum(outer, 0.0) * structure.voxel_size**2)


def geometric_resistances(structure: Structure, axis: int) -> Floats:
    """Return resistance times conductivity of grains from electrode to electrode, by sections.

    Parameters
    ----------
    structure : Structure
        As `cut_open` leaves it.
    axis : int

    Returns
    -------
    ndarray (n,), 1/m
        Of grains 1 to n, the sum of edge over section in all planes of voxels: those in series,
        the least that the grain has; 0 for a grain that is not in every plane.
    """
    grain = np.where(structure.phase == CERAMIC, structure.grain, 0)
    planes = np.moveaxis(grain, axis, 0)
    count = int(grain.max()) + 1
    found = np.zeros(count)
    through = np.intersect1d(planes[0], planes[-1])
    for plane in planes:
        voxels = np.bincount(plane.ravel(), minlength=count)[through]
        through, voxels = through[voxels > 0], voxels[voxels > 0]
        found[through] += 1 / (voxels * structure.voxel_size)
    found[np.setdiff1d(np.arange(count), through)] = 0.0
    return found[1:]
