"""Analysis of packings against closed forms.

q4 and q6 of fcc, hcp and the icosahedron:
P. J. Steinhardt, D. R. Nelson, M. Ronchetti, Phys. Rev. B 28 (1983) 784.
"""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.model import Packing
from ceralyte.packing.analysis import (
    bond_order,
    contact_density,
    coordination_histogram,
    crystalline_fraction,
    fraction_profile,
    isostaticity,
    percolates,
    radial_distribution,
)
from ceralyte.packing.particles import from_particles

D = 2e-6


def crystal(cell: list[list[float]], sides: list[float], repeats: tuple[int, int, int]) -> Packing:
    """Repeat a cell of touching spheres; `sides` in diameters, places as shares of the cell."""
    grid = np.stack(np.meshgrid(*map(np.arange, repeats), indexing="ij"), axis=-1).reshape(-1, 3)
    places = (grid[:, None] + np.array(cell)[None]).reshape(-1, 3)
    box = np.array(sides) * repeats * D
    return from_particles((places + 0.1) * np.array(sides) * D, np.full(len(places), D), box)


@pytest.fixture(scope="module")
def fcc() -> Packing:
    cell = [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]
    return crystal(cell, [2**0.5] * 3, (4, 4, 4))


@pytest.fixture(scope="module")
def cubic() -> Packing:
    return crystal([[0, 0, 0]], [1, 1, 1], (5, 5, 5))


def random_points(box: list[float], n: int, periodic: tuple[bool, bool, bool]) -> Packing:
    """Points in a unit of their mean diameter, none of them touching on purpose."""
    rng = np.random.default_rng(7)
    return from_particles(
        rng.random((n, 3)) * box,
        np.full(n, 0.1),
        box,
        periodic=periodic,
        dimension=2 if box[2] == 0 else 3,
    )


def test_fcc_is_recognised(fcc: Packing) -> None:
    assert fcc.packing_fraction == pytest.approx(np.pi / 18**0.5, rel=1e-12)
    assert fcc.coordination_number == 12
    assert fcc.overlap_relative_max < 1e-12
    order, found = bond_order(fcc), crystalline_fraction(fcc)
    np.testing.assert_allclose(order.q4, 0.1909, atol=1e-4)
    np.testing.assert_allclose(order.q6, 0.5745, atol=1e-4)
    assert (found.fraction.value, found.fcc, found.hcp) == (1.0, len(fcc), 0)


def test_hcp_is_recognised() -> None:
    cell = [[0, 0, 0], [0.5, 0.5, 0], [0.5, 5 / 6, 0.5], [0, 1 / 3, 0.5]]
    hcp = crystal(cell, [1, 3**0.5, (8 / 3) ** 0.5], (4, 3, 3))
    assert hcp.packing_fraction == pytest.approx(np.pi / 18**0.5, rel=1e-12)
    assert hcp.coordination_number == 12
    order, found = bond_order(hcp), crystalline_fraction(hcp)
    np.testing.assert_allclose(order.q4, 0.0972, atol=1e-4)
    np.testing.assert_allclose(order.q6, 0.4848, atol=1e-4)
    assert (found.fraction.value, found.fcc, found.hcp) == (1.0, 0, len(hcp))


def test_an_icosahedron_is_no_crystal() -> None:
    golden = (1 + 5**0.5) / 2
    corner = np.array([[0, s, t * golden] for s in (1, -1) for t in (1, -1)])
    shell = np.vstack([np.roll(corner, k, axis=1) for k in range(3)]) / (1 + golden**2) ** 0.5
    spheres = from_particles(np.vstack([[[0, 0, 0]], shell]) + 2.5, np.full(13, 1.0), [5, 5, 5])
    order = bond_order(spheres)
    assert (order.q4[0], order.q6[0]) == pytest.approx((0, 0.66332), abs=1e-5)
    assert spheres.contacts[:, 0].tolist() == [0] * 12
    assert not order.close_packed.any()


