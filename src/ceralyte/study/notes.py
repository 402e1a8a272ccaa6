"""Notes on what a study found: how it was done, what failed, how far to believe it."""

from collections.abc import Sequence

from ceralyte.core.quantities import Unavailable
from ceralyte.study.axes import Blend
from ceralyte.study.cascade import START
from ceralyte.study.feasible import SCOUTS
from ceralyte.study.found import SmallestChange, StudyPoint
from ceralyte.study.intervals import notes_on as notes_on_intervals
from ceralyte.study.load import Plan
from ceralyte.study.reach_notes import notes_on as notes_on_reach
from ceralyte.study.schema import STUDY_LEVELS, Study
from ceralyte.study.searching import METHOD_WORDS, SEARCH
from ceralyte.study.sensing import Sensitivity
from ceralyte.study.sensing import notes_on as notes_on_sensitivities

_CONDUCTING = {"effective_conductivity", "areal_conductance", "areal_resistance"}


def notes_on(
    plan: Plan,
    asked: Sequence[StudyPoint],
    level: str,
    sensitivities: Sequence[Sensitivity],
    changes: Sequence[SmallestChange],
    *,
    finished: bool,
    knee_is_start: bool,
) -> tuple[str, ...]:
    """Return how a study was done and how far to believe it.

    Parameters
    ----------
    plan : Plan
    asked : sequence of StudyPoint
        All points, those that repeat others, too.
    level : str
        Of the front.
    sensitivities, changes : sequences
        What the study found.
    finished, knee_is_start : bool
    """
    study = plan.study
    points = [p for p in asked if p.repeats is None]
    notes = [*notes_on_sensitivities(sensitivities)]
    if len(points) < len(asked) and study.kind != "optimise":
        notes.append(
            f"{len(asked)} points of the design are {len(points)} different recipes, each of them "
            "computed once"
        )
    if study.kind == "cascade":
        steps = [f"{study.budget} estimates", *(f"{r.keep} at {r.level}" for r in study.rungs)]
        notes.append(
            f"cascade: {', then '.join(steps)}. Of those that meet all constraints at a level the "
            "best go on, by rank of their front, and within a rank the lonelier first; the "
            f"starting point always. Front and knee are those of level {level}"
        )
    if study.kind == "uncertainty":
        scattered = [p for p in points if p.why != START and p.numbers is not None]
        notes += notes_on_intervals(len(scattered))
    if study.kind == "optimise":
        scouted = (
            f"{SCOUTS} estimates all over the ranges came first, beside the budget, to see whether "
            "any meets the constraints; then "
        )
        notes.append(
            f"{scouted if study.check_feasible else ''}{_searched(study, asked, finished)} "
            f"{METHOD_WORDS[study.method]}"
        )
    if study.kind == "reach":
        notes += notes_on_reach(study.budget, plan.space, points, changes, finished=finished)
    failed = [p for p in points if p.state == "failed"]
    if failed:
        first = f"point {failed[0].number}, level {failed[0].level}: {failed[0].message}"
        notes.append(
            f"{len(failed)} of {len(points)} recipes failed; their messages are in the table, "
            f"`ceralyte study FILE --retry-failed` tries again; the first is of {first}"
        )
    if knee_is_start:
        notes.append(
            "the knee is the starting point: nothing that was found is a better compromise"
        )
    notes += _without_objective(study, points)
    if study.objectives:
        notes.append(
            "constraints and front are judged by nominal values; where two recipes differ by less "
            "than an error bar their order may be the other one"
        )
    if level == STUDY_LEVELS[0]:
        notes.append(
            "estimates from closed forms: no contacts, walls or fibres; compute what you choose "
            "with `ceralyte design`"
        )
        notes += _free_binder(plan)
    return tuple(notes)


def _searched(study: Study, asked: Sequence[StudyPoint], finished: bool) -> str:
    """How many recipes a search looked at, and why these are fewer than its budget."""
    count = sum(p.why == SEARCH for p in asked)
    if count >= study.budget:
        return f"{study.budget} recipes were searched"
    if not finished:
        return f"{count} of {study.budget} recipes are searched by now"
    return (
        f"{count} recipes of a budget of {study.budget}, which are all or nearly all that the "
        "options allow, were searched"
    )


def _free_binder(plan: Plan) -> list[str]:
    """That an estimate has no cost of binder in conductance, where the study looks at both."""
    paths = {
        part.name
        for axis in plan.space.axes
        for part in (axis.parts if isinstance(axis, Blend) else (axis,))
    }
    asked = {*plan.study.objectives, *plan.study.constraints.numbers}
    if not (paths & {"binder.mass_fraction", "ceramic.mass_fraction"} and asked & _CONDUCTING):
        return []
    return [
        "the share of binder varies, but an estimate takes no conductance for it: binder on "
        "contacts is in levels quick and finer alone, so that much binder looks better than it is"
    ]


def _without_objective(study: Study, points: Sequence[StudyPoint]) -> list[str]:
    """Recipes that could be on the front but have no value of an objective, and why."""
    notes = []
    for name in study.objectives:
        outcomes = [p.numbers.outcomes[name] for p in points if p.feasible and p.numbers]
        reasons = [o.reason for o in outcomes if isinstance(o, Unavailable)]
        if reasons:
            notes.append(
                f"{len(reasons)} recipes meet all constraints but have no "
                f"{name.replace('_', ' ')}, so that they are not compared: {reasons[0]}"
            )
    return notes
