"""Two steps of conjugate gradients around a cycle."""

import numpy as np
import pytest

from ceralyte.numerics.k_cycle import dot, k_cycle


@pytest.mark.parametrize("weak", [True, False])
def test_result_is_the_best_of_what_one_or_two_cycles_span(weak):
    rng = np.random.default_rng(0)
    matrix = np.eye(30) + (3.0 if weak else 0.01) * np.cov(rng.normal(size=(30, 60)))
    b = rng.normal(size=30).astype(np.float32)
    asked = []

    def cycle(residual):
        asked.append(residual.copy())
        return residual / np.diagonal(matrix).astype(np.float32)

    def product(x, rhs, t, y):
        y[:] = matrix @ x
        return dot(x, y), dot(x, rhs), dot(t, y)

    found = k_cycle(cycle, product, b.copy(), *np.empty((2, 30), np.float32))
    assert len(asked) == (2 if weak else 1)
    basis = np.stack(asked, 1) / np.diagonal(matrix)[:, None]
    best = basis @ np.linalg.solve(basis.T @ matrix @ basis, basis.T @ b)
    np.testing.assert_allclose(found, best, rtol=1e-4, atol=1e-5)
