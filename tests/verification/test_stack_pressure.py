"""Rough contact and creep against closed forms and the reference values."""

from math import pi, sqrt

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erfcinv

from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.mechanics import (
    CreepLaw,
    RoughContact,
    breathing,
    confinement,
    contact_fraction,
    contact_modulus,
    contact_resistance,
    packaging_pressure,
    pressure_relaxation,
    rms_slope,
    thickness_loss,
    thinning_rate,
)

ROOM, WARM = 298.15, 333.15
LITHIUM = CreepLaw(0.75e6, 6.6, ROOM, 37e3)


def test_light_loads_follow_persson():
    contact = RoughContact(1e-6, 0.5, 10e9)
    slope = contact_fraction(contact, 1e4) / 1e4 * 10e9 * 0.5
    assert slope == pytest.approx(sqrt(8 / pi), rel=1e-6)  # 1.6, of the reference
    assert contact_fraction(contact, 1e12) == 1.0


def test_soft_faces_yield():
    contact = RoughContact(1e-6, 0.5, 10e9, hardness=3 * 0.75e6)
    assert contact_fraction(contact, 0.225e6) == pytest.approx(0.1, rel=1e-12)
    assert contact_fraction(contact, 3e6) == 1.0


def test_slope_of_a_gaussian_surface():
    """Counted on a random surface with the correlation exp(-(r / l)^2)."""
    n, side, length, height = 256, 1.0, 0.05, 0.01
    k = 2 * np.pi * np.fft.fftfreq(n, side / n)
    kx, ky = np.meshgrid(k, k)
    rng = np.random.default_rng(0)
    filtered = np.fft.fft2(rng.normal(size=(n, n))) * np.exp(-(kx**2 + ky**2) * length**2 / 8)
    h = np.fft.ifft2(filtered).real
    factor = height / h.std()
    gx, gy = (np.fft.ifft2(1j * q * filtered).real * factor for q in (kx, ky))
    counted = np.sqrt((gx**2 + gy**2).mean())
    assert counted == pytest.approx(rms_slope(height, length), rel=0.1)


def test_contact_resistance_scales_as_its_laws():
    soft = RoughContact(1e-6, 0.5, 10e9, hardness=2.25e6)
    hard = RoughContact(1e-6, 0.5, 10e9)
    for contact, exponent in ((soft, 0.95), (hard, 0.94)):
        light, heavy = (contact_resistance(contact, p, 0.1).value for p in (1e4, 2e4))
        assert light / heavy == pytest.approx(2**exponent, rel=1e-9)
    m = 0.5 / sqrt(pi)
    expected = 1 / (1.25 * 2 * 0.1 * m / 1e-6 * (1e4 / 2.25e6) ** 0.95)
    assert contact_resistance(soft, 1e4, 0.1).value == pytest.approx(expected, rel=1e-12)
    assert contact_modulus((10e9, 0.0), (10e9, 0.0)) == pytest.approx(5e9)


@pytest.mark.parametrize("share", [1e-6, 1e-5, 1e-4, 1e-3, 1e-2])
def test_constants_of_the_contact_resistance_fit_the_theory(share):
    """Spots of a Gaussian surface cut at a height of y sigma, each of them a tube.

    h R / (k m) = exp(-y^2 / 2) / (2 sqrt(2 pi)) / (1 - sqrt(touching))^1.5 where spots yield and
    touch on p / H = erfc(y / sqrt(2)) / 2 of the area (Cooper, Mikic, Yovanovich 1969); elastic
    spots touch on half as much and are sqrt(2) wider (Mikic 1974).
    """
    k, R, slope = 0.1, 1e-6, 0.5
    m = slope / sqrt(pi)
    y = sqrt(2) * erfcinv(2 * share)
    spots = np.exp(-(y**2) / 2) / (2 * sqrt(2 * pi))
    plastic = 2 * k * m / R * spots / (1 - sqrt(share)) ** 1.5
    yields = RoughContact(R, slope, 1e20, hardness=1e8)
    found = 1 / contact_resistance(yields, share * 1e8, k).value
    assert found == pytest.approx(plastic, rel=0.03)
    y = sqrt(2) * erfcinv(4 * share)
    spots = np.exp(-(y**2) / 2) / (4 * sqrt(pi))
    elastic = 2 * k * m / R * spots / (1 - sqrt(share)) ** 1.5
    springs = RoughContact(R, slope, 10e9)
    found = 1 / contact_resistance(springs, share * 10e9 * m / sqrt(2), k).value
    assert found == pytest.approx(elastic, rel=0.05)


