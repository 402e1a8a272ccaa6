import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import gamma
from scipy.stats import lognorm

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.model import (
    Gaussian,
    Lognormal,
    Mixture,
    Mono,
    PowerLaw,
    SizeDistribution,
    Tabulated,
    Weibull,
)
from ceralyte.model.distribution import Basis
from ceralyte.packing import (
    as_discs,
    mean_diameter,
    moment,
    number_quantile,
    percentiles,
    relative_std,
    skewness,
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


def test_lognormal_by_area_follows_hatch_and_choate() -> None:
    by_area = Lognormal(d50=3e-6, sigma=0.5, basis="area")
    assert percentiles(by_area, "area").d50 == pytest.approx(3e-6, rel=1e-12)
    assert percentiles(by_area, "volume").d50 == pytest.approx(3e-6 * np.exp(0.25), rel=1e-12)
    assert percentiles(by_area, "number").d50 == pytest.approx(3e-6 * np.exp(-0.5), rel=1e-12)


def test_span_skewness_and_raw_moments_of_a_lognormal() -> None:
    powder = Lognormal(d50=2e-6, sigma=0.4, basis="number")
    reference = lognorm(s=0.4, scale=2e-6)
    assert moment(powder, 2, "number") / reference.moment(2) == pytest.approx(1.0)
    assert moment(powder, -1, "volume") == pytest.approx(reference.moment(2) / reference.moment(3))
    assert relative_std(powder) == pytest.approx(reference.std() / reference.mean())
    assert skewness(powder) == pytest.approx(reference.stats("s"))
    tails = np.exp(0.4 * 1.2815515655446004)
    assert percentiles(powder, "number").span == pytest.approx(tails - 1 / tails)


def test_equal_particles_have_no_width() -> None:
    assert (relative_std(Mono(diameter=3e-6)), skewness(Mono(diameter=3e-6))) == (0, 0)
    assert percentiles(Mono(diameter=3e-6), "area").span == 0


@pytest.mark.parametrize(("basis", "weight"), [("volume", 3), ("area", 2), ("number", 0)])
def test_weibull_is_that_of_rosin_and_rammler(basis: Basis, weight: int) -> None:
    powder = Weibull(d63=5e-6, shape=4, basis=basis)
    assert undersize(powder, [5e-6, 2e-6], basis) == pytest.approx(
        [1 - np.exp(-1), 1 - np.exp(-(0.4**4))]
    )
    # the mean of d^p by its own basis is d63^p Gamma(1 + p / shape)
    assert moment(powder, -2, basis) == pytest.approx(5e-6**-2 * gamma(0.5))
    by_number = gamma(1 + (2 - weight) / 4) / gamma(1 - weight / 4)
    assert moment(powder, 2, "number") / 25e-12 == pytest.approx(by_number)


@pytest.mark.parametrize("shape", [0.6, 1.0, 1.5, 2.2, 3.0])
def test_weibull_with_ever_more_fines_needs_a_cut(shape: float) -> None:
    with pytest.raises(InputError, match=r"no finite number: .* such as dmin=0.1 um"):
        percentiles(Weibull(d63=5e-6, shape=shape), "number")
    cut = Weibull(d63=5e-6, shape=shape, dmin=1e-6, dmax=20e-6)

    def by_number(d: float) -> float:
        return float(d ** (shape - 4) * np.exp(-(d**shape)))

    wanted = quad(by_number, 0.2, 0.7)[0] / quad(by_number, 0.2, 4)[0]
    assert undersize(cut, [3.5e-6], "number") == pytest.approx([wanted], rel=1e-9)


@pytest.mark.parametrize("basis", ["volume", "area", "number"])
def test_gaussian_converts_exactly(basis: Basis) -> None:
    powder = Gaussian(mean=3e-6, std=0.8e-6, basis=basis)
    shift = {"volume": 0, "area": 1, "number": 3}[basis]

    def content(d: float, power: float) -> float:
        return float(d ** (power + shift) * np.exp(-(((d - 3) / 0.8) ** 2) / 2))

    for weight, power in (("volume", 0), ("area", -1), ("number", -3)):
        # cut off at the mean and 3 standard deviations
        wanted = quad(content, 0.6, 2.2, (power,))[0] / quad(content, 0.6, 5.4, (power,))[0]
        assert undersize(powder, [2.2e-6], weight) == pytest.approx([wanted], rel=1e-9)
    assert undersize(powder, [0.6e-6, 5.4e-6], basis) == pytest.approx([0, 1])


def test_a_wide_gaussian_starts_at_a_tenth_of_its_mean() -> None:
    powder = Gaussian(mean=3e-6, std=1.5e-6, basis="number")
    assert undersize(powder, [0.3e-6], "number") == pytest.approx([0])
    assert undersize(powder, [0.4e-6], "number") > 0
    stated = Gaussian(mean=3e-6, std=1.5e-6, basis="number", dmin=1e-6)
    assert undersize(stated, [1e-6], "number") == pytest.approx([0])


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.5, 4.0])
def test_power_law_numbers_and_volumes(exponent: float) -> None:
    powder = PowerLaw(dmin=1e-6, dmax=20e-6, exponent=exponent)
    for weight, power in (("number", 0), ("volume", 3)):
        wanted = quad(lambda d, p=power: d ** (p - exponent), 1, 5)[0]
        wanted /= quad(lambda d, p=power: d ** (p - exponent), 1, 20)[0]
        assert undersize(powder, [5e-6], weight) == pytest.approx([wanted], rel=1e-12)


