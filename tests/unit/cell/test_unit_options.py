"""First-cycle loss, swelling hosts, and who brings the lithium."""

import pytest

from ceralyte.cell import cell_energy, repeat_unit, usable_capacity
from ceralyte.core.errors import InputError


def test_excess_lithium_makes_up_for_the_first_cycle(design):
    # 20 um x 500 kg/m3 x 4000 mAh/g = 4 mAh/cm2 in excess.
    lossy = design.model_copy(update={"first_cycle_loss": 0.1})
    assert usable_capacity(lossy) == pytest.approx(4 * 36e3)
    thin = lossy.anode.model_copy(update={"excess_thickness": 1e-6})  # 0.2 mAh/cm2
    assert usable_capacity(lossy.model_copy(update={"anode": thin})) == pytest.approx(3.8 * 36e3)
    free = lossy.anode.model_copy(update={"excess_thickness": 0.0})
    assert usable_capacity(lossy.model_copy(update={"anode": free})) == pytest.approx(3.6 * 36e3)


def test_a_host_loses_the_first_cycle(design, host):
    cell = design.model_copy(update={"anode": host, "first_cycle_loss": 0.1})
    whole = cell.model_copy(update={"first_cycle_loss": 0.0})
    ratio = (
        cell_energy(cell, 20e-6, 2000).specific_energy.value
        / cell_energy(whole, 20e-6, 2000).specific_energy.value
    )
    assert ratio == pytest.approx(0.9)
    assert "after a first-cycle loss of 10 %" in cell_energy(cell, 20e-6, 2000).basis


def test_a_host_swells_to_its_filling(design, host):
    layer = repeat_unit(design.model_copy(update={"anode": host}), 20e-6, 2000)[-2]
    mass = 1.25 * 4 * 36e3 / (1000 * 3600)  # kg/m2
    assert layer.areal_mass == pytest.approx(mass)
    # Half pores when empty; its solid grows by 100 % x 1 / 1.25.
    assert layer.thickness == pytest.approx(mass / 2500 * (2 + 0.8))


def test_a_host_without_lithium_from_the_cathode_is_given_it(design, host):
    charged = host.model_copy(update={"carrier_specific_capacity": 4000 * 3600.0})
    cells = [
        design.model_copy(update={"anode": charged, "carrier_from_cathode": whence})
        for whence in (True, False)
    ]
    from_cathode, from_anode = (
        sum(x.areal_mass for x in repeat_unit(c, 20e-6, 2000)) for c in cells
    )
    assert from_anode - from_cathode == pytest.approx(4 * 36e3 / (4000 * 3600))
    with pytest.raises(InputError, match=r"host carrier: neither cathode nor anode brings"):
        repeat_unit(
            design.model_copy(update={"anode": host, "carrier_from_cathode": False}), 20e-6, 2000
        )


@pytest.mark.parametrize(("loss", "shown"), [(-0.1, r"-10 %"), (1.0, r"100 %")])
def test_impossible_losses_are_refused(design, loss, shown):
    with pytest.raises(InputError, match=rf"first_cycle_loss: {shown}. Allowed: 0 %"):
        usable_capacity(design.model_copy(update={"first_cycle_loss": loss}))


def test_a_host_cannot_shrink_to_nothing(design, host):
    shrunk = design.model_copy(update={"anode": host.model_copy(update={"expansion": -2.0})})
    with pytest.raises(InputError, match=r"host expansion: -2. Allowed: above -1"):
        repeat_unit(shrunk, 20e-6, 2000)
