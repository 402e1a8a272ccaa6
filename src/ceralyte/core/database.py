"""A store: one SQLite file with tables of ceralyte, their versions, and errors in words.

Each part of ceralyte that keeps something has its own `Schema`; several may share a file.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
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


@dataclass(frozen=True)
class Schema:
    """Tables of one part of ceralyte.

    Attributes
    ----------
    key : str
        Under which the version stands in `META`.
    migrations : tuple of callables
        Step i turns version i into i + 1; version 0 is a file without these tables.
    """

    key: str
    migrations: tuple[Callable[[Connection], None], ...]


class StoreError(InputError):
    """A store that cannot be used: absent, foreign, newer, locked, read-only, full, silent.

    `passing`: it may be usable again in a moment, because it is locked or its disk full.
    """

    passing = False


_PASSING = ("locked", "full")
_REASONS = (
    ("locked", "is locked by another process", "end the other process, or wait and run again"),
    ("full", "the disk is full", "free some space and run again: finished results are kept"),
    ("readonly", "cannot be written", "a file and folder that you may write, or --store FILE"),
    ("read-only", "cannot be written", "a user who may write"),
    ("not a database", "is not a store of ceralyte", "a file that ceralyte wrote, or a new one"),
    ("malformed", "is damaged", "a backup, or a new store; `sqlite3 FILE .recover` may help"),
    ("unable to open", "cannot be opened", "a file in a folder that exists and is yours"),
    ("disk i/o", "cannot be read or written (disk error)", "another disk"),
)


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Turn errors of the database into a `StoreError` that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _in_words(name, error) from error


def _in_words(name: str, error: DBAPIError) -> StoreError:
    told = str(error.orig).strip()
    for mark, problem, remedy in _REASONS:
        if mark in told.lower():
            found = StoreError(name, problem, remedy)
            found.passing = mark in _PASSING
            return found
    first = told.splitlines()[0] if told else type(error.orig).__name__
    if error.connection_invalidated or "connect" in first.lower():
        return StoreError(
            name, f"does not answer: {first}", "a running server; check host and port"
        )
    return StoreError(name, f"the database says: {first}", "see the message")


def sqlite_engine(path: Path, must_exist: bool, read_only: bool, lock_wait: float) -> Engine:
    """Return an engine on an SQLite file with a write-ahead log, one writer at a time.

    Parameters
    ----------
    path : Path
    must_exist, read_only : bool
        Refuse a file that is not there.
    lock_wait : float
        Seconds to wait for a lock of another process.
    """
    if path.is_dir() or (not path.exists() and (must_exist or read_only)):
        what = "is a folder" if path.is_dir() else "there is no such store"
        raise StoreError(str(path), what, "the file that `ceralyte study FILE` wrote")
    options = {"uri": "true", "mode": "rwc"}
    if read_only:
        options["mode"] = "ro"
        if not os.access(path.parent, os.W_OK):
            options["immutable"] = "1"
    elif path.exists() and not os.access(path, os.W_OK):
        raise StoreError(str(path), "cannot be written", "a file that you may write")
    file = f"file:{quote(path.resolve().as_posix(), safe='/:')}"
    url = URL.create("sqlite", database=file, query=options)
    engine = create_engine(url, connect_args={"timeout": lock_wait})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin below is the only one
        connection.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def bring_up_to_date(engine: Engine, name: str, schema: Schema, *, read_only: bool) -> None:
    """Make the tables of a schema, or take the steps from an older version; refuse a newer one."""
    newest, version_of = len(schema.migrations), META.c.key == schema.key
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql" and not read_only:  # one makes them, others wait
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('ceralyte_store'))")
        tables = inspect(connection).get_table_names()
        version = 0
        if META.name in tables:
            found = connection.execute(select(META.c.value).where(version_of))
            version = int(found.scalar_one_or_none() or 0)
        elif tables and connection.dialect.name == "sqlite":
            raise StoreError(name, "is a database of another program", "a new file")
        if version > newest:
            raise StoreError(
                name,
                f"has version {version}, written by a newer ceralyte; this one knows {newest}",
                "a newer ceralyte, or another store",
            )
        if version == newest:
            return
        if read_only:
            what = f"has the older version {version}" if version else "is empty as yet"
            raise StoreError(name, what, "run the study once, then look")
        META.create(connection, checkfirst=True)
        for step in schema.migrations[version:]:
            step(connection)
        row = {"key": schema.key, "value": str(newest)}
        if version == 0:
            connection.execute(insert(META), row)
        else:
            connection.execute(update(META).where(version_of), row)
