"""What a packing is like: contacts, order, distances, layers; and a summary over seeds."""

from ceralyte.packing.analysis.bond_order import (
    BondOrder,
    Crystallinity,
    bond_order,
    crystalline_fraction,
)
from ceralyte.packing.analysis.coordination import (
    SizeClass,
    contact_numbers,
    coordination_by_size,
    coordination_histogram,
)
from ceralyte.packing.analysis.network import (
    ContactDensity,
    Isostaticity,
    contact_density,
    isostaticity,
    percolates,
)
from ceralyte.packing.analysis.profile import fraction_profile
from ceralyte.packing.analysis.radial import radial_distribution
from ceralyte.packing.analysis.sizes import SizeStatistics, size_statistics
from ceralyte.packing.analysis.summary import PackingSummary, summarise

__all__ = [
    "BondOrder",
    "ContactDensity",
    "Crystallinity",
    "Isostaticity",
    "PackingSummary",
    "SizeClass",
    "SizeStatistics",
    "bond_order",
    "contact_density",
    "contact_numbers",
    "coordination_by_size",
    "coordination_histogram",
    "crystalline_fraction",
    "fraction_profile",
    "isostaticity",
    "percolates",
    "radial_distribution",
    "size_statistics",
    "summarise",
]
