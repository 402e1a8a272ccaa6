"""Size distribution -> dense packing of particles."""

from ceralyte.packing.analysis import (
    BondOrder,
    ContactDensity,
    Crystallinity,
    Isostaticity,
    PackingSummary,
    SizeClass,
    SizeStatistics,
    bond_order,
    contact_density,
    contact_numbers,
    coordination_by_size,
    coordination_histogram,
    crystalline_fraction,
    fraction_profile,
    isostaticity,
    percolates,
    radial_distribution,
    size_statistics,
    summarise,
)
from ceralyte.packing.blend import Blend, optimise_mixture
from ceralyte.packing.estimate import desmond_weeks, farr_groot, santos
from ceralyte.packing.files import read_particles, write_particles
from ceralyte.packing.jamming import pack, pack_diameters
from ceralyte.packing.moments import (
    Percentiles,
    as_discs,
    mean_diameter,
    moment,
    number_quantile,
    percentiles,
    relative_std,
    skewness,
    undersize,
    volume_quantile,
)
from ceralyte.packing.parsing import describe, parse_distribution
from ceralyte.packing.particles import from_particles
from ceralyte.packing.sampling import sample_diameters, sampling_note
from ceralyte.packing.size_csv import read_size_csv
from ceralyte.packing.window import SizeWindow, fewest_particles, size_window

__all__ = [
    "Blend",
    "BondOrder",
    "ContactDensity",
    "Crystallinity",
    "Isostaticity",
    "PackingSummary",
    "Percentiles",
    "SizeClass",
    "SizeStatistics",
    "SizeWindow",
    "as_discs",
    "bond_order",
    "contact_density",
    "contact_numbers",
    "coordination_by_size",
    "coordination_histogram",
    "crystalline_fraction",
    "describe",
    "desmond_weeks",
    "farr_groot",
    "fewest_particles",
    "fraction_profile",
    "from_particles",
    "isostaticity",
    "mean_diameter",
    "moment",
    "number_quantile",
    "optimise_mixture",
    "pack",
    "pack_diameters",
    "parse_distribution",
    "percentiles",
    "percolates",
    "radial_distribution",
    "read_particles",
    "read_size_csv",
    "relative_std",
    "sample_diameters",
    "sampling_note",
    "santos",
    "size_statistics",
    "size_window",
    "skewness",
    "summarise",
    "undersize",
    "volume_quantile",
    "write_particles",
]
