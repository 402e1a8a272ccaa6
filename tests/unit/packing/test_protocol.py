"""When a bed counts as jammed, told by relaxations that are made up."""

import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError
from ceralyte.packing import protocol
from ceralyte.packing.neighbours import Domain
from ceralyte.packing.obstacles import NO_RODS, Rods
from ceralyte.packing.protocol import BALANCE, BEST_BALANCE, BETTER_BALANCE, SWINGS, WAIT, jam
from ceralyte.packing.relaxation import Relaxed

TOLERANCE = 1e-6
PRESSED = Relaxed(
    virial=1.0,
    overlap_mean=0.01,
    overlap_max=0.1,
    force_imbalance=0.0,
    load_overlap=0.01,
    load_imbalance=0.0,
    steps=1,
)


class Bed:
    """What `jam` asks of a bed; remembers by how much it shrank in each stage."""

    def __init__(
        self,
        contacts: float = 1.0,
        rods: Rods = NO_RODS,
        spread: float = 1.0,
        periodic: float = 1.0,
    ) -> None:
        self.p, self.shrunk, self.contacts, self.rods = np.zeros((2, 4)), [], contacts, rods
        self.domain, self._spread = Domain(np.ones(3), np.array([1, 1, periodic]), False), spread

    def spread(self) -> float:
        return self._spread

    def scale_to(self, fraction: float) -> None:
        """Nothing is made of it."""

    def grow(self, log_scale: float) -> None:
        self.shrunk.append(-log_scale)

    def contacts_over_needed(self) -> float:
        return self.contacts


def jammed(monkeypatch, *, overlap, load_imbalance):
    """Jam a bed that relaxes to these, however little its particles balance one by one."""
    state = Relaxed(0.9, 0.1 * overlap, overlap, 0.5, overlap, load_imbalance, 1)
    monkeypatch.setattr(protocol, "_relax", lambda *_, **__: state)
    monkeypatch.setattr(protocol, "_press", lambda *_: PRESSED)
    return jam(Bed(), 0.64, TOLERANCE, None)


def test_a_bed_is_jammed_once_what_carries_the_load_is_in_balance(monkeypatch):
    state = jammed(monkeypatch, overlap=1e-7, load_imbalance=0.04)
    assert state.overlap_max == 1e-7


def test_grains_wedged_between_obstacles_need_not_balance_a_load_that_nothing_carries(monkeypatch):
    state = Relaxed(0.9, 1e-8, 1e-7, 0.01, 1e-12, 27.0, 1)
    monkeypatch.setattr(protocol, "_relax", lambda *_, **__: state)
    monkeypatch.setattr(protocol, "_press", lambda *_: PRESSED)
    assert jam(Bed(), 0.64, TOLERANCE, None) == state


def test_stages_given_for_balance_ask_for_a_better_one(monkeypatch):
    """Where most particles are loose, the balance of all is good before that of the load is."""
    asked = []

    def relax(_, imbalance, **__):
        asked.append(imbalance)
        return Relaxed(0.9, 1e-8, 1e-7, 1e-3, 1e-7, 0.1 if len(asked) < 5 else 0.01, 1)

    monkeypatch.setattr(protocol, "_relax", relax)
    monkeypatch.setattr(protocol, "_press", lambda *_: PRESSED)
    jam(Bed(), 0.64, TOLERANCE, None)
    np.testing.assert_allclose(asked[2:], 1e-4)


def test_a_bed_is_pressed_once_what_carries_the_load_is(monkeypatch):
    bed = Bed()
    fines_touch = Relaxed(0.9, 1e-4, 1e-2, 0.01, 0.011, 0.01, 1)
    monkeypatch.setattr(protocol, "_relax", lambda *_, **__: fines_touch)
    assert protocol._press(bed, 0.003, 0.005) is fines_touch
    assert bed.shrunk == []


def test_one_that_is_far_from_balance_is_not(monkeypatch):
    with pytest.raises(ConvergenceError, match="net force over the load"):
        jammed(monkeypatch, overlap=1e-7, load_imbalance=0.06)


@pytest.mark.parametrize(
    ("overlap_mean", "loose", "load", "stages"),
    [(1e-3, 0.1, 0.0, WAIT + 1), (5e-5, 0.1, 0.0, 1), (5e-5, 0.0, 0.1, WAIT + 1)],
)
def test_a_bed_out_of_balance_is_given_time_before_it_shrinks_on(
    monkeypatch, overlap_mean, loose, load, stages
):
    """Loose particles while contacts can be lost, what carries the load always."""
    bed, state = Bed(), Relaxed(0.9, overlap_mean, 1e-2, loose, 1e-3, load, 1)
    monkeypatch.setattr(protocol, "_press", lambda *_: PRESSED)
    monkeypatch.setattr(protocol, "_relax", lambda *_, **__: state)
    with pytest.raises(ConvergenceError, match="largest relative overlap"):
        jam(bed, 0.64, TOLERANCE, None)
    shrinks = np.flatnonzero(np.array(bed.shrunk) > 0)
    np.testing.assert_array_equal(shrinks[:3], [0, stages, 2 * stages])


