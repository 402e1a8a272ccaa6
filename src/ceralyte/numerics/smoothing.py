"""Smoothing of the seven-point operator, and its steps to blocks of voxels and back.

Red-black Gauss-Seidel: whole rows are computed, for vector instructions, and every second voxel of
them is written. The loops follow the rules of `stencils`.
"""

import numpy as np
from numba import njit, prange

from ceralyte.numerics.stencils import faces_around, leave, neighbours, side_of

NO_PART = np.uint8(255)
"""Of a voxel that no face joins to anything."""

SEVERAL = -1
"""A block of several parts holds this less the number of the first one, or less its row in a table
of these; see `restrict_residual`."""

EMPTY = np.iinfo(np.int32).min
"""Stands for a block without a part."""


@njit(inline="always", error_model="numpy")
def _relaxed(c0, c1, c2, table, end, b, x, at, k, km, kp):  # type: ignore[no-untyped-def]
    """Potential at which a voxel lets as much in as out; as it is where nothing joins it."""
    g = faces_around(c0, c1, c2, table, at, k, km)
    i, im, ip, j, jm, jp = at
    arriving = (
        b[i, j, k]
        + (g[0] * x[im, j, k] + g[1] * x[ip, j, k])
        + (g[2] * x[i, jm, k] + g[3] * x[i, jp, k])
        + (g[4] * x[i, j, km] + g[5] * x[i, j, kp])
    )
    around = end + (g[0] + g[1]) + (g[2] + g[3]) + (g[4] + g[5])
    before, after = x[i, j, k], arriving / around  # neither read nor divided in a branch
    return after if around > 0 else before


@njit(inline="always", error_model="numpy")
def _start_voxel(c0, c1, c2, table, end, b, at, k, km):  # type: ignore[no-untyped-def]
    g = faces_around(c0, c1, c2, table, at, k, km)
    around = end + (g[0] + g[1]) + (g[2] + g[3]) + (g[4] + g[5])
    potential = b[at[0], at[3], k] / around
    return potential if around > 0 else np.float32(0)


@njit(parallel=True, cache=True, error_model="numpy")
def first_sweep(c0, c1, c2, table, ends, b, x):  # type: ignore[no-untyped-def]
    """Relax colour 0 from ``x = 0``."""
    n0, n1, n2 = x.shape
    for i in prange(n0):
        side = side_of(n0, i)
        for j in range(n1):
            at = neighbours(x.shape, i, j)
            x[i, j, 0] = _start_voxel(c0, c1, c2, table, ends[side, j, 0], b, at, 0, n2 - 1)
            for k in range(1, n2):
                x[i, j, k] = _start_voxel(c0, c1, c2, table, ends[side, j, k], b, at, k, k - 1)
            for k in range(n2):
                x[i, j, k] = x[i, j, k] if (i + j + k) % 2 == 0 else np.float32(0)


@njit(inline="always", error_model="numpy")
def _relax_plane(c0, c1, c2, table, ends, b, x, colour, i, fresh):  # type: ignore[no-untyped-def]
    n0, n1, n = x.shape
    side = side_of(n0, i)
    last = n - 1
    for j in range(n1):
        at, first = neighbours(x.shape, i, j), (i + j + colour) % 2
        fresh[i, 0] = _relaxed(c0, c1, c2, table, ends[side, j, 0], b, x, at, 0, last, 1 % n)
        for k in range(1, last):
            fresh[i, k] = _relaxed(c0, c1, c2, table, ends[side, j, k], b, x, at, k, k - 1, k + 1)
        fresh[i, last] = _relaxed(
            c0, c1, c2, table, ends[side, j, last], b, x, at, last, last - 1, 0
        )
        for k in range(n):
            before, after = x[i, j, k], fresh[i, k]
            x[i, j, k] = after if (k + first) % 2 == 0 else before
        if n % 2 and first == 0:
            x[i, j, last] = _relaxed(
                c0, c1, c2, table, ends[side, j, last], b, x, at, last, last - 1, 0
            )


@njit(parallel=True, cache=True, error_model="numpy")
def relax(c0, c1, c2, table, ends, b, x, colour):  # type: ignore[no-untyped-def]
    """Solve every voxel of one colour of the chess board for itself (half a Gauss-Seidel sweep).

    Voxels without any conductance keep their value. Where the board is odd and periodic along
    axis 0 its first and last plane touch in the same colour, so the last one waits its turn; so
    does the last voxel of a row that is odd and periodic.
    """
    n0, _, n2 = x.shape
    fresh = np.empty((n0, n2), np.float32)
    for i in prange(n0 - n0 % 2):
        _relax_plane(c0, c1, c2, table, ends, b, x, colour, i, fresh)
    for i in prange(n0 - n0 % 2, n0):
        _relax_plane(c0, c1, c2, table, ends, b, x, colour, i, fresh)


@njit(parallel=True, cache=True)
def restrict_residual(c0, c1, c2, table, ends, b, x, node, several, chess, coarse):  # type: ignore[no-untyped-def]
    """Add ``b - A x`` of every voxel to its node, where voxels of colour 1 were relaxed last.

    All voxels of block (i, j, k) belong to ``node[i, j, k]``. If that is negative, row
    ``SEVERAL - node[i, j, k]`` of `several` (rows, 8) says to which node each of them does, -1 to
    none. On a true chess board (`chess` 2, else 1) what was relaxed last has no residual, and is
    left out.
    """
    n0, n1, n2 = x.shape
    leaving = np.empty((n0, n2), np.float32)
    for pair in prange((n0 + 1) // 2):
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                leave(c0, c1, c2, table, ends, x, i, j, leaving)
                for k in range((i + j) % chess, n2, chess):
                    own = node[pair, j // 2, k // 2]
                    if own < 0:
                        own = several[SEVERAL - own, 4 * (i % 2) + 2 * (j % 2) + k % 2]
                    if own >= 0:
                        coarse[own] += b[i, j, k] - leaving[i, k]


@njit(parallel=True, cache=True)
def prolong_add(coarse, node, several, x):  # type: ignore[no-untyped-def]
    """Add to the voxels the correction of their node, see `restrict_residual`."""
    n0, n1, n2 = x.shape
    added = np.empty((len(node), n2 + n2 % 2), np.float32)
    for pair in prange(len(node)):
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                for kb in range(node.shape[2]):
                    own = node[pair, j // 2, kb]
                    if own >= 0:
                        added[pair, 2 * kb] = added[pair, 2 * kb + 1] = coarse[own]
                        continue
                    corner = 4 * (i % 2) + 2 * (j % 2)
                    for k in range(2):
                        voxel = several[SEVERAL - own, corner + k]
                        added[pair, 2 * kb + k] = coarse[voxel] if voxel >= 0 else 0
                for k in range(n2):
                    x[i, j, k] += added[pair, k]
