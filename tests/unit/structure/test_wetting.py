"""Surface energies to the place of the binder."""

import pytest

from ceralyte.structure.wetting import (
    SurfaceEnergy,
    interface_energy,
    placement_by_wetting,
    spreading_coefficient,
)


def test_equal_solids_have_no_interface_energy():
    one = SurfaceEnergy(0.030, 0.012)
    assert interface_energy(one, one) == pytest.approx(0, abs=1e-15)
    assert spreading_coefficient(one, one) == pytest.approx(0, abs=1e-15)


def test_interface_energy_of_a_purely_dispersive_pair():
    # (sqrt 0.04 - sqrt 0.01)^2
    assert interface_energy(SurfaceEnergy(0.04, 0), SurfaceEnergy(0.01, 0)) == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("ceramic", "binder", "placement"),
    [
        ((0.040, 0.010), (0.020, 0.002), "coating"),
        ((0.020, 0.002), (0.030, 0.010), "necks"),
        ((0.002, 0.0), (0.040, 0.020), "segregated"),
    ],
)
def test_low_interface_energy_coats_and_high_segregates(ceramic, binder, placement):
    ceramic, binder = SurfaceEnergy(*ceramic), SurfaceEnergy(*binder)
    spreading = spreading_coefficient(ceramic, binder)
    assert spreading == pytest.approx(
        ceramic.total - binder.total - interface_energy(ceramic, binder)
    )
    assert placement_by_wetting(spreading, binder) == placement


def test_the_limit_between_necks_and_segregation_is_a_right_angle():
    binder = SurfaceEnergy(0.03, 0.0)
    assert placement_by_wetting(-0.0299, binder) == "necks"
    assert placement_by_wetting(-0.0301, binder) == "segregated"
