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
    *,
    underestimate: float = 1.0,
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
        The iteration ends when ``underestimate`` x ``r* M r``, which estimates the squared energy
        norm of the error, is no larger, nor what the last quarter of the steps changed.
    underestimate : float
        How many times `M r` is known to be too small.

    Returns
    -------
    iterations, gap : int, float
        `gap` is the estimate; it is above `gap_wanted` where the iterations ran out or the method
        broke down.

    Source
    ------
    H. A. van der Vorst and J. B. M. Melissen, IEEE Trans. Magn. 26, 706 (1990).
    """
    z = _twice(precondition, residual)
    gap = underestimate * _dot(residual.conj(), z).real
    if gap <= gap_wanted:
        return 0, gap
    changes: list[complex] = []
    p, q = np.zeros_like(x), np.zeros_like(x)
    curvature = 1 + 0j
    for iteration in range(1, max_iterations + 1):
        turn = -_dot(z, q) / curvature
        p *= turn
        p += z
        curvature = apply(p, q)
        if curvature == 0:
            return iteration, gap
        forward = _dot(z, residual)
        step = forward / curvature
        changes.append(step * forward)
        x += step * p
        residual -= step * q
        z = _twice(precondition, residual)
        lately = abs(sum(changes[-recent(iteration) :]))
        gap = max(underestimate * _dot(residual.conj(), z).real, lately)
        if gap <= gap_wanted:
            return iteration, gap
    return max_iterations, gap


def recent(iterations: int) -> int:
    """Return how many of the last steps tell what the next ones may still change."""
    return 1 + iterations // 4


def _twice(precondition: Callable[[Floats], Floats | Singles], r: Complexes) -> Complexes:
    z = np.empty_like(r)
    z.real = precondition(np.ascontiguousarray(r.real))
    z.imag = precondition(np.ascontiguousarray(r.imag))
    return z


def _dot(a: Complexes, b: Complexes) -> complex:
    return complex(np.einsum("ijk,ijk->", a, b))
