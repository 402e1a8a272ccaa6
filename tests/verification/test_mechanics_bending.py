"""Bending against beam theory, numbers evaluated independently."""

import numpy as np
import pytest

from ceralyte.core.quantities import Quantity
from ceralyte.mechanics import (
    ORIENTATION_FACTORS,
    bend_radius_minimum,
    bending_stiffness,
    griffith_strength,
    layer_strains,
    neutral_axis,
    surface_strain,
)

# Al / cathode / solid electrolyte / Li / Cu
THICKNESSES = np.array([12, 60, 20, 20, 8]) * 1e-6
MODULI = np.array([70, 5, 10, 7.82, 120]) * 1e9


@pytest.mark.parametrize(
    ("thickness", "percent"),
    [(20e-6, (0.498, 0.249, 0.0999)), (65e-6, (1.60, 0.806, 0.324))],
)
def test_outer_fibre_strain_at_2_4_10_mm(thickness, percent):
    strains = [100 * surface_strain(thickness, r) for r in (2e-3, 4e-3, 10e-3)]
    assert strains == pytest.approx(percent, rel=3e-3)


@pytest.mark.parametrize(("strain", "radius"), [(1e-3, 10e-3), (3e-3, 10e-3 / 3), (1e-2, 1e-3)])
def test_minimum_radius_is_t_over_two_eps_less_half_the_thickness(strain, radius):
    E = Quantity(value=20e9, unit="Pa", method="given")
    sigma = Quantity(value=20e9 * strain, unit="Pa", method="given")
    found = bend_radius_minimum(20e-6, E, sigma).value
    assert found == pytest.approx(radius - 10e-6, rel=1e-12)
    assert surface_strain(20e-6, found) == pytest.approx(strain, rel=1e-12)


def test_composite_beam():
    assert neutral_axis(THICKNESSES, MODULI) * 1e6 == pytest.approx(65.6867, abs=1e-4)
    electrolyte = 100 * layer_strains(THICKNESSES, MODULI, 10e-3)[2]
    assert electrolyte == pytest.approx([0.0631, 0.2631], abs=1e-4)
    assert bending_stiffness(THICKNESSES, MODULI) * 1e6 == pytest.approx(5967.5, abs=0.1)


def test_one_layer_is_a_homogeneous_beam():
    assert neutral_axis([20e-6], [22e9]) == pytest.approx(10e-6)
    assert bending_stiffness([20e-6], [22e9]) == pytest.approx(22e9 * (20e-6) ** 3 / 12)
    outer = layer_strains([20e-6], [22e9], 2e-3 + 10e-6)[0, 1]
    assert outer == pytest.approx(surface_strain(20e-6, 2e-3))


@pytest.mark.parametrize(("flaw", "strength"), [(1, 115.9), (10, 36.6), (50, 16.4), (100, 11.6)])
def test_griffith_strength_of_sulfide_glass(flaw, strength):
    """K_IC 0.23 MPa m^0.5 (McGrogan et al. 2017, doi 10.1002/aenm.201602011); um and MPa."""
    assert griffith_strength(0.23e6, flaw * 1e-6) / 1e6 == pytest.approx(strength, abs=0.06)


def test_orientation_factors_follow_from_averaging_the_fibre_directions():
    """E = C11 - sum of what free lateral contraction gives back, C from direction cosines."""
    angle = (np.arange(1000) + 0.5) * np.pi / 1000
    c11, c12 = np.mean(np.cos(angle) ** 4), np.mean((np.cos(angle) * np.sin(angle)) ** 2)
    assert c11 - c12**2 / c11 == pytest.approx(ORIENTATION_FACTORS["planar_random"])
    z = (np.arange(4000) + 0.5) / 4000
    c11, c12 = np.mean(z**4), np.mean(z**2 * (1 - z**2)) / 2
    random = c11 - 2 * c12**2 / (c11 + c12)
    assert random == pytest.approx(ORIENTATION_FACTORS["random"], rel=1e-6)
