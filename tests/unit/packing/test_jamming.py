from typing import Any

import numba
import numpy as np
import pytest

from ceralyte.core import memory
from ceralyte.core.errors import ConvergenceError, InputError, MemoryLimitError
from ceralyte.model import Capsules, Lognormal, Mixture, Mono, Packing, PowerLaw
from ceralyte.packing import contacts, neighbours, pack, pack_diameters, protocol
from ceralyte.packing.contacts import find_rattlers, relative_overlaps
from ceralyte.packing.friction import pack_frictional

EQUAL, MONO = np.full(100, 1e-6), Mono(diameter=1e-6)
TWO_SIZES = Mixture(shares=(0.5, 0.5), components=(Mono(diameter=1.4e-6), MONO))
ROUGHLY = 1e-4  # overlap tolerance where no more is needed


def largest_overlap(packing: Packing) -> float:
    """Return the largest relative overlap of all pairs."""
    i, j = np.triu_indices(len(packing), 1)
    apart = packing.centres[i] - packing.centres[j]
    sides = np.where(packing.periodic, packing.box, 0.0)
    apart -= sides * np.rint(apart / np.where(sides > 0, sides, 1.0))
    reach = 0.5 * (packing.diameters[i] + packing.diameters[j])
    return float(np.max(1 - np.linalg.norm(apart, axis=1) / reach))


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    packing = pack(MONO, 100, progress=told.append)
    assert len(packing) == 100
    assert all(0 <= share <= 1 for share in told)
    assert told[-1] > 0.8


def test_progress_does_not_fall_back_in_a_second_descent() -> None:
    told: list[float] = []
    pack(PowerLaw(dmin=1e-6, dmax=6e-6, exponent=3.0), 500, seed=1, progress=told.append)
    assert told == sorted(told)
    assert len(set(told)) < len(told)  # it stands still while the second one catches up


def test_the_box_follows_from_the_diameters() -> None:
    small, large = pack_diameters(EQUAL, seed=3), pack_diameters(2 * EQUAL, seed=3)
    np.testing.assert_allclose(large.box, 2 * small.box, rtol=1e-12)
    assert large.packing_fraction == pytest.approx(small.packing_fraction, rel=1e-12)


def test_diameters_keep_their_order() -> None:
    diameters = np.linspace(1e-6, 3e-6, 120)
    assert np.array_equal(pack_diameters(diameters).diameters, diameters)


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "CHUNK", 100)  # 8 chunks
    most = numba.config.NUMBA_NUM_THREADS
    if most < 2:
        pytest.skip("one processor")
    packings = []
    for threads in (1, 2):
        numba.set_num_threads(threads)
        try:
            packings.append(pack(TWO_SIZES, 800, overlap_tolerance=1e-3))
        finally:
            numba.set_num_threads(most)
    assert packings[0] == packings[1]


def test_a_slab_keeps_its_thickness_and_its_walls() -> None:
    height = 5e-6
    packing = pack(TWO_SIZES, 300, slab_thickness=height, overlap_tolerance=1e-6)
    z, r = packing.centres[:, 2], packing.diameters / 2
    assert packing.periodic == (True, True, False)
    assert packing.box[2] == pytest.approx(height, rel=1e-12)
    assert packing.box[0] == pytest.approx(packing.box[1], rel=1e-12)
    assert np.all(z >= r - 1e-6 * 2 * r)
    assert np.all(z <= height - r + 1e-6 * 2 * r)
    assert largest_overlap(packing) <= 1e-6
    fixed = packing.fixed_contacts
    assert fixed is not None
    assert 0.1 < np.mean(fixed > 0) < 0.6


def test_a_loose_packing_has_its_fraction_and_no_contact() -> None:
    packing = pack(TWO_SIZES, 300, packing_fraction=0.5)
    assert packing.packing_fraction == pytest.approx(0.5, rel=1e-12)
    assert largest_overlap(packing) <= 0
    assert packing.overlap_relative_max == 0
    assert len(packing.contacts) == 0
    assert packing.rattler_fraction == 1


def test_a_loose_slab_has_its_fraction() -> None:
    packing = pack(MONO, 300, slab_thickness=6e-6, packing_fraction=0.4)
    assert packing.packing_fraction == pytest.approx(0.4, rel=1e-12)
    assert packing.box[2] == pytest.approx(6e-6, rel=1e-12)
    assert packing.overlap_relative_max == 0


