"""Why a study has no answer."""

from collections.abc import Sequence

from ceralyte.study.cascade import START
from ceralyte.study.feasible import infeasible
from ceralyte.study.found import StudyPoint
from ceralyte.study.judging import Judge
from ceralyte.study.schema import Constraints


def nothing_computed(points: Sequence[StudyPoint], level: str) -> str:
    """Say that all recipes of a level failed but the starting point; "" where that is not so."""
    asked = [p for p in points if p.level == level and p.why != START]
    if not asked or any(p.state != "failed" for p in asked):
        return ""
    return (
        f"none of {len(asked)} recipes beside the starting point could be computed; the first is "
        f"point {asked[0].number}: {asked[0].message}"
    )


def nothing_fits(points: Sequence[StudyPoint], judge: Judge) -> str:
    """Say which constraint leaves no recipe, once all are known."""
    study = judge.study
    known = [p.numbers for p in points if p.numbers is not None]
    wanted = study.objectives or study.constraints != Constraints()
    left = any(p.state in ("queued", "running") for p in points)
    if study.kind == "reach" or not (known and wanted) or left:
        return ""
    problem = infeasible(known, judge)
    return "" if problem is None else str(problem)
