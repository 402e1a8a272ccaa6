"""Notes on a reach study: how far its changes were drawn closer, and what comes nearest."""

from collections.abc import Sequence

from ceralyte.study.bracket import FINEST
from ceralyte.study.constraints import farness
from ceralyte.study.coordinates import identity_of_base
from ceralyte.study.found import SmallestChange, StudyPoint
from ceralyte.study.smallest_changes import SMALLEST
from ceralyte.study.space import Space


def notes_on(
    budget: int,
    space: Space,
    points: Sequence[StudyPoint],
    changes: Sequence[SmallestChange],
    *,
    finished: bool,
) -> list[str]:
    """Return what limits the answer of a search with so many recipes.

    Parameters
    ----------
    budget : int
        Recipes beside the starting point.
    space : Space
    points : sequence of StudyPoint
        Each recipe once.
    changes : sequence of SmallestChange
    finished : bool
        Whether the search is at its end.
    """
    tried = [p for p in points if p.at is not None]
    if not tried or any(p.feasible and p.at is None for p in points):
        return []  # the starting point is all there is as yet, or suffices
    notes = [_search(budget, space, tried, changes) if finished else "the search goes on"]
    if not any(p.feasible for p in points):
        return notes + _nearest_miss(points)
    return [
        *notes,
        "smallest changes just meet their limits by nominal values; within the error bars they "
        "may miss them: ask for a stricter limit to be sure",
    ]


def _search(
    budget: int, space: Space, points: Sequence[StudyPoint], changes: Sequence[SmallestChange]
) -> str:
    """Whether the budget was enough, and what was not drawn closer."""
    tried = len(points)
    if not changes:
        if _are_all(points, space):
            return f"{tried} of {budget} recipes were tried, which are all that the options allow"
        if tried < budget:
            return f"{tried} of {budget} recipes were tried; no others were met with"
        return (
            f"the budget of {budget} is used up; where limits leave a narrow window "
            "between the values that were tried, a larger budget may find it"
        )
    if tried < budget and space.places is not None:
        return f"{tried} of {budget} recipes were enough: no change that is smaller was left to try"
    if tried < budget:
        return (
            f"{tried} of {budget} recipes were enough: every change of one parameter "
            f"is known to {100 * FINEST:g} % of its range; of several parameters at once there may "
            "be smaller changes than those that were tried"
        )
    wide = [c for c in changes if c.axis != SMALLEST and (c.may_shrink or 0.0) >= FINEST]
    told = [f"{c.axis} alone may do with up to {c.may_shrink:.2g} less (size)" for c in wide]
    told.append("several parameters at once may do with less than was found")
    return (
        f"the budget of {budget} is used up before the search was at its end, these are "
        f"the best so far: {'; '.join(told)}. A larger budget goes on"
    )


def _are_all(points: Sequence[StudyPoint], space: Space) -> bool:
    """Whether a space of options alone has no recipe but these and the base."""
    if space.places is None:
        return False
    left = {space.identity(at) for at in space.places}
    left -= {space.identity(p.at) for p in points if p.at is not None}
    return left <= {identity_of_base(space)}


def _nearest_miss(points: Sequence[StudyPoint]) -> list[str]:
    """What is lacking in the recipe that comes nearest to all limits."""
    having = [p for p in points if p.misses]
    if not having:
        return []
    best = min(having, key=lambda p: farness(p.misses))
    told = "; ".join(
        f"{limit}: {miss}" if isinstance(miss, str) else f"{limit} missed by {_percent(miss)} %"
        for limit, miss in best.misses.items()
    )
    recipe = ", ".join(f"{name} {label}" for name, label in best.labels.items())
    return [
        f"the nearest is point {best.number} ({recipe or 'the starting point'}): {told}; wider "
        "ranges, more parameters or a looser limit may do"
    ]


def _percent(share: float) -> str:
    return f"{float(f'{100 * share:.3g}'):g}"
