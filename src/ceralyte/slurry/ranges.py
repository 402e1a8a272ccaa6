"""Numbers of a user that have to lie in a range."""

from math import isfinite

from ceralyte.core.errors import InputError
from ceralyte.core.units import Dimension, show


def require_range(field: str, value: float, low: float, high: float, dimension: Dimension) -> None:
    """Raise `InputError` unless a value (SI) is finite and lies in `low` to `high`."""
    if not (isfinite(value) and low <= value <= high):
        allowed = f"{show(low, dimension)} to {show(high, dimension)}"
        raise InputError(field, show(value, dimension), allowed)
