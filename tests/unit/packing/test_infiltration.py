"""Particles among the fibres of a support."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, Mono
from ceralyte.packing import farr_groot
from ceralyte.packing.infiltration import _places, infiltrate

FIBRES = Capsules(
    starts=[[0, 3, 3.5], [4, 0, 6.5]],
    ends=[[7, 3, 3.5], [4, 7, 6.5]],
    diameters=[2.0, 2.0],
)


@pytest.fixture(scope="module")
def around():
    return infiltrate(Mono(diameter=1.0), FIBRES, width=7.0, height=10.0, seed=2)


def test_particles_jam_around_the_fibres_at_nearly_their_size(around):
    assert around.diameters == pytest.approx(1.0, rel=0.011)
    loss = farr_groot(Mono(diameter=1.0)).value - around.packing_fraction
    assert 0.005 < loss < 0.1  # walls and fibres cost some
    assert around.overlap_relative_max < 0.05
    assert around.periodic == (True, True, False)
    assert around.obstacles == FIBRES


def test_no_centre_lies_in_a_fibre(around):
    for axis, height, across, place in ((0, 3.5, 1, 3), (1, 6.5, 0, 4)):
        apart = around.centres[:, across] - place
        apart -= 7 * np.round(apart / 7)
        assert np.hypot(apart, around.centres[:, 2] - height).min() > 1.3, axis


def test_particles_start_where_they_fit_between_the_fibres():
    box = np.array([7.0, 7.0, 10.0])
    diameters = np.linspace(0.5, 3.0, 200)
    places = _places(diameters, FIBRES, box, np.random.default_rng(0))
    for height, across, place in ((3.5, 1, 3), (6.5, 0, 4)):
        apart = places[:, across] - place
        apart -= 7 * np.round(apart / 7)
        gap = np.hypot(apart, places[:, 2] - height) - 1.0 - diameters / 2
        assert gap.min() > -0.5  # shifted within a cell, or off a wall; anywhere: -2
    assert (places[:, 2] >= diameters / 2).all()
    assert (places[:, 2] <= 10 - diameters / 2).all()


def test_same_seed_same_packing(around):
    again = infiltrate(Mono(diameter=1.0), FIBRES, width=7.0, height=10.0, seed=2)
    assert np.array_equal(again.centres, around.centres)


def test_dispersed_particles_do_not_overlap():
    loose = infiltrate(Mono(diameter=1.0), FIBRES, width=7.0, height=10.0, packing_fraction=0.2)
    assert loose.packing_fraction == pytest.approx(0.2, rel=0.01)
    assert loose.overlap_relative_max < 0.02


def test_a_piece_of_too_many_particles():
    with pytest.raises(InputError, match="its piece would hold"):
        infiltrate(Mono(diameter=0.01), FIBRES, width=7.0, height=10.0)
