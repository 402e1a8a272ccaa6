"""Packings as files: written and read by suffix; VTP is written only."""

from ceralyte.packing.files.reading import read_particles
from ceralyte.packing.files.writing import check_suffix, write_particles

__all__ = ["check_suffix", "read_particles", "write_particles"]
