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


class InThisProcess:
    """A crew of nobody: tasks are done when their end is waited for."""

    compiling = False

    def __init__(self, size):
        self.size, self._tasks = size, []

    @property
    def busy(self):
        return len(self._tasks)

    @property
    def free(self):
        return self.size - self.busy

    def start(self, task):
        self._tasks.append(task)

    def finished(self):
        from ceralyte.study.evaluate import perform

        done, self._tasks = [perform(task) for task in self._tasks], []
        return done

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def crew_here():
    """Return the class of crews without workers."""
    return InThisProcess


@pytest.fixture
def made_version_1():
    """Return a function that makes a store of studies one of version 1, to be looked at."""

    def make(place):
        with closing(sqlite3.connect(place)) as connection, connection:
            for column in ("seconds_left", "untimed"):
                connection.execute(f"ALTER TABLE studies DROP COLUMN {column}")
            connection.execute("UPDATE ceralyte_store SET value = '1' WHERE key = 'version'")

    return make
