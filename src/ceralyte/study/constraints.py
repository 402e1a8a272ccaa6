"""Limits on numbers, and by how much a result misses them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import Dimension, parse, show
from ceralyte.pipeline import Numbers
from ceralyte.study.schema import Constraints, Limits

Value = TypeVar("Value", float, NDArray[np.float64])

Miss = float | str
"""By how much of its limit a constraint is missed, 0 or less is met; words where that is no share:
a verdict, or a number that is not available."""

Farness = tuple[int, float]
"""How far a recipe is from meeting all constraints: smaller is nearer."""


@dataclass(frozen=True)
class Bound:
    """A number has to be at least or at most `limit` (SI)."""

    name: str
    side: str
    limit: float
    dimension: Dimension

    @property
    def text(self) -> str:
        """The constraint in words."""
        return f"{self.name} {self.side.replace('_', ' ')} {show(self.limit, self.dimension)}"

    def violation(self, value: Value) -> Value:
        """Return by how much values miss the limit, as a share of it; 0 or less is met."""
        scale = abs(self.limit) or 1.0
        off = (value - self.limit) / scale
        return off if self.side == "at_most" else -off


def bounds_of(limits: Mapping[str, Limits], known: Mapping[str, Dimension]) -> tuple[Bound, ...]:
    """Return the bounds that limits state.

    Raises
    ------
    InputError
        A text without its unit; a lower limit above the upper one.
    """
    found = []
    for name, both in limits.items():
        field, dimension = f"constraints.numbers.{name}", known[name]
        own = {
            side: parse(text, dimension, f"{field}.{side}")
            for side, text in (("at_least", both.at_least), ("at_most", both.at_most))
            if text is not None
        }
        if len(own) == 2 and own["at_least"] > own["at_most"]:
            raise InputError(
                field,
                f"at_least {both.at_least} is above at_most {both.at_most}: nothing meets both",
                "at_least below at_most",
            )
        found += [Bound(name, side, limit, dimension) for side, limit in own.items()]
    return tuple(found)


def misses(numbers: Numbers, constraints: Constraints, bounds: Sequence[Bound]) -> dict[str, Miss]:
    """Return by how much, or why, every constraint is missed, by its text."""
    percolates = numbers.percolates or not constraints.percolates
    allowed = numbers.chemistry in constraints.chemistry
    found: dict[str, Miss] = {
        "chemistry": 0.0 if allowed else f"{numbers.chemistry}: {numbers.chemistry_reason}",
        "percolates": 0.0 if percolates else "no conducting path joins the two faces",
    }
    for bound in bounds:
        outcome = numbers.outcomes[bound.name]
        if isinstance(outcome, Quantity):
            found[bound.text] = bound.violation(outcome.value)
        else:
            found[bound.text] = f"not available: {outcome.reason}"
    return found


def met(miss: Miss) -> bool:
    """Whether a constraint is met that is missed by so much, or for this reason."""
    return not isinstance(miss, str) and miss <= 0


def farness(misses: Mapping[str, Miss]) -> Farness:
    """Return how many misses are no share of a limit, and the largest of those that are."""
    shares = [miss for miss in misses.values() if not isinstance(miss, str)]
    return len(misses) - len(shares), max(shares, default=0.0)
