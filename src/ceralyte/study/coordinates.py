"""Where a recipe lies in the unit cube of a space, and how far a change goes."""

from collections.abc import Sequence
from contextlib import suppress
from math import sqrt

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.recipe import Recipe
from ceralyte.study.axes import Axis, Blend, Interval, Options
from ceralyte.study.paths import Changes, changed, document_of, value_at
from ceralyte.study.sampling import At
from ceralyte.study.space import Space

EXACT = 1e-9
"""Difference of coordinates that is none."""
_OPTION_COST = 1.0


def origin_of(space: Space) -> At:
    """Return the coordinates of the base recipe; the nearest ones where it is outside."""
    return coordinates_of(space, space.base)


def coordinates_of(space: Space, recipe: Recipe) -> At:
    """Return the coordinates of a recipe; the nearest ones where it is outside."""
    found: list[float] = []
    for axis in space.axes:
        found += _coordinates_on(axis, recipe)
    return tuple(found)


def option_of(axis: Options, recipe: Recipe) -> int | None:
    """Return the number of the alternative that a recipe has; None if it has none of them."""
    same = (
        i for i, (_, changes) in enumerate(axis.alternatives) if changes_nothing(recipe, changes)
    )
    return next(same, None)


def changes_nothing(recipe: Recipe, changes: Changes) -> bool:
    """Whether a recipe says all that already."""
    with suppress(InputError):  # what does not go with this recipe changes it
        return document_of(changed(recipe, changes)) == document_of(recipe)
    return False


def identity_of_base(space: Space) -> str | None:
    """Return the identity of the base recipe; None where the space does not reach it."""
    at_home = changes_nothing(space.base, space.changes(home := origin_of(space)))
    return space.identity(home) if at_home else None


def axes_along(space: Space) -> list[Axis]:
    """Return the axis of every coordinate."""
    return [axis for axis in space.axes for _ in range(axis.coordinates)]


def is_choice(axis: Axis) -> bool:
    """Whether an axis chooses between options of which none is more than another."""
    return isinstance(axis, Options) and not axis.ordered


def middled(space: Space, at: Sequence[float]) -> At:
    """Return the place of the same recipe in the middle of the parts of its options."""
    return tuple(
        axis.middle(u) if isinstance(axis, Options) else u
        for axis, u in zip(axes_along(space), at, strict=True)
    )


def change_size(space: Space, origin: At, at: At) -> float:
    """Return the size of the change from `origin` to `at` [-].

    It is the root of the sum of squares over all coordinates, each change of a number, whole ones
    too, as a share of its range; another option counts as a whole range.
    """
    return sqrt(
        sum(
            _change_along(axis, abs(here - home)) ** 2
            for axis, here, home in zip(axes_along(space), at, origin, strict=True)
        )
    )


def _change_along(axis: Axis, away: float) -> float:
    if not isinstance(axis, Options):
        return away
    if axis.ordered:
        return away / (1 - 1 / axis.options)  # between the middles of the first and the last part
    return _OPTION_COST if away > EXACT else 0.0


def moved_axes(space: Space, origin: At, at: At) -> list[Axis]:
    """Return the axes along which a point differs from `origin`."""
    found, start = [], 0
    for axis in space.axes:
        own = slice(start, start + axis.coordinates)
        if not np.allclose(at[own], origin[own], rtol=0.0, atol=EXACT):
            found.append(axis)
        start = own.stop
    return found


def _coordinates_on(axis: Axis, recipe: Recipe) -> list[float]:
    if isinstance(axis, Interval):
        return [_coordinate(axis, value_at(recipe, axis.name, axis.name))]
    if isinstance(axis, Blend):
        return _shares_on(axis, recipe)
    return [((option_of(axis, recipe) or 0) + 0.5) / axis.options]


def _coordinate(axis: Interval, value: float) -> float:
    low, high = axis.low, axis.high
    if axis.log:
        value, low, high = np.log([max(value, low), low, high])
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


def _shares_on(blend: Blend, base: Recipe) -> list[float]:
    """Coordinates of the shares of a recipe, one after the other as `Blend.shares` takes them."""
    left, found = blend.total, []
    for i, part in enumerate(blend.parts[:-1]):
        later = blend.parts[i + 1 :]
        low = max(part.low, left - sum(p.high for p in later))
        high = min(part.high, left - sum(p.low for p in later))
        share = float(np.clip(value_at(base, part.name, part.name), low, high))
        reach = (share - low) / (high - low) if high > low else 0.0
        found.append(1 - (1 - reach) ** len(later))
        left -= share
    return found
