"""Conjugate gradients know when nothing is left to solve."""

import numpy as np

from ceralyte.numerics.krylov import conjugate_gradients


def test_a_step_that_leaves_no_residual_leaves_no_error_either():
    def apply(p, q):
        q[:] = 2 * p
        return float((p * q).sum())

    solution = conjugate_gradients(
        apply, lambda r: r / 2, np.ones((2, 2, 2)), lambda _, p: p.energy_gap <= 1e-12, 5
    )
    assert solution.converged
    assert solution.progress.iterations == 1
    np.testing.assert_array_equal(solution.x, 0.5)
