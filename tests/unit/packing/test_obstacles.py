from itertools import product

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, Mono, Packing
from ceralyte.numerics.capsules import scaled_capsule_distance
from ceralyte.packing import from_particles, obstacle_volume, pack
from ceralyte.packing.obstacle_volume import volume_of
from ceralyte.packing.obstacles import cut_into_rods, touching_rods

MONO, SIDE = Mono(diameter=1e-6), 7e-6
BOX, EVERYWHERE = np.full(3, SIDE), (True, True, True)
INSIDE = Capsules(
    np.array([[2e-6, 2e-6, 2e-6]]), np.array([[5e-6, 4e-6, 3.5e-6]]), np.array([1.5e-6])
)
ACROSS = Capsules(  # a bent fibre that leaves the box, and a thin one
    np.array([[1e-6, 2e-6, 3e-6], [5e-6, 4e-6, 3e-6], [3e-6, 1e-6, 1e-6]]),
    np.array([[5e-6, 4e-6, 3e-6], [9e-6, 3e-6, 5e-6], [3e-6, 1e-6, 6e-6]]),
    np.array([1.5e-6, 1.5e-6, 0.4e-6]),
)


def gaps(packing: Packing, capsules: Capsules) -> np.ndarray:
    """Return the distance (n, k) from surface to surface, of the nearest of 27 images."""
    wrapped = [(-1, 0, 1) if wraps else (0,) for wraps in packing.periodic]
    nearest = np.full((len(packing), len(capsules)), np.inf)
    along = capsules.ends - capsules.starts
    for image in product(*wrapped):
        apart = packing.centres[:, None] + np.array(image) * packing.box - capsules.starts
        share = np.clip(np.sum(apart * along, axis=2) / np.sum(along**2, axis=1), 0, 1)
        distance = np.linalg.norm(apart - share[..., None] * along, axis=2)
        nearest = np.minimum(nearest, distance)
    return nearest - (packing.diameters[:, None] + capsules.diameters) / 2


def volume_of_one(capsules: Capsules) -> float:
    length = np.linalg.norm(capsules.ends[0] - capsules.starts[0])
    r = capsules.diameters[0] / 2
    return float(np.pi * r**2 * length + 4 / 3 * np.pi * r**3)


def test_the_volume_of_a_capsule_wherever_it_lies() -> None:
    expected = volume_of_one(INSIDE)
    assert volume_of(INSIDE, BOX, EVERYWHERE) / expected == pytest.approx(1, rel=1e-12)
    shift = np.array([3.1e-6, 3.7e-6, 2.9e-6])
    moved = Capsules(INSIDE.starts + shift, INSIDE.ends + shift, INSIDE.diameters)
    assert volume_of(moved, BOX, EVERYWHERE) / expected == pytest.approx(1, rel=1e-12)


def test_what_lies_beyond_a_wall_takes_no_volume() -> None:
    half = Capsules(np.array([[2e-6, 2e-6, 0]]), np.array([[5e-6, 2e-6, 0]]), np.array([1e-6]))
    expected = volume_of_one(half)
    assert volume_of(half, BOX, EVERYWHERE) / expected == pytest.approx(1, rel=1e-12)
    between = volume_of(half, BOX, (True, True, False))
    assert between / expected == pytest.approx(0.5, rel=3e-4)


def test_capsules_that_overlap_take_their_volume_once() -> None:
    twice = Capsules(*(np.repeat(a, 2, axis=0) for a in vars(INSIDE).values()))
    expected = volume_of_one(INSIDE)
    assert volume_of(twice, BOX, EVERYWHERE) / expected == pytest.approx(1, rel=1e-12)


def fibres_along_z(places: np.ndarray, diameter: float, side: float) -> Capsules:
    """Return straight fibres through the whole box at `places` (k, 2)."""
    starts = np.column_stack([places, np.zeros(len(places))])
    return Capsules(starts, starts + np.array([0, 0, side]), np.full(len(places), diameter))


@pytest.mark.parametrize("diameter", [0.3e-6, 1e-6, 3e-6])
def test_a_fibre_through_a_periodic_box_is_a_cylinder(diameter: float) -> None:
    side = 24e-6
    fibre = fibres_along_z(np.full((1, 2), side / 2), diameter, side)
    found = volume_of(fibre, np.full(3, side), EVERYWHERE)
    assert found / (np.pi / 4 * diameter**2 * side) == pytest.approx(1, rel=3e-4)


def test_a_regular_array_of_fibres_is_that_many_cylinders() -> None:
    side, rows = 40e-6, 2e-6 + 4e-6 * np.arange(10)
    array = fibres_along_z(np.array(list(product(rows, rows))), 1.5e-6, side)
    found = volume_of(array, np.full(3, side), EVERYWHERE)
    assert found / (100 * np.pi / 4 * 1.5e-6**2 * side) == pytest.approx(1, rel=3e-4)


def test_the_links_of_a_chain_are_one_fibre() -> None:
    ends = np.linspace(0, SIDE, 13)
    joints = np.column_stack([np.full((13, 2), 2e-6), ends])
    chain = Capsules(joints[:-1], joints[1:], np.full(12, 1e-6))
    found = volume_of(chain, BOX, EVERYWHERE)
    assert found / (np.pi / 4 * 1e-12 * SIDE) == pytest.approx(1, rel=3e-4)


