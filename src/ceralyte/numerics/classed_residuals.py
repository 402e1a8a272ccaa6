"""What combinations of potentials leave of the current, for many tables of conductances at once.

One pass over the grid serves all tables: the innermost loops run over them, and so does what is
looked up. Parts real and imaginary stand in halves of one row.
"""

from collections.abc import Sequence

import numpy as np
from numba import njit, prange

from ceralyte.numerics.classed import ClassedGrid, Complexes
from ceralyte.numerics.stencils import Floats

_PLANES = 16
"""Of the potentials that are brought together at a time."""


def residual_energies(
    grid: ClassedGrid, tables: Complexes, potentials: Sequence[Floats], weights: Complexes
) -> Floats:
    """Return the sum over the voxels of ``|r|^2 / d`` for each table.

    r is the current that arrives in a voxel from the first electrode at 1, the last one at 0, and
    all others, d the sum of real and imaginary parts of the conductances around the voxel. A step
    of Jacobi's iteration takes about this much energy off.

    Parameters
    ----------
    grid : ClassedGrid
    tables : ndarray (tables, classes)
        Conductance of each class.
    potentials : sequence of ndarray (n0, n1, n2)
    weights : ndarray (tables, potentials)
        Of each potential in the combination that belongs to a table.

    Returns
    -------
    ndarray (tables,)
    """
    n0 = len(grid.faces0)
    fill = -len(potentials) % 4  # of weight zero
    filled = [*potentials, *[potentials[0]] * fill]
    by_potential = np.pad(_in_halves(weights.T), ((0, fill), (0, 0)))
    real, imaginary = (np.ascontiguousarray(part.T) for part in (tables.real, tables.imag))
    partial = np.zeros((n0, len(tables)))
    for low in range(0, n0, _PLANES):
        around = np.arange(low - 1, min(low + _PLANES, n0) + 1) % n0
        near = np.stack([potential[around] for potential in filled])
        _energies(*grid, real, imaginary, near, by_potential, low, partial[low : low + _PLANES])
    return np.asarray(partial.sum(axis=0))


def _in_halves(values: Complexes) -> Floats:
    return np.ascontiguousarray(np.concatenate([values.real, values.imag], axis=1))


@njit(cache=True, fastmath={"contract"})
def _combine(near, weights, plane, j, row):  # type: ignore[no-untyped-def]
    """Write the combinations along a row of voxels to `row`, (n2 + n2 % 2, 2 tables)."""
    last = near.shape[3] - 1
    row[:] = 0.0
    for k in range(0, last + 1, 2):  # two voxels and four potentials: few loads of the weights
        odd = min(k + 1, last)
        for m in range(0, len(near), 4):
            a, b = near[m, plane, j, k], near[m + 1, plane, j, k]
            c, d = near[m + 2, plane, j, k], near[m + 3, plane, j, k]
            e, f = near[m, plane, j, odd], near[m + 1, plane, j, odd]
            g, h = near[m + 2, plane, j, odd], near[m + 3, plane, j, odd]
            for t in range(row.shape[1]):
                p, q, r, s = weights[m, t], weights[m + 1, t], weights[m + 2, t], weights[m + 3, t]
                row[k, t] += a * p + b * q + c * r + d * s
                row[k + 1, t] += e * p + f * q + g * r + h * s


@njit(inline="always")
def _arriving(real, imaginary, c, t, u, v, there):  # type: ignore[no-untyped-def]
    """Current from a neighbour through a face of class c, and what it adds to the diagonal."""
    x, y = there[t] - u, there[t + real.shape[1]] - v
    g, h = real[c, t], imaginary[c, t]
    return g * x - h * y, g * y + h * x, g + h


@njit(parallel=True, cache=True, error_model="numpy", fastmath={"contract"})
def _energies(c0, c1, c2, ends, real, imaginary, near, weights, low, partial):  # type: ignore[no-untyped-def]
    n0, n1, n2 = c0.shape
    tables = partial.shape[1]
    for p in prange(len(partial)):
        i = low + p
        rows = np.zeros((5, n2 + n2 % 2, 2 * tables))  # of the plane itself by turns: 0, 1 and 2
        below, above, total = rows[3], rows[4], np.zeros(tables)
        if i == 0:
            below[:, :tables] = 1.0  # the first electrode
        before = ends[0] if i == 0 else c0[i - 1]
        behind = ends[1] if i == n0 - 1 else c0[i]
        _combine(near, weights, p + 1, n1 - 1, rows[2])
        _combine(near, weights, p + 1, 0, rows[0])
        for j in range(n1):
            here, left, right = rows[j % 3], rows[(j + 2) % 3], rows[(j + 1) % 3]
            jm = j - 1 if j > 0 else n1 - 1
            _combine(near, weights, p + 1, j + 1 if j + 1 < n1 else 0, right)
            if i > 0:
                _combine(near, weights, p, j, below)
            if i < n0 - 1:
                _combine(near, weights, p + 2, j, above)
            for k in range(n2):
                km, kp = k - 1 if k > 0 else n2 - 1, k + 1 if k + 1 < n2 else 0
                c = before[j, k], behind[j, k], c1[i, jm, k], c1[i, j, k], c2[i, j, km], c2[i, j, k]
                around = below[k], above[k], left[k], right[k], here[km], here[kp]
                middle = here[k]
                for t in range(tables):
                    u, v = middle[t], middle[t + tables]
                    a = _arriving(real, imaginary, c[0], t, u, v, around[0])
                    b = _arriving(real, imaginary, c[1], t, u, v, around[1])
                    d = _arriving(real, imaginary, c[2], t, u, v, around[2])
                    e = _arriving(real, imaginary, c[3], t, u, v, around[3])
                    f = _arriving(real, imaginary, c[4], t, u, v, around[4])
                    g = _arriving(real, imaginary, c[5], t, u, v, around[5])
                    x = (a[0] + b[0]) + (d[0] + e[0]) + (f[0] + g[0])
                    y = (a[1] + b[1]) + (d[1] + e[1]) + (f[1] + g[1])
                    diagonal = (a[2] + b[2]) + (d[2] + e[2]) + (f[2] + g[2])
                    total[t] += (x * x + y * y) / (diagonal if diagonal > 0 else 1.0)
        partial[p] = total
