"""Flexible conjugate gradients for steady conduction on a voxel grid, in mixed precision."""

from collections.abc import Callable
from math import prod, sqrt
from typing import Any

import numba
import numpy as np

from ceralyte.core.memory import return_freed_memory
from ceralyte.numerics.krylov import Progress, Solution, advance, as_rows
from ceralyte.numerics.multigrid import Multigrid
from ceralyte.numerics.stencils import (
    AnyStencil,
    alike,
    products,
    turned_product,
    unit_gradient_residual,
)
from ceralyte.numerics.threads import threads_for

_DRIFT = 1e-3
"""The residual is computed anew when it has fallen below this share of what it was: rounding in
single precision has then changed it by some 1e-4 of itself."""

_RISEN = 10.0
"""So it is when it has risen from its least by this factor: rounding has then spoilt the
directions, as where good conductors float between far worse ones."""

_ROUNDED = 1.5
"""A new residual that is larger than the old one by this factor, or nothing, shows that the
potential is rounded."""


def solve_for_unit_gradient(
    stencil: AnyStencil, finished: Callable[[Any, Progress], bool], max_iterations: int
) -> Solution[Any]:
    """Solve for the potential above one that falls by 1 from plane to plane along axis 0.

    Residual and directions are kept in single precision; the residual is computed anew, before the
    next step, each time it has fallen by three digits or risen by one. So is the potential, until
    rounding it shows in that residual: from there on it is double, so that the result is as
    accurate as if all were double.
    It is so at once where conductances differ by more than five digits.

    Parameters
    ----------
    stencil : Stencil or BitStencil
    finished : callable
        Stopping rule, asked before the first and after every iteration.

    Notes
    -----
    Takes 16 bytes per voxel, 20 with a potential in double precision, on top of the stencil and of
    what `Multigrid` keeps for coarse levels.

    Source: Y. Notay, "Flexible conjugate gradients", SIAM J. Sci. Comput. 22, 1444 (2000);
    H. A. van der Vorst and Q. Ye, "Residual replacement strategies for Krylov subspace iterative
    methods", SIAM J. Sci. Comput. 22, 835 (2000).
    """
    shape, operands = stencil.shape, stencil.operands
    # Sums in double: what leaves one voxel arrives in the next, else bad conductors cannot take it.
    in_double = stencil.operands_as(np.float64)
    with threads_for(prod(shape)):
        precondition = Multigrid(stencil)
        return_freed_memory()
        x: Any = np.zeros(shape, np.float32 if alike(stencil) else np.float64)
        r, p = np.empty(shape, np.float32), np.zeros(shape, np.float32)
        rr, curvature = unit_gradient_residual(*in_double, x, r).sum(), 1.0
        start, largest, smallest = sqrt(rr) or 1.0, rr, rr
        progress = Progress(0, sqrt(rr) / start, 0.0 if rr == 0 else np.inf)
        while not finished(x, progress):
            if progress.iterations == max_iterations:
                return Solution(x, progress, False)
            if rr <= _DRIFT**2 * largest or rr > _RISEN**2 * smallest:
                largest = unit_gradient_residual(*in_double, x, r).sum()
                if x.dtype == np.float32 and not 0 < largest <= _ROUNDED**2 * rr:
                    x = x.astype(np.float64)
                    largest = unit_gradient_residual(*in_double, x, r).sum()
                rr = smallest = largest
                p.fill(0)  # no longer orthogonal to the residual
            if rr == 0:
                return Solution(x, progress, False)
            z = precondition(r)
            zr, zq = products(*operands, z, r, p).sum(axis=0)
            slabs, q = numba.get_num_threads(), z
            beta = np.float32(-zq / curvature)
            curvature = float(turned_product(*operands, beta, z, p, slabs).sum())
            if curvature <= 0:
                return Solution(x, progress, False)
            step = zr / curvature
            rr = advance(x.dtype.type(step), as_rows(p), as_rows(q), as_rows(x), as_rows(r)).sum()
            largest, smallest = max(largest, rr), min(smallest, rr)
            gap = float(zr) if rr > 0 else 0.0  # of the step before, unless nothing is left
            work = progress.work + float(step * zr)
            progress = Progress(progress.iterations + 1, sqrt(rr) / start, gap, work)
        return Solution(x, progress, True)
