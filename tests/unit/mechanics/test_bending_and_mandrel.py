import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.mechanics import (
    MANDREL_DIAMETERS,
    bend_radius_minimum,
    layer_strains,
    mandrel_test,
    neutral_axis,
    surface_strain,
    thickness_radius_curve,
)


def given(value, unit="Pa", **ends):
    return Quantity(value=value, unit=unit, method="given", **ends)


def test_bracket_pairs_soft_with_strong_and_stiff_with_weak():
    found = bend_radius_minimum(
        20e-6,
        given(10e9, low=5e9, high=20e9, estimate=True),
        given(10e6, low=2e6, high=50e6, estimate=True),
    )
    assert found.value == pytest.approx(10e-6 * 999)
    assert found.low == pytest.approx(10e-6 * 99)
    assert found.high == pytest.approx(10e-6 * 9999)
    assert found.estimate


def test_two_standard_deviations_stand_for_a_missing_bracket():
    found = bend_radius_minimum(20e-6, given(10e9, std_model=1e9), given(10e6))
    assert (found.low, found.high) == pytest.approx((10e-6 * 799, 10e-6 * 1199))
    assert not found.estimate


def test_open_end_stays_open():
    found = bend_radius_minimum(20e-6, given(10e9), given(10e6, low=10e6))
    assert found.low is None
    assert found.high == pytest.approx(found.value)


def test_no_radius_without_inputs_or_beyond_linear_bending():
    found = bend_radius_minimum(20e-6, Unavailable(unit="Pa", reason="no modulus"), given(1e6))
    with pytest.raises(UnavailableError, match="stiffness unknown: no modulus"):
        _ = found.value
    with pytest.raises(UnavailableError, match=r"strain at break 2 is beyond linear bending"):
        _ = bend_radius_minimum(20e-6, given(1e6), given(2e6)).value


def test_mandrel_answers_follow_the_bracket():
    radius = given(3e-3, "m", low=2e-3, high=6e-3)
    results = mandrel_test(20e-6, radius)
    answers = {round(r.diameter * 1e3, 1): r.answer for r in results}
    assert answers[25.4] == answers[12.7] == "pass"
    assert answers[11.1] == answers[4.8] == "uncertain"
    assert answers[3.2] == "fail"
    assert results[0].reason == "cylinder radius 12.7 mm, needed at most 6 mm"
    assert results[-1].reason.endswith("needed at least 2 mm if it stays elastic to the break")
    assert [r.strain for r in results] == [surface_strain(20e-6, d / 2) for d in MANDREL_DIAMETERS]


def test_mandrel_is_uncertain_where_the_radius_is_unknown_or_open():
    unknown = mandrel_test(20e-6, Unavailable(unit="m", reason="no strength"))
    assert {r.answer for r in unknown} == {"uncertain"}
    assert "no strength" in unknown[0].reason
    (open_end,) = mandrel_test(20e-6, given(3e-3, "m", high=3e-3), [2e-3])
    assert open_end.answer == "uncertain"
    assert open_end.reason == "cylinder radius 1 mm, needed unknown to 3 mm"


def test_curve_is_proportional_to_the_thickness():
    curve = thickness_radius_curve(given(10e9), given(10e6), [10e-6, 20e-6])
    assert curve.y == pytest.approx((5e-6 * 999, 10e-6 * 999))
    with pytest.raises(UnavailableError, match="no strength"):
        thickness_radius_curve(given(1e9), Unavailable(unit="Pa", reason="no strength"), [1e-5])


def test_bad_input_is_refused():
    with pytest.raises(InputError, match=r"thickness: -20 um\. Allowed: above 0"):
        surface_strain(-20e-6, 1e-3)
    with pytest.raises(InputError, match=r"radius: 0 um"):
        layer_strains([1e-5], [1e9], 0.0)
    with pytest.raises(InputError, match=r"radius: 10 um is less than the thickness, 20 um"):
        surface_strain(20e-6, 10e-6)
    with pytest.raises(InputError, match=r"radius less neutral_axis: 5 um is less than the thick"):
        layer_strains([20e-6], [1e9], 15e-6)
    assert layer_strains([20e-6], [1e9], 30e-6) == pytest.approx(np.array([[-1 / 3, 1 / 3]]))


def test_a_pellet_thicker_than_a_mandrel_is_still_answered():
    (found,) = mandrel_test(3e-3, given(0.5, "m", low=0.4, high=0.6), [3.2e-3])
    assert found.answer == "fail"
    with pytest.raises(InputError, match=r"layer 2 thickness: 0 um"):
        neutral_axis([1e-5, 0], [1e9, 1e9])
    with pytest.raises(InputError, match=r"layer 1 Young's modulus: -1 GPa"):
        neutral_axis([1e-5], [-1e9])
