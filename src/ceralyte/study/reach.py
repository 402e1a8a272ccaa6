"""The inverse question: the smallest change of a recipe that meets what is wanted."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from math import ceil

from ceralyte.study.bracket import Bracket
from ceralyte.study.cascade import START
from ceralyte.study.constraints import met
from ceralyte.study.coordinates import (
    change_size,
    identity_of_base,
    is_choice,
    middled,
    moved_axes,
    origin_of,
)
from ceralyte.study.evaluate import Effort
from ceralyte.study.judging import Judge
from ceralyte.study.reach_steps import nearer, scan, shared_out
from ceralyte.study.sampling import Ask, At, Tell, unit_points
from ceralyte.study.space import Space

SCAN = 33
"""Points along each axis alone, where the budget has room for them."""
ALL = "all together"
"""Why a point is asked for that changes along all axes at once."""
_SCANS, _TOGETHER = 1 / 2, 1 / 4
"""Shares of the budget; what is left goes into drawing changes closer."""
_LEAST_STEP = 0.01
_LEFT_OVER = 16
"""How many recipes of options are asked for at once where all that are left are gone through."""
_REDRAWS = 50
"""How often recipes all over the ranges may all be known before there seem to be no others."""
_FAILED = frozenset({"could not be computed"})


class Reach:
    """Asks for single changes and for many at once, then draws what suffices to the start.

    Where options alone vary it ends with all smaller changes that are left, the smallest first.
    It asks for no more than `budget` recipes beside the starting point, each once.
    """

    def __init__(self, space: Space, judge: Judge, effort: Effort, budget: int, seed: int) -> None:
        self._space, self._judge, self._effort = space, judge, effort
        self.origin = origin_of(space)
        self.planned = Counter({effort.level: budget + 1})
        self._left = budget
        self._seen = {identity_of_base(space)}
        self._alone: dict[str, Bracket] = {}
        self._best: tuple[float, At] | None = None
        self._step = 1.0
        self._seed, self._together = seed, 0
        self._budget, self._shared = budget, False
        places = space.places
        self._rest = None if places is None else deque(sorted(places, key=self.size))
        self._batch = [Ask(effort, changes={}, why=START)]

    def ask(self) -> Sequence[Ask]:
        """Return the next batch, without what was asked for before."""
        return [ask for ask in self._batch if ask.at is None or self._is_new(ask.at)]

    def _is_new(self, at: At) -> bool:
        """Whether there is budget for this recipe, and it was not asked for; it is from now on."""
        recipe = self._space.identity(at)
        if recipe in self._seen or self._left == 0:
            return False
        self._seen.add(recipe)
        self._left -= 1
        return True

    def tell(self, told: Sequence[Tell]) -> None:
        """Keep the smallest changes that suffice, and ask for smaller ones."""
        if told[0].ask.at is None:
            self._batch = self._first_changes() if self._missed(told[0]) else []
            return
        for one in told:
            assert one.ask.at is not None  # but for the starting point, which comes alone
            self._learn(one.ask.at, self._missed(one))
        self._batch = self._smaller_changes() or self._left_over()

    def _first_changes(self) -> list[Ask]:
        return [
            *self._scans(int(_SCANS * self._budget) // self._space.dimensions),
            *self._all_together(ceil(_TOGETHER * self._budget)),
        ]

    def _smaller_changes(self) -> list[Ask]:
        """New changes of one parameter and of several, nearer to the start than those so far."""
        found: list[Ask] = []
        for name, bracket in self._alone.items():
            found += self._new(bracket.next(self.origin), name)
        if not self._shared:
            self._shared = True
            single = [b.enough for b in self._alone.values() if b.enough]
            found += self._new(shared_out(self.origin, single), ALL)
        return found + self._drawn_closer()

    def _left_over(self) -> list[Ask]:
        """What else there is to try: of options alone all that is left, the smallest first; else,
        as long as nothing suffices, more recipes all over the ranges."""
        if self._rest is not None:
            found: list[Ask] = []
            while self._rest and len(found) < _LEFT_OVER and self._is_smaller(self._rest[0]):
                found += self._new([self._rest.popleft()], "left over")
            return found
        if self._best is not None:
            return []
        draws = (self._all_together(ceil(self._left / 2)) for _ in range(_REDRAWS))
        return next(filter(None, draws), [])

    def size(self, at: At) -> float:
        """Return the size of a change [-]."""
        return change_size(self._space, self.origin, at)

    def _is_smaller(self, at: At) -> bool:
        return self._best is None or self.size(at) < self._best[0]

    def _new(self, places: Iterable[Sequence[float]], why: str) -> list[Ask]:
        """Asks for those places whose recipes were not asked for before."""
        return [
            Ask(self._effort, at=at, why=why)
            for at in (middled(self._space, place) for place in places)
            if self._space.identity(at) not in self._seen
        ]

    def _missed(self, one: Tell) -> frozenset[str]:
        if one.numbers is None:
            return _FAILED
        misses = self._judge.misses(one.numbers)
        return frozenset(limit for limit, miss in misses.items() if not met(miss))

    def _learn(self, at: At, missed: frozenset[str]) -> None:
        size, moved = self.size(at), moved_axes(self._space, self.origin, at)
        if not missed and (self._best is None or (size, at) < self._best):
            self._best = size, at
        if len(moved) == 1 and not is_choice(moved[0]):
            self._alone.setdefault(moved[0].name, Bracket()).tell(size, at, missed)

    def _scans(self, points: int) -> list[Ask]:
        """Every axis alone, all else as in the starting point."""
        asks, start = [], 0
        for axis in self._space.axes:
            end = start + axis.coordinates
            own = [
                (*self.origin[:start], *at, *self.origin[end:])
                for at in scan(axis, min(max(points, 2), SCAN))
            ]
            asks += self._new(own, axis.name)
            start = end
        return asks

    def _all_together(self, count: int) -> list[Ask]:
        """So many more changes of everything, all over the ranges."""
        first, self._together = self._together, self._together + count
        if count == 0:
            return []
        points = unit_points(self._together, self._space.dimensions, self._seed)
        return self._new(points[first:].tolist(), ALL)

    def _drawn_closer(self) -> list[Ask]:
        """Smaller changes than the best of several parameters, in ever shorter steps."""
        if self._best is None or len(moved_axes(self._space, self.origin, self._best[1])) < 2:
            return []
        while self._step >= _LEAST_STEP:
            closer = nearer(self._space, self.origin, self._best[1], self._step)
            if new := self._new([at for at in closer if self._is_smaller(at)], "drawn closer"):
                return new
            self._step /= 2
        return []
