"""Measured images into structures: reading, thresholds, labels, grains.

Arrays of a file are read as z, y, x unless told otherwise: pages (or the slowest axis) follow
each other along z, through the membrane; rows run along y, columns along x. A structure, and an
array handed to `from_labels`, is x, y, z.
"""

from ceralyte.structure.images.grains import split_grains
from ceralyte.structure.images.labels import checked_names, from_labels
from ceralyte.structure.images.reading import ImportedImage, import_image, read_image
from ceralyte.structure.images.thresholds import GreyHistogram

__all__ = [
    "GreyHistogram",
    "ImportedImage",
    "checked_names",
    "from_labels",
    "import_image",
    "read_image",
    "split_grains",
]
