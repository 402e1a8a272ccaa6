"""Labelled voxels: made from particles, binder and support, or read from measured images.

What can be counted on them is here, too, and how they become files.
"""

from ceralyte.structure.binder import BinderPlacement, require_film
from ceralyte.structure.coarse import coarsened
from ceralyte.structure.files import read_structure, write_structure
from ceralyte.structure.images import (
    GreyHistogram,
    ImportedImage,
    from_labels,
    import_image,
    read_image,
    split_grains,
)
from ceralyte.structure.morphology import (
    GROUND_ROUGHNESS,
    Chords,
    GrainTable,
    Morphology,
    Necks,
    Roughness,
    Sizes,
    binder_coverage,
    chords,
    count_grain_contacts,
    describe,
    film_thickness,
    grain_contacts,
    interface_areas,
    local_thickness,
    measure_grains,
    measure_necks,
    percolating_fraction,
    percolating_fractions,
    roughness,
)
from ceralyte.structure.substrate import RoughSurface, require_low_face, rough_surface, settle
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
    "GROUND_ROUGHNESS",
    "BinderPlacement",
    "Chords",
    "Coverage",
    "GrainTable",
    "GreyHistogram",
    "ImportedImage",
    "Morphology",
    "Necks",
    "RoughSurface",
    "Roughness",
    "Sizes",
    "SupportKind",
    "SupportPlan",
    "Web",
    "binder_coverage",
    "chords",
    "coarsened",
    "count_grain_contacts",
    "describe",
    "design_support",
    "film_thickness",
    "from_labels",
    "grain_contacts",
    "grid_shape",
    "import_image",
    "interface_areas",
    "local_thickness",
    "measure_grains",
    "measure_necks",
    "percolating_fraction",
    "percolating_fractions",
    "read_image",
    "read_structure",
    "require_film",
    "require_low_face",
    "rough_surface",
    "roughness",
    "settle",
    "split_grains",
    "support_coverage",
    "voxelise",
    "weave_support",
    "write_structure",
]
