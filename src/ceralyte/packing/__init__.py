"""Size distribution -> dense packing of particles."""

from ceralyte.packing.estimate import farr_groot
from ceralyte.packing.jamming import pack, pack_diameters
from ceralyte.packing.moments import (
    Percentiles,
    mean_diameter,
    number_quantile,
    percentiles,
    undersize,
    volume_quantile,
)
from ceralyte.packing.parsing import describe, parse_distribution
from ceralyte.packing.sampling import SizeWindow, sample_diameters, sampling_note, size_window
from ceralyte.packing.size_csv import read_size_csv

__all__ = [
    "Percentiles",
    "SizeWindow",
    "describe",
    "farr_groot",
    "mean_diameter",
    "number_quantile",
    "pack",
    "pack_diameters",
    "parse_distribution",
    "percentiles",
    "read_size_csv",
    "sample_diameters",
    "sampling_note",
    "size_window",
    "undersize",
    "volume_quantile",
]
