import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceralyte.core.errors import InputError, UnavailableError, UnknownNameError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.mechanics import (
    bulk_and_shear,
    estimate_elasticity,
    hashin_shtrikman,
    youngs_and_poisson,
)


def modulus(value, std=None):
    return Quantity(value=value, unit="Pa", method="given", std_model=std)


def ratio(value, std=None):
    return Quantity(value=value, unit="", method="given", std_model=std)


CERAMIC = (modulus(22.1e9), ratio(0.37))
BINDER = (modulus(0.5e9), ratio(0.4))


def test_one_dense_solid_is_itself():
    E = estimate_elasticity(volume_fractions={"ceramic": 1.0}, moduli={"ceramic": CERAMIC})
    K, G = bulk_and_shear(22.1e9, 0.37)
    for found, value in (
        (E.youngs_modulus, 22.1e9),
        (E.poissons_ratio, 0.37),
        (E.bulk_modulus, K),
        (E.shear_modulus, G),
    ):
        assert (found.value, found.low, found.high) == pytest.approx((value,) * 3)


@pytest.mark.parametrize(
    ("morphology", "porosity", "factor"),
    [
        ("granular", 0.1, 0.6898),
        ("granular", 0.3, 0.2529),
        ("granular", 0.5, 0.0389),
        ("matrix", 0.1, 0.8064),
        ("matrix", 0.3, 0.4705),
        ("matrix", 0.5, 0.2104),
    ],
)
def test_porosity_lowers_the_modulus_by_the_law_of_the_morphology(morphology, porosity, factor):
    """Source: Roberts & Garboczi 2000, J. Am. Ceram. Soc. 83, 3041."""
    E = estimate_elasticity(
        volume_fractions={"ceramic": 1 - porosity, "pore": porosity},
        moduli={"ceramic": CERAMIC},
        morphology=morphology,
    ).youngs_modulus
    assert E.value / 22.1e9 == pytest.approx(factor, abs=1e-4)
    assert E.estimate
    assert E.low <= E.value <= E.high


@pytest.mark.parametrize(("morphology", "poisson"), [("matrix", 0.33891), ("granular", 0.31258)])
def test_porosity_moves_poissons_ratio(morphology, poisson):
    """Hashin-Shtrikman (voids) and 0.37 + 0.17 / 0.604 (0.166 - 0.37), Roberts & Garboczi 2000."""
    found = estimate_elasticity(
        volume_fractions={"ceramic": 0.83, "pore": 0.17},
        moduli={"ceramic": CERAMIC},
        morphology=morphology,
    ).poissons_ratio
    assert found.value == pytest.approx(poisson, abs=1e-5)
    assert found.high == pytest.approx(0.33891, abs=1e-5)


@given(
    porosity=st.floats(0.001, 0.5),
    binder=st.floats(0, 0.4),
    morphology=st.sampled_from(["granular", "matrix"]),
)
def test_estimate_lies_below_the_rigorous_bound_and_inside_its_bracket(
    porosity, binder, morphology
):
    fractions = {"ceramic": 1 - porosity - binder, "binder": binder, "pore": porosity}
    found = estimate_elasticity(
        volume_fractions=fractions,
        moduli={"ceramic": CERAMIC, "binder": BINDER},
        morphology=morphology,
    )
    K, G = zip(bulk_and_shear(22.1e9, 0.37), bulk_and_shear(0.5e9, 0.4), (0, 0), strict=True)
    upper = hashin_shtrikman(list(fractions.values()), K, G)
    bound, _ = youngs_and_poisson(upper.bulk_upper, upper.shear_upper)
    assert found.youngs_modulus.value <= found.youngs_modulus.high <= bound * (1 + 1e-9)
    for quantity in (
        found.youngs_modulus,
        found.poissons_ratio,
        found.shear_modulus,
        found.bulk_modulus,
    ):
        slack = 1e-9 * quantity.value
        assert quantity.low - slack <= quantity.value <= quantity.high + slack


def test_spread_of_the_data_widens_the_bracket():
    fractions = {"ceramic": 0.8, "pore": 0.2}
    sharp = estimate_elasticity(volume_fractions=fractions, moduli={"ceramic": CERAMIC})
    vague = estimate_elasticity(
        volume_fractions=fractions, moduli={"ceramic": (modulus(22.1e9, 4e9), ratio(0.37, 0.02))}
    )
    reach = 1 + 2 * 4 / 22.1
    assert vague.youngs_modulus.high == pytest.approx(sharp.youngs_modulus.high * reach)
    assert vague.youngs_modulus.std > sharp.youngs_modulus.std
    assert vague.poissons_ratio.high > sharp.poissons_ratio.high
    assert vague.youngs_modulus.value == sharp.youngs_modulus.value


def test_phase_without_modulus_is_named():
    found = estimate_elasticity(
        volume_fractions={"ceramic": 0.8, "binder": 0.1, "support": 0.1},
        moduli={
            "ceramic": (Unavailable(unit="Pa", reason="no value for Na3SbS4"), ratio(0.3)),
            "binder": BINDER,
        },
    )
    with pytest.raises(
        UnavailableError,
        match=r"Young's modulus \(no value for Na3SbS4\) of the ceramic missing; give youngs_mod.*"
        r"Young's modulus and Poisson's ratio of the support missing",
    ):
        _ = found.youngs_modulus.value
    assert isinstance(found.poissons_ratio, Unavailable)


def test_phase_that_is_not_there_needs_no_modulus():
    fractions = {"ceramic": 0.9, "binder": 0.0, "pore": 0.1}
    found = estimate_elasticity(volume_fractions=fractions, moduli={"ceramic": CERAMIC})
    assert isinstance(found.youngs_modulus, Quantity)


def test_too_porous_is_unavailable():
    found = estimate_elasticity(
        volume_fractions={"ceramic": 0.4, "pore": 0.6}, moduli={"ceramic": CERAMIC}
    )
    with pytest.raises(UnavailableError, match=r"porosity 0\.60 is beyond the 0\.5"):
        _ = found.shear_modulus.value


def test_bad_input_is_refused():
    with pytest.raises(UnknownNameError, match=r"unknown name 'pores'.*'pore'"):
        estimate_elasticity(volume_fractions={"ceramic": 0.9, "pores": 0.1}, moduli={})
    with pytest.raises(InputError, match=r"add to 0\.9\b"):
        estimate_elasticity(volume_fractions={"ceramic": 0.9}, moduli={})
    with pytest.raises(InputError, match=r"volume_fractions\.binder: -0\.1"):
        estimate_elasticity(volume_fractions={"ceramic": 1.1 - 0.1, "binder": -0.1}, moduli={})
    with pytest.raises(InputError, match=r"Poisson's ratio 0\.5\. Allowed: -1 to 0\.5"):
        estimate_elasticity(
            volume_fractions={"ceramic": 1.0}, moduli={"ceramic": (modulus(22e9), ratio(0.5))}
        )
    with pytest.raises(InputError, match=r"Young's modulus -2e\+10 Pa\. Allowed: above 0 Pa"):
        estimate_elasticity(
            volume_fractions={"ceramic": 1.0}, moduli={"ceramic": (modulus(-2e10), ratio(0.3))}
        )
