"""Studies of many recipes: sweeps, sensitivity, uncertainty, search; durable and parallel."""

from ceralyte.study.advice import Advice, Expected, Proposal, advise
from ceralyte.study.asked import Asked
from ceralyte.study.calibration import Calibration
from ceralyte.study.cascade import START
from ceralyte.study.comparing import Difference
from ceralyte.study.crew_size import CrewSize, crew_size, worker_memory
from ceralyte.study.findings import results
from ceralyte.study.found import StudyPoint, StudyResults
from ceralyte.study.intervals import Interval90
from ceralyte.study.load import Plan, load_study, plan_study
from ceralyte.study.pace import TimeLeft
from ceralyte.study.point_recipe import recipe_of
from ceralyte.study.running import InterruptedStudyError, Progress, run
from ceralyte.study.schema import Study
from ceralyte.study.sensing import Sensitivity
from ceralyte.study.slurm import sbatch_script
from ceralyte.study.store import Store
from ceralyte.study.store_reading import StoredStudy

__all__ = [
    "START",
    "Advice",
    "Asked",
    "Calibration",
    "CrewSize",
    "Difference",
    "Expected",
    "InterruptedStudyError",
    "Interval90",
    "Plan",
    "Progress",
    "Proposal",
    "Sensitivity",
    "Store",
    "StoredStudy",
    "Study",
    "StudyPoint",
    "StudyResults",
    "TimeLeft",
    "advise",
    "crew_size",
    "load_study",
    "plan_study",
    "recipe_of",
    "results",
    "run",
    "sbatch_script",
    "worker_memory",
]
