"""What a stiffness solve refuses, and what it answers where nothing holds together."""

import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError, InputError, UnknownNameError
from ceralyte.core.quantities import Unavailable
from ceralyte.mechanics import effective_elasticity
from ceralyte.mechanics.solid import solid_of
from ceralyte.model import Structure

SOLID = {"ceramic": (22e9, 0.35)}


def image(phase, periodic=(True, True, True)):
    phase = np.ascontiguousarray(phase, np.uint8)
    return Structure(phase, (phase == 1).astype(np.int32), 1e-6, periodic)


@pytest.fixture
def plates():
    """Two plates of ceramic across z, apart."""
    phase = np.ones((6, 6, 8))
    phase[:, :, [0, 4]] = 0
    return image(phase)


@pytest.mark.parametrize(
    ("moduli", "words"),
    [
        ({}, r"moduli: the image holds 100 % of ceramic, which has no Young's modulus"),
        ({"ceramic": (-1e9, 0.3)}, r"moduli\['ceramic'\]: Young's modulus -1 GPa"),
        ({"ceramic": (1e9, 0.5)}, r"Poisson's ratio 0.5. Allowed: above -1 and below 0.5"),
        ({"ceramic": (1e9, -1.0)}, r"Poisson's ratio -1"),
        ({"ceramic": (1e9, 0.3), "pore": (1.0, 0.3)}, r"moduli\['pore'\]: Young's modulus 1 Pa"),
        ({"ceramik": (1e9, 0.3)}, "did you mean 'ceramic'"),
    ],
)
def test_moduli_that_make_no_sense(moduli, words):
    with pytest.raises(InputError, match=words):
        effective_elasticity(image(np.ones((4, 4, 4))), moduli)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"boundary": "slap"}, "did you mean 'slab'"),
        ({"boundary": "slab", "axis": "z"}, "across a slab whose faces are free"),
        ({"axis": "w"}, "unknown name 'w'"),
        ({"tolerance": 0.1}, "tolerance: got 0.1. Allowed: 1e-10 to 1e-2"),
        ({"max_iterations": 0}, "max_iterations: got 0"),
    ],
)
def test_options_that_make_no_sense(options, words):
    with pytest.raises(InputError, match=words):
        effective_elasticity(image(np.ones((4, 4, 4))), SOLID, **options)


def test_unknown_axis_is_an_unknown_name():
    with pytest.raises(UnknownNameError):
        effective_elasticity(image(np.ones((4, 4, 4))), SOLID, axis="w")


def test_a_solid_in_two_parts_is_a_verdict(plates):
    found = effective_elasticity(plates, SOLID)
    assert found.percolates == {"x": True, "y": True, "z": False}
    assert "does not hang together along z" in found.youngs_moduli["z"].reason
    assert found.youngs_moduli["x"].value == pytest.approx(0.75 * 22e9, rel=1e-6)
    assert isinstance(found.youngs_modulus, Unavailable)
    assert found.hot_spots == {}


def test_islands_carry_nothing():
    phase = np.zeros((6, 6, 6))
    phase[1:4, 1:4, 1:4] = 1
    found = effective_elasticity(image(phase), SOLID)
    assert not any(found.percolates.values())
    assert np.all(np.array(found.tensor) == 0)
    assert "x and y and z" in found.youngs_modulus.reason
    bars = np.zeros((8, 8, 8))
    bars[:2, :2] = 1
    bars[4:6, 4:6, 2:5] = 1
    kept = solid_of(image(bars), SOLID, (True, True, True)).grid.material
    assert kept.sum() == 32
    assert kept[:2, :2].all()


def test_bars_that_slide_have_a_modulus_along_each_and_none_together():
    phase = np.zeros((12, 12, 12))
    phase[:2, :2, :] = phase[4:6, :, 4:6] = phase[:, 8:10, 8:10] = 1
    found = effective_elasticity(image(phase), SOLID)
    for modulus in found.youngs_moduli.values():
        assert modulus.value == pytest.approx(22e9 * 4 / 144, rel=1e-4)
    assert "move past each other" in found.youngs_modulus.reason
    assert "move past each other" in found.shear_moduli["xy"].reason


def test_a_phase_of_no_modulus_counts_as_void(plates):
    filled = image(np.where(plates.phase == 0, 2, plates.phase))
    found = effective_elasticity(filled, SOLID | {"binder": (0.0, 0.0)})
    assert not found.percolates["z"]


def test_where_rounding_ends_it_the_tolerance_named_is_reached():
    phase = np.random.default_rng(2).choice(3, p=[0.2, 0.6, 0.2], size=(12, 12, 12))
    moduli = SOLID | {"binder": (22e7, 0.4)}
    with pytest.raises(ConvergenceError, match=r"rounding ends it, tolerance=1e-09 can be reached"):
        effective_elasticity(image(phase), moduli, tolerance=1e-10)
    assert effective_elasticity(image(phase), moduli, tolerance=1e-9).converged


def test_what_does_not_converge_raises():
    rng = np.random.default_rng(1)
    phase = np.where(rng.random((12, 12, 12)) < 0.4, 0, 1)
    with pytest.raises(ConvergenceError, match=r"elasticity \(energy\)"):
        effective_elasticity(image(phase), SOLID, max_iterations=1, tolerance=1e-9)
    loose = effective_elasticity(
        image(phase), SOLID, max_iterations=1, tolerance=1e-9, raise_on_failure=False
    )
    assert not loose.converged


@pytest.mark.parametrize(
    "pair", [(22e9, "x"), ("22 GPa", 0.35), 22e9, (22e9,), None, (22e9, [1, 2]), (True, 0.3)]
)
def test_what_is_no_pair_of_numbers_is_refused_in_words(pair):
    with pytest.raises(
        InputError, match=r"moduli\['ceramic'\]: got .*two numbers, Young's modulus"
    ):
        effective_elasticity(image(np.ones((4, 4, 4))), {"ceramic": pair})
