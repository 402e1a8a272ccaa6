"""The inverse question: the smallest change of a recipe that meets what is wanted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from ceralyte.study.axes import Axis, Options
from ceralyte.study.bracket import Bracket
from ceralyte.study.cascade import START
from ceralyte.study.constraints import met
from ceralyte.study.coordinates import change_size, changes_nothing, discrete, moved_axes, origin_of
from ceralyte.study.evaluate import Effort
from ceralyte.study.judging import Judge
from ceralyte.study.sampling import Ask, At, Tell, unit_points
from ceralyte.study.space import Space

SCAN = 33
"""Points along each axis alone, where the budget has room for them."""
ALL = "all together"
"""Why a point is asked for that changes along all axes at once."""
_SCANS, _TOGETHER = 1 / 2, 1 / 4
"""Shares of the budget; what is left goes into drawing changes closer."""
_LONGER = (1.0, 1.1, 1.25)
_LEAST_STEP = 0.01
_FAILED = frozenset({"could not be computed"})


class Reach:
    """Asks for single changes, then for many at once, then draws what suffices to the start.

    It asks for no more than `budget` recipes beside the starting point, each once.
    """

    def __init__(self, space: Space, judge: Judge, effort: Effort, budget: int, seed: int) -> None:
        self._space, self._judge, self._effort = space, judge, effort
        self.origin = origin_of(space)
        self.planned = Counter({effort.level: budget + 1})
        self._left = budget
        at_home = changes_nothing(space.base, space.changes(self.origin))
        self._seen = {space.identity(self.origin)} if at_home else set()
        self._alone: dict[str, Bracket] = {}
        self._best: tuple[float, At] | None = None
        self._step = 1.0
        self._seed, self._together = seed, 0
        self._batch = [
            Ask(effort, changes={}, why=START),
            *self._scans(int(_SCANS * budget) // space.dimensions),
            *self._all_together(ceil(_TOGETHER * budget)),
        ]

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
        first = told[0].ask.at is None
        for one in told:
            if one.ask.at is not None:
                self._learn(one.ask.at, self._missed(one))
        self._batch = []
        if first and not self._missed(told[0]):
            return
        for name, bracket in self._alone.items():
            self._batch += self._asks(bracket.next(self.origin), name)
        if first:
            self._batch += self._asks(self._shared_out(), ALL)
        self._batch += self._asks(self._drawn_closer(), "drawn closer")
        if not self._batch and self._best is None:
            self._batch = self._all_together(ceil(self._left / 2))

    def size(self, at: At) -> float:
        """Return the size of a change [-]."""
        return change_size(self._space, self.origin, at)

    def _asks(self, places: Iterable[Sequence[float]], why: str) -> list[Ask]:
        return [Ask(self._effort, at=tuple(at), why=why) for at in places]

    def _missed(self, one: Tell) -> frozenset[str]:
        if one.numbers is None:
            return _FAILED
        misses = self._judge.misses(one.numbers)
        return frozenset(limit for limit, miss in misses.items() if not met(miss))

    def _learn(self, at: At, missed: frozenset[str]) -> None:
        size, moved = self.size(at), moved_axes(self._space, self.origin, at)
        if not missed and (self._best is None or (size, at) < self._best):
            self._best = size, at
        if len(moved) == 1 and not isinstance(moved[0], Options):
            self._alone.setdefault(moved[0].name, Bracket()).tell(size, at, missed)

    def _scans(self, points: int) -> list[Ask]:
        """Every axis alone, all else as in the starting point."""
        asks, start = [], 0
        for axis in self._space.axes:
            end = start + axis.coordinates
            own = [
                (*self.origin[:start], *at, *self.origin[end:])
                for at in _scan(axis, min(max(points, 2), SCAN))
            ]
            asks += self._asks(own, axis.name)
            start = end
        return asks

    def _all_together(self, count: int) -> list[Ask]:
        """So many more changes of everything, all over the ranges."""
        first, self._together = self._together, self._together + count
        if count == 0:
            return []
        points = unit_points(self._together, self._space.dimensions, self._seed)
        return self._asks(points[first:].tolist(), ALL)

    def _shared_out(self) -> list[At]:
        """The smallest change of all numbers together, were the limit a plane through the single
        changes that suffice; and somewhat more of it."""
        single = [bracket.enough for bracket in self._alone.values() if bracket.enough]
        if len(single) < 2 or any(size == 0 for size, _ in single):
            return []
        norm = sum(size**-2 for size, _ in single)
        ways = [
            [(here - home) / size**2 / norm for here, home in zip(at, self.origin, strict=True)]
            for size, at in single
        ]
        whole = [sum(parts) for parts in zip(*ways, strict=True)]
        return [
            tuple(
                min(max(h + k * way, 0.0), 1.0) for h, way in zip(self.origin, whole, strict=True)
            )
            for k in _LONGER
        ]

    def _drawn_closer(self) -> list[At]:
        """Smaller changes than the best of several parameters, in ever shorter steps."""
        if self._best is None or len(moved_axes(self._space, self.origin, self._best[1])) < 2:
            return []
        while self._step >= _LEAST_STEP:
            new = [a for a in self._smaller() if self._space.identity(a) not in self._seen]
            if new:
                return new
            self._step /= 2
        return []

    def _smaller(self) -> list[At]:
        """The best change with one coordinate, or all numbers, a step nearer to the start."""
        assert self._best is not None  # asked for where there is one
        size, at = self._best
        fixed = [option and self._step < 1 for option in discrete(self._space)]
        nearer = tuple(
            here if stays else here - self._step * (here - home)
            for here, home, stays in zip(at, self.origin, fixed, strict=True)
        )
        found = [(*at[:i], near, *at[i + 1 :]) for i, near in enumerate(nearer)]
        return [f for f in (*found, nearer) if self.size(f) < size]


def _scan(axis: Axis, points: int) -> list[At]:
    if isinstance(axis, Options):
        grid = axis.grid()
        return [*grid[:: ceil(len(grid) / points)]] if axis.ordered else [*grid]
    steps = [i / (points - 1) for i in range(points)]
    if axis.coordinates == 1:
        return [(u,) for u in steps]
    return [
        tuple(u if k == i else 0.5 for k in range(axis.coordinates))
        for i in range(axis.coordinates)
        for u in steps
    ]
