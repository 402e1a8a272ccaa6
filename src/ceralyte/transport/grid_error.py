"""What two resolutions do not show of the error of a grid."""

from math import hypot, inf, pi, sqrt

import numpy as np

from ceralyte.model.packing import PressedPacking
from ceralyte.model.structure import Structure

OF_GRAINS = 0.003
"""Relative, of grains cut by the grid, extrapolated from two resolutions."""

OF_NECKS = {"grains": 0.008, "voxels": 0.07}
"""The same of contacts smaller than a cell: times the squared number of their radii in a cell."""

OF_ONE_NECK = 0.027
"""The same of cut grains whose contacts all lie alike on the grid: times that number to 1.5.

Root of 3 times 0.0155, the error of one grid: the variance of twice the finer value less the
coarser one, less that of their difference, which `richardson` tells. It falls with the root of the
number of contacts that lie differently."""

ALIKE = 0.01
"""Contacts lie alike if the components of their normals round to the same multiples of this."""

OF_VOXELS = 6.0
"""Relative error of plain voxels, extrapolated, times the squared number of them along a grain."""


def grid_error(
    structure: Structure, geometry: str, *, diameter: float | None = None
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
    elements; on eight other arrays, on 12 to 32 cells per sphere, 96 % of the intervals hold, 91 %
    on the worst grid; single arrays can hold less (``benchmarks/array_error_bars.py``). It counts
    how many contacts lie differently by their normals alone, which is too wide for arrays that are
    moved along each axis at random, and for spheres that insulate. Of images, voxels alone,
    ``benchmarks/necks.py``; too small for regular arrays of voxels.
    """
    pressed = structure.particles
    neck, different = (inf, 1) if pressed is None else _necks(pressed)
    cells = structure.voxel_size / neck
    necks = OF_NECKS[geometry] * cells**2
    if geometry == "grains":
        return hypot(OF_GRAINS, necks, OF_ONE_NECK * cells**1.5 / sqrt(different))
    if pressed is not None:
        diameter = float(pressed.particles.diameters.mean())
    if diameter is None:
        return None
    return hypot(OF_VOXELS * (structure.voxel_size / diameter) ** 2, necks)


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
