from dataclasses import replace

import numpy as np
import pytest

from ceralyte.model import Capsules
from ceralyte.packing import from_particles
from ceralyte.report.contact_network import cut_fibres, seen_discs, write_contact_network

PAIR = [[1.0, 2.0, 1.0], [2.0, 2.0, 1.0]]
ALONG = Capsules(starts=[[1, 2, 3]], ends=[[2, 2, 3]], diameters=[0.6])  # in the plane y = 2
ACROSS = Capsules(starts=[[3, 1, 3]], ends=[[3, 3, 3]], diameters=[0.6])
BESIDE = Capsules(starts=[[1, 3, 3]], ends=[[2, 3, 3]], diameters=[0.6])
OVER_THE_SIDE = Capsules(starts=[[3.5, 2, 3]], ends=[[3.9, 2, 3]], diameters=[0.6])


def circles(rods: Capsules) -> np.ndarray:
    return cut_fibres(from_particles(PAIR, [1.0, 1.0], [4, 4, 4], obstacles=rods), rods)


def shown(x: float, z: float, rods: Capsules) -> bool:
    """Return whether a point of the plane is covered."""
    cut = circles(rods)
    return bool((np.hypot(cut[:, 0] - x, cut[:, 1] - z) < cut[:, 2]).any())


@pytest.mark.parametrize(
    ("rods", "x", "z", "inside"),
    [
        (ALONG, 1.53, 3.28, True),
        (ALONG, 1.53, 3.32, False),
        (ALONG, 0.72, 3.0, True),
        (ALONG, 0.68, 3.0, False),
        (ACROSS, 3.28, 3.0, True),
        (ACROSS, 3.32, 3.0, False),
        (BESIDE, 1.5, 3.0, False),
        (OVER_THE_SIDE, 3.9, 3.2, True),
        (OVER_THE_SIDE, 0.1, 3.1, True),
        (OVER_THE_SIDE, 0.3, 3.0, False),
    ],
)
def test_fibres_are_cut_where_the_plane_meets_them(rods, x, z, inside):
    assert shown(x, z, rods) is inside


def test_the_figure_names_fibres_where_there_are_any(tmp_path):
    bare = from_particles(PAIR, [1.0, 1.0], [4, 4, 4])
    with_rod = from_particles(PAIR, [1.0, 1.0], [4, 4, 4], obstacles=ALONG)
    texts = []
    for packing, name in ((bare, "bare"), (with_rod, "fibres")):
        (tmp_path / name).mkdir()
        write_contact_network(packing, tmp_path / name)
        texts.append((tmp_path / name / "contact_network.svg").read_text(encoding="utf-8"))
    assert ["<!-- fibres -->" in text for text in texts] == [False, True]


def test_discs_and_contacts_across_a_side_show_at_both(tmp_path):
    """Two spheres that touch through the side at x = 0 of a box of 4; the plane is y = 2."""
    centres = np.array([[0.25, 2, 2], [3.25, 2, 2]])
    pair = replace(from_particles(centres, [1.0, 1.0], [4, 4, 4]), rattlers=np.zeros(2, bool))
    assert pair.contacts.tolist() == [[0, 1]]
    both = np.ones(2, bool)
    discs = seen_discs(pair, [0, 2], both, np.full(2, 0.5), np.full(2, 4.0))
    assert sorted(discs[:, 0].tolist()) == [0.25, 3.25, 4.25]
    write_contact_network(pair, tmp_path)
    rows = np.loadtxt(tmp_path / "contact_network.csv", delimiter=",", skiprows=1) * 1e-6
    assert sorted(rows[:, 0].round(9).tolist()) == [0.25, 4.25]
    assert sorted(rows[:, 2].round(9).tolist()) == [-0.75, 3.25]


def test_a_wall_has_no_images():
    centres = np.array([[2, 2, 0.25], [2, 2, 3]])
    walled = from_particles(centres, [1.0, 1.0], [4, 4, 4], periodic=(True, True, False))
    discs = seen_discs(walled, [0, 2], np.ones(2, bool), np.full(2, 0.5), np.full(2, 4.0))
    assert sorted(discs[:, 1].tolist()) == [0.25, 3]
