"""Arrays of labels, grey values, and grains."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model.structure import BINDER, CERAMIC
from ceralyte.structure import from_labels, split_grains
from ceralyte.structure.images.thresholds import classes_of, histogram_with_thresholds

UM = 1e-6


def test_labels_become_phases_and_several_may_share_one():
    array = np.array([5, 9, 100000, 5]).reshape(1, 2, 2)
    structure = from_labels(array, UM, names={5: "pore", 9: "binder", 100000: "binder"})
    assert structure.volume_fractions == pytest.approx(
        {"pore": 0.5, "ceramic": 0, "binder": 0.5, "support": 0, "substrate": 0.0}
    )


def test_labels_far_apart_need_no_table_of_their_range():
    array = np.array([-5, 2**40, 2**40, -5]).reshape(1, 2, 2)
    structure = from_labels(array, UM, names={-5: "pore", 2**40: "ceramic"})
    assert structure.phase.ravel().tolist() == [0, 1, 1, 0]


def test_grains_stay_in_the_ceramic():
    array = np.array([1, 1, 2, 0]).reshape(2, 2, 1)
    structure = from_labels(
        array,
        UM,
        names={0: "pore", 1: "ceramic", 2: "binder"},
        grains=np.array([3, 4, 5, 6]).reshape(2, 2, 1),
        periodic=(True, True, False),
    )
    assert structure.grain.ravel().tolist() == [3, 4, 0, 0]
    assert structure.grain.dtype == np.int32
    assert structure.periodic == (True, True, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"array": np.ones((2, 2))}, r"array: its shape is \(2, 2\)"),
        ({"names": {}}, "labels: none given"),
        ({"names": {"1": "ceramic"}}, "label '1'"),
        ({"grains": np.ones((2, 2, 3), int)}, r"grains: shape \(2, 2, 3\)"),
        ({"grains": -np.ones((2, 2, 2), int)}, "grains: int64 from -1"),
        ({"grains": np.ones((2, 2, 2))}, "grains: float64"),
    ],
)
def test_arrays_that_make_no_structure(changes, message):
    right = {"array": np.ones((2, 2, 2), int), "voxel_size": UM, "names": {1: "ceramic"}}
    with pytest.raises(InputError, match=message):
        from_labels(**(right | changes))


@pytest.fixture
def grey():
    """Three bell curves of grey values at 50, 120 and 200, one third of the voxels each."""
    rng = np.random.default_rng(2)
    levels = np.repeat([50, 120, 200], 9000).reshape(30, 30, 30)
    return np.clip(rng.normal(levels, 8), 0, 255).astype(np.uint8), levels


def test_multi_otsu_finds_the_valleys(grey):
    image, levels = grey
    found = histogram_with_thresholds(image, "multi-otsu", 3)
    assert 70 < found.thresholds[0] < 95 < 145 < found.thresholds[1] < 175
    assert found.counts.sum() == image.size
    classes = classes_of(image, found.thresholds)
    assert np.mean(classes == np.searchsorted([50, 120, 200], levels)) > 0.999


def test_otsu_of_two_values_and_of_floats(grey):
    two = np.where(grey[0] > 100, 7, 3)
    found = histogram_with_thresholds(two, "otsu", 2)
    assert 3 < found.thresholds[0] <= 7
    assert np.array_equal(classes_of(two, found.thresholds), two == 7)
    single = histogram_with_thresholds(grey[0] / 1000, "multi-otsu", 3)
    assert single.thresholds == pytest.approx((0.0795, 0.1525), abs=0.001)


def test_a_value_at_the_threshold_is_of_the_brighter_class():
    image = np.array([89, 90, 91]).reshape(3, 1, 1)
    found = histogram_with_thresholds(image, 90, 2)
    assert classes_of(image, found.thresholds).ravel().tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("thresholds", "classes", "message"),
    [
        ("otsu", 3, "'otsu' makes 2 classes, labels names 3"),
        ("multi-otsu", 6, "6 classes for 'multi-otsu'"),
        ("otso", 2, "got 'otso'"),
        ((90, 100), 2, "2 thresholds make 3 classes, labels names 2"),
        ((120, 90), 3, "ascending"),
        (300, 2, "300 is outside the grey values"),
    ],
)
def test_thresholds_that_do_not_fit(grey, thresholds, classes, message):
    with pytest.raises(InputError, match=message):
        histogram_with_thresholds(grey[0], thresholds, classes)


def test_images_without_contrast():
    with pytest.raises(InputError, match="every voxel has the grey value 4"):
        histogram_with_thresholds(np.full((2, 2, 2), 4), "otsu", 2)
    with pytest.raises(InputError, match="3 classes of 2 grey values"):
        histogram_with_thresholds(np.array([1, 2] * 4).reshape(2, 2, 2), "multi-otsu", 3)


def two_balls(distance, radii=(10, 10)):
    """Two balls, their centres `distance` voxels apart along x."""
    centres = np.array([20.0, 20 + distance])
    x, y, z = np.meshgrid(np.arange(60), np.arange(30), np.arange(30), indexing="ij")
    mask = np.zeros(x.shape, bool)
    for c, r in zip(centres, radii, strict=True):
        mask |= (x - c) ** 2 + (y - 15) ** 2 + (z - 15) ** 2 <= r * r
    return mask


@pytest.mark.parametrize(
    ("distance", "neck", "grains"), [(22, 0.8, 2), (18, 0.8, 2), (8, 0.8, 1), (18, 0.3, 1)]
)
def test_grains_are_split_at_waists(distance, neck, grains):
    structure = from_labels(two_balls(distance).astype(int), UM, {0: "pore", 1: "ceramic"})
    split = split_grains(structure, neck=neck)
    assert split.grain.max() == grains
    assert np.array_equal(split.grain > 0, split.phase == CERAMIC)
    if grains == 2:
        # The boundary lies half way.
        sizes = np.bincount(split.grain.ravel())[1:]
        assert sizes.min() > 0.97 * sizes.max()


def test_a_ball_with_a_rough_surface_is_one_grain():
    rng = np.random.default_rng(0)
    mask = two_balls(0)
    mask &= rng.random(mask.shape) > 0.02
    assert (
        split_grains(from_labels(mask.astype(int), UM, {0: "pore", 1: "ceramic"})).grain.max() <= 3
    )


def test_splitting_needs_ceramic_and_a_sensible_neck():
    structure = from_labels(np.full((4, 4, 4), 2), UM, {2: "binder"})
    assert (structure.phase == BINDER).all()
    with pytest.raises(InputError, match="holds no ceramic"):
        split_grains(structure)
    with pytest.raises(InputError, match="neck: got 1"):
        split_grains(structure, neck=1)