def test_a_given_box_is_filled_with_nearly_the_same_sizes() -> None:
    box = (7e-6, 8e-6, 6e-6)
    packing = pack(MONO, box=box, overlap_tolerance=ROUGHLY)
    np.testing.assert_allclose(packing.box, box, rtol=1e-12)
    np.testing.assert_allclose(packing.diameters, 1e-6, rtol=5e-3)
    assert 0.61 < packing.packing_fraction < 0.66
    assert largest_overlap(packing) <= ROUGHLY


def test_a_number_in_a_box_implies_the_fraction() -> None:
    packing = pack(MONO, 200, box=(6e-6, 6e-6, 8e-6))
    expected = 200 * np.pi / 6 / (6 * 6 * 8)
    assert packing.packing_fraction == pytest.approx(expected, rel=1e-9)
    assert largest_overlap(packing) <= 0
    with pytest.raises(InputError, match=r"box: 200 particles .* of 40 x 40 x 40 m"):
        pack(MONO, 200, box=(40.0, 40.0, 40.0))  # micrometres were meant
    with pytest.raises(InputError, match=r"packing_fraction: got 1e-09.*0.0001 or more"):
        pack(MONO, 200, packing_fraction=1e-9)
    with pytest.raises(InputError, match=r"box: 200 particles would fill 76.* at most 168 of"):
        pack(MONO, 200, box=(5e-6, 5e-6, 5.5e-6))


def test_a_box_with_walls_is_filled_to_them() -> None:
    packing = pack(
        MONO, box=(7e-6, 8e-6), slab_thickness=6e-6, packing_fraction=0.5, overlap_tolerance=ROUGHLY
    )
    np.testing.assert_allclose(packing.box, [7e-6, 8e-6, 6e-6], rtol=1e-12)
    assert packing.periodic == (True, True, False)
    assert packing.packing_fraction == pytest.approx(0.5, rel=2e-3)
    assert np.all(np.abs(packing.centres[:, 2] - 3e-6) <= 3e-6 - packing.diameters / 2)


def test_discs_jam_isostatic_in_the_plane() -> None:
    """2 N contacts of N held discs, so 4 each; O'Hern (2003): 0.84 of the area for 1.4 : 1."""
    packing = pack(TWO_SIZES, 600, dimension=2)
    assert packing.dimension == 2
    assert np.all(packing.centres[:, 2] == 0)
    assert packing.coordination_number == pytest.approx(4, abs=0.15)
    assert packing.packing_fraction == pytest.approx(0.84, abs=0.01)
    assert largest_overlap(packing) <= 1e-6


def test_friction_is_that_of_rough_spheres() -> None:
    rough = pack(MONO, 200, friction=0.5, seed=2)
    assert rough == pack_frictional(np.full(200, 1e-6), 0.5, seed=2)
    assert rough.packing_fraction < 0.6


def test_rattlers_are_taken_away_until_none_is_left() -> None:
    cage = np.array([[i, j] for i in range(5) for j in range(i)])  # each of five touches four
    assert not find_rattlers(5, cage).any()
    chain = np.vstack([cage, [[5, 0], [5, 1], [5, 2], [5, 6]]])  # 6 has one contact, then 5 three
    assert find_rattlers(7, chain).tolist() == [False] * 5 + [True, True]


def test_rattlers_found_in_blocks_of_contacts_are_those_of_all(monkeypatch) -> None:
    pairs = np.array([(i, j) for i in range(6) for j in range(i)])
    monkeypatch.setattr(contacts, "BLOCK", 4)
    assert not find_rattlers(6, pairs).any()


def test_overlaps_are_found_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    x, d, box = np.zeros((5, 3)), np.array([1.0, 1.0, 2.0, 1.0, 1.0]), np.full(3, 5.0)
    x[:, 0] = [0.0, 0.9, 2.4, 3.9, 4.5]  # the last touches the first across the face
    pairs = np.array([[0, 1], [1, 2], [2, 3], [3, 4], [0, 4]])
    monkeypatch.setattr(contacts, "BLOCK", 2)
    overlaps = relative_overlaps(x, d, box, pairs)
    np.testing.assert_allclose(overlaps, [0.1, 0.0, 0.0, 0.4, 0.5], atol=1e-12)


