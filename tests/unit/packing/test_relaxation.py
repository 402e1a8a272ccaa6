import numpy as np
import pytest

from ceralyte.packing.neighbours import size_levels
from ceralyte.packing.relaxation import relax


@pytest.mark.parametrize("spread", [0.0, 0.4])
@pytest.mark.parametrize("steps", [7, 40, 150])
def test_no_pair_is_missed_while_particles_travel(spread: float, steps: int) -> None:
    """The largest overlap by the neighbour list is that of all pairs, at any time."""
    rng = np.random.default_rng(4)
    a = np.sort(np.exp(spread * rng.normal(size=400)))[::-1].copy()
    a /= np.cbrt(np.pi / 6 * np.sum(a**3))
    x, levels = rng.random((400, 3)), size_levels(a)
    level_first = np.searchsorted(levels, np.arange(levels.max() + 2))
    state = relax(x, a, level_first, np.log(0.6) / 3, -1.0, 1e-9, steps)

    i, j = np.triu_indices(400, 1)
    apart = x[i] - x[j]
    distance = np.linalg.norm(apart - np.rint(apart), axis=1)
    overlap = 1 - distance / (0.5 * np.exp(state.log_scale) * (a[i] + a[j]))
    assert state.overlap_max == pytest.approx(overlap.max(), rel=1e-9)
    assert state.overlap_mean == pytest.approx(overlap[overlap > 0].mean(), rel=1e-9)
    assert state.steps == steps
