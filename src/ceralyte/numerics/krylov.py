"""Flexible conjugate gradients for large symmetric systems that are never assembled."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Generic, TypeVar

import numpy as np
from numba import njit, prange

from ceralyte.numerics.stencils import Floats, Singles

Vector = TypeVar("Vector", Floats, Singles)


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
    work : float
        ``b . x``, which is also ``x . A x``: summed over steps that are conjugate to each other.
    """

    iterations: int
    residual: float
    energy_gap: float
    work: float = 0.0


@dataclass(frozen=True)
class Solution(Generic[Vector]):
    """What the iteration ended with; `converged` is the verdict of the stopping rule."""

    x: Vector
    progress: Progress
    converged: bool


def conjugate_gradients(
    apply: Callable[[Vector, Vector], float],
    precondition: Callable[[Vector], Floats | Singles],
    right_hand_side: Vector,
    finished: Callable[[Vector, Progress], bool],
    max_iterations: int,
) -> Solution[Vector]:
    """Solve ``A x = b`` from ``x = 0`` for a symmetric, positive semidefinite A.

    The flexible variant forgives a preconditioner that is not exactly symmetric or constant.

    Parameters
    ----------
    apply : callable
        ``apply(p, q)`` writes A p into q and returns p . A p.
    precondition : callable
        Returns an approximation of ``A^-1 r``.
    right_hand_side : ndarray (n0, n1, n2)
        b; overwritten with the residual. In single precision so is all else, and the residual
        drifts away from ``b - A x`` by rounding: compute it afterwards.
    finished : callable
        Stopping rule, asked before the first and after every iteration.

    Returns
    -------
    Solution

    Notes
    -----
    Takes three vectors on top of b.

    Source: Y. Notay, "Flexible conjugate gradients", SIAM J. Sci. Comput. 22, 1444 (2000).
    """
    r, shape = right_hand_side, right_hand_side.shape
    x, p, q = (np.zeros(shape, r.dtype) for _ in range(3))
    rr, curvature = _dots(as_rows(r), as_rows(r), as_rows(r)).sum(axis=0)[0], 1.0
    start = sqrt(rr) or 1.0
    progress = Progress(0, sqrt(rr) / start, 0.0 if rr == 0 else np.inf)
    while not finished(x, progress):
        if progress.iterations == max_iterations or rr == 0:
            return Solution(x, progress, False)
        z = precondition(r)
        zr, zq = _dots(as_rows(z), as_rows(r), as_rows(q)).sum(axis=0)
        turn(r.dtype.type(-zq / curvature), as_rows(z), as_rows(p))
        curvature = apply(p, q)
        if curvature <= 0:
            return Solution(x, progress, False)
        step = zr / curvature
        rr = advance(r.dtype.type(step), as_rows(p), as_rows(q), as_rows(x), as_rows(r)).sum()
        gap = float(zr) if rr > 0 else 0.0  # of the step before, unless nothing is left
        work = progress.work + float(step * zr)
        progress = Progress(progress.iterations + 1, sqrt(rr) / start, gap, work)
    return Solution(x, progress, True)


def as_rows(values: Floats | Singles) -> Floats | Singles:
    """Return the planes along axis 0 as rows."""
    return values.reshape(values.shape[0], -1)


@njit(parallel=True, cache=True, error_model="numpy", fastmath={"reassoc"})
def _dots(z, r, q):  # type: ignore[no-untyped-def]
    """Return ``z . r`` and ``z . q`` per row, ndarray (n, 2)."""
    n, m = z.shape
    partial = np.zeros((n, 2))
    for i in prange(n):
        zr = zq = 0.0
        for k in range(m):
            zr += np.float64(z[i, k]) * r[i, k]
            zq += np.float64(z[i, k]) * q[i, k]
        partial[i, 0] = zr
        partial[i, 1] = zq
    return partial


@njit(parallel=True, cache=True, error_model="numpy")
def turn(beta, z, p):  # type: ignore[no-untyped-def]
    """Write ``p = z + beta p``."""
    n, m = p.shape
    for i in prange(n):
        for k in range(m):
            p[i, k] = z[i, k] + beta * p[i, k]


@njit(parallel=True, cache=True, error_model="numpy", fastmath={"reassoc"})
def advance(alpha, p, q, x, r):  # type: ignore[no-untyped-def]
    """Write ``x += alpha p`` and ``r -= alpha q``; return ``r . r`` per row, ndarray (n,)."""
    n, m = x.shape
    partial = np.zeros(n)
    for i in prange(n):
        total = 0.0
        for k in range(m):
            x[i, k] += alpha * p[i, k]
            r[i, k] -= alpha * q[i, k]
            total += np.float64(r[i, k]) * r[i, k]
        partial[i] = total
    return partial
