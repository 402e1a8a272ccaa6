"""Stiffness, strength and bending of a membrane: solved, bounded, estimated; beam theory."""

from ceralyte.mechanics.bending import (
    bend_radius_minimum,
    bending_stiffness,
    layer_strains,
    neutral_axis,
    surface_strain,
    thickness_radius_curve,
)
from ceralyte.mechanics.bounds import (
    bulk_and_shear,
    hashin_shtrikman,
    voigt_reuss,
    youngs_and_poisson,
)
from ceralyte.mechanics.elasticity import estimate_elasticity
from ceralyte.mechanics.interfaces import InterfaceStiffness
from ceralyte.mechanics.mandrel import MANDREL_DIAMETERS, mandrel_test
from ceralyte.mechanics.stiffness import effective_elasticity
from ceralyte.mechanics.strength import (
    ORIENTATION_FACTORS,
    estimate_tensile_strength,
    fibre_support_strength,
    griffith_strength,
    sheet_support_strength,
)
from ceralyte.mechanics.voxel_error import (
    extrapolated_modulus,
    extrapolated_ratio,
    without_voxels,
)
from ceralyte.model.results import ModulusBounds

__all__ = [
    "MANDREL_DIAMETERS",
    "ORIENTATION_FACTORS",
    "InterfaceStiffness",
    "ModulusBounds",
    "bend_radius_minimum",
    "bending_stiffness",
    "bulk_and_shear",
    "effective_elasticity",
    "estimate_elasticity",
    "estimate_tensile_strength",
    "extrapolated_modulus",
    "extrapolated_ratio",
    "fibre_support_strength",
    "griffith_strength",
    "hashin_shtrikman",
    "layer_strains",
    "mandrel_test",
    "neutral_axis",
    "sheet_support_strength",
    "surface_strain",
    "thickness_radius_curve",
    "voigt_reuss",
    "without_voxels",
    "youngs_and_poisson",
]
