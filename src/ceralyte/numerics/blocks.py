"""Parts of blocks of 2 x 2 x 2 voxels: what strong faces join within each."""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.network_coarsening import NOWHERE, STRONG
from ceralyte.numerics.networks import Ints, Singles
from ceralyte.numerics.smoothing import EMPTY, NO_PART, SEVERAL
from ceralyte.numerics.stencils import Stencil, faces_around, neighbours, of_class, side_of


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


def parts_of_blocks(stencil: Stencil, strongest: Singles) -> Parts:
    """Return the parts of all blocks.

    Parameters
    ----------
    stencil : Stencil
    strongest : ndarray (n0, n1, n2) float32
        Largest conductance of each voxel, see `strongest_faces`.
    """
    shape = stencil.faces0.shape
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


@njit(cache=True)
def _face(c0, c1, c2, table, axis, i, j, k):  # type: ignore[no-untyped-def]
    face = c0[i, j, k] if axis == 0 else c1[i, j, k] if axis == 1 else c2[i, j, k]
    return of_class(table, face)


@njit(cache=True)
def _is_whole(c0, c1, c2, table, strongest, i, j, k):  # type: ignore[no-untyped-def]
    """Whether the faces within a full block are all strong: it is then one part."""
    least, most = np.inf, np.float32(0)
    for a in range(2):
        for b in range(2):
            across0 = of_class(table, c0[i, j + a, k + b])
            across1 = of_class(table, c1[i + a, j, k + b])
            across2 = of_class(table, c2[i + a, j + b, k])
            least = min(least, across0, across1, across2)
            most = max(most, strongest[i + a, j + b, k], strongest[i + a, j + b, k + 1])
    return least > 0 and least >= STRONG * most


@njit(cache=True)
def _is_void(strongest, i, j, k):  # type: ignore[no-untyped-def]
    """Whether no voxel of a full block has a face or an end that conducts."""
    most = np.float32(0)
    for a in range(2):
        for b in range(2):
            most = max(most, strongest[i + a, j + b, k], strongest[i + a, j + b, k + 1])
    return most == 0


@njit(cache=True)
def _relabel(label, old, new):  # type: ignore[no-untyped-def]
    for other in range(8):
        if label[other] == old:
            label[other] = new


@njit(cache=True, parallel=True, error_model="numpy")
def _join(c0, c1, c2, table, strongest, part, node, counts):  # type: ignore[no-untyped-def]
    """Number the parts of each block, in `node` from 0 in every pair of planes; count these.

    Faces that are strong at both ends join; a voxel without any in its block joins the one
    neighbour there that it conducts to best, if that face is strong at its own end. So it bridges
    nothing.
    """
    n0, n1, n2 = part.shape
    for pair in prange(len(counts)):
        label, root, count = np.empty(8, np.int64), np.empty(8, np.int64), 0
        for j0 in range(0, n1, 2):
            for k0 in range(0, n2, 2):
                full = 2 * pair + 1 < n0 and j0 + 1 < n1 and k0 + 1 < n2
                if full and _is_whole(c0, c1, c2, table, strongest, 2 * pair, j0, k0):
                    for corner in range(8):
                        part[2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2] = 0
                    node[pair, j0 // 2, k0 // 2] = count
                    count += 1
                    continue
                if full and _is_void(strongest, 2 * pair, j0, k0):
                    part[2 * pair : 2 * pair + 2, j0 : j0 + 2, k0 : k0 + 2] = NO_PART
                    node[pair, j0 // 2, k0 // 2] = EMPTY
                    continue
                for corner in range(8):
                    label[corner] = corner
                for corner in range(8):
                    i, j, k = 2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    if i >= n0 or j >= n1 or k >= n2 or strongest[i, j, k] == 0:
                        label[corner] = NOWHERE
                for corner in range(8):
                    i, j, k = 2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    for axis in range(3):
                        step = 4 >> axis
                        if corner & step or label[corner] < 0 or label[corner + step] < 0:
                            continue
                        x, y, z = i + (axis == 0), j + (axis == 1), k + (axis == 2)
                        least = STRONG * max(strongest[i, j, k], strongest[x, y, z])
                        if _face(c0, c1, c2, table, axis, i, j, k) >= least:
                            _relabel(label, label[corner + step], label[corner])
                for corner in range(8):
                    i, j, k = 2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    alone = label[corner] == corner
                    for other in range(8):
                        alone &= other == corner or label[other] != corner
                    if alone:
                        best, most = -1, STRONG * strongest[i, j, k]
                        for axis in range(3):
                            other = corner ^ (4 >> axis)
                            if label[other] < 0:
                                continue
                            x = i - i % 2 if axis == 0 else i
                            y = j - j % 2 if axis == 1 else j
                            z = k - k % 2 if axis == 2 else k
                            g = _face(c0, c1, c2, table, axis, x, y, z)
                            if g > 0 and g >= most:
                                best, most = other, g
                        if best >= 0:
                            _relabel(label, corner, label[best])
                root[:] = NO_PART
                several = 0
                for corner in range(8):
                    if label[corner] >= 0 and root[label[corner]] == NO_PART:
                        root[label[corner]] = several
                        several += 1
                for corner in range(8):
                    i, j, k = 2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    if i < n0 and j < n1 and k < n2:
                        part[i, j, k] = root[label[corner]] if label[corner] >= 0 else NO_PART
                first = count if several == 1 else SEVERAL - count if several else EMPTY
                node[pair, j0 // 2, k0 // 2] = first
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
def nodes_of_voxels(node, part, nodes):  # type: ignore[no-untyped-def]
    """Return what stands in `nodes` for the voxels of each block of several parts, ndarray (m, 8).

    `NOWHERE` for voxels that belong to none; row 0 is of blocks that have none.
    """
    n0, n1, n2 = part.shape
    rows = 1
    for own in node.ravel():
        rows += own < 0 and own != EMPTY
    several = np.full((rows, 8), NOWHERE, np.int32)
    row = 0
    for place in np.ndindex(node.shape):
        if node[place] >= 0 or node[place] == EMPTY:
            continue
        row += 1
        for corner in range(8):
            i, j, k = 2 * place[0], 2 * place[1], 2 * place[2]
            i, j, k = i + corner // 4, j + corner // 2 % 2, k + corner % 2
            if i < n0 and j < n1 and k < n2:
                own = part_at(node, part, i, j, k)
                several[row, corner] = nodes[own] if own >= 0 else NOWHERE
    return several


@njit(cache=True)
def look_up(node, nodes):  # type: ignore[no-untyped-def]
    """Replace the number of a block's only part by what stands in `nodes`.

    Other blocks get `SEVERAL` less their row in what `nodes_of_voxels` returns.
    """
    flat, row = node.reshape(-1), 0
    for block in range(len(flat)):
        own = flat[block]
        if own >= 0:
            flat[block] = nodes[own]
        elif own == EMPTY:
            flat[block] = SEVERAL
        else:
            row += 1
            flat[block] = SEVERAL - row