def test_shaken_dilute_and_random_spheres(fcc: Packing) -> None:
    rng = np.random.default_rng(0)
    shaken = (fcc.centres + rng.normal(0, 0.03 * D / 3**0.5, fcc.centres.shape)) % fcc.box
    crystal_like = from_particles(shaken, fcc.diameters, fcc.box)
    assert crystalline_fraction(crystal_like).fraction.value > 0.99
    assert crystalline_fraction(replace(fcc, diameters=fcc.diameters / 1.3)).fraction.value == 0
    gas = from_particles(rng.random(fcc.centres.shape) * fcc.box, fcc.diameters, fcc.box)
    assert crystalline_fraction(gas).fraction.value == 0


def test_neighbours_in_the_shells_of_fcc(fcc: Packing) -> None:
    g = radial_distribution(fcc, reach=1.9)
    edges = np.maximum(np.arange(len(g.x) + 1) - 0.5, 0) * 0.02
    per_volume = len(fcc) / (fcc.box / D).prod()
    neighbours = np.array(g.y) * per_volume * 4 / 3 * np.pi * np.diff(edges**3)
    neighbours *= (len(fcc) - 1) / len(fcc)
    found = {round(x, 2): y for x, y in zip(g.x, neighbours, strict=True) if y > 0}
    assert found == pytest.approx({1.0: 12, 1.42: 6, 1.74: 24})  # 1, sqrt 2, sqrt 3


@pytest.mark.parametrize(
    ("box", "periodic"),
    [
        ([1, 1.2, 1.4], (True, True, True)),
        ([1.5, 1.5, 0.4], (True, True, False)),
        ([1, 1, 0], (True, True, False)),
        ([2, 0.3, 0], (True, False, False)),
    ],
)
def test_an_ideal_gas_has_no_structure(box: list[float], periodic: tuple[bool, bool, bool]) -> None:
    g = radial_distribution(random_points(box, 3000, periodic), reach=5.0, width=0.5)
    np.testing.assert_allclose(g.y[1:], 1, atol=0.02)


def test_layers_at_walls_are_no_short_range_order() -> None:
    rng = np.random.default_rng(3)
    layers = rng.choice([0.1, 0.2, 0.35], 3000)
    points = np.column_stack([rng.random((3000, 2)), layers])
    slab = from_particles(points, np.full(3000, 0.1), [1, 1, 0.4], periodic=(True, True, False))
    g = radial_distribution(slab, reach=5.0, width=0.5)
    np.testing.assert_allclose(g.y[1:], 1, atol=0.02)


def test_the_profile_of_one_sphere() -> None:
    """A slice of a sphere of radius r has the volume pi (r^2 (b - a) - (b^3 - a^3) / 3)."""
    spheres = from_particles([[1, 1, 0.1], [1, 1, 2.1]], [1.0, 1e-9], [3, 3, 4])
    heights = np.linspace(-0.5, 0.5, 11)
    slices = np.pi * (0.25 * np.diff(heights) - np.diff(heights**3) / 3)
    expected = np.zeros(40)
    expected[np.arange(-4, 6)] = slices / (3 * 3 * 0.1)  # wraps around
    np.testing.assert_allclose(fraction_profile(spheres, layers=40).y, expected, atol=1e-12)


def test_the_profile_of_one_disc() -> None:
    """A half-plane cuts r^2 (acos(h / r) - h / r sqrt(1 - h^2 / r^2)) from a disc."""
    discs = from_particles(
        [[1, 1, 0], [3, 1, 0]], [2.0, 1e-9], [5, 6, 0], dimension=2, periodic=(True, True, False)
    )
    cap = np.arccos(0.5) - 0.5 * 0.75**0.5
    expected = np.array([cap, np.pi / 2 - cap, np.pi / 2 - cap, cap, *[0] * 6]) / (6 * 0.5)
    np.testing.assert_allclose(fraction_profile(discs, axis=0, layers=10).y, expected, atol=1e-12)


