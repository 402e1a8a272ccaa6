"""Multigrid preconditioner for the seven-point operator, in single precision."""

import numpy as np
from numba import njit, prange

from ceralyte.numerics.network_coarsening import STRONG
from ceralyte.numerics.network_multigrid import NetworkMultigrid
from ceralyte.numerics.networks import Floats, Ints, Network, Singles
from ceralyte.numerics.stencils import (
    NO_PART,
    ROWS,
    Stencil,
    first_sweep,
    look_up_around,
    prolong_add,
    relax,
    restrict_residual,
)
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

    Attributes
    ----------
    coarse : NetworkMultigrid
        Of the parts of blocks.

    Notes
    -----
    Takes about 20 bytes per conducting voxel on top of the stencil.
    """

    def __init__(self, stencil: Stencil) -> None:
        shape = stencil.faces0.shape
        with threads_for(stencil.faces0.size):
            strongest = strongest_faces(*stencil)
            parts, count = parts_of_blocks(stencil, strongest)
            network = _network(stencil, strongest, parts, count)
            del strongest
            self._first = np.empty([(n + 1) // 2 for n in shape], np.int32)
            self._part = np.empty(shape, np.uint8)
            _count_within_blocks(parts, self._first, self._part)
            del parts
        self.coarse = NetworkMultigrid(network)
        del network
        self._rank = np.empty(count, np.int32)
        self._rank[self.coarse.order] = np.arange(count, dtype=np.int32)
        self._stencil = stencil
        odd_rings = (
            n % 2 and np.moveaxis(faces, axis, 0)[-1].any()
            for axis, (n, faces) in enumerate(zip(shape, stencil[:3], strict=True))
        )
        self._chess = 1 if any(odd_rings) else 2
        self._solution = np.empty(shape, np.float32)
        self._coarse_rhs = np.empty(count, np.float32)

    def __call__(self, residual: Floats | Singles) -> Singles:
        """Return an approximate solution of ``A x = residual``; it is overwritten next time."""
        stencil, x = self._stencil, self._solution
        b = np.asarray(residual, np.float32)
        with threads_for(x.size):
            first_sweep(*stencil, b, x)
            relax(*stencil, b, x, 1)
            parts = (self._first, self._part, self._chess)
            self._coarse_rhs.fill(0)
            restrict_residual(*stencil, b, x, *parts, self._coarse_rhs)
            correction = self.coarse.improved(self._coarse_rhs[self.coarse.order])
            prolong_add(correction[self._rank], *parts, x)
            relax(*stencil, b, x, 1)
            relax(*stencil, b, x, 0)
        return x


def parts_of_blocks(stencil: Stencil, strongest: Singles) -> tuple[Ints, int]:
    """Return the part that each voxel belongs to, and the number of parts.

    Parameters
    ----------
    stencil : Stencil
    strongest : ndarray (n0, n1, n2) float32
        Largest conductance of the faces of each voxel, see `strongest_faces`.

    Returns
    -------
    parts : ndarray (n0, n1, n2) int32
        `NOWHERE` for voxels without a conducting face. Parts of one block stand together.
    count : int
    """
    shape = stencil.faces0.shape
    parts = np.empty(shape, np.int32)
    counts = np.zeros(((shape[0] + 1) // 2) + 1, np.int64)
    _join(*stencil, strongest, parts, counts[1:])
    np.cumsum(counts, out=counts)
    _shift(parts, counts)
    return parts, int(counts[-1])


def _network(stencil: Stencil, strongest: Singles, parts: Ints, count: int) -> Network:
    """The network of parts: see `NetworkMultigrid` for what becomes of the conductances."""
    first = np.zeros(count + 1, np.int64)
    _count_links(*stencil[:4], strongest, parts, first[1:])
    np.cumsum(first, out=first)
    other, conductance = np.empty(first[-1], np.int32), np.empty(first[-1], np.float32)
    _fill_links(*stencil[:4], strongest, parts, first, other, conductance)
    ground = np.zeros(count + 1, np.float32)
    for plane, ends in ((parts[0], stencil.ends[0]), (parts[-1], stencil.ends[1])):
        np.add.at(ground, plane.ravel(), 0.5 * ends.ravel())
    cell = np.empty((count, 3), np.int32)
    _cells(parts, cell)
    return Network(first, other, conductance, ground[:count], cell)


@njit(cache=True, parallel=True)
def strongest_faces(c0, c1, c2, table, ends):  # type: ignore[no-untyped-def]
    """Largest conductance of the faces of each voxel."""
    n0, n1, n2 = c0.shape
    most = np.empty(c0.shape, np.float32)
    for i in prange(n0):
        rows = np.empty((ROWS, n2), np.float32)
        for j in range(n1):
            look_up_around(c0, c1, c2, table, ends, i, j, rows)
            for k in range(n2):
                across = max(rows[0, k], rows[1, k], rows[2, k], rows[3, k])
                most[i, j, k] = max(across, rows[4, k], rows[4, k - 1])
    return most


@njit(cache=True, inline="always")
def _face(c0, c1, c2, table, axis, i, j, k):  # type: ignore[no-untyped-def]
    return table[c0[i, j, k] if axis == 0 else c1[i, j, k] if axis == 1 else c2[i, j, k]]


@njit(cache=True)
def _is_held(c0, c1, c2, table, strongest, i, j, k):  # type: ignore[no-untyped-def]
    """Whether a voxel has a face that is strong at both ends."""
    n0, n1, n2 = c0.shape
    own = strongest[i, j, k]
    for axis in range(3):
        a, b, c = axis == 0, axis == 1, axis == 2
        x, y, z = (i + a) % n0, (j + b) % n1, (k + c) % n2
        u, v, w = (i - a) % n0, (j - b) % n1, (k - c) % n2
        if _face(c0, c1, c2, table, axis, i, j, k) >= STRONG * max(own, strongest[x, y, z]):
            return True
        if _face(c0, c1, c2, table, axis, u, v, w) >= STRONG * max(own, strongest[u, v, w]):
            return True
    return False


@njit(cache=True, inline="always")
def _relabel(label, old, new):  # type: ignore[no-untyped-def]
    for other in range(8):
        if label[other] == old:
            label[other] = new


@njit(cache=True, parallel=True, error_model="numpy")
def _join(c0, c1, c2, table, ends, strongest, parts, counts):  # type: ignore[no-untyped-def]
    """Number the parts of each block, from 0 in every pair of planes; count them per pair.

    Faces that are strong at both ends join; a voxel without any joins the one neighbour that it
    conducts to best, and so bridges nothing.
    """
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
                    if strongest[i, j, k] == 0 and not at_end:
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
                    held = label[corner] != corner or _is_held(
                        c0, c1, c2, table, strongest, i, j, k
                    )
                    if not held:
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


@njit(cache=True)
def _add(own, other, total, count, a, b, g):  # type: ignore[no-untyped-def]
    """Add to the link from a to b among the first `count`; return how many there are then."""
    for at in range(count):
        if other[at] == b and own[at] == a:
            total[at] += g
            return count
    own[count], other[count], total[count] = a, b, g
    return count + 1


@njit(cache=True)
def _meet(own, other, total, count, a, b, g, strongest, inside):  # type: ignore[no-untyped-def]
    """Add a face between parts a and b: both ways within a block, else half if it is strong."""
    if g == 0 or a == b:
        return count
    if inside:
        count = _add(own, other, total, count, b, a, g)
    elif g >= STRONG * strongest:
        g *= np.float32(0.5)
    return _add(own, other, total, count, a, b, g)


@njit(cache=True)
def _links_of_block(c0, c1, c2, table, strongest, parts, i0, j0, k0, own, other, total):  # type: ignore[no-untyped-def]
    """Links that leave each part of a block; return their number.

    Faces between blocks that are strong at one end at least count half. The sums of one link are
    rounded only at the end, so that they are the same from both sides.
    """
    n0, n1, n2 = parts.shape
    rest, s = (own, other, total), strongest
    count = 0
    for i in range(i0, min(i0 + 2, n0)):
        im, ip = i - 1 if i > 0 else n0 - 1, i + 1 if i + 1 < n0 else 0
        for j in range(j0, min(j0 + 2, n1)):
            jm, jp = j - 1 if j > 0 else n1 - 1, j + 1 if j + 1 < n1 else 0
            for k in range(k0, min(k0 + 2, n2)):
                a, least = parts[i, j, k], s[i, j, k]
                if a < 0:
                    continue
                km, kp = k - 1 if k > 0 else n2 - 1, k + 1 if k + 1 < n2 else 0
                low = min(least, s[ip, j, k])
                within = i == i0 and ip > i
                count = _meet(*rest, count, a, parts[ip, j, k], table[c0[i, j, k]], low, within)
                low = min(least, s[i, jp, k])
                within = j == j0 and jp > j
                count = _meet(*rest, count, a, parts[i, jp, k], table[c1[i, j, k]], low, within)
                low = min(least, s[i, j, kp])
                within = k == k0 and kp > k
                count = _meet(*rest, count, a, parts[i, j, kp], table[c2[i, j, k]], low, within)
                if i == i0:
                    low = min(least, s[im, j, k])
                    count = _meet(*rest, count, a, parts[im, j, k], table[c0[im, j, k]], low, False)
                if j == j0:
                    low = min(least, s[i, jm, k])
                    count = _meet(*rest, count, a, parts[i, jm, k], table[c1[i, jm, k]], low, False)
                if k == k0:
                    low = min(least, s[i, j, km])
                    count = _meet(*rest, count, a, parts[i, j, km], table[c2[i, j, km]], low, False)
    return count


_MOST = 48
"""Links that leave a block at most: each of its voxels has six faces."""


@njit(cache=True, parallel=True)
def _count_links(c0, c1, c2, table, strongest, parts, counts):  # type: ignore[no-untyped-def]
    n0, n1, n2 = parts.shape
    for pair in prange((n0 + 1) // 2):
        own, other, total = np.empty(_MOST, np.int32), np.empty(_MOST, np.int32), np.empty(_MOST)
        for j in range(0, n1, 2):
            for k in range(0, n2, 2):
                count = _links_of_block(
                    c0, c1, c2, table, strongest, parts, 2 * pair, j, k, own, other, total
                )
                for e in range(count):
                    counts[own[e]] += 1


@njit(cache=True, parallel=True)
def _fill_links(c0, c1, c2, table, strongest, parts, first, others, conductances):  # type: ignore[no-untyped-def]
    """Write the links of each part; parts of one block follow one another."""
    n0, n1, n2 = parts.shape
    for pair in prange((n0 + 1) // 2):
        own, other, total = np.empty(_MOST, np.int32), np.empty(_MOST, np.int32), np.empty(_MOST)
        filled = np.zeros(8, np.int64)
        for j in range(0, n1, 2):
            for k in range(0, n2, 2):
                count = _links_of_block(
                    c0, c1, c2, table, strongest, parts, 2 * pair, j, k, own, other, total
                )
                filled[:] = 0
                for e in range(count):
                    a = own[e]
                    at = first[a] + filled[a % 8]
                    others[at], conductances[at] = other[e], total[e]
                    filled[a % 8] += 1


@njit(cache=True, parallel=True)
def _count_within_blocks(parts, first, part):  # type: ignore[no-untyped-def]
    """Split the number of each part in the first of its block and one byte from there."""
    n0, n1, n2 = parts.shape
    for pair in prange((n0 + 1) // 2):
        first[pair] = np.iinfo(np.int32).max
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                for k in range(n2):
                    if parts[i, j, k] >= 0:
                        first[pair, j // 2, k // 2] = min(
                            first[pair, j // 2, k // 2], parts[i, j, k]
                        )
        for i in range(2 * pair, min(2 * pair + 2, n0)):
            for j in range(n1):
                for k in range(n2):
                    own = parts[i, j, k]
                    part[i, j, k] = own - first[pair, j // 2, k // 2] if own >= 0 else NO_PART
