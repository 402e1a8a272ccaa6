import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from ceralyte.model import Structure
from ceralyte.model.structure import BINDER, CERAMIC, PORE
from ceralyte.report.framing import round_length, scale_bar
from ceralyte.report.pictures import render_structure, slice_image
from ceralyte.report.raycast import Camera, cast, nearest_label
from ceralyte.report.style import PHASE_COLOURS


def block(phase, grain=1):
    phase = np.asarray(phase, dtype=np.uint8)
    labels = np.where(phase == CERAMIC, grain, 0).astype(np.int32)
    return Structure(phase, labels, 1e-7, (True, True, True))


def test_block_has_shape_colours_and_a_clear_background(structure):
    picture = render_structure(structure, width=120)
    assert picture.dtype == np.uint8
    assert picture.shape[2] == 4
    assert max(picture.shape) == 120
    assert picture[0, 0, 3] == 0
    assert picture[60, 60, 3] == 255
    assert picture[..., :3][picture[..., 3] == 255].std() > 10


def test_only_pores_leave_nothing_to_see():
    picture = render_structure(block(np.full((8, 8, 8), PORE)), width=40)
    assert not picture[..., 3].any()


def test_faces_of_a_cube_differ_in_brightness():
    picture = render_structure(block(np.full((8, 8, 8), CERAMIC)), width=60).astype(int)
    rows, columns = picture.shape[:2]
    top = picture[rows // 6, columns // 2, :3].sum()
    left = picture[rows * 2 // 3, columns // 4, :3].sum()
    right = picture[rows * 2 // 3, columns * 7 // 8, :3].sum()
    assert top > left > right


def test_rays_see_through_pores_to_the_floor():
    phase = np.full((16, 16, 16), PORE)
    phase[:, :, :4] = CERAMIC
    from_above = Camera.from_angles(np.radians(30), np.radians(89))
    hits = cast(phase != PORE, from_above, np.array([[8.0, 8.0, 40.0]]))
    assert hits.depth == pytest.approx(12.0, abs=0.1)
    assert hits.normal[0] == pytest.approx([0, 0, 1], abs=0.05)


def test_slice_shows_the_middle_plane_upright():
    phase = np.full((8, 8, 8), PORE)
    phase[:, :, 4:] = CERAMIC
    phase[:, 0] = BINDER
    picture = slice_image(block(phase), width=64).astype(int)
    assert picture.shape == (64, 64, 3)
    assert picture[8, 32].sum() > 2 * picture[56, 32].sum()


def test_slice_marks_the_boundary_between_grains():
    grain = np.ones((8, 8, 8), dtype=np.int32)
    grain[4:] = 2
    picture = slice_image(block(np.full((8, 8, 8), CERAMIC), grain), width=64).astype(int).sum(2)
    assert picture[32, 32] < 0.8 * min(picture[32, 8], picture[32, 56])


def test_slice_keeps_the_area_of_thin_features():
    """A film of one voxel, dots of one voxel and a gap of two: shares of pixels as of voxels."""
    phase = np.full((40, 40, 40), CERAMIC)
    phase[:, :, 20] = BINDER
    phase[4:36:8, :, 30] = BINDER
    phase[:, :, 8:10] = PORE
    picture = slice_image(block(phase), width=400) / 255
    for name in ("binder", "pore"):
        share = np.isclose(picture, to_rgb(PHASE_COLOURS[name]), atol=0.01).all(axis=-1).mean()
        voxels = (phase[:, 20] == {"binder": BINDER, "pore": PORE}[name]).mean()
        assert share == pytest.approx(voxels, rel=0.03)


def test_label_of_a_position_is_the_heaviest_around_it():
    labels = np.zeros((2, 2, 2), dtype=np.int64)
    labels[0], labels[1] = 3, 5
    at = np.array([[0.9, 1.0, 1.0], [1.1, 1.0, 1.0]])
    assert nearest_label(labels, at).tolist() == [3, 5]


def test_a_pore_counts_only_where_nothing_else_is_near():
    labels = np.zeros((2, 2, 2), dtype=np.int64)
    labels[1] = 5
    assert nearest_label(labels, np.array([[0.6, 1.0, 1.0]])).tolist() == [5]


@pytest.mark.parametrize(("longest", "length"), [(3.0, 2.0), (2.0, 2.0), (0.7, 0.5), (14, 10)])
def test_scale_bar_has_a_round_length(longest, length):
    assert round_length(longest) == pytest.approx(length)


def test_scale_bar_hides_nothing():
    axes = Figure().add_subplot()
    scale_bar(axes, 12.0, 20.0)
    (bar,), (text,) = axes.patches, axes.texts
    assert (bar.get_width(), text.get_text()) == (2.0, "2 µm")
    assert min(bar.get_y(), text.get_position()[1]) > 20.0
