"""What to make next: the model calibrated with own samples, and the recipes that would help most.

One after the other those recipes are proposed that are expected to add most to the hypervolume of
the samples and of what is proposed already: good ones where the model is trusted, and uncertain
ones that may be better. Recipes that a study holds at the level in question are the candidates.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Record
from ceralyte.pipeline import Numbers
from ceralyte.study.axes import Options
from ceralyte.study.calibration import Calibration, Floats, Residuals
from ceralyte.study.comparing import log_error
from ceralyte.study.coordinates import coordinates_of
from ceralyte.study.judging import Judge
from ceralyte.study.load import Plan, plan_of
from ceralyte.study.measurements import Measured, read_measured, strange_ratios
from ceralyte.study.paths import changed
from ceralyte.study.predicting import Tell, effort_at, predicted
from ceralyte.study.schema import ESTIMATE
from ceralyte.study.space import Space
from ceralyte.study.store import Store
from ceralyte.study.store_reading import StoredPoint, StoredStudy
from ceralyte.study.worlds import OWN_SHARE, Placed, Worlds

MOST_PROPOSALS = 24
CANDIDATES = 512
FEW, FEW_SOLVED = 16, 2
"""Estimates, and solved structures, below which there is nothing to choose from."""
_CONDUCTIVITY = "effective_conductivity"
_WITH_THICKNESS = {"areal_conductance": 1, "areal_resistance": -1}
"""Results that go as conductivity to this power, and with the thickness."""
LIKELY = 0.5
FAR = 0.5
"""Ranges of the study beyond which a recipe is far from a sample."""


class Expected(Record):
    """A result of a proposed recipe after calibration: median and 90 % interval, SI.

    `chance_best`: that it is better than every sample in this objective.
    """

    median: float
    low: float
    high: float
    chance_best: float


class Proposal(Record):
    """A recipe to make next.

    Attributes
    ----------
    point : int
        Its number in the study.
    labels : dict of str
        What varies.
    expected : dict of Expected
        By objective.
    chance : float
        That it meets all constraints and no sample or earlier proposal is as good in everything.
    gain : float or None
        Expected growth of the hypervolume of samples and earlier proposals, as a share of it; None
        where none of them meets the constraints.
    distance : float
        To the nearest sample or earlier proposal, in ranges of the study.
    reason : str
    """

    point: int
    labels: dict[str, str]
    expected: dict[str, Expected]
    chance: float
    gain: float | None
    distance: float
    reason: str


class Advice(Record):
    """Calibrations of the measured results; proposals, the most helpful first; notes."""

    name: str
    samples: int
    objectives: dict[str, str]
    units: dict[str, str]
    calibrations: tuple[Calibration, ...]
    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...]


def advise(
    store: Store,
    study: StoredStudy,
    measured: str | Path,
    *,
    count: int = 6,
    level: str = ESTIMATE,
    progress: Tell | None = None,
) -> Advice:
    """Calibrate the predictions of a study with own samples and propose what to make next.

    Parameters
    ----------
    store : Store
    study : StoredStudy
    measured : path
        CSV file: a row for a sample, columns named as parameters and results with their units.
    count : int
        Recipes to propose, 1 to 24.
    level : str
        What is calibrated: closed forms ("estimate"), or solved structures at a level that the
        study has. Then samples are solved too, minutes each, and kept in the store; candidates
        are the recipes that the study solved.
    progress : callable, optional

    Raises
    ------
    InputError
        A study without objectives, of another level or with too few recipes of it; a file that
        cannot be used.
    MemoryLimitError
        Solving a sample needs more memory than is free.

    Validity
    --------
    Not beyond the ranges of the study. Few samples leave the bias wide open; the intervals say how
    wide.
    """
    if not 1 <= count <= MOST_PROPOSALS:
        raise InputError("count", f"got {count}", f"1 to {MOST_PROPOSALS}")
    plan = plan_of(study.document)
    effort = effort_at(plan.study, level)
    judge = Judge(plan.study, plan.bounds)
    if not plan.study.objectives:
        raise InputError("objectives", f"study '{study.name}' has none", "a study with objectives")
    stored = {p.number: p for p in store.points(study.id)}
    rows = read_measured(measured, plan, stored)
    points = _candidates(plan, judge, stored.values(), level)
    said = predicted(store, plan, rows, effort, progress or (lambda _what, _share: None))
    samples = [_placed(row, plan, numbers) for row, numbers in zip(rows, said, strict=True)]
    placed = [
        *(
            Placed(features_of(plan.space, p.point["at"]), plan.read(p.numbers or ""))
            for p in points
        ),
        *samples,
    ]
    residuals = _residuals(rows, samples)
    carried = _carried(residuals, samples)
    worlds = Worlds(judge, residuals | carried, placed, plan.study.seed)
    return Advice(
        name=study.name,
        samples=len(rows),
        objectives={**plan.study.objectives},
        units={name: dimension.si_unit for name, dimension in plan.known.items()},
        calibrations=tuple(r.calibration(name) for name, r in residuals.items()),
        proposals=tuple(_proposals(plan, points, placed, worlds, count)),
        notes=(
            f"chosen among {len(points)} {_kind_of(level)} of the study, after {len(rows)} samples",
            *_notes(plan, rows, samples, residuals, carried),
        ),
    )


def features_of(space: Space, at: Sequence[float]) -> Floats:
    """Return coordinates in which another option is as far away as the whole range of a number."""
    found: list[float] = []
    start = 0
    for axis in space.axes:
        own = at[start : start + axis.coordinates]
        start += axis.coordinates
        if isinstance(axis, Options) and not axis.ordered:
            chosen = min(int(own[0] * axis.options), axis.options - 1)
            found += [0.5**0.5 * (i == chosen) for i in range(axis.options)]
        else:
            found += own
    return np.array(found)


def _placed(row: Measured, plan: Plan, numbers: Numbers) -> Placed:
    at = coordinates_of(plan.space, changed(plan.base, row.changes))
    return Placed(features_of(plan.space, at), numbers)


def _candidates(
    plan: Plan, judge: Judge, stored: Iterable[StoredPoint], level: str
) -> list[StoredPoint]:
    """The first recipes at a level that have all numbers by which recipes are judged."""
    names = [*plan.study.objectives, *(b.name for b in judge.bounds)]
    found = []
    for p in stored:
        if p.level == level and p.numbers is not None and p.point["at"] is not None:
            outcomes = plan.read(p.numbers).outcomes
            if all(isinstance(outcomes[n], Quantity) for n in names):
                found.append(p)
        if len(found) == CANDIDATES:
            break
    least = FEW if level == ESTIMATE else FEW_SOLVED
    if len(found) < least:
        raise InputError(
            "study",
            f"holds {len(found)} recipes at level {level} to choose from",
            f"{least} or more: kind sweep or cascade, or optimise",
        )
    return found


def _residuals(rows: Sequence[Measured], samples: Sequence[Placed]) -> dict[str, Residuals]:
    """What is known of measured over predicted, for every result that was measured."""
    found = {}
    for name in dict.fromkeys(name for row in rows for name in row.values):
        having = [i for i, row in enumerate(rows) if name in row.values]
        said = [samples[i].numbers.outcomes[name] for i in having]
        quantities = [q for q in said if isinstance(q, Quantity)]
        ratios = [rows[i].values[name] / q.value for i, q in zip(having, quantities, strict=True)]
        found[name] = Residuals(
            np.array([samples[i].features for i in having]),
            np.log(ratios),
            float(np.median([log_error(q) for q in quantities])),
        )
    return found


def _carried(residuals: dict[str, Residuals], samples: Sequence[Placed]) -> dict[str, Residuals]:
    """What a measured conductivity tells of results that nobody measured, with the thickness that
    the model gives and its error."""
    if _CONDUCTIVITY not in residuals:
        return {}
    unseen = _thickness_error(samples)
    return {
        name: residuals[_CONDUCTIVITY].carried(power, unseen)
        for name, power in _WITH_THICKNESS.items()
        if name not in residuals
    }


def _thickness_error(samples: Sequence[Placed]) -> float:
    """Standard deviation of the logarithm of a thickness that the model gives [-]."""
    outcomes = [sample.numbers.outcomes["thickness"] for sample in samples]
    errors = [log_error(q) for q in outcomes if isinstance(q, Quantity)]
    return float(np.median(errors or [0.0]))


def _proposals(
    plan: Plan, points: Sequence[StoredPoint], placed: Sequence[Placed], worlds: Worlds, count: int
) -> Iterator[Proposal]:
    samples = list(range(len(points), len(placed)))
    known = [*samples]
    for _ in range(min(count, len(points))):
        best = worlds.best_with(known)
        gains = worlds.gains(best, len(points))
        if not gains.max() > 0:
            return
        one = int(np.argmax(gains))
        away = [float(np.linalg.norm(placed[one].features - placed[k].features)) for k in known]
        expected = {name: _expected(worlds, name, one, samples) for name in plan.study.objectives}
        chance = worlds.chance_unbeaten(one, known)
        yield Proposal(
            point=points[one].number,
            labels={name: str(label) for name, label in points[one].point["labels"].items()},
            expected=expected,
            chance=chance,
            gain=float(gains[one] / best.mean()) if best.mean() > 0 else None,
            distance=min(away),
            reason=_reason(expected, chance, min(away)),
        )
        known.append(one)


def _expected(worlds: Worlds, name: str, one: int, samples: Sequence[int]) -> Expected:
    low, median, high = np.quantile(worlds.values[name][:, one], [0.05, 0.5, 0.95])
    return Expected(
        median=float(median),
        low=float(low),
        high=float(high),
        chance_best=worlds.chance_best(one, samples, name),
    )


def _reason(expected: dict[str, Expected], chance: float, distance: float) -> str:
    """Why a recipe is worth making, in sentences."""
    told = [f"With a chance of {100 * chance:.0f} % nothing so far is as good in everything."]
    likely = [n.replace("_", " ") for n, e in expected.items() if e.chance_best >= LIKELY]
    if likely:
        told.append(f"It is probably the best so far in {_listed(likely)}.")
    elif chance >= LIKELY:
        told.append("It is a compromise that the samples lack.")
    if chance < LIKELY:
        told.append("It is uncertain, so that it teaches what the samples leave open.")
    if distance > FAR:
        told.append("It is far from what was made.")
    return " ".join(told)


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _kind_of(level: str) -> str:
    return "estimates" if level == ESTIMATE else f"solved structures (level {level})"


def _notes(
    plan: Plan,
    rows: Sequence[Measured],
    samples: Sequence[Placed],
    residuals: dict[str, Residuals],
    carried: dict[str, Residuals],
) -> Iterator[str]:
    judged = dict.fromkeys((*plan.study.objectives, *(bound.name for bound in plan.bounds)))
    for name in judged:
        said = name.replace("_", " ")
        if name in carried:
            yield _note_on_carried(said, samples)
        elif name not in residuals and name in plan.study.objectives:
            yield (
                f"{said} was not measured: taken as the model has it, with the model's error; it "
                f"is assumed that {100 * OWN_SHARE:.0f} % of its variance is each recipe's own and "
                "the rest is shared by all"
            )
        elif name in _WITH_THICKNESS and (lacking := _lacking(rows, name)):
            yield (
                f"{lacking} of {len(rows)} samples have a conductivity but no thickness: {said} is "
                "calibrated with the others alone"
            )
    yield from strange_ratios(rows, [sample.numbers for sample in samples])
    distinct = {tuple(sample.features) for sample in samples}
    if len(distinct) == len(samples):
        yield (
            "no recipe was made twice: scatter between batches and errors of the model cannot be "
            "told apart; make one of them again"
        )


def _note_on_carried(said: str, samples: Sequence[Placed]) -> str:
    error = _thickness_error(samples)
    told = f"an error of {float(f'{100 * error:.2g}'):g} %" if error else "no error bar"
    return (
        f"{said} was not measured, the conductivity was: its bias is taken over, with the "
        f"thickness that the model gives ({told}); a column 'thickness [um]' of the samples does "
        "better"
    )


def _lacking(rows: Sequence[Measured], name: str) -> int:
    """How many samples have a conductivity but lack what goes with it and the thickness."""
    return sum(_CONDUCTIVITY in row.values and name not in row.values for row in rows)
