"""Multigrid preconditioner for the seven-point operator, in single precision."""

import numpy as np
from numba import njit, prange

from ceralyte.numerics.network_multigrid import STRONG, NetworkMultigrid
from ceralyte.numerics.networks import Floats, Ints, Network, Singles, network_of
from ceralyte.numerics.stencils import Stencil, prolong_add, relax, restrict_residual
from ceralyte.numerics.threads import threads_for

NOWHERE = -1


class Multigrid:
    """One cycle of multigrid as an approximate inverse of a stencil.

    The finest level is the grid itself, smoothed by a red-black Gauss-Seidel sweep before and a
    mirrored one after. Voxels of a block of 2 x 2 x 2 that strong faces join share one correction;
    the network of these parts, an eighth of the voxels, is left to `NetworkMultigrid`. Insulating
    voxels, odd sizes and periodic axes need no special case.

    Parameters
    ----------
    stencil : Stencil
        Of the finest level.

    Notes
    -----
    Takes about 25 bytes per conducting voxel on top of the stencil.
    """

    def __init__(self, stencil: Stencil) -> None:
        shape = stencil.faces0.shape
        with threads_for(stencil.faces0.size):
            self._parent, count = parts_of_blocks(stencil)
            network = _network(stencil, self._parent, count)
        self._coarse = NetworkMultigrid(network)
        rank = np.empty(count + 1, np.int32)
        rank[self._coarse.order] = np.arange(count, dtype=np.int32)
        rank[NOWHERE] = NOWHERE
        self._parent = rank[self._parent]
        self._stencil = stencil
        odd_rings = (
            n % 2 and np.moveaxis(faces, axis, 0)[-1].any()
            for axis, (n, faces) in enumerate(zip(shape, stencil[:3], strict=True))
        )
        self._chess = 1 if any(odd_rings) else 2
        self._solution = np.zeros(shape, np.float32)
        self._rhs = np.empty(shape, np.float32)
        self._coarse_rhs = np.empty(count, np.float32)

    def __call__(self, residual: Floats) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        stencil, b, x = self._stencil, self._rhs, self._solution
        with threads_for(x.size):
            b[...] = residual
            x.fill(0)
            relax(*stencil, b, x, 0)
            relax(*stencil, b, x, 1)
            self._coarse_rhs.fill(0)
            restrict_residual(*stencil, b, x, self._parent, self._chess, self._coarse_rhs)
            correction = self._coarse.improved(self._coarse_rhs)
            prolong_add(correction, self._parent, self._chess, x)
            relax(*stencil, b, x, 1)
            relax(*stencil, b, x, 0)
        return x


