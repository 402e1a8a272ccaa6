"""Conjugate gradients for complex symmetric systems that are never assembled."""

from collections.abc import Callable

import numpy as np

from ceralyte.numerics.classed import Complexes
from ceralyte.numerics.stencils import Floats, Singles


def improve_complex(
    apply: Callable[[Complexes, Complexes], complex],
    precondition: Callable[[Floats], Floats | Singles],
    x: Complexes,
    residual: Complexes,
    gap_wanted: float,
    max_iterations: int,
) -> tuple[int, float]:
    """Improve the solution of ``A x = b`` with A symmetric and complex, not Hermitian.

    Conjugate orthogonal conjugate gradients with a real, symmetric preconditioner M, in the
    flexible form, from a given start.

    Parameters
    ----------
    apply : callable
        ``apply(p, q)`` writes A p into q and returns p . A p, not conjugated.
    precondition : callable
        Returns M r for a real r; called for the real and for the imaginary part.
    x : ndarray (n0, n1, n2) complex
        Start; overwritten with the solution.
    residual : ndarray (n0, n1, n2) complex
        b - A x; overwritten.
    gap_wanted : float
        The iteration ends when ``|r| M |r|``, which estimates the squared energy norm of the
        error, is no larger.

    Returns
    -------
    iterations, gap : int, float
        With `gap` above `gap_wanted` where the iterations ran out or the method broke down.

    Source
    ------
    H. A. van der Vorst and J. B. M. Melissen, IEEE Trans. Magn. 26, 706 (1990).
    """
    z = _twice(precondition, residual)
    gap = float(np.vdot(residual, z).real)
    if gap <= gap_wanted:
        return 0, gap
    p, q = np.zeros_like(x), np.zeros_like(x)
    curvature = 1 + 0j
    for iteration in range(1, max_iterations + 1):
        turn = -_dot(z, q) / curvature
        p *= turn
        p += z
        curvature = apply(p, q)
        if curvature == 0:
            return iteration, gap
        step = _dot(z, residual) / curvature
        x += step * p
        residual -= step * q
        z = _twice(precondition, residual)
        gap = float(np.vdot(residual, z).real)
        if gap <= gap_wanted:
            return iteration, gap
    return max_iterations, gap


def _twice(precondition: Callable[[Floats], Floats | Singles], r: Complexes) -> Complexes:
    z = np.empty_like(r)
    z.real = precondition(np.ascontiguousarray(r.real))
    z.imag = precondition(np.ascontiguousarray(r.imag))
    return z


def _dot(a: Complexes, b: Complexes) -> complex:
    return complex(np.dot(a.ravel(), b.ravel()))
