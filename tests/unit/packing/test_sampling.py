import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Lognormal, Mixture, Mono
from ceralyte.packing import (
    percentiles,
    sample_diameters,
    sampling_note,
    size_window,
)

BIMODAL = Mixture(shares=(0.7, 0.3), components=(Mono(diameter=4e-6), Mono(diameter=1e-6)))


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_the_sample_keeps_the_percentiles_by_volume() -> None:
    powder = Lognormal(d50=3e-6, sigma=0.5)
    diameters = np.sort(sample_diameters(powder, 5000, rng()))
    volume = np.cumsum(diameters**3)
    wanted = percentiles(powder, "volume")
    for share, diameter in ((0.1, wanted.d10), (0.5, wanted.d50), (0.9, wanted.d90)):
        found = diameters[np.searchsorted(volume, share * volume[-1])]
        assert found == pytest.approx(diameter, rel=0.03)
    assert diameters[-1] ** 3 / volume[-1] < 0.0201


def test_a_mixture_of_two_sizes_stays_two_sizes() -> None:
    diameters = sample_diameters(BIMODAL, 2000, rng())
    assert set(diameters) == {1e-6, 4e-6}
    coarse = np.sum(diameters[diameters > 2e-6] ** 3) / np.sum(diameters**3)
    assert coarse == pytest.approx(0.7, abs=0.005)


def test_what_the_window_cuts_is_recorded() -> None:
    assert size_window(Mono(diameter=1e-6), 200).volume_above == 0
    cut = size_window(Lognormal(d50=3e-6, sigma=0.7), 2000)
    assert cut.volume_above == pytest.approx(0.2)
    assert 0 < cut.volume_below < 0.2
    note = sampling_note(Lognormal(d50=3e-6, sigma=0.7), 2000)
    assert "20 % of the volume above 5.41 um" in note
    assert "at least 30 are wanted" in note
    assert sampling_note(Mono(diameter=1e-6), 2000) == ""
    few_large = Mixture(shares=(0.5, 0.5), components=BIMODAL.components)
    assert "only 26 particles" in sampling_note(few_large, 1700)


def test_too_few_particles_for_the_distribution() -> None:
    with pytest.raises(InputError, match=r"2000 particles are too few .*at least 2435 particles"):
        sample_diameters(Lognormal(d50=3e-6, sigma=1.0), 2000, rng())
    sample_diameters(Lognormal(d50=3e-6, sigma=1.0), 2435, rng())


@pytest.mark.parametrize("n_particles", [0, 99, 100_001])
def test_the_number_of_particles_has_a_range(n_particles: int) -> None:
    with pytest.raises(InputError, match=f"got {n_particles} particles. Allowed: 100 to 100000"):
        sample_diameters(Mono(diameter=1e-6), n_particles, rng())
