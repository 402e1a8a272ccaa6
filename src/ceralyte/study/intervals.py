"""From scattered recipes to an interval on every number."""

from collections.abc import Iterable, Sequence

import numpy as np

from ceralyte.core.quantities import Quantity, Record
from ceralyte.pipeline import Numbers


class Interval90(Record):
    """A number with what its process and its model leave open.

    Attributes
    ----------
    low, median, high : float
        5, 50 and 95 % quantiles, in `unit`.
    std_process : float
        Standard deviation between the scattered recipes.
    std_model : float or None
        Root mean square of the error bars of their results: material data and model.
    count : int
        Recipes that have the number.
    """

    number: str
    unit: str
    low: float
    median: float
    high: float
    std_process: float
    std_model: float | None
    count: int


def intervals_of(
    known: Sequence[Numbers], names: Iterable[str], *, seed: int
) -> tuple[Interval90, ...]:
    """Return the intervals of those of `names` that at least two recipes have.

    To the value of every recipe an error of its result is added, drawn from a normal
    distribution with its standard deviation, or evenly (in the logarithm) from its bracket. The
    errors of density, conductivity and strength are inside the results; numbers that can only be
    positive are cut at zero.
    """
    rng = np.random.default_rng(seed)
    found = []
    for name in names:
        outcomes = [n.outcomes[name] for n in known]
        quantities = [q for q in outcomes if isinstance(q, Quantity)]
        if len(quantities) < 2:
            continue
        values = np.array([q.value for q in quantities])
        drawn = np.array([_drawn(q, rng) for q in quantities])
        if values.min() >= 0:
            drawn = np.maximum(drawn, 0.0)
        low, median, high = np.quantile(drawn, [0.05, 0.5, 0.95])
        bars = [q.std for q in quantities if q.std is not None]
        found.append(
            Interval90(
                number=name,
                unit=quantities[0].unit,
                low=float(low),
                median=float(median),
                high=float(high),
                std_process=float(np.std(values, ddof=1)),
                std_model=float(np.sqrt(np.mean(np.square(bars)))) if bars else None,
                count=len(values),
            )
        )
    return tuple(found)


def _drawn(quantity: Quantity, rng: np.random.Generator) -> float:
    normal, even = float(rng.normal()), float(rng.random())
    if quantity.std is not None:
        return quantity.value + quantity.std * normal
    low, high = quantity.low, quantity.high
    if low is not None and high is not None and low > 0:
        return float(low * (high / low) ** even)
    return quantity.value
