"""Morphology against closed forms: planes, spheres, laminates, overlapping spheres.

Surfaces cut by lines: Cauchy's mean chord is 4 times the volume over the surface of a phase
(Underwood, Quantitative Stereology, 1970). Boolean model, spheres of radius R whose centres are a
Poisson process of density n: a point is free with probability p = exp(-4/3 pi R^3 n); a point on
a sphere is free with the same p, so that the free surface per volume is 4 pi R^2 n p; a line meets
the spheres whose centres lie in a cylinder of radius R around it, so that chords of the free space
are exponential with the mean 1 / (pi R^2 n) (Torquato, Random Heterogeneous Materials, 2002).
"""

import numpy as np
import pytest

from ceralyte.model import Structure
from ceralyte.structure import (
    chords,
    coarsened,
    grain_contacts,
    interface_areas,
    local_thickness,
    measure_grains,
    roughness,
)

ALL = (True, True, True)


def grid(n):
    """Centres of n^3 voxels of edge 1, (n, n, n, 3)."""
    axis = np.arange(n) + 0.5
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)


def image(phase, periodic=(False, False, False), grain=None):
    phase = np.asarray(phase, np.uint8)
    grain = np.zeros(phase.shape, np.int32) if grain is None else np.asarray(grain, np.int32)
    return Structure(phase, grain, 1.0, periodic)


def ball(diameter, margin=6, shift=(0.21, -0.37, 0.13)):
    n = diameter + 2 * margin
    distance = np.linalg.norm(grid(n) - n / 2 - np.array(shift), axis=-1)
    return distance, distance <= diameter / 2


@pytest.mark.parametrize(
    ("diameter", "tolerance"), [(8, 0.025), (12, 0.012), (20, 0.01), (40, 0.006)]
)
def test_surface_of_a_sphere(diameter, tolerance):
    area = interface_areas(image(ball(diameter)[1]))[0, 1]
    assert area == pytest.approx(np.pi * diameter**2, rel=tolerance)


TILTS = [
    (1, 0, 0),
    (1, 1, 0),
    (1, 1, 1),
    (2, 1, 0),
    (2, 1, 1),
    (3, 1, 0),
    (3, 2, 1),
    (3, 3, 2),
    (4, 1, 0),
]


@pytest.mark.parametrize("tilt", TILTS)
@pytest.mark.parametrize("offset", [0.0, 0.37])
def test_area_of_tilted_planes(tilt, offset):
    n = 64
    laminate = np.floor(2 * ((grid(n) @ np.array(tilt) / n + offset) % 1))
    area = interface_areas(image(laminate, ALL))[0, 1]
    assert area == pytest.approx(2 * n * n * np.linalg.norm(tilt), rel=0.01)
    faces = sum((laminate != np.roll(laminate, 1, axis)).sum() for axis in range(3))
    assert faces == pytest.approx(2 * n * n * sum(tilt), rel=0.05)  # what a count of faces gives


@pytest.mark.parametrize("edge", [2, 4, 8, 12])
def test_area_of_a_cube_along_the_grid(edge):
    cube = (abs(grid(edge + 12) - edge / 2 - 6) < edge / 2).all(axis=-1)
    assert interface_areas(image(cube))[0, 1] == pytest.approx(6 * edge**2, rel=1e-12)


@pytest.mark.parametrize("film", [1, 2, 4])
def test_both_surfaces_of_a_film_on_a_sphere(film):
    distance, core = ball(30)
    phase = np.where(core, 1, np.where(distance <= 15 + film, 2, 0))
    area = interface_areas(image(phase))
    assert area[1, 2] == pytest.approx(np.pi * 30**2, rel=0.01)
    assert area[0, 2] == pytest.approx(np.pi * (30 + 2 * film) ** 2, rel=0.01)
    assert area[0, 1] == pytest.approx(0, abs=1)


