"""What a study found: front, knee, dominated recipes, sensitivity, intervals, changes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.pipeline import Numbers
from ceralyte.recipe import recipe_to_yaml, with_files
from ceralyte.study.asked import Asked, asked_of
from ceralyte.study.cascade import START
from ceralyte.study.comparing import Difference, Dominated, differences, explained
from ceralyte.study.constraints import Miss, met
from ceralyte.study.feasible import SCOUTS, infeasible
from ceralyte.study.front import knee, non_dominated
from ceralyte.study.intervals import Interval90, intervals_of
from ceralyte.study.intervals import notes_on as notes_on_intervals
from ceralyte.study.judging import Judge
from ceralyte.study.load import Plan, plan_of
from ceralyte.study.named_files import placing
from ceralyte.study.paths import changed
from ceralyte.study.reach import change_size, origin_of
from ceralyte.study.schema import ESTIMATE, STUDY_LEVELS, Constraints, Study
from ceralyte.study.searching import METHOD_WORDS
from ceralyte.study.sensing import Sensitivity, sensing_points, sensitivity
from ceralyte.study.sensing import notes_on as notes_on_sensitivities
from ceralyte.study.side_effects import other_verdicts, side_effects
from ceralyte.study.store import Store
from ceralyte.study.store_reading import StoredPoint, StoredStudy


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


class SmallestChange(Record):
    """A change that suffices: its size, what it changes, the number of the point."""

    axis: str
    size: float
    point: int
    labels: dict[str, str]


class StudyResults(Record):
    """Everything that a study found.

    Attributes
    ----------
    asked : Asked
        The question: ranges, options, limits, settings.
    units : dict of str
        SI unit of every number.
    counts : dict of int
        Points by state.
    forbidden : tuple of (labels, reason)
        Combinations that were never sampled.
    level : str
        Of the front: the finest that was computed.
    front : tuple of int
        Numbers of the points that no other beats, best value of the first objective first.
    ties : tuple of int
        Those of the front that equal an earlier one in all objectives: the same recipe, or one
        that differs in what does not matter.
    knee : int or None
        The one nearest to the best of all objectives, each scaled to its range on the front.
    gains : tuple of Difference
        The knee against the starting point.
    dominated : tuple of Dominated
    sensitivities, intervals : tuples
        Of a sensitivity and of an uncertainty study.
    changes : tuple of SmallestChange
        Of a reach study: all together first, then single axes, smallest first.
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

    def point(self, number: int) -> StudyPoint:
        """Return the point with this number."""
        return next(p for p in self.points if p.number == number)


def results(store: Store, study: StoredStudy) -> StudyResults:
    """Read a study from its store and say what it found; while it runs, what it found so far."""
    plan = plan_of(study.document)
    judge = Judge(plan.study, plan.bounds)
    points = tuple(_point(stored, plan, judge) for stored in store.points(study.id))
    level = _finest(points)
    broken = _nothing_computed(points, level)
    candidates, losses = _candidates([] if broken else points, level, judge)
    keep = non_dominated(losses) if len(candidates) else np.zeros(0, dtype=bool)
    front = [i for i in np.argsort(losses[:, 0]) if keep[i]] if len(candidates) else []
    middle = candidates[front[knee(losses[front])]] if front else None
    members = _members([losses[i] for i in front], points, level, judge)
    start = _start(points, level)
    goals = plan.study.objectives
    changes = _smallest_changes(plan, points, start) if plan.study.kind == "reach" else ()
    sensitivities = _sensitivities(plan, points)
    after = next((p for p in points if changes and p.number == changes[0].point), None)
    asked = plan.study.constraints.numbers
    others = [name for name in plan.known if name not in asked]
    return StudyResults(
        name=plan.study.name,
        description=plan.study.description,
        kind=plan.study.kind,
        asked=asked_of(plan, study.document.get("version", "not written down")),
        objectives={**goals},
        units={name: dimension.si_unit for name, dimension in plan.known.items()},
        counts=store.counts(study.id),
        planned=study.planned,
        finished=study.finished,
        forbidden=tuple((f.labels, f.reason) for f in plan.space.forbidden),
        level=level,
        points=points,
        front=tuple(n for alike in members for n in alike),
        ties=tuple(n for alike in members for n in alike[1:]),
        knee=None if middle is None else middle.number,
        gains=() if middle is start else differences(_of(start), _of(middle), goals.items()),
        dominated=explained(
            [(p.number, p.numbers) for p in candidates if p.numbers], losses, keep, [*goals.items()]
        ),
        sensitivities=sensitivities,
        intervals=_intervals(plan, points, start),
        changes=changes,
        reached=differences(_of(start), _of(after), [(name, "") for name in asked]),
        side_effects=side_effects(_of(start), _of(after), others),
        other_effects=other_verdicts(_of(start), _of(after), others),
        trouble=broken or _nothing_fits(points, judge),
        notes=(
            *notes_on_sensitivities(sensitivities),
            *_notes(plan, points, level, knee_is_start=middle is not None and middle is start),
        ),
    )


