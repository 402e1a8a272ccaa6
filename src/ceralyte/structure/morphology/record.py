"""The record of everything that is counted on a structure."""

from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model import Series
from ceralyte.structure.morphology.sizes import Sizes


class Morphology(Record):
    """What can be counted on a structure.

    Attributes
    ----------
    voxels : tuple of int
        Along x, y, z.
    voxel_size : Quantity, m
    box : tuple of Quantity, m
        Sides along x, y, z.
    volume_fractions : dict of Quantity, [-]
        By phase; of the phases that are there, as all that follows.
    percolating_fractions : dict of dict of Quantity, [-]
        By phase and axis: share of the phase that is connected to both ends.
    specific_surfaces : dict of Quantity, 1/m
        By phase: its surface towards all others over the volume of the whole.
    interface_areas : dict of Quantity, 1/m
        By pair, as "pore-ceramic", over the volume of the whole.
    mean_chords : dict of dict of Outcome, m
        By phase and axis.
    chord_distributions : dict of Series
        By phase: share by number of whole chords, all axes together.
    local_thicknesses : dict of Sizes
        By phase; of the pore it is the pore size.
    grain_count, whole_grains : int
        All grains, and those that no side of the image cuts: only these give sizes.
    grain_sizes : Sizes or Unavailable
        Diameters of spheres of the grains' volumes, of grains that no side cuts.
    coordination_number : Outcome, [-]
        Mean number of grains that a grain not cut meets.
    grain_boundary_area : Outcome, 1/m
        Of all contacts of grains over the volume of the whole.
    binder_coverage : Outcome, [-]
        Share of the ceramic's free surface under binder.
    roughness : dict of dict of Outcome, m
        "bottom" and "top", each with "Ra" and "Rq".
    notes : tuple of str
    """

    voxels: tuple[int, int, int]
    voxel_size: Quantity
    box: tuple[Quantity, Quantity, Quantity]
    volume_fractions: dict[str, Quantity]
    percolating_fractions: dict[str, dict[str, Quantity]]
    specific_surfaces: dict[str, Quantity]
    interface_areas: dict[str, Quantity]
    mean_chords: dict[str, dict[str, Outcome]]
    chord_distributions: dict[str, Series]
    local_thicknesses: dict[str, Sizes]
    grain_count: int
    whole_grains: int
    grain_sizes: Sizes | Unavailable
    coordination_number: Outcome
    grain_boundary_area: Outcome
    binder_coverage: Outcome
    roughness: dict[str, dict[str, Outcome]]
    notes: tuple[str, ...] = ()
