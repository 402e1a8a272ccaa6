"""Opening a store: SQLite with a write-ahead log, or PostgreSQL; versions; errors in words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event, insert, inspect, select, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from ceralyte.core.errors import InputError
from ceralyte.study.schema_sql import META, MIGRATIONS


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
    ("not a database", "is not a study store", "a file that `ceralyte study` wrote"),
    ("malformed", "is damaged", "a backup, or a new store; `sqlite3 FILE .recover` may help"),
    ("unable to open", "cannot be opened", "a file in a folder that exists and is yours"),
    ("disk i/o", "cannot be read or written (disk error)", "another disk"),
)


def opened(place: str, must_exist: bool, read_only: bool, lock_wait: float) -> tuple[Engine, str]:
    """Return an engine on a store of the current version, and its name without a password."""
    if "://" in place:
        url = database_url(place)
        name = url.render_as_string(hide_password=True)
        engine = _server(url, name)
    else:
        name, engine = place, _sqlite(Path(place), must_exist, read_only, lock_wait)
    with telling(name):
        _bring_up_to_date(engine, name, read_only)
    return engine, name


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


def database_url(place: str) -> URL:
    """Return the URL of a PostgreSQL database; raise `StoreError` for any other.

    A password in the query is refused: names of stores are printed with it.
    """
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise StoreError(
            "--store", "is no database URL", "postgresql://user@host/database, or a file"
        ) from None
    if url.get_backend_name() != "postgresql":
        raise StoreError(
            "--store", f"got a {url.get_backend_name()} URL", "postgresql://..., or a file"
        )
    if secret := next((key for key in url.query if "password" in key.lower()), None):
        raise StoreError(
            "--store",
            f"has a {secret} in its query",
            "postgresql://user:password@host/database, or settings of PostgreSQL: ~/.pgpass",
        )
    return url.set(drivername="postgresql+psycopg")


def _server(url: URL, name: str) -> Engine:
    try:
        return create_engine(url, connect_args={"connect_timeout": 10}, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError(
            name, "needs psycopg", 'pip install "ceralyte[postgres]", or a file'
        ) from None


def _sqlite(path: Path, must_exist: bool, read_only: bool, lock_wait: float) -> Engine:
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


def _bring_up_to_date(engine: Engine, name: str, read_only: bool) -> None:
    """Make the tables, or take the steps from an older version; refuse a newer one."""
    newest = len(MIGRATIONS)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql" and not read_only:  # one makes them, others wait
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('ceralyte_store'))")
        tables = inspect(connection).get_table_names()
        version = 0
        if META.name in tables:
            found = connection.execute(select(META.c.value).where(META.c.key == "version"))
            version = int(found.scalar_one())
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
        for step in MIGRATIONS[version:]:
            step(connection)
        row = {"key": "version", "value": str(newest)}
        if version == 0:
            connection.execute(insert(META), row)
        else:
            connection.execute(update(META).where(META.c.key == "version"), row)