def test_a_cut_keeps_the_law_between() -> None:
    whole = Lognormal(d50=3e-6, sigma=0.5, basis="number")
    cut = whole.model_copy(update={"dmin": 1e-6, "dmax": 9e-6})
    ends = undersize(whole, [1e-6, 9e-6, 4e-6], "volume")
    wanted = (ends[2] - ends[0]) / (ends[1] - ends[0])
    assert undersize(cut, [1e-6, 9e-6, 4e-6], "volume") == pytest.approx([0, 1, wanted])
    with pytest.raises(InputError, match=r"e-2\d % of the lognormal law lies between its cut-offs"):
        percentiles(Lognormal(d50=3e-6, sigma=0.1, dmin=9e-6), "volume")


@pytest.mark.parametrize(
    "powder",
    [
        Lognormal(d50=3e-6, sigma=0.5),
        Tabulated(diameters=(1e-6, 2e-6, 4e-6), undersize=(0, 0.3, 1), basis="volume"),
    ],
)
def test_discs_count_area_for_volume(powder: SizeDistribution) -> None:
    assert percentiles(as_discs(powder), "area").d50 == percentiles(powder, "volume").d50


def test_discs_by_number_stay_and_mixtures_are_by_area() -> None:
    law = PowerLaw(dmin=1e-6, dmax=2e-5, exponent=2.5)
    assert as_discs(law) == law
    two = Mixture(shares=(0.5, 0.5), components=(Mono(diameter=1e-6), Mono(diameter=2e-6)))
    assert undersize(as_discs(two), [1.5e-6], "number") == pytest.approx([0.8])
    assert undersize(as_discs(two), [1.5e-6], "area") == pytest.approx([0.5])


def test_an_unknown_basis_is_told_with_the_known_ones() -> None:
    message = "basis: unknown name 'mass'.*volume, area, number"
    with pytest.raises(UnknownNameError, match=message):
        percentiles(Mono(diameter=1e-6), "mass")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match=message):
        moment(Mono(diameter=1e-6), 1, "mass")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match=message):
        undersize(Mono(diameter=1e-6), [1e-6], "mass")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ((1.5, -0.5), r"shares: got \(1.5, -0.5\).*each above 0, adding to 1"),
        ((0.5, 0.2), "adding to 1"),
        ((1.0,), "1 shares for 2 powders"),
        ((float("nan"), 0.5), "adding to 1"),
    ],
)
def test_shares_of_a_mixture_are_a_whole(shares: tuple[float, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Mixture(shares=shares, components=(Mono(diameter=2e-6), Mono(diameter=1e-6)))


@pytest.mark.parametrize(
    ("diameters", "undersize", "message"),
    [
        ((4e-6, 2e-6, 1e-6), (0, 0.5, 1), "diameters.*rise strictly"),
        ((0.0, 2e-6, 4e-6), (0, 0.5, 1), "diameters.*above 0"),
        ((1e-6, 2e-6, 4e-6), (0, 0.5, 0.9), "undersize.*from 0 to 1"),
        ((1e-6, 2e-6, 4e-6), (0, 1.5, 1), "undersize.*from 0 to 1"),
        ((1e-6, 2e-6), (0, 0.5, 1), "3 shares for 2 diameters"),
    ],
)
def test_a_table_rises(
    diameters: tuple[float, ...], undersize: tuple[float, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Tabulated(diameters=diameters, undersize=undersize, basis="volume")
