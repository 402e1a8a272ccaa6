"""What two resolutions do not show of the error of a grid."""

from math import hypot, inf, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from ceralyte.model.packing import PressedPacking
from ceralyte.model.structure import Structure

OF_GRAINS = 0.003
"""Relative, of grains cut by the grid, extrapolated from two resolutions."""

OF_NECKS = {"grains": 0.008, "voxels": 0.07}
"""The same of contacts smaller than a cell: times the squared number of their radii in a cell."""

OF_ONE_NECK = {"grains": (0.027, 1.5), "voxels": (0.65, 1.0)}
"""The same where all contacts lie alike on the grid: times that number to such a power.

Root of 3 times 0.0155 and 0.374, the error of one grid: the variance of twice the finer value less
the coarser one, less that of their difference, which `richardson` tells. It falls with the root of
the number of contacts that lie differently."""

ALIKE = 0.01
"""Contacts lie alike if the components of their normals round to the same multiples of this."""

OF_VOXELS = 6.0
"""Relative error of plain voxels, extrapolated, times the squared number of them along a grain."""


def grid_error(
    structure: Structure,
    geometry: str,
    *,
    diameter: float | None = None,
    necks: NDArray[np.float64] | None = None,
) -> float | None:
    """Return a relative standard deviation for a conductivity extrapolated from two resolutions.

    It stands beside the one of `richardson`: on voxels, walls that lose and necks that gain
    conductance can cancel at both resolutions, and grains cut by the grid keep a small error of
    their own, a larger one where contacts are smaller than a cell, as just above jamming.

    Parameters
    ----------
    structure : Structure
        The finer one.
    geometry : {"grains", "voxels"}
    diameter : float, m, optional
        Mean of the grains, where the structure has no particles to tell it.
    necks : ndarray (m,), m, optional
        Radii of the contacts of the grains, where it has no particles; 0 of what comes close only.

    Returns
    -------
    float or None
        None where the size of the grains is not known.

    Validity
    --------
    An estimate from packings of 60 to 150 particles pressed to 0.645 to 0.94, with and without
    resistance between grains, chosen so that value +- 1.645 standard deviations holds the truth of
    90 % of them or more, and judged on nine others (``benchmarks/error_bars.py``, figures in
    ``benchmarks/results/error_bars.txt``). The error of a single neck is that of simple and
    face-centred cubic arrays with necks of 0.15 and 0.25 radii, of 1 to 4 cells, against finite
    elements; of eight other arrays, on 12 to 32 cells per sphere, 99 % of the intervals hold, on
    voxels 98 % (``benchmarks/array_error_bars.py``); single ones can hold less. It counts how many
    contacts lie differently by their normals alone, or their radii if no more is known, which is
    too wide for arrays that are moved along each axis at random, and for spheres that insulate. Of
    images: ``benchmarks/necks.py``.
    """
    pressed = structure.particles
    if pressed is not None:
        diameter = float(pressed.particles.diameters.mean())
        neck, different = _necks(pressed)
    else:
        neck, different = (inf, 1) if necks is None else _apart(necks, structure.voxel_size)
    cells = structure.voxel_size / neck
    one, power = OF_ONE_NECK[geometry]
    of_necks = hypot(OF_NECKS[geometry] * cells**2, one * cells**power / sqrt(different))
    if geometry == "grains":
        return hypot(OF_GRAINS, of_necks)
    if diameter is None:
        return None
    return hypot(OF_VOXELS * (structure.voxel_size / diameter) ** 2, of_necks)


def _apart(radii: NDArray[np.float64], voxel_size: float) -> tuple[float, int]:
    """Median radius of contacts, m, and how many differ: those that lie alike have the same.

    Half a voxel at least: what is below one is not told from nothing.
    """
    if not len(radii):
        return inf, 1
    median = max(float(np.median(radii)), voxel_size / 2)
    return median, len(np.unique(np.rint(radii / (ALIKE * median))))


def _necks(pressed: PressedPacking) -> tuple[float, int]:
    """Median radius of contacts, m, and how many differ in their normals, up to the symmetry of the
    grid; an infinite one where nothing touches.
    """
    touching = pressed.contact_areas > 0
    if not touching.any():
        return inf, 1
    branches = np.sort(np.abs(pressed.branches[touching]), axis=1)
    lengths = np.linalg.norm(branches, axis=1, keepdims=True)
    normals = np.divide(branches, lengths, out=np.zeros_like(branches), where=lengths > 0)
    radius = sqrt(float(np.median(pressed.contact_areas[touching])) / pi)
    return radius, len(np.unique(np.rint(normals / ALIKE), axis=0))
