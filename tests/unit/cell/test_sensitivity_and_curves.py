"""Tornado and curves of a cell."""

import pytest

from ceralyte.cell import (
    cell_energy,
    delivered_energy,
    energy_rate_curve,
    energy_temperature_curve,
    energy_thickness_curve,
    resistance_thickness_curve,
    tornado,
)
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable


def ohm_cm2(value):
    return Quantity(value=1e-4 * value, unit="ohm*m^2", method="test", std_model=1e-5)


def test_delivered_energy_by_hand(case, design):
    # 4 mA/cm2 x (2 + 10) ohm cm2 = 48 mV of 3.5 V.
    nominal = cell_energy(design, 20e-6, 2000).specific_energy.value
    assert delivered_energy(case) == pytest.approx(nominal * (1 - 0.048 / 3.5))
    unknown = case.model_copy(update={"membrane_conductivity": None})
    assert delivered_energy(unknown) == pytest.approx(nominal)
    hopeless = case.model_copy(update={"interface_resistance": 1.0})
    assert delivered_energy(hopeless) == 0


def test_delivered_energy_counts_the_electrodes(case, design, host):
    # Cathode 65 um, host 40 um: 0.065 / (3 kappa) and so on, in ohm m2.
    with_cathode = case.model_copy(update={"cathode_conductivity": 0.65e-4 / 3e-3})
    lost = delivered_energy(case) - delivered_energy(with_cathode)
    nominal = cell_energy(design, 20e-6, 2000).specific_energy.value
    assert lost == pytest.approx(nominal * 0.04 * 10e-4 * 1e3 / 3.5, rel=1e-6)
    hosted = case.model_copy(update={"design": design.model_copy(update={"anode": host})})
    mass = 1.25 * 4 * 36e3 / (1000 * 3600)
    kappa = mass / 1250 / (3 * 10e-4)
    lossy = hosted.model_copy(update={"anode_conductivity": kappa})
    ratio = delivered_energy(lossy) / delivered_energy(hosted)
    assert ratio == pytest.approx((3.5 - 0.048 - 0.04) / (3.5 - 0.048))


def test_tornado_is_sorted_and_goes_the_right_way(case):
    swings = tornado(case)
    widths = [s.width for s in swings]
    assert widths == sorted(widths, reverse=True)
    by_name = {s.name: s for s in swings}
    for name in ("mean voltage", "capacity of active", "areal capacity", "membrane conductivity"):
        assert by_name[name].low < by_name[name].high, name
    for name in ("membrane thickness", "lithium in excess", "interface resistance", "C-rate"):
        assert by_name[name].low > by_name[name].high, name
    assert by_name["membrane thickness"].low_input == "16 um"
    assert by_name["membrane thickness"].high_input == "24 um"
    thicker = case.model_copy(update={"membrane_thickness": 24e-6})
    assert by_name["membrane thickness"].high == pytest.approx(delivered_energy(thicker))


def test_a_share_that_would_leave_nothing_goes_half_way_and_says_so(case):
    packed = case.design.model_copy(update={"packaging_fraction": 0.9})
    swings = {s.name: s for s in tornado(case.model_copy(update={"design": packed}), 0.5)}
    share, packaging = swings["share of active in the cathode"], swings["packaging"]
    assert (share.low_input, share.high_input) == ("40 %", "90 %, half way to 100 %")
    assert packaging.high_input == "95 %, half way to 100 %"
    assert not [s for s in tornado(case) if "half way" in s.high_input]


def test_what_is_nought_or_unknown_has_no_bar(case):
    nominal = case.model_copy(update={"membrane_conductivity": None})
    names = {s.name for s in tornado(nominal)}
    assert not names & {"first-cycle loss", "packaging", "C-rate", "interface resistance"}


def test_bipolar_and_hosts_have_their_own_levers(case, design, host):
    other = design.model_copy(update={"anode": host, "bipolar_foil": design.anode_foil})
    names = {s.name for s in tornado(case.model_copy(update={"design": other}))}
    assert {"bipolar collector thickness", "capacity of host"} <= names
    assert "positive collector thickness" not in names


def test_pores_of_the_cathode_make_it_thicker_and_cost_energy_under_current(case):
    porous = case.design.cathode.model_copy(update={"porosity": 0.2})
    design = case.design.model_copy(update={"cathode": porous})
    current = case.model_copy(update={"design": design, "cathode_conductivity": 0.02})
    pores = {s.name: s for s in tornado(current)}["porosity of the cathode"]
    # 40 A/m2 through 12 ohm cm2 and a cathode of 0.2 mS/cm, 0.8 of which is solid.
    solid = 0.8 * porous.areal_mass(design.areal_capacity) / porous.density
    thin, thick = (3.5 - 0.048 - 40 * solid / (1 - p) / (3 * 0.02) for p in (0.16, 0.24))
    assert pores.high / pores.low == pytest.approx(thick / thin)


def test_change_must_leave_something(case):
    with pytest.raises(InputError, match=r"change: 1. Allowed: above 0, below 1"):
        tornado(case, 1.0)


def test_curves_run_through_the_case(case):
    energy = energy_thickness_curve(case, "basis", [10e-6, 20e-6, 40e-6])
    assert energy.y[1] == pytest.approx(energy.marks[0].y)
    assert energy.note == "basis"
    resistance = resistance_thickness_curve(case, ohm_cm2(12), [10e-6, 20e-6, 40e-6])
    assert resistance.y == pytest.approx([11e-4, 12e-4, 14e-4])
    assert resistance.marks[0].y_std == pytest.approx(1e-5)
    rate = energy_rate_curve(case, ohm_cm2(12), 298.15, [0.5, 1.0, 2.0])
    assert rate.y[1] == pytest.approx(delivered_energy(case))
    assert rate.marks[0].y == pytest.approx(rate.y[1])


def test_a_winding_ends_the_curve_where_the_membrane_no_longer_fits(case, winding):
    bent = winding.model_copy(update={"inner_radius": None, "bend_ratio": 100.0})
    wound = case.model_copy(update={"form": bent})
    curve = energy_thickness_curve(wound, "", [20e-6, 90e-6, 98e-6, 200e-6])
    assert curve.x == (20e-6, 90e-6)


def test_energy_over_temperature_leaves_out_what_cannot_discharge(case):
    def resistance(temperature):
        return ohm_cm2(12 if temperature > 280 else 2000)

    curve = energy_temperature_curve(case, resistance, [270.0, 290.0, 300.0], 298.15)
    assert curve.x == (290.0, 300.0)
    assert curve.marks[0].x == 298.15
    unknown = Unavailable(unit="ohm*m^2", reason="no")
    assert energy_temperature_curve(case, lambda _: unknown, [290.0, 300.0], 298.15) is None
    assert energy_rate_curve(case, unknown, 298.15) is None
    assert resistance_thickness_curve(case, unknown) is None
