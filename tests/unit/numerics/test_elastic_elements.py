"""The element of eight nodes against numerical integration of its shape functions."""

import numpy as np
import pytest

from ceralyte.numerics.elastic_coarsening import CORNERS
from ceralyte.numerics.elastic_grid import element_matrix

SIDES = 2 * CORNERS - 1.0
PAIRS = [(0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1)]


def integrated(lam, mu):
    """Stiffness of the unit cube by two Gauss points along each axis, exact for its products."""
    C = np.diag([2 * mu] * 3 + [mu] * 3)
    C[:3, :3] += lam
    matrix = np.zeros((24, 24))
    for point in np.stack(np.meshgrid(*[[-1, 1]] * 3), -1).reshape(-1, 3) / (2 * np.sqrt(3)):
        factors = 0.5 + SIDES * point
        B = np.zeros((6, 24))
        for node in range(8):
            slope = [SIDES[node, a] * np.prod(np.delete(factors[node], a)) for a in range(3)]
            for row, (a, b) in enumerate(PAIRS):
                B[row, 3 * node + a] += slope[b] * (0.5 if a == b else 1)
                B[row, 3 * node + b] += slope[a] * (0.5 if a == b else 1)
        matrix += B.T @ C @ B / 8
    return matrix


@pytest.mark.parametrize(("lam", "mu"), [(1.0, 0.0), (0.0, 1.0), (1.3, 0.7)])
def test_element_matrix(lam, mu):
    assert element_matrix(np.array([lam, mu, lam, mu])) == pytest.approx(
        integrated(lam, mu), abs=1e-14
    )
