import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Gaussian, Lognormal, Mixture, Mono, PowerLaw, SizeDistribution, Weibull
from ceralyte.packing import (
    mean_diameter,
    percentiles,
    sample_diameters,
    sampling_note,
    size_window,
)

BIMODAL = Mixture(shares=(0.7, 0.3), components=(Mono(diameter=4e-6), Mono(diameter=1e-6)))


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def two_sizes(ratio: float, share_of_small: float) -> Mixture:
    sizes = (Mono(diameter=ratio * 1e-6), Mono(diameter=1e-6))
    return Mixture(shares=(1 - share_of_small, share_of_small), components=sizes)


def test_the_sample_keeps_the_percentiles_by_volume() -> None:
    powder = Lognormal(d50=3e-6, sigma=0.5)
    diameters = np.sort(sample_diameters(powder, 5000, rng()))
    volume = np.cumsum(diameters**3)
    wanted = percentiles(powder, "volume")
    for share, diameter in ((0.1, wanted.d10), (0.5, wanted.d50), (0.9, wanted.d90)):
        found = diameters[np.searchsorted(volume, share * volume[-1])]
        assert found == pytest.approx(diameter, rel=0.03)
    assert diameters[-1] ** 3 / volume[-1] < 0.0201


@pytest.mark.parametrize(
    "powder",
    [
        Weibull(d63=5e-6, shape=4),
        Gaussian(mean=3e-6, std=0.8e-6, basis="number"),
        PowerLaw(dmin=1e-6, dmax=8e-6, exponent=3),
        Lognormal(d50=1e-6, sigma=2, basis="number", dmin=1e-6, dmax=20e-6),
    ],
)
def test_every_law_keeps_its_mean_diameter(powder: SizeDistribution) -> None:
    diameters = sample_diameters(powder, 20_000, rng())
    mean = np.sum(diameters**3) / np.sum(diameters**2)
    assert mean == pytest.approx(mean_diameter(powder, 3, 2), rel=0.01)


def test_a_mixture_of_two_sizes_stays_two_sizes() -> None:
    diameters = sample_diameters(BIMODAL, 2000, rng())
    assert set(diameters) == {1e-6, 4e-6}
    coarse = np.sum(diameters[diameters > 2e-6] ** 3) / np.sum(diameters**3)
    assert coarse == pytest.approx(0.7, abs=0.005)


def test_sharp_sizes_have_exact_shares() -> None:
    diameters = sample_diameters(two_sizes(10, 0.25), 20_000, rng())
    assert np.sum(diameters > 5e-6) == 60  # 59.8 by volume
    three = Mixture(
        shares=(0.5, 0.3, 0.2), components=tuple(Mono(diameter=d * 1e-6) for d in (1, 2, 4))
    )
    _, counts = np.unique(sample_diameters(three, 10_000, rng()), return_counts=True)
    numbers = np.array([0.5, 0.3 / 8, 0.2 / 64])
    assert counts == pytest.approx(10_000 * numbers / numbers.sum(), abs=1)


def test_size_ratios_of_a_hundred_are_admitted() -> None:
    wide = sample_diameters(PowerLaw(dmin=1e-7, dmax=1e-5, exponent=1), 30_000, rng())
    assert wide.max() / wide.min() > 99
    sharp = sample_diameters(two_sizes(100, 0.01), 1_000_000, rng())
    assert np.sum(sharp > 5e-6) == 99  # 99.0 by volume


def test_sizes_that_are_named_are_never_cut() -> None:
    with pytest.raises(InputError, match=r"too few for 1 um to 10 um: .* at least 47503 part"):
        sample_diameters(two_sizes(10, 0.95), 10_000, rng())
    note = sampling_note(two_sizes(2, 0.9995), 1000)
    assert "the share of 2 um is less than one particle: none is there" in note


def test_what_the_window_cuts_is_recorded() -> None:
    assert size_window(Mono(diameter=1e-6), 200).volume_above == 0
    cut = size_window(Lognormal(d50=3e-6, sigma=0.7), 2000)
    assert cut.volume_above == pytest.approx(0.2)
    assert 0 < cut.volume_below < 0.2
    note = sampling_note(Lognormal(d50=3e-6, sigma=0.7), 2000)
    assert "20 % of the volume above 5.41 um" in note
    assert "estimated packing fraction is 0.0092 lower" in note


