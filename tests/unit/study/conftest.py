"""A small study without workers: plans, and runs in this process."""

from pathlib import Path
from threading import Event

import pytest

from ceralyte.study import Study, plan_study
from ceralyte.study.running import _Run

RECIPE = Path(__file__).parents[3] / "src/ceralyte/recipe/examples/lpscl-ptfe-dry.yaml"


@pytest.fixture
def make_plan():
    """Return the plan of a study of the PTFE example with some entries changed."""

    def make(**entries):
        data = {
            "name": "a study",
            "kind": "sweep",
            "recipe": str(RECIPE),
            "vary": {"press.pressure": {"low": "100 MPa", "high": "500 MPa"}},
            "budget": 8,
        }
        return plan_study(Study.model_validate(data | entries))

    return make


@pytest.fixture
def run_here(crew_here):
    """Return a function that runs a plan in this process, with a note on its crew."""

    def run(plan, store, tell=lambda _: None, **options):
        _Run(plan, store, lambda: (crew_here(1), "a note"), tell, Event()).go(**options)

    return run
