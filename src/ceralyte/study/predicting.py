"""What the model says of samples that somebody made, at the level that is to be calibrated."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.memory import require_memory
from ceralyte.core.quantities import Quantity
from ceralyte.pipeline import Numbers
from ceralyte.study.crew_size import REMEDY, memory_at
from ceralyte.study.evaluate import Answer, Effort, Task, perform, task_of
from ceralyte.study.load import Plan
from ceralyte.study.measurements import Measured
from ceralyte.study.patience import patiently
from ceralyte.study.schema import ESTIMATE, STUDY_LEVELS, Study
from ceralyte.study.store import Store

Tell = Callable[[str, float], None]


def effort_at(study: Study, level: str) -> Effort:
    """Return how a study computes recipes at a level.

    Raises
    ------
    InputError
        It has none of this level.
    """
    if level not in STUDY_LEVELS:
        raise UnknownNameError("level", level, STUDY_LEVELS)
    seeds = {ESTIMATE: None, study.level: study.seeds} | {r.level: r.seeds for r in study.rungs}
    if level not in seeds:
        raise InputError("level", f"the study has no recipes at level {level}", ", ".join(seeds))
    return Effort() if level == ESTIMATE else Effort(level, seeds[level], study.particles)


def predicted(
    store: Store, plan: Plan, rows: Sequence[Measured], effort: Effort, tell: Tell
) -> list[Numbers]:
    """Return the numbers of the recipe of every sample.

    What the store does not know is computed; solved structures are kept in it.

    Raises
    ------
    InputError
        A recipe that cannot be computed, or lacks a number that was measured or is judged by.
    MemoryLimitError
        Computing needs more memory than is free.
    """
    tasks = [task_of(plan.base, row.changes, effort) for row in rows]
    answers = store.answers([task.key for task in tasks])
    found = []
    for i, (row, task) in enumerate(zip(rows, tasks, strict=True)):
        say = partial(_say, tell, i / len(rows), f"{row.where}, level {effort.level}")
        say()
        if task.key not in answers:
            answers[task.key] = _computed(store, task, effort, say)
        found.append(_checked(row, plan, answers[task.key]))
    return found


def _say(tell: Tell, share: float, what: str, trouble: str = "") -> None:
    tell(f"{what}, waiting because {trouble}" if trouble else what, share)


def _computed(
    store: Store, task: Task | Answer, effort: Effort, say: Callable[[str], None]
) -> Answer:
    if isinstance(task, Answer):
        return task
    if effort.level == ESTIMATE:
        return perform(task)
    needed = memory_at(effort.level, effort.particles)
    require_memory(f"a sample at level {effort.level}", needed, REMEDY)
    answer = perform(task)
    if answer.done:
        patiently(lambda: store.keep(answer, effort.level), say, Event())
    return answer


def _checked(row: Measured, plan: Plan, answer: Answer) -> Numbers:
    if answer.numbers is None:
        raise InputError(row.where, f"cannot be computed: {answer.message}", "a valid recipe")
    numbers = plan.read(answer.numbers)
    judged = (*plan.study.objectives, *(bound.name for bound in plan.bounds))
    for name in (*row.values, *judged):
        outcome = numbers.outcomes[name]
        if not isinstance(outcome, Quantity):
            raise InputError(row.where, f"the model has no {name}: {outcome.reason}", "another")
        if name in row.values and not outcome.value > 0:
            raise InputError(row.where, f"the model has {name} {outcome.value:g}", "above zero")
    return numbers
