"""What a change of a recipe changes beside what was asked for."""

from collections.abc import Iterable, Iterator

from ceralyte.core.quantities import Unavailable
from ceralyte.pipeline import Numbers
from ceralyte.study.comparing import Difference, differences

NOTICED = 0.005
"""Relative change of a number below which it is no side effect."""


def side_effects(
    before: Numbers | None, after: Numbers | None, names: Iterable[str]
) -> tuple[Difference, ...]:
    """Return what differs by more than `NOTICED`, or from zero, in the numbers of `names`."""
    found = differences(before, after, [(name, "") for name in names])
    return tuple(d for d in found if d.relative is None or abs(d.relative) > NOTICED)


def other_verdicts(
    before: Numbers | None, after: Numbers | None, names: Iterable[str]
) -> tuple[str, ...]:
    """Return in words what is no number: verdicts that change, numbers lost and won."""
    if before is None or after is None:
        return ()
    return (*_verdicts(before, after), *_lost_and_won(before, after, names))


def _verdicts(before: Numbers, after: Numbers) -> Iterator[str]:
    if before.chemistry != after.chemistry:
        yield f"chemistry was {before.chemistry}, is {after.chemistry}: {after.chemistry_reason}"
    if before.percolates != after.percolates:
        yield f"a conducting path {'is won' if after.percolates else 'is lost'}"


def _lost_and_won(before: Numbers, after: Numbers, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        one, two = before.outcomes[name], after.outcomes[name]
        said = name.replace("_", " ")
        if isinstance(two, Unavailable) and not isinstance(one, Unavailable):
            yield f"{said} is no longer known: {two.reason}"
        if isinstance(one, Unavailable) and not isinstance(two, Unavailable):
            yield f"{said} is known now; it was not: {one.reason}"