def test_contact_area_of_two_pressed_spheres():
    """Spheres of radius 14 whose centres are 22 apart, cut by the plane between them."""
    n, direction = 60, np.array([0.6, 0.64, 0.48])
    centres = [n / 2 + side * 11 * direction for side in (-1, 1)]
    distance = np.stack([np.linalg.norm(grid(n) - c, axis=-1) for c in centres])
    solid = distance.min(axis=0) <= 14
    grain = np.where(solid, distance.argmin(axis=0) + 1, 0)
    contact = np.pi * (14**2 - 11**2)
    structure = image(solid, grain=grain)
    assert grain_contacts(structure).areas == pytest.approx([contact], rel=0.05)
    cap = np.pi * 3 / 6 * (3 * (14**2 - 11**2) + 3**2)
    volume = 4 / 3 * np.pi * 14**3 - cap
    table = measure_grains(structure)
    assert table.diameter == pytest.approx(np.cbrt(6 / np.pi * volume), rel=2e-3)
    assert table.neighbours.tolist() == [1, 1]


def test_local_thickness_of_a_ball_and_of_layers():
    _, solid = ball(30)
    inside = local_thickness(image(solid), 1)[solid]
    assert inside.mean() == pytest.approx(29, abs=0.7)
    assert np.quantile(inside, 0.02) > 26  # nearly every voxel lies in the one ball
    for thickness in range(2, 12):
        column = np.zeros(30)
        column[5 : 5 + thickness] = 1
        layer = image(np.broadcast_to(column, (4, 4, 30)), (True, True, False))
        found = local_thickness(layer, 1)[0, 0, 5 : 5 + thickness]
        assert found == pytest.approx(thickness + thickness % 2)


def _off(solids, diameter):
    """Mean local thickness of solids of one thickness less that thickness, voxels."""
    found = [local_thickness(image(solid), 1)[inside].mean() for solid, inside in solids]
    return np.mean(found) - diameter


@pytest.mark.parametrize("diameter", [4, 8, 15])
def test_balls_anywhere_come_out_a_voxel_too_thin(diameter):
    rng = np.random.default_rng(0)
    places = np.indices((diameter + 6,) * 3) + 0.5
    middles = diameter / 2 + 3 + rng.random((12, 3, 1, 1, 1)) - 0.5
    balls = [((places - middle) ** 2).sum(axis=0) <= diameter**2 / 4 for middle in middles]
    assert -1.25 < _off([(ball, ball) for ball in balls], diameter) < -0.65


@pytest.mark.parametrize("thickness", [4, 8])
def test_tilted_layers_come_out_half_a_voxel_too_thick(thickness):
    rng = np.random.default_rng(0)
    normals, middle = rng.normal(size=(6, 3)), np.zeros((32, 32, 32), bool)
    middle[8:-8, 8:-8, 8:-8] = True
    places = np.indices((32,) * 3) - 15.6
    heights = [np.tensordot(n / np.linalg.norm(n), places, 1) for n in normals]
    layers = [np.abs(height) < thickness / 2 for height in heights]
    assert 0.2 < _off([(layer, layer & middle) for layer in layers], thickness) < 0.8


def test_periodic_sides_do_not_end_a_ball():
    shifted = np.roll(ball(20)[1], 16, axis=(0, 1, 2))
    found = local_thickness(image(shifted, ALL), 1)[shifted]
    assert found.mean() == pytest.approx(19, abs=0.7)


def fcc(side, overlap):
    """Voxels of an fcc cell of spheres whose diameter exceeds their distance."""
    centres = side * np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]) / 2
    radius = side * 2**0.5 / 4 * (1 + overlap)
    gap = np.abs(grid(side)[None] - centres[:, None, None, None])
    distance = np.linalg.norm(np.minimum(gap, side - gap), axis=-1).min(axis=0)
    return distance <= radius, radius


@pytest.mark.parametrize("overlap", [0.01, 0.05, 0.1])
def test_surface_of_overlapping_fcc_spheres(overlap):
    """Cusps and necks are uncertain; see the validity of `interface_areas`."""
    for side in (48, 96):
        solid, radius = fcc(side, overlap)
        cap = 2 * np.pi * radius * (radius - side * 2**0.5 / 4)
        exact = 4 * (4 * np.pi * radius**2 - 12 * cap)
        assert interface_areas(image(solid, ALL))[0, 1] == pytest.approx(exact, rel=0.065)


