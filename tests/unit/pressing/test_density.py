"""Density against pressure by closed forms, and their constants from measured points."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import PressingPath
from ceralyte.pressing import (
    FISCHMEISTER_ARZT,
    HECKEL,
    KAWAKITA,
    LAWS,
    density_std,
    fit_yield_stress,
    law_of_path,
    relative_density,
    springback,
    yield_stress_of,
)

by_name = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)


@pytest.mark.parametrize(
    ("density", "load"),
    [
        # Helle, Easterling, Ashby, Acta Metall. 33 (1985) 2163, for D0 = 0.64: isolated
        # contacts at 0.83, isolated pores at 0.92.
        (0.83, 1.091),
        (0.92, 1.684),
    ],
)
def test_published_loads(density, load):
    assert relative_density(load * 2e8, 0.64, 2e8) == pytest.approx(density, abs=5e-4)


@by_name
def test_no_pressure_is_the_packing_and_much_is_denser(law):
    assert relative_density(0.0, 0.64, 2e8, law=law) == pytest.approx(0.64)
    assert 0.91 < relative_density(1e9, 0.64, 2e8, law=law) < 1
    assert relative_density(1e9, 0.64, 1e5, law=law) < 1


@by_name
@pytest.mark.parametrize("initial", [0.62, 0.64, 0.75, 0.91])
def test_density_rises_with_pressure_without_a_jump(law, initial):
    pressures = np.linspace(0, 8e8, 801)
    density = np.array([relative_density(p, initial, 2e8, law=law) for p in pressures])
    steps = np.diff(density)
    assert (steps > -1e-12).all()
    # A bracketing search ends within its tolerance; a real jump would be 0.01 or more... except
    # where the contact mechanism ends at 0.9, by at most 0.06.
    assert steps.max() < 0.065


@by_name
@pytest.mark.parametrize("density", [0.7, 0.83, 0.894, 0.93, 0.99])
def test_yield_stress_inverts_the_law(law, density):
    stress = yield_stress_of(density, 3e8, 0.64, law=law)
    assert relative_density(3e8, 0.64, stress, law=law) == pytest.approx(density, abs=1e-9)


def test_heckel_and_kawakita_by_hand():
    # ln(0.4 / (1 - D)) = 300 / (3 x 100); C = 0.4 P / (P + P_half) with D = D0 / (1 - C).
    assert HECKEL.density(3.0, 0.6) == pytest.approx(1 - 0.4 / np.e)
    assert KAWAKITA.density(1.0, 0.6) == pytest.approx(0.6 / 0.8)


def test_fischmeister_arzt_contacts_close_to_their_first_order_formula():
    # Arzt (1982): r = R + (4 Z0 (R-1)^2 (2R+1) + C (R-1)^3 (3R+1)) / (12 R (4R - 2 Z0
    # - C (R-1)^2)) with R = (D / D0)^(1/3), Z0 = 7.3, C = 15.5.
    R, Z0, C = (0.80 / 0.64) ** (1 / 3), 7.3, 15.5
    r = R + (4 * Z0 * (R - 1) ** 2 * (2 * R + 1) + C * (R - 1) ** 3 * (3 * R + 1)) / (
        12 * R * (4 * R - 2 * Z0 * (R - 1) - C * (R - 1) ** 2)
    )
    areas = np.pi / 3 / R**2 * (3 * (r**2 - 1) * Z0 + r**2 * (2 * r - 3) * C + C)
    assert FISCHMEISTER_ARZT.load(0.80, 0.64) == pytest.approx(
        3 * areas * 0.80 / (4 * np.pi), rel=0.01
    )


def test_loose_powder_is_refused_by_the_law_of_dense_packings():
    with pytest.raises(InputError, match=r"initial_density: got 0\.55, too loose"):
        relative_density(1e8, 0.55, 2e8, law=FISCHMEISTER_ARZT)


def test_a_path_is_a_law_up_to_its_end():
    nothing = np.zeros(3)
    path = PressingPath(
        method="uniaxial",
        relative_density=np.array([0.6, 0.7, 0.8]),
        thickness=nothing,
        stresses=np.array([[0, 0, 0], [0.1, 0.1, 0.2], [0.4, 0.4, 0.6]]),
        contact_number=nothing,
        contact_area=nothing,
        contact_area_fraction=nothing,
        imbalance=nothing,
    )
    law = law_of_path(path)
    assert law.load(0.75, 0.6) == pytest.approx(0.4)
    assert relative_density(40e6, 0.6, 100e6, law=law) == pytest.approx(0.75)
    assert law.density(5.0, 0.6) == 0.8
    with pytest.raises(InputError, match=r"relative_density: got 0\.9.*at most 0\.8"):
        yield_stress_of(0.9, 1e8, 0.6, law=law)


def test_li6ps5cl_powders_span_the_published_yield():
    # Singh et al., Cell Rep. Phys. Sci. 3 (2022) 101043: 0.83 (fine) and 0.92 (coarse) at 362 MPa.
    fitted = fit_yield_stress([(362e6, 0.83), (362e6, 0.92)])
    assert fitted.low == pytest.approx(215e6, rel=0.01)
    assert fitted.high == pytest.approx(332e6, rel=0.01)
    assert fitted.low < fitted.value < fitted.high
    assert fitted.estimate


def test_density_carries_the_error_of_yield_and_law():
    stress = fit_yield_stress([(362e6, 0.83), (362e6, 0.92)])
    assert density_std(0.0, 0.64, stress) == 0
    assert 0.03 < density_std(3e8, 0.64, stress) < 0.12


@by_name
def test_points_of_one_powder_give_its_constant_with_a_confidence_interval(law):
    pressures = [1e8, 2e8, 3e8, 4e8]
    exact = [(p, relative_density(p, 0.62, 250e6, law=law)) for p in pressures]
    fit = fit_yield_stress(exact, 0.62, own_powder=True, law=law)
    assert fit.value == pytest.approx(250e6, rel=1e-4)
    assert fit.low == pytest.approx(fit.high, rel=1e-3)
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(40):
        noisy = [(p, d + rng.normal(0, 0.005)) for p, d in exact]
        fit = fit_yield_stress(noisy, 0.62, own_powder=True, law=law)
        inside += fit.low < 250e6 < fit.high
    assert 34 <= inside < 40  # of 40 intervals of 95 %


def test_one_published_point_is_no_surer_than_two():
    one = fit_yield_stress([(362e6, 0.88)])
    assert one.std == pytest.approx(0.31 * one.value)
    assert fit_yield_stress([(362e6, 0.88)], own_powder=True).std is None


@pytest.mark.parametrize(
    ("own_powder", "told"),
    [(True, "one point has no interval: it takes two or more"), (False, "spread between powders")],
)
def test_one_point_has_no_ends_and_says_what_its_error_is(own_powder, told):
    one = fit_yield_stress([(362e6, 0.88)], own_powder=own_powder)
    assert one.low is None
    assert one.high is None
    assert told in one.validity


@by_name
@pytest.mark.parametrize(
    "points", [[(300e6, 0.900), (350e6, 0.899)], [(200e6, 0.820), (300e6, 0.819)]]
)
def test_scatter_on_a_plateau_is_no_contradiction(law, points):
    fit = fit_yield_stress(points, 0.62, own_powder=True, law=law)
    assert fit.low < fit.value < fit.high


@by_name
@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([(300e6, 0.74), (100e6, 0.9)], r"2 points do not follow the law"),
        ([(100e6, 0.752), (300e6, 0.757)], r"2 points do not follow the law: .* interval reaches"),
        ([(2e9, 0.95)], r"pressure: got 2000 MPa.*0 MPa to 1000 MPa"),
        ([(0.0, 0.95)], r"pressure: got 0 Pa"),
        ([(300.0, 0.8)], r"pressure: got 300 Pa.*so that 300 MPa are 300e6"),
    ],
)
def test_points_that_give_no_yield_stress_are_refused(law, points, message):
    with pytest.raises(InputError, match=message):
        fit_yield_stress(points, 0.62, own_powder=True, law=law)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1e6, 0.64, 2e8), r"pressure: got -1 MPa"),
        ((1e8, 1.2, 2e8), r"initial_density: got 1\.2"),
        ((1e8, 0.64, 0.0), r"yield_stress: got 0 MPa"),
        ((1.5e9, 0.64, 2e8), r"pressure: got 1500 MPa.*0 MPa to 1000 MPa"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(InputError, match=message):
        relative_density(*arguments)


def test_a_point_below_the_packing_fraction_is_refused():
    with pytest.raises(InputError, match=r"0\.6 after pressing is not above"):
        yield_stress_of(0.6, 3e8, 0.64)


def test_a_point_without_pressure_is_refused():
    with pytest.raises(InputError, match="pressure: got 0 Pa"):
        yield_stress_of(0.8, 0.0, 0.64)


def test_springback_is_a_labelled_estimate_within_a_factor_of_two():
    back = springback(360e6, 18e9)
    assert (back.low, back.value, back.high) == pytest.approx((0.01, 0.02, 0.04))
    assert back.estimate
    with pytest.raises(InputError, match="bulk_modulus: got 0 MPa"):
        springback(360e6, 0.0)
    with pytest.raises(InputError, match="pressure: got -1 MPa"):
        springback(-1e6, 18e9)
