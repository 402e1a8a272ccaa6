"""Smoothing of the seven-point operator, and its steps to blocks of voxels and back.

The loops follow the rules of `stencils`.
"""

import numpy as np
from numba import njit, prange

from ceralyte.numerics.face_terms import faces_around
from ceralyte.numerics.instructions import fetch_ahead
from ceralyte.numerics.relaxation import relax_plane
from ceralyte.numerics.stencils import leave, neighbours, side_of

NO_PART = np.uint8(255)
"""Of a voxel that no face joins to anything."""

SEVERAL = -1
"""A block of several parts holds this less the number of the first one, or less its place in what
`blocks.nodes_of_voxels` returns; see `restrict_residual`."""

EMPTY = np.iinfo(np.int32).min
"""Stands for a block without a part."""

OVER = np.float32(1.15)
"""How far a voxel moves, over the way to where it lets as much in as out. From 1.1 to 1.25 there is
little difference; spheres take a step in five less than with 1, voxels at random hardly any.

Source: I. Yavneh, "On red-black SOR smoothing in multigrid", SIAM J. Sci. Comput. 17, 180 (1996).
"""


@njit(inline="always", error_model="numpy")
def _started(c0, c1, c2, table, end, b, at, k, km, over):  # type: ignore[no-untyped-def]
    """The same where all potentials are zero, of colour 0; zero for the other colour."""
    g = faces_around(c0, c1, c2, table, at, k, km)
    around = end + (g[0] + g[1]) + (g[2] + g[3]) + (g[4] + g[5])
    i, j = at[0], at[3]
    potential = over * b[i, j, k] / around
    return potential if around > 0 and (i + j + k) % 2 == 0 else np.float32(0)


@njit(inline="always", error_model="numpy")
def _start_row(c0, c1, c2, table, ends, b, x, i, j, over):  # type: ignore[no-untyped-def]
    """Relax every voxel of colour 0 in row (i, j) where all potentials are zero."""
    n = x.shape[2]
    side, at = side_of(x.shape[0], i), neighbours(x.shape, i, j)
    x[i, j, 0] = _started(c0, c1, c2, table, ends[side, j, 0], b, at, 0, n - 1, over)
    for k in range(1, n):
        x[i, j, k] = _started(c0, c1, c2, table, ends[side, j, k], b, at, k, k - 1, over)


_SLAB = 16
"""Planes at least, and twice the half sweeps: what catches up at one end of a slab does not touch
what does at the other."""


@njit(inline="always")
def _turn(between, whole, low, high, n0, halves, step):  # type: ignore[no-untyped-def]
    """Return the half sweep and the plane whose turn it is, -1 for none; see `smooth`."""
    even = n0 - n0 % 2
    if not between:
        half = step % halves
        i = low + step // halves - half
        return half, i if low + half <= i < high - half else -1
    width = n0 if whole else 2 * halves - 1
    half, at = step // width, step % width
    if whole:
        return half, at
    if at < 2 * half:
        return half, (low - half + at) % even
    return half, even if low == 0 and n0 > even and at == width - 1 else -1


