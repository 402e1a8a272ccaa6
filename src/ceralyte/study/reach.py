"""The inverse question: the smallest change of a recipe that meets what is wanted."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from math import sqrt

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.recipe import Recipe
from ceralyte.study.axes import Axis, Blend, Interval, Options
from ceralyte.study.constraints import Farness, farness
from ceralyte.study.evaluate import Effort
from ceralyte.study.judging import Judge
from ceralyte.study.paths import changed, document_of, value_at
from ceralyte.study.sampling import Ask, At, Tell, unit_points
from ceralyte.study.space import Space

SCAN = 33
"""Points along each axis alone."""
ROUNDS = 14
"""Rounds in which what is known to suffice is drawn towards the starting point."""
KEPT = 3
ALL = "all together"
"""Why a point is asked for that changes along all axes at once."""
_STEPS = (0.0, 0.5, 0.8, 0.95)
_EXACT = 1e-9
_OPTION_COST = 1.0


class Reach:
    """Asks for single changes, then for many at once, then draws the best towards the start.

    The size of a change is the root of the sum of squares over all axes, each change of a number
    as a share of its range; another option counts as a whole range.
    """

    def __init__(self, space: Space, judge: Judge, effort: Effort, budget: int, seed: int) -> None:
        self._space, self._judge, self._effort = space, judge, effort
        self.origin = origin_of(space)
        self._best: list[tuple[float, At]] = []
        self._alone: dict[str, _Bracket] = {}
        self._tried: set[At] = set()
        self._rounds = ROUNDS
        points = unit_points(budget, space.dimensions, seed)
        self._batch = [
            Ask(effort, changes={}, why="starting point"),
            *self._scans(),
            *(Ask(effort, at=tuple(map(float, row)), why=ALL) for row in points),
        ]
        per_round = KEPT * (1 + space.dimensions) * len(_STEPS) + 2 * len(space.axes)
        self.planned = Counter({effort.level: len(self._batch) + ROUNDS * per_round})

    def ask(self) -> Sequence[Ask]:
        """Return the next batch."""
        batch, self._batch = self._batch, []
        self._tried |= {ask.at for ask in batch if ask.at is not None}
        return batch

    def tell(self, told: Sequence[Tell]) -> None:
        """Keep the smallest changes that suffice, and ask for smaller ones."""
        for one in told:
            at, fit = one.ask.at, one.numbers is not None and self._judge.feasible(one.numbers)
            if at is not None and fit:
                self._best.append((self.size(at), at))
            if at is not None and (name := _number_alone(self._space, self.origin, at)):
                bracket = self._alone.setdefault(name, _Bracket())
                bracket.tell(self.size(at), at, fit)
                if one.numbers is not None:
                    bracket.near.append((farness(self._judge.misses(one.numbers)), at))
        self._best = sorted(set(self._best))[:KEPT]
        start = told[0]
        met = start.ask.at is None and start.numbers and self._judge.feasible(start.numbers)
        self._rounds -= 1
        if met or self._rounds < 0:
            return
        smaller = {at for _, best in self._best for at in self._smaller(best)} - self._tried
        self._batch = [
            *(Ask(self._effort, at=at, why="drawn closer") for at in sorted(smaller)),
            *(
                Ask(self._effort, at=at, why=name)
                for name, bracket in self._alone.items()
                for at in bracket.next(self.origin)
            ),
        ]

    def size(self, at: At) -> float:
        """Return the size of a change [-]."""
        return change_size(self._space, self.origin, at)

    def _scans(self) -> list[Ask]:
        """Every axis alone, all else as in the starting point."""
        asks, start = [], 0
        for axis in self._space.axes:
            for own in _scan(axis):
                at = (*self.origin[:start], *own, *self.origin[start + axis.coordinates :])
                asks.append(Ask(self._effort, at=at, why=axis.name))
            start += axis.coordinates
        return asks

    def _smaller(self, at: At) -> list[At]:
        """The same change with one coordinate, or all numbers, drawn towards the start."""
        found = []
        discrete = _discrete(self._space)
        for i, (here, home) in enumerate(zip(at, self.origin, strict=True)):
            for step in (0.0,) if discrete[i] else _STEPS:
                found.append((*at[:i], home + step * (here - home), *at[i + 1 :]))
        for step in _STEPS[1:]:
            found.append(
                tuple(
                    here if fixed else home + step * (here - home)
                    for here, home, fixed in zip(at, self.origin, discrete, strict=True)
                )
            )
        return [f for f in found if self.size(f) < self.size(at) - _EXACT]


class _Bracket:
    """Of changes along one axis: the smallest that suffices, and those that do not."""

    def __init__(self) -> None:
        self._enough: tuple[float, At] | None = None
        self._short: list[At] = []
        self.near: list[tuple[Farness, At]] = []

    def tell(self, size: float, at: At, fit: bool) -> None:
        if fit and (self._enough is None or size < self._enough[0]):
            self._enough = (size, at)
        elif not fit:
            self._short.append(at)

    def next(self, origin: At) -> list[At]:
        """Return what to try next: closer to the start, or around the nearest miss."""
        if self._enough is None:
            return self._around_nearest()
        middle = self._middle(origin)
        return [] if middle is None else [middle]

    def _around_nearest(self) -> list[At]:
        """Points half way to both neighbours of the nearest miss, where limits leave a gap."""
        if not self.near:
            return []
        along = sorted({at for _, at in self.near})
        i = along.index(min(self.near)[1])
        beside = along[max(i - 1, 0) : i] + along[i + 1 : i + 2]
        return [
            tuple((a + b) / 2 for a, b in zip(along[i], other, strict=True)) for other in beside
        ]

    def _middle(self, origin: At) -> At | None:
        """Return the change half way between the smallest that suffices and the largest on the way
        to it that does not; None where nothing, or no change, suffices."""
        if self._enough is None or self._enough[0] == 0:
            return None
        at = self._enough[1]
        short = max((_share_of_way(s, at, origin) for s in self._short), default=0.0)
        step = (1 + short) / 2
        return tuple(home + step * (here - home) for here, home in zip(at, origin, strict=True))


def _share_of_way(at: At, end: At, origin: At) -> float:
    """Which share of the way from `origin` to `end` a point has gone; 0 where it is not on it."""
    gone, way = np.subtract(at, origin), np.subtract(end, origin)
    share = float(gone @ way / (way @ way))
    on_it = 0 < share < 1 and np.allclose(gone, share * way, rtol=0.0, atol=_EXACT)
    return share if on_it else 0.0


def change_size(space: Space, origin: At, at: At) -> float:
    """Return the size of the change from `origin` to `at` [-]."""
    squares = 0.0
    for i, is_option in enumerate(_discrete(space)):
        away = abs(at[i] - origin[i])
        squares += (_OPTION_COST if away > _EXACT else 0.0) if is_option else away**2
    return sqrt(squares)


def moved_axes(space: Space, origin: At, at: At) -> list[Axis]:
    """Return the axes along which a point differs from `origin`."""
    found, start = [], 0
    for axis in space.axes:
        own = slice(start, start + axis.coordinates)
        if not np.allclose(at[own], origin[own], rtol=0.0, atol=_EXACT):
            found.append(axis)
        start = own.stop
    return found


def _number_alone(space: Space, origin: At, at: At) -> str:
    """Name of the axis of numbers along which alone a point differs; "" if there is none."""
    moved = moved_axes(space, origin, at)
    return moved[0].name if len(moved) == 1 and not isinstance(moved[0], Options) else ""


def origin_of(space: Space) -> At:
    """Return the coordinates of the base recipe; the nearest ones where it is outside."""
    return coordinates_of(space, space.base)


def coordinates_of(space: Space, recipe: Recipe) -> At:
    """Return the coordinates of a recipe; the nearest ones where it is outside."""
    found: list[float] = []
    for axis in space.axes:
        found += _coordinates_on(axis, recipe)
    return tuple(found)


def _coordinates_on(axis: Axis, recipe: Recipe) -> list[float]:
    if isinstance(axis, Interval):
        return [_coordinate(axis, value_at(recipe, axis.name, axis.name))]
    if isinstance(axis, Blend):
        return _shares_on(axis, recipe)
    return [((option_of(axis, recipe) or 0) + 0.5) / axis.options]


def option_of(axis: Options, recipe: Recipe) -> int | None:
    """Return the number of the alternative that a recipe has; None if it has none of them."""
    for i, (_, changes) in enumerate(axis.alternatives):
        with suppress(InputError):  # an alternative that does not go with this recipe
            if document_of(changed(recipe, changes)) == document_of(recipe):
                return i
    return None


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


def _scan(axis: Axis) -> list[At]:
    if isinstance(axis, Options):
        return axis.grid()
    steps = [i / (SCAN - 1) for i in range(SCAN)]
    if axis.coordinates == 1:
        return [(u,) for u in steps]
    return [
        tuple(u if k == i else 0.5 for k in range(axis.coordinates))
        for i in range(axis.coordinates)
        for u in steps
    ]


def _discrete(space: Space) -> list[bool]:
    return [isinstance(a, Options) for a in space.axes for _ in range(a.coordinates)]
