"""Flexible conjugate gradients for large symmetric systems that are never assembled."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numba import njit, prange

from ceralyte.numerics.stencils import Floats, Singles


@dataclass(frozen=True)
class Progress:
    """State of the iteration: what a stopping rule may look at.

    Attributes
    ----------
    iterations : int
    residual : float
        ``|b - A x| / |b|``.
    energy_gap : float
        ``r . M r`` with the preconditioner M: estimates the squared energy norm of the error
        that was left before the last step.
    """

    iterations: int
    residual: float
    energy_gap: float


@dataclass(frozen=True)
class Solution:
    """What the iteration ended with; `converged` is the verdict of the stopping rule."""

    x: Floats
    progress: Progress
    converged: bool


def conjugate_gradients(
    apply: Callable[[Floats, Floats], float],
    precondition: Callable[[Floats], Floats | Singles],
    right_hand_side: Floats,
    finished: Callable[[Floats, Progress], bool],
    max_iterations: int,
) -> Solution:
    """Solve ``A x = b`` from ``x = 0`` for a symmetric, positive semidefinite A.

    The flexible variant forgives a preconditioner that is not exactly symmetric or constant.

    Parameters
    ----------
    apply : callable
        ``apply(p, q)`` writes A p into q and returns p . A p.
    precondition : callable
        Returns an approximation of ``A^-1 r``.
    right_hand_side : ndarray (n0, n1, n2)
        b; overwritten with the residual.
    finished : callable
        Stopping rule, asked before the first and after every iteration.

    Returns
    -------
    Solution

    Notes
    -----
    Takes 24 bytes per unknown on top of b.

    Source: Y. Notay, "Flexible conjugate gradients", SIAM J. Sci. Comput. 22, 1444 (2000).
    """
    r, shape = right_hand_side, right_hand_side.shape
    x, p, q = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    rr, curvature = _dots(_rows(r), _rows(r), _rows(r)).sum(axis=0)[0], 1.0
    start = sqrt(rr) or 1.0
    progress = Progress(0, sqrt(rr) / start, 0.0 if rr == 0 else np.inf)
    while not finished(x, progress):
        if progress.iterations == max_iterations or rr == 0:
            return Solution(x, progress, False)
        z = precondition(r)
        zr, zq = _dots(_rows(z), _rows(r), _rows(q)).sum(axis=0)
        _turn(-zq / curvature, _rows(z), _rows(p))
        curvature = apply(p, q)
        if curvature <= 0:
            return Solution(x, progress, False)
        rr = _step(zr / curvature, _rows(p), _rows(q), _rows(x), _rows(r)).sum()
        progress = Progress(progress.iterations + 1, sqrt(rr) / start, float(zr))
    return Solution(x, progress, True)


def _rows(values: Floats | Singles) -> Floats | Singles:
    """Planes along axis 0 as rows."""
    return values.reshape(values.shape[0], -1)


@njit(parallel=True, cache=True, error_model="numpy")
def _dots(z, r, q):  # type: ignore[no-untyped-def]
    """Return ``z . r`` and ``z . q`` per row, ndarray (n, 2)."""
    n, m = z.shape
    partial = np.zeros((n, 2))
    for i in prange(n):
        zr = zq = 0.0
        for k in range(m):
            zr += z[i, k] * r[i, k]
            zq += z[i, k] * q[i, k]
        partial[i, 0] = zr
        partial[i, 1] = zq
    return partial


@njit(parallel=True, cache=True, error_model="numpy")
def _turn(beta, z, p):  # type: ignore[no-untyped-def]
    """Write ``p = z + beta p``."""
    n, m = p.shape
    for i in prange(n):
        for k in range(m):
            p[i, k] = z[i, k] + beta * p[i, k]


@njit(parallel=True, cache=True, error_model="numpy")
def _step(alpha, p, q, x, r):  # type: ignore[no-untyped-def]
    """Write ``x += alpha p`` and ``r -= alpha q``; return ``r . r`` per row, ndarray (n,)."""
    n, m = x.shape
    partial = np.zeros(n)
    for i in prange(n):
        total = 0.0
        for k in range(m):
            x[i, k] += alpha * p[i, k]
            r[i, k] -= alpha * q[i, k]
            total += r[i, k] * r[i, k]
        partial[i] = total
    return partial
