"""What the geometry hands to the solver: nodes in cells, and the conductances that join them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int32]

INSIDE = 3
"""`axis` of a link between two nodes of one cell."""


class Links(NamedTuple):
    """A structure as a network on a grid.

    Conductances are relative to (reference conductivity x reference length).

    Attributes
    ----------
    shape : tuple of 3 int
        Cells of the grid along x, y, z.
    edges : ndarray (3,)
        Of a cell, over the reference length.
    cell : ndarray (n, 3) int32
        Where each node sits.
    phase : int
        Number of the phase that conducts.
    ends : ndarray (m, 2) int32
        Nodes that each link joins, the one in the lower cell first.
    axis : ndarray (m,) uint8
        Along which the link leads, or `INSIDE`.
    conductance : ndarray (m,) float32
    interface_share : ndarray (m,) float32, or None
        Share of an interface resistance in the resistance of each link; None: nowhere any.
    electrode_nodes : ndarray (k,) int32
    electrode_side : ndarray (k,) uint8
        0: the electrode before the first plane of cells, 1: the one behind the last.
    electrode_conductance : ndarray (k,) float32
    electrode_contact : ndarray (k,) float32
        Part of the inverse of it that is the contact's own.
    """

    shape: tuple[int, int, int]
    edges: Floats
    cell: Ints
    phase: int
    ends: Ints
    axis: NDArray[np.uint8]
    conductance: Singles
    interface_share: Singles | None
    electrode_nodes: Ints
    electrode_side: NDArray[np.uint8]
    electrode_conductance: Singles
    electrode_contact: Singles
