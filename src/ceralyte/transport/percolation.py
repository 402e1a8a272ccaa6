"""Which conducting voxels lie on a path from one end to the other."""

from ceralyte.numerics.through_paths import through_paths, winding_nodes

__all__ = ["through_paths", "winding_nodes"]
