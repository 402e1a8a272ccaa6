"""Labelled voxels: made from particles, binder and support, or read from measured images.

What can be counted on them is here, too, and how they become files.
"""

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
    Chords,
    GrainContacts,
    GrainTable,
    Morphology,
    Roughness,
    Sizes,
    binder_coverage,
    chords,
    describe,
    film_thickness,
    grain_contacts,
    interface_areas,
    local_thickness,
    measure_grains,
    percolating_fraction,
    percolating_fractions,
    roughness,
)
from ceralyte.structure.support import nonwoven
from ceralyte.structure.voxelise import BinderPlacement, grid_shape, voxelise

__all__ = [
    "BinderPlacement",
    "Chords",
    "GrainContacts",
    "GrainTable",
    "GreyHistogram",
    "ImportedImage",
    "Morphology",
    "Roughness",
    "Sizes",
    "binder_coverage",
    "chords",
    "coarsened",
    "describe",
    "film_thickness",
    "from_labels",
    "grain_contacts",
    "grid_shape",
    "import_image",
    "interface_areas",
    "local_thickness",
    "measure_grains",
    "nonwoven",
    "percolating_fraction",
    "percolating_fractions",
    "read_image",
    "read_structure",
    "roughness",
    "split_grains",
    "voxelise",
    "write_structure",
]
