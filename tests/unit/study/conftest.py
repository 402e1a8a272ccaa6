"""A small study without workers: plans and answers by hand."""

from pathlib import Path

import pytest

from ceralyte.study import Study, plan_study

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
