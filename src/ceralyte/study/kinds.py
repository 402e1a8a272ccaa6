"""From the kind of a study to what asks for its recipes."""

from collections import Counter
from collections.abc import Sequence

from ceralyte.study.cascade import START, Cascade
from ceralyte.study.evaluate import Effort
from ceralyte.study.feasible import SCOUTS, Scout
from ceralyte.study.judging import Judge
from ceralyte.study.load import Plan
from ceralyte.study.reach import Reach
from ceralyte.study.sampling import (
    Ask,
    Listed,
    Sampler,
    Tell,
    at_points,
    grid_points,
    unit_points,
)
from ceralyte.study.scatter import scattered
from ceralyte.study.searching import Search
from ceralyte.study.sensing import sensing_points


class Then:
    """One sampler after the other."""

    def __init__(self, *samplers: Sampler) -> None:
        self._left = list(samplers)
        self._asked: Sampler | None = None
        self.planned: Counter[str] = Counter()
        for sampler in samplers:
            self.planned.update(sampler.planned)

    def ask(self) -> Sequence[Ask]:
        """Return the next batch of the first sampler that has one."""
        while self._left:
            batch = self._left[0].ask()
            if batch:
                self._asked = self._left[0]
                return batch
            self._left.pop(0)
        return []

    def tell(self, told: Sequence[Tell]) -> None:
        """Hand results to the sampler that asked."""
        if self._asked is not None:
            self._asked.tell(told)


def sampler_of(plan: Plan) -> Sampler:
    """Return what asks for the recipes of a study: its starting point first, then by its kind."""
    study, space = plan.study, plan.space
    effort = Effort(study.level, study.seeds, study.particles)
    start = Ask(effort, changes={}, why=START)
    judge = Judge(study, plan.bounds)
    if study.kind == "reach":
        return Reach(space, judge, effort, study.budget, study.seed)
    if study.kind == "cascade":
        points = unit_points(study.budget, space.dimensions, study.seed, study.method)
        first = Effort()
        return Cascade(
            at_points(points, first),
            Ask(first, changes={}, why=START),
            study.rungs,
            judge,
            study.particles,
        )
    if study.kind == "optimise":
        search = Search(
            space,
            judge,
            effort,
            objectives=len(study.objectives),
            budget=study.budget,
            batch=study.batch,
            seed=study.seed,
            method=study.method,
        )
        if not study.check_feasible:
            return Then(Listed([start]), search)
        scouts = at_points(unit_points(SCOUTS, space.dimensions, study.seed), Effort())
        return Then(Scout(scouts, judge), Listed([start]), search)
    return Listed([start, *_listed(plan, effort)])


def _listed(plan: Plan, effort: Effort) -> list[Ask]:
    study, space = plan.study, plan.space
    if study.kind == "grid":
        return grid_points([axis.grid() for axis in space.axes], effort)
    if study.kind == "uncertainty":
        return scattered(study, plan.base, effort)
    if study.kind == "sensitivity":
        return at_points(sensing_points(space, study.budget, study.seed, study.method), effort)
    return at_points(unit_points(study.budget, space.dimensions, study.seed, study.method), effort)
