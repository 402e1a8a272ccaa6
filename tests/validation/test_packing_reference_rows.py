"""Published and independently computed packings, each with its source in docs/packing.

The page docs/packing/reference.md is made from the same rows, by the same code.
"""

import pytest

from ceralyte.model import Lognormal, Mono, Packing
from ceralyte.packing import farr_groot, pack
from reference_rows import Row, Samples, read_rows
from samples import pack_all

ROWS = read_rows()
SEEDS = 2


def name(row: Row) -> str:
    return f"{row.quantity}: {row.condition}"


@pytest.fixture(scope="module")
def samples() -> Samples:
    told: list[str] = []
    found = pack_all((w for row in ROWS for w in row.wanted()), SEEDS, told.append)
    assert not [line for line in told if "left out" in line]
    return found


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_has_a_source_and_a_value_or_says_why_not(row: Row) -> None:
    assert row.source
    assert row.within or row.remark
    assert bool(row.measure) or not row.within


@pytest.mark.parametrize("row", [r for r in ROWS if r.within and not r.wanted()], ids=name)
def test_formulas_and_estimates(row: Row) -> None:
    assert row.ours({})[0] == pytest.approx(float(row.value), abs=float(row.within))


@pytest.mark.slow
@pytest.mark.parametrize("row", [r for r in ROWS if r.within and r.wanted()], ids=name)
def test_packings(row: Row, samples: Samples) -> None:
    assert row.ours(samples)[0] == pytest.approx(float(row.value), abs=float(row.within))


@pytest.mark.slow
@pytest.mark.parametrize("row", [r for r in ROWS if r.measure == "gain_of_discs"], ids=name)
def test_discs_of_a_power_law_jam_denser_than_equal_ones(row: Row, samples: Samples) -> None:
    assert row.ours(samples)[0] > 0


@pytest.fixture(scope="module")
def equal_spheres() -> Packing:
    return pack(Mono(diameter=3e-6), 2000, seed=1)


def test_equal_spheres_jam_at_random_close_packing(equal_spheres: Packing) -> None:
    assert 0.635 < equal_spheres.packing_fraction < 0.645
    assert equal_spheres.overlap_relative_max <= 1e-6
    assert 0.01 < equal_spheres.rattler_fraction < 0.04


def test_the_backbone_is_isostatic(equal_spheres: Packing) -> None:
    """Maxwell counting: 3 N - 2 contacts of N held spheres, so 6 each."""
    assert equal_spheres.coordination_number == pytest.approx(6, abs=0.02)


def test_lognormal_sizes_jam_denser_with_many_rattlers() -> None:
    packing = pack(Lognormal(d50=3e-6, sigma=0.5), 2000, seed=2)
    assert packing.packing_fraction == pytest.approx(0.7007, abs=0.006)
    assert packing.coordination_number == pytest.approx(6, abs=0.02)
    assert packing.rattler_fraction == pytest.approx(0.38, abs=0.05)
    bias = farr_groot(packing.diameters).value - packing.packing_fraction
    assert 0.002 < bias < 0.012
