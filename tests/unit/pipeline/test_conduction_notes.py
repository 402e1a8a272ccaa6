"""Contacts below a cell and a network that disagrees are told; others are not."""

from types import SimpleNamespace

import numpy as np
import pytest

from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.pipeline.conduction_notes import conduction_notes, contact_resolution

NONE = Unavailable(unit="S/m", reason="none")


def q(value):
    return Quantity(value=value, unit="S/m", method="test")


def sample(radii, geometry="grains"):
    """Contacts of these radii in voxels of 0.5 um; an area of nought is none."""
    return SimpleNamespace(
        pressed=SimpleNamespace(contact_areas=np.pi * (np.array(radii) * 0.5e-6) ** 2),
        structure=SimpleNamespace(voxel_size=0.5e-6),
        fine=SimpleNamespace(geometry=geometry),
    )


def test_the_median_over_all_contacts_that_carry_counts():
    samples = [sample([0.0, 1.0, 2.0]), sample([3.0, 9.0, 10.0])]
    assert contact_resolution(samples).value == pytest.approx(3.0)
    assert "meet" in contact_resolution([sample([0.0])]).reason


@pytest.mark.parametrize(("geometry", "words"), [("grains", "constrictions"), ("voxels", "widen")])
def test_contacts_below_a_cell_are_told(geometry, words):
    samples = [sample([0.4, 0.6, 5.0], geometry)]
    (note,) = conduction_notes(samples, contact_resolution(samples), NONE, NONE)
    assert "radius below 0.6 cells" in note
    assert words in note


def test_resolved_contacts_and_a_network_that_agrees_need_no_note():
    samples = [sample([1.0, 1.5])]
    assert conduction_notes(samples, contact_resolution(samples), q(0.1), q(0.12)) == ()


@pytest.mark.parametrize(("network", "words"), [(0.2, "too high"), (0.05, "missing in it")])
def test_a_network_that_disagrees_is_told(network, words):
    samples = [sample([2.0])]
    (note,) = conduction_notes(samples, contact_resolution(samples), q(0.1), q(network))
    assert f"{network / 0.1:.2g} times as much" in note
    assert words in note
