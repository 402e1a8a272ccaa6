"""Supports: their porosity is met, they are periodic, and impossible ones are refused."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.model import Structure
from ceralyte.structure import design_support, support_coverage, weave_support
from ceralyte.structure.supports.cells import gyroid, octet, woven
from ceralyte.structure.supports.measure import porosity_of
from ceralyte.structure.supports.regular import LATTICES

UM = 1e-6
PLANS = [
    ("nonwoven", {"porosity": 0.7, "fibre_diameter": 3 * UM}),
    ("nanowires", {"porosity": 0.8, "fibre_diameter": 1.5 * UM}),
    ("woven", {"porosity": 0.7, "fibre_diameter": 10 * UM}),
    ("octet", {"porosity": 0.7, "fibre_diameter": 2 * UM}),
    ("gyroid", {"porosity": 0.7, "fibre_diameter": 2 * UM}),
    ("gyroid", {"porosity": 0.9, "pitch": 9 * UM}),
]


@pytest.mark.parametrize(("kind", "numbers"), PLANS)
def test_porosity_is_met_and_nothing_leaves_the_thickness(kind, numbers):
    thickness = 20 * UM
    web = weave_support(design_support(kind, thickness, **numbers), 24 * UM)
    box = np.array([web.side, web.side, thickness])
    assert porosity_of(web.capsules, box) == pytest.approx(numbers["porosity"], abs=0.01)
    assert web.porosity == pytest.approx(numbers["porosity"], abs=0.01)
    radii = web.capsules.diameters / 2
    for ends in (web.capsules.starts, web.capsules.ends):
        # Random fibres keep to the thickness before their diameter is adjusted, by a few %.
        assert (ends[:, 2] - radii).min() > -0.02 * thickness
        assert (ends[:, 2] + radii).max() < 1.02 * thickness
    if "fibre_diameter" in numbers:
        assert web.fibre_diameter == pytest.approx(numbers["fibre_diameter"], rel=0.06)


@pytest.mark.parametrize("porosity", [1.2, 1.0, 0.0, -0.1, float("nan")])
def test_a_porosity_that_no_web_has(porosity):
    with pytest.raises(InputError, match=r"support.porosity: got .*between 0 and 100 %"):
        design_support("nonwoven", 25 * UM, porosity=porosity, fibre_diameter=4 * UM)


def test_the_porosity_of_a_plain_weave_by_hand():
    # Four yarns of length about 2 pitches in a cell of (2 pitches)^2 and two diameters.
    plan = design_support("woven", 2 * UM, fibre_diameter=1 * UM, pitch=10 * UM)
    x = np.linspace(0, 20, 20001)
    arc = np.sum(np.hypot(np.diff(x), np.diff(0.5 * np.cos(np.pi * x / 10))))
    assert 1 - plan.porosity == pytest.approx(4 * np.pi / 4 * arc / (20**2 * 2), rel=0.03)


def test_yarns_of_a_weave_go_over_and_under_and_touch():
    starts, ends = woven(1)
    along_x = np.isclose(starts[:, 1], ends[:, 1])
    assert along_x.sum() == len(starts) / 2
    for x in (0.0, 0.5):
        for y in (0.0, 0.5):
            here = np.isclose(starts[:, 0], x) & np.isclose(starts[:, 1], y)
            # At each crossing one yarn is at the top and the other at the bottom, in turn.
            assert starts[here & along_x, 2] == pytest.approx(float(x == y))
            assert starts[here & ~along_x, 2] == pytest.approx(float(x != y))


def test_octet_struts_are_nearest_neighbours_of_a_cubic_lattice():
    starts, ends = octet(2)
    lengths = np.linalg.norm((ends - starts) * [1, 1, 2], axis=1)
    assert np.allclose(lengths, np.sqrt(0.5))
    # 24 struts per cell inside, and half of a layer of in-plane ones more at the last face.
    assert len(starts) == 2 * 24 + 4


def test_three_struts_meet_at_each_vertex_of_the_gyroid():
    starts, ends = gyroid(3)
    scale = np.array([1, 1, 3.0])
    inside = np.concatenate([starts * scale, ends * scale])
    inside = inside[(inside[:, 2] > 0.9) & (inside[:, 2] < 2.1)]
    whole = np.round(np.column_stack([inside[:, :2] % 1, inside[:, 2]]), 6)
    whole[:, :2] %= 1
    _, degree = np.unique(whole, axis=0, return_counts=True)
    assert (degree == 3).all()
    lengths = np.linalg.norm((ends - starts) * scale, axis=1)
    assert lengths.max() == pytest.approx(np.sqrt(2) / 4)


def test_nonwoven_lies_in_the_plane_and_nanowires_do_not():
    rises = {}
    for kind in ("nonwoven", "nanowires"):
        plan = design_support(kind, 20 * UM, porosity=0.8, fibre_diameter=2 * UM)
        web = weave_support(plan, 20 * UM, seed=3)
        rises[kind] = np.abs(web.capsules.ends[:, 2] - web.capsules.starts[:, 2]).max()
    assert rises["nonwoven"] == 0
    assert rises["nanowires"] > 10 * UM


@pytest.mark.parametrize("kind", ["nonwoven", "nanowires"])
def test_the_outermost_of_few_fibres_touch_both_faces(kind):
    plan = design_support(kind, 20 * UM, porosity=0.8, fibre_diameter=3 * UM)
    fibres = weave_support(plan, 15 * UM, seed=5).capsules
    heights = np.concatenate([fibres.starts[:, 2], fibres.ends[:, 2]])
    assert heights.min() == pytest.approx(1.5 * UM)
    assert heights.max() == pytest.approx(18.5 * UM)


def test_same_seed_same_web():
    plan = design_support("nonwoven", 20 * UM, porosity=0.8, fibre_diameter=2 * UM)
    assert weave_support(plan, 20 * UM, seed=3) == weave_support(plan, 20 * UM, seed=3)
    assert weave_support(plan, 20 * UM, seed=3) != weave_support(plan, 20 * UM, seed=4)


def test_a_mesh_is_tiled_in_whole_cells():
    plan = design_support("woven", 10 * UM, fibre_diameter=5 * UM, pitch=12 * UM)
    web = weave_support(plan, 50 * UM)
    assert plan.period == pytest.approx(24 * UM)
    assert web.side == pytest.approx(72 * UM)
    assert len(web.capsules) == 9 * len(woven(1)[0])


@pytest.mark.parametrize("kind", ["gyroid", "octet"])
def test_a_cell_may_be_as_high_as_the_support(kind):
    plan = design_support(kind, 15 * UM, porosity=0.85, pitch=15 * UM)
    assert 0.5 * UM < plan.fibre_diameter < 5 * UM


@pytest.mark.parametrize(
    ("kind", "thickness", "numbers", "message"),
    [
        ("felt", 20, {}, "unknown name 'felt'"),
        ("nonwoven", 20, {"porosity": 0.7}, "needs porosity and fibre_diameter"),
        ("nonwoven", 20, {"porosity": 0.7, "fibre_diameter": 3, "pitch": 9}, "no pitch"),
        (
            "nonwoven",
            20,
            {"porosity": 0.8, "fibre_diameter": 25},
            "25 um is more than the support's 20 um",
        ),
        ("woven", 20, {"pitch": 30}, "lacks porosity and fibre_diameter"),
        ("woven", 30, {"pitch": 40, "fibre_diameter": 10}, "30 um is more than two yarns"),
        ("woven", 20, {"porosity": 0.1, "fibre_diameter": 10}, "10 % cannot be reached"),
        (
            "woven",
            20,
            {"porosity": 0.5, "fibre_diameter": 10, "pitch": 40},
            "50 % is not what fibres of 10 um at a pitch of 40 um leave",
        ),
        (
            "octet",
            20,
            {"pitch": 50, "fibre_diameter": 2},
            r"50 um is too large for a support .* of 2 um\. Allowed: up to 36 um",
        ),
        ("gyroid", 20, {"pitch": 10, "fibre_diameter": 12}, "12 um is no less than"),
        (
            "octet",
            29,
            {"porosity": 0.7, "fibre_diameter": 0.1},
            r"0\.1 um makes cells of 0\.\d+ um, of which 12 layers do not fill .* 29 um",
        ),
    ],
)
def test_geometries_that_do_not_exist(kind, thickness, numbers, message):
    metres = {k: v if k == "porosity" else v * UM for k, v in numbers.items()}
    with pytest.raises((InputError, UnknownNameError), match=message):
        design_support(kind, thickness * UM, **metres)


@pytest.mark.parametrize(
    ("side", "diameter", "message"),
    [
        (20, 15, "one fibre of 15 um is already more than 20.0 vol%"),
        (400, 0.2, "fibres to fill the web"),
    ],
)
def test_random_fibres_of_impossible_diameter(side, diameter, message):
    plan = design_support("nonwoven", 20 * UM, porosity=0.8, fibre_diameter=diameter * UM)
    with pytest.raises(InputError, match=message):
        weave_support(plan, side * UM)


def test_a_porosity_at_which_the_count_jumps_is_met_beside_it_or_refused(monkeypatch):
    # Layers of this octet fall in with the points of the count where 70 % would be.
    plan = design_support("octet", 25e-6, porosity=0.7, pitch=6e-6)
    assert plan.porosity == pytest.approx(0.7, abs=0.01)

    def jumping(capsules, _box):
        return 0.8 if capsules.diameters[0] < 1e-6 else 0.6

    monkeypatch.setattr("ceralyte.structure.supports.regular.porosity_of", jumping)
    message = (
        r"70 % is jumped over at fibres of 1 um and a pitch of 6 um.* 80 % or 60 %, or another"
    )
    with pytest.raises(InputError, match=message):
        design_support("octet", 25e-6, porosity=0.7, pitch=6e-6)


def test_coverage_counts_columns_layers_and_volumes():
    phase = np.zeros((4, 4, 4), np.uint8)
    phase[:, :, 1:] = 1
    phase[0, :, 1] = 3  # one row of one layer
    phase[0, 0, 2] = 3
    image = Structure(phase, (phase == 1).astype(np.int32), 1e-6, (True, True, False))
    left = support_coverage(image)
    assert left.open_area == pytest.approx(12 / 16)
    assert left.narrowest == pytest.approx(12 / 16)
    assert left.beside == pytest.approx(59 / 64)
    # Layers 1 and 2 hold the support: 32 voxels, 5 of it. Of layers 0 and 3 one is ceramic.
    assert left.ceramic_between == pytest.approx(1.0)
    assert left.ceramic_outside == pytest.approx(16 / 32)
    full = Structure(phase[:, :, 1:3], image.grain[:, :, 1:3], 1e-6, (True, True, False))
    assert support_coverage(full).ceramic_outside is None
    with pytest.raises(InputError, match="has no voxel of a support"):
        support_coverage(Structure(phase[:, :, 3:], image.grain[:, :, 3:], 1e-6, image.periodic))


def test_every_lattice_is_described():
    assert set(LATTICES) == {"woven", "octet", "gyroid"}
