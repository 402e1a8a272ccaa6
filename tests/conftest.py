"""What all tests share."""

import sqlite3
from contextlib import closing
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


@pytest.fixture
def made_version_1():
    """Return a function that makes a store of studies one of version 1, to be looked at."""

    def make(place):
        with closing(sqlite3.connect(place)) as connection, connection:
            for column in ("seconds_left", "untimed"):
                connection.execute(f"ALTER TABLE studies DROP COLUMN {column}")
            connection.execute("UPDATE ceralyte_store SET value = '1' WHERE key = 'version'")

    return make
