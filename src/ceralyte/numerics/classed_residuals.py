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
    by_class = _in_halves(tables.T)
    by_potential = np.pad(_in_halves(weights.T), ((0, fill), (0, 0)))
    partial = np.zeros((n0, len(tables)))
    for low in range(0, n0, _PLANES):
        around = np.arange(low - 1, min(low + _PLANES, n0) + 1) % n0
        near = np.stack([potential[around] for potential in filled])
        _energies(*grid, by_class, near, by_potential, low, partial[low : low + _PLANES])
    return np.asarray(partial.sum(axis=0))


def _in_halves(values: Complexes) -> Floats:
    return np.ascontiguousarray(np.concatenate([values.real, values.imag], axis=1))


@njit(cache=True)
def _combine(near, weights, plane, j, rows, to):  # type: ignore[no-untyped-def]
    """Write the combinations along a row of voxels to ``rows[to]``, (n2, 2 tables)."""
    _, n2, columns = rows.shape
    for k in range(n2):
        for f in range(columns):
            rows[to, k, f] = 0.0
        for m in range(0, len(near), 4):  # four at a time: sums stay in registers for longer
            a, b = near[m, plane, j, k], near[m + 1, plane, j, k]
            c, d = near[m + 2, plane, j, k], near[m + 3, plane, j, k]
            for f in range(columns):
                rows[to, k, f] += (
                    a * weights[m, f]
                    + b * weights[m + 1, f]
                    + c * weights[m + 2, f]
                    + d * weights[m + 3, f]
                )


@njit(cache=True)
def _leave(tables, c, drop, leaving, around):  # type: ignore[no-untyped-def]
    """Add the current through a face of class c, and its conductance."""
    count = len(drop) // 2
    for f in range(count):
        leaving[f] += tables[c, f] * drop[f] - tables[c, count + f] * drop[count + f]
    for f in range(count):
        leaving[count + f] += tables[c, f] * drop[count + f] + tables[c, count + f] * drop[f]
    for f in range(2 * count):
        around[f] += tables[c, f]


@njit(cache=True)
def _drop(rows, here, k, there, other, drop):  # type: ignore[no-untyped-def]
    for f in range(len(drop)):
        drop[f] = rows[here, k, f] - rows[there, other, f]


@njit(cache=True)
def _drop_to(rows, here, k, electrode, drop):  # type: ignore[no-untyped-def]
    for f in range(len(drop)):
        drop[f] = rows[here, k, f] - (electrode if f < len(drop) // 2 else 0.0)


@njit(cache=True, error_model="numpy")
def _add_energies(leaving, around, total):  # type: ignore[no-untyped-def]
    count = len(total)
    for f in range(count):
        conductance = around[f] + around[count + f]
        energy = leaving[f] ** 2 + leaving[count + f] ** 2
        total[f] += energy / (conductance if conductance > 0 else 1.0)


@njit(parallel=True, cache=True, error_model="numpy")
def _energies(c0, c1, c2, ends, tables, near, weights, low, partial):  # type: ignore[no-untyped-def]
    n0, n1, n2 = c0.shape
    below, above = 3, 4  # rows; those of the plane itself take turns in 0, 1 and 2
    for p in prange(len(partial)):
        i = low + p
        im = i - 1 if i > 0 else n0 - 1
        rows = np.empty((5, n2, weights.shape[1]))
        drop, leaving = np.empty(weights.shape[1]), np.empty(weights.shape[1])
        around = np.empty(weights.shape[1])
        total = np.zeros(partial.shape[1])
        _combine(near, weights, p + 1, n1 - 1, rows, 2)
        _combine(near, weights, p + 1, 0, rows, 0)
        for j in range(n1):
            jm = j - 1 if j > 0 else n1 - 1
            here, before, after = j % 3, (j + 2) % 3, (j + 1) % 3
            _combine(near, weights, p + 1, j + 1 if j + 1 < n1 else 0, rows, after)
            _combine(near, weights, p, j, rows, below)
            _combine(near, weights, p + 2, j, rows, above)
            for k in range(n2):
                km, kp = k - 1 if k > 0 else n2 - 1, k + 1 if k + 1 < n2 else 0
                leaving[:] = around[:] = 0.0
                _drop(rows, here, k, below, k, drop)
                _leave(tables, c0[im, j, k], drop, leaving, around)
                _drop(rows, here, k, above, k, drop)
                _leave(tables, c0[i, j, k], drop, leaving, around)
                _drop(rows, here, k, before, k, drop)
                _leave(tables, c1[i, jm, k], drop, leaving, around)
                _drop(rows, here, k, after, k, drop)
                _leave(tables, c1[i, j, k], drop, leaving, around)
                _drop(rows, here, k, here, km, drop)
                _leave(tables, c2[i, j, km], drop, leaving, around)
                _drop(rows, here, k, here, kp, drop)
                _leave(tables, c2[i, j, k], drop, leaving, around)
                if i == 0:
                    _drop_to(rows, here, k, 1.0, drop)
                    _leave(tables, ends[0, j, k], drop, leaving, around)
                if i == n0 - 1:
                    _drop_to(rows, here, k, 0.0, drop)
                    _leave(tables, ends[1, j, k], drop, leaving, around)
                _add_energies(leaving, around, total)
        partial[p] = total