@pytest.mark.parametrize(
    ("diameters", "message"),
    [
        (EQUAL[:9], "got 9 particles. Allowed: 10 to 1000000"),
        (np.append(EQUAL, np.nan), "got nan m"),
        (np.append(EQUAL, 0.0), "got 0.0 m"),
        (
            np.append(EQUAL, 4e-6),
            r"n_particles: 101 particles are few.*of 4 um\. Allowed: at least",
        ),
    ],
)
def test_diameters_that_cannot_be_packed(diameters: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pack_diameters(diameters)


CUBE = (6e-6, 6e-6, 6e-6)
ROD = Capsules(np.array([[1e-6, 1e-6, 1e-6]]), np.array([[4e-6, 1e-6, 1e-6]]), np.array([1e-6]))


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({}, "n_particles: is missing"),
        ({"n_particles": 200, "packing_fraction": 0.9}, r"got 0\.9\. Allowed: 0\.0001 or more"),
        pytest.param(
            {"n_particles": 200, "packing_fraction": np.nan},
            "packing_fraction: got nan",
        ),
        pytest.param(
            {"n_particles": 200, "packing_fraction": -0.1},
            "packing_fraction: got -0.1",
        ),
        ({"n_particles": 200, "dimension": 2, "packing_fraction": 0.95}, "below 0.9069"),
        ({"n_particles": 200, "dimension": 4}, "dimension: got 4"),
        ({"n_particles": 200, "obstacles": ROD}, "obstacles: got no box"),
        ({"n_particles": 200, "slab_thickness": np.nan}, "slab_thickness: got nan m"),
        ({"n_particles": 200, "slab_thickness": 2e-6}, "slab_thickness: the box is 2 um wide"),
        ({"n_particles": 200, "slab_thickness": 9e-6, "dimension": 2}, "got it for discs"),
        ({"n_particles": 200, "slab_thickness": 9e-6, "friction": 0.5}, "friction: got it togeth"),
        ({"n_particles": 200, "box": CUBE, "packing_fraction": 0.4}, "two of the three"),
        ({"n_particles": 200, "overlap_tolerance": 0.5}, r"got 0\.5. Allowed: 1e-7 to 1e-2"),
        ({"n_particles": 100, "seed": -1}, "seed: got -1"),
        ({"box": CUBE, "friction": 0.5}, "box: got it for rough particles or discs"),
        ({"box": (2e-6, 6e-6, 6e-6)}, "box: its shortest side is 2 um.*Allowed: at least 3 um"),
        ({"box": CUBE[:2]}, "3 finite, positive sides"),
        ({"box": (6e-6, np.nan, 6e-6)}, "3 finite, positive sides"),
        ({"box": CUBE, "slab_thickness": 6e-6}, "2 finite, positive sides"),
        ({"box": (1e-3, 1e-3, 1e-3)}, "particles. Allowed: .* 1000000 particles"),
    ],
)
def test_what_cannot_be_packed(choices: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        pack(MONO, **choices)


def test_forces_out_of_balance_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "STAGES_MAX", 2)
    with pytest.raises(ConvergenceError, match=r"largest relative overlap.*wanted 1e-06"):
        pack_diameters(EQUAL)