ONE_ROD = Rods(np.zeros((1, 3)), np.ones((1, 3)), np.ones(1))


@pytest.mark.parametrize(
    ("bed", "overlap", "times"),
    [
        (Bed(contacts=0.98), 1e-4, SWINGS),
        (Bed(contacts=0.995), 1e-4, 0),
        (Bed(contacts=0.98, rods=ONE_ROD), 1e-4, 0),  # what touches it is not counted
        (Bed(contacts=0.98), 1e-7, 0),  # small enough: done
    ],
)
def test_particles_swing_while_contacts_lack(monkeypatch, bed, overlap, times):
    swings = []

    def relax(*_, drag=0.0, **__):
        swings.append(drag > 0)
        small = overlap if len(swings) < 3 + 2 * SWINGS else 1e-7
        return Relaxed(0.9, 0.1 * small, small, 0.0, small, 0.0, 1)

    monkeypatch.setattr(protocol, "_press", lambda *_: PRESSED)
    monkeypatch.setattr(protocol, "_relax", relax)
    jam(bed, 0.64, TOLERANCE, None, balance=BALANCE)
    first_stage = swings[1 : 2 + 2 * SWINGS]
    assert sum(first_stage) == times


@pytest.mark.parametrize(
    ("bed", "overlap", "balance", "balances"),
    [
        (Bed(contacts=0.995), 1e-5, None, [BALANCE, BETTER_BALANCE]),
        (Bed(contacts=0.995), 2e-5, None, [BALANCE, BEST_BALANCE]),  # contacts lack early
        (Bed(contacts=0.997), 1e-5, None, [BALANCE, BALANCE]),
        (Bed(contacts=0.995), 1e-5, BALANCE, [BALANCE, BALANCE]),  # as it was asked for
        (Bed(contacts=0.995, rods=ONE_ROD), 1e-5, None, [BALANCE, BALANCE]),
    ],
)
def test_a_bed_whose_contacts_lack_is_pressed_again_and_balanced_better(
    monkeypatch, bed, overlap, balance, balances
):
    """As soon as they lack, not only once overlaps are small, in the second stage here."""
    asked, pressed = [], []

    def relax(_, imbalance, **__):
        asked.append(imbalance)
        mean = 1e-8 if len(asked) == 3 else overlap
        return Relaxed(0.9, mean, 10 * mean, 0.0, 10 * mean, 0.0, 1)

    def press(*args):
        pressed.append(args)
        return PRESSED._replace(overlap_mean=1e-3)

    monkeypatch.setattr(protocol, "_press", press)
    monkeypatch.setattr(protocol, "_relax", relax)
    jam(bed, 0.64, TOLERANCE, None, balance)
    assert asked[1:] == balances
    assert len(pressed) == len(set(balances))


def test_a_bed_that_waits_shrinks_by_what_takes_off_its_pressure_then(monkeypatch):
    """While it rearranges its pressure falls; a step for the one before would part all contacts."""
    states = iter([(1.0, 0.0), (0.7, 0.01), (0.35, 0.0)])
    bed = Bed()

    def relax(*_, **__):
        virial, imbalance = next(states)
        return Relaxed(virial, 1e-3, 1e-2, imbalance, 1e-3, 0.0, 1)

    monkeypatch.setattr(protocol, "_relax", relax)
    monkeypatch.setattr(protocol, "_press", lambda *_: PRESSED._replace(overlap_mean=1e-3))
    with pytest.raises(StopIteration):
        jam(bed, 0.64, TOLERANCE, None, balance=BETTER_BALANCE)
    np.testing.assert_allclose(bed.shrunk, [3e-4, 0.0, 0.5 * 0.7 * 3e-4])


@pytest.mark.parametrize(
    ("spread", "periodic", "rods", "imbalance"),
    [
        (0.0, 1.0, NO_RODS, 0.005),
        (0.2, 1.0, NO_RODS, BALANCE),
        (0.0, 0.0, NO_RODS, BALANCE),  # walls, or discs
        (0.0, 1.0, ONE_ROD, BALANCE),
    ],
)
def test_equal_spheres_in_a_periodic_box_shrink_faster(
    monkeypatch, spread, periodic, rods, imbalance
):
    asked, bed = [], Bed(rods=rods, spread=spread, periodic=periodic)

    def relax(_, tolerance, **__):
        asked.append(tolerance)
        return Relaxed(0.9, 1e-7, 1e-6, 0.0, 1e-7, 0.0, 1)

    monkeypatch.setattr(protocol, "_press", lambda *_: PRESSED._replace(overlap_mean=1e-3))
    monkeypatch.setattr(protocol, "_relax", relax)
    jam(bed, 0.64, TOLERANCE, None)
    assert asked[1:] == [imbalance]
