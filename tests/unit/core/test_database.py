"""Opening a store that another program opens in the same moment."""

import sqlite3

import pytest

from ceralyte.core.database import _write_ahead


class Taken:
    """A connection to a file that so many askers find taken, or that fails in another way."""

    def __init__(self, times, code=sqlite3.SQLITE_BUSY):
        self.times, self.code, self.told = times, code, []

    def execute(self, statement):
        self.told.append(statement)
        if "journal_mode" in statement and self.told.count(statement) <= self.times:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = self.code
            raise error


def test_it_asks_anew_until_the_other_has_done():
    connection = Taken(times=2)
    _write_ahead(connection, 3.0)
    assert connection.told.count("PRAGMA journal_mode=WAL") == 3
    assert connection.told[-1] == "PRAGMA busy_timeout=3000"  # what later locks wait for


@pytest.mark.parametrize(
    ("connection", "asked"), [(Taken(999), 2), (Taken(1, sqlite3.SQLITE_READONLY), 1)]
)
def test_it_gives_up_after_its_time_and_at_once_where_waiting_is_of_no_use(connection, asked):
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        _write_ahead(connection, 0.06)
    assert asked <= connection.told.count("PRAGMA journal_mode=WAL") <= 2 * asked
