"""One or two steps of conjugate gradients around a cycle of multigrid."""

from collections.abc import Callable

import numpy as np
from numba import njit, prange

from ceralyte.numerics.networks import ROWS, Singles

_GOOD_ENOUGH = 0.25
"""A correction that leaves less of its residual than this is not improved further."""

Sums = tuple[float, float, float]


def k_cycle(
    cycle: Callable[[Singles], Singles],
    product: Callable[[Singles, Singles, Singles, Singles], Sums],
    b: Singles,
    c: Singles,
    y: Singles,
) -> Singles:
    """Return an approximate solution of ``A x = b``, in c.

    Parameters
    ----------
    cycle : callable
        Approximate inverse of A; what it returns may be overwritten the next time.
    product : callable
        ``product(x, b, t, y)`` writes A x into y and returns ``x . y``, ``x . b``, ``t . y``.
        What x was made from by `cycle` is b.
    b, c, y : ndarray (n,)
        All overwritten; `cycle` may use y.

    Source: Y. Notay, "An aggregation-based algebraic multigrid method", Electron. Trans. Numer.
    Anal. 37, 123 (2010).
    """
    c[:] = cycle(b)
    rho, cb, _ = product(c, b, c, y)
    if rho <= 0:
        return c
    alpha = cb / rho
    before, left = take_off(np.float32(alpha), y, b).sum(axis=0)
    if left <= _GOOD_ENOUGH**2 * before:
        c *= np.float32(alpha)
        return c
    d = cycle(b)
    beta, db, gamma = product(d, b, c, y)
    rho_2 = beta - gamma * gamma / rho
    if rho_2 <= 0:
        c *= np.float32(alpha)
        return c
    step = db / rho_2
    combine(np.float32(alpha - gamma * step / rho), c, np.float32(step), d)
    return c


@njit(cache=True, parallel=True)
def take_off(alpha, y, b):  # type: ignore[no-untyped-def]
    """Write ``b -= alpha y``; return ``b . b`` before and after per block of rows, (blocks, 2)."""
    n = len(b)
    partial = np.zeros(((n + ROWS - 1) // ROWS, 2))
    for block in prange(len(partial)):
        here = slice(block * ROWS, min((block + 1) * ROWS, n))
        partial[block, 0] = dot(b[here], b[here])
        _take_off(alpha, y[here], b[here])
        partial[block, 1] = dot(b[here], b[here])
    return partial


@njit(cache=True)
def _take_off(alpha, y, b):  # type: ignore[no-untyped-def]
    for i in range(len(b)):
        b[i] -= alpha * y[i]


@njit(cache=True, parallel=True)
def combine(alpha, c, beta, d):  # type: ignore[no-untyped-def]
    """Write ``c = alpha c + beta d``."""
    for i in prange(len(c)):
        c[i] = alpha * c[i] + beta * d[i]


@njit(cache=True, fastmath={"reassoc"})
def dot(x, y):  # type: ignore[no-untyped-def]
    """Return ``x . y``, summed in double precision."""
    total = 0.0
    for i in range(len(x)):
        total += np.float64(x[i]) * y[i]
    return total


@njit(cache=True, parallel=True)
def two_dots(x, b, t, u):  # type: ignore[no-untyped-def]
    """Return ``x . b`` and ``t . u`` summed per block of rows, ndarray (blocks, 2)."""
    n = len(x)
    partial = np.empty(((n + ROWS - 1) // ROWS, 2))
    for block in prange(len(partial)):
        here = slice(block * ROWS, min((block + 1) * ROWS, n))
        partial[block, 0] = dot(x[here], b[here])
        partial[block, 1] = dot(t[here], u[here])
    return partial
