"""Between the nodes of the voxels and those of the first coarse grid."""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.elastic_blocks import Integers, Longs, Singles
from ceralyte.numerics.elastic_coarsening import CORNERS, Coarsening, Mesh, first_elements

Bytes = NDArray[np.int8]


class Transfer(NamedTuple):
    """Interpolation on blocks of 2 x 2 x 2 voxels.

    Attributes
    ----------
    places : ndarray (nodes,) int32 or int64
        ``27 e + s``: node i of the voxels is at site s of the coarse element e; -1: no element.
    corners : ndarray (coarse elements, 8) int32
        Coarse nodes.
    supports, sizes : ndarray (27, 8) and (27,) int8
        At site s a node is the mean of the first ``sizes[s]`` of the corners ``supports[s]``.
    slabs : ndarray (planes + 1,) int64
        Of the coarse mesh.
    """

    places: Integers | Longs
    corners: Integers
    supports: Bytes
    sizes: Bytes
    slabs: Longs

    def restrict(self, fine: Singles, coarse: Singles) -> None:
        """Write the transpose of the interpolation of `fine` (3, planes) into `coarse` (n, 3)."""
        coarse.fill(0)
        _restrict(*self, fine.reshape(3, fine.shape[1], -1), coarse)

    def subtract(self, coarse: Singles, fine: Singles) -> None:
        """Subtract the interpolation of `coarse` (n, 3) from `fine` (3, planes)."""
        _subtract(self.places, self.corners, self.supports, self.sizes, coarse, fine.reshape(3, -1))


def transfer_of(voxels: Mesh, coarsening: Coarsening) -> Transfer:
    """Return the transfer from and to `voxels`, which `coarsening` is of."""
    mesh = coarsening.mesh
    first, corner = first_elements(voxels.nodes, voxels.node_count)
    counts = np.array([len(w) for w in voxels.widths])
    small = 27 * len(mesh.nodes) < np.iinfo(np.int32).max
    places = np.empty(len(first), np.int32) if small else np.empty(len(first), np.int64)
    _locate(voxels.places, counts, coarsening.parents, first, corner, places)
    return Transfer(places, mesh.nodes, *_supports(), mesh.slabs)


def _supports() -> tuple[Bytes, Bytes]:
    """Corners that each of the 27 sites of a block is midway between, and their number."""
    supports, sizes = np.zeros((27, 8), np.int8), np.zeros(27, np.int8)
    for site, along in enumerate(np.ndindex(3, 3, 3)):
        # A site is at the lower face of the block, midway, or at the upper face along each axis.
        near = (np.abs(2 * CORNERS - along) <= 1).all(axis=1)
        sizes[site] = near.sum()
        supports[site, : sizes[site]] = np.flatnonzero(near)
    return supports, sizes


@njit(parallel=True, cache=True)
def _locate(voxels, counts, parents, first, corner, places):  # type: ignore[no-untyped-def]
    """Write coarse element and site of every node; a last odd voxel is a block of its own."""
    for n in prange(len(first)):
        e = first[n]
        if e < 0:
            places[n] = -1
            continue
        site = 0
        for axis in range(3):
            at, side = voxels[e, axis], (corner[n] >> (2 - axis)) & 1
            alone = at % 2 == 0 and at == counts[axis] - 1
            site = 3 * site + (2 * side if alone else at % 2 + side)
        places[n] = 27 * np.int64(parents[e]) + site


@njit(parallel=True, cache=True, error_model="numpy")
def _restrict(places, corners, supports, sizes, slabs, fine, coarse):  # type: ignore[no-untyped-def]
    """Each coarse plane collects from the three planes of voxel nodes around it."""
    _, m, per_plane = fine.shape
    for plane in prange(len(slabs) - 1):
        for step in range(min(3, m)):
            i = (2 * plane - 1 + step) % m if m > 2 else step
            for k in range(per_plane):
                e, site = divmod(places[i * per_plane + k], 27)
                if e < 0:
                    continue
                share = np.float32(1) / np.float32(sizes[site])
                for q in range(sizes[site]):
                    j = corners[e, supports[site, q]]
                    if slabs[plane] <= j < slabs[plane + 1]:
                        coarse[j, 0] += share * fine[0, i, k]
                        coarse[j, 1] += share * fine[1, i, k]
                        coarse[j, 2] += share * fine[2, i, k]


@njit(parallel=True, cache=True, error_model="numpy")
def _subtract(places, corners, supports, sizes, coarse, fine):  # type: ignore[no-untyped-def]
    for n in prange(len(places)):
        e, site = divmod(places[n], 27)
        if e < 0:
            continue
        a = b = c = np.float32(0)
        for q in range(sizes[site]):
            j = corners[e, supports[site, q]]
            a += coarse[j, 0]
            b += coarse[j, 1]
            c += coarse[j, 2]
        share = np.float32(1) / np.float32(sizes[site])
        fine[0, n] -= share * a
        fine[1, n] -= share * b
        fine[2, n] -= share * c
