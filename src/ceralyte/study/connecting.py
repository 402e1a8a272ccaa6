"""Where the store of studies is: an SQLite file, or PostgreSQL by URL."""

import re
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from ceralyte.core.database import (
    StoreError,
    bring_up_to_date,
    sqlite_engine,
    telling,
    version_in,
)
from ceralyte.core.files import near_names
from ceralyte.study.schema_sql import OLDEST_READABLE, SCHEMA

# Two letters or more before the colon: C:/ is a drive.
_URL = re.compile(r"[a-z][\w+.-]+:(/|.*@)|postgres\w*[:/].*@", re.IGNORECASE)


def is_url(place: str) -> bool:
    """Return whether a place is meant as the URL of a database, well written or not.

    Examples
    --------
    >>> is_url("postgresql:/bob:secret@host/db"), is_url("C:/data/own.sqlite")
    (True, False)
    """
    return _URL.match(place) is not None


def opened(place: str, must_exist: bool, read_only: bool, lock_wait: float) -> tuple[Engine, str]:
    """Return an engine on a store, and its name without a password.

    The store is brought up to the current version; one to look at stays as it is.
    """
    if is_url(place):
        url = database_url(place)
        name = url.render_as_string(hide_password=True)
        engine = _server(url, name)
    else:
        name, engine = place, _file(Path(place), must_exist, read_only, lock_wait)
    with telling(name, SCHEMA):
        if read_only:
            _require_readable(engine, name)
        else:
            bring_up_to_date(engine, name, SCHEMA)
    return engine, name


def database_url(place: str) -> URL:
    """Return the URL of a PostgreSQL database; raise `StoreError` for any other.

    Names of stores are printed, so that a password has to stand where it is known as one: not in
    the query, and without an "@" that would end it early. No message repeats the URL.
    """
    user, at, rest = place.partition("://")[2].partition("@")
    if "@" in rest or (at and "/" in user.partition(":")[0]):
        raise StoreError(
            "--store",
            "has an @ in its user, password, host or database",
            "percent-encode it: %40 for @, %2F for /; or leave the password to ~/.pgpass",
        )
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise StoreError(
            "--store", "is no database URL", "postgresql://user@host/database, or a file"
        ) from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(
            "--store", f"got a {url.get_backend_name()} URL", "postgresql://..., or a file"
        )
    secret = next((k for k in url.query if "pass" in k.lower() and k.lower() != "passfile"), None)
    if secret:
        raise StoreError(
            "--store",
            f"has a {secret} in its query",
            "postgresql://user:password@host/database, or settings of PostgreSQL: ~/.pgpass",
        )
    return url.set(drivername="postgresql+psycopg")


def _file(path: Path, must_exist: bool, read_only: bool, lock_wait: float) -> Engine:
    if not path.exists() and (must_exist or read_only):
        allowed = near_names(path, "the file that `ceralyte study FILE` wrote")
        raise StoreError(str(path), "there is no such store", allowed)
    return sqlite_engine(path, SCHEMA, read_only=read_only, lock_wait=lock_wait)


def _require_readable(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        version = version_in(connection, name, SCHEMA)
    if version < OLDEST_READABLE:
        what = f"has the older version {version}" if version else "is empty as yet"
        raise StoreError(name, what, "run the study once, then look")


def _server(url: URL, name: str) -> Engine:
    try:
        return create_engine(url, connect_args={"connect_timeout": 10}, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError(
            name, "needs psycopg", 'pip install "ceralyte[postgres]", or a file'
        ) from None
