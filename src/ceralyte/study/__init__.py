"""Studies of many recipes: sweeps, sensitivity, uncertainty, search; durable and parallel."""

from ceralyte.study.findings import StudyResults, results
from ceralyte.study.load import Plan, load_study, plan_study
from ceralyte.study.running import InterruptedStudyError, Progress, run
from ceralyte.study.schema import Study
from ceralyte.study.store import Store

__all__ = [
    "InterruptedStudyError",
    "Plan",
    "Progress",
    "Store",
    "Study",
    "StudyResults",
    "load_study",
    "plan_study",
    "results",
    "run",
]
