"""Pressed regular arrays and the image of a pressed powder against closed forms and counts."""

import numpy as np
import pytest

from ceralyte.model import Packing
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.structure import voxelise
from ceralyte.transport import contact_network_conductivity

UM = 1e-6
CUBIC = np.array([[0.0, 0, 0]])
FACE_CENTRED = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])


def array_of(basis, cell, repeats=2):
    """Touching spheres of 1 um on a lattice of cubic cells (in diameters)."""
    grid = np.indices((repeats,) * 3).reshape(3, -1).T
    centres = (grid[:, None] + basis + 0.1).reshape(-1, 3) * cell * UM
    n = len(centres)
    return Packing(
        centres=centres,
        diameters=np.full(n, UM),
        box=np.full(3, repeats * cell * UM),
        periodic=(True, True, True),
        contacts=np.empty((0, 2), np.int64),
        rattlers=np.zeros(n, bool),
        overlap_relative_max=0.0,
        seed=0,
    )


def capped(relative, contacts):
    """Volume of a sphere cut by `contacts` planes at distance 1, its radius over that distance."""
    height = relative - 1
    cap = np.pi * height**2 * (3 * relative - height) / 3
    return 4 / 3 * np.pi * relative**3 - contacts * cap


# contacts per sphere, cell edge in diameters, volume per sphere with neighbours 2 apart,
# radius over half distance below which caps do not meet
ARRAYS = {
    "simple cubic": (CUBIC, 1.0, 6, 8.0, np.sqrt(2)),
    "face-centred cubic": (FACE_CENTRED, np.sqrt(2), 12, 4 * np.sqrt(2), 2 / np.sqrt(3)),
}


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("progress", [0.2, 0.6, 0.95])
def test_density_contact_area_and_load_of_an_array_are_known(name, progress):
    basis, cell, contacts, volume, widest = ARRAYS[name]
    relative = 1 + progress * (widest - 1)
    density = capped(relative, contacts) / volume
    packing = array_of(basis, cell)
    pressing = press(packing, method="isostatic", relative_density=density)
    pressed = pressing.pressed
    half = np.linalg.norm(pressed.branches[0]) / 2
    assert pressed.contact_number == contacts
    assert pressed.radii == pytest.approx(relative * half, rel=1e-6)
    area = np.pi * half**2 * (relative**2 - 1)
    assert pressed.contact_areas / area == pytest.approx(1.0, rel=1e-5)
    # Each contact carries three yield stresses; the virial is force times distance over volume.
    load = 3 * contacts / 2 * area * 2 * half / (3 * volume * half**3)
    assert pressing.path.stresses[-1] == pytest.approx(load, rel=1e-5)


def test_a_cubic_array_ends_as_cubes():
    pressed = press(array_of(CUBIC, 1.0), method="isostatic", relative_density=0.999).pressed
    side = pressed.particles.box[0] / 2
    assert pressed.contact_number == 6
    assert (pressed.contact_areas < side**2).all()
    assert pressed.contact_areas / side**2 == pytest.approx(1.0, rel=0.05)


@pytest.fixture(scope="module")
def powder():
    return pack(parse_distribution("lognormal(d50=3 um, sigma=0.1)"), 70, seed=4)


@pytest.fixture(scope="module", params=[0.8, 0.95])
def images(request, powder):
    """The same pressed powder at about 24 and 48 voxels per grain."""
    pressed = press(powder, method="uniaxial", relative_density=request.param).pressed
    return [voxelise(pressed, pressed.particles.box[0] / voxels) for voxels in (96, 192)]


def test_the_image_shows_every_grain_with_its_volume(images, powder):
    volumes = np.pi / 6 * powder.diameters**3
    for image, error in zip(images, (0.01, 0.003), strict=True):
        counts = np.bincount(image.grain.ravel(), minlength=len(powder) + 1)[1:]
        assert counts * image.voxel_size**3 / volumes == pytest.approx(1.0, rel=error)


def counted_areas(image):
    """Area of each contact from the voxel faces between its two grains.

    A flat facet of normal n shows |n_a| of its area as voxel faces across axis a.
    """
    pressed = image.particles
    first, second = pressed.contacts.T
    many = len(pressed.particles)
    pair = first * many + second
    faces = np.zeros((len(pair), 3))
    for axis in range(3):
        here, there = image.grain - 1, np.roll(image.grain, -1, axis) - 1
        meet = (here >= 0) & (there >= 0) & (here != there)
        low, high = np.minimum(here[meet], there[meet]), np.maximum(here[meet], there[meet])
        found, count = np.unique(low.astype(np.int64) * many + high, return_counts=True)
        place = np.searchsorted(pair, found).clip(max=len(pair) - 1)
        known = pair[place] == found
        faces[place[known], axis] = count[known]
    normal = np.abs(pressed.branches) / np.linalg.norm(pressed.branches, axis=1)[:, None]
    return image.voxel_size**2 * (faces * normal).sum(axis=1)


def test_the_image_shows_every_contact_with_its_area(images):
    # Voxels close the thin wedge around a contact: an error of first order, extrapolated away.
    coarse, fine = (counted_areas(image) for image in images)
    counted = 2 * fine - coarse
    exact = images[0].particles.contact_areas
    assert counted.sum() == pytest.approx(exact.sum(), rel=0.02)
    large = exact > np.median(exact)
    error = np.abs(counted / exact - 1)
    assert error[large].mean() < 0.05
    resolved = exact > 200 * images[1].voxel_size ** 2  # fewer faces: the rim is most of a contact
    assert resolved.sum() > 50
    assert error[resolved].max() < 0.2


def test_the_network_sees_the_areas_of_the_contacts():
    # Grain boundaries so bad that a simple cubic array is their sum: sigma = area / (rho d).
    pressed = press(array_of(CUBIC, 1.0, 3), method="isostatic", relative_density=0.8).pressed
    distance = np.linalg.norm(pressed.branches[0])
    area, bad = pressed.contact_areas[0], 1.0
    result = contact_network_conductivity(pressed, 1.0, interface_resistance=bad)
    assert result.value == pytest.approx(area / (bad * distance), rel=1e-4)
