"""Predictions from recipes alone against published conductivities; the page is docs/literature."""

from math import log10
from statistics import fmean, median

import pytest

from ceralyte.literature import hindcast


@pytest.fixture(scope="module", params=(0, 1, 2), ids="seed {}".format)
def result(request):
    return hindcast(seed=request.param)


# Works from whose films the cost of a binder, or of firing, was read: docs/literature judges the
# others apart.
INFORMED = (
    *("10.1002/adma.74533", "10.1016/j.cej.2026.173036", "10.1002/aenm.202402929"),
    "10.1002/adma.201906221",
)


def test_intervals_cover_what_they_say_and_no_wider(result) -> None:
    assert result.summary.n >= 43
    assert 0.80 <= result.summary.coverage_90 <= 0.97
    assert 10**result.summary.width_90 < 15


def test_better_than_what_knows_no_more(result) -> None:
    ours = result.summary.median_absolute_log10_error
    assert ours < 0.6 * min(result.baselines["all"].values())
    # The goal of 0.15 is not met: docs/literature says why. Eight seeds give 0.177 to 0.179, soft
    # ceramics 0.121 to 0.123, oxides 0.225 to 0.229 (`benchmarks/hindcast_seeds.py`).
    assert ours < 0.18
    assert result.by_kind["soft"].median_absolute_log10_error < 0.127
    assert result.by_kind["oxide"].median_absolute_log10_error < 0.233
    errors = [r.conductivity.log10_error for r in result.rows]
    assert fmean(e**2 for e in errors if e is not None) ** 0.5 < 0.333


def test_rows_that_no_range_was_read_from_are_predicted_better_than_by_bruggeman(result) -> None:
    apart = [
        r
        for r in result.rows
        if r.conductivity.log10_error is not None and r.source.locator not in INFORMED
    ]
    naive = [abs(log10(_bruggeman(r) / r.conductivity.measured)) for r in apart]
    ours = median(abs(r.conductivity.log10_error) for r in apart)
    assert len(apart) == 35
    assert ours < 0.5 * median(naive)
    assert ours < 0.19


def test_another_seed_moves_no_prediction(result) -> None:
    for one, other in zip(hindcast(seed=7).rows, result.rows, strict=True):
        values = one.conductivity.predicted.value, other.conductivity.predicted.value
        assert abs(log10(values[0] / values[1])) < 0.015


def _bruggeman(row) -> float:
    return row.baselines["Bruggeman (fraction^1.5)"]


def test_every_row_says_whose_pellets_stand_for_its_ceramic(result) -> None:
    for row in result.rows:
        assert row.basis
        assert row.source.text
