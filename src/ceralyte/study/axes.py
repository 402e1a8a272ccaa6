"""What varies, as axes of a unit cube: coordinates in [0, 1] become changes of a recipe."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import exp, log

from ceralyte.core.units import Dimension, show
from ceralyte.study.paths import Changes

_DIGITS = 6  # of a value that is sampled: a recipe that people can read


@dataclass(frozen=True)
class Interval:
    """A number between `low` and `high` (SI), along one coordinate."""

    name: str
    low: float
    high: float
    dimension: Dimension
    log: bool = False
    points: int = 5
    options: int | None = None
    coordinates: int = 1

    def value(self, u: float) -> float:
        """Return the SI value at coordinate `u`."""
        if self.log:
            return exp(log(self.low) + u * (log(self.high) - log(self.low)))
        return self.low + u * (self.high - self.low)

    def changes(self, at: Sequence[float]) -> Changes:
        """Return the change at one coordinate."""
        return {self.name: show(self.value(at[0]), self.dimension, digits=_DIGITS)}

    def labels(self, at: Sequence[float]) -> dict[str, str]:
        """Return what a table says of this coordinate."""
        return {self.name: self.changes(at)[self.name]}

    def grid(self) -> list[tuple[float, ...]]:
        """Return the coordinates of a grid."""
        return [(i / (self.points - 1),) for i in range(self.points)]


@dataclass(frozen=True)
class Options:
    """Alternatives, each a label and what it changes, along one coordinate in equal parts."""

    name: str
    alternatives: tuple[tuple[str, Changes], ...]
    ordered: bool = False
    coordinates: int = 1

    @property
    def options(self) -> int:
        """Number of alternatives."""
        return len(self.alternatives)

    def _chosen(self, at: Sequence[float]) -> tuple[str, Changes]:
        return self.alternatives[min(int(at[0] * self.options), self.options - 1)]

    def changes(self, at: Sequence[float]) -> Changes:
        """Return the changes of the alternative at one coordinate."""
        return dict(self._chosen(at)[1])

    def labels(self, at: Sequence[float]) -> dict[str, str]:
        """Return the label of the alternative."""
        return {self.name: self._chosen(at)[0]}

    def middle(self, u: float) -> float:
        """Return the middle of the part that coordinate `u` is in."""
        return (min(int(u * self.options), self.options - 1) + 0.5) / self.options

    def grid(self) -> list[tuple[float, ...]]:
        """Return the middle of every alternative's part."""
        return [((i + 0.5) / self.options,) for i in range(self.options)]


@dataclass(frozen=True)
class Blend:
    """Shares that add to `total`; n parts along n - 1 coordinates.

    One share after the other takes its part of what is left; without upper ends in the way,
    uniform coordinates give shares that are uniform on the simplex.
    """

    parts: tuple[Interval, ...]
    total: float
    options: int | None = None

    @property
    def name(self) -> str:
        """Names of the parts, joined."""
        return " + ".join(part.name for part in self.parts)

    @property
    def coordinates(self) -> int:
        """One fewer than there are parts."""
        return len(self.parts) - 1

    def shares(self, at: Sequence[float]) -> list[float]:
        """Return the share of every part; they add to the total."""
        left, found = self.total, []
        for i, part in enumerate(self.parts[:-1]):
            later = self.parts[i + 1 :]
            low = max(part.low, left - sum(p.high for p in later))
            high = min(part.high, left - sum(p.low for p in later))
            reach = 1 - (1 - at[i]) ** (1 / len(later))
            share = float(f"{low + reach * (high - low):.{_DIGITS}g}")
            found.append(share)
            left -= share
        return [*found, left]

    def changes(self, at: Sequence[float]) -> Changes:
        """Return the shares as text."""
        return {
            part.name: show(share, part.dimension, digits=12)
            for part, share in zip(self.parts, self.shares(at), strict=True)
        }

    def labels(self, at: Sequence[float]) -> dict[str, str]:
        """Return the shares as a table says them."""
        return {
            part.name: show(share, part.dimension, digits=_DIGITS)
            for part, share in zip(self.parts, self.shares(at), strict=True)
        }

    def grid(self) -> list[tuple[float, ...]]:
        """Return the coordinates of a grid with the points of the first part on each axis.

        Where one share takes all that is left, those after it have no choice: such recipes come
        once.
        """
        points = self.parts[0].points
        steps = [i / (points - 1) for i in range(points)]
        places = product(steps, repeat=self.coordinates)
        return list({tuple(self.shares(at)): at for at in places}.values())


Axis = Interval | Options | Blend
