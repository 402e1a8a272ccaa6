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
        Conductance of each class, 0 of class 0.
    potentials : sequence of ndarray (n0, n1, n2)
    weights : ndarray (tables, 2 + potentials)
        Of 0 and 1 in all voxels, and of each potential, in the combination that belongs to a table.

    Returns
    -------
    ndarray (tables,)
    """
    n0 = len(grid.faces0)
    real, imaginary = (np.ascontiguousarray(part.T) for part in (tables.real, tables.imag))
    constants = [np.full((n0, 1, 1), value) for value in (0.0, 1.0)]  # felt at electrodes alone
    inner, outer = _weights_of(weights[:, 2:]), _weights_of(np.roll(weights, -2, axis=1))
    near = np.zeros((len(outer), _PLANES + 2, *grid.faces0.shape[1:]))
    partial = np.zeros((n0, len(tables)))
    for low in (0, *range(1, n0 - 1, _PLANES), n0 - 1):
        at_end = low in {0, n0 - 1}
        high = low + 1 if at_end else min(low + _PLANES, n0 - 1)
        around = np.arange(low - 1, high + 1)
        used, by_potential = ([*potentials, *constants], outer) if at_end else (potentials, inner)
        for values, potential in zip(near, used, strict=False):
            values[: len(around)] = potential[around % n0]
        near[:, : len(around)][:, around < 0] = 1.0
        near[:, : len(around)][:, around == n0] = 0.0
        terms = near[: len(by_potential)], by_potential
        _energies(*grid, real, imaginary, *terms, low, partial[low:high])
    return np.asarray(partial.sum(axis=0))


def _weights_of(weights: Complexes) -> Floats:
    """By potential, real parts and then imaginary ones of all tables; filled up to fours with 0."""
    halves = np.concatenate([weights.real, weights.imag])
    return np.ascontiguousarray(np.pad(halves, ((0, 0), (0, -halves.shape[1] % 4))).T)


@njit(inline="always")
def _combine(weights, values, k, total):  # type: ignore[no-untyped-def]
    """Write the weighted sum of values (4 n, n2) at k for each table to `total`, (2 tables,)."""
    a, b, c, d = values[0, k], values[1, k], values[2, k], values[3, k]
    for t in range(len(total)):
        total[t] = a * weights[0, t] + b * weights[1, t] + c * weights[2, t] + d * weights[3, t]
    for m in range(4, len(values), 4):
        a, b, c, d = values[m, k], values[m + 1, k], values[m + 2, k], values[m + 3, k]
        for t in range(len(total)):
            p, q, r, s = weights[m, t], weights[m + 1, t], weights[m + 2, t], weights[m + 3, t]
            total[t] += a * p + b * q + c * r + d * s


@njit(cache=True, fastmath={"contract"})
def _laplacians(near, plane, j, rows):  # type: ignore[no-untyped-def]
    """Write by how much each potential is lower than around, along a row: (potentials, n2)."""
    n1, n2 = near.shape[2:]
    left, right = j - 1 if j > 0 else n1 - 1, j + 1 if j + 1 < n1 else 0
    for m in range(len(near)):
        here, row = near[m, plane, j], rows[m]
        below, above = near[m, plane - 1, j], near[m, plane + 1, j]
        before, behind = near[m, plane, left], near[m, plane, right]
        for k in range(n2):
            u = here[k]
            row[k] = (below[k] - u) + (above[k] - u) + (before[k] - u) + (behind[k] - u)
        for k in range(1, n2):
            row[k] += here[k - 1] - here[k]
        row[0] += here[n2 - 1] - here[0]
        for k in range(n2 - 1):
            row[k] += here[k + 1] - here[k]
        row[n2 - 1] += here[0] - here[n2 - 1]


@njit(inline="always")
def _of_class(real, imaginary, c, times, mixed, t):  # type: ignore[no-untyped-def]
    """Current that arrives through the faces of class c, and what they add to the diagonal."""
    x, y = mixed[t], mixed[t + real.shape[1]]
    g, h = real[c, t], imaginary[c, t]
    return g * x - h * y, g * y + h * x, times * (g + h)


@njit(inline="always")
def _sum(a, b):  # type: ignore[no-untyped-def]
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


@njit(inline="always")
def _add_energy(real, imaginary, own, times, mixed, count, total):  # type: ignore[no-untyped-def]
    """Add the energy of a voxel whose faces belong to several classes: mostly two or three.

    Rows of `own` beyond `count` hold class 0, which connects nothing.
    """
    a, b, c, d, e, f = own[0], own[1], own[2], own[3], own[4], own[5]
    for t in range(len(total)):
        p = _of_class(real, imaginary, a, times[0], mixed[0], t)
        q = _of_class(real, imaginary, b, times[1], mixed[1], t)
        r = _of_class(real, imaginary, c, times[2], mixed[2], t)
        total_of = _sum(_sum(p, q), r)
        if count > 3:
            p = _of_class(real, imaginary, d, times[3], mixed[3], t)
            q = _of_class(real, imaginary, e, times[4], mixed[4], t)
            r = _of_class(real, imaginary, f, times[5], mixed[5], t)
            total_of = _sum(total_of, _sum(_sum(p, q), r))
        x, y, diagonal = total_of
        total[t] += (x * x + y * y) / (diagonal if diagonal > 0 else 1.0)


@njit(parallel=True, cache=True, error_model="numpy", fastmath={"contract"})
def _energies(c0, c1, c2, ends, real, imaginary, near, weights, low, partial):  # type: ignore[no-untyped-def]
    """Write the sums of the planes from `low` on.

    Where all faces of a voxel are of one class its conductance stands before all: squares are added
    up per class.
    """
    n0, n1, n2 = c0.shape
    classes, tables = real.shape
    for p in prange(len(partial)):
        i = low + p
        rows, total = np.empty((len(near), n2)), np.zeros(tables)
        alike, mixed = np.zeros((classes, 2 * tables)), np.zeros((6, 2 * tables))
        sums, own, times = np.empty((6, len(near), 1)), np.empty(6, np.int64), np.empty(6)
        before = ends[0] if i == 0 else c0[i - 1]
        behind = ends[1] if i == n0 - 1 else c0[i]
        for j in range(n1):
            jm, jp = j - 1 if j > 0 else n1 - 1, j + 1 if j + 1 < n1 else 0
            _laplacians(near, p + 1, j, rows)
            for k in range(n2):
                km, kp = k - 1 if k > 0 else n2 - 1, k + 1 if k + 1 < n2 else 0
                c = before[j, k], behind[j, k], c1[i, jm, k], c1[i, j, k], c2[i, j, km], c2[i, j, k]
                if c[0] == c[1] == c[2] == c[3] == c[4] == c[5]:
                    _combine(weights, rows, k, mixed[0])
                    squares, values = alike[c[0]], mixed[0]
                    for t in range(2 * tables):
                        squares[t] += values[t] * values[t]
                    continue
                count = 0
                own[:], times[:] = 0, 0
                for face in range(6):
                    at = 0
                    while at < count and own[at] != c[face]:
                        at += 1
                    if at == count:
                        own[at], sums[at] = c[face], 0
                        count += 1
                    times[at] += 1
                    q = p + (0 if face == 0 else 2 if face == 1 else 1)
                    b = jm if face == 2 else jp if face == 3 else j
                    d = km if face == 4 else kp if face == 5 else k
                    for m in range(len(near)):
                        sums[at, m, 0] += near[m, q, b, d] - near[m, p + 1, j, k]
                for at in range(count):
                    _combine(weights, sums[at], 0, mixed[at])
                _add_energy(real, imaginary, own, times, mixed, count, total)
        for one in range(classes):
            for t in range(tables):
                g, h = real[one, t], imaginary[one, t]
                square = alike[one, t] + alike[one, t + tables]
                total[t] += (g * g + h * h) * square / (6 * (g + h) if g + h > 0 else 1.0)
        partial[p] = total