def parts_of_blocks(stencil: Stencil) -> tuple[Ints, int]:
    """Return the part that each voxel belongs to, and the number of parts.

    Returns
    -------
    parts : ndarray (n0, n1, n2) int32
        `NOWHERE` for voxels without a conducting face. Parts of one block stand together.
    count : int
    """
    shape = stencil.faces0.shape
    parts = np.empty(shape, np.int32)
    counts = np.zeros(((shape[0] + 1) // 2) + 1, np.int64)
    _join(*stencil, parts, counts[1:])
    np.cumsum(counts, out=counts)
    _shift(parts, counts)
    return parts, int(counts[-1])


def _network(stencil: Stencil, parts: Ints, count: int) -> Network:
    """The network of parts: see `NetworkMultigrid` for what becomes of the conductances."""
    shape = parts.shape
    start = np.zeros((shape[0] + 1) // 2 + 1, np.int64)
    _count_links(*stencil[:3], parts, start[1:])
    np.cumsum(start, out=start)
    links, values = np.empty((start[-1], 2), np.int32), np.empty(start[-1], np.float32)
    _fill_links(*stencil[:3], parts, start, links, values)
    ground = np.zeros(count + 1)
    for plane, ends in ((parts[0], stencil.ends[0]), (parts[-1], stencil.ends[1])):
        np.add.at(ground, plane.ravel(), 0.5 * ends.ravel())
    cell = np.empty((count, 3), np.int32)
    _cells(parts, cell)
    return network_of(
        links,
        values,
        ground[:count],
        cell,
    )


@njit(cache=True, error_model="numpy", inline="always")
def _strongest(f0, f1, f2, i, j, k):  # type: ignore[no-untyped-def]
    """Largest conductance of the faces of a voxel."""
    return max(
        f0[i, j, k], f0[i - 1, j, k], f1[i, j, k], f1[i, j - 1, k], f2[i, j, k], f2[i, j, k - 1]
    )


@njit(cache=True, error_model="numpy")
def _is_strong(f0, f1, f2, axis, i, j, k, x, y, z):  # type: ignore[no-untyped-def]
    """Whether the face across `axis` of voxel (i, j, k), towards (x, y, z), is a strong one."""
    g = f0[i, j, k] if axis == 0 else f1[i, j, k] if axis == 1 else f2[i, j, k]
    if g == 0:
        return False
    if g >= STRONG * _strongest(f0, f1, f2, i, j, k):
        return True
    return g >= STRONG * _strongest(f0, f1, f2, x, y, z)


@njit(cache=True, parallel=True, error_model="numpy")
def _join(f0, f1, f2, ends, parts, counts):  # type: ignore[no-untyped-def]
    """Number the parts of each block, from 0 in every pair of planes; count them per pair."""
    n0, n1, n2 = parts.shape
    for pair in prange(len(counts)):
        label, root = np.empty(8, np.int64), np.empty(8, np.int32)
        count = 0
        for j0 in range(0, n1, 2):
            for k0 in range(0, n2, 2):
                for corner in range(8):
                    label[corner] = corner
                for corner in range(8):
                    i, j, k = 2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    if i >= n0 or j >= n1 or k >= n2:
                        label[corner] = NOWHERE
                        continue
                    at_end = (i == 0 and ends[0, j, k] > 0) or (i == n0 - 1 and ends[1, j, k] > 0)
                    if _strongest(f0, f1, f2, i, j, k) == 0 and not at_end:
                        label[corner] = NOWHERE
                for corner in range(8):
                    i, j, k = 2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    for axis in range(3):
                        step = 4 >> axis
                        if corner & step or label[corner] < 0 or label[corner + step] < 0:
                            continue
                        x, y, z = i + (axis == 0), j + (axis == 1), k + (axis == 2)
                        if _is_strong(f0, f1, f2, axis, i, j, k, x, y, z):
                            old, new = label[corner + step], label[corner]
                            for other in range(8):
                                if label[other] == old:
                                    label[other] = new
                root[:] = NOWHERE
                for corner in range(8):
                    if label[corner] < 0:
                        continue
                    if root[label[corner]] < 0:
                        root[label[corner]] = count
                        count += 1
                for corner in range(8):
                    i, j, k = 2 * pair + corner // 4, j0 + corner // 2 % 2, k0 + corner % 2
                    if i < n0 and j < n1 and k < n2:
                        parts[i, j, k] = root[label[corner]] if label[corner] >= 0 else NOWHERE
        counts[pair] = count


@njit(cache=True, parallel=True)
def _shift(parts, start):  # type: ignore[no-untyped-def]
    n0, n1, n2 = parts.shape
    for i in prange(n0):
        for j in range(n1):
            for k in range(n2):
                if parts[i, j, k] >= 0:
                    parts[i, j, k] += start[i // 2]


@njit(cache=True, parallel=True)
def _cells(parts, cell):  # type: ignore[no-untyped-def]
    """Write the block that each part sits in."""
    n0, n1, n2 = parts.shape
    for pair in prange((n0 + 1) // 2):
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                for k in range(n2):
                    part = parts[i, j, k]
                    if part >= 0:
                        cell[part, 0], cell[part, 1], cell[part, 2] = pair, j // 2, k // 2


@njit(cache=True, error_model="numpy")
def _block_links(f0, f1, f2, parts, i0, j0, k0, low, high, total):  # type: ignore[no-untyped-def]
    """Links of a block's parts with each other and with the next blocks; return their number.

    Strong faces between blocks count half.
    """
    n0, n1, n2 = parts.shape
    count = 0
    for i in range(i0, min(i0 + 2, n0)):
        for j in range(j0, min(j0 + 2, n1)):
            for k in range(k0, min(k0 + 2, n2)):
                for axis in range(3):
                    g = f0[i, j, k] if axis == 0 else f1[i, j, k] if axis == 1 else f2[i, j, k]
                    x, y, z = (i + (axis == 0)) % n0, (j + (axis == 1)) % n1, (k + (axis == 2)) % n2
                    a, b = parts[i, j, k], parts[x, y, z]
                    if g == 0 or a == b:
                        continue
                    between = x // 2 != i // 2 or y // 2 != j // 2 or z // 2 != k // 2
                    if between and _is_strong(f0, f1, f2, axis, i, j, k, x, y, z):
                        g *= np.float32(0.5)
                    at = 0
                    while at < count and (low[at] != a or high[at] != b):
                        at += 1
                    if at == count:
                        low[at], high[at], total[at] = a, b, 0.0
                        count += 1
                    total[at] += g
    return count


@njit(cache=True, parallel=True, error_model="numpy")
def _count_links(f0, f1, f2, parts, counts):  # type: ignore[no-untyped-def]
    _, n1, n2 = parts.shape
    for pair in prange(len(counts)):
        low, high = np.empty(24, np.int32), np.empty(24, np.int32)
        total = np.empty(24, np.float32)
        for j in range(0, n1, 2):
            for k in range(0, n2, 2):
                counts[pair] += _block_links(f0, f1, f2, parts, 2 * pair, j, k, low, high, total)


@njit(cache=True, parallel=True, error_model="numpy")
def _fill_links(f0, f1, f2, parts, start, ends, values):  # type: ignore[no-untyped-def]
    _, n1, n2 = parts.shape
    for pair in prange(len(start) - 1):
        low, high = np.empty(24, np.int32), np.empty(24, np.int32)
        total = np.empty(24, np.float32)
        at = start[pair]
        for j in range(0, n1, 2):
            for k in range(0, n2, 2):
                count = _block_links(f0, f1, f2, parts, 2 * pair, j, k, low, high, total)
                for e in range(count):
                    ends[at, 0], ends[at, 1], values[at] = low[e], high[e], total[e]
                    at += 1
