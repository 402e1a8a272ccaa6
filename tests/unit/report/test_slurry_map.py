"""Maps of solvents: what stands where, and which solvents the binder's sphere holds."""

from typing import get_args

import pytest
from matplotlib.figure import Figure

from ceralyte.materials import load_catalogue
from ceralyte.report import outcome_signs, slurry, slurry_map
from ceralyte.slurry import assess, describe_solvents, screen, sphere_of
from ceralyte.slurry.evidence import Fate


@pytest.fixture(scope="module")
def drawn() -> tuple[dict[str, Figure], tuple]:
    """Both figures on one ceramic and binder, and the verdicts that they show."""
    catalogue = load_catalogue()
    verdicts = screen("Li6PS5Cl", binder="PVDF")
    figures: dict[str, Figure] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slurry_map, "save_figure", lambda f, _, name: figures.update({name: f}) or [])
        patch.setattr(slurry_map, "_csv", lambda *_: None)
        sphere = sphere_of(catalogue.get("PVDF"))
        slurry_map.write_maps(verdicts, describe_solvents(catalogue), None, sphere)  # type: ignore[arg-type]
    return figures, verdicts


def test_the_circle_is_the_sphere_of_the_binder(drawn) -> None:
    (axes,) = drawn[0]["hansen"].axes
    (circle,) = axes.patches
    sphere = sphere_of(load_catalogue().get("PVDF"))
    assert circle.center == sphere.centre[1:]
    assert circle.radius == pytest.approx(5.0)
    assert axes.get_aspect() == 1
    assert not drawn[0]["map"].axes[0].patches


def test_rings_mark_what_lies_within_in_all_three_axes(drawn) -> None:
    figures, verdicts = drawn
    (axes,) = figures["hansen"].axes
    rings = [c for c in axes.collections if c.get_sizes()[0] == 95 and len(c.get_offsets())]
    checks = [v.binder_check for v in verdicts]
    within = [c for c in checks if c.hansen_distance and c.hansen_distance <= c.hansen_radius]
    assert 3 < len(within) == len(rings) < len(verdicts) / 2


def test_names_hide_neither_each_other_nor_points(drawn) -> None:
    for figure in drawn[0].values():
        (axes,) = figure.axes
        boxes = [t.get_window_extent() for t in axes.texts]
        assert len(boxes) > 20
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_points_of_one_place_are_drawn_apart(drawn) -> None:
    """Six arenes share acceptor and donor number: none of them may hide the others."""
    axes = drawn[0]["map"].axes[0]
    points = [c for c in axes.collections if len(c.get_offsets())]
    places = [tuple(c.get_offset_transform().transform(c.get_offsets())[0]) for c in points]
    assert len({(round(x, 1), round(y, 1)) for x, y in places}) == len(places) > 50
    open_ones = [c for c in points if not len(c.get_facecolors())]
    assert len(open_ones) > 20


def test_labels_lie_within_the_picture_and_what_is_left_out_is_named(drawn) -> None:
    for figure in drawn[0].values():
        (axes,) = figure.axes
        box = axes.yaxis.label.get_window_extent()
        assert 0 <= box.x0 < box.x1 <= figure.bbox.x1
    assert "left out: anisole" in drawn[0]["map"].axes[0].get_title(loc="left")


def test_what_lies_beyond_the_axes_is_named(drawn) -> None:
    (axes,) = drawn[0]["hansen"].axes
    assert "beyond the axes: water at 16, 42.3" in axes.get_title(loc="left")
    assert max(p[1] for c in axes.collections for p in c.get_offsets()) < 28


def test_the_hansen_plane_names_its_binder_or_says_why_there_is_no_sphere(drawn) -> None:
    assert "binder PVDF: circle" in drawn[0]["hansen"].axes[0].get_title(loc="left")
    assert slurry_map._about_binder("SEBS", None).startswith("binder SEBS: no sphere, for")
    assert slurry_map._about_binder(None, None) == "no binder stated: no sphere"


def test_every_outcome_has_a_letter_and_a_shape_of_its_own() -> None:
    for sign in (outcome_signs.letter, outcome_signs.shape):
        signs = [sign(outcome) for outcome in outcome_signs.ORDER]
        assert len({str(s) for s in signs}) == len(get_args(Fate)) + 2
    assert set(outcome_signs.ORDER) == {*get_args(Fate), "no_solvent", "test_it"}


def test_the_matrix_tells_outcomes_apart_without_colour() -> None:
    verdicts = [assess("Li6PS5Cl", s) for s in ("toluene", "water", "tetrahydrofuran", "ethanol")]
    axes = Figure().add_subplot()
    slurry._draw_matrix(axes, {"Li6PS5Cl": verdicts}, [v.solvent for v in verdicts])
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("solvent", "ceramic")
    markers = {line.get_xdata()[0]: str(line.get_marker()) for line in axes.lines}
    assert len(set(markers.values())) == len(markers) == 4
    legend = [text.get_text() for text in axes.get_legend().texts]
    assert "not usable: H2S release" in legend
    assert "framed: reported" in legend


def test_a_map_draws_each_solvent_once(drawn) -> None:
    figures, verdicts = drawn
    (axes,) = figures["map"].axes
    drawn_at = [tuple(p) for c in axes.collections for p in c.get_offsets()]
    known = describe_solvents(load_catalogue())
    both = ("acceptor_number", "donor_number")
    placed = [v for v in verdicts if all(known[v.solvent].get(name) for name in both)]
    assert len(drawn_at) == len(placed) > 20


def test_the_matrix_frames_what_is_reported_and_inks_by_contrast() -> None:
    verdicts = [assess("Li6PS5Cl", s) for s in ("toluene", "water", "tetrahydrofuran", "ethanol")]
    verdicts.append(verdicts[0].model_copy(update={"basis": "rule", "usable": None}))
    verdicts[-1] = verdicts[-1].model_copy(update={"outcome": "test_it"})
    axes = Figure().add_subplot()
    slurry._draw_matrix(axes, {"Li6PS5Cl": verdicts}, [v.solvent for v in verdicts])
    frames = axes.collections[1].get_paths()
    documented = [v for v in verdicts if v.basis == "documented"]
    assert 0 < len(documented) == len(frames) < len(verdicts)
    inks = {(verdicts[int(li.get_xdata()[0])].usable is None, li.get_color()) for li in axes.lines}
    assert inks == {(True, outcome_signs.INK), (False, "white")}


def test_one_solvent_left_out_is_told_in_the_singular(drawn) -> None:
    verdicts = drawn[1][:2]
    said = [slurry_map._title(verdicts[:n], (), ())[-1] for n in (1, 2)]
    assert said[0].startswith("1 solvent without both numbers is left out: ")
    assert said[1].startswith("2 solvents without both numbers are left out: ")


def test_a_binder_without_a_radius_has_no_sphere() -> None:
    assert sphere_of(load_catalogue().get("SEBS")) is None
