import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.packing import friction
from ceralyte.packing.contacts import find_rattlers
from ceralyte.packing.friction import pack_frictional
from ceralyte.packing.friction_dynamics import (
    SIDEWAYS,
    TIME_STEP,
    Grains,
    Network,
    _forces,
    list_pairs,
    no_network,
    settle,
    slide,
)

EQUAL = np.full(200, 1e-6)
LARGE, SMALL, OVERLAP = 0.2, 0.1, 0.02
REACH = (LARGE + SMALL) / 2


def pair(v: np.ndarray, spin: np.ndarray) -> tuple[Grains, Network]:
    """Return a large and a small sphere that overlap across a face of the box, along x."""
    x = np.array([[0.95, 0.5, 0.5], [0.95 + REACH * (1 - OVERLAP) - 1, 0.5, 0.5]])
    grains = Grains(x, v, spin, np.array([LARGE, SMALL]))
    return grains, list_pairs(grains, no_network(2), 1.1)


def forces_on_pair(v: np.ndarray, spin: np.ndarray, mu: float) -> tuple[np.ndarray, np.ndarray]:
    grains, network = pair(v, spin)
    force, torque = np.empty((2, 3)), np.empty((2, 3))
    _forces(grains, network, 1.0, mu, force, torque)
    return force, torque


def test_sliding_spheres_are_held_back_and_turned() -> None:
    speed = 1e-3
    v, spin = np.array([[0, 0, 0], [0, speed, 0]]), np.zeros((2, 3))
    force, torque = forces_on_pair(v, spin, mu=10.0)
    push, hold = SMALL**2 * OVERLAP, SIDEWAYS * SMALL**2 / REACH * speed * TIME_STEP
    np.testing.assert_allclose(force[1], [push, -hold, 0], atol=1e-15)
    np.testing.assert_allclose(force[0], -force[1], atol=1e-18)
    turn = np.array([0, 0, hold / 2])
    np.testing.assert_allclose(torque, [LARGE * turn, SMALL * turn], atol=1e-18)


def test_friction_is_limited_by_the_push() -> None:
    v, spin = np.array([[0, 0, 0], [0, 3.0, 4.0]]), np.zeros((2, 3))
    force, _ = forces_on_pair(v, spin, mu=0.5)
    push = SMALL**2 * OVERLAP
    np.testing.assert_allclose(force[1], push * np.array([1, -0.5 * 0.6, -0.5 * 0.8]), rtol=1e-12)


@pytest.mark.parametrize(
    ("v", "spin"),
    [
        ([[0, 0, 0], [0, 0, 0]], [[0, 0, SMALL], [0, 0, -LARGE]]),  # like two gear wheels
        ([[0, 0, 0], [0, REACH, 0]], [[0, 0, 1], [0, 0, 1]]),  # turning as one body
    ],
)
def test_rolling_and_turning_together_meet_no_friction(v: list, spin: list) -> None:
    force, torque = forces_on_pair(np.array(v, float), np.array(spin, float), mu=10.0)
    np.testing.assert_allclose(force[:, 1:], 0, atol=1e-17)
    np.testing.assert_allclose(torque, 0, atol=1e-17)


def test_a_stretch_turns_with_its_contact() -> None:
    across = (0.0, 0.6, 0.8)
    assert slide((3.0, 0.3, 0.4), (1.0, 0.0, 0.0), 1.0) == pytest.approx((0, 0.3, 0.4))
    assert slide((3.0, 6.0, 8.0), (1.0, 0.0, 0.0), 1.0) == pytest.approx(across)


def test_contacts_remember_their_stretch_when_pairs_are_listed_anew() -> None:
    rng = np.random.default_rng(0)
    x, a = rng.random((300, 3)), np.full(300, 0.15)
    grains = Grains(x, np.zeros((300, 3)), np.zeros((300, 3)), a)
    before = list_pairs(grains, no_network(300), 1.0)
    before.stretch[:] = rng.random(before.stretch.shape) + 1
    after = list_pairs(grains, before, 1.3)

    def by_pair(network: Network) -> dict[tuple[int, int], list[float]]:
        rows = np.repeat(np.arange(300), np.diff(network.start))
        keys = zip(rows.tolist(), network.neighbour.tolist(), strict=True)
        return dict(zip(keys, network.stretch.tolist(), strict=True))

    old, new = by_pair(before), by_pair(after)
    assert len(new) > len(old) > 300
    assert all(new[key] == old.get(key, [0, 0, 0]) for key in new)


