import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError
from ceralyte.packing import protocol
from ceralyte.packing.closing import balance, list_touching, straighten
from ceralyte.packing.jamming import pack_diameters
from ceralyte.packing.neighbours import Domain
from ceralyte.packing.obstacles import NO_RODS, Rods

CUBE = Domain(np.ones(3), np.ones(3), False)
WALLED = Domain(np.array([1.0, 1.0, 0.6]), np.array([1.0, 1.0, 0.0]), True)
SHAKEN = np.array([0.0, 2e-4, -1e-4, 3e-4])


def closed(
    p: np.ndarray, domain: Domain, rods: Rods = NO_RODS, *, hard: bool = False
) -> tuple[float, np.ndarray, float]:
    """Return the growth, the forces as overlaps, and the largest real overlap after."""
    chunks = np.array([0, len(p)])
    touching = list_touching(p, domain, rods, chunks, 1.0, 0.02)
    drift, growth = np.zeros((len(p), 3), np.float32), 0.0
    for _ in range(4 if hard else 1):
        straighten(p, domain, rods, np.exp(growth), touching)
        shares = np.where(touching.partner >= 0, 0.5, 1.0)
        pressure = 1e-3 * np.sum(shares * touching.weight)
        state = balance(
            p, np.exp(growth), touching, False, chunks, pressure, 1e-5, 5000, 5e-3, drift
        )
        growth += state.growth
    largest, _ = straighten(p, domain, rods, np.exp(growth), touching)
    return growth, touching.kept, largest


def line() -> np.ndarray:
    """Return four spheres in a row through the cube, hardly larger than fits, not yet even."""
    x = (np.arange(4) + 0.5) / 4 + SHAKEN
    return np.column_stack([x, np.full(4, 0.5), np.full(4, 0.5), np.full(4, 0.2501)])


def test_a_row_bears_the_same_force_everywhere() -> None:
    p = line()
    growth, kept, largest = closed(p, CUBE)
    np.testing.assert_allclose(kept, 1e-3, rtol=2e-2)
    assert largest == pytest.approx(1e-3, rel=2e-2)
    assert 0.2501 * np.exp(growth) == pytest.approx(0.25 * 1.001, rel=1e-5)
    np.testing.assert_allclose(np.diff(p[:, 0]), 0.25, atol=1e-6)


def test_hard_contacts_keep_their_force_and_lose_their_overlap() -> None:
    growth, kept, largest = closed(line(), CUBE, hard=True)
    np.testing.assert_allclose(kept, 1e-3, rtol=2e-2)
    assert largest < 1e-5
    assert 0.2501 * np.exp(growth) == pytest.approx(0.25, rel=1e-5)


def test_walls_and_rods_hold_particles_as_well() -> None:
    """A stack of three between walls, and one of two between a rod and a wall."""
    stack = np.column_stack([np.full((3, 2), 0.5), [0.1, 0.3001, 0.4999], np.full(3, 0.2002)])
    growth, kept, largest = closed(stack, WALLED, hard=True)
    assert 0.2002 * np.exp(growth) == pytest.approx(0.2, rel=1e-4)
    assert largest < 1e-4
    rod = Rods(np.array([[0.4, 0.5, 0.5]]), np.array([[0.6, 0.5, 0.5]]), np.array([0.1]))
    two = np.column_stack([np.full((2, 2), 0.5), [0.1, 0.3], np.full(2, 0.2002)])
    growth, kept, largest = closed(two, WALLED, rod, hard=True)
    assert 0.2002 * np.exp(growth) == pytest.approx(0.2, rel=1e-4)
    assert largest < 1e-4
    assert (kept > 0).sum() == 4  # the wall, the rod, and both sides of the pair


def test_overlaps_that_do_not_go_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HARD_ROUNDS", 0)
    with pytest.raises(ConvergenceError, match=r"largest relative overlap.*wanted 1e-05"):
        pack_diameters(np.full(100, 1e-6))