@pytest.mark.parametrize("share", [0.15, 0.3, 0.5])
def test_beyond_its_theory_a_resistance_is_at_most_what_is_told(share):
    k, R, slope = 0.1, 1e-6, 0.5
    y = sqrt(2) * erfcinv(2 * share)
    spots = np.exp(-(y**2) / 2) / (2 * sqrt(2 * pi))
    theory = 1 / (2 * k * slope / sqrt(pi) / R * spots / (1 - sqrt(share)) ** 1.5)
    found = contact_resistance(RoughContact(R, slope, 1e20, hardness=1e8), share * 1e8, k)
    assert found.low == 0
    assert theory < found.value < found.high
    assert found.validity.startswith("beyond the theory, which has spots far apart")
    assert found.validity.count("far apart") == 1
    apart = contact_resistance(RoughContact(R, slope, 1e20, hardness=1e8), 0.1e8, k)
    assert apart.low == apart.value / 2
    assert "beyond" not in apart.validity


@pytest.mark.parametrize(("megapascal", "rate"), [(0.3, 2.4e-6), (0.5, 6.9e-5), (1.0, 6.7e-3)])
def test_creep_rates_of_lithium(megapascal, rate):
    assert LITHIUM.rate(megapascal * 1e6, ROOM) == pytest.approx(rate, rel=0.02)


def test_creep_of_lithium_in_the_catalogue():
    catalogue = load_catalogue()
    values = {
        name: catalogue.value("lithium", name, needed_for="test").value
        for name in ("creep_stress", "creep_exponent", "creep_activation_energy")
    }
    law = CreepLaw(values["creep_stress"], values["creep_exponent"], ROOM,
                   values["creep_activation_energy"])  # fmt: skip
    assert law.rate(1e6, WARM) / law.rate(1e6, ROOM) == pytest.approx(4.80, abs=0.01)
    assert law.rate(1e6, ROOM) == pytest.approx(6.68e-3, rel=2e-3)


@pytest.mark.parametrize(("ratio", "factor"), [(10, 4.04), (100, 30.0), (500, 145)])
def test_prandtl(ratio, factor):
    assert confinement(ratio * 1e-5, 1e-5) == pytest.approx(factor, rel=5e-3)


def test_a_sliding_foil_thins_exponentially():
    times = [0.0, 3600.0, 7200.0]
    found = thickness_loss(LITHIUM, 20e-6, 0.5e6, times, temperature=ROOM, width=None)
    rate = thinning_rate(LITHIUM, 0.5e6, 20e-6, ROOM, None)
    assert found.y == pytest.approx([20e-6 * np.exp(-rate * t) for t in times], rel=1e-6)
    gone = thickness_loss(LITHIUM, 20e-6, 2e6, [0.0, 1e7], temperature=ROOM, width=None)
    fast = thinning_rate(LITHIUM, 2e6, 20e-6, ROOM, None)
    assert gone.x[-1] == pytest.approx(np.log(100) / fast, rel=1e-3)
    held = thickness_loss(LITHIUM, 20e-6, 0.5e6, times, temperature=ROOM, width=1e-3)
    assert held.y[-1] == pytest.approx(20e-6, rel=1e-6)  # sticking: as good as solid


@pytest.mark.parametrize("left", [0.9e6, 0.5e6, 0.2e6])
def test_pressure_relaxes_as_the_foil_thins(left):
    """p = p0 - S (h0 - h), dh/dt = -B p^n h: the time to a pressure is an integral over p."""
    stiffness, thickness, start, n = 5e10, 20e-6, 1e6, 6.6
    unit = thinning_rate(LITHIUM, 1.0, thickness, ROOM, None)

    def slowness(p):
        return 1 / (unit * p**n * (stiffness * thickness - start + p))

    time = quad(slowness, left, start, epsrel=1e-10)[0]
    found = pressure_relaxation(
        LITHIUM, thickness, start, stiffness, [0.0, time], temperature=ROOM, width=None
    )
    assert found.y[-1] == pytest.approx(left, rel=1e-6)


