"""Published and independently computed packing fractions.

C. S. O'Hern et al., Phys. Rev. E 68 (2003) 011306
(0.639 +- 0.001 for N -> infinity), W. S. Jodrey, E. M. Tory, Phys. Rev. A 32 (1985) 2347
(0.642 to 0.649), and an independent soft-sphere code for lognormal sizes and for slabs.
"""

import pytest

from ceralyte.model import Lognormal, Mixture, Mono, Packing
from ceralyte.packing import farr_groot, pack

MONO, LOGNORMAL = Mono(diameter=3e-6), Lognormal(d50=3e-6, sigma=0.5)


def two_sizes(ratio: float, share_of_small: float) -> Mixture:
    sizes = (Mono(diameter=ratio * 1e-7), Mono(diameter=1e-7))
    return Mixture(shares=(1 - share_of_small, share_of_small), components=sizes)


@pytest.fixture(scope="module")
def equal_spheres() -> Packing:
    return pack(MONO, 2000, seed=1)


def test_equal_spheres_jam_at_random_close_packing(equal_spheres: Packing) -> None:
    assert 0.635 < equal_spheres.packing_fraction < 0.645
    assert equal_spheres.overlap_relative_max <= 1e-6
    assert 0.01 < equal_spheres.rattler_fraction < 0.04


def test_the_backbone_is_isostatic(equal_spheres: Packing) -> None:
    """Maxwell counting: 3 N - 2 contacts of N held spheres, so 6 each."""
    assert equal_spheres.coordination_number == pytest.approx(6, abs=0.1)


def test_lognormal_sizes_jam_denser_with_many_rattlers() -> None:
    packing = pack(LOGNORMAL, 2000, seed=1)
    assert packing.packing_fraction == pytest.approx(0.7007, abs=0.006)
    assert packing.coordination_number == pytest.approx(6, abs=0.15)
    assert packing.rattler_fraction == pytest.approx(0.38, abs=0.05)
    bias = farr_groot(packing.diameters).value - packing.packing_fraction
    assert 0.002 < bias < 0.011


@pytest.mark.slow
@pytest.mark.parametrize(
    ("distribution", "n", "fraction"),
    [
        (Lognormal(d50=3e-6, sigma=0.3), 5000, 0.6662),
        (LOGNORMAL, 5000, 0.7007),
        (two_sizes(1.4, 0.267), 4000, 0.648),
        (two_sizes(3, 0.25), 6000, 0.720),
    ],
)
def test_jammed_packings_of_many_sizes(
    distribution: Lognormal | Mixture, n: int, fraction: float
) -> None:
    assert pack(distribution, n).packing_fraction == pytest.approx(fraction, abs=0.006)


@pytest.mark.slow
@pytest.mark.parametrize(("thickness", "n"), [(4.2, 1500), (8.0, 1500), (20.0, 4000)])
def test_two_sizes_lose_to_walls_what_their_area_costs(thickness: float, n: int) -> None:
    """The packing fraction between walls h apart is that of the bulk less 0.22 d / h, d small."""
    packing = pack(
        two_sizes(1.4, 0.267), n, slab_thickness=thickness * 1e-7, overlap_tolerance=1e-4
    )
    assert packing.packing_fraction == pytest.approx(0.648 - 0.22 / thickness, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("thickness", "n", "fraction", "within"),
    [(4.15, 2000, 0.607, 0.01), (20.5, 4000, 0.632, 0.006)],
)
def test_equal_spheres_between_walls(
    thickness: float, n: int, fraction: float, within: float
) -> None:
    packing = pack(MONO, n, slab_thickness=thickness * 3e-6, overlap_tolerance=1e-4)
    assert packing.packing_fraction == pytest.approx(fraction, abs=within)
