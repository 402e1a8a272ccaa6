"""Ask and tell: what every kind of study does, and those that know all points in advance."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from ceralyte.core.errors import InputError
from ceralyte.pipeline import Numbers
from ceralyte.study.evaluate import Answer, Effort, read_numbers
from ceralyte.study.paths import Changes

At = tuple[float, ...]
"""Coordinates in the unit cube of a space."""

LARGEST_GRID = 10_000_000
LIST_BATCH = 2000


@dataclass(frozen=True)
class Ask:
    """A recipe that a sampler wants computed: where, or by which changes, and how well."""

    effort: Effort
    at: At | None = None
    changes: Changes | None = None
    why: str = ""


@dataclass(frozen=True)
class Tell:
    """What became of an `Ask`."""

    ask: Ask
    answer: Answer
    read: Callable[[str], Numbers] = read_numbers

    @cached_property
    def numbers(self) -> Numbers | None:
        """Its numbers; None where the evaluation failed. Read only when they are asked for."""
        return None if self.answer.numbers is None else self.read(self.answer.numbers)


class Sampler(Protocol):
    """Asks for recipes batch by batch.

    What it asks next may depend on nothing but what it was told, in order: so the same points
    come out whatever the number of workers, and a study that was cut off replays what it has.
    """

    @property
    def planned(self) -> Counter[str]:
        """How many recipes it will ask for, at most, by level in the order of asking."""

    def ask(self) -> Sequence[Ask]:
        """Return the next batch; empty at the end."""

    def tell(self, told: Sequence[Tell]) -> None:
        """Take the results of the last batch, in its order."""


class Listed:
    """Asks for a list of points, some thousand at once."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self._left = list(asks)
        self.planned = Counter(ask.effort.level for ask in asks)

    def ask(self) -> Sequence[Ask]:
        """Return the next points, at the end none."""
        batch, self._left = self._left[:LIST_BATCH], self._left[LIST_BATCH:]
        return batch

    def tell(self, told: Sequence[Tell]) -> None:
        """Nothing depends on the results."""


def unit_points(
    count: int, dimensions: int, seed: int, method: str = "auto"
) -> NDArray[np.float64]:
    """Return `count` points in the unit cube, scrambled Sobol or Latin hypercube.

    Returns
    -------
    ndarray (count, dimensions)
        Sobol points are the first of a power of two, so fewer of them are a start of more.
    """
    if method == "latin_hypercube":
        return qmc.LatinHypercube(dimensions, rng=seed).random(count)
    power = max(0, int(np.ceil(np.log2(count))))
    return qmc.Sobol(dimensions, rng=seed).random_base2(power)[:count]


def at_points(points: NDArray[np.float64], effort: Effort) -> list[Ask]:
    """Return one `Ask` for each row of `points`."""
    return [Ask(effort, at=tuple(float(u) for u in row)) for row in points]


def grid_points(grids: Sequence[Sequence[At]], effort: Effort) -> list[Ask]:
    """Return one `Ask` for every combination of the grids of the axes."""
    count = int(np.prod([len(g) for g in grids]))
    if count > LARGEST_GRID:
        raise InputError(
            "vary", f"a grid of {count} recipes", f"at most {LARGEST_GRID}; fewer points"
        )
    return [Ask(effort, at=sum(parts, ())) for parts in product(*grids)]


def with_effort(ask: Ask, effort: Effort, why: str) -> Ask:
    """Return the same recipe at another effort."""
    return replace(ask, effort=effort, why=why)
