"""Supports of a membrane as rods with round ends: webs, skeletons, meshes, printed lattices."""

from ceralyte.structure.supports.design import (
    SupportKind,
    SupportPlan,
    design_support,
    weave_support,
)
from ceralyte.structure.supports.measure import Coverage, support_coverage
from ceralyte.structure.supports.voxels import support_voxels
from ceralyte.structure.supports.web import Web

__all__ = [
    "Coverage",
    "SupportKind",
    "SupportPlan",
    "Web",
    "design_support",
    "support_coverage",
    "support_voxels",
    "weave_support",
]
