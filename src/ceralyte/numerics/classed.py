"""The seven-point operator on a grid whose faces belong to few classes.

The conductance of a face is ``table[class]``: one table per frequency stands for the whole
operator, and quadratic forms add up from sums per class that do not depend on frequency. Class 0
is no connection. As in `stencils`, axis 0 runs from the first electrode to the last one, every
plane is written by one thread and sums are kept per plane.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.numerics.stencils import AnyStencil, Floats, stencil_of

Classes = NDArray[np.uint16]
Complexes = NDArray[np.complex128]


class ClassedGrid(NamedTuple):
    """Classes of all faces of a grid of n0 x n1 x n2 voxels.

    Attributes
    ----------
    faces0, faces1, faces2 : ndarray (n0, n1, n2) uint16
        Of the face to the next neighbour along each axis; the last one joins the last voxel to
        the first.
    ends : ndarray (3, n1, n2) uint16
        Of the faces between the first and the last plane and their electrodes; the third plane
        stays 0.
    """

    faces0: Classes
    faces1: Classes
    faces2: Classes
    ends: Classes


def real_stencil(grid: ClassedGrid, table: Floats) -> AnyStencil:
    """Return the operator with one real conductance per class, in single precision.

    As bits where the faces between voxels have no class above 3.
    """
    single = table.astype(np.float32)
    most = max(int(face.max()) for face in grid[:3])
    return stencil_of(grid[:3], single[: most + 1], single[grid.ends])


def class_sums(grid: ClassedGrid, u: Floats, v: Floats, classes: int) -> Floats:
    """Return per class the sum over its faces of (difference of u) x (difference of v).

    The first electrode is at 1, the last one at 0. For the potential u = v that a `table` belongs
    to, the sum of `table` times this is the current.

    Returns
    -------
    ndarray (classes,)
    """
    partial = np.zeros((u.shape[0], 3, classes))
    _class_sums(*grid, u, v, partial)
    sums = partial.sum(axis=(0, 1))
    sums[0] = 0.0
    return np.asarray(sums)


def end_sums(grid: ClassedGrid, outer: Floats, classes: int) -> Floats:
    """Return `class_sums` of a potential with those that are 0 and 1 in all voxels.

    Parameters
    ----------
    grid : ClassedGrid
    outer : ndarray (2, n1, n2)
        The potential in the first and the last plane.
    classes : int

    Returns
    -------
    ndarray (2, classes)
    """
    falls = 1 - outer[0], outer[1]
    return np.array(
        [
            np.bincount(ends.ravel(), fall.ravel(), classes)
            for ends, fall in zip(grid.ends[:2], falls, strict=True)
        ]
    )


@njit(parallel=True, cache=True, error_model="numpy")
def apply_classed(c0, c1, c2, ends, table, x, y):  # type: ignore[no-untyped-def]
    """Write ``y = A x``, complex, and return ``x . y`` (not conjugated) summed per plane, (n0,)."""
    n0, n1, n2 = x.shape
    partial = np.zeros(n0, np.complex128)
    for i in prange(n0):
        im, ip = (i - 1) % n0, (i + 1) % n0
        side = 0 if i == 0 else 2
        other = 1 if i == n0 - 1 else 2
        total = 0j
        for j in range(n1):
            jm, jp = (j - 1) % n1, (j + 1) % n1
            for k in range(n2):
                km = k - 1 if k > 0 else n2 - 1
                kp = k + 1 if k < n2 - 1 else 0
                v = x[i, j, k]
                leaving = (table[ends[side, j, k]] + table[ends[other, j, k]]) * v
                leaving += table[c0[im, j, k]] * (v - x[im, j, k])
                leaving += table[c0[i, j, k]] * (v - x[ip, j, k])
                leaving += table[c1[i, jm, k]] * (v - x[i, jm, k])
                leaving += table[c1[i, j, k]] * (v - x[i, jp, k])
                leaving += table[c2[i, j, km]] * (v - x[i, j, km])
                leaving += table[c2[i, j, k]] * (v - x[i, j, kp])
                y[i, j, k] = leaving
                total += v * leaving
        partial[i] = total
    return partial


@njit(parallel=True, cache=True, error_model="numpy")
def _class_sums(c0, c1, c2, ends, u, v, partial):  # type: ignore[no-untyped-def]
    n0, n1, n2 = u.shape
    for i in prange(n0):
        ip = (i + 1) % n0
        sums0, sums1, sums2 = partial[i]  # three: a sum need not wait for the one before
        for j in range(n1):
            jp = (j + 1) % n1
            for k in range(n2):
                kp = k + 1 if k < n2 - 1 else 0
                a, b = u[i, j, k], v[i, j, k]
                sums0[c0[i, j, k]] += (a - u[ip, j, k]) * (b - v[ip, j, k])
                sums1[c1[i, j, k]] += (a - u[i, jp, k]) * (b - v[i, jp, k])
                sums2[c2[i, j, k]] += (a - u[i, j, kp]) * (b - v[i, j, kp])
                if i == 0:
                    sums0[ends[0, j, k]] += (1 - a) * (1 - b)
                if i == n0 - 1:
                    sums0[ends[1, j, k]] += a * b


@njit(parallel=True, cache=True, error_model="numpy")
def add_scaled(weight, vector, total):  # type: ignore[no-untyped-def]
    """Add ``weight * vector`` to `total`, ndarray (n0, n1, n2)."""
    n0, n1, n2 = vector.shape
    for i in prange(n0):
        for j in range(n1):
            for k in range(n2):
                total[i, j, k] += weight * vector[i, j, k]