def recipe_of(store: Store, study: StoredStudy, number: int, folder: Path | None = None) -> str:
    """Return the recipe of a point as YAML, with a comment that says how it was computed.

    Files that it names are written into `folder`; without one it names them where they were.

    Raises
    ------
    InputError
        No such point, one whose changes make no valid recipe, or a folder with other files of
        these names.
    """
    plan = plan_of(study.document)
    found = next((p for p in store.points(study.id) if p.number == number), None)
    if found is None:
        raise InputError("POINT", f"there is no point {number}", f"points of '{study.name}'")
    recipe = changed(plan.base, found.point["changes"])
    name = f"{plan.base.name}: point {number} of {study.name}"[:200]
    how = "closed forms, `cl.pipeline.estimate`"
    if found.level != ESTIMATE:
        given = {k: found.point[k] for k in ("seeds", "particles") if found.point[k] is not None}
        options = "".join(f" --{k} {v}" for k, v in given.items())
        how = f"`ceralyte design THIS_FILE --level {found.level}{options}`, seeds from 0 on"
    comment = f"# Computed with {how}; address {found.key}\n"
    recipe = with_files(recipe, placing(study.document, folder))
    return comment + recipe_to_yaml(recipe.model_copy(update={"name": name}))


def _point(stored: StoredPoint, plan: Plan, judge: Judge) -> StudyPoint:
    numbers = None if stored.numbers is None else plan.read(stored.numbers)
    misses = {} if numbers is None else judge.misses(numbers)
    at = stored.point["at"]
    return StudyPoint(
        number=stored.number,
        level=stored.level,
        state=stored.state,
        message=stored.message,
        why=stored.point["why"],
        labels={name: str(label) for name, label in stored.point["labels"].items()},
        at=None if at is None else tuple(at),
        feasible=numbers is not None and all(map(met, misses.values())),
        misses={name: miss for name, miss in misses.items() if not met(miss)},
        numbers=numbers,
    )


def _finest(points: Sequence[StudyPoint]) -> str:
    computed = [p.level for p in points if p.numbers is not None]
    return max(computed, key=STUDY_LEVELS.index, default=STUDY_LEVELS[0])


def _nothing_computed(points: Sequence[StudyPoint], level: str) -> str:
    """Say that all recipes of a level failed but the starting point; "" where that is not so."""
    asked = [p for p in points if p.level == level and p.why != START]
    if not asked or any(p.state != "failed" for p in asked):
        return ""
    return (
        f"none of {len(asked)} recipes beside the starting point could be computed; the first is "
        f"point {asked[0].number}: {asked[0].message}"
    )


def _nothing_fits(points: Sequence[StudyPoint], judge: Judge) -> str:
    """Say which constraint leaves no recipe, once all are known."""
    study = judge.study
    known = [p.numbers for p in points if p.numbers is not None]
    wanted = study.objectives or study.constraints != Constraints()
    left = any(p.state in ("queued", "running") for p in points)
    if study.kind == "reach" or not (known and wanted) or left:
        return ""
    problem = infeasible(known, judge)
    return "" if problem is None else str(problem)


def _candidates(
    points: Sequence[StudyPoint], level: str, judge: Judge
) -> tuple[list[StudyPoint], np.ndarray]:
    """Points at the finest level that meet all constraints, and their losses, each once."""
    found: dict[tuple[float, ...], StudyPoint] = {}
    for p in points:
        if p.feasible and p.level == level and p.numbers is not None and judge.study.objectives:
            own = judge.losses(p.numbers)
            if own is not None:
                found.setdefault(tuple(own), p)
    return [*found.values()], np.array([*found])


def _members(
    front: Sequence[np.ndarray], points: Sequence[StudyPoint], level: str, judge: Judge
) -> list[list[int]]:
    """Numbers of the points that have the losses of each place of the front, the first first."""
    members: dict[tuple[float, ...], list[int]] = {tuple(own): [] for own in front}
    for p in points if members else ():
        if p.feasible and p.level == level and p.numbers is not None:
            own = judge.losses(p.numbers)
            if own is not None and tuple(own) in members:
                members[tuple(own)].append(p.number)
    return [*members.values()]


def _start(points: Sequence[StudyPoint], level: str) -> StudyPoint | None:
    return next((p for p in points if p.why == START and p.level == level), None)


def _of(point: StudyPoint | None) -> Numbers | None:
    return None if point is None else point.numbers


