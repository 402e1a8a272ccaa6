"""What two resolutions do not show of the error of a grid."""

from math import hypot

import numpy as np

from ceralyte.model.packing import PressedPacking
from ceralyte.model.structure import Structure

OF_GRAINS = 0.003
"""Relative, of grains cut by the grid, extrapolated from two resolutions."""

OF_NECKS = {"grains": 0.008, "voxels": 0.07}
"""The same of contacts smaller than a cell: times the squared number of their radii in a cell."""

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
    ``benchmarks/results/error_bars.txt``). Of images, voxels alone, ``benchmarks/necks.py``. Too
    small for regular arrays, whose contacts all lie alike on the grid (``benchmarks/geometry.py``).
    """
    necks = OF_NECKS[geometry] * _cell_over_neck(structure) ** 2
    if geometry == "grains":
        return hypot(OF_GRAINS, necks)
    if structure.particles is not None:
        diameter = float(structure.particles.particles.diameters.mean())
    if diameter is None:
        return None
    return hypot(OF_VOXELS * (structure.voxel_size / diameter) ** 2, necks)


def _cell_over_neck(structure: Structure) -> float:
    """Cell over the median radius of contacts between grains; 0 where there are none."""
    pressed = structure.particles
    areas = pressed.contact_areas if isinstance(pressed, PressedPacking) else np.zeros(0)
    touching = areas[areas > 0]
    return structure.voxel_size / np.sqrt(np.median(touching) / np.pi) if len(touching) else 0.0
