"""The store of computed energies: each is computed once and kept with its method and version.

An SQLite file of the same make as that of studies (`docs/decisions/0014-energy-store.md`).
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, MetaData, String, Table, Text, select
from sqlalchemy.dialects import sqlite

from ceralyte.core.database import Schema, bring_up_to_date, sqlite_engine, telling, version_in
from ceralyte.core.errors import InputError

FOLDER = "CERALYTE_CACHE"
"""Environment variable that names the folder; else `ceralyte` in the user's cache folder."""

_TABLES = MetaData()

ENERGIES = Table(
    "energies",
    _TABLES,
    Column("key", String(64), primary_key=True),
    Column("task", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
)
"""Question and answer are JSON; the key is the hash of the question."""

SCHEMA = Schema(
    key="energies", migrations=(_TABLES.create_all,), elsewhere=f"another folder in {FOLDER}"
)
_LOCK_WAIT = 20.0  # s, for another process that writes


def remembered(question: Mapping[str, Any], compute: Callable[[], Any]) -> Any:
    """Return the answer to a question, computed once and read ever after.

    Parameters
    ----------
    question : mapping
        All that the answer depends on, as JSON: task, method and version, and atoms, permittivity
        and the like.
    compute : callable
        Gives the answer, as JSON; called where the store does not hold it. Meanwhile the store is
        free for others.

    Raises
    ------
    InputError
        The folder cannot be made; a file that is no store of ceralyte, is locked, or cannot be
        written.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from unittest.mock import patch
    >>> ask = {"task": "energy", "method": "one", "version": "1"}
    >>> with patch.dict(os.environ, {FOLDER: mkdtemp()}):
    ...     first = remembered(ask, lambda: 1.5)
    ...     first, remembered(ask, lambda: 2.5)
    (1.5, 1.5)
    """
    text = json.dumps(question, sort_keys=True)
    key = sha256(text.encode()).hexdigest()
    path = store_file()
    if (known := _known(path, key)) is not None:
        return json.loads(known)
    _make(path.parent)
    with _opened(path, read_only=False) as engine:
        with telling(str(path), SCHEMA):
            bring_up_to_date(engine, str(path), SCHEMA)  # before hours are spent in vain
        answer = json.dumps(compute())
        row = {name: question[name] for name in ("task", "method", "version")}
        row |= {"key": key, "question": text, "answer": answer}
        with telling(str(path), SCHEMA), engine.begin() as connection:
            connection.execute(sqlite.insert(ENERGIES).on_conflict_do_nothing(), row)
    return json.loads(answer)


def store_file() -> Path:
    """Return the file of the energies; it need not exist."""
    if os.environ.get(FOLDER):
        return Path(os.environ[FOLDER]) / "energies.sqlite"
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(root) if root else Path.home() / ".cache") / "ceralyte" / "energies.sqlite"


def _known(path: Path, key: str) -> str | None:
    """The answer that is kept; looking needs no lock, nor a file that may be written."""
    if not path.exists():
        return None
    with (
        _opened(path, read_only=True) as engine,
        telling(str(path), SCHEMA),
        engine.connect() as connection,
    ):
        if version_in(connection, str(path), SCHEMA) == 0:
            return None
        found = connection.execute(select(ENERGIES.c.answer).where(ENERGIES.c.key == key))
        return found.scalar_one_or_none()


@contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[Engine]:
    engine = sqlite_engine(path, SCHEMA, read_only=read_only, lock_wait=_LOCK_WAIT)
    try:
        yield engine
    finally:
        engine.dispose()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            str(folder),
            f"cannot be made: {error.strerror or error}",
            f"a writable folder named by {FOLDER}",
        ) from error
