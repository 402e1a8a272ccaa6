"""A cascade of fidelities: many recipes in closed form, the best of them ever more finely."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ceralyte.study.evaluate import Effort
from ceralyte.study.feasible import require_feasible
from ceralyte.study.front import best_first
from ceralyte.study.judging import Judge
from ceralyte.study.sampling import Ask, Tell, with_effort
from ceralyte.study.schema import Rung

START = "starting point"


class Cascade:
    """Promotes the best of each level to the next.

    Of the recipes that meet all constraints at a level, the `keep` best go on: by rank of their
    front, and within a rank the lonelier ones first. The starting point always goes on, so that
    it is compared at the finest level too.
    """

    def __init__(
        self,
        first: Sequence[Ask],
        start: Ask,
        rungs: Sequence[Rung],
        judge: Judge,
        particles: int | None,
    ) -> None:
        self._batch: Sequence[Ask] = [start, *first]
        self._start, self._rungs, self._judge = start, list(rungs), judge
        self._particles = particles
        self.planned = Counter({start.effort.level: len(self._batch)})
        self.planned.update({rung.level: rung.keep + 1 for rung in rungs})

    def ask(self) -> Sequence[Ask]:
        """Return the recipes of the next level."""
        batch, self._batch = self._batch, []
        return batch

    def tell(self, told: Sequence[Tell]) -> None:
        """Choose what goes on."""
        if not self._rungs:
            return
        rung = self._rungs.pop(0)
        effort = Effort(rung.level, rung.seeds, self._particles)
        kept = promoted(told[1:], self._judge)[: rung.keep]
        if not kept:
            require_feasible(told[1:], self._judge)
        self._batch = [
            with_effort(ask, effort, why)
            for ask, why in [(self._start, START), *((one.ask, "promoted") for one in kept)]
        ]


def promoted(told: Sequence[Tell], judge: Judge) -> list[Tell]:
    """Return the results that meet all constraints, best first."""
    fit = [
        (one, losses)
        for one in told
        if one.numbers is not None
        and judge.feasible(one.numbers)
        and (losses := judge.losses(one.numbers)) is not None
    ]
    if not fit:
        return []
    return [fit[i][0] for i in best_first(np.array([losses for _, losses in fit]))]
