"""A membrane on a rough electrode."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Packing, PressedPacking
from ceralyte.model.structure import CERAMIC, SUBSTRATE
from ceralyte.structure import require_low_face, rough_surface, settle, voxelise

UM = 1e-6


def slab():
    """200 spheres at random between walls 10 um apart, as if pressed to 70 %."""
    rng = np.random.default_rng(1)
    packing = Packing(
        centres=rng.uniform(0, 1, (200, 3)) * np.array([20, 20, 10]) * UM,
        diameters=np.full(200, 3.0) * UM,
        box=np.array([20, 20, 10]) * UM,
        periodic=(True, True, False),
        contacts=np.empty((0, 2), np.int64),
        rattlers=np.zeros(200, bool),
        overlap_relative_max=0.0,
        seed=1,
    )
    return PressedPacking(packing, 1.0, 0.7, np.empty((0, 2), np.int64), np.empty(0), 0.0)


def test_heights_have_the_roughness_and_the_correlation_asked_for():
    surface = rough_surface(200 * UM, 1 * UM, 10 * UM, seed=3)
    heights = surface.heights - surface.mean
    assert heights.std() == pytest.approx(1 * UM)
    assert surface.heights.min() == 0
    step = 200 * UM / len(heights)
    shift = round(10 * UM / step)
    along = np.mean(heights * np.roll(heights, shift, axis=0)) / np.var(heights)
    assert along == pytest.approx(np.exp(-((shift * step / (10 * UM)) ** 2)), abs=0.1)


def test_heights_are_periodic_and_linear_between_points():
    surface = rough_surface(20 * UM, 0.5 * UM, 3 * UM, seed=2)
    x = np.array([0.3, 7.7, 19.9]) * UM
    assert surface.at(x + 20 * UM, x) == pytest.approx(surface.at(x, x), rel=1e-9)
    centre = 0.5 * 20 * UM / len(surface.heights)
    assert surface.at(np.array([centre]), np.array([centre]))[0] == pytest.approx(
        surface.heights[0, 0]
    )


def test_the_lower_face_of_the_image_follows_the_surface():
    surface = rough_surface(20 * UM, 0.4 * UM, 4 * UM, seed=1)
    pressed = settle(slab(), surface)
    assert pressed.particles.box[2] == pytest.approx(10 * UM + surface.mean)
    structure = voxelise(pressed, 20 * UM / 80, floor=surface)
    below = structure.phase == SUBSTRATE
    columns = below.sum(axis=2) * structure.voxel_size
    place = (np.arange(80) + 0.5) * 20 * UM / 80
    height = surface.at(*np.meshgrid(place, place, indexing="ij"))
    assert np.abs(columns - height).max() < 0.55 * structure.voxel_size
    shares = structure.volume_fractions
    # Ceramic fills its share of the space above the electrode.
    assert shares["ceramic"] == pytest.approx(0.7 * (1 - shares["substrate"]), abs=1e-5)
    assert ((structure.grain > 0) == (structure.phase == CERAMIC)).all()


def test_grains_are_lifted_by_the_height_below_them_and_stay_inside():
    surface = rough_surface(20 * UM, 0.4 * UM, 4 * UM, seed=1)
    before, after = slab().particles, settle(slab(), surface).particles
    height = surface.at(before.centres[:, 0], before.centres[:, 1])
    low = before.centres[:, 2] < 0.5 * UM
    rise = after.centres[:, 2] - before.centres[:, 2]
    assert rise[low] == pytest.approx(height[low], abs=0.1 * UM)
    assert after.centres[:, 2].max() <= after.box[2]


@pytest.mark.parametrize("correlation", [0.1, 8])
def test_a_correlation_that_the_piece_cannot_show(correlation):
    with pytest.raises(InputError, match=rf"got {correlation} um for a piece of 20 um"):
        rough_surface(20 * UM, 0.4 * UM, correlation * UM)


def test_peaks_of_half_the_thickness_are_refused():
    with pytest.raises(InputError, match="the membrane is 10 um thick"):
        settle(slab(), rough_surface(20 * UM, 2 * UM, 4 * UM))


def test_a_face_that_is_sure_to_rise_too_high_is_refused_before_it_is_drawn():
    require_low_face(7 * UM, 30 * UM)
    with pytest.raises(InputError, match=r"roughness: 8 um root mean square under .* 30 um"):
        require_low_face(8 * UM, 30 * UM)
