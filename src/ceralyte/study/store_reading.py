"""What a store of studies holds, read: studies, their points, answers; and whether it is whole."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import time
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Select, func, inspect, null, select

from ceralyte.core.database import META, READING, telling
from ceralyte.core.holder import Holder
from ceralyte.study.connecting import opened
from ceralyte.study.evaluate import Answer
from ceralyte.study.pace import TimeLeft
from ceralyte.study.schema_sql import EVALUATIONS, POINTS, RESULTS, SCHEMA, STUDIES

MANY = 500
"""Keys of one query: databases limit how many it may have."""

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"


@dataclass(frozen=True)
class StoredStudy:
    """A row of the list of studies.

    `document` plans it again; `running`: a coordinator is at work, which takes about `left`.
    """

    id: int
    name: str
    kind: str
    sha256: str
    document: dict[str, Any]
    planned: int
    finished: bool
    running: bool
    left: TimeLeft


@dataclass(frozen=True)
class StoredPoint:
    """A recipe that a study asked for, its evaluation and what became of it."""

    number: int
    key: str
    level: str
    state: str
    message: str
    seconds: float
    point: dict[str, Any]
    numbers: str | None


class StoreReader:
    """Studies, their points, and evaluations by the address of their recipe.

    Parameters
    ----------
    place : str
        Path of an SQLite file, or a URL such as ``postgresql://user@host/database``.
    must_exist : bool
        Refuse a file that is not there.
    read_only : bool
        For looking: works beside a running study and on read-only folders.
    lock_wait : float
        Seconds to wait for a lock of another process.

    Raises
    ------
    StoreError
        Not there, no store, of a newer version, locked, read-only, disk full, no answer.
    """

    def __init__(
        self,
        place: str,
        *,
        must_exist: bool = False,
        read_only: bool = False,
        lock_wait: float = 20.0,
    ) -> None:
        self._engine, self.name = opened(place, must_exist, read_only, lock_wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with telling(self.name, SCHEMA), self._engine.connect() as connection:
            yield connection.execution_options(**{READING: True})

    def answers(self, keys: Iterable[str]) -> dict[str, Answer]:
        """Return what is known of the evaluations with these keys: those done or failed."""
        found = {}
        with self._reading() as connection:
            for some in slices(list(dict.fromkeys(keys))):
                rows = connection.execute(
                    select(EVALUATIONS, RESULTS.c.numbers)
                    .outerjoin(RESULTS)
                    .where(EVALUATIONS.c.key.in_(some), EVALUATIONS.c.state.in_((DONE, FAILED)))
                )
                for row in rows:
                    found[row.key] = Answer(row.key, _text(row.numbers), row.message, row.seconds)
        return found

    def studies(self) -> list[StoredStudy]:
        """Return all studies, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(_rows_of_studies(connection)).all()
        return [
            StoredStudy(
                id=row.id,
                name=row.name,
                kind=row.kind,
                sha256=row.sha256,
                document=json.loads(row.document),
                planned=row.planned,
                finished=bool(row.finished),
                left=_left(row.seconds_left, row.untimed, row.heartbeat),
                running=bool(
                    (holder := Holder.from_json(row.coordinator)) and holder.holds(row.heartbeat)
                ),
            )
            for row in rows
        ]

    def counts(self, study: int) -> dict[str, int]:
        """Return how many recipes of a study are in each state; one that repeats counts once."""
        own = select(POINTS.c.evaluation).where(POINTS.c.study == study)
        query = (
            select(EVALUATIONS.c.state, func.count())
            .where(EVALUATIONS.c.id.in_(own))
            .group_by(EVALUATIONS.c.state)
        )
        with self._reading() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return dict.fromkeys((QUEUED, RUNNING, DONE, FAILED), 0) | found

    def points(self, study: int) -> list[StoredPoint]:
        """Return the points of a study in the order of asking."""
        query = (
            select(EVALUATIONS, POINTS.c.number, POINTS.c.point, RESULTS.c.numbers)
            .select_from(POINTS.join(EVALUATIONS).outerjoin(RESULTS))
            .where(POINTS.c.study == study)
        )
        with self._reading() as connection:
            rows = connection.execute(query.order_by(POINTS.c.number)).all()
        return [
            StoredPoint(
                number=row.number,
                key=row.key,
                level=row.level,
                state=row.state,
                message=row.message,
                seconds=row.seconds,
                point=json.loads(row.point),
                numbers=_text(row.numbers),
            )
            for row in rows
        ]

    def check(self) -> list[str]:
        """Return what is wrong with the store; nothing if it is whole."""
        wrong = []
        with self._reading() as connection:
            if connection.dialect.name == "sqlite":
                told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
                wrong += [f"SQLite: {line}" for line in told if line != "ok"]
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    wrong.append("rows that point to nothing")
            joined = select(func.count()).select_from(EVALUATIONS.outerjoin(RESULTS))
            lost = joined.where(EVALUATIONS.c.state == DONE, RESULTS.c.evaluation.is_(None))
            early = joined.where(EVALUATIONS.c.state != DONE, RESULTS.c.evaluation.is_not(None))
            if count := connection.execute(lost).scalar_one():
                wrong.append(f"{count} evaluations are done without a result")
            if count := connection.execute(early).scalar_one():
                wrong.append(f"{count} results of evaluations that are not done")
        return wrong

    def version(self) -> int:
        """Return the version of the tables."""
        with self._reading() as connection:
            found = connection.execute(select(META.c.value).where(META.c.key == SCHEMA.key))
            return int(found.scalar_one())


def _left(seconds: float | None, untimed: str | None, written: float) -> TimeLeft:
    """The time left as of now."""
    rest = None if seconds is None else max(seconds - (time() - written), 0.0)
    return TimeLeft(rest, tuple(untimed.split(",")) if untimed else ())


def _rows_of_studies(connection: Connection) -> Select[Any]:
    """All columns, NULL for those that an older store does not have."""
    there = {column["name"] for column in inspect(connection).get_columns(STUDIES.name)}
    columns = (c if c.name in there else null().label(c.name) for c in STUDIES.c)
    return select(*columns).order_by(STUDIES.c.id)


def slices(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the keys in portions that one query may have."""
    for start in range(0, len(keys), MANY):
        yield keys[start : start + MANY]


def _text(numbers: bytes | None) -> str | None:
    return None if numbers is None else zlib.decompress(numbers).decode()
