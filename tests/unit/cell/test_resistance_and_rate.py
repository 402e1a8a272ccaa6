"""The resistance budget and what current leaves of the energy."""

from math import exp

import pytest

from ceralyte.cell import Interface, electrode_resistance, energy_at_rate, resistance_budget
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable

OHM_CM2 = 1e-4


def known(value, unit="ohm*m^2", std=None):
    return Quantity(value=value, unit=unit, method="test", std_model=std)


NO_CATHODE = Unavailable(unit="ohm*m^2", reason="no solid electrolyte is named in it")


def test_budget_adds_what_is_known_and_names_the_rest():
    interface = Interface(side="cathode", resistance=10 * OHM_CM2, temperature=298.15)
    budget = resistance_budget(
        known(2 * OHM_CM2, std=0.2 * OHM_CM2),
        known(8 * OHM_CM2, std=0.3 * OHM_CM2),
        None,
        (interface,),
        298.15,
    )
    assert budget.total.value == pytest.approx(20 * OHM_CM2)
    assert budget.total.std == pytest.approx(0.5 * OHM_CM2)  # one ceramic stands behind both
    assert budget.total.validity.startswith("not in it: interface at the anode;")
    assert [p.name for p in budget.parts] == [
        "membrane",
        "cathode, ions",
        "interface at the cathode",
        "interface at the anode",
    ]


def test_budget_without_a_membrane_has_no_total():
    membrane = Unavailable(unit="ohm*m^2", reason="nothing percolates")
    budget = resistance_budget(membrane, NO_CATHODE, None, (), 298.15)
    assert isinstance(budget.total, Unavailable)
    assert budget.total.reason == "of the membrane: nothing percolates"


def test_a_composite_anode_counts():
    budget = resistance_budget(
        known(1 * OHM_CM2), known(2 * OHM_CM2), known(4 * OHM_CM2), (), 298.15
    )
    assert budget.total.value == pytest.approx(7 * OHM_CM2)
    assert budget.parts[-1].name == "anode, ions"


def test_interfaces_follow_their_activation_energy():
    stated = Interface(
        side="anode", resistance=5 * OHM_CM2, temperature=298.15, activation_energy=40e3
    )
    cold = stated.at(273.15).value
    assert cold == pytest.approx(5 * OHM_CM2 * exp(40e3 / 8.314462618 * (1 / 273.15 - 1 / 298.15)))
    constant = stated.model_copy(update={"activation_energy": None})
    assert constant.at(273.15).value == pytest.approx(5 * OHM_CM2)
    assert constant.at(273.15).validity == "taken as at 25 degC"


def test_wrong_interfaces_are_refused():
    one = Interface(side="anode", resistance=1.0, temperature=298.15)
    with pytest.raises(InputError, match=r"interfaces: 'anode' is stated twice"):
        resistance_budget(known(1.0), NO_CATHODE, None, (one, one), 298.15)
    negative = one.model_copy(update={"resistance": -1.0})
    with pytest.raises(InputError, match=r"interface at the anode: -10000 ohm\*cm\^2"):
        resistance_budget(known(1.0), NO_CATHODE, None, (negative,), 298.15)


def test_electrode_resistance_carries_error_and_reason():
    resistance = electrode_resistance(90e-6, known(0.03, "S/m", std=0.003))
    assert resistance.value == pytest.approx(10 * OHM_CM2)
    assert resistance.std == pytest.approx(1 * OHM_CM2)
    assert electrode_resistance(90e-6, NO_CATHODE).reason == NO_CATHODE.reason
    assert "does not conduct" in electrode_resistance(90e-6, known(0.0, "S/m")).reason
    with pytest.raises(InputError, match=r"electrode thickness: 0 um"):
        electrode_resistance(0.0, known(0.03, "S/m"))


def test_energy_at_rate_by_hand():
    # 5 mAh/cm2 at 2 C: 10 mA/cm2 x 20 ohm cm2 = 0.2 V of 4 V.
    rated = energy_at_rate(
        1e6, 5 * 36e3, 4.0, known(20 * OHM_CM2, std=OHM_CM2), c_rate=2.0, temperature=298.15
    )
    assert rated.current_density.value == pytest.approx(100.0)
    assert rated.voltage.value == pytest.approx(3.8)
    assert rated.specific_energy.value == pytest.approx(0.95e6)
    assert rated.specific_energy.std == pytest.approx(0.0025e6)


def test_energy_at_rate_has_the_errors_of_resistance_and_nominal_energy():
    resistance = known(20 * OHM_CM2, std=OHM_CM2)
    rated = energy_at_rate(
        1e6, 5 * 36e3, 4.0, resistance, c_rate=2.0, temperature=298.15, energy_error=0.006
    )
    assert rated.specific_energy.std == pytest.approx((2500**2 + 5700**2) ** 0.5)


def test_no_voltage_left_is_no_discharge():
    rated = energy_at_rate(1e6, 5 * 36e3, 4.0, known(400 * OHM_CM2), c_rate=2.0, temperature=298.15)
    assert isinstance(rated.specific_energy, Unavailable)
    assert "the loss of 4 V at 10 mA/cm2 is all of the 4 V" in rated.specific_energy.reason
    with pytest.raises(InputError, match=r"c_rate: 0. Allowed: above 0"):
        energy_at_rate(1e6, 5 * 36e3, 4.0, known(1.0), c_rate=0.0, temperature=298.15)
