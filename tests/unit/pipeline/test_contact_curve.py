"""Contact resistance against pressure: where it ends, and why there is none."""

from types import SimpleNamespace

import pytest

from ceralyte.core.quantities import Quantity
from ceralyte.mechanics.contact import RoughContact
from ceralyte.pipeline.stack_pressure import _resistances

CONDUCTS = SimpleNamespace(
    conduction=SimpleNamespace(now=Quantity(value=0.1, unit="S/m", method="test"))
)


@pytest.mark.parametrize(("hardness", "ends"), [(1e12, False), (5e6, True)])
def test_only_a_curve_that_ends_says_so(hardness, ends):
    curve = _resistances(RoughContact(1e-6, 0.5, 1e20, hardness=hardness), CONDUCTS)
    assert ("ends where 10% of the face touches" in curve.note) == ends


def test_faces_that_touch_at_any_pressure_have_a_reason_for_no_curve():
    soft = RoughContact(1e-6, 0.5, 1e3, hardness=1.0)
    assert "more than 10% of the face touches" in _resistances(soft, CONDUCTS).reason
