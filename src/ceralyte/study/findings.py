"""What a study found: front, knee, dominated recipes, sensitivity, intervals, changes."""

from collections.abc import Iterable, Iterator, Sequence

from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.pipeline import Numbers
from ceralyte.study.asked import asked_of
from ceralyte.study.cascade import START
from ceralyte.study.comparing import differences
from ceralyte.study.constraints import met
from ceralyte.study.found import StudyPoint, StudyResults, starting_point
from ceralyte.study.intervals import Interval90, intervals_of
from ceralyte.study.judging import Judge
from ceralyte.study.load import Plan, plan_of
from ceralyte.study.notes import notes_on
from ceralyte.study.ranking import ranked
from ceralyte.study.schema import STUDY_LEVELS
from ceralyte.study.sensing import Sensitivity, sensing_points, sensitivity
from ceralyte.study.side_effects import other_verdicts, side_effects
from ceralyte.study.smallest_changes import smallest_changes
from ceralyte.study.store import Store
from ceralyte.study.store_reading import StoredPoint, StoredStudy
from ceralyte.study.trouble import nothing_computed, nothing_fits


def results(store: Store, study: StoredStudy) -> StudyResults:
    """Read a study from its store and say what it found; while it runs, what it found so far."""
    plan = plan_of(study.document)
    judge = Judge(plan.study, plan.bounds)
    everything = tuple(_points(store.points(study.id), plan, judge))
    points = [p for p in everything if p.repeats is None]
    level = _finest(points)
    broken = nothing_computed(points, level)
    ranking = ranked([p for p in points if p.level == level and not broken], judge)
    start = starting_point(everything, level)
    stays = start is not None and ranking.knee is start
    goals = plan.study.objectives
    asked_for = asked_of(plan, study.document.get("version", "not written down"))
    changes = (
        smallest_changes(plan.space, points, start, asked_for.base_labels)
        if plan.study.kind == "reach"
        else ()
    )
    after = next((p for p in points if changes and p.number == changes[0].point), None)
    asked = plan.study.constraints.numbers
    others = [name for name in plan.known if name not in asked]
    sensitivities = _sensitivities(plan, everything)
    return StudyResults(
        name=plan.study.name,
        description=plan.study.description,
        kind=plan.study.kind,
        asked=asked_for,
        objectives={**goals},
        units={name: dimension.si_unit for name, dimension in plan.known.items()},
        counts=store.counts(study.id),
        planned=study.planned,
        finished=study.finished,
        forbidden=tuple((f.labels, f.reason) for f in plan.space.forbidden),
        level=level,
        points=everything,
        front=tuple(n for alike in ranking.front for n in alike),
        ties=tuple(n for alike in ranking.front for n in alike[1:]),
        knee=None if ranking.knee is None else ranking.knee.number,
        gains=() if stays else differences(_of(start), _of(ranking.knee), goals.items()),
        dominated=ranking.dominated([*goals.items()]),
        sensitivities=sensitivities,
        intervals=_intervals(plan, everything, start),
        changes=changes,
        reached=differences(_of(start), _of(after), [(name, "") for name in asked]),
        side_effects=side_effects(_of(start), _of(after), others),
        other_effects=other_verdicts(_of(start), _of(after), others),
        trouble=broken or nothing_fits(points, judge),
        notes=notes_on(
            plan,
            everything,
            level,
            sensitivities,
            changes,
            finished=study.finished,
            knee_is_start=stays,
        ),
    )


def _points(stored: Iterable[StoredPoint], plan: Plan, judge: Judge) -> Iterator[StudyPoint]:
    first: dict[str, int] = {}
    for one in stored:
        repeats = first.get(one.key)
        first.setdefault(one.key, one.number)
        yield _point(one, plan, judge).model_copy(update={"repeats": repeats})


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
    scattered = [p.numbers for p in points if p.why != START and p.numbers is not None]
    return intervals_of(scattered, plan.known, _of(start))
