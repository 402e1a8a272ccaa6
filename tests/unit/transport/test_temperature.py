"""Arrhenius in both forms, interpolation and fits."""

import math

import pytest
from scipy.constants import R

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.transport import activation_energy, arrhenius, interpolate_conductivity

KELVIN = [273.15, 298.15, 323.15, 348.15]


@pytest.mark.parametrize("form", ["sigma", "sigma_T"])
def test_fit_returns_the_energy_that_made_the_points(form):
    points = [arrhenius(0.2, 298.15, 36e3, t, form) for t in KELVIN]
    fit = activation_energy(KELVIN, points, form)
    assert fit.activation_energy.value == pytest.approx(36e3, rel=1e-9)
    assert fit.activation_energy.unit == "J/mol"
    assert fit.residual == pytest.approx(0.0, abs=1e-9)


def test_the_two_forms_differ_by_about_the_thermal_energy():
    points = [arrhenius(0.2, 298.15, 36e3, t) for t in KELVIN]
    fit = activation_energy(KELVIN, points, "sigma_T")
    assert fit.activation_energy.value - 36e3 == pytest.approx(R * 309, rel=0.02)
    assert fit.activation_energy.std is not None


def test_error_of_the_slope_by_hand():
    kelvin = [250.0, 300.0, 375.0]  # 1/T = 4, 3.333, 2.667 per 1000 K: evenly spaced
    fit = activation_energy(kelvin, [math.exp(y) for y in (0.0, 1.3, 2.0)])
    step = 1 / 250 - 1 / 300
    assert fit.activation_energy.value == pytest.approx(R * 2.0 / (2 * step))
    squares = 0.1**2 + 0.2**2 + 0.1**2  # distances from the line 0.1, 1.1, 2.1
    assert fit.residual == pytest.approx(math.sqrt(squares / 3))
    assert fit.activation_energy.std == pytest.approx(R * math.sqrt(squares / (2 * step**2)))


def test_two_points_have_no_error_bar():
    assert activation_energy([300.0, 400.0], [1.0, 2.0]).activation_energy.std is None


def test_arrhenius_by_hand():
    expected = 0.1 * math.exp(-30e3 / R * (1 / 333.15 - 1 / 298.15))
    assert arrhenius(0.1, 298.15, 30e3, 333.15) == pytest.approx(expected)
    with_t = arrhenius(0.1, 298.15, 30e3, 333.15, "sigma_T")
    assert with_t == pytest.approx(expected * 298.15 / 333.15)


def test_interpolation_is_straight_on_the_arrhenius_plot_whatever_the_order():
    kelvin = [353.15, 298.15, 323.15]
    points = [arrhenius(1e-3, 298.15, 60e3, t) for t in kelvin]
    middle = interpolate_conductivity(kelvin, points, 310.0)
    assert middle == pytest.approx(arrhenius(1e-3, 298.15, 60e3, 310.0))
    assert interpolate_conductivity(kelvin, points, 298.15) == pytest.approx(1e-3)


def test_nothing_is_extrapolated():
    with pytest.raises(InputError, match=r"400 K lies outside .* 300 to 350 K"):
        interpolate_conductivity([300.0, 350.0], [1e-4, 1e-3], 400.0)


def test_bad_values_are_named_with_their_unit():
    with pytest.raises(InputError, match="temperature: got -5 K"):
        arrhenius(0.1, 298.15, 30e3, -5.0)
    with pytest.raises(InputError, match="got -1 J/mol"):
        arrhenius(0.1, 298.15, -1.0, 300.0)
    with pytest.raises(UnknownNameError, match="'sigmaT'"):
        arrhenius(0.1, 298.15, 1.0, 300.0, "sigmaT")
    with pytest.raises(InputError, match="conductivities: got 0 S/m"):
        activation_energy([300.0, 310.0], [0.0, 1.0])
    with pytest.raises(InputError, match="got 1 temperatures and 1 conductivities"):
        activation_energy([300.0], [1.0])
    with pytest.raises(InputError, match="stands there twice"):
        activation_energy([300.0, 300.0], [1.0, 1.0])


@pytest.mark.parametrize(
    ("at", "energy", "temperature"), [(25.0, 32e3, 60.0), (298.15, 1e9, 200.0)]
)
def test_a_change_that_nothing_shows_is_another_unit(at, energy, temperature):
    """Degrees taken for kelvin, and an energy that leaves no number."""
    with pytest.raises(InputError, match=r"changes by a factor of 10\^-?\d+ from .* 10\^30"):
        arrhenius(0.25, at, energy, temperature)


def test_the_temperature_that_is_wrong_is_named():
    with pytest.raises(InputError, match=r"^temperature_reference: got 0 K"):
        arrhenius(0.25, 0.0, 32e3, 300.0)
