"""Changes of one parameter alone: how small a change suffices, narrowed down by halving."""

import itertools
from collections.abc import Iterable

import numpy as np

from ceralyte.study.coordinates import EXACT
from ceralyte.study.sampling import At

FINEST = 1e-4
"""Share of a range to which a change is narrowed down."""


class Bracket:
    """Of changes along one axis: the smallest that suffices, and what the others miss."""

    def __init__(self) -> None:
        self._enough: tuple[float, At] | None = None
        self._short: dict[At, frozenset[str]] = {}

    @property
    def enough(self) -> tuple[float, At] | None:
        """Size and coordinates of the smallest change that suffices; None if none does."""
        return self._enough

    def tell(self, size: float, at: At, missed: frozenset[str]) -> None:
        """Take the result of a change: the constraints that it misses, if any."""
        if missed:
            self._short[at] = missed
        elif self._enough is None or size < self._enough[0]:
            self._enough = (size, at)

    def next(self, origin: At) -> list[At]:
        """Return what to try next: closer to the start, or where limits leave a gap."""
        if self._enough is None:
            return self._gap()
        size, at = self._enough
        short = nearest_short(self._short, at, origin)
        if (1 - short) * size < FINEST:
            return []
        step = (1 + short) / 2
        return [tuple(home + step * (here - home) for here, home in zip(at, origin, strict=True))]

    def _gap(self) -> list[At]:
        """Points between neighbours that miss different constraints, so that one may miss none."""
        along = sorted(self._short)
        return [
            tuple((a + b) / 2 for a, b in zip(one, other, strict=True))
            for one, other in itertools.pairwise(along)
            if not self._short[one] & self._short[other]
            and np.ptp([one, other], axis=0).max() > FINEST
        ]


def nearest_short(short: Iterable[At], end: At, origin: At) -> float:
    """Return how far, as a share of the way from `origin` to `end`, changes are known to fail."""
    return max((_share_of_way(at, end, origin) for at in short), default=0.0)


def _share_of_way(at: At, end: At, origin: At) -> float:
    """Which share of the way from `origin` to `end` a point has gone; 0 where it is not on it."""
    gone, way = np.subtract(at, origin), np.subtract(end, origin)
    length = float(way @ way)
    share = float(gone @ way) / length if length else 0.0
    on_it = 0 < share < 1 and np.allclose(gone, share * way, rtol=0.0, atol=EXACT)
    return share if on_it else 0.0