def test_memory_is_asked_for_first(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        available = 1000.0

    monkeypatch.setattr(memory.psutil, "virtual_memory", Full)
    with pytest.raises(MemoryLimitError, match="packing 100 particles"):
        pack_diameters(EQUAL)


def test_a_bed_of_many_sizes_keeps_the_contacts_that_hold_it() -> None:
    """Maxwell's six; beds shrunk before their forces balance are left with 5.92 to 5.97."""
    packing = pack(Lognormal(d50=3e-6, sigma=0.3), 2000, seed=1)
    assert packing.coordination_number == pytest.approx(6, abs=0.02)


@pytest.mark.parametrize(("balance", "found"), [(None, True), (0.002, False)])
def test_a_wide_distribution_keeps_its_contacts(balance: float | None, found: bool) -> None:
    """Forces balanced to 0.002 throughout leave 5.95."""
    powder = PowerLaw(dmin=1e-6, dmax=10e-6, exponent=3.0)
    packing = pack(powder, 1000, seed=16, balance=balance, overlap_tolerance=1e-5)
    assert (abs(packing.coordination_number - 6) < 0.02) == found


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"balance": 0.1}, r"balance: got 0.1. Allowed: 1e-4 to 1e-2"),
        ({"balance": float("nan")}, r"balance: got nan"),
        ({"balance": "good"}, r"balance: got 'good'. Allowed: a number"),
        ({"balance": 1e-3, "friction": 0.3}, r"balance: got it with friction"),
        ({"balance": 1e-3, "packing_fraction": 0.5}, r"balance: got it with .* packing fraction"),
    ],
)
def test_balance_is_that_of_smooth_particles_that_jam(options: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pack(MONO, 100, **options)


def test_a_bed_that_comes_loose_is_pressed_again() -> None:
    """Few large particles carry this one: once balanced it has found room at the same size."""
    powder = Mixture(shares=(0.9, 0.1), components=(Mono(diameter=5e-6), Mono(diameter=1e-6)))
    packing = pack(powder, 2000, seed=0, overlap_tolerance=1e-5)
    assert packing.overlap_relative_max <= 1e-5
    assert packing.coordination_number == pytest.approx(6, abs=0.2)


def test_loose_states_reach_up_to_jamming_and_say_where_that_is() -> None:
    packing = pack(Mono(diameter=3e-6), 500, packing_fraction=0.63, overlap_tolerance=ROUGHLY)
    assert packing.packing_fraction == pytest.approx(0.63)
    assert packing.overlap_relative_max < 1e-9
    with pytest.raises(InputError, match=r"got 0.643\. Allowed: below 0\.63\d+, where these"):
        pack(Mono(diameter=3e-6), 500, packing_fraction=0.643, overlap_tolerance=ROUGHLY)


def test_a_box_that_no_whole_number_fills_is_filled_as_well_as_can_be() -> None:
    """A fibre of many links; the jammed number of particles used to go round in circles."""
    places = np.arange(31) * 0.5e-6
    ends = np.column_stack([places, np.full((31, 2), 7e-6)])
    fibre = Capsules(ends[:-1], ends[1:], np.full(30, 3e-6))
    packing = pack(
        Mono(diameter=3e-6), box=np.full(3, 15e-6), obstacles=fibre, overlap_tolerance=1e-3
    )
    assert packing.diameters == pytest.approx(3e-6, rel=0.02)


def test_too_many_particles_for_a_box_are_told_how_many_fit() -> None:
    with pytest.raises(InputError, match=r"box: 300 particles would fill .* at most 15\d of them"):
        pack(Mono(diameter=3e-6), 300, box=np.full(3, 15e-6))


def test_a_rod_outside_the_slab_is_refused() -> None:
    rod = Capsules([[0, 0, 40e-6]], [[9e-6, 0, 40e-6]], [1e-6])
    with pytest.raises(InputError, match=r"obstacles\[0\]: lies at z = 40 um, outside the slab"):
        pack(Mono(diameter=1e-6), box=(9e-6, 9e-6), slab_thickness=9e-6, obstacles=rod)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"distribution": "mono(d=3 um)"}, "got 'mono.*one by parse_distribution"),
        ({"n_particles": "500"}, "n_particles: got '500'.*a whole number"),
        ({"seed": 1.5}, "seed: got 1.5"),
        ({"slab_thickness": "9 um"}, "slab_thickness: got '9 um'"),
        ({"box": "abc", "n_particles": None}, "box: got 'abc'"),
        ({"packing_fraction": "50 %"}, "packing_fraction: got '50 %'. Allowed: a number"),
        ({"packing_fraction": "50 %", "n_particles": None, "box": CUBE}, "tion: got '50 %'. Allow"),
        ({"friction": "a"}, "friction: got 'a'. Allowed: a number"),
        ({"overlap_tolerance": "1e-6"}, "overlap_tolerance: got '1e-6'. Allowed: a number"),
        ({"obstacles": "fibre", "box": CUBE}, "obstacles: got 'fibre'. Allowed: Capsules"),
        ({"dimension": "2"}, "dimension: got '2'. Allowed: 3, or 2 for discs"),
        ({"seed": "1"}, "seed: got '1'"),
    ],
)
def test_what_is_no_number_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        pack(**({"distribution": MONO, "n_particles": 500} | arguments))


def test_discs_that_begin_at_one_place_come_apart():
    packing = pack(Mono(diameter=1e-6), 400, dimension=2, seed=1, overlap_tolerance=1e-5)
    assert 0.84 < packing.packing_fraction < 0.9
    assert packing.overlap_relative_max <= 1e-5
