"""Voxel conduction on simple cubic arrays of spheres, and the contact network.

Exact values: multipole solution in the manner of McPhedran and McKenzie, Proc. R. Soc. A 359, 45
(1978), converged to 1e-7.
"""

import numpy as np
import pytest

from ceralyte.model import Packing, PressedPacking, Structure
from ceralyte.numerics.statistics import richardson
from ceralyte.transport import contact_network_conductivity, effective_conductivity, maxwell

INSULATING = {0.1: 0.8571119, 0.2: 0.7267030, 0.3: 0.6056612, 0.4: 0.4901099, 0.5: 0.3737348}
TEN_TIMES = {0.1: 1.2433385, 0.2: 1.5317239, 0.3: 1.8877401, 0.4: 2.3644314, 0.5: 3.1445580}
# Overlapping conducting spheres in an insulator, against contact radius / sphere radius;
# finite volumes with exact face areas, extrapolated over three grids, known to 0.1 to 1 %.
NECKS = {0.1: 0.09390, 0.2: 0.18720, 0.3: 0.28938, 0.4: 0.40921, 0.5: 0.55735, 0.6: 0.74224}


def cell(n, fraction, inside, outside):
    """One sphere in the middle of a periodic cell of n voxels."""
    x = (np.arange(n) + 0.5) / n - 0.5
    distance = np.sqrt(x[:, None, None] ** 2 + x[:, None] ** 2 + x**2)
    sphere = distance < (3 * fraction / (4 * np.pi)) ** (1 / 3)
    phase = np.where(sphere, inside, outside).astype(np.uint8)
    return Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, (True, True, True))


def error(n, fraction, inside, exact):
    values = {"ceramic": 10.0, "binder": 1.0}
    result = effective_conductivity(cell(n, fraction, inside, 2), values, boundary="periodic")
    assert result.flux_imbalance < 1e-4
    return result.value / exact - 1


@pytest.mark.parametrize("fraction", INSULATING)
def test_insulating_spheres_converge_to_first_order(fraction):
    errors = [error(n, fraction, 0, INSULATING[fraction]) for n in (16, 32, 64)]
    assert -0.08 < errors[0] < errors[1] < errors[2] < 0  # walls always lose
    assert errors[2] > -0.025
    assert abs(errors[2]) < 0.65 * abs(errors[1])


@pytest.mark.parametrize("fraction", TEN_TIMES)
def test_ten_times_better_conducting_spheres(fraction):
    exact = TEN_TIMES[fraction]
    assert abs(error(32, fraction, 1, exact)) < 0.05
    assert abs(error(64, fraction, 1, exact)) < 0.005


def test_extrapolation_of_two_resolutions_comes_closer_and_its_error_bar_covers_the_rest():
    exact = INSULATING[0.3]
    coarse, fine = (exact * (1 + error(n, 0.3, 0, exact)) for n in (32, 64))
    value, std = richardson(coarse, fine, 2.0)
    assert abs(value - exact) < 0.2 * abs(fine - exact)
    assert abs(value - exact) < std


def test_dilute_spheres_follow_maxwell():
    exact = maxwell(1.0, 0.0, 0.02)
    coarse, fine = (exact * (1 + error(n, 0.02, 0, exact)) for n in (32, 64))
    assert fine == pytest.approx(exact, rel=0.005)
    assert richardson(coarse, fine, 2.0)[0] == pytest.approx(exact, rel=0.002)


def test_electrodes_and_periodic_cell_agree_by_mirror_symmetry():
    array = cell(24, 0.4, 0, 2)
    values = {"binder": 1.0}
    periodic = effective_conductivity(array, values, boundary="periodic", flux_tolerance=1e-8)
    between = effective_conductivity(array, values, flux_tolerance=1e-8)
    assert between.value == pytest.approx(periodic.value, rel=1e-7)


def simple_cubic(contact, n=3, spacing=2e-6):
    """n^3 touching particles in a periodic box; `contact` is contact over sphere radius."""
    number = np.arange(n**3).reshape(n, n, n)
    centres = (np.argwhere(number >= 0) + 0.5) * spacing
    pairs = [np.stack([number, np.roll(number, -1, a)], -1).reshape(-1, 2) for a in range(3)]
    contacts = np.sort(np.concatenate(pairs), axis=1)
    radius = spacing / 2 / np.sqrt(1 - contact**2)
    particles = Packing(
        centres,
        np.full(n**3, 2 * radius),
        np.full(3, n * spacing),
        (True, True, True),
        contacts,
        np.zeros(n**3, bool),
        0.0,
        0,
    )
    area = np.pi * (contact * radius) ** 2
    return PressedPacking(particles, 1.0, 0.5, contacts, np.full(len(contacts), area), 0.0)


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_network_of_a_simple_cubic_array_is_its_chain_of_constrictions(axis):
    pressed, sigma, interface, spacing = simple_cubic(0.2), 0.3, 2e-5, 2e-6
    area = pressed.contact_areas[0]
    resistance = 1 / (2 * sigma * np.sqrt(area / np.pi)) + interface / area
    result = contact_network_conductivity(pressed, sigma, interface_resistance=interface, axis=axis)
    assert result.value == pytest.approx(1 / (resistance * spacing), rel=1e-9)
    assert result.estimate


@pytest.mark.parametrize("contact", NECKS)
def test_network_is_high_by_what_its_validity_says(contact):
    ratio = contact_network_conductivity(simple_cubic(contact), 1.0).value / NECKS[contact]
    assert 1.005 < ratio < 1.095
