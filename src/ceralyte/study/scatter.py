"""Uncertainty: recipes whose process values stray as they do from batch to batch."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from ceralyte.core.errors import InputError
from ceralyte.core.units import FRACTION, PURE_NUMBER, TEMPERATURE, Dimension, parse, show
from ceralyte.recipe import Recipe
from ceralyte.study.evaluate import Effort
from ceralyte.study.paths import Changes, place_at, value_at
from ceralyte.study.sampling import Ask, unit_points
from ceralyte.study.schema import Scatter, Study

CUT = 3.0
"""Standard deviations beyond which nothing strays."""

_PARTNERS = {
    "ceramic.mass_fraction": "binder.mass_fraction",
    "binder.mass_fraction": "ceramic.mass_fraction",
}
"""Shares that add to 100 wt%: where one strays, the other follows."""


@dataclass(frozen=True)
class Straying:
    """A value (SI) with its standard deviation."""

    path: str
    mean: float
    std: float
    dimension: Dimension

    def changes(self, u: float) -> Changes:
        """Return the value at quantile `u` of its normal distribution, cut at 3 deviations."""
        low, high = norm.cdf(-CUT), norm.cdf(CUT)
        value = self.mean + self.std * float(norm.ppf(low + u * (high - low)))
        found = {self.path: show(value, self.dimension, digits=9)}
        if self.path in _PARTNERS:
            share = parse(found[self.path], self.dimension, self.path)
            found[_PARTNERS[self.path]] = show(1 - share, self.dimension, digits=12)
        return found


def straying(study: Study, base: Recipe) -> list[Straying]:
    """Return what strays in an uncertainty study.

    Raises
    ------
    InputError
        An unknown path, no number there, a deviation that is not above zero, two shares of which
        one follows the other.
    """
    found = []
    for path, scatter in study.scatter.items():
        field = f"scatter.{path}"
        if _PARTNERS.get(path) in study.scatter:
            raise InputError(field, f"follows from {_PARTNERS[path]}", "one of both")
        dimension = place_at(base, path, field).dimension or PURE_NUMBER
        mean = value_at(base, path, field)
        std = _std(scatter, mean, dimension, field)
        if not std > 0:
            told = show(std, dimension, digits=6)
            raise InputError(field, f"a standard deviation of {told}", "above zero")
        found.append(Straying(path, mean, std, dimension))
    return found


def _std(scatter: Scatter, mean: float, dimension: Dimension, field: str) -> float:
    if scatter.relative is not None:
        return abs(mean) * parse(scatter.relative, FRACTION, f"{field}.relative")
    if dimension is TEMPERATURE:
        raise InputError(
            f"{field}.std", "a difference of temperatures", "relative: 1 %, of kelvins"
        )
    return parse(scatter.std, dimension, f"{field}.std")


def scattered(study: Study, base: Recipe, effort: Effort) -> list[Ask]:
    """Return recipes that stray around `base`, `study.budget` of them."""
    values = straying(study, base)
    points = unit_points(study.budget, len(values), study.seed, study.method)
    return [_asked(values, row, effort) for row in np.asarray(points)]


def _asked(values: list[Straying], row: np.ndarray, effort: Effort) -> Ask:
    changes: Changes = {}
    for value, u in zip(values, row, strict=True):
        changes |= value.changes(float(u))
    return Ask(effort, at=tuple(float(u) for u in row), changes=changes)
