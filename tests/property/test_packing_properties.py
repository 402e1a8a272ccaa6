import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from ceralyte.model import Lognormal, Mixture, Mono, SizeDistribution
from ceralyte.packing import (
    describe,
    mean_diameter,
    number_quantile,
    pack,
    parse_distribution,
    sample_diameters,
    volume_quantile,
)
from ceralyte.packing.neighbours import close_pairs, size_levels

lognormals = st.builds(
    Lognormal,
    d50=st.floats(1e-7, 1e-4),
    sigma=st.floats(0.05, 0.6),
    basis=st.sampled_from(["volume", "number"]),
)
distributions = lognormals | st.builds(Mono, diameter=st.floats(1e-7, 1e-4))


@settings(deadline=None)
@given(distributions)
def test_text_and_distribution_are_two_forms_of_one(distribution: SizeDistribution) -> None:
    text = describe(distribution)
    assert describe(parse_distribution(text)) == text


@settings(max_examples=20, deadline=None)
@given(lognormals, st.integers(2000, 20_000))
def test_a_sample_has_the_volume_of_its_distribution(powder: Lognormal, n: int) -> None:
    diameters = sample_diameters(powder, n, np.random.default_rng(0))
    mean = np.sum(diameters**3) / np.sum(diameters**2)
    assert mean == pytest.approx(mean_diameter(powder, 3, 2), rel=0.06)


@settings(deadline=None)
@given(lognormals, st.floats(0.01, 0.99))
def test_small_particles_are_many(powder: Lognormal, share: float) -> None:
    assert number_quantile(powder, share) < volume_quantile(powder, share)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(0.0, 1.0))
def test_close_pairs_are_those_of_a_brute_force_search(seed: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    a = np.sort(0.02 * np.exp(spread * rng.normal(size=300)))[::-1].copy()
    a *= min(1.0, 0.3 / a[0])
    x, levels = rng.random((300, 3)), size_levels(a)
    level_first = np.searchsorted(levels, np.arange(levels.max() + 2))
    start, neighbour = close_pairs(x, a, level_first, 1.5)
    rows = np.repeat(np.arange(300), np.diff(start))
    found = set(map(tuple, np.column_stack([rows, neighbour]).tolist()))
    apart = x[:, None] - x[None, :]
    distance = np.linalg.norm(apart - np.rint(apart), axis=2)
    close = distance < 0.75 * (a[:, None] + a[None, :])
    assert found == set(map(tuple, np.argwhere(np.tril(close, -1)).tolist()))


@pytest.mark.parametrize(
    "distribution",
    [
        Mono(diameter=3e-6),
        Lognormal(d50=3e-6, sigma=0.4),
        Mixture(shares=(0.6, 0.4), components=(Mono(diameter=3e-6), Mono(diameter=1e-6))),
    ],
)
def test_packings_repeat_and_do_not_overlap(distribution: SizeDistribution) -> None:
    packing = pack(distribution, 800, seed=5)
    assert packing == pack(distribution, 800, seed=5)
    assert packing != pack(distribution, 800, seed=6)
    assert np.all((packing.centres >= 0) & (packing.centres < packing.box))

    tree = cKDTree(packing.centres, boxsize=packing.box)
    pairs = tree.query_pairs(packing.diameters.max(), output_type="ndarray")
    apart = packing.centres[pairs[:, 0]] - packing.centres[pairs[:, 1]]
    distance = np.linalg.norm(apart - packing.box * np.rint(apart / packing.box), axis=1)
    overlap = 1 - distance / packing.diameters[pairs].mean(axis=1)
    assert overlap.max() <= 1e-5
    assert overlap.max() == pytest.approx(packing.overlap_relative_max, rel=1e-6)

    assert np.all(packing.contacts[:, 0] < packing.contacts[:, 1])
    touching = np.sort(pairs[overlap > 0], axis=1)
    assert set(map(tuple, touching)) <= set(map(tuple, packing.contacts))
