"""Polymers over temperature, and images of two phases over temperature."""

from typing import Any

import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.model import Structure
from ceralyte.transport import arrhenius, conductivity_against_temperature, vogel_through


def layers(along: int) -> Structure:
    phase = np.ones((4, 4, 4), np.uint8)
    np.moveaxis(phase, along, 0)[2:] = 2
    return Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, (True, True, False))


def test_the_law_meets_its_points_and_grows_steeper_when_cold() -> None:
    law = vogel_through((298.0, 1e-3), (353.0, 1e-1), 200.0)
    assert law.at(298.0) == pytest.approx(1e-3)
    assert law.at(353.0) == pytest.approx(1e-1)
    slope = np.log(law.at(300.5) / law.at(299.5)) / (1 / 299.5 - 1 / 300.5) * 8.314462618
    assert law.activation_energy_at(300.0) == pytest.approx(slope, rel=1e-4)


@pytest.mark.parametrize(
    ("first", "second", "glass", "message"),
    [
        ((300.0, 1.0), (300.0, 2.0), 200.0, "got 300 K twice"),
        ((300.0, 0.0), (310.0, 2.0), 200.0, "got 0 S/m"),
        ((300.0, 1.0), (310.0, 2.0), 305.0, "got 300 K.*above the ideal glass temperature"),
        ((300.0, 2.0), (310.0, 1.0), 200.0, "the conductivity falls"),
    ],
)
def test_points_that_make_no_law_are_refused(first, second, glass, message) -> None:
    with pytest.raises(InputError, match=message):
        vogel_through(first, second, glass)


def test_below_the_ideal_glass_temperature_nothing_is_known() -> None:
    law = vogel_through((298.0, 1e-3), (353.0, 1e-1), 200.0)
    with pytest.raises(InputError, match=r"got 150 K.*200 K"):
        law.at(150.0)


def test_close_to_the_ideal_glass_temperature_no_number_is_left() -> None:
    law = vogel_through((298.15, 1e-3), (333.15, 3e-2), 190.0)
    with pytest.raises(InputError, match=r"got 191 K, where the law leaves 10\^-\d+ of"):
        law.at(191.0)


def test_layers_in_parallel_follow_the_better_one() -> None:
    laws = {
        "ceramic": lambda t: arrhenius(1.0, 300.0, 30e3, t),
        "binder": lambda t: arrhenius(1e-6, 300.0, 90e3, t),
    }
    curve = conductivity_against_temperature(layers(0), laws, [320.0, 280.0, 300.0])
    assert curve.temperatures == (280.0, 300.0, 320.0)
    assert curve.conductivities[1] == pytest.approx(0.5, rel=1e-4)
    assert curve.activation_energies == pytest.approx([30e3] * 3, rel=1e-3)


def test_the_other_form_gives_the_slope_of_sigma_times_temperature() -> None:
    laws = {"ceramic": lambda t: arrhenius(1.0, 300.0, 30e3, t, "sigma_T"), "binder": lambda _: 0.0}
    curve = conductivity_against_temperature(layers(0), laws, [280.0, 300.0, 320.0], form="sigma_T")
    assert curve.activation_energies == pytest.approx([30e3] * 3, rel=1e-6)


def test_what_does_not_conduct_has_no_curve() -> None:
    laws = {"ceramic": lambda _: 1.0, "binder": lambda _: 0.0}
    with pytest.raises(
        UnavailableError, match="no conducting path leads through the image along z"
    ):
        conductivity_against_temperature(layers(2), laws, [280.0, 300.0, 320.0])


def test_slopes_need_three_temperatures() -> None:
    with pytest.raises(InputError, match="three or more"):
        conductivity_against_temperature(layers(0), {}, [280.0, 300.0])


def test_resistances_of_pairs_and_electrodes_have_laws_of_their_own() -> None:
    curve = conductivity_against_temperature(
        layers(2),
        {"ceramic": lambda _: 1.0, "binder": lambda _: 0.5},
        [280.0, 300.0, 320.0],
        interface_resistance={"ceramic-binder": lambda t: 3e-6 * 300 / t},
        electrode_resistance=lambda t: 1e-6 * t / 300,
        flux_tolerance=1e-8,
    )
    t = np.array([280.0, 300.0, 320.0])
    resistance = 2e-6 / 1.0 + 2e-6 / 0.5 + 3e-6 * 300 / t + 2 * 1e-6 * t / 300
    assert curve.conductivities == pytest.approx(4e-6 / resistance, rel=1e-6)


def test_three_conductivities_follow_their_law_each_along_its_axis() -> None:
    laws = {"ceramic": lambda t: np.array([1.0, 2.0, 4.0]) * t / 300, "binder": lambda _: 0.0}
    for axis, value in (("y", 2.0), ("z", 4.0)):
        curve = conductivity_against_temperature(layers(0), laws, [280.0, 300.0, 320.0], axis=axis)
        expected = 0.5 * value * np.array([280, 300, 320]) / 300
        assert curve.conductivities == pytest.approx(expected, rel=1e-6)


def test_the_device_is_that_of_each_solve() -> None:
    tilted = np.array([[1.0, 0.2, 0.0], [0.2, 1.0, 0.0], [0.0, 0.0, 1.0]])
    laws = {"ceramic": lambda _: tilted, "binder": lambda _: 0.0}
    with pytest.raises(InputError, match="device: 'gpu' for full tensors"):
        conductivity_against_temperature(layers(0), laws, [280.0, 300.0, 320.0], device="gpu")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("laws", {"ceramic": 1.0}),
        ("interface_resistance", {"ceramic-binder": 1.0}),
        ("interface_resistance", 1.0),
        ("electrode_resistance", 1.0),
    ],
)
def test_a_number_is_no_law(field: str, given: Any) -> None:
    arguments = {"laws": {"ceramic": lambda _: 1.0}} | {field: given}
    with pytest.raises(InputError, match=rf"{field}[a-z.-]*: got 1.0. Allowed: a function"):
        conductivity_against_temperature(layers(0), temperatures=[280.0, 300.0, 320.0], **arguments)
