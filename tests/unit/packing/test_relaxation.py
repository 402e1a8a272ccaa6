import numpy as np
import pytest

from ceralyte.packing.neighbours import Domain
from ceralyte.packing.obstacles import NO_RODS, Rods
from ceralyte.packing.relaxation import relax
from ceralyte.packing.slack import fresh_slack

CUBE = Domain(np.ones(3), np.ones(3), False)
SCALE = np.cbrt(0.75)


def between_walls(thickness: float) -> Domain:
    return Domain(np.array([1.0, 1.0, thickness]), np.array([1.0, 1.0, 0.0]), True)


def crowd(spread: float) -> np.ndarray:
    """Return 400 particles that fill the unit cube at scale 1."""
    rng = np.random.default_rng(4)
    a = np.exp(spread * rng.normal(size=400))
    return np.column_stack([rng.random((400, 3)), a / np.cbrt(np.pi / 6 * np.sum(a**3))])


def by_all_pairs(p: np.ndarray, scale: float) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Return energy, virial, overlaps of pairs (1 - s) and net forces (n, 3), by all pairs."""
    x, a = p[:, :3], p[:, 3]
    i, j = np.triu_indices(len(p), 1)
    apart = x[i] - x[j]
    apart -= np.rint(apart)
    distance, mean = np.linalg.norm(apart, axis=1), 0.5 * (a[i] + a[j])
    share = np.minimum(distance / (scale * mean), 1)
    delta, stiffness = (1 - share**2) / 2, np.minimum(a[i], a[j]) ** 2
    pull = np.where(share**2 < 1 / 3, 3**-1.5, delta * share)  # at most, where spheres are deep
    push, force = stiffness * pull / scale, np.zeros_like(x)
    along = (push / distance)[:, None] * apart
    np.add.at(force, i, along)
    np.add.at(force, j, -along)
    stored = np.where(share**2 < 1 / 3, 1 / 18 + 3**-1.5 * (3**-0.5 - share), delta**2 / 2)
    energy, touch = np.sum(stiffness * mean * stored), share < 1
    return float(energy), float(np.sum(push * distance)), 1 - share[touch], force


def test_two_spheres_are_pushed_apart_until_they_touch() -> None:
    p = np.array([[0.96, 0.5, 0.5, 0.2], [0.1, 0.5, 0.5, 0.1]])  # across a face of the box
    state = relax(p, CUBE, NO_RODS, np.array([0, 2]), 1.0, 0.0, 1e-9, 1000, fresh_slack(), 0.0)
    assert state.overlap_max <= 1e-9
    assert 0.15 * (1 - 1e-9) <= p[1, 0] + 1 - p[0, 0] < 0.155
    np.testing.assert_allclose(p[:, 1:3], 0.5)


def test_walls_push_spheres_inside() -> None:
    p = np.array([[0.2, 0.2, 0.09, 0.2], [0.7, 0.7, 0.555, 0.1]])
    state = relax(
        p, between_walls(0.6), NO_RODS, np.array([0, 2]), 1.0, 0.0, 1e-9, 1000, fresh_slack(), 0.0
    )
    assert state.overlap_max <= 1e-9
    assert 0.1 * (1 - 1e-9) <= p[0, 2] < 0.105
    assert 0.54 < p[1, 2] <= 0.55 + 1e-10


def test_a_stack_squeezed_between_walls_stays_in_the_middle() -> None:
    p = np.array([[0.5, 0.5, 0.08, 0.2], [0.5, 0.5, 0.31, 0.2]])
    state = relax(
        p, between_walls(0.38), NO_RODS, np.array([0, 2]), 1.0, 1e-9, 0.0, 5000, fresh_slack(), 0.0
    )
    assert state.force_imbalance < 1e-9
    assert p[:, 2].sum() == pytest.approx(0.38, rel=1e-8)
    assert p[0, 2] < 0.1 < 0.5 * (p[1, 2] - p[0, 2]) + 0.01


def test_a_rod_pushes_a_sphere_away() -> None:
    rods = Rods(np.array([[0.4, 0.5, 0.5]]), np.array([[0.6, 0.5, 0.5]]), np.array([0.05]))
    p = np.array([[0.5, 0.584, 0.612, 0.2], [0.9, 0.9, 0.9, 0.1]])
    state = relax(p, CUBE, rods, np.array([0, 2]), 1.0, 0.0, 1e-9, 1000, fresh_slack(), 0.0)
    assert state.overlap_max <= 1e-9
    away = p[0, 1:3] - 0.5
    assert 0.15 * (1 - 1e-9) <= np.hypot(*away) < 0.155
    assert away[1] / away[0] == pytest.approx(4 / 3)
    assert p[1, :3] == pytest.approx(0.9)


@pytest.mark.parametrize("chunks", [[0, 400], [0, 90, 230, 400]])
@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_no_pair_is_missed_while_particles_travel(spread: float, chunks: list[int]) -> None:
    """Sums by the neighbour list are those over all pairs, at any time."""
    for steps in (0, 7, 40, 150):
        p = crowd(spread)
        state = relax(
            p, CUBE, NO_RODS, np.array(chunks), SCALE, 0.0, 0.0, steps, fresh_slack(), 0.0
        )
        _, virial, overlaps, force = by_all_pairs(p, SCALE)
        deltas = overlaps - overlaps**2 / 2
        pull = np.sqrt(np.mean(np.sum(force**2, axis=1) / p[:, 3] ** 4))
        assert state.steps == steps
        assert state.overlap_max == pytest.approx(overlaps.max(), rel=1e-9)
        assert state.overlap_mean == pytest.approx(deltas.mean(), rel=1e-9)  # contacts of now
        assert state.virial == pytest.approx(virial, rel=1e-9)
        assert state.force_imbalance * state.overlap_mean == pytest.approx(pull, rel=1e-6)
        volume = np.sum(p[:, 3] ** 3)
        pull = np.sqrt(np.sum(force**2 / p[:, 3:]) / volume)
        assert state.load_overlap == pytest.approx(virial / volume / 3, rel=1e-9)
        assert state.load_imbalance * state.load_overlap == pytest.approx(pull, rel=1e-6)


def test_energy_falls_until_forces_balance() -> None:
    p, energies = crowd(0.3), []
    for _ in range(4):
        energies.append(by_all_pairs(p, SCALE)[0])
        relax(p, CUBE, NO_RODS, np.array([0, 400]), SCALE, 0.0, 0.0, 60, fresh_slack(), 0.0)
    assert (np.diff(energies) < 0).all()
    state = relax(p, CUBE, NO_RODS, np.array([0, 400]), SCALE, 1e-4, 0.0, 5000, fresh_slack(), 0.0)
    energy, _, _, force = by_all_pairs(p, SCALE)
    assert 0 < energy < energies[-1]
    assert state.force_imbalance < 1e-4
    assert np.linalg.norm(force / p[:, 3:] ** 2, axis=1).max() < 0.01 * state.overlap_mean


@pytest.mark.parametrize(("drag", "swings"), [(0.0, False), (0.05, False), (1e-4, True)])
def test_particles_with_little_drag_go_on_swinging(drag: float, swings: bool) -> None:
    p = np.array([[0.5, 0.5, 0.08, 0.2], [0.5, 0.5, 0.31, 0.2]])
    walls = between_walls(0.38)
    state = relax(p, walls, NO_RODS, np.array([0, 2]), 1.0, 0.0, 0.0, 400, fresh_slack(), drag)
    assert (state.force_imbalance > 0.1) == swings
    assert swings or state.force_imbalance < 1e-3
