"""Pressing around a support: of a stretched bed, and what cannot be pressed."""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press, press_around


@pytest.fixture(scope="module")
def around_a_fibre():
    fibre = Capsules(starts=[[4e-6, 7e-6, 7e-6]], ends=[[11e-6, 7e-6, 7e-6]], diameters=[3e-6])
    powder = parse_distribution("mono(d=3 um)")
    return pack(powder, box=np.full(3, 15e-6), obstacles=fibre, overlap_tolerance=1e-3)


def test_a_stretched_bed_has_lost_the_contacts_of_the_packing(around_a_fibre):
    stretched = press_around(around_a_fibre, 0.55, support_fraction=0.02)
    assert stretched.path.contact_number.tolist() == [stretched.pressed.contact_number]
    assert stretched.pressed.contact_number < 1


def test_contacts_of_a_bed_that_is_shortened_begin_as_packed(around_a_fibre):
    path = press_around(around_a_fibre, 0.70, support_fraction=0.02).path
    packed = 2 * len(around_a_fibre.contacts) / len(around_a_fibre)
    assert path.contact_number[0] == pytest.approx(packed)


@pytest.mark.parametrize("sizes", ["mono(d=3 um)", "lognormal(d50=3 um, sigma=0.5)"])
def test_without_balance_contacts_err_by_what_the_notes_say(sizes):
    hair = Capsules(starts=[[7e-6] * 3], ends=[[8e-6, 7e-6, 7e-6]], diameters=[1e-9])
    packing = pack(parse_distribution(sizes), 400, seed=0)
    moved = press_around(replace(packing, obstacles=hair), 0.80, support_fraction=1e-9).path
    path = press(packing, method="uniaxial", relative_density=0.80).path
    assert -0.12 < moved.contact_number[-1] / path.contact_number[-1] - 1 < -0.05
    assert 0.10 < moved.contact_area[-1] / path.contact_area[-1] - 1 < 0.50


@pytest.mark.parametrize(
    ("ceramic", "support", "message"),
    [
        (0.0, 0.02, r"ceramic_fraction: got 0\. Allowed: above 0 and below 1"),
        (np.nan, 0.02, r"ceramic_fraction: got nan\."),
        (0.6, 0.0, r"support_fraction: got 0\. Allowed: above 0 and below 1"),
        (0.6, 1.0, r"support_fraction: got 1\."),
    ],
)
def test_impossible_shares_are_refused(around_a_fibre, ceramic, support, message):
    with pytest.raises(InputError, match=message):
        press_around(around_a_fibre, ceramic, support_fraction=support)


def test_nothing_to_press_around_is_refused(around_a_fibre):
    with pytest.raises(InputError, match="packing: has no obstacles to press around"):
        press_around(replace(around_a_fibre, obstacles=None), 0.7, support_fraction=0.02)
