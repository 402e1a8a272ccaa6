"""Bounds against closed forms of Hashin & Shtrikman 1963, evaluated independently (GPa)."""

import numpy as np
import pytest

from ceralyte.mechanics import bulk_and_shear, hashin_shtrikman, voigt_reuss, youngs_and_poisson

CERAMIC = bulk_and_shear(22.1, 0.37)
BINDER = bulk_and_shear(0.5, 0.4)


def test_ceramic_with_three_percent_of_binder():
    K, G = zip(CERAMIC, BINDER, strict=True)
    bounds = hashin_shtrikman([0.97, 0.03], K, G)
    assert bounds == pytest.approx((15.9040, 25.7354, 4.99353, 7.64941), rel=1e-5)


@pytest.mark.parametrize(
    ("porosity", "youngs", "bulk", "shear", "poisson"),
    [
        (0.05, 20.0039, 23.7836, 7.35534, 0.35982),
        (0.08, 18.8386, 21.529, 6.95582, 0.35416),
        (0.12, 17.3812, 18.9441, 6.45142, 0.34708),
        (0.17, 15.6985, 16.2421, 5.86241, 0.33891),
        (0.33, 11.1582, 10.1546, 4.23667, 0.31686),
    ],
)
def test_upper_bound_with_voids(porosity, youngs, bulk, shear, poisson):
    bounds = hashin_shtrikman([1 - porosity, porosity], [CERAMIC[0], 0], [CERAMIC[1], 0])
    assert (bounds.bulk_upper, bounds.shear_upper) == pytest.approx((bulk, shear), rel=1e-5)
    assert youngs_and_poisson(bounds.bulk_upper, bounds.shear_upper) == pytest.approx(
        (youngs, poisson), rel=2e-5
    )
    assert (bounds.bulk_lower, bounds.shear_lower) == (0, 0)


@pytest.mark.parametrize(
    ("poisson", "bulk_slope", "shear_slope"),
    [(0.2, 2.0, 2.0), (0.3, 2.625, 1.90909), (0.37, 3.63462, 1.83495)],
)
def test_dilute_voids(poisson, bulk_slope, shear_slope):
    """Exact slopes (3K + 4G) / 4G and 5 (3K + 4G) / (9K + 8G)."""
    K, G = bulk_and_shear(1.0, poisson)
    few = 1e-7
    bounds = hashin_shtrikman([1 - few, few], [K, 0], [G, 0])
    assert (1 - bounds.bulk_upper / K) / few == pytest.approx(bulk_slope, rel=1e-5)
    assert (1 - bounds.shear_upper / G) / few == pytest.approx(shear_slope, rel=1e-5)


def test_spherical_voids_keep_a_poissons_ratio_of_one_fifth():
    K, G = bulk_and_shear(1.0, 0.2)
    bounds = hashin_shtrikman([0.6, 0.4], [K, 0], [G, 0])
    assert youngs_and_poisson(bounds.bulk_upper, bounds.shear_upper)[1] == pytest.approx(0.2)


def test_voigt_reuss_holds_hashin_shtrikman_inside():
    rng = np.random.default_rng(1)
    f = rng.dirichlet(np.ones(4))
    K, G = rng.uniform(0.1, 30, (2, 4))
    outer, inner = voigt_reuss(f, K, G), hashin_shtrikman(f, K, G)
    assert outer.bulk_lower < inner.bulk_lower < inner.bulk_upper < outer.bulk_upper
    assert outer.shear_lower < inner.shear_lower < inner.shear_upper < outer.shear_upper
    assert outer.bulk_upper == pytest.approx(float(f @ K))
    assert outer.bulk_lower == pytest.approx(float(1 / (f @ (1 / K))))
