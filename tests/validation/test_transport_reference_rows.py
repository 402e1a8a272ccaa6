"""Known conductivities and thresholds, each with its source in docs/transport.

The page docs/transport/README.md is made from the same rows, by the same code.
"""

import pytest

from transport_rows import Row, read_rows

ROWS = read_rows()
SLOW = ("lattice", "jammed", "voxels", "overlapping", "order", "touching")


def name(row: Row) -> str:
    return f"{row.quantity}: {row.condition}"


def held(slow: bool) -> list[Row]:
    """Rows with a tolerance; of the arrays only three go quickly."""
    quick = {"SC 0 0.3", "BCC 0.1 0.3", "BCC 10 0.3"}
    return [
        row
        for row in ROWS
        if row.within
        and slow == (row.case in SLOW or (row.case == "array" and row.arguments not in quick))
    ]


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_has_a_source_and_a_value_or_says_why_not(row: Row) -> None:
    assert row.source
    assert row.case or row.remark
    assert bool(row.case) or not row.within


def close(row: Row) -> bool:
    exact, within = float(row.value), float(row.within)
    return row.ours().value == pytest.approx(exact, rel=within, abs=within if exact == 0 else 0.0)


@pytest.mark.parametrize("row", held(slow=False), ids=name)
def test_quick_rows(row: Row) -> None:
    assert close(row)


@pytest.mark.slow
@pytest.mark.parametrize("row", held(slow=True), ids=name)
def test_slow_rows(row: Row) -> None:
    assert close(row)