@njit(parallel=True, cache=True, error_model="numpy")
def smooth(c0, c1, c2, table, ends, b, x, colour, halves, from_zero, slabs):  # type: ignore[no-untyped-def]
    """Do half sweeps of relaxation, in turn of this colour of the chess board and the other.

    Each moves every voxel of its colour `OVER` times as far as to where it lets as much in as out;
    or just there, in the half sweep next to the correction of blocks: that is the last one where
    `from_zero`, else the first. Voxels without any conductance keep their value. `from_zero`: start
    from zero and with colour 0, whatever x holds.

    All half sweeps go through a slab of planes together, one plane behind the other, so that what
    one leaves in the cache is there for the next; then planes between two slabs catch up. So each
    voxel is relaxed from the same values as by one half sweep after the other. Where the board is
    odd and periodic along axis 0 its first and last plane touch in the same colour, so the last one
    waits its turn; so does the last voxel of a row that is odd and periodic.
    """
    n0, n1, n2 = x.shape
    even = n0 - n0 % 2
    whole = even < 2 * halves
    slabs = max(1, min(even // max(_SLAB, 2 * halves), slabs))
    fresh = np.empty((slabs, n2), np.float32)
    for between in range(2):
        for slab in prange(slabs):
            low, high = slab * even // slabs, (slab + 1) * even // slabs
            within = 0 if whole else halves * (high - low + halves - 1)
            steps = halves * (n0 if whole else 2 * halves - 1) if between else within
            for step in range(steps):
                half, i = _turn(between, whole, low, high, n0, halves, step)
                if i < 0:
                    continue
                own = (colour + half) % 2
                over = np.float32(1) if half == (halves - 1 if from_zero else 0) else OVER
                if half == 0:
                    for j in range(n1):
                        fetch_ahead(b, i, j)
                        fetch_ahead(x, i if from_zero else i + 1, j)
                        if from_zero:
                            _start_row(c0, c1, c2, table, ends, b, x, i, j, over)
                if half > 0 or not from_zero:
                    relax_plane(c0, c1, c2, table, ends, b, x, own, i, over, fresh, slab)


@njit(inline="always")
def node_of(several, place, corner):  # type: ignore[no-untyped-def]
    """Return the node of a voxel of a block of several parts, -1 for none.

    At its place `several` has four bits per corner, the number of the corner's part or 15 for none,
    and behind them the node of each part.
    """
    part = several[place] >> 4 * corner & 15
    return several[place + 1 + part] if part < 8 else np.int32(-1)


@njit(parallel=True, cache=True)
def restrict_residual(c0, c1, c2, table, ends, b, x, node, several, chess, coarse):  # type: ignore[no-untyped-def]
    """Add ``b - A x`` of every voxel to its node, where voxels of colour 1 were relaxed last.

    All voxels of block (i, j, k) belong to ``node[i, j, k]``. That is `SEVERAL` where none belongs
    to any. If it is less, `several` says from ``SEVERAL - node[i, j, k]`` on to which node each of
    them does, see `node_of`. On a true chess board (`chess` 2, else 1) what was relaxed last has no
    residual, and is left out.
    """
    n0, n1, n2 = x.shape
    left = np.zeros((4 * len(node), n2 + n2 % 2), np.float32)  # of the four rows through a block
    total = np.empty((len(node), left.shape[1]), np.float32)
    for pair in prange(len(node)):
        for jb in range(node.shape[1]):
            for row in range(4):
                i, j, to = 2 * pair + row // 2, 2 * jb + row % 2, 4 * pair + row
                if i < n0 and j < n1:
                    fetch_ahead(b, i, j)
                    fetch_ahead(x, i + 1, j)
                    leave(c0, c1, c2, table, ends, x, i, j, left, to)
                    for k in range(n2):
                        counts = chess == 1 or (i + j + k) % 2 == 0
                        left[to, k] = b[i, j, k] - left[to, k] if counts else np.float32(0)
                else:
                    left[to] = 0
            for k in range(left.shape[1]):
                one, other = 4 * pair, 4 * pair + 2
                total[pair, k] = (left[one, k] + left[one + 1, k]) + (
                    left[other, k] + left[other + 1, k]
                )
            for kb in range(node.shape[2]):
                own = node[pair, jb, kb]
                if own >= 0:
                    coarse[own] += total[pair, 2 * kb] + total[pair, 2 * kb + 1]
                if own >= SEVERAL:  # of one part, or of none
                    continue
                for corner in range(8):
                    voxel = node_of(several, SEVERAL - own, corner)
                    if voxel >= 0:
                        coarse[voxel] += left[4 * pair + corner // 2, 2 * kb + corner % 2]


@njit(cache=True)
def add_to(sums, places, values):  # type: ignore[no-untyped-def]
    """Add each value to the sum at its place, which may be that of several."""
    for at in range(len(places)):
        sums[places[at]] += values[at]


@njit(parallel=True, cache=True)
def prolong_add(coarse, node, several, x):  # type: ignore[no-untyped-def]
    """Add to the voxels the correction of their node, see `restrict_residual`."""
    n0, n1, n2 = x.shape
    added = np.empty((4 * len(node), n2 + n2 % 2), np.float32)  # to the four rows through a block
    for pair in prange(len(node)):
        first = 4 * pair
        for jb in range(node.shape[1]):
            for kb in range(node.shape[2]):
                own, k = node[pair, jb, kb], 2 * kb
                if own >= SEVERAL:
                    correction = coarse[own] if own >= 0 else np.float32(0)
                    for row in range(first, first + 4):
                        added[row, k] = added[row, k + 1] = correction
                    continue
                for corner in range(8):
                    voxel = node_of(several, SEVERAL - own, corner)
                    correction = coarse[voxel] if voxel >= 0 else np.float32(0)
                    added[first + corner // 2, k + corner % 2] = correction
            for row in range(4):
                i, j = 2 * pair + row // 2, 2 * jb + row % 2
                if i < n0 and j < n1:
                    fetch_ahead(x, i, j)
                    for k in range(n2):
                        x[i, j, k] += added[first + row, k]