def boolean_model(n, radius, count, rng):
    """Periodic box with overlapping spheres; also the area of the free surface, by sampling."""
    centres = rng.uniform(0, 1, (count, 3)) * n
    free = np.ones((n, n, n), bool)
    reach = int(radius) + 1
    offsets = np.stack(np.meshgrid(*[np.arange(-reach, reach + 1)] * 3, indexing="ij"), -1)
    for c in centres:
        cell = np.floor(c).astype(int) + offsets.reshape(-1, 3)
        near = ((cell + 0.5 - c) ** 2).sum(axis=1) <= radius**2
        free[tuple((cell[near] % n).T)] = False
    points = rng.normal(size=(count, 200, 3))
    points *= radius / np.linalg.norm(points, axis=-1, keepdims=True)
    points += centres[:, None]
    open_ = 0
    for i in range(count):
        gap = np.abs(points[i][:, None] - np.delete(centres, i, axis=0)) % n
        gap = np.minimum(gap, n - gap)
        open_ += ((gap**2).sum(axis=-1) > radius**2).all(axis=1).sum()
    return free, 4 * np.pi * radius**2 * open_ / 200


@pytest.fixture(scope="module")
def overlapping():
    n, radius, count = 128, 12.0, 230
    free, area = boolean_model(n, radius, count, np.random.default_rng(11))
    return n, radius, count / n**3, image(~free, ALL), area


def test_surface_of_overlapping_spheres(overlapping):
    n, radius, density, structure, area = overlapping
    found = interface_areas(structure)[0, 1]
    # This very sample; gaps between spheres that are narrower than a voxel are not seen.
    assert found == pytest.approx(area, rel=0.05)
    free = np.exp(-4 / 3 * np.pi * radius**3 * density)
    assert structure.volume_fractions["pore"] == pytest.approx(free, rel=0.06)
    assert found / n**3 == pytest.approx(4 * np.pi * radius**2 * density * free, rel=0.06)


def test_chords_of_overlapping_spheres(overlapping):
    _, radius, density, structure, area = overlapping
    by_axis = [chords(structure, axis) for axis in range(3)]
    free = np.mean([found[0].mean for found in by_axis])
    # Lines along a grid see every surface with its projection, which no staircase changes;
    # of chords shorter than a voxel they see some.
    assert free == pytest.approx(4 * (structure.phase == 0).sum() / area, rel=0.03)
    assert free == pytest.approx(1 / (np.pi * radius**2 * density), rel=0.05)
    solid = np.mean([found[1].mean for found in by_axis])
    assert solid == pytest.approx(4 * (structure.phase == 1).sum() / area, rel=0.03)


def test_free_chords_of_overlapping_spheres_are_exponential(overlapping):
    _, radius, density, structure, _ = overlapping
    counts = sum(chords(structure, axis)[0].counts for axis in range(3))
    beyond = counts[::-1].cumsum()[::-1] / counts.sum()
    lengths = np.arange(len(counts))
    for length in (10, 20, 40):
        # A chord of `length` voxels is longer than length - 1/2.
        expected = np.exp(-np.pi * radius**2 * density * (lengths[length] - 0.5))
        assert beyond[length] == pytest.approx(expected, rel=0.15)


def test_roughness_of_a_wave():
    """A cosine of amplitude a has Ra = 2 a / pi and Rq = a / sqrt(2)."""
    n, amplitude = 64, 6.0
    height = 20 + amplitude * np.cos(2 * np.pi * (np.arange(n) + 0.5) / n)
    solid = np.arange(40)[None, None, :] + 0.5 < height[:, None, None]
    structure = image(np.broadcast_to(solid, (n, 8, 40)), (True, True, False))
    found = roughness(structure, "top")
    assert found.mean == pytest.approx(2 * amplitude / np.pi, rel=0.03)
    assert found.rms == pytest.approx(amplitude / 2**0.5, rel=0.03)
    assert roughness(structure, "bottom").rms == 0


def test_coarser_voxels_keep_shares_and_surface():
    _, solid = ball(40)
    fine = image(solid)
    coarse = coarsened(fine)
    assert coarse.volume_fractions["ceramic"] == pytest.approx(
        fine.volume_fractions["ceramic"], rel=0.01
    )
    assert interface_areas(coarse)[0, 1] == pytest.approx(interface_areas(fine)[0, 1], rel=0.01)