@pytest.mark.parametrize("periodic", [(True, True, True), (True, False, False)])
@pytest.mark.parametrize("dimension", [2, 3])
def test_the_mean_of_a_profile_is_the_packing_fraction(
    periodic: tuple[bool, bool, bool], dimension: int
) -> None:
    rng = np.random.default_rng(5)
    box = np.array([2.0, 3.0, 0.0 if dimension == 2 else 4.0])
    powder = from_particles(
        rng.random((50, 3)) * box,
        rng.uniform(0.1, 1.0, 50),
        box,
        periodic=periodic,
        dimension=dimension,
    )
    for axis in range(dimension):
        profile = fraction_profile(powder, axis, layers=17)
        assert np.mean(profile.y) == pytest.approx(powder.packing_fraction, rel=1e-12)


def test_contacts_of_a_simple_cubic_crystal(cubic: Packing) -> None:
    density = contact_density(cubic)
    assert density.contacts_per_volume.value == pytest.approx(3 / D**3)
    assert density.contacts_per_particle_volume.value == pytest.approx(3 / (np.pi / 6 * D**3))
    assert density.contact_area_per_strain.value == pytest.approx(3 * np.pi * (D / 2) ** 2 / D**3)
    assert coordination_histogram(cubic).y == (0, 0, 0, 0, 0, 0, 1)
    assert percolates(cubic) == (True, True, True)


def test_maxwell_counts(cubic: Packing) -> None:
    bulk = isostaticity(cubic)
    assert (bulk.held, bulk.contacts, bulk.maxwell_count, bulk.excess) == (125, 375, 373, 2)
    slab = replace(cubic, periodic=(True, True, False), fixed_contacts=np.ones(125, np.int64))
    assert isostaticity(slab).maxwell_count == 3 * 125 - 1
    assert isostaticity(slab).contacts == 375 + 125
    discs = replace(cubic, dimension=2)
    assert isostaticity(discs).maxwell_count == 2 * 125 - 1


def chain(steps: np.ndarray, periodic: tuple[bool, bool, bool] = (True, True, True)) -> Packing:
    """Unit spheres in a box of side 4, each at a step from the one before, none a rattler."""
    centres = (np.array([0.5, 0.5, 0.5]) + np.cumsum(steps, axis=0)) % 4
    touching = from_particles(centres, np.ones(len(steps)), [4, 4, 4], periodic=periodic)
    return replace(touching, rattlers=np.zeros(len(steps), dtype=bool))


X, Y, Z = np.eye(3)


def test_a_chain_percolates_where_it_meets_its_own_image() -> None:
    assert percolates(chain(np.array([X] * 3))) == (False, False, False)
    assert percolates(chain(np.array([X] * 4))) == (True, False, False)
    stairs = np.array([X, Y] * 4)
    assert percolates(chain(stairs)) == (True, True, False)
    ring = chain(np.array([2 * X + 2 * Y, X, X, Y, Y, -X, -X, -Y]))  # across two sides and back
    assert len(ring.contacts) == 8
    assert percolates(ring) == (False, False, False)


def test_a_chain_percolates_from_wall_to_wall() -> None:
    walled = (True, True, False)
    through = chain(np.array([0 * Z, Z, Z, Z]), walled)
    assert percolates(through) == (False, False, True)
    assert percolates(chain(np.array([0 * Z, Z, Z]), walled)) == (False, False, False)
    for shift in (0 * Z, 0.05 * Z):  # too short by 5 % of a diameter, at the top or below
        short = from_particles(through.centres + shift, np.ones(4), [4, 4, 4.05], periodic=walled)
        assert percolates(replace(short, rattlers=through.rattlers)) == (False, False, False)
    loose = replace(through, rattlers=np.array([False, True, False, False]))
    assert percolates(loose) == (False, False, False)
