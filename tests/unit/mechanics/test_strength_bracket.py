from math import exp, sqrt

import pytest

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.mechanics import (
    estimate_tensile_strength,
    fibre_support_strength,
    griffith_strength,
    sheet_support_strength,
)


def given(value, unit, low=None, high=None):
    return Quantity(value=value, unit=unit, method="given", low=low, high=high)


TOUGHNESS = given(0.23e6, "Pa*m^0.5")
FLAW = given(10e-6, "m")
BINDER = given(27e6, "Pa")
BASE = {
    "porosity": 0.15,
    "binder_volume_fraction": 0.01,
    "binder_strength": BINDER,
    "fracture_toughness": TOUGHNESS,
    "flaw_size": FLAW,
}


def test_bracket_spans_binder_and_ceramic():
    found = estimate_tensile_strength(**BASE)
    assert found.low == pytest.approx(0.27e6)
    assert found.high == pytest.approx(griffith_strength(0.23e6, 10e-6) * exp(-4 * 0.15))
    assert found.value == pytest.approx(sqrt(found.low * found.high))
    assert found.estimate


def test_ranges_of_the_data_widen_the_bracket():
    found = estimate_tensile_strength(
        **BASE
        | {
            "binder_strength": given(27e6, "Pa", 20e6, 35e6),
            "fracture_toughness": given(0.23e6, "Pa*m^0.5", 0.19e6, 0.27e6),
        }
    )
    assert found.low == pytest.approx(0.20e6)
    assert found.high == pytest.approx(griffith_strength(0.27e6, 10e-6) * exp(-0.6))


def test_much_strong_binder_turns_the_ends_round():
    found = estimate_tensile_strength(**BASE | {"porosity": 0.4, "binder_volume_fraction": 0.5})
    assert found.low == pytest.approx(griffith_strength(0.23e6, 10e-6) * exp(-7 * 0.4))
    assert found.high == pytest.approx(13.5e6)


def test_support_adds_to_both_ends():
    bare = estimate_tensile_strength(**BASE)
    sheet = sheet_support_strength(given(20e6, "Pa"), 0.5)
    found = estimate_tensile_strength(**BASE, support_strength=sheet)
    assert (found.low - bare.low, found.high - bare.high) == pytest.approx((10e6, 10e6))
    assert "support in parallel" in found.method


def test_fibres_carry_their_share():
    assert fibre_support_strength(given(2.4e9, "Pa"), 0.1).value == pytest.approx(80e6)
    assert fibre_support_strength(given(3e9, "Pa"), 0.1, "woven").value == pytest.approx(150e6)
    with pytest.raises(InputError, match=r"support\.volume_fraction: 1\.2"):
        fibre_support_strength(given(3e9, "Pa"), 1.2)
    with pytest.raises(InputError, match=r"support\.thickness_share: 0"):
        sheet_support_strength(given(3e9, "Pa"), 0.0)


def test_unknown_support_is_left_out_in_words():
    unknown = Unavailable(unit="Pa", reason="no strength for the nonwoven")
    found = estimate_tensile_strength(**BASE, support_strength=unknown)
    assert found.low == pytest.approx(0.27e6)
    assert found.high is None
    assert "without what the support carries (no strength for the nonwoven)" in found.validity


@pytest.mark.parametrize("lost", ["fracture_toughness", "flaw_size"])
def test_without_the_ceramic_end_the_lower_end_remains(lost):
    found = estimate_tensile_strength(**BASE | {lost: None})
    assert (found.value, found.low, found.high) == (pytest.approx(0.27e6), found.value, None)
    assert lost.replace("_", " ") in found.validity


def test_without_the_binder_end_there_is_no_value():
    found = estimate_tensile_strength(**BASE | {"binder_strength": None})
    with pytest.raises(
        UnavailableError, match=r"no tensile strength of the binder; give.*at most 20\.1 MPa"
    ):
        _ = found.value
    found = estimate_tensile_strength(**BASE | {"binder_volume_fraction": 0.0})
    with pytest.raises(UnavailableError, match="no binder, so no binder-limited end"):
        _ = found.value
    found = estimate_tensile_strength(
        porosity=0.1,
        binder_volume_fraction=0.1,
        fracture_toughness=Unavailable(unit="", reason="unmeasured"),
    )
    with pytest.raises(
        UnavailableError, match=r"of the binder; .*toughness of the ceramic \(unmeasured\)"
    ):
        _ = found.value


def test_bad_input_is_refused():
    with pytest.raises(InputError, match=r"porosity: 1\b"):
        estimate_tensile_strength(**BASE | {"porosity": 1.0})
    with pytest.raises(InputError, match=r"flaw_size: -10 um\. Allowed: above 0"):
        estimate_tensile_strength(**BASE | {"flaw_size": given(-10e-6, "m")})
    with pytest.raises(InputError, match=r"binder_strength: -1 Pa"):
        estimate_tensile_strength(**BASE | {"binder_strength": given(-1.0, "Pa")})


def test_without_binder_a_support_carries_the_low_end_alone():
    # Zhu et al. 2021: bare cellulose skeleton 13.2 MPa, 29 um of 60 um; the film broke at 10.4 MPa.
    support = sheet_support_strength(given(13.2e6, "Pa"), 29 / 60)
    found = estimate_tensile_strength(
        **BASE | {"binder_volume_fraction": 0.0, "binder_strength": None},
        support_strength=support,
    )
    assert found.low == pytest.approx(6.38e6)
    assert found.low < 10.4e6 < found.high
    bare = estimate_tensile_strength(
        **BASE | {"binder_volume_fraction": 0.0, "binder_strength": None}
    )
    assert isinstance(bare, Unavailable)
