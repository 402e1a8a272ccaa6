"""Records that a user states in Python; those that a stage returns are plain ones."""

from typing import Any

from pydantic import ValidationError

from ceralyte.core.errors import MultipleInputError
from ceralyte.core.quantities import Record


class Stated(Record):
    """A record whose wrong values are one `InputError`, which names every field that is wrong."""

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
            return
        except ValidationError as error:
            from ceralyte.core.problems import problems_of

            problems = problems_of(error.errors(), values, "", type(self), missing="")
        raise MultipleInputError.of(type(self).__name__, [problem.error for problem in problems])