def test_springs_still_press_once_the_foil_is_gone():
    law = CreepLaw(0.75e6, 6.6, ROOM, 37e3)
    found = pressure_relaxation(
        law, 50e-6, 2e6, 1e10, [0, 1, 10, 100, 1e4], temperature=ROOM, width=None
    )
    assert found.y[-1] == pytest.approx(1.5e6, rel=1e-6)


def test_plated_metal_creeps_and_no_more_than_is_left_is_stripped():
    """From no metal at all: charging presses, the metal flows away, discharging finds less."""
    found = pressure_relaxation(
        LITHIUM, 0.0, 2e6, 1e10, [0.0, 1800.0, 3600.0], temperature=ROOM, width=None,
        growth=breathing(10e-6, 3600.0),
    )  # fmt: skip
    assert 2e6 < found.y[1] < 2.1e6 - 1e4
    assert found.y[2] == pytest.approx(2e6, rel=1e-6)


def test_breathing_without_creep_is_elastic():
    stiff = CreepLaw(1e12, 6.6, ROOM)
    times = np.linspace(0, 7200, 49)
    found = pressure_relaxation(
        stiff, 20e-6, 1e6, 1e10, times, temperature=ROOM, width=None,
        growth=breathing(10e-6, 3600.0),
    )  # fmt: skip
    assert max(found.y) == pytest.approx(1e6 + 1e10 * 10e-6, rel=1e-3)
    assert found.y[24] == pytest.approx(1e6, rel=2e-3)
    creeping = pressure_relaxation(
        LITHIUM, 20e-6, 1e6, 1e12, times, temperature=ROOM, width=None,
        growth=breathing(10e-6, 3600.0),
    )  # fmt: skip
    assert max(creeping.y) < 1e6 + 1e12 * 10e-6  # lithium flows away instead


def test_vacuum_presses_with_the_atmosphere():
    assert packaging_pressure(0.0) == 101325.0


def test_bad_input():
    contact = RoughContact(1e-6, 0.5, 10e9)
    with pytest.raises(InputError, match=r"pressure: got -1 MPa\. Allowed: 0 or more"):
        contact_fraction(contact, -1e6)
    with pytest.raises(InputError, match=r"pressure: got -1 MPa"):
        thickness_loss(LITHIUM, 1e-5, -1e6, [0, 1], temperature=ROOM, width=None)
    for roughness, slope, modulus, hardness in (
        (-1e-6, 0.5, 10e9, None), (1e-6, 0.0, 10e9, None), (1e-6, 0.5, -1.0, None),
        (1e-6, 0.5, 10e9, 0.0),
    ):  # fmt: skip
        with pytest.raises(InputError, match=r"(roughness|slope|modulus|hardness): got .* above 0"):
            RoughContact(roughness, slope, modulus, hardness)
    with pytest.raises(InputError, match=r"inside: 0\.2 MPa is more than 0\.101 MPa outside"):
        packaging_pressure(0.2e6)
    with pytest.raises(InputError, match=r"poissons_ratio: got 0\.5"):
        contact_modulus((1e9, 0.5), (1e9, 0.3))
    with pytest.raises(InputError, match=r"temperature: 60 degC, but creep is known at 25 degC"):
        CreepLaw(0.3e6, 5.0, ROOM).rate(1e5, WARM)
    with pytest.raises(InputError, match=r"times: got 1 times"):
        thickness_loss(LITHIUM, 1e-5, 1e6, [0], temperature=ROOM, width=None)
    with pytest.raises(InputError, match=r"stiffness: got 0 MPa/um"):
        pressure_relaxation(LITHIUM, 1e-5, 1e6, 0.0, [0, 1], temperature=ROOM, width=None)
