import numba
import numpy as np
import pytest

from ceralyte.packing.lists import closer_pairs
from ceralyte.packing.neighbours import ChunkPairs, Domain, cut_into_chunks
from ceralyte.packing.pair_search import close_pairs

SIDES = np.array([1.0, 1.0, 0.7])


def listed(pairs: np.ndarray, first: np.ndarray, last: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs of all chunks; what fills them up to fours repeats the last."""
    for begin, end in zip(first, last, strict=True):
        full = end + (begin - end) % 4
        assert (pairs[end:full] == pairs[end - 1 : end]).all()
    return [(i, j) for c in range(len(first)) for i, j in pairs[first[c] : last[c]].tolist()]


def pairs_of(pairs: ChunkPairs) -> list[tuple[int, int]]:
    """Return the pairs i < j as often as they are listed, across chunks half as often."""
    inner = listed(pairs.inner, pairs.inner_first, pairs.inner_last)
    outer = listed(pairs.outer, pairs.outer_first, pairs.outer_last)
    assert sorted(outer) == sorted((j, i) for i, j in outer)
    return sorted((min(i, j), max(i, j)) for i, j in inner + [p for p in outer if p[0] < p[1]])


@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize("open_axis", [0, 2, None])
def test_pairs_picked_from_wide_ones_are_those_by_all_distances(
    parts: int, open_axis: int | None
) -> None:
    domain = Domain(SIDES, 1 / SIDES, False)
    if open_axis is not None:
        domain.wraps[open_axis] = 0.0
    rng = np.random.default_rng(3)
    x = rng.random((500, 3)) * SIDES
    x = x[cut_into_chunks(x)[0]]
    radii = 0.03 * np.exp(0.5 * rng.normal(size=500))
    apart = x[:, None] - x[None]
    apart -= SIDES * np.rint(apart * domain.wraps)
    near = np.linalg.norm(apart, axis=2) < radii[:, None] + radii
    p, chunks = np.column_stack([x, radii]), np.linspace(0, 500, parts + 1).astype(np.int64)
    numba.get_num_threads()  # starts them
    wide = close_pairs(p, 1.3 * radii, domain, chunks)
    listed_widely = (wide.last - wide.first).sum() + (wide.outer_last - wide.outer_first).sum() // 2
    expected = list(zip(*np.nonzero(np.triu(near, 1)), strict=True))
    assert listed_widely > 1.2 * len(expected) > 200
    assert pairs_of(closer_pairs(wide, p, radii, domain, chunks)) == expected
