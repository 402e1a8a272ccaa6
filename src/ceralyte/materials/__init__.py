"""The catalogue of ceramics, polymers, solvents, supports and electrode materials.

Every value stands in a data file with its unit, condition, kind, source and confidence.
"""

from ceralyte.materials.catalogue import Catalogue, load_catalogue
from ceralyte.materials.properties import PROPERTIES, Property
from ceralyte.materials.works import Work, names_a_work, published_works, works_by_citation

__all__ = [
    "PROPERTIES",
    "Catalogue",
    "Property",
    "Work",
    "load_catalogue",
    "names_a_work",
    "published_works",
    "works_by_citation",
]
