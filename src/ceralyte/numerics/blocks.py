"""Parts of blocks of 2 x 2 x 2 voxels: what strong faces join within each."""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.block_labels import label_block
from ceralyte.numerics.face_terms import faces_around, of_class
from ceralyte.numerics.network_coarsening import NOWHERE, STRONG
from ceralyte.numerics.networks import Ints, Singles
from ceralyte.numerics.smoothing import EMPTY, NO_PART, SEVERAL
from ceralyte.numerics.stencils import AnyStencil, neighbours, side_of


class Parts(NamedTuple):
    """What strong faces join within each block; parts of one block follow one another.

    Attributes
    ----------
    node : ndarray (blocks along each axis) int32
        Number of the part of a block that is one. A block of several holds `SEVERAL` less the
        number of the first, one of none `EMPTY`.
    part : ndarray (n0, n1, n2) uint8
        Number of each voxel's part within its block, `NO_PART` of voxels without a conducting face.
    total : int
        Number of parts.
    """

    node: Ints
    part: NDArray[np.uint8]
    total: int


def parts_of_blocks(stencil: AnyStencil, strongest: Singles) -> Parts:
    """Return the parts of all blocks.

    Parameters
    ----------
    stencil : Stencil or BitStencil
    strongest : ndarray (n0, n1, n2) float32
        Largest conductance of each voxel, see `strongest_faces`.
    """
    shape = stencil.shape
    part = np.empty(shape, np.uint8)
    node = np.empty([(n + 1) // 2 for n in shape], np.int32)
    counts = np.zeros(len(node) + 1, np.int64)
    _join(*stencil.places[:4], strongest, part, node, counts[1:])
    np.cumsum(counts, out=counts)
    _shift(node, counts)
    return Parts(node, part, int(counts[-1]))


@njit(cache=True)
def part_at(node, part, i, j, k):  # type: ignore[no-untyped-def]
    """Return the number of the part of a voxel, or `NOWHERE`."""
    own, within = node[i // 2, j // 2, k // 2], part[i, j, k]
    if within == NO_PART:
        return np.int32(NOWHERE)
    return own if own >= 0 else np.int32(SEVERAL - own + within)


@njit(cache=True, parallel=True)
def strongest_faces(c0, c1, c2, table, ends, most):  # type: ignore[no-untyped-def]
    """Write the largest conductance of the faces and ends of each voxel, (n0, n1, n2) float32."""
    n0, n1, n2 = c0.shape
    for i in prange(n0):
        side = side_of(n0, i)
        for j in range(n1):
            at = neighbours(c0.shape, i, j)
            a, b, c, d, e, f = faces_around(c0, c1, c2, table, at, 0, n2 - 1)
            most[i, j, 0] = max(ends[side, j, 0], max(a, b), max(c, d), max(e, f))
            for k in range(1, n2):
                a, b, c, d, e, f = faces_around(c0, c1, c2, table, at, k, k - 1)
                most[i, j, k] = max(ends[side, j, k], max(a, b), max(c, d), max(e, f))


@njit(inline="always")
def _look_over(c0, c1, c2, table, strongest, i0, j0, least, most):  # type: ignore[no-untyped-def]
    """Write, along a row of blocks, the least face within each and its strongest one at all.

    That of block kb are the least of ``least[2 kb]`` and the one behind, the same of the strongest.
    Rows of voxels that would lie outside do not count.
    """
    n0, n1, n2 = strongest.shape
    i1, j1 = min(i0 + 1, n0 - 1), min(j0 + 1, n1 - 1)
    for k in range(n2):
        across0 = min(of_class(table, c0[i0, j0, k], 0), of_class(table, c0[i0, j1, k], 0))
        across1 = min(of_class(table, c1[i0, j0, k], 1), of_class(table, c1[i1, j0, k], 1))
        across2 = min(
            min(of_class(table, c2[i0, j0, k], 2), of_class(table, c2[i0, j1, k], 2)),
            min(of_class(table, c2[i1, j0, k], 2), of_class(table, c2[i1, j1, k], 2)),
        )
        low = min(across0, across1)
        least[k] = low if k % 2 else min(low, across2)
        most[k] = max(
            max(strongest[i0, j0, k], strongest[i0, j1, k]),
            max(strongest[i1, j0, k], strongest[i1, j1, k]),
        )


@njit(cache=True, parallel=True, error_model="numpy")
def _join(c0, c1, c2, table, strongest, part, node, counts):  # type: ignore[no-untyped-def]
    """Number the parts of each block, in `node` from 0 in every pair of planes; count these.

    Faces that are strong at both ends join; a voxel without any in its block joins one neighbour,
    see `label_block`. So it bridges nothing.
    """
    n0, n1, n2 = part.shape
    width = n2 + n2 % 2
    least, most = np.zeros((2, len(counts), width), np.float32)
    for pair in prange(len(counts)):
        label, root, count = np.empty(8, np.uint8), np.empty(8, np.uint8), 0
        g, own = np.empty((8, 3), np.float32), np.empty(8, np.float32)
        i0 = 2 * pair
        for j0 in range(0, n1, 2):
            _look_over(c0, c1, c2, table, strongest, i0, j0, least[pair], most[pair])
            for kb in range(width // 2):
                k0, kp = 2 * kb, 2 * kb + 1
                strong = max(most[pair, k0], most[pair, kp])
                full = i0 + 1 < n0 and j0 + 1 < n1 and kp < n2
                weak = min(least[pair, k0], least[pair, kp])
                if full and (strong == 0 or (weak > 0 and weak >= STRONG * strong)):
                    alike = NO_PART if strong == 0 else np.uint8(0)
                    for corner in range(8):
                        part[i0 + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2] = alike
                    node[pair, j0 // 2, kb] = EMPTY if strong == 0 else count
                    count += strong > 0
                    continue
                label_block(c0, c1, c2, table, strongest, strong, full, i0, j0, k0, g, own, label)
                root[:] = NO_PART
                several = 0
                for corner in range(8):
                    i, j, k = i0 + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    if own[corner] > 0 and root[label[corner]] == NO_PART:
                        root[label[corner]] = several
                        several += 1
                    if i < n0 and j < n1 and k < n2:
                        part[i, j, k] = root[label[corner]] if own[corner] > 0 else NO_PART
                first = count if several == 1 else SEVERAL - count if several else EMPTY
                node[pair, j0 // 2, kb] = first
                count += several
        counts[pair] = count


@njit(cache=True, parallel=True)
def _shift(node, start):  # type: ignore[no-untyped-def]
    for pair in prange(len(node)):
        for jb in range(node.shape[1]):
            for kb in range(node.shape[2]):
                own = node[pair, jb, kb]
                if own != EMPTY:
                    node[pair, jb, kb] += start[pair] if own >= 0 else -start[pair]


@njit(cache=True)
def _parts_around(part, block, shape):  # type: ignore[no-untyped-def]
    """Return four bits per corner of a block, the number of its part or 15 for none; and how many.

    Corner 4 i + 2 j + k is voxel (i, j, k); `shape` is that of the grid of blocks.
    """
    i0, j0, k0 = block // (shape[1] * shape[2]), block // shape[2] % shape[1], block % shape[2]
    corners, count = np.int64(0), np.int64(0)
    for corner in range(8):
        i, j, k = 2 * i0 + corner // 4, 2 * j0 + corner // 2 % 2, 2 * k0 + corner % 2
        inside = i < part.shape[0] and j < part.shape[1] and k < part.shape[2]
        within = np.int64(part[i, j, k] if inside else NO_PART)
        corners |= (within & 15) << 4 * corner
        if within < 8:
            count = max(count, within + 1)
    return np.int32(corners), count


@njit(cache=True)
def nodes_of_voxels(node, part, nodes):  # type: ignore[no-untyped-def]
    """Return what stands in `nodes` for the parts of blocks of several, ndarray (m,) int32.

    One block after another, as `smoothing.node_of` reads them; place 0 is of blocks without parts.
    """
    flat, size = node.ravel(), 1
    for block in range(len(flat)):
        if flat[block] < 0 and flat[block] != EMPTY:
            size += 1 + _parts_around(part, block, node.shape)[1]
    several, place = np.empty(size, np.int32), 1
    several[0] = NOWHERE
    for block in range(len(flat)):
        if flat[block] < 0 and flat[block] != EMPTY:
            several[place], count = _parts_around(part, block, node.shape)
            first = SEVERAL - flat[block]
            several[place + 1 : place + 1 + count] = nodes[first : first + count]
            place += 1 + count
    return several


@njit(cache=True)
def look_up(node, part, nodes):  # type: ignore[no-untyped-def]
    """Replace the number of a block's only part by what stands in `nodes`.

    Other blocks get `SEVERAL` less their place in what `nodes_of_voxels` returns.
    """
    flat, place = node.reshape(-1), 1
    for block in range(len(flat)):
        own = flat[block]
        if own >= 0:
            flat[block] = nodes[own]
        elif own == EMPTY:
            flat[block] = SEVERAL
        else:
            flat[block] = SEVERAL - place
            place += 1 + _parts_around(part, block, node.shape)[1]
