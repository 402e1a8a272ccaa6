"""Density against pressure."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.pressing import (
    density_std,
    fit_yield_stress,
    relative_density,
    yield_stress_of,
)


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


def test_no_pressure_is_the_packing_and_much_is_solid():
    assert relative_density(0.0, 0.64, 2e8) == pytest.approx(0.64)
    assert 0.99 < relative_density(1e9, 0.64, 2e8) < 1


@pytest.mark.parametrize("initial", [0.55, 0.64, 0.75, 0.91])
def test_density_rises_with_pressure_without_a_jump(initial):
    density = np.array([relative_density(p, initial, 2e8) for p in np.linspace(0, 8e8, 801)])
    steps = np.diff(density)
    assert (steps >= 0).all()
    # A bracketing search ends within its tolerance; a real jump would be 0.01 or more... except
    # where the contact mechanism ends at 0.9, by at most 0.04.
    assert steps.max() < 0.045


@pytest.mark.parametrize("density", [0.7, 0.83, 0.894, 0.93, 0.99])
def test_yield_stress_inverts_the_law(density):
    stress = yield_stress_of(density, 3e8, 0.64)
    assert relative_density(3e8, 0.64, stress) == pytest.approx(density, abs=1e-9)


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


def test_one_published_point_is_no_surer_than_two():
    one = fit_yield_stress([(362e6, 0.88)])
    assert one.std == pytest.approx(0.31 * one.value)
    assert fit_yield_stress([(362e6, 0.88)], own_powder=True).std is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1e6, 0.64, 2e8), r"pressure: got -1 MPa"),
        ((1e8, 1.2, 2e8), r"initial_density: got 1\.2"),
        ((1e8, 0.64, 0.0), r"yield_stress: got 0 MPa"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(InputError, match=message):
        relative_density(*arguments)


def test_a_point_below_the_packing_fraction_is_refused():
    with pytest.raises(InputError, match=r"0\.6 after pressing is not above"):
        yield_stress_of(0.6, 3e8, 0.64)
