"""What all tests share."""

from pathlib import Path

import matplotlib
import pytest

matplotlib.use("Agg")

EXAMPLES = Path(__file__).parents[1] / "src" / "ceralyte" / "recipe" / "examples"


@pytest.fixture(scope="session")
def examples():
    """Folder of the example recipes."""
    return EXAMPLES


@pytest.fixture(scope="session")
def quick_design(examples):
    """The design of one example at level quick."""
    from ceralyte.pipeline import design

    return design(examples / "lpscl-ptfe-dry.yaml", level="quick", seeds=2)
