"""The rules against documented outcomes, judged with every row's sources left out of the fit.

The rows are those of `docs/slurry`, which shows them with the confusion matrix.
"""

import pytest

from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess, fitting
from ceralyte.slurry.calibration import shipped_calibration
from scoring import abstained, baselines, reliability, score, wilson

CATALOGUE = load_catalogue()
JUDGED = fitting.leave_one_source_out(CATALOGUE)
ARTICLE = [j for j in JUDGED if j.row.article]
OTHERS = [j for j in JUDGED if not j.row.article]


def test_enough_rows_of_both_kinds() -> None:
    assert sum(j.row.weight for j in ARTICLE) >= 38
    assert len(OTHERS) >= 12


def test_balanced_accuracy_and_outcome_class() -> None:
    reached = score(ARTICLE)
    assert reached.balanced >= 0.9
    assert reached.outcome_right is not None
    assert reached.outcome_right >= 0.8


def test_what_others_report_holds_as_well() -> None:
    assert score(OTHERS).balanced >= 0.85


def test_rules_of_thumb_do_worse() -> None:
    best = max(s.balanced for s in baselines(ARTICLE, CATALOGUE).values())
    assert best < score(ARTICLE).balanced


@pytest.mark.parametrize("judged", [ARTICLE, JUDGED], ids=["article", "all"])
def test_few_abstentions_and_the_rest_right(judged: list[fitting.Judged]) -> None:
    share, right = abstained(judged)
    assert share <= 0.2
    assert right >= 0.95


def test_confidence_lies_in_the_interval_of_what_is_right_or_below() -> None:
    for low, _, weight, mean, right in reliability(JUDGED):
        assert mean <= wilson(right, weight)[1], low


def test_interval_of_a_share() -> None:
    """Brown, Cai and DasGupta, Stat. Sci. 16 (2001) 101: symmetric about one half."""
    low, high = wilson(0.5, 100)
    assert (low, high) == pytest.approx((0.404, 0.596), abs=5e-4)
    assert wilson(1.0, 20)[0] == pytest.approx(20 / (20 + 1.96**2))


def test_confidence_is_no_exaggeration() -> None:
    """In bins of at least five rows the share right is at most a tenth below the confidence."""
    for low, _, weight, mean, right in reliability(JUDGED):
        if weight >= 5:
            assert right >= mean - 0.1, low


def test_a_row_is_judged_without_its_own_source() -> None:
    """Left-out rows are less sure than with their own source in the fit: only the prior is left."""
    left_out = next(
        j for j in ARTICLE if (j.row.ceramic, j.row.solvent) == ("Li3YBr6", "acetonitrile")
    )
    seen = assess("Li3YBr6", "acetonitrile", documents=False)
    assert 1 - left_out.chance_usable < seen.confidence - 0.02


def test_shipped_table_is_the_fit_of_the_shipped_rows() -> None:
    fitted = fitting.fit(fitting.rows(), CATALOGUE)
    assert shipped_calibration().model_dump() == pytest.approx(fitted.model_dump(), abs=0.02)
