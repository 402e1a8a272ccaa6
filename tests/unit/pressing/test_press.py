"""Pressing: particles move together, ceramic volume stays."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Packing
from ceralyte.pressing import press


@pytest.fixture
def cubic():
    """4 x 4 x 4 touching spheres of diameter 1 um: packing fraction pi / 6."""
    grid = (np.indices((4, 4, 4)).reshape(3, -1).T + 0.5) * 1e-6
    return Packing(
        centres=grid,
        diameters=np.full(64, 1e-6),
        box=np.full(3, 4e-6),
        periodic=(True, True, True),
        contacts=np.empty((0, 2), np.int64),
        rattlers=np.zeros(64, bool),
        overlap_relative_max=0.0,
        seed=0,
    )


def truncated_sphere_fraction(growth: float) -> float:
    """Share of a unit cube filled by a sphere of radius growth/2 cut by its six faces."""
    r = growth / 2
    cap = r - 0.5
    return 4 / 3 * np.pi * r**3 - 6 * np.pi * cap**2 * (3 * r - cap) / 3


def test_isotropic_pressing_grows_flat_contacts_of_known_area(cubic):
    relative = 1.2  # regrown diameter over distance of neighbours; caps do not meet below sqrt(2)
    fraction = truncated_sphere_fraction(relative)
    pressed = press(cubic, fraction, method="isostatic", pressure=3e8)
    side = pressed.particles.box[0] / 4
    assert pressed.growth == pytest.approx(relative * side / 1e-6, rel=2e-3)
    assert pressed.contact_number == 6
    flat = np.pi * side**2 / 4 * (relative**2 - 1)
    assert pressed.contact_areas == pytest.approx(flat, rel=0.02)
    assert np.prod(pressed.particles.box) * fraction == pytest.approx(
        np.pi / 6 * np.sum(cubic.diameters**3)
    )


@pytest.mark.parametrize("method", ["uniaxial", "roll"])
def test_pressing_between_two_faces_shortens_z_only(cubic, method):
    pressed = press(cubic, 0.7, method=method)
    assert pressed.particles.box[:2] == pytest.approx(cubic.box[:2])
    assert pressed.particles.box[2] == pytest.approx(cubic.box[2] * np.pi / 6 / 0.7)


def test_dilute_particles_do_not_touch(cubic):
    pressed = press(cubic, 0.2, method="uniaxial")
    assert len(pressed.contacts) == 0
    assert pressed.growth == pytest.approx(1.0, rel=5e-3)
    assert np.ptp(pressed.particles.box) == pytest.approx(0, abs=1e-18)


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.2, float("nan")])
def test_impossible_fractions_are_refused(cubic, fraction):
    with pytest.raises(InputError, match="ceramic_fraction: got"):
        press(cubic, fraction, method="isostatic")
