"""Which voxels of a block of 2 x 2 x 2 hang together."""

from typing import Any

import numpy as np
from numba import njit
from numba.extending import overload
from numpy.typing import NDArray

from ceralyte.numerics.face_terms import has_bits, of_class
from ceralyte.numerics.network_coarsening import STRONG


@njit(cache=True)
def _face(c0, c1, c2, table, axis, i, j, k):  # type: ignore[no-untyped-def]
    face = c0[i, j, k] if axis == 0 else c1[i, j, k] if axis == 1 else c2[i, j, k]
    return of_class(table, face, axis)


def _lowest_joined() -> NDArray[np.uint8]:
    """Lowest corner of a block that each one hangs together with, by the faces that join.

    Returns
    -------
    ndarray (4096, 8)
        Row: a bit for each face, in the order in which `_label_any` goes through them.
    """
    label, joins = np.tile(np.arange(8, dtype=np.uint8), (4096, 1)), np.arange(4096)
    faces = [(c, c | step) for c in range(8) for step in (4, 2, 1) if not c & step]
    for _ in range(7):  # the longest way through the corners
        for bit, (one, other) in enumerate(faces):
            low = np.where(joins >> bit & 1, label[:, [one, other]].min(axis=1), 255)
            label[:, one] = np.minimum(label[:, one], low)
            label[:, other] = np.minimum(label[:, other], low)
    return label


_LABELS = _lowest_joined()


def _joined_ahead() -> NDArray[np.int64]:
    """The bits of `_lowest_joined` that the faces ahead of a voxel are, (8 corners, 256 bytes)."""
    found, faces, bit = np.zeros((8, 256), np.int64), np.arange(256), 0
    for corner in range(8):
        for axis in range(3):
            if not corner & 4 >> axis:
                found[corner] |= (faces >> 2 * axis + 1 & 1) << bit
                bit += 1
    return found


_JOINS = _joined_ahead()


@njit(cache=True)
def _take_lonely(g, most, label):  # type: ignore[no-untyped-def]
    """Let a voxel without any strong face join the neighbour that it conducts to best.

    That is, if the face is strong at its own end; of several alike the one along the last axis.
    """
    for corner in range(8):
        alone = most[corner] > 0
        for other in range(8):
            alone &= other == corner or label[other] != label[corner]
        if not alone:
            continue
        best, least = corner, STRONG * most[corner]
        for axis in range(3):
            face = g[corner & ~(4 >> axis), axis]
            if face > 0 and face >= least:
                best, least = corner ^ 4 >> axis, face
        label[corner] = label[best]


@njit(cache=True)
def _label_any(c0, c1, c2, table, strongest, i0, j0, k0, g, most, label):  # type: ignore[no-untyped-def]
    """Do so for any faces, which are written to g; those that lead outside are 0."""
    n0, n1, n2 = strongest.shape
    for c in range(8):
        i, j, k = i0 + c // 4, j0 + c // 2 % 2, k0 + c % 2
        most[c] = strongest[i, j, k] if i < n0 and j < n1 and k < n2 else 0
    joins, bit, joined = 0, 0, 0
    for c in range(8):
        for axis in range(3):
            beyond = c | 4 >> axis
            if beyond == c:
                continue
            g[c, axis] = 0
            if most[c] > 0 and most[beyond] > 0:
                face = _face(c0, c1, c2, table, axis, i0 + c // 4, j0 + c // 2 % 2, k0 + c % 2)
                g[c, axis] = face
                if face >= STRONG * max(most[c], most[beyond]):
                    joins |= 1 << bit
                    joined |= 1 << c | 1 << beyond
            bit += 1
    lonely = False
    for c in range(8):
        label[c] = _LABELS[joins, c]
        lonely |= most[c] > 0 and not joined >> c & 1
    if lonely:
        _take_lonely(g, most, label)


def label_block(
    c0: Any,
    c1: Any,
    c2: Any,
    table: Any,
    strongest: Any,
    strong: Any,
    full: Any,
    i0: Any,
    j0: Any,
    k0: Any,
    g: Any,
    most: Any,
    label: Any,
) -> None:
    """Write the strongest conductance of each voxel of a block, and labels of what hangs together.

    Corner 4 i + 2 j + k is voxel (i, j, k) of the block that begins at (i0, j0, k0). Faces that are
    strong at both ends join; a voxel without any joins the neighbour that it conducts to best.

    Parameters
    ----------
    strongest : ndarray (n0, n1, n2)
    strong : float
        The strongest conductance in the block.
    full : bool
        Whether all of the block is inside the grid.
    g : ndarray (8, 3)
        Room.
    most, label : ndarray (8,)
    """
    raise NotImplementedError("for compiled code only")


@njit(cache=True)
def _label_by_bits(c0, strongest, i0, j0, k0, most, label):  # type: ignore[no-untyped-def]
    """Label a block that is inside, where all faces that conduct do alike and join."""
    joins = 0
    for c in range(8):
        i, j, k = i0 + c // 4, j0 + c // 2 % 2, k0 + c % 2
        most[c] = strongest[i, j, k]
        joins |= _JOINS[c, c0[i, j, k]]
    for c in range(8):
        label[c] = _LABELS[joins, c]


def _of_bits(c0, c1, c2, table, strongest, strong, full, i0, j0, k0, g, most, label):  # type: ignore[no-untyped-def]
    if full and table[0] >= STRONG * strong:
        _label_by_bits(c0, strongest, i0, j0, k0, most, label)
    else:
        _label_any(c0, c1, c2, table, strongest, i0, j0, k0, g, most, label)


def _of_others(c0, c1, c2, table, strongest, strong, full, i0, j0, k0, g, most, label):  # type: ignore[no-untyped-def]  # noqa: ARG001
    _label_any(c0, c1, c2, table, strongest, i0, j0, k0, g, most, label)


@overload(label_block, inline="always")
def _(c0, c1, c2, table, strongest, strong, full, i0, j0, k0, g, most, label):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _of_bits if has_bits(table) else _of_others
