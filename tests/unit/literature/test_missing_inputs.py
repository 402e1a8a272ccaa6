"""What the errors of the hindcast owe to inputs that are not stated."""

from math import hypot

import pytest
from missing_inputs import GROUPS, KNOWN, expected_median, owed, spread

from ceralyte.literature import hindcast, published_membranes


def test_errors_as_large_as_their_spreads_have_the_median_of_the_normal_law() -> None:
    assert expected_median([0.2] * 400) == pytest.approx(0.6745 * hypot(0.2, 0.1), rel=0.02)


def test_an_input_that_is_known_narrows_the_prediction() -> None:
    row = next(m for m in published_membranes() if m.identifier == "pcl_lagp75")
    alone = {what: spread(row, (what,)) for what in ("powder", "polymer", "joints")}
    assert max(alone.values()) < spread(row, ())
    assert spread(row, ("powder", "polymer", "joints")) < 0.5 * min(alone.values())


@pytest.mark.slow
def test_every_group_is_told_with_its_bias() -> None:
    shipped = published_membranes()
    result = hindcast([m for m in shipped if m.conductivity is not None])
    groups = tuple(owed(result))
    assert [g.name for g in groups] == list(GROUPS)
    assert groups[0].n == result.summary.n
    assert groups[0].found == pytest.approx(result.summary.median_absolute_log10_error)
    assert all(list(g.expected) == list(KNOWN) for g in groups)
