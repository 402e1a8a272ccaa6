"""What a study found, as records: its points, its smallest changes, all of it."""

from collections.abc import Sequence

from ceralyte.core.quantities import Record
from ceralyte.pipeline import Numbers
from ceralyte.study.asked import Asked
from ceralyte.study.cascade import START
from ceralyte.study.comparing import Difference, Dominated
from ceralyte.study.constraints import Miss
from ceralyte.study.intervals import Interval90
from ceralyte.study.sensing import Sensitivity


class StudyPoint(Record):
    """A recipe of a study.

    Attributes
    ----------
    number : int
        In the order of asking; 0 is usually the starting point.
    level, state, message : str
    labels : dict of str
        What varies, as text with units.
    feasible : bool
        Whether the nominal values meet all constraints.
    misses : dict of float or str
        Violated constraints, by how much of the limit, or why where that is no share of it.
    numbers : Numbers or None
    repeats : int or None
        The point that is the same recipe at the same level, where there was one before.
    """

    number: int
    level: str
    state: str
    message: str
    why: str
    labels: dict[str, str]
    at: tuple[float, ...] | None
    feasible: bool
    misses: dict[str, Miss]
    numbers: Numbers | None
    repeats: int | None = None


class SmallestChange(Record):
    """A change that suffices.

    Attributes
    ----------
    axis : str
        What changes: one axis, or whatever it is in the "smallest of all".
    size : float
        Root of the sum of squares, each change as a share of its range [-].
    point : int
    labels : dict of str
        What it changes.
    may_shrink : float or None
        By how much a change of one number may still be larger than it has to be: up to the nearest
        value that is known to be too little [-]. None of changes of several, and of options that
        are no whole numbers.
    """

    axis: str
    size: float
    point: int
    labels: dict[str, str]
    may_shrink: float | None


class StudyResults(Record):
    """Everything that a study found.

    Attributes
    ----------
    asked : Asked
        The question: ranges, options, limits, settings.
    units : dict of str
        SI unit of every number.
    counts : dict of int
        Recipes by state; those that repeat another are counted once, as in `planned`.
    forbidden : tuple of (labels, reason)
        Combinations that were never sampled.
    level : str
        Of the front: the finest that was computed.
    front : tuple of int
        Numbers of the points that no other beats, best value of the first objective first; each
        recipe once.
    ties : tuple of int
        Those of the front that equal an earlier one in all objectives.
    knee : int or None
        The one nearest to the best of all objectives, each scaled to its range on the front.
    gains : tuple of Difference
        The knee against the starting point.
    dominated : tuple of Dominated
    sensitivities, intervals : tuples
        Of a sensitivity and of an uncertainty study.
    changes : tuple of SmallestChange
        Of a reach study: the smallest of all, then those of single axes, smallest first.
    reached, side_effects : tuple of Difference
        What the smallest change does to what was asked for, and what else it changes.
    other_effects : tuple of str
        The same of what is no number: verdicts, and numbers that it loses or wins.
    trouble : str
        Why the study has no answer: nothing but its starting point could be computed, or nothing
        meets its constraints. "" where it has one, or may yet.
    notes : tuple of str
        How it was done: promotion, knee, failures.
    """

    name: str
    description: str
    kind: str
    asked: Asked
    objectives: dict[str, str]
    units: dict[str, str]
    counts: dict[str, int]
    planned: int
    finished: bool
    forbidden: tuple[tuple[dict[str, str], str], ...]
    level: str
    points: tuple[StudyPoint, ...]
    front: tuple[int, ...]
    ties: tuple[int, ...]
    knee: int | None
    gains: tuple[Difference, ...]
    dominated: tuple[Dominated, ...]
    sensitivities: tuple[Sensitivity, ...]
    intervals: tuple[Interval90, ...]
    changes: tuple[SmallestChange, ...]
    reached: tuple[Difference, ...]
    side_effects: tuple[Difference, ...]
    other_effects: tuple[str, ...]
    trouble: str
    notes: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Of a reach study: whether the starting point, or a change of it, suffices."""
        return any(p.feasible for p in self.points)

    @property
    def recipes(self) -> tuple[StudyPoint, ...]:
        """The points without those that repeat another."""
        return tuple(p for p in self.points if p.repeats is None)

    @property
    def start(self) -> StudyPoint | None:
        """The starting point at the level of the front."""
        return starting_point(self.points, self.level)

    def point(self, number: int) -> StudyPoint:
        """Return the point with this number."""
        return next(p for p in self.points if p.number == number)


def starting_point(points: Sequence[StudyPoint], level: str) -> StudyPoint | None:
    """Return the starting point at a level; where it repeats a point, that one."""
    start = next((p for p in points if p.why == START and p.level == level), None)
    if start is None or start.repeats is None:
        return start
    return next(p for p in points if p.number == start.repeats)