@pytest.mark.parametrize(
    ("powder", "n", "few"),
    [
        (Mono(diameter=1e-6), 2000, ""),
        (two_sizes(10, 0.25), 20_000, ""),
        (Mixture(shares=(0.5, 0.5), components=BIMODAL.components), 1700, "only 26 of the largest"),
        (two_sizes(10, 0.95), 60_000, "only 3 of the largest"),
        (Lognormal(d50=3e-6, sigma=0.5), 5000, "only 14 of the largest"),
    ],
)
def test_fewer_than_thirty_of_the_largest_are_noted(
    powder: SizeDistribution, n: int, few: str
) -> None:
    note = sampling_note(powder, n)
    assert few in note
    assert ("at least 30 are wanted" in note) == bool(few)


def test_too_few_particles_for_the_distribution() -> None:
    with pytest.raises(InputError, match=r"2000 particles are too few .*at least 5335 particles"):
        sample_diameters(Lognormal(d50=3e-6, sigma=1.0), 2000, rng())
    sample_diameters(Lognormal(d50=3e-6, sigma=1.0), 5335, rng())


@pytest.mark.parametrize(
    ("powder", "n", "message"),
    [
        (
            Lognormal(d50=1e-6, sigma=2, basis="number"),
            20_000,
            r"too few for 12500 um to 876000 um: .* cut-offs such as dmin=0.0095 um, dmax=100 um "
            r"\(2.3e\+06 particles would be needed",
        ),
        (
            Weibull(d63=5e-6, shape=1.2),
            3000,
            r"at least 7092 particles, or .* dmin=1.1 um, dmax=8.5 um",
        ),
        (Weibull(d63=5e-6, shape=0.9), 1_000_000, r"no finite area: .* such as dmin=0.1 um"),
        (Lognormal(d50=3e-6, sigma=2), 1_000_000, "largest alone would be 4.62 % of the solid"),
    ],
)
def test_tails_that_no_box_can_hold(powder: SizeDistribution, n: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        sample_diameters(powder, n, rng())


def test_the_cut_offs_that_an_error_offers_fit() -> None:
    offered = Lognormal(d50=1e-6, sigma=2, basis="number", dmin=0.0095e-6, dmax=100e-6)
    window = size_window(offered, 20_000)
    assert max(window.volume_above, window.volume_below) <= 0.001 + 1e-6


def test_discs_have_shares_by_area() -> None:
    diameters = sample_diameters(two_sizes(4, 0.25), 3400, rng(), dimension=2)
    assert np.sum(diameters > 2e-6) == pytest.approx(3400 * 0.75 / (0.75 + 16 * 0.25), abs=1)
    with pytest.raises(InputError, match=r"dimension: got 4. Allowed: 3, or 2 for discs"):
        sample_diameters(BIMODAL, 1000, rng(), dimension=4)


def test_discs_of_a_power_law_have_its_numbers() -> None:
    law = PowerLaw(dmin=1e-6, dmax=20e-6, exponent=2.5)
    diameters = sample_diameters(law, 5000, rng(), dimension=2)
    assert np.median(diameters) == pytest.approx(percentiles(law, "number").d50, rel=1e-3)
    assert "of the area" in sampling_note(law, 300, dimension=2)


@pytest.mark.parametrize("n_particles", [0, 9, 1_000_001])
def test_the_number_of_particles_has_a_range(n_particles: int) -> None:
    with pytest.raises(InputError, match=f"got {n_particles} particles. Allowed: 10 to 1000000"):
        sample_diameters(Mono(diameter=1e-6), n_particles, rng())


def test_equal_spheres_fill_a_box_of_three_diameters() -> None:
    assert len(sample_diameters(Mono(diameter=1e-6), 50, rng())) == 50
    with pytest.raises(
        InputError, match=r"would be 2.04 % of the solid, above 2 %.* at least 50 part"
    ):
        sample_diameters(Mono(diameter=1e-6), 49, rng())
    with pytest.raises(InputError, match=r"at least \d\d particles, or a narrower distribution"):
        sample_diameters(Lognormal(d50=3e-6, sigma=0.003), 30, rng())
