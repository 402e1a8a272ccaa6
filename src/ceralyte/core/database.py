"""A store: one SQLite file with tables of ceralyte, their versions, and errors in words.

Each part of ceralyte that keeps something has its own `Schema`; several may share a file.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from ceralyte.core.errors import InputError

META = Table(
    "ceralyte_store",
    MetaData(),
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What a store says of itself: the version of each schema in it."""

READING = "ceralyte_reading"
"""Execution option of a connection that only reads, and so needs no lock."""

_ASK_ANEW = 50  # ms


@dataclass(frozen=True)
class Schema:
    """Tables of one part of ceralyte.

    Attributes
    ----------
    key : str
        Under which the version stands in `META`.
    migrations : tuple of callables
        Step i turns version i into i + 1; version 0 is a file without these tables.
    elsewhere : str
        How a user names another place for the store.
    """

    key: str
    migrations: tuple[Callable[[Connection], None], ...]
    elsewhere: str


class StoreError(InputError):
    """A store that cannot be used: absent, foreign, newer, locked, read-only, full, silent.

    `passing`: it may be usable again in a moment, because it is locked or its disk full.
    """

    passing = False


_PASSING = ("locked", "full")
_REASONS = (
    ("locked", "is locked by another process", "end the other process, or wait and run again"),
    ("full", "the disk is full", "free some space and run again: finished results are kept"),
    ("readonly", "cannot be written", "a file and folder that you may write, or {elsewhere}"),
    ("read-only", "cannot be written", "a user who may write"),
    ("not a database", "is not a store of ceralyte", "a file that ceralyte wrote, or a new one"),
    ("malformed", "is damaged", "a backup, or a new store; `sqlite3 FILE .recover` may help"),
    ("unable to open", "cannot be opened", "a file in a folder that exists and is yours"),
    ("disk i/o", "cannot be read or written (disk error)", "another disk"),
)

_SILENT = ("connect", "resolve host", "translate host name")


@contextmanager
def telling(name: str, schema: Schema) -> Iterator[None]:
    """Turn errors of the database into a `StoreError` that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _in_words(name, schema, error) from error


def _in_words(name: str, schema: Schema, error: DBAPIError) -> StoreError:
    told = str(error.orig).strip()
    for mark, problem, remedy in _REASONS:
        if mark in told.lower():
            found = StoreError(name, problem, remedy.format(elsewhere=schema.elsewhere))
            found.passing = mark in _PASSING
            return found
    first = told.splitlines()[0] if told else type(error.orig).__name__
    if error.connection_invalidated or any(mark in first.lower() for mark in _SILENT):
        return StoreError(
            name, f"does not answer: {first}", "a running server; check host and port"
        )
    return StoreError(name, f"the database says: {first}", "see the message")


def sqlite_engine(path: Path, schema: Schema, *, read_only: bool, lock_wait: float) -> Engine:
    """Return an engine on an SQLite file with a write-ahead log, one writer at a time.

    Parameters
    ----------
    path : Path
    schema : Schema
        Of the one who asks.
    read_only : bool
        Take no lock and write nothing; the file must be there.
    lock_wait : float
        Seconds to wait for a lock of another process.
    """
    if path.is_dir():
        raise StoreError(str(path), "is a folder", "a file")
    options = {"uri": "true", "mode": "rwc"}
    if read_only:
        options["mode"] = "ro"
        if not os.access(path.parent, os.W_OK):
            options["immutable"] = "1"
    elif path.exists() and not os.access(path, os.W_OK):
        remedy = f"a file that you may write, or {schema.elsewhere}"
        raise StoreError(str(path), "cannot be written", remedy)
    file = f"file:{quote(path.resolve().as_posix(), safe='/:')}"
    url = URL.create("sqlite", database=file, query=options)
    engine = create_engine(url, connect_args={"timeout": lock_wait})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin below is the only one
        connection.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            _write_ahead(connection, lock_wait)
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = read_only or connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: sqlite3.Connection, lock_wait: float) -> None:
    """Log writes ahead; asks anew now and then, for SQLite waits in vain where another just did."""
    end = monotonic() + lock_wait
    connection.execute(f"PRAGMA busy_timeout={_ASK_ANEW}")
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(_ASK_ANEW / 1000)
        else:
            break
    connection.execute(f"PRAGMA busy_timeout={round(1000 * lock_wait)}")


def version_in(connection: Connection, name: str, schema: Schema) -> int:
    """Return the version of the tables of a schema in a store, 0 without any.

    Raises
    ------
    StoreError
        A database of another program; written by a newer ceralyte.
    """
    newest, tables = len(schema.migrations), inspect(connection).get_table_names()
    if META.name not in tables:
        if tables and connection.dialect.name == "sqlite":
            raise StoreError(name, "is a database of another program", "a new file")
        return 0
    found = connection.execute(select(META.c.value).where(META.c.key == schema.key))
    version = int(found.scalar_one_or_none() or 0)
    if version > newest:
        raise StoreError(
            name,
            f"has version {version}, written by a newer ceralyte; this one knows {newest}",
            "a newer ceralyte, or another store",
        )
    return version


def bring_up_to_date(engine: Engine, name: str, schema: Schema) -> None:
    """Make the tables of a schema, or take the steps from an older version; refuse a newer one."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # one makes them, others wait
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('ceralyte_store'))")
        version = version_in(connection, name, schema)
        if version == len(schema.migrations):
            return
        META.create(connection, checkfirst=True)
        for step in schema.migrations[version:]:
            step(connection)
        row = {"key": schema.key, "value": str(len(schema.migrations))}
        if version == 0:
            connection.execute(insert(META), row)
        else:
            connection.execute(update(META).where(META.c.key == schema.key), row)
