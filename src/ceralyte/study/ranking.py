"""The points of a study in order: which are compared, the front, the knee."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceralyte.study.comparing import Dominated, explained
from ceralyte.study.found import StudyPoint
from ceralyte.study.front import Floats, knee, levelled, non_dominated
from ceralyte.study.judging import Judge


@dataclass(frozen=True)
class Ranking:
    """Points that are compared, each place once.

    Attributes
    ----------
    candidates : list of StudyPoint
    losses : ndarray (n, m)
        Of each candidate; smaller is better.
    on_front : ndarray (n,) of bool
    front : list of list of int
        Numbers of the points of each place, best value of the first objective first.
    knee : StudyPoint or None
    """

    candidates: list[StudyPoint]
    losses: Floats
    on_front: NDArray[np.bool_]
    front: list[list[int]]
    knee: StudyPoint | None

    def dominated(self, goals: Sequence[tuple[str, str]]) -> tuple[Dominated, ...]:
        """Return the beaten recipes nearest to the front, and what beats them."""
        rows = [(p.number, p.numbers) for p in self.candidates if p.numbers]
        return explained(rows, self.losses, self.on_front, goals)


def ranked(points: Sequence[StudyPoint], judge: Judge) -> Ranking:
    """Return the ranking of points of one level; without objectives there is nothing in it."""
    places = _places(points, judge) if judge.study.objectives else {}
    if not places:
        return Ranking([], np.empty((0, 0)), np.zeros(0, dtype=bool), [], None)
    losses, members = np.array([*places]), [*places.values()]
    candidates = [alike[0] for alike in members]
    on_front = non_dominated(losses)
    front = [i for i in np.argsort(losses[:, 0]) if on_front[i]]
    numbers = [[p.number for p in members[i]] for i in front]
    return Ranking(candidates, losses, on_front, numbers, candidates[front[knee(losses[front])]])


def _places(
    points: Sequence[StudyPoint], judge: Judge
) -> dict[tuple[float, ...], list[StudyPoint]]:
    """Points that meet all constraints and have all objectives, by losses but for rounding."""
    compared = [
        (p, own)
        for p in points
        if p.feasible and p.numbers is not None and (own := judge.losses(p.numbers)) is not None
    ]
    found: dict[tuple[float, ...], list[StudyPoint]] = {}
    if compared:
        rows = levelled(np.array([own for _, own in compared], dtype=float))
        for (point, _), row in zip(compared, rows.tolist(), strict=True):
            found.setdefault(tuple(row), []).append(point)
    return found
