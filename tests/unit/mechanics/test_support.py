"""A support beside a membrane that breaks before or after it."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.mechanics import in_parallel
from ceralyte.model import Series

E, S = 1e9, 1e6  # of the bare membrane, Pa


def bare(*, left):
    """Elastic up to S, then down to the share `left` at the same strain."""
    return Series(x_name="strain", x_unit="", x=(0.0, S / E, S / E), y_name="stress", y_unit="Pa",
                  y=(0.0, S, left * S))  # fmt: skip


@pytest.mark.parametrize("left", [0.0, 0.3])
def test_a_support_that_outlasts_the_membrane(left):
    """Its strength, or both together where the membrane breaks."""
    both = in_parallel(bare(left=left), 0.5 * E, 0.8 * S)
    assert max(both.y) == pytest.approx(1.5 * S)
    assert both.y[-1] == 0.0
    drop = [y for x, y in zip(both.x, both.y, strict=True) if x == S / E]
    assert drop == pytest.approx([1.5 * S, (left + 0.5) * S, 0.5 * S])
    assert both.x[-1] == pytest.approx(0.8 * S / (0.5 * E))
    strong = in_parallel(bare(left=left), 0.5 * E, 4 * S)
    assert max(strong.y) == pytest.approx(4 * S)


def test_a_support_that_breaks_first():
    both = in_parallel(bare(left=0.3), 2 * E, 0.5 * S)
    at = 0.25 * S / E
    assert both.x[:3] == pytest.approx((0.0, at, at))
    assert both.y[:3] == pytest.approx((0.0, 0.75 * S, 0.25 * S))
    assert max(both.y) == S
    assert both.y[-1] == 0.3 * S


def test_a_support_without_strength_is_refused():
    with pytest.raises(InputError, match=r"support_strength: got 0 MPa\. Allowed: above 0"):
        in_parallel(bare(left=0.0), E, 0.0)