def test_forces_and_torques_balance_and_obey_coulomb() -> None:
    """Recomputed from positions and stretches alone."""
    mu, n = 0.3, 200
    grains, _ = friction._scatter(np.linspace(1e-6, 1.5e-6, n), np.random.default_rng(1))
    state, network = friction._compress(grains, mu, 1e-3, 0.0, None)
    a, scale = grains.a, np.exp(state.log_scale)
    i, j = np.repeat(np.arange(n), np.diff(network.start)), network.neighbour
    apart = grains.x[i] - grains.x[j]
    apart -= np.rint(apart)
    distance = np.linalg.norm(apart, axis=1)
    normal, reach = apart / distance[:, None], scale * (a[i] + a[j]) / 2
    stiffness = np.minimum(a[i], a[j]) ** 2
    push = stiffness * np.maximum(1 - distance / reach, 0)
    hold = -(SIDEWAYS * stiffness / reach)[:, None] * network.stretch
    assert (np.linalg.norm(hold, axis=1) <= mu * push * (1 + 1e-6) + 1e-12).all()
    assert np.linalg.norm(hold, axis=1).max() > 0.1 * mu * push.max()
    force, torque = np.zeros((n, 3)), np.zeros((n, 3))
    total, turn = push[:, None] * normal + hold, np.cross(hold, normal)
    np.add.at(force, i, total)
    np.add.at(force, j, -total)
    np.add.at(torque, i, (scale * a[i] / 2)[:, None] * turn)
    np.add.at(torque, j, (scale * a[j] / 2)[:, None] * turn)
    assert (force**2).mean() ** 0.5 < 0.01 * push[push > 0].mean()
    assert (torque**2).mean() ** 0.5 < 0.01 * push[push > 0].mean() * a.mean()


def test_a_held_scale_only_parts_the_grains() -> None:
    grains, _ = friction._scatter(EQUAL, np.random.default_rng(1))
    log_scale = np.log(0.3) / 3
    state, _ = settle(grains, no_network(200), log_scale, 0.5, -1.0, 0.005, 5000)
    assert state.balanced
    assert state.log_scale == log_scale
    assert state.overlap_max == 0


def test_the_same_seed_gives_the_same_packing_whatever_the_unit() -> None:
    first, again = pack_frictional(EQUAL, 0.5, seed=4), pack_frictional(2 * EQUAL, 0.5, seed=4)
    np.testing.assert_array_equal(first.contacts, again.contacts)
    np.testing.assert_allclose(again.centres, 2 * first.centres, rtol=1e-9)
    assert first.overlap_relative_max < 1e-3
    assert ((first.centres >= 0) & (first.centres < first.box)).all()
    other = pack_frictional(EQUAL, 0.5, seed=5)
    assert not np.array_equal(first.centres, other.centres)


def test_diameters_keep_their_order_and_progress_rises() -> None:
    told: list[float] = []
    diameters = np.random.default_rng(0).uniform(1e-6, 3e-6, 200)
    packing = pack_frictional(diameters, 0.5, progress=told.append)
    np.testing.assert_array_equal(packing.diameters, diameters)
    assert 0 < packing.overlap_relative_max < 1e-3
    assert all(0 <= share <= 1 for share in told)
    assert told[-1] > 0.8


def test_what_is_loose_frees_its_neighbours() -> None:
    chain = np.array([[0, 1], [1, 2], [0, 2], [2, 3], [3, 4]])
    assert find_rattlers(5, chain, least=2).tolist() == [False] * 3 + [True] * 2


def test_bad_input() -> None:
    with pytest.raises(InputError, match=r"friction: got -0\.1. Allowed: 0 to 100"):
        pack_frictional(EQUAL, -0.1)
    with pytest.raises(InputError, match="friction: got nan"):
        pack_frictional(EQUAL, float("nan"))
    with pytest.raises(InputError, match=r"overlap_tolerance: got 1e-06. Allowed: 1e-4 to 1e-2"):
        pack_frictional(EQUAL, 0.5, overlap_tolerance=1e-6)


def test_too_few_steps_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(friction, "STEPS_MAX", 500)
    monkeypatch.setattr(friction, "STEPS_PER_REPORT", 200)
    with pytest.raises(ConvergenceError, match="packing with friction"):
        pack_frictional(EQUAL, 0.5)
