"""The queue on disk: one SQLite file; what was answered is on it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import time
from typing import Any

from ceralyte.app.jobs.record import ENDED, Job, Kind, State
from ceralyte.core.errors import InputError

_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    created REAL NOT NULL,
    started REAL,
    ended REAL,
    error TEXT,
    summary TEXT,
    worker TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, number);
"""
_COLUMNS = "id, kind, title, state, created, started, ended, error, summary"


class JobStore:
    """Jobs in the order in which they were given; one process writes, from any thread.

    `is_new` says that there was no queue before.

    Raises
    ------
    InputError
        The file is no queue, is of a newer version, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            self.is_new = version == 0
            if version > _VERSION:
                raise InputError(
                    str(path), f"has version {version}, of a newer ceralyte", "another --data"
                )
            self._connection.executescript(_TABLES)
            self._connection.execute(f"PRAGMA user_version={_VERSION}")
        except sqlite3.Error as error:
            raise InputError(str(path), f"cannot be used: {error}", "another --data") from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                self._connection.rollback()  # nothing, unless something failed

    def _rows(self, condition: str, *values: Any) -> list[Job]:
        query = f"SELECT {_COLUMNS} FROM jobs WHERE {condition} ORDER BY number"
        with self._lock:
            return [_job(row) for row in self._connection.execute(query, values)]

    @staticmethod
    def new_id() -> str:
        """Return an id that nobody guesses."""
        return token_hex(8)

    def add(self, identifier: str, kind: Kind, title: str) -> Job:
        """Queue a job whose folder is ready."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO jobs (id, kind, title, state, created) VALUES (?, ?, ?, 'queued', ?)",
                (identifier, kind, title, time()),
            )
        return self.get(identifier)

    def get(self, identifier: str) -> Job:
        """Return a job; raise `KeyError` if there is none with this id."""
        found = self._rows("id = ?", identifier)
        if not found:
            raise KeyError(identifier)
        return found[0]

    def all(self) -> list[Job]:
        """Return all jobs, oldest first."""
        return self._rows("1")

    def queued(self) -> list[Job]:
        """Return the jobs that wait, the next one first."""
        return self._rows("state = 'queued'")

    def running(self) -> list[Job]:
        """Return the jobs that are being done, or were when the server ended."""
        return self._rows("state = 'running'")

    def worker(self, identifier: str) -> str:
        """Return what `start` noted of the worker of a job."""
        with self._lock:
            query = "SELECT worker FROM jobs WHERE id = ?"
            row = self._connection.execute(query, (identifier,)).fetchone()
        return str(row[0])

    def start(self, identifier: str, worker: str) -> bool:
        """Note that `worker` does a queued job; return whether it was still queued."""
        return self._change(identifier, ("queued",), state="running", started=time(), worker=worker)

    def requeue(self, identifier: str) -> bool:
        """Queue a job again whose worker is gone."""
        return self._change(identifier, ("running",), state="queued", started=None, worker="")

    def end(
        self,
        identifier: str,
        state: State,
        *,
        error: dict[str, Any] | None = None,
        summary: dict[str, Any] | None = None,
    ) -> bool:
        """Write down how a job ended; return False if it had ended before."""
        return self._change(
            identifier,
            ("queued", "running"),
            state=state,
            ended=time(),
            error=None if error is None else json.dumps(error),
            summary=None if summary is None else json.dumps(summary),
        )

    def delete(self, identifier: str) -> bool:
        """Forget a job that has ended."""
        with self._writing() as connection:
            marks = ", ".join("?" * len(ENDED))
            done = connection.execute(
                f"DELETE FROM jobs WHERE id = ? AND state IN ({marks})", (identifier, *ENDED)
            )
            return done.rowcount == 1

    def _change(self, identifier: str, states: tuple[State, ...], **columns: Any) -> bool:
        sets = ", ".join(f"{name} = ?" for name in columns)
        marks = ", ".join("?" * len(states))
        with self._writing() as connection:
            done = connection.execute(
                f"UPDATE jobs SET {sets} WHERE id = ? AND state IN ({marks})",
                (*columns.values(), identifier, *states),
            )
            return done.rowcount == 1


def _job(row: tuple[Any, ...]) -> Job:
    identifier, kind, title, state, created, started, ended, error, summary = row
    return Job(
        id=identifier,
        kind=kind,
        title=title,
        state=state,
        created=created,
        started=started,
        ended=ended,
        error=None if error is None else json.loads(error),
        summary=None if summary is None else json.loads(summary),
    )
