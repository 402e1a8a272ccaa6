"""Whether any recipe meets the constraints, and which constraint leaves none."""

from collections.abc import Sequence

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import show
from ceralyte.pipeline import Numbers
from ceralyte.study.constraints import met
from ceralyte.study.judging import Judge
from ceralyte.study.sampling import Ask, Listed, Tell

SCOUTS = 128
"""Estimates that are sampled before a search, to see whether anything meets the constraints."""

_REMEDY = "a looser limit, wider ranges"
_OF_SCOUTS = f"{_REMEDY}; or check_feasible: false if few recipes are enough"


class Scout(Listed):
    """Estimates all over the space; an error where none of them meets the constraints."""

    def __init__(self, asks: Sequence[Ask], judge: Judge) -> None:
        super().__init__(asks)
        self._judge = judge

    def tell(self, told: Sequence[Tell]) -> None:
        """Look at the results."""
        require_feasible(told, self._judge)


def require_feasible(told: Sequence[Tell], judge: Judge) -> None:
    """Raise `InputError` if no result meets all constraints and has all objectives.

    The message names the constraint that none meets and the nearest value, or the one without
    which most would pass; where nothing could be computed, the first reason.
    """
    known = [one.numbers for one in told if one.numbers is not None]
    if not known:
        raise InputError("vary", f"no recipe could be computed: {told[0].answer.message}", "")
    if problem := infeasible(known, judge, _OF_SCOUTS):
        raise problem


def infeasible(known: Sequence[Numbers], judge: Judge, remedy: str = _REMEDY) -> InputError | None:
    """Return which constraint leaves none of these results, or which objective none has."""
    missed = [judge.misses(numbers) for numbers in known]
    fit = [n for n, m in zip(known, missed, strict=True) if all(map(met, m.values()))]
    if fit and judge.study.objectives and all(judge.losses(n) is None for n in fit):
        return InputError("objectives", f"have no value: {_why_no_loss(fit[0], judge)}", "another")
    if fit:
        return None
    for name in missed[0]:
        if not any(met(miss[name]) for miss in missed):
            problem = f"none of {len(known)} sampled recipes meets it{_nearest(name, known, judge)}"
            return InputError(f"constraints: {name}", problem, remedy)
    without = {
        name: sum(all(met(v) for k, v in m.items() if k != name) for m in missed)
        for name in missed[0]
    }
    worst = max(without, key=lambda name: without[name])
    return InputError(
        f"constraints: {worst}",
        f"none of {len(known)} sampled recipes meets all constraints; without this one "
        f"{without[worst]} would",
        remedy,
    )


def _nearest(text: str, known: Sequence[Numbers], judge: Judge) -> str:
    for bound in judge.bounds:
        if bound.text == text:
            outcomes = [numbers.outcomes[bound.name] for numbers in known]
            values = [o.value for o in outcomes if isinstance(o, Quantity)]
            if not values:
                return f"; it has no value: {getattr(outcomes[0], 'reason', '')}"
            best = min(values) if bound.side == "at_most" else max(values)
            return f"; the nearest has {show(best, bound.dimension)}"
    return ""


def _why_no_loss(numbers: Numbers, judge: Judge) -> str:
    for name in judge.study.objectives:
        outcome = numbers.outcomes[name]
        if not isinstance(outcome, Quantity):
            return f"{name}: {outcome.reason}"
    return ""