@pytest.mark.parametrize("radius", [0.3e-6, 1e-6])
def test_two_fibres_that_cross_share_the_volume_of_steinmetz(radius: float) -> None:
    middle = SIDE / 2
    starts = np.array([[middle, middle, 0], [middle, 0, middle]])
    ends = np.array([[middle, middle, SIDE], [middle, SIDE, middle]])
    found = volume_of(Capsules(starts, ends, np.full(2, 2 * radius)), BOX, EVERYWHERE)
    expected = 2 * np.pi * radius**2 * SIDE - 16 / 3 * radius**3
    assert found / expected == pytest.approx(1, rel=3e-4)


def test_a_web_of_fibres_between_walls_as_counted_on_a_fine_grid() -> None:
    rng = np.random.default_rng(1)
    starts = rng.random((100, 3)) * SIDE
    ends = starts + rng.normal(size=(100, 3)) * 2e-6
    web, walled = Capsules(starts, ends, np.full(100, 0.5e-6)), (True, True, False)
    near = scaled_capsule_distance(starts, ends, web.diameters / 2, BOX, walled, (250,) * 3)
    counted = float((near <= 1).mean()) * SIDE**3
    assert volume_of(web, BOX, walled) / counted == pytest.approx(1, rel=2e-3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("many", "length", "diameter"),
    [(100, 30, 3), (400, 30, 1.5), (800, 30, 1.5), (2000, 5, 1.5), (10000, 2, 0.5)],
)
def test_webs_as_with_ten_times_the_points(
    monkeypatch: pytest.MonkeyPatch, many: int, length: float, diameter: float, seed: int
) -> None:
    rng, box = np.random.default_rng(seed), np.full(3, 40e-6)
    starts, towards = rng.random((many, 3)) * box, rng.normal(size=(many, 3))
    ends = starts + length * 1e-6 * towards / np.linalg.norm(towards, axis=1)[:, None]
    web = Capsules(starts, ends, np.full(many, diameter * 1e-6))
    found = volume_of(web, box, (True, True, False))
    monkeypatch.setattr(obstacle_volume, "POINTS", 10 * obstacle_volume.POINTS)
    assert found / volume_of(web, box, (True, True, False)) == pytest.approx(1, rel=2e-3)


def test_no_fibres_take_no_volume() -> None:
    none = Capsules(np.empty((0, 3)), np.empty((0, 3)), np.empty(0))
    assert volume_of(none, BOX, EVERYWHERE) == 0.0


def test_a_sphere_touches_a_capsule_across_the_box() -> None:
    starts, ends = np.array([[1e-6, 1e-6, 0.1e-6]]), np.array([[3e-6, 1e-6, 0.1e-6]])
    rod = Capsules(starts, ends, np.array([1e-6]))
    centres = np.array([[2.1e-6, 1e-6, 6.1e-6], [2.1e-6, 1e-6, 1.2e-6]])
    packing = from_particles(centres, [1e-6, 1e-6], BOX, contact_gap=1e-4, obstacles=rod)
    assert packing.fixed_contacts is not None
    assert packing.fixed_contacts.tolist() == [1, 0]
    assert packing.overlap_relative_max < 1e-12


def test_spheres_jam_around_fibres() -> None:
    packing = pack(MONO, box=BOX, obstacles=ACROSS, overlap_tolerance=1e-4)
    gap = gaps(packing, ACROSS) / packing.diameters[:, None]
    assert gap.min() >= -1e-4
    assert packing.fixed_contacts is not None
    np.testing.assert_array_equal(packing.fixed_contacts > 0, (gap <= 1e-4).any(axis=1))
    assert 20 < np.count_nonzero(packing.fixed_contacts) < 200
    solid = np.pi / 6 * np.sum(packing.diameters**3)
    taken = volume_of(ACROSS, BOX, EVERYWHERE)
    assert packing.packing_fraction == pytest.approx(solid / (SIDE**3 - taken), rel=1e-12)
    assert 0.58 < packing.packing_fraction < 0.65


def test_a_loose_packing_fills_a_share_of_the_free_volume() -> None:
    packing = pack(MONO, box=BOX[:2], slab_thickness=SIDE, obstacles=INSIDE, packing_fraction=0.4)
    assert gaps(packing, INSIDE).min() >= 0
    free = SIDE**3 - volume_of_one(INSIDE)
    solid = np.pi / 6 * np.sum(packing.diameters**3)
    assert solid / free == pytest.approx(0.4, rel=3e-3)
    assert packing.packing_fraction == pytest.approx(solid / free, rel=1e-12)
    assert packing.overlap_relative_max == 0


@pytest.mark.parametrize(
    ("capsules", "message"),
    [
        (Capsules(np.zeros((1, 3)), np.ones((2, 3)), np.ones(1)), r"both \(1, 3\)"),
        (Capsules(np.full((1, 3), np.nan), np.ones((1, 3)), np.ones(1)), "not finite"),
        (Capsules(np.zeros((1, 3)), BOX[None], np.array([3e-6])), "diameter of 3e-06 m"),
        (Capsules(np.zeros((1, 3)), BOX[None], np.array([np.nan])), "diameter of nan m"),
    ],
)
def test_capsules_that_cannot_be(capsules: Capsules, message: str) -> None:
    with pytest.raises(InputError, match=message):
        cut_into_rods(capsules, BOX)


def test_the_links_of_a_chain_touch_at_one_place() -> None:
    chain = Capsules([[0, 5, 5], [5, 5, 5]], [[5, 5, 5], [10, 5, 5]], [2.0, 2.0])
    counted, overlap = touching_rods(
        chain,
        np.array([[5.0, 7.0, 5.0], [5.0, 5.0, 8.0]]),
        np.array([2.0, 2.0]),
        np.full(3, 10.0),
        (True, True, True),
        1e-6,
    )
    assert counted.tolist() == [1, 0]
    assert overlap == pytest.approx(0.0, abs=1e-12)
