"""Numbers that describe a structure."""

from ceralyte.structure.morphology.areas import (
    binder_coverage,
    count_grain_contacts,
    grain_contacts,
    interface_areas,
)
from ceralyte.structure.morphology.chords import Chords, chords
from ceralyte.structure.morphology.connection import percolating_fraction, percolating_fractions
from ceralyte.structure.morphology.film import GROUND_ROUGHNESS, film_thickness
from ceralyte.structure.morphology.grain_ends import (
    cut_open,
    electrode_areas,
    geometric_resistances,
)
from ceralyte.structure.morphology.grains import GrainTable, measure_grains
from ceralyte.structure.morphology.necks import Necks, measure_necks
from ceralyte.structure.morphology.record import Morphology
from ceralyte.structure.morphology.roughness import Roughness, roughness
from ceralyte.structure.morphology.sizes import Sizes
from ceralyte.structure.morphology.summary import describe
from ceralyte.structure.morphology.thickness import local_thickness

__all__ = [
    "GROUND_ROUGHNESS",
    "Chords",
    "GrainTable",
    "Morphology",
    "Necks",
    "Roughness",
    "Sizes",
    "binder_coverage",
    "chords",
    "count_grain_contacts",
    "cut_open",
    "describe",
    "electrode_areas",
    "film_thickness",
    "geometric_resistances",
    "grain_contacts",
    "interface_areas",
    "local_thickness",
    "measure_grains",
    "measure_necks",
    "percolating_fraction",
    "percolating_fractions",
    "roughness",
]
