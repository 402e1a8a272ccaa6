"""Trilinear elements of linear elasticity on a voxel grid, never assembled.

One voxel is one element of eight nodes. Displacements are arrays (3, m0, m1, m2): component first,
then the nodes along the three axes, ``m = n`` nodes for n voxels along a periodic axis and
``m = n + 1`` along one with free faces. Lengths are in voxels.

Within an element the displacement is a sum of eight products of coordinates, measured from its
centre: 1, x, y, z, xy, yz, xz, xyz. Their coefficients A_x, A_y, A_z (the mean gradient), P, Q, R
and T are sums and differences of the nodes; in them the stiffness is almost diagonal. A row of
elements along axis 2 is worked off one coefficient after the other, in loops over few arrays that
the compiler turns into vector instructions.
"""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Displacements = NDArray[np.float32] | NDArray[np.float64]

LAMBDA, MU, LAMBDA_BENT, MU_BENT = range(4)
"""Columns of a table of materials: Lame's constants, and those that resist P, Q, R and T."""

_MODES = 21  # 7 coefficients of 3 components
_COMBINATIONS = 12  # 4 of 3 components


@njit(cache=True, error_model="numpy")
def _combine(a, b, c, d, out, n):  # type: ignore[no-untyped-def]
    """Sums and differences over axes 0 and 1 of node rows a=(i,j), b=(i,j+1), c=(i+1,j), d."""
    m = len(a)
    s, x, y, xy = out[0], out[1], out[2], out[3]
    for k in range(m):
        s[k] = (a[k] + b[k]) + (c[k] + d[k])
    for k in range(m):
        x[k] = (c[k] - a[k]) + (d[k] - b[k])
    for k in range(m):
        y[k] = (b[k] - a[k]) + (d[k] - c[k])
    for k in range(m):
        xy[k] = (d[k] - b[k]) - (c[k] - a[k])
    if m == n:  # periodic: the node after the last is the first
        for q in range(4):
            out[q, n] = out[q, 0]


@njit(cache=True, error_model="numpy")
def _mean(a, out, factor, shift, n):  # type: ignore[no-untyped-def]
    for k in range(n):
        out[k] = factor * (a[k] + a[k + 1]) + shift


@njit(cache=True, error_model="numpy")
def _slope(a, out, factor, shift, n):  # type: ignore[no-untyped-def]
    for k in range(n):
        out[k] = factor * (a[k + 1] - a[k]) + shift


@njit(cache=True, error_model="numpy")
def _normal(lam, mu, p, q, r, weight, n):  # type: ignore[no-untyped-def]
    """Replace three strains by ``lam (p + q + r) + weight mu (p, q, r)``."""
    for k in range(n):
        trace = lam[k] * (p[k] + q[k] + r[k])
        twice = weight * mu[k]
        p[k] = trace + twice * p[k]
        q[k] = trace + twice * q[k]
        r[k] = trace + twice * r[k]


@njit(cache=True, error_model="numpy")
def _pair(lam, mu, p, q, third, twelfth, n):  # type: ignore[no-untyped-def]
    for k in range(n):
        trace = lam[k] * (p[k] + q[k])
        thrice = third * mu[k]
        p[k] = twelfth * (trace + thrice * p[k])
        q[k] = twelfth * (trace + thrice * q[k])


@njit(cache=True, error_model="numpy")
def _shear(mu, p, q, n):  # type: ignore[no-untyped-def]
    for k in range(n):
        s = mu[k] * (p[k] + q[k])
        p[k] = s
        q[k] = s


@njit(cache=True, error_model="numpy")
def _twist(mu, p, q, r, twelfth, n):  # type: ignore[no-untyped-def]
    """P_z, Q_x, R_y: each shear strain sees two of them."""
    for k in range(n):
        m = twelfth * mu[k]
        total = m * (p[k] + q[k] + r[k])
        p[k] = total + m * p[k]
        q[k] = total + m * q[k]
        r[k] = total + m * r[k]


@njit(cache=True, error_model="numpy")
def _cubic(lam, mu, t, four, weight, n):  # type: ignore[no-untyped-def]
    for k in range(n):
        t[k] = weight * (lam[k] + four * mu[k]) * t[k]


