import numpy as np
import pytest

from ceralyte.packing.slack import (
    LIST_AGE,
    SLACK,
    SLACK_MAX,
    SLACK_MAX_FINER,
    adapt_slack,
    fresh_slack,
    size_classes,
)


def adapted(way: float, age: int) -> np.ndarray:
    """Return the slack after the larger of two particles moved by `way` of its diameter."""
    p = np.array([[0.0, 0, 0, 1.0], [0, 0, 0, 0.3]])
    reference = p[:, :3].copy()
    p[0, 0] = way
    slack = fresh_slack()
    adapt_slack(slack, p, reference, 1.0, size_classes(p), age)
    return slack


def test_a_class_for_each_factor_of_two() -> None:
    p = np.column_stack([np.zeros((4, 3)), [1.0, 0.6, 0.3, 1e-20]])
    assert size_classes(p).tolist() == [0, 0, 1, 31]


def test_the_class_that_outlived_its_list_early_gets_more_the_idle_one_less() -> None:
    slack = adapted(SLACK, LIST_AGE // 5)
    assert slack[0] > SLACK
    assert slack[1] < SLACK


def test_after_a_long_life_all_get_less() -> None:
    assert (adapted(SLACK, 3 * LIST_AGE) < SLACK).all()


def test_what_is_about_right_stays() -> None:
    assert adapted(SLACK, LIST_AGE)[0] == pytest.approx(SLACK)


def test_slack_has_a_limit_that_is_wider_for_finer_particles() -> None:
    slack = np.ones(32)
    p = np.array([[0.0, 0, 0, 1.0], [0, 0, 0, 0.3]])
    adapt_slack(slack, p, p[:, :3] - 1.0, 1.0, size_classes(p), 1)
    assert slack[:2].tolist() == [SLACK_MAX, SLACK_MAX_FINER]
