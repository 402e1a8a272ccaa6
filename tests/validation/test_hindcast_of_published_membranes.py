"""Predictions from recipes alone against published conductivities; the page is docs/literature."""

import pytest

from ceralyte.literature import hindcast


@pytest.fixture(scope="module")
def result():
    return hindcast()


def test_intervals_cover_what_they_say(result) -> None:
    assert result.summary.n >= 35
    assert 0.80 <= result.summary.coverage_90 <= 0.97


def test_better_than_what_knows_no_more(result) -> None:
    ours = result.summary.median_absolute_log10_error
    assert ours < 0.75 * min(result.baselines["all"].values())
    assert ours < 0.25  # a factor of 1.8; the goal of 0.15 is not met: docs/literature says why
    assert result.by_kind["soft"].median_absolute_log10_error < 0.15  # there it is


def test_every_row_says_whose_pellets_stand_for_its_ceramic(result) -> None:
    for row in result.rows:
        assert row.basis
        assert row.source.text
