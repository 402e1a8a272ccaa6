"""Stiffness, strength and bending of a membrane: solved, bounded, estimated; beam theory."""

from ceralyte.mechanics.bending import (
    bend_radius_minimum,
    bending_stiffness,
    layer_strains,
    neutral_axis,
    surface_strain,
    thickness_radius_curve,
)
from ceralyte.mechanics.bonds import Adhesion, Bridges, Solid, bonds_of
from ceralyte.mechanics.bounds import (
    bulk_and_shear,
    hashin_shtrikman,
    voigt_reuss,
    youngs_and_poisson,
)
from ceralyte.mechanics.contact import (
    ATMOSPHERE,
    RoughContact,
    contact_fraction,
    contact_modulus,
    contact_resistance,
    packaging_pressure,
    rms_slope,
)
from ceralyte.mechanics.creep import (
    GONE,
    CreepLaw,
    breathing,
    confinement,
    pressure_relaxation,
    thickness_loss,
    thinning_rate,
)
from ceralyte.mechanics.elasticity import estimate_elasticity
from ceralyte.mechanics.faces import conductivity_factor, porosity_change
from ceralyte.mechanics.interfaces import InterfaceStiffness
from ceralyte.mechanics.layers import (
    BeamLayer,
    RadiusLimit,
    stack_radius_minimum,
    stack_strains,
    stack_stresses,
    winding_pressure,
)
from ceralyte.mechanics.mandrel import MANDREL_DIAMETERS, mandrel_test
from ceralyte.mechanics.network import BondNetwork
from ceralyte.mechanics.solid import check_moduli
from ceralyte.mechanics.stiffness import effective_elasticity
from ceralyte.mechanics.strength import (
    ORIENTATION_FACTORS,
    Orientation,
    estimate_tensile_strength,
    fibre_support_strength,
    griffith_strength,
    sheet_support_strength,
)
from ceralyte.mechanics.support import in_parallel, support_trade
from ceralyte.mechanics.tension import tension_stress
from ceralyte.mechanics.testing import StrengthTest, TestMode, strength_test
from ceralyte.mechanics.voxel_error import (
    extrapolated_modulus,
    extrapolated_ratio,
    without_voxels,
)
from ceralyte.mechanics.weibull import (
    Weibull,
    bundle_strength,
    bundle_stress,
    fit_weibull,
    strength_of_size,
)
from ceralyte.model.results import ModulusBounds

__all__ = [
    "ATMOSPHERE",
    "GONE",
    "MANDREL_DIAMETERS",
    "ORIENTATION_FACTORS",
    "Adhesion",
    "BeamLayer",
    "BondNetwork",
    "Bridges",
    "CreepLaw",
    "InterfaceStiffness",
    "ModulusBounds",
    "Orientation",
    "RadiusLimit",
    "RoughContact",
    "Solid",
    "StrengthTest",
    "TestMode",
    "Weibull",
    "bend_radius_minimum",
    "bending_stiffness",
    "bonds_of",
    "breathing",
    "bulk_and_shear",
    "bundle_strength",
    "bundle_stress",
    "check_moduli",
    "conductivity_factor",
    "confinement",
    "contact_fraction",
    "contact_modulus",
    "contact_resistance",
    "effective_elasticity",
    "estimate_elasticity",
    "estimate_tensile_strength",
    "extrapolated_modulus",
    "extrapolated_ratio",
    "fibre_support_strength",
    "fit_weibull",
    "griffith_strength",
    "hashin_shtrikman",
    "in_parallel",
    "layer_strains",
    "mandrel_test",
    "neutral_axis",
    "packaging_pressure",
    "porosity_change",
    "pressure_relaxation",
    "rms_slope",
    "sheet_support_strength",
    "stack_radius_minimum",
    "stack_strains",
    "stack_stresses",
    "strength_of_size",
    "strength_test",
    "support_trade",
    "surface_strain",
    "tension_stress",
    "thickness_loss",
    "thickness_radius_curve",
    "thinning_rate",
    "voigt_reuss",
    "winding_pressure",
    "without_voxels",
    "youngs_and_poisson",
]
