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
from ceralyte.packing.neighbours import Domain
from ceralyte.packing.pair_search import close_pairs

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


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 1000),
    st.floats(0.0, 1.0),
    st.booleans(),
    st.sampled_from([[0, 300], [0, 80, 190, 300]]),
)
def test_close_pairs_are_those_of_a_brute_force_search(
    seed: int, spread: float, walls: bool, chunks: list[int]
) -> None:
    """Pairs within a chunk are listed once, pairs across chunks with both particles."""
    rng = np.random.default_rng(seed)
    a = 0.02 * np.exp(spread * rng.normal(size=300))
    a *= min(1.0, 0.2 / a.max())
    sides = np.array([1.0, 1.2, 0.7])
    wraps = np.array([1.0, 1 / 1.2, 0.0 if walls else 1 / 0.7])
    x = rng.random((300, 3)) * sides
    p, cuts = np.column_stack([x, a]), np.array(chunks)
    pairs = close_pairs(p, 0.75 * a, Domain(sides, wraps, walls), cuts)
    within = [(i, j) for i in range(300) for j in pairs.inner[pairs.first[i] : pairs.last[i]]]
    rows = np.repeat(np.arange(300), pairs.outer_last - pairs.outer_first)
    across = list(zip(rows.tolist(), pairs.outer.tolist(), strict=True))

    apart = x[:, None] - x[None, :]
    distance = np.linalg.norm(apart - sides * np.rint(apart * wraps), axis=2)
    close = distance < 0.75 * (a[:, None] + a[None, :])
    np.fill_diagonal(close, False)
    chunk = np.searchsorted(cuts, np.arange(300), side="right")
    same = chunk[:, None] == chunk[None, :]
    assert sorted(tuple(sorted(pair)) for pair in within) == sorted(
        map(tuple, np.argwhere(np.triu(close & same)).tolist())
    )
    assert sorted(across) == list(map(tuple, np.argwhere(close & ~same).tolist()))


@pytest.mark.parametrize(
    "distribution",
    [
        Mono(diameter=3e-6),
        Lognormal(d50=3e-6, sigma=0.4),
        Mixture(shares=(0.6, 0.4), components=(Mono(diameter=3e-6), Mono(diameter=1e-6))),
    ],
)
def test_packings_repeat_and_do_not_overlap(distribution: SizeDistribution) -> None:
    packing = pack(distribution, 600, seed=5)
    assert packing == pack(distribution, 600, seed=5)
    assert packing != pack(distribution, 600, seed=6)
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
