"""From scattered recipes to an interval on every number.

Every recipe stands for a whole distribution: its value with the error bar of its result. The
interval is that of their mixture, of `STEPS` evenly spaced quantiles of every recipe. They are the
same for all numbers, and numbers that follow from each other have laws that do: the interval of a
conductance is the inverse of that of its resistance, a porosity what a relative density leaves.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from ceralyte.core.quantities import Outcome, Quantity, Record
from ceralyte.core.units import FRACTION
from ceralyte.pipeline import NUMBERS, Numbers
from ceralyte.study.comparing import log_error
from ceralyte.study.front import ROUNDING

Floats = NDArray[np.float64]

STEPS = 201
"""Quantiles for each recipe."""
QUANTILES = (0.05, 0.5, 0.95)
FEW = 20
"""Recipes below which the scatter of the process is not well known."""

_EVEN = (np.arange(STEPS) + 0.5) / STEPS
_NORMAL = norm.ppf(_EVEN)


class Interval90(Record):
    """A number with what its process and its model leave open.

    Attributes
    ----------
    low, median, high : float
        5, 50 and 95 % quantiles, in `unit`.
    start : float or None
        Of the recipe without scatter; None where it has no value.
    std_process : float or None
        Standard deviation between the scattered recipes; None for a single one.
    std_model : float or None
        Root mean square of what the error bars of the results leave open: material data and model.
        None where they have no error bar, so that the interval is of the process alone.
    count : int
        Recipes that have the number.
    """

    number: str
    unit: str
    low: float
    median: float
    high: float
    start: float | None
    std_process: float | None
    std_model: float | None
    count: int


def intervals_of(
    known: Sequence[Numbers], names: Iterable[str], start: Numbers | None
) -> tuple[Interval90, ...]:
    """Return the intervals of those of `names` that any recipe has.

    A result with a standard deviation is lognormal, or normal and cut at both ends if it is a
    fraction; one whose model gives a bracket instead is even (in the logarithm) between its ends.

    Parameters
    ----------
    known : sequence of Numbers
        Of the scattered recipes.
    names : iterable of str
    start : Numbers or None
        Of the recipe without scatter.
    """
    found = []
    for name in names:
        outcomes = [n.outcomes[name] for n in known]
        quantities = [q for q in outcomes if isinstance(q, Quantity)]
        if quantities:
            middle = None if start is None else start.outcomes[name]
            found.append(_interval(name, quantities, middle))
    return tuple(found)


def notes_on(count: int) -> list[str]:
    """Return what limits the intervals of so many scattered recipes."""
    if count == 0:
        return ["no scattered recipe was computed: no intervals"]
    if count == 1:
        return ["one scattered recipe: the intervals are of model and material data alone"]
    if count < FEW:
        return [
            f"{count} scattered recipes tell little of the scatter of the process: {FEW} or more "
            "are better (budget)"
        ]
    return []


def _interval(name: str, quantities: Sequence[Quantity], start: Outcome | None) -> Interval90:
    share = NUMBERS.get(name) is FRACTION
    drawn = np.array([_drawn(q, share) for q in quantities])
    values = np.array([q.value for q in quantities])
    low, median, high = (float(v) for v in np.quantile(drawn, QUANTILES, method="hazen"))
    spread = float(np.sqrt(np.mean(np.var(drawn, axis=1))))
    return Interval90(
        number=name,
        unit=quantities[0].unit,
        low=low,
        median=median,
        high=high,
        start=start.value if isinstance(start, Quantity) else None,
        std_process=_scatter(values),
        std_model=spread if np.ptp(drawn, axis=1).any() else None,
        count=len(values),
    )


def _scatter(values: Floats) -> float | None:
    """Standard deviation between recipes; 0 where they differ by rounding alone."""
    if len(values) < 2:
        return None
    same = np.ptp(values) <= ROUNDING * np.abs(values).max()
    return 0.0 if same else float(np.std(values, ddof=1))


def _drawn(quantity: Quantity, share: bool) -> Floats:
    """Evenly spaced quantiles of a result."""
    value, std = quantity.value, quantity.std
    low, high = quantity.low, quantity.high
    if quantity.std_model is None and low is not None and high is not None and low > 0:
        return np.asarray(low * (high / low) ** _EVEN)
    if std is None or value == 0:
        return np.full(STEPS, value)
    if share:
        return np.clip(value + std * _NORMAL, 0.0, 1.0)
    if value < 0:
        return np.asarray(value + std * _NORMAL)
    return np.asarray(value * np.exp(log_error(quantity) * _NORMAL))
