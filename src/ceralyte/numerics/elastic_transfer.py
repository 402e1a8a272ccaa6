"""Between the nodes of the voxels and those of the first coarse grid."""

from typing import NamedTuple

import numpy as np
from numba import njit, prange

from ceralyte.numerics.elastic_blocks import Integers, Longs, Singles
from ceralyte.numerics.elastic_coarsening import CORNERS, Coarsening


class Transfer(NamedTuple):
    """Interpolation on blocks of 2 x 2 x 2 voxels.

    Attributes
    ----------
    starts : ndarray (nodes + 1,) int32 or int64
    columns : ndarray int32
        Node i of the voxels is the mean of the coarse nodes ``columns[starts[i]:starts[i + 1]]``:
        it is one of them, or lies midway between two, four or eight.
    planes : ndarray (coarse nodes,) int32
        Place of the coarse nodes along axis 0.
    plane_count : int
    """

    starts: Integers | Longs
    columns: Integers
    planes: Integers
    plane_count: int

    def restrict(self, fine: Singles, coarse: Singles) -> None:
        """Write the transpose of the interpolation of `fine` (3, planes) into `coarse` (n, 3)."""
        nodes = fine.reshape(3, fine.shape[1], -1)
        coarse.fill(0)
        _restrict(self.starts, self.columns, self.planes, self.plane_count, nodes, coarse)

    def prolong(self, coarse: Singles, fine: Singles) -> None:
        """Write minus the interpolation of `coarse` (n, 3) into `fine` (3, planes)."""
        _prolong_negative(self.starts, self.columns, coarse, fine.reshape(3, -1))


def transfer_of(coarsening: Coarsening) -> Transfer:
    """Return the transfer from and to voxels, of the first coarsening."""
    mesh = coarsening.mesh
    count = len(mesh.widths[0]) + (not mesh.periodic[0])
    planes = np.zeros(mesh.node_count, np.int32)
    for a, corner in enumerate(CORNERS):
        there = mesh.nodes[:, a] >= 0
        planes[mesh.nodes[there, a]] = (mesh.places[there, 0] + corner[0]) % count
    starts, columns = coarsening.from_coarse.starts, coarsening.from_coarse.columns
    if len(columns) < np.iinfo(np.int32).max:
        return Transfer(starts.astype(np.int32), columns, planes, count)
    return Transfer(starts, columns, planes, count)


@njit(parallel=True, cache=True, error_model="numpy")
def _restrict(starts, columns, planes, plane_count, fine, coarse):  # type: ignore[no-untyped-def]
    """Each coarse plane collects from the three planes of voxel nodes around it."""
    _, m, per_plane = fine.shape
    for plane in prange(plane_count):
        for step in range(min(3, m)):
            i = (2 * plane - 1 + step) % m if m > 2 else step
            for k in range(per_plane):
                n = i * per_plane + k
                for q in range(starts[n], starts[n + 1]):
                    j = columns[q]
                    if planes[j] == plane:
                        share = np.float32(1) / np.float32(starts[n + 1] - starts[n])
                        coarse[j, 0] += share * fine[0, i, k]
                        coarse[j, 1] += share * fine[1, i, k]
                        coarse[j, 2] += share * fine[2, i, k]


@njit(parallel=True, cache=True, error_model="numpy")
def _prolong_negative(starts, columns, coarse, fine):  # type: ignore[no-untyped-def]
    for n in prange(len(starts) - 1):
        a = b = c = np.float32(0)
        for q in range(starts[n], starts[n + 1]):
            j = columns[q]
            a += coarse[j, 0]
            b += coarse[j, 1]
            c += coarse[j, 2]
        share = np.float32(-1) / np.float32(max(starts[n + 1] - starts[n], 1))
        fine[0, n], fine[1, n], fine[2, n] = share * a, share * b, share * c