@njit(cache=True, error_model="numpy")
def _to_nodes(mean, slope, out, f_mean, f_slope, n):  # type: ignore[no-untyped-def]
    """Forces on n + 1 nodes from two modes of n elements."""
    out[0] = f_mean * mean[0] - f_slope * slope[0]
    for k in range(1, n):
        out[k] = f_mean * (mean[k - 1] + mean[k]) + f_slope * (slope[k - 1] - slope[k])
    out[n] = f_mean * mean[n - 1] + f_slope * slope[n - 1]


@njit(cache=True, error_model="numpy")
def _slope_to_nodes(slope, out, factor, n):  # type: ignore[no-untyped-def]
    out[0] = -factor * slope[0]
    for k in range(1, n):
        out[k] = factor * (slope[k - 1] - slope[k])
    out[n] = factor * slope[n - 1]


@njit(cache=True, error_model="numpy")
def _spread(s, x, y, xy, a, b, c, d, n):  # type: ignore[no-untyped-def]
    m = len(a)
    if m == n:
        s[0] += s[n]
        x[0] += x[n]
        y[0] += y[n]
        xy[0] += xy[n]
    for k in range(m):
        a[k] += (s[k] - x[k]) - (y[k] - xy[k])
    for k in range(m):
        b[k] += (s[k] - x[k]) + (y[k] - xy[k])
    for k in range(m):
        c[k] += (s[k] + x[k]) - (y[k] + xy[k])
    for k in range(m):
        d[k] += (s[k] + x[k]) + (y[k] + xy[k])


@njit(cache=True, error_model="numpy")
def _modes_of_row(u, i, ip, j, jp, comb, modes, gradient, n):  # type: ignore[no-untyped-def]
    t = comb.dtype.type
    quarter, half, one, zero = t(0.25), t(0.5), t(1.0), t(0.0)
    for c in range(3):
        cc = comb[4 * c : 4 * c + 4]
        _combine(u[c, i, j], u[c, i, jp], u[c, ip, j], u[c, ip, jp], cc, n)
        _mean(cc[1], modes[c], quarter, t(gradient[c, 0]), n)  # A_x
        _mean(cc[2], modes[3 + c], quarter, t(gradient[c, 1]), n)  # A_y
        _slope(cc[0], modes[6 + c], quarter, t(gradient[c, 2]), n)  # A_z
        _mean(cc[3], modes[9 + c], half, zero, n)  # P
        _slope(cc[2], modes[12 + c], half, zero, n)  # Q
        _slope(cc[1], modes[15 + c], half, zero, n)  # R
        _slope(cc[3], modes[18 + c], one, zero, n)  # T


@njit(cache=True, error_model="numpy")
def _forces_of_row(modes, moduli, n):  # type: ignore[no-untyped-def]
    t = modes.dtype.type
    lam, mu, lb, mb = moduli[0], moduli[1], moduli[2], moduli[3]
    two, three, four = t(2.0), t(3.0), t(4.0)
    twelfth, last = t(1.0 / 12.0), t(1.0 / 144.0)
    _normal(lam, mu, modes[0], modes[4], modes[8], two, n)
    _shear(mu, modes[1], modes[3], n)  # A_x of u_y, A_y of u_x
    _shear(mu, modes[5], modes[7], n)
    _shear(mu, modes[2], modes[6], n)
    _pair(lb, mb, modes[10], modes[17], three, twelfth, n)  # P_y, R_z
    _pair(lb, mb, modes[9], modes[14], three, twelfth, n)  # P_x, Q_z
    _pair(lb, mb, modes[15], modes[13], three, twelfth, n)  # R_x, Q_y
    _twist(mb, modes[11], modes[12], modes[16], twelfth, n)  # P_z, Q_x, R_y
    for c in range(3):
        _cubic(lb, mb, modes[18 + c], four, last, n)


@njit(cache=True, error_model="numpy")
def _scatter_row(modes, comb, y, i, ip, j, jp, n):  # type: ignore[no-untyped-def]
    t = y.dtype.type
    quarter, half, one = t(0.25), t(0.5), t(1.0)
    for c in range(3):
        cc = comb[4 * c : 4 * c + 4]
        _slope_to_nodes(modes[6 + c], cc[0], quarter, n)
        _to_nodes(modes[c], modes[15 + c], cc[1], quarter, half, n)
        _to_nodes(modes[3 + c], modes[12 + c], cc[2], quarter, half, n)
        _to_nodes(modes[9 + c], modes[18 + c], cc[3], half, one, n)
        _spread(cc[0], cc[1], cc[2], cc[3], y[c, i, j], y[c, i, jp], y[c, ip, j], y[c, ip, jp], n)


