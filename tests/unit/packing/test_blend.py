from typing import Any

import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Lognormal, Mixture, Mono
from ceralyte.packing import farr_groot, optimise_mixture

COARSE, FINE = Mono(diameter=5e-6), Mono(diameter=1e-6)


def test_the_curve_runs_from_one_powder_to_the_other() -> None:
    blend = optimise_mixture([COARSE, FINE], step=0.1)
    assert [s[1] for s in blend.curve_shares] == pytest.approx([k / 10 for k in range(11)])
    assert blend.curve_fractions[0] == pytest.approx(0.643485, abs=1e-6)
    assert blend.curve_fractions[-1] == pytest.approx(0.643485, abs=1e-6)
    assert max(blend.curve_fractions) < blend.packing_fraction.value
    assert blend.packing_fraction == farr_groot(blend.mixture)
    assert blend.mixture.shares == blend.shares


def test_three_powders_pack_denser_than_two() -> None:
    """Furnas: with ever wider gaps in size, 1 - (1 - phi)^3; the fines fill the pores left."""
    blend = optimise_mixture([FINE, Mono(diameter=1e-4), Mono(diameter=1e-5)], step=0.1)
    assert len(blend.curve_shares) == 66
    assert all(sum(s) == pytest.approx(1) for s in blend.curve_shares)
    fine, coarse, middle = blend.shares
    assert coarse > middle > fine > 0.05
    assert 0.91 < blend.packing_fraction.value < 0.9533


def test_a_powder_that_only_hurts_is_left_out() -> None:
    wide, narrow = Lognormal(d50=3e-6, sigma=0.8), Mono(diameter=3e-6)
    blend = optimise_mixture([narrow, wide], step=0.1)
    assert blend.shares[1] == pytest.approx(1, abs=0.03)
    assert blend.packing_fraction.value >= farr_groot(wide).value - 1e-5


def test_a_powder_may_be_a_mixture() -> None:
    blended = Mixture(shares=(0.8, 0.2), components=(COARSE, FINE))
    blend = optimise_mixture([blended, Mono(diameter=2e-7)], step=0.25)
    assert len(blend.mixture.components) == 3
    assert blend.curve_fractions[0] == farr_groot(blended).value


@pytest.mark.parametrize(
    ("powders", "step", "message"),
    [
        ([COARSE], 0.1, "powders: got 1. Allowed: two or three"),
        ([COARSE, FINE, Mono(diameter=2e-6), Mono(diameter=3e-6)], 0.1, "powders: got 4"),
        ([COARSE, FINE, COARSE], 0.1, "powders: number 3 is number 1 again"),
        ([COARSE, "mono(d=3 um)"], 0.1, "powders: got 'mono.*one by parse_distribution"),
        (
            [Mono(diameter=5e-4), Mono(diameter=5e-9)],
            0.1,
            r"powders of 0.005 um and 500 um in mean, a size ratio of 1e\+05. Allowed: a ratio "
            "up to 10,000: of the 20,000 rods",
        ),
        ([COARSE, FINE], 0.0, "step: got 0. Allowed: 0.01 to 0.25"),
    ],
)
def test_what_cannot_be_blended(powders: list[Any], step: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        optimise_mixture(powders, step=step)
