"""Particles, binder and support as labelled voxels, and what can be counted on them."""

from ceralyte.structure.morphology import binder_coverage, film_thickness, percolating_fraction
from ceralyte.structure.support import nonwoven
from ceralyte.structure.voxelise import BinderPlacement, grid_shape, voxelise

__all__ = [
    "BinderPlacement",
    "binder_coverage",
    "film_thickness",
    "grid_shape",
    "nonwoven",
    "percolating_fraction",
    "voxelise",
]
