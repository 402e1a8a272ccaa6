"""The errors that ceralyte raises on purpose; each carries its data and its exit code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from difflib import get_close_matches
from typing import Any, Self

_PARAMETER = re.compile(r"(\w+)((?:\[|: | ).*)?", re.DOTALL)
"""A name, and behind it what tells which of its values is meant."""


class CeralyteError(Exception):
    """Root of every error that ceralyte raises on purpose.

    ``exit_code`` is what the command line leaves with: 1 ran but the answer is "no" or not
    converged, 2 bad input.
    """

    exit_code = 2

    def __reduce__(self) -> tuple[Any, ...]:
        """Pass from a worker process as it is, whatever its arguments were."""
        return _remade, (type(self), self.args, self.__dict__)


class InputError(CeralyteError, ValueError):
    """A value from outside that cannot be used.

    Parameters
    ----------
    field : str
        Where the value stands, as its user would look for it ("ceramic.size", "psd.csv line 4").
    problem : str
        What is wrong, with the value and its unit.
    allowed : str
        What would be accepted, with an example.
    """

    def __init__(self, field: str, problem: str, allowed: str = "") -> None:
        self.field, self.problem, self.allowed = field, problem, allowed
        super().__init__(f"{field}: {problem}" + (f". Allowed: {allowed}" if allowed else ""))

    def at(self, field: str) -> Self:
        """Return the same error of another field, for who knows better where it stands."""
        moved = copy(self)
        moved.field, moved.args = field, (f"{field}{str(self).removeprefix(self.field)}",)
        return moved


class SharesError(InputError):
    """Shares that do not add to their total; each may be well by itself."""


class MultipleInputError(InputError):
    """Several things wrong with one input, reported together; `errors` holds each."""

    def __init__(self, field: str, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        lines = "".join(f"\n  {e}" for e in self.errors)
        super().__init__(field, f"{len(self.errors)} things to mend:{lines}")

    @classmethod
    def of(cls, field: str, errors: Iterable[InputError]) -> InputError:
        """Return the error if it is one, else all of them together."""
        found = tuple(errors)
        return found[0] if len(found) == 1 else cls(field, found)


def parts_of(error: InputError) -> tuple[InputError, ...]:
    """Return the errors that are reported together in one, or the one."""
    return error.errors if isinstance(error, MultipleInputError) else (error,)


def moved(error: InputError, fields: Mapping[str, str]) -> InputError:
    """Return the error, or all in one, at the names by which its user knows those `fields`.

    What stands behind the name of a field stays there: see `name_and_rest`.
    """
    parts = []
    for one in parts_of(error):
        name, rest = name_and_rest(one.field)
        parts.append(one.at(fields[name] + rest) if name in fields else one)
    return MultipleInputError.of(error.field, parts)


def name_and_rest(field: str) -> tuple[str, str]:
    """Return the name of a parameter and what tells which of its values an error is about.

    Examples
    --------
    >>> name_and_rest("moduli['ceramic']"), name_and_rest("labels: phase of label 1")
    (('moduli', "['ceramic']"), ('labels', ': phase of label 1'))
    """
    found = _PARAMETER.fullmatch(field)
    return (found[1], found[2] or "") if found else (field, "")


class Mistakes:
    """What is wrong with one input, part by part, to be told together.

    Examples
    --------
    >>> wrong = Mistakes("shares")
    >>> for share in (2, 0.5, -1):
    ...     with wrong.noted():
    ...         if not 0 <= share <= 1:
    ...             raise InputError("share", f"got {share}", "0 to 1")
    >>> len(wrong.errors)
    2
    """

    def __init__(self, field: str) -> None:
        self.field = field
        self.errors: list[InputError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note what is wrong in the block, and go on behind it."""
        try:
            yield
        except InputError as error:
            self.errors += parts_of(error)

    def tell(self) -> None:
        """Raise what was noted, if anything was."""
        if self.errors:
            raise MultipleInputError.of(self.field, self.errors)


_SHORT, _LONG = 12, 40
"""Names that are listed beside the nearest ones, and where none is near; of more the first few."""


class UnknownNameError(InputError):
    """A name that is not in its list; the message gives the nearest ones, of a short list all."""

    def __init__(self, field: str, name: object, known: Iterable[str]) -> None:
        self.name, self.known = str(name), tuple(known)
        self.nearest = tuple(nearest_names(self.name, self.known))
        every = ", ".join(self.known)
        if self.nearest:
            allowed = "did you mean " + " or ".join(f"'{n}'" for n in self.nearest) + "?"
            allowed += f" One of {every}" if len(self.known) <= _SHORT else ""
        elif len(self.known) <= _LONG:
            allowed = every or "nothing: the list is empty"
        else:
            allowed = ", ".join(self.known[:_SHORT]) + ", ..."
        super().__init__(field, f"unknown name '{self.name[:80]}'", allowed)


class MissingDataError(InputError):
    """A value that a stage needs and nobody has given; the message says how to supply it."""

    def __init__(self, material: str, prop: str, needed_for: str, remedy: str) -> None:
        self.material, self.property, self.needed_for = material, prop, needed_for
        super().__init__(material, f"no value for '{prop}', needed for {needed_for}", remedy)


class MemoryLimitError(InputError):
    """A request that does not fit into memory, refused before anything is allocated."""

    def __init__(self, what: str, needed: float, available: float, remedy: str) -> None:
        self.needed, self.available = needed, available
        gib = 1024.0**3
        super().__init__(
            what,
            f"needs about {needed / gib:.1f} GiB of memory, {available / gib:.1f} GiB are free",
            remedy,
        )


class ConvergenceError(CeralyteError, RuntimeError):
    """An iteration that ran out of steps before it met its tolerance."""

    exit_code = 1

    def __init__(self, what: str, reached: float, wanted: float, iterations: int) -> None:
        self.reached, self.wanted, self.iterations = reached, wanted, iterations
        super().__init__(
            f"{what} did not converge: reached {reached:.3g} after {iterations} iterations, "
            f"wanted {wanted:.3g}"
        )


class UnavailableError(CeralyteError, ValueError):
    """The value of a result was asked for although there is none; the message says why."""

    exit_code = 1


def nearest_names(
    name: str, known: Iterable[str], count: int = 3, likeness: float = 0.55
) -> list[str]:
    """Return the names in `known` that look most like `name`, best first, case ignored."""
    by_folded = {k.casefold(): k for k in known}
    return [by_folded[m] for m in get_close_matches(name.casefold(), by_folded, count, likeness)]


def _remade(
    kind: type[CeralyteError], arguments: tuple[Any, ...], state: dict[str, Any]
) -> CeralyteError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(state)
    return error
