"""One recipe beside another: how much they differ, and how much more than their error bars."""

from collections.abc import Iterable, Sequence
from math import hypot, isclose, log, sqrt

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.display import display_unit, symbol, to_display
from ceralyte.core.quantities import Quantity, Record
from ceralyte.pipeline import Numbers
from ceralyte.study.front import ROUNDING, dominated

EXPLAINED = 20
"""Dominated recipes that are explained, the nearest to the front first."""


class Difference(Record):
    """One number of two recipes.

    Attributes
    ----------
    number : str
    before, after : Quantity
    better : bool or None
        None: no objective, or no difference.
    relative : float or None
        Change as a share of the value before [-]; None where that is 0 and the other is not.
    in_error_bars : float or None
        Size of ln(after / before) over its error bar, all errors taken as independent, although the
        same material data stand behind both recipes: the least that the difference is worth. None:
        neither has an error bar, or one value is not above zero.
    in_numerical_bars : float or None
        The same with errors of sampling and voxels alone, as if those of model and material data
        were shared: the most that it is worth. None: neither has such an error bar.
    """

    number: str
    before: Quantity
    after: Quantity
    better: bool | None
    relative: float | None
    in_error_bars: float | None
    in_numerical_bars: float | None

    @property
    def change(self) -> str:
        """The change as text: "+12 %", "0 -> 1" from zero, "" where there is none."""
        if self.relative is None:
            unit = display_unit(self.before.unit, self.number)
            one, two = (f"{to_display(q.value, unit):.3g}" for q in (self.before, self.after))
            return f"{one} -> {two} {symbol(unit)}".rstrip()
        return f"{100 * self.relative:+.3g} %" if self.relative else ""


class Dominated(Record):
    """Why a recipe is not on the front: which one beats it, and by how much."""

    number: int
    by: int
    differences: tuple[Difference, ...]


def log_error(quantity: Quantity) -> float:
    """Return the standard deviation of the logarithm of a value above 0; 0 without an error bar.

    A bracket counts as an even spread of the logarithm where it stands for the model's error.
    """
    bar = 0.0 if quantity.std is None else quantity.std / quantity.value
    low, high = quantity.low, quantity.high
    if quantity.std_model is None and low is not None and high is not None and low > 0:
        return hypot(bar, log(high / low) / sqrt(12))
    return bar


def differences(
    before: Numbers | None, after: Numbers | None, goals: Iterable[tuple[str, str]]
) -> tuple[Difference, ...]:
    """Return what differs in the numbers of `goals` that both have; nothing where one is None."""
    if before is None or after is None:
        return ()
    pairs = [(name, goal, before.outcomes[name], after.outcomes[name]) for name, goal in goals]
    return tuple(
        _difference(name, goal, one, two)
        for name, goal, one, two in pairs
        if isinstance(one, Quantity) and isinstance(two, Quantity)
    )


def _difference(name: str, goal: str, before: Quantity, after: Quantity) -> Difference:
    same = isclose(after.value, before.value, rel_tol=ROUNDING)
    step = 0.0 if same else after.value - before.value
    return Difference(
        number=name,
        before=before,
        after=after,
        better=None if not goal or step == 0 else (step > 0) == (goal == "maximise"),
        relative=0.0 if step == 0 else step / abs(before.value) if before.value else None,
        in_error_bars=_bars(before, after),
        in_numerical_bars=_bars(_numerical(before), _numerical(after)),
    )


def _numerical(quantity: Quantity) -> Quantity:
    return quantity.model_copy(update={"std_model": None, "low": None, "high": None})


def _bars(before: Quantity, after: Quantity) -> float | None:
    if before.value <= 0 or after.value <= 0:
        return None
    bar = hypot(log_error(before), log_error(after))
    return abs(log(after.value / before.value)) / bar if bar else None


def explained(
    candidates: Sequence[tuple[int, Numbers]],
    losses: NDArray[np.float64],
    on_front: NDArray[np.bool_],
    goals: Sequence[tuple[str, str]],
) -> tuple[Dominated, ...]:
    """Return the dominated recipes nearest to the front, each with the nearest one that beats it.

    Parameters
    ----------
    candidates : sequence of (int, Numbers)
        Number of a point and what it has.
    losses : ndarray (n, m)
    on_front : ndarray (n,) of bool
    goals : sequence of (str, str)
    """
    if not candidates or on_front.all():
        return ()
    spread = np.ptp(losses, axis=0)
    scaled = losses / np.where(spread > 0, spread, 1.0)
    beaten = np.flatnonzero(~on_front)
    gap, by = np.full(len(beaten), np.inf), np.zeros(len(beaten), dtype=int)
    for j in np.flatnonzero(on_front):
        away = np.linalg.norm(scaled[beaten] - scaled[j], axis=1)
        nearer = dominated(losses[beaten], losses[j]) & (away < gap)
        gap[nearer], by[nearer] = away[nearer], j
    nearest = np.argsort(gap, kind="stable")[:EXPLAINED]
    return tuple(
        Dominated(
            number=candidates[i][0],
            by=candidates[j][0],
            differences=differences(candidates[i][1], candidates[j][1], goals),
        )
        for i, j in zip(beaten[nearest], by[nearest], strict=True)
    )