def _sensitivities(plan: Plan, points: Sequence[StudyPoint]) -> tuple[Sensitivity, ...]:
    study = plan.study
    if study.kind != "sensitivity":
        return ()
    designed = sensing_points(plan.space, study.budget, study.seed, study.method)
    asked = [p for p in points if p.at is not None]
    if len(asked) < len(designed) or any(p.state in ("queued", "running") for p in asked):
        return ()
    wanted = list(study.objectives) or list(plan.known)
    return tuple(
        sensitivity(plan.space, name, designed, _values(asked, name), study.seed, study.method)
        for name in wanted
    )


def _values(points: Sequence[StudyPoint], name: str) -> list[float | None]:
    outcomes: list[Outcome | None] = [
        None if p.numbers is None else p.numbers.outcomes[name] for p in points
    ]
    return [o.value if isinstance(o, Quantity) else None for o in outcomes]


def _intervals(
    plan: Plan, points: Sequence[StudyPoint], start: StudyPoint | None
) -> tuple[Interval90, ...]:
    if plan.study.kind != "uncertainty":
        return ()
    return intervals_of(_scattered(points), plan.known, _of(start))


def _scattered(points: Sequence[StudyPoint]) -> list[Numbers]:
    return [p.numbers for p in points if p.why != START and p.numbers is not None]


def _smallest_changes(
    plan: Plan, points: Sequence[StudyPoint], start: StudyPoint | None
) -> tuple[SmallestChange, ...]:
    """The smallest change of all, then the smallest of every axis alone."""
    if start is None or start.feasible:
        return ()
    origin = origin_of(plan.space)
    best: dict[str, SmallestChange] = {}
    for p in points:
        if not p.feasible or p.at is None:
            continue
        size = change_size(plan.space, origin, p.at)
        for axis in ("all together", *([p.why] if p.why in _axis_names(plan) else [])):
            if axis not in best or size < best[axis].size:
                best[axis] = SmallestChange(axis=axis, size=size, point=p.number, labels=p.labels)
    return tuple(sorted(best.values(), key=lambda c: (c.axis != "all together", c.size)))


def _axis_names(plan: Plan) -> set[str]:
    return {axis.name for axis in plan.space.axes}


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


def _nearest_miss(points: Sequence[StudyPoint]) -> list[str]:
    """What is lacking in the recipe that comes nearest to all limits."""
    having = [p for p in points if p.misses]
    if not having:
        return []
    best = min(having, key=_farness)
    told = "; ".join(
        f"{limit}: {miss}" if isinstance(miss, str) else f"{limit} missed by {100 * miss:.3g} %"
        for limit, miss in best.misses.items()
    )
    recipe = ", ".join(f"{name} {label}" for name, label in best.labels.items())
    return [
        f"the nearest is point {best.number} ({recipe or 'the starting point'}): {told}; wider "
        "ranges, more parameters or a looser limit may do"
    ]


def _farness(point: StudyPoint) -> tuple[int, float]:
    """How many misses are no share of a limit, and the largest of those that are."""
    shares = [miss for miss in point.misses.values() if not isinstance(miss, str)]
    return len(point.misses) - len(shares), max(shares, default=0.0)


def _notes(
    plan: Plan, points: Sequence[StudyPoint], level: str, *, knee_is_start: bool
) -> tuple[str, ...]:
    study, forbidden = plan.study, plan.space.forbidden
    notes = []
    if forbidden:
        notes.append(f"{len(forbidden)} combinations of options were never sampled, see the list")
    if study.kind == "cascade":
        steps = [f"{study.budget} estimates", *(f"{r.keep} at {r.level}" for r in study.rungs)]
        notes.append(
            f"cascade: {', then '.join(steps)}. Of those that meet all constraints at a level the "
            "best go on, by rank of their front, and within a rank the lonelier first; the "
            f"starting point always. Front and knee are those of level {level}"
        )
    if study.kind == "uncertainty":
        notes += notes_on_intervals(len(_scattered(points)))
    if study.kind == "optimise":
        scouted = (
            f"{SCOUTS} estimates all over the ranges came first, beside the budget, to see whether "
            "any meets the constraints; then "
        )
        notes.append(
            f"{scouted if study.check_feasible else ''}{study.budget} recipes were searched "
            f"{METHOD_WORDS[study.method]}"
        )
    failed = [p for p in points if p.state == "failed"]
    if failed:
        first = f"point {failed[0].number}, level {failed[0].level}: {failed[0].message}"
        notes.append(
            f"{len(failed)} of {len(points)} recipes failed; their messages are in the table, "
            f"`ceralyte study FILE --retry-failed` tries again; the first is of {first}"
        )
    if study.kind == "reach" and not any(p.feasible for p in points):
        notes += _nearest_miss(points)
    elif study.kind == "reach":
        notes.append(
            "smallest changes just meet their limits by nominal values; within the error bars they "
            "may miss them: ask for a stricter limit to be sure"
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
    return tuple(notes)
