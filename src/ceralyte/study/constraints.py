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


def misses(numbers: Numbers, constraints: Constraints, bounds: Sequence[Bound]) -> dict[str, float]:
    """Return the violation of every constraint by its text; 0 or less is met.

    A number that is not available misses its limit by 1.
    """
    found = {
        "chemistry": 0.0 if numbers.chemistry in constraints.chemistry else 1.0,
        "percolates": 0.0 if numbers.percolates or not constraints.percolates else 1.0,
    }
    for bound in bounds:
        outcome = numbers.outcomes[bound.name]
        found[bound.text] = bound.violation(outcome.value) if isinstance(outcome, Quantity) else 1.0
    return found
