"""Records that a user states in Python; those that a stage returns are plain ones."""

from collections.abc import Callable
from math import inf, isfinite
from typing import Any

from pydantic import AfterValidator, ValidationError, ValidationInfo

from ceralyte.core.errors import InputError, MultipleInputError
from ceralyte.core.quantities import Record


class Stated(Record):
    """A record whose wrong values are one `InputError`, which names every field that is wrong."""

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
            return
        except ValidationError as error:
            from ceralyte.core.problems import problems_of

            problems = problems_of(error.errors(), values, "", type(self))
        raise MultipleInputError.of(type(self).__name__, [problem.error for problem in problems])


def above(low: float, unit: str = "", *, most: float = inf) -> AfterValidator:
    """Return what refuses numbers that are not finite, not above `low` or beyond `most`.

    Examples
    --------
    >>> from typing import Annotated
    >>> class Foil(Stated):
    ...     thickness: Annotated[float, above(0, "m")]
    >>> Foil(thickness=-1)
    Traceback (most recent call last):
    ...
    ceralyte.core.errors.InputError: thickness: got -1 m. Allowed: a finite number above 0, in m
    """
    limit = f"above {low:g}" + ("" if most == inf else f", up to {most:g}")
    return _within(lambda value: low < value <= most, limit, unit)


def at_least(low: float, unit: str = "", *, below: float = inf) -> AfterValidator:
    """Return what refuses numbers that are not finite, below `low`, or not `below` the other."""
    limit = f"of {low:g} or more" + ("" if below == inf else f", below {below:g}")
    return _within(lambda value: low <= value < below, limit, unit)


def _within(holds: Callable[[float], bool], limit: str, unit: str) -> AfterValidator:
    allowed = f"a finite number {limit}" + (f", in {unit}" if unit else "")

    def checked(value: float, info: ValidationInfo) -> float:
        if not (isfinite(value) and holds(value)):
            raise InputError(str(info.field_name), f"got {value:g} {unit}".rstrip(), allowed)
        return value

    return AfterValidator(checked)
