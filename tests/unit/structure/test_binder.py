"""Binder goes where its mechanism puts it, on shapes that can be worked out by hand."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.model import Packing, PressedPacking
from ceralyte.model.structure import BINDER, CERAMIC, PORE
from ceralyte.numerics.gaps import two_nearest_gaps
from ceralyte.structure import BinderPlacement, require_film, voxelise

UM = 1e-6
OFF = (0.013, 0.027, 0.019)  # off the grid: voxels of symmetric spheres are equally far away


def spheres(centres, diameters, side):
    """Spheres in a periodic cube, as they are: their share of it is that of the ceramic."""
    diameters = np.asarray(diameters, float) * UM
    packing = Packing(
        centres=np.asarray(centres, float) * UM,
        diameters=diameters,
        box=np.full(3, side * UM),
        periodic=(True, True, True),
        contacts=np.empty((0, 2), np.int64),
        rattlers=np.zeros(len(diameters), bool),
        overlap_relative_max=0.0,
        seed=5,
    )
    share = float(np.pi / 6 * np.sum(diameters**3) / (side * UM) ** 3)
    return PressedPacking(packing, 1.0, share, np.empty((0, 2), np.int64), np.empty(0), 0.0)


def places(structure, phase):
    """Centres (m) of the voxels of a phase."""
    return (np.argwhere(structure.phase == phase) + 0.5) * structure.voxel_size


def powder(seed=0):
    """120 loose spheres that do not touch, a third of the box."""
    rng = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(*[np.arange(5)] * 3, indexing="ij"), -1).reshape(-1, 3)
    chosen = grid[rng.permutation(len(grid))[:120]]
    return spheres(2.0 * chosen + 1.0 + rng.uniform(-0.1, 0.1, (120, 3)), np.full(120, 1.7), 10.0)


@pytest.mark.parametrize("voxels", [64, 96])
def test_a_coating_on_one_sphere_is_a_shell_of_the_thickness_of_its_volume(voxels):
    one = spheres([[5, 5, 5]], [5.0], 10.0)
    thickness = 0.8
    fraction = np.pi / 6 * ((5 + 2 * thickness) ** 3 - 5**3) / 10**3
    structure = voxelise(
        one, 10 * UM / voxels, binder_fraction=fraction, binder_placement="coating"
    )
    radii = np.linalg.norm(places(structure, BINDER) - 5 * UM, axis=1)
    half = 10 * UM / voxels / 2
    assert radii.max() == pytest.approx((2.5 + thickness) * UM, abs=half)
    assert radii.min() == pytest.approx(2.5 * UM, abs=half)


def test_necks_lie_at_the_contact_of_two_spheres():
    pair = spheres(np.add([[3, 5, 5], [7, 5, 5]], OFF), [4.0, 4.0], 10.0)
    # A bridge that ends where the gap is 0.2 um wide: 2 r (1 - sqrt(1 - (b/r)^2)) = 0.2 um.
    radius = np.sqrt(2**2 - 1.9**2)
    volume = np.pi * radius**2 * 0.2 / 2  # a cylinder less its two caps, to first order
    structure = voxelise(
        pair, 10 * UM / 160, binder_fraction=volume / 10**3, binder_placement="necks"
    )
    binder = places(structure, BINDER) / UM
    assert np.abs(binder[:, 0] - 5).max() < 0.2
    from_axis = np.hypot(binder[:, 1] - 5, binder[:, 2] - 5)
    assert from_axis.max() == pytest.approx(radius, rel=0.1)


def test_necks_bridge_gaps_without_contact_and_narrow_ones_first():
    centres = np.add([[2, 5, 5], [5, 5, 5], [8.2, 5, 5]], OFF)
    near = spheres(centres, [2.8, 2.8, 2.8], 10.4)
    structure = voxelise(near, 10.4 * UM / 104, binder_fraction=1e-4, binder_placement="necks")
    along = places(structure, BINDER)[:, 0] / UM
    assert np.abs(along - 3.5).max() < 0.3  # the gap of 0.2 um, none in those of 0.4 um


def test_segregated_domains_are_few_and_lie_in_large_pores():
    pressed = powder()
    args = {"binder_fraction": 0.02, "binder_size": 1.6 * UM}
    structure = voxelise(pressed, 10 * UM / 60, binder_placement="segregated", **args)
    packing = pressed.particles
    pores = structure.phase != CERAMIC
    gap, _ = two_nearest_gaps(
        packing.centres, packing.diameters / 2, packing.box, packing.periodic, pores, 5 * UM
    )
    binder = structure.phase == BINDER
    assert gap[binder].mean() > 1.5 * gap[structure.phase == PORE].mean()
    # A domain of 1.6 um holds at most 2.1 um3 and there are 20 um3 of binder.
    from scipy.ndimage import label

    assert 8 <= label(binder)[1] <= 40


def test_bubbles_of_a_matrix_lie_in_large_pores():
    pressed = powder()
    porosity = 1 - pressed.relative_density
    structure = voxelise(
        pressed,
        10 * UM / 60,
        binder_fraction=porosity - 0.02,
        binder_placement="matrix",
        binder_size=1.6 * UM,
    )
    left = structure.phase == PORE
    assert left.mean() == pytest.approx(0.02, abs=1e-4)
    domains = voxelise(
        pressed,
        10 * UM / 60,
        binder_fraction=0.02,
        binder_placement="segregated",
        binder_size=1.6 * UM,
    )
    assert np.array_equal(left, domains.phase == BINDER)


def test_a_full_matrix_leaves_no_pore():
    pressed = powder()
    structure = voxelise(
        pressed,
        10 * UM / 40,
        binder_fraction=1 - pressed.relative_density,
        binder_placement="matrix",
    )
    assert structure.volume_fractions["pore"] == 0


def test_fibrils_run_from_grain_to_grain_in_their_thickness():
    pressed = powder()
    structure = voxelise(
        pressed,
        10 * UM / 100,
        binder_fraction=0.004,
        binder_placement="fibrils",
        binder_size=0.3 * UM,
    )
    from scipy.ndimage import binary_dilation, distance_transform_edt, label

    binder = structure.phase == BINDER
    # Nowhere thicker than three voxels of 0.1 um, but for crossings.
    assert np.quantile(distance_transform_edt(binder), 0.99) <= 2.5
    parts, count = label(binder, np.ones((3, 3, 3)))
    touches = binary_dilation(structure.phase == CERAMIC)
    ends = [touches[parts == k].any() for k in range(1, count + 1)]
    assert count > 5
    assert np.mean(ends) > 0.8


def test_a_stated_film_takes_its_share_and_the_rest_goes_to_necks():
    pressed = powder()
    half = voxelise(
        pressed,
        10 * UM / 60,
        binder_fraction=0.06,
        binder_placement="coating",
        film_share=0.5,
    )
    film = voxelise(pressed, 10 * UM / 60, binder_fraction=0.03, binder_placement="coating")
    assert half.volume_fractions["binder"] == pytest.approx(0.06, abs=1e-5)
    assert (half.phase[film.phase == BINDER] == BINDER).all()
    even = voxelise(pressed, 10 * UM / 60, binder_fraction=0.06, binder_placement="coating")
    assert not np.array_equal(half.phase, even.phase)


@pytest.mark.parametrize("placement", get_args(BinderPlacement))
def test_same_seed_same_image_and_another_seed_other_fibrils(placement):
    pressed = powder()
    args = {"binder_fraction": 0.01, "binder_placement": placement}
    first = voxelise(pressed, 10 * UM / 40, **args)
    assert np.array_equal(first.phase, voxelise(pressed, 10 * UM / 40, **args).phase)
    other = replace(pressed, particles=replace(pressed.particles, seed=6))
    moved = not np.array_equal(first.phase, voxelise(other, 10 * UM / 40, **args).phase)
    assert moved == (placement == "fibrils")


def test_an_unknown_placement_names_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown name 'coat'.*coating"):
        voxelise(powder(), 10 * UM / 40, binder_fraction=0.01, binder_placement="coat")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"binder_placement": "segregated", "binder_size": 1.0}, r"binder_size: got 1e\+06 um"),
        ({"binder_placement": "fibrils", "binder_size": -UM}, r"binder_size: got -1 um"),
        ({"binder_placement": "coating", "film_share": 1.1}, r"film_share: got 1\.1"),
    ],
)
def test_sizes_and_shares_that_are_none_are_refused(given, refusal):
    with pytest.raises(InputError, match=refusal):
        voxelise(powder(), 10 * UM / 20, binder_fraction=0.01, **given)


def test_a_lone_grain_between_walls_has_no_necks():
    one = spheres([[5, 5, 5]], [5.0], 10.0)
    lone = replace(one, particles=replace(one.particles, periodic=(False, False, False)))
    with pytest.raises(InputError, match="found no place for the binder"):
        voxelise(lone, 10 * UM / 20, binder_fraction=0.01, binder_placement="necks")


def test_the_share_of_a_stated_film():
    assert require_film(50e-9, 280e-9) == pytest.approx(50 / 280)
    with pytest.raises(InputError, match=r"0\.3 um takes more binder than there is.*0\.28 um"):
        require_film(300e-9, 280e-9)
