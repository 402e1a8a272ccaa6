"""How wide the intervals of the hindcast are: what residuals of other works ask for."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.literature.hindcast import calibration
from ceralyte.literature.hindcast.calibration import Residual, half_width


def residuals(values, *, soft=True, per_work=1) -> list[Residual]:
    return [Residual(v, 0.1, soft, f"work {i // per_work}") for i, v in enumerate(values)]


NEW = {"std": 0.1, "soft": True, "work": "new"}


def test_an_interval_reaches_as_far_as_nine_in_ten_of_the_known_fell() -> None:
    known = residuals([0.2, -0.2] * 20)
    assert half_width(known, **NEW) == pytest.approx(0.2, abs=0.001)
    wide = residuals([0.2, -0.2] * 18 + [2.0, -2.0] * 3)  # one in seven far out
    assert half_width(wide, **NEW) > 1.5


def test_what_is_left_open_widens_its_interval() -> None:
    known = residuals([0.2, -0.2] * 20)
    assert half_width(known, **NEW | {"std": 0.5}) > 2 * half_width(known, **NEW)


def test_calibration_never_sees_its_own_publication() -> None:
    known = residuals([0.1, -0.1, 0.2, -0.2, 0.0, 0.1])
    spoilt = [*known, Residual(5.0, 0.1, True, "new")]
    assert half_width(spoilt, **NEW) == half_width(known, **NEW)


def test_scatter_of_publications_widens_the_interval_of_their_kind() -> None:
    calm, wild = residuals([0.05, -0.05] * 5), residuals([1.0, -1.0] * 5, soft=False)
    wild = [Residual(r.value, r.std, False, f"oxide {r.work}") for r in wild]
    soft, oxide = (half_width(calm + wild, **NEW | {"soft": s}) for s in (True, False))
    assert oxide > 3 * soft


def test_a_work_of_many_membranes_counts_as_one_for_the_scatter_of_works() -> None:
    many = residuals([0.4] * 8 + [0.0] * 8, per_work=8)
    each = residuals([0.4] * 8 + [0.0] * 8)
    rest = [Residual(0.0, 0.1, True, f"other {i}") for i in range(5)]
    of_many, of_each = (calibration._spreads((*some, *rest))[0] for some in (many, each))
    assert of_each > 1.05 * of_many


def test_too_few_publications_are_refused() -> None:
    with pytest.raises(InputError, match="4 other works"):
        half_width(residuals([0.1] * 4), **NEW)
