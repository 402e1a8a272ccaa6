"""Estimated packing fractions: what must hold besides the rows of tests/validation.

R. S. Farr, R. D. Groot, J. Chem. Phys. 131 (2009) 244104, tabulated from an independent
implementation.
"""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
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
from ceralyte.packing import (
    desmond_weeks,
    estimate,
    farr_groot,
    number_quantile,
    optimise_mixture,
    relative_std,
    santos,
    skewness,
)

MONO = Mono(diameter=3e-6)


def two_sizes(ratio: float, share_of_small: float) -> Mixture:
    sizes = (Mono(diameter=ratio * 1e-7), Mono(diameter=1e-7))
    return Mixture(shares=(1 - share_of_small, share_of_small), components=sizes)


def test_equal_spheres() -> None:
    assert farr_groot(np.full(100, 2e-6)).value == pytest.approx(0.643485, abs=1e-6)


def test_the_interval_holds_the_bed_that_lies_lowest() -> None:
    """Jammed: `pack` of 4:1 with 20 % of fines, 3,000 particles, seed 0."""
    assert farr_groot(two_sizes(4, 0.2)).low < 0.7551


def test_a_list_has_one_estimate_in_any_unit() -> None:
    diameters = np.random.default_rng(0).lognormal(sigma=0.5, size=500) * 1e-6
    assert farr_groot(4 * diameters).value == farr_groot(diameters).value


@pytest.mark.parametrize("sigma", [0.1, 0.5, 2.0])
def test_a_lognormal_law_packs_alike_whatever_it_counts(sigma: float) -> None:
    """Its width in ln d is the same by number, area and volume; values: tests/validation."""
    by_volume = farr_groot(Lognormal(d50=3e-6, sigma=sigma))
    assert by_volume.estimate
    for basis in ("area", "number"):
        powder = Lognormal(d50=3e-6, sigma=sigma, basis=basis)
        assert farr_groot(powder).value == pytest.approx(by_volume.value, abs=2e-4)


@pytest.mark.parametrize(
    ("ratio", "share_of_small", "fraction"),
    [(2, 0.286, 0.6820), (5, 0.208, 0.7878), (100, 0.263, 0.8569)],
)
def test_the_densest_blend_of_two_sizes(
    ratio: float, share_of_small: float, fraction: float
) -> None:
    blend = optimise_mixture([Mono(diameter=ratio * 1e-6), Mono(diameter=1e-6)])
    # the optimum is flat: at ratio 100, 0.85699 +- 0.00005 from 0.265 to 0.269
    assert blend.shares[1] == pytest.approx(share_of_small, abs=0.005)
    assert blend.packing_fraction.value == pytest.approx(fraction, abs=2e-4)


POWDERS = [
    MONO,
    Lognormal(d50=3e-6, sigma=0.5),
    Weibull(d63=5e-6, shape=3.5),
    Gaussian(mean=3e-6, std=0.8e-6),
    PowerLaw(dmin=1e-6, dmax=20e-6, exponent=2.5),
    Tabulated(diameters=(1e-6, 2e-6, 4e-6), undersize=(0, 0.5, 1), basis="volume"),
    two_sizes(3, 0.25),
]


@pytest.mark.parametrize("powder", POWDERS)
def test_a_long_list_of_diameters_has_the_estimate_of_its_law(powder: SizeDistribution) -> None:
    listed = number_quantile(powder, (np.arange(10_000) + 0.5) / 10_000)
    assert farr_groot(listed).value == pytest.approx(farr_groot(powder).value, abs=5e-4)


@pytest.mark.parametrize(
    "diameters", [[], [1e-6, 0.0], [1e-6, float("nan")], [1e-6, -1e-6], [1e-6, float("inf")]]
)
def test_diameters_are_lengths(diameters: list[float]) -> None:
    with pytest.raises(InputError, match=r"diameters: (from|got)"):
        farr_groot(diameters)


def test_the_text_of_a_law_is_no_list_of_diameters() -> None:
    with pytest.raises(InputError, match=r"distribution: got 'mono\(d=1 um\)'.*parse_distribution"):
        farr_groot("mono(d=1 um)")


def test_a_law_of_ever_more_area_needs_a_cut() -> None:
    with pytest.raises(InputError, match=r"no finite area: .* such as dmin=0.1 um"):
        farr_groot(Weibull(d63=5e-6, shape=0.9))
    assert farr_groot(Weibull(d63=5e-6, shape=0.9, dmin=1e-6)).value < 0.85


def test_rods_are_enough_where_a_ratio_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Single laws may be wider than any mixture: their rods have no gap in length."""
    powders = {
        two_sizes(3000, 0.26): 1e-4,
        two_sizes(10_000, 0.26): 0.003,
        Lognormal(d50=3e-6, sigma=3.0): 1e-4,
        PowerLaw(dmin=1e-9, dmax=1e-3, exponent=3.5): 1e-4,
    }
    found = [farr_groot(powder).value for powder in powders]
    monkeypatch.setattr(estimate, "RODS", 1_000_000)
    for (powder, off), value in zip(powders.items(), found, strict=True):
        assert value == pytest.approx(farr_groot(powder).value, abs=off)
    with pytest.raises(InputError, match=r"a size ratio of 1\.01e"):
        farr_groot(two_sizes(10_100, 0.26))


def test_the_formula_of_desmond_and_weeks() -> None:
    powder = Lognormal(d50=3e-6, sigma=0.3, basis="number")
    width, skew = relative_std(powder), skewness(powder)
    wanted = 0.634 + 0.0658 * width + 0.0857 * skew * width**2
    assert desmond_weeks(powder).value == pytest.approx(wanted)
    # simulated by the same soft-sphere code as the other jammed references: 0.6662
    assert desmond_weeks(powder).value == pytest.approx(0.6662, abs=0.006)
    assert "0.533 of the mean" in desmond_weeks(Lognormal(d50=3e-6, sigma=0.5)).reason


def test_the_formula_of_santos() -> None:
    assert santos(MONO).value == pytest.approx(0.644)
    assert santos(two_sizes(3000, 0.1)).value == pytest.approx(0.644 / 0.6796, abs=1e-3)
