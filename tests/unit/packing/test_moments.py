import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Lognormal, Mixture, Mono, Tabulated
from ceralyte.packing import (
    mean_diameter,
    number_quantile,
    percentiles,
    undersize,
    volume_quantile,
)


def test_lognormal_number_median_follows_from_the_volume_median() -> None:
    powder = Lognormal(d50=3e-6, sigma=0.5)
    assert number_quantile(powder, 0.5) == pytest.approx(3e-6 * np.exp(-3 * 0.25), rel=1e-12)
    by_number = Lognormal(d50=3e-6, sigma=0.5, basis="number")
    assert volume_quantile(by_number, 0.5) == pytest.approx(3e-6 * np.exp(3 * 0.25), rel=1e-12)
    assert percentiles(powder, "volume").d90 == pytest.approx(3e-6 * np.exp(0.5 * 1.2815515655))


def test_lognormal_mean_diameters() -> None:
    powder = Lognormal(d50=2e-6, sigma=0.4, basis="number")
    assert mean_diameter(powder, 1, 0) == pytest.approx(2e-6 * np.exp(0.08))
    assert mean_diameter(powder, 3, 2) == pytest.approx(2e-6 * np.exp(2.5 * 0.16))
    assert mean_diameter(powder, 4, 3) == pytest.approx(2e-6 * np.exp(3.5 * 0.16))
    with pytest.raises(InputError, match="p and q are both 3"):
        mean_diameter(powder, 3, 3)


def test_a_class_spread_evenly_in_ln_d_converts_exactly() -> None:
    by_volume = Tabulated(diameters=(1e-6, 2e-6, 4e-6), undersize=(0, 0.5, 1), basis="volume")
    # in a class from a to b the number per volume is (a^-3 - b^-3) / (3 ln(b / a)): 8 to 1 here
    assert undersize(by_volume, [2e-6], "number") == pytest.approx([8 / 9])
    assert volume_quantile(by_volume, 0.25) == pytest.approx(np.sqrt(2) * 1e-6)
    by_number = Tabulated(diameters=(1e-6, 2e-6, 4e-6), undersize=(0, 0.5, 1), basis="number")
    assert undersize(by_number, [2e-6], "volume") == pytest.approx([1 / 9])
    assert number_quantile(by_number, 0.25) == pytest.approx(np.sqrt(2) * 1e-6)


def test_a_fine_table_of_a_lognormal_is_that_lognormal() -> None:
    powder = Lognormal(d50=3e-6, sigma=0.5)
    knots = 3e-6 * np.exp(0.5 * np.linspace(-6, 6, 2001))
    shares = undersize(powder, knots, "volume")
    shares[[0, -1]] = 0, 1
    table = Tabulated(diameters=tuple(knots), undersize=tuple(shares), basis="volume")
    for share in (0.1, 0.5, 0.9):
        assert number_quantile(table, share) == pytest.approx(
            number_quantile(powder, share), rel=1e-4
        )


def test_a_mixture_by_volume_has_its_number_shares() -> None:
    powders = Mixture(shares=(0.5, 0.5), components=(Mono(diameter=2e-6), Mono(diameter=1e-6)))
    assert undersize(powders, [1e-6, 1.5e-6, 2e-6], "number") == pytest.approx([8 / 9, 8 / 9, 1])
    assert volume_quantile(powders, [0.3, 0.7]).tolist() == [1e-6, 2e-6]
    assert mean_diameter(powders, 1, 0) == pytest.approx(1e-6 * 10 / 9)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_quantile_lies_within_the_distribution(share: float) -> None:
    with pytest.raises(InputError, match="is not between 0 and 1"):
        volume_quantile(Mono(diameter=1e-6), share)
