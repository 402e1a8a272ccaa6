"""How long a study takes yet. Levels differ a thousandfold, so that each has its own pace."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True)
class TimeLeft:
    """Seconds for what has a pace (None: nothing has), and the levels to come that have none."""

    seconds: float | None = None
    untimed: tuple[str, ...] = ()


class Pace:
    """Recipes to come and seconds per recipe on the clock, by level.

    Parameters
    ----------
    planned : Counter
        Recipes by level, in the order in which levels are computed.
    clock : callable
    """

    def __init__(self, planned: Counter[str], clock: Callable[[], float] = monotonic) -> None:
        self._to_do = Counter(planned)
        self._computed: Counter[str] = Counter()
        self._spent = dict.fromkeys(planned, 0.0)
        self._clock, self._since, self._level = clock, clock(), next(iter(planned), "")

    def turn_to(self, level: str) -> None:
        """Count time for this level from now on."""
        now = self._clock()
        self._spent[self._level] = self._spent.get(self._level, 0.0) + now - self._since
        self._since, self._level = now, level

    def known(self, count: int) -> None:
        """Note that so many recipes of this level need no more work."""
        self._to_do[self._level] -= count

    def computed(self, count: int) -> None:
        """Note that so many recipes of this level were computed just now."""
        self._computed[self._level] += count

    def left(self, workers: int) -> TimeLeft:
        """Return the time left; a level has a pace when each worker had the time for a recipe."""
        self.turn_to(self._level)
        to_come = {level: n for level, n in self._to_do.items() if n > 0}
        timed = [level for level in to_come if self._computed[level] >= max(workers, 1)]
        seconds = [to_come[one] * self._spent[one] / self._computed[one] for one in timed]
        untimed = tuple(level for level in to_come if level not in timed)
        return TimeLeft(sum(seconds) if seconds or not to_come else None, untimed)
