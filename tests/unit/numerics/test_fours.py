import numpy as np
import pytest
from numba import njit
from numba.core.errors import TypingError

from ceralyte.numerics.fours import (
    all_four,
    any_larger,
    columns,
    larger,
    length_squared,
    nearest,
    of_four,
    one_of,
    ones_below,
    root,
    row_of,
    set_row,
    smaller,
    sum_of,
)

ROWS = np.array([[1.0, -2.5, 3.0, 4.0], [0.5, 6.0, -7.0, 8.0], [9.0, 1.0, 2.0, 3.0], [4.0] * 4])


@njit
def _work(rows: np.ndarray, out: np.ndarray) -> tuple[float, float, bool, bool, float]:
    x, y = row_of(rows, 0), row_of(rows, 1)
    set_row(out, 0, x + y)
    set_row(out, 1, x - y)
    set_row(out, 2, x * y)
    set_row(out, 3, x / y)
    set_row(out, 4, larger(x, y))
    set_row(out, 5, smaller(x, y))
    set_row(out, 6, nearest(x * all_four(0.4)))
    set_row(out, 7, root(x * x))
    set_row(out, 8, ones_below(3))
    set_row(out, 9, of_four(1.0, 2.0, 3.0, 5.0))
    a, b, c, d = columns(x, y, row_of(rows, 2), row_of(rows, 3))
    set_row(out, 10, a)
    set_row(out, 11, b)
    set_row(out, 12, c)
    set_row(out, 13, d)
    some, none = any_larger(x, all_four(3.5)), any_larger(x, all_four(4.0))  # the last, no one
    return sum_of(x), length_squared(x), some, none, one_of(x, 2)


def test_four_numbers_at_once_are_as_one_by_one() -> None:
    out = np.empty((14, 4))
    total, square, some, none, third = _work(ROWS, out)
    x, y = ROWS[0], ROWS[1]
    expected = [x + y, x - y, x * y, x / y, np.maximum(x, y), np.minimum(x, y)]
    expected += [np.rint(0.4 * x), np.abs(x), np.array([1, 1, 1, 0]), np.array([1, 2, 3, 5])]
    np.testing.assert_array_equal(out, np.vstack([*expected, ROWS.T]))
    assert (total, square, third) == (5.5, 16.25, 3.0)
    assert some
    assert not none


@pytest.mark.parametrize("rows", [ROWS.astype(np.float32), ROWS[:, ::-1], ROWS[0]])
def test_only_rows_of_doubles_that_lie_together_are_read(rows: np.ndarray) -> None:
    with pytest.raises(TypingError):
        njit(lambda x: one_of(row_of(x, 0), 0))(rows)
