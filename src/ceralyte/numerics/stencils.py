"""The seven-point operator of steady conduction on a voxel grid, and its kernels.

The operator A acts on one potential per voxel. A face between two voxels carries the current
``conductance * (difference of their potentials)``, and ``(A x)[i, j, k]`` is the sum of the
currents that leave voxel (i, j, k). Axis 0 is the direction of the mean current.

Faces have few different conductances, so that each is kept as its place in a table: one byte
instead of four. Where there are three at most, the faces of a voxel are bits of one byte.

Rows of voxels compile to vector instructions where a loop over one stands in the `prange` itself
(helpers are inlined into it) and what it writes is no array that it reads: only there does the
compiler know that arrays do not overlap.

Every kernel splits the grid into planes along axis 0; a plane is written by one thread and sums
are kept per plane, so that results do not depend on the number of threads.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.face_terms import faces_around, leaving_voxel, of_class
from ceralyte.numerics.instructions import fetch_ahead

Singles = NDArray[np.float32]
Classes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32] | Singles
Floats = NDArray[np.float64]


_FEW = 4
"""Entries of a table up to which two bits tell a place in it."""


_ALIKE = 1e-5
"""Share of the largest conductance that others have at least, see `alike`."""


class Stencil(NamedTuple):
    """Conductances of all faces of a grid of n0 x n1 x n2 voxels.

    Attributes
    ----------
    faces0, faces1, faces2 : ndarray (n0, n1, n2) of unsigned integers
        Place in `table` of the conductance between a voxel and its next neighbour along each
        axis; the last entry joins the last voxel to the first, and is 0 where the grid is not
        periodic.
    table : ndarray (classes,) float32
        Conductances; the first one is zero. If there is one beside it, faces may be any multiples
        of that, counts in one byte or numbers as float32.
    ends : ndarray (3, n1, n2) float32
        Conductance of the first and of the last plane to a fixed potential outside, zero where
        there is none; the third plane stays zero (it spares the kernels a branch).
    """

    faces0: Classes
    faces1: Classes
    faces2: Classes
    table: Singles
    ends: Singles

    @property
    def shape(self) -> tuple[int, int, int]:
        """Voxels along each axis."""
        n0, n1, n2 = self.faces0.shape
        return n0, n1, n2

    @property
    def face_bytes(self) -> int:
        """Bytes per voxel that faces take."""
        return 3 * self.faces0.itemsize

    def is_ring(self, axis: int) -> bool:
        """Whether the last plane along an axis is joined to the first."""
        return bool(np.moveaxis(self[axis], axis, 0)[-1].any())

    @property
    def operands(self) -> tuple[Any, ...]:
        """What kernels take; a table of 0 and one conductance becomes that one."""
        return self.operands_as(np.float32)

    def operands_as(self, kind: type[np.floating[Any]]) -> tuple[Any, ...]:
        """Return `operands` with a table of this kind of numbers."""
        table: Any = self.table.astype(kind, copy=False)
        return (*self[:3], table[1] if len(table) == 2 else table, self.ends)

    @property
    def places(self) -> tuple[Any, ...]:
        """The same for kernels of set-up, which are compiled less often: a table for all places."""
        table = self.table[1] if len(self.table) == 2 else self.table
        return (*self[:3], table, self.ends)


class BitStencil(NamedTuple):
    """The same with up to three different conductances.

    Attributes
    ----------
    bits : ndarray (n0, n1, n2) uint8
        With one conductance, bits 2 a and 2 a + 1 say whether the faces behind and ahead of a
        voxel along axis a conduct. With two or three, these two bits are the place in the table of
        the face ahead.
    table : ndarray (2 to 4,) float32
        Zero and the conductances.
    ends : ndarray (3, n1, n2) float32
        As of a `Stencil`.
    """

    bits: NDArray[np.uint8]
    table: Singles
    ends: Singles

    @property
    def shape(self) -> tuple[int, int, int]:
        """Voxels along each axis."""
        n0, n1, n2 = self.bits.shape
        return n0, n1, n2

    @property
    def face_bytes(self) -> int:
        """Bytes per voxel that faces take."""
        return self.bits.itemsize

    def is_ring(self, axis: int) -> bool:
        """Whether the last plane along an axis is joined to the first."""
        ahead = (2 if len(self.table) == 2 else 3) << 2 * axis
        return bool((np.moveaxis(self.bits, axis, 0)[-1] & ahead).any())

    @property
    def operands(self) -> tuple[Any, ...]:
        """As of a `Stencil`: the bits stand for the faces of each axis, the table is a tuple.

        A tuple of one tells kernels which kind of bits it belongs to, else there are three: to
        choose among these takes vector instructions, to look them up does not.
        """
        return self.operands_as(np.float32)

    def operands_as(self, kind: type[np.floating[Any]]) -> tuple[Any, ...]:
        """Return `operands` with a table of this kind of numbers."""
        table = self.table[1:].astype(kind)
        few = tuple(table if len(table) == 1 else np.resize(table, _FEW - 1))
        return self.bits, self.bits, self.bits, few, self.ends

    @property
    def places(self) -> tuple[Any, ...]:
        """The same."""
        return self.operands


AnyStencil = Stencil | BitStencil


def alike(stencil: AnyStencil) -> bool:
    """Whether conductances differ by so little that a potential in single precision may do.

    What falls off over good conductors in worse ones is lost in the rounding of their potential.
    """
    table = stencil.table
    return bool(table[1:].min(initial=np.inf) >= _ALIKE * table.max())


def stencil_of(faces: Sequence[Classes], table: Singles, ends: Singles) -> AnyStencil:
    """Return the stencil of three faces, as bits where the table has three or four entries."""
    if not 2 < len(table) <= _FEW:
        return Stencil(faces[0], faces[1], faces[2], table, ends)
    bits = np.zeros(faces[0].shape, np.uint8)
    for axis, face in enumerate(faces):
        bits |= np.left_shift(face.astype(np.uint8, copy=False), np.uint8(2 * axis))
    return BitStencil(bits, table, ends)


@njit(inline="always")
def neighbours(shape, i, j):  # type: ignore[no-untyped-def]
    """Return the numbers around a row of voxels: i, the ones below and above, the same of j."""
    n0, n1 = shape[0], shape[1]
    im, ip = i - 1 if i > 0 else n0 - 1, i + 1 if i + 1 < n0 else 0
    jm, jp = j - 1 if j > 0 else n1 - 1, j + 1 if j + 1 < n1 else 0
    return i, im, ip, j, jm, jp


@njit(inline="always")
def side_of(n0, i):  # type: ignore[no-untyped-def]
    """Return the plane of `ends` that belongs to plane i."""
    return 0 if i == 0 else 1 if i == n0 - 1 else 2


@njit(inline="always")
def leave(c0, c1, c2, table, ends, x, i, j, leaving, to):  # type: ignore[no-untyped-def]
    """Write the current that leaves each voxel of row (i, j) into row `to` of `leaving`."""
    n = x.shape[2]
    at, side = neighbours(x.shape, i, j), side_of(x.shape[0], i)
    leaving[to, 0] = leaving_voxel(c0, c1, c2, table, ends[side, j, 0], x, at, 0, n - 1, 1 % n)
    for k in range(1, n - 1):
        leaving[to, k] = leaving_voxel(c0, c1, c2, table, ends[side, j, k], x, at, k, k - 1, k + 1)
    if n > 1:
        last = n - 1
        leaving[to, last] = leaving_voxel(
            c0, c1, c2, table, ends[side, j, last], x, at, last, n - 2, 0
        )


@njit(cache=True, fastmath={"reassoc"})
def _dot(x, i, j, rows, to):  # type: ignore[no-untyped-def]
    """Sum of row (i, j) of x times row `to` of `rows`."""
    total = 0.0
    for k in range(x.shape[2]):
        total += np.float64(x[i, j, k]) * rows[to, k]
    return total


@njit(cache=True, fastmath={"reassoc"})
def _dot_of_rows(x, y, i, j):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(x.shape[2]):
        total += np.float64(x[i, j, k]) * y[i, j, k]
    return total


@njit(parallel=True, cache=True)
def apply(c0, c1, c2, table, ends, x, y):  # type: ignore[no-untyped-def]
    """Write ``y = A x`` and return ``x . y`` summed per plane, ndarray (n0,)."""
    n0, n1, n2 = x.shape
    partial, leaving = np.zeros(n0), np.empty((n0, n2), x.dtype)
    for i in prange(n0):
        for j in range(n1):
            fetch_ahead(x, i + 1, j)
            fetch_ahead(y, i, j)
            leave(c0, c1, c2, table, ends, x, i, j, leaving, i)
            partial[i] += _dot(x, i, j, leaving, i)
            for k in range(n2):
                y[i, j, k] = leaving[i, k]
    return partial


@njit(inline="always")
def _leave_row(c0, c1, c2, table, ends, p, z, i, j, leaving, to):  # type: ignore[no-untyped-def]
    """Write row (i, j) of A p into z, and return its product with that of p."""
    leave(c0, c1, c2, table, ends, p, i, j, leaving, to)
    for k in range(p.shape[2]):
        z[i, j, k] = leaving[to, k]
    return _dot(p, i, j, leaving, to)


@njit(parallel=True, cache=True)
def turned_product(c0, c1, c2, table, ends, beta, z, p, slabs):  # type: ignore[no-untyped-def]
    """Write ``p = z + beta p``, then ``z = A p``, and return ``p . A p`` per plane, ndarray (n0,).

    Both go through a slab of planes together, the product one plane behind; the two outer planes of
    each slab follow when all slabs are turned.
    """
    n0, n1, n2 = p.shape
    slabs = max(1, min(slabs, n0))
    partial, leaving = np.zeros(n0), np.empty((slabs, n2), np.float32)
    for slab in prange(slabs):
        low, high = slab * n0 // slabs, (slab + 1) * n0 // slabs
        for i in range(low, high):
            for j in range(n1):
                fetch_ahead(p, i, j)
                fetch_ahead(z, i, j)
                for k in range(n2):
                    p[i, j, k] = z[i, j, k] + beta * p[i, j, k]
                if i - 1 > low:
                    partial[i - 1] += _leave_row(
                        c0, c1, c2, table, ends, p, z, i - 1, j, leaving, slab
                    )
    for slab in prange(slabs):
        low, high = slab * n0 // slabs, (slab + 1) * n0 // slabs
        for i in range(low, high, max(high - 1 - low, 1)):
            for j in range(n1):
                partial[i] += _leave_row(c0, c1, c2, table, ends, p, z, i, j, leaving, slab)
    return partial


@njit(parallel=True, cache=True)
def products(c0, c1, c2, table, ends, z, r, p):  # type: ignore[no-untyped-def]
    """Return ``z . r`` and ``z . A p`` per plane, ndarray (n0, 2)."""
    n0, n1, n2 = z.shape
    partial, leaving = np.zeros((n0, 2)), np.empty((n0, n2), p.dtype)
    for i in prange(n0):
        for j in range(n1):
            fetch_ahead(p, i + 1, j)
            fetch_ahead(z, i, j)
            fetch_ahead(r, i, j)
            leave(c0, c1, c2, table, ends, p, i, j, leaving, i)
            partial[i, 0] += _dot_of_rows(z, r, i, j)
            partial[i, 1] += _dot(z, i, j, leaving, i)
    return partial


@njit(parallel=True, cache=True)
def unit_gradient_residual(c0, c1, c2, table, ends, x, r):  # type: ignore[no-untyped-def]
    """Write the current that arrives in each voxel, and return ``r . r`` per plane, ndarray (n0,).

    The potential is x above one that falls by 1 from plane to plane, from 0.5 above the first
    plane; summed in double precision if the table is.
    """
    n0, n1, n2 = x.shape
    partial, leaving = np.zeros(n0), np.empty((n0, n2))
    for i in prange(n0):
        im, side = i - 1 if i > 0 else n0 - 1, side_of(n0, i)
        half = 0.5 if i == 0 else -0.5
        for j in range(n1):
            fetch_ahead(x, i + 1, j)
            fetch_ahead(r, i, j)
            leave(c0, c1, c2, table, ends, x, i, j, leaving, i)
            for k in range(n2):
                arriving = np.float64(of_class(table, c0[im, j, k], 0))
                arriving -= of_class(table, c0[i, j, k], 0)
                r[i, j, k] = half * ends[side, j, k] + arriving - leaving[i, k]
            partial[i] += _dot_of_rows(r, r, i, j)
    return partial


@njit(inline="always")
def _arriving(c0, c1, c2, table, end, x, at, k, km, kp):  # type: ignore[no-untyped-def]
    """Current that arrives in a voxel through its faces and an end to 0, and the diagonal of A."""
    i, im, ip, j, jm, jp = at
    a, b, c, d, e, f = faces_around(c0, c1, c2, table, at, k, km)
    v = x[i, j, k]
    current = (
        (a * (x[im, j, k] - v) + b * (x[ip, j, k] - v))
        + (c * (x[i, jm, k] - v) + d * (x[i, jp, k] - v))
        + (e * (x[i, j, km] - v) + f * (x[i, j, kp] - v))
    )
    return current - end * v, end + ((a + b) + (c + d) + (e + f))


@njit(cache=True, fastmath={"reassoc"}, error_model="numpy")
def _energy_of_row(r, diagonal):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(len(r)):
        total += r[k] ** 2 / (diagonal[k] if diagonal[k] > 0 else np.inf)
    return total


@njit(parallel=True, cache=True)
def residual_between_ends(c0, c1, c2, table, ends, x, r):  # type: ignore[no-untyped-def]
    """Write the current that arrives in each voxel, from a potential of 1 before the first plane.

    Returns its square over the diagonal of A, summed per plane, ndarray (n0,).
    """
    n0, n1, n2 = x.shape
    partial, diagonal = np.zeros(n0), np.empty((n0, n2))
    for i in prange(n0):
        side, first = side_of(n0, i), np.float32(i == 0)
        for j in range(n1):
            at = neighbours(x.shape, i, j)
            for k in range(n2):
                km, kp = k - 1 if k > 0 else n2 - 1, k + 1 if k + 1 < n2 else 0
                end = ends[side, j, k]
                current, around = _arriving(c0, c1, c2, table, end, x, at, k, km, kp)
                r[i, j, k], diagonal[i, k] = current + first * end, around
            partial[i] += _energy_of_row(r[i, j], diagonal[i])
    return partial