@njit(cache=True, error_model="numpy")
def _layer(material, table, gradient, u, y, i):  # type: ignore[no-untyped-def]
    """Add the forces of one layer of elements."""
    _, n1, n2 = material.shape
    _, m0, m1, _ = u.shape
    comb = np.empty((_COMBINATIONS, n2 + 1), y.dtype)
    modes = np.empty((_MODES, n2), y.dtype)
    moduli = np.empty((4, n2), y.dtype)
    ip = (i + 1) % m0
    for j in range(n1):
        jp = (j + 1) % m1
        row = material[i, j]
        solid = False
        for k in range(n2):
            solid |= row[k] != 0
            for q in range(4):
                moduli[q, k] = table[row[k], q]
        if not solid:
            continue
        _modes_of_row(u, i, ip, j, jp, comb, modes, gradient, n2)
        _forces_of_row(modes, moduli, n2)
        _scatter_row(modes, comb, y, i, ip, j, jp, n2)


@njit(parallel=True, cache=True, error_model="numpy")
def add_forces(material, table, gradient, u, y):  # type: ignore[no-untyped-def]
    """Add the nodal forces of displacement `u` on top of a mean displacement gradient to y.

    Computed in the precision of y.
    Layers of elements alternate, so that no two threads write the same plane of nodes.
    """
    n0 = material.shape[0]
    even = n0 - n0 % 2
    for i in prange(even // 2):
        _layer(material, table, gradient, u, y, 2 * i)
    for i in prange(even // 2):
        _layer(material, table, gradient, u, y, 2 * i + 1)
    if n0 % 2:
        _layer(material, table, gradient, u, y, n0 - 1)


@njit(parallel=True, cache=True, error_model="numpy")
def survey(material, table, gradient, u, energy, mises):  # type: ignore[no-untyped-def]
    """Write energy and von Mises stress of every element; return summed stresses.

    Computed in the precision of `table`. Energy in units of modulus x voxel volume; stress at the
    centre of the element. Returns ndarray (n0, 6), the stresses xx, yy, zz, yz, xz, xy summed over
    each layer of elements.
    """
    n0, n1, n2 = material.shape
    sums = np.zeros((n0, 6))
    for i in prange(n0):
        comb = np.empty((_COMBINATIONS, n2 + 1), table.dtype)
        strains = np.empty((_MODES, n2), table.dtype)
        moduli = np.empty((4, n2), table.dtype)
        ip = (i + 1) % u.shape[1]
        for j in range(n1):
            for k in range(n2):
                for q in range(4):
                    moduli[q, k] = table[material[i, j, k], q]
            _modes_of_row(u, i, ip, j, (j + 1) % u.shape[2], comb, strains, gradient, n2)
            stresses = strains.copy()
            _forces_of_row(stresses, moduli, n2)
            for k in range(n2):
                xx, yy, zz = stresses[0, k], stresses[4, k], stresses[8, k]
                yz, xz, xy = stresses[5, k], stresses[2, k], stresses[1, k]
                sums[i, 0] += xx
                sums[i, 1] += yy
                sums[i, 2] += zz
                sums[i, 3] += yz
                sums[i, 4] += xz
                sums[i, 5] += xy
                normal = (xx - yy) ** 2 + (yy - zz) ** 2 + (zz - xx) ** 2
                mises[i, j, k] = np.sqrt(0.5 * normal + 3 * (yz * yz + xz * xz + xy * xy))
                energy[i, j, k] = 0.5 * np.sum(strains[:, k] * stresses[:, k])
    return sums


def product(a: Displacements, b: Displacements) -> float:
    """Return the scalar product of two displacement fields (3, m0, m1, m2).

    Summed plane by plane and then here: a sum within the parallel kernel would be split by thread.
    """
    return float(_product_by_plane(a, b).sum())


@njit(parallel=True, cache=True, error_model="numpy")
def _product_by_plane(a, b):  # type: ignore[no-untyped-def]
    m0 = a.shape[1]
    partial = np.zeros(m0)
    for i in prange(m0):
        total = 0.0
        for c in range(3):
            for j in range(a.shape[2]):
                for k in range(a.shape[3]):
                    total += np.float64(a[c, i, j, k]) * np.float64(b[c, i, j, k])
        partial[i] = total
    return partial
