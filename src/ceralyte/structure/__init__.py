"""Particles, binder and support as labelled voxels, and what can be counted on them."""

from ceralyte.structure.binder import BinderPlacement, require_film
from ceralyte.structure.morphology import binder_coverage, film_thickness, percolating_fraction
from ceralyte.structure.substrate import RoughSurface, rough_surface, settle
from ceralyte.structure.supports import (
    Coverage,
    SupportKind,
    SupportPlan,
    Web,
    design_support,
    support_coverage,
    weave_support,
)
from ceralyte.structure.voxelise import grid_shape, voxelise

__all__ = [
    "BinderPlacement",
    "Coverage",
    "RoughSurface",
    "SupportKind",
    "SupportPlan",
    "Web",
    "binder_coverage",
    "design_support",
    "film_thickness",
    "grid_shape",
    "percolating_fraction",
    "require_film",
    "rough_surface",
    "settle",
    "support_coverage",
    "voxelise",
    "weave_support",
]
