"""Structures as files for other programs; what was written comes back equal."""

from ceralyte.structure.files.formats import read_structure, write_structure

__all__ = ["read_structure", "write_structure"]
