"""The durable store of studies: SQLite in one file, or PostgreSQL by URL, with the same tables.

A result is written in one transaction with the state that says so; what was reported done is on
disk. Only the coordinator writes, workers send it their answers.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import time
from types import TracebackType
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    null,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from ceralyte.core.database import META, READING, StoreError, telling
from ceralyte.core.holder import Holder
from ceralyte.study.connecting import opened
from ceralyte.study.evaluate import Answer
from ceralyte.study.pace import TimeLeft
from ceralyte.study.schema_sql import EVALUATIONS, POINTS, RESULTS, SCHEMA, STUDIES

MANY = 500
"""Keys of one query: databases limit how many it may have."""

_UNKNOWN = TimeLeft()
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


class Store:
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

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with telling(self.name, SCHEMA), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with telling(self.name, SCHEMA), self._engine.connect() as connection:
            yield connection.execution_options(**{READING: True})

    def claim(self, sha256: str, name: str, document: Mapping[str, Any], planned: int) -> int:
        """Return the id of a study, new or known, with this process as its coordinator.

        Evaluations that a dead coordinator left running are queued again.

        Raises
        ------
        StoreError
            Another process runs it.
        """
        me = Holder.this_process()
        with self._writing() as connection:
            connection.execute(
                _insert_new(connection, STUDIES).values(
                    sha256=sha256,
                    name=name,
                    kind=document["study"]["kind"],
                    document=json.dumps(document),
                    planned=planned,
                )
            )
            row = connection.execute(_claimable(sha256)).one()
            if (other := Holder.from_json(row.coordinator)) and other.holds(row.heartbeat):
                raise StoreError(
                    self.name,
                    f"this study is being run by process {other.pid} on {other.host}",
                    "`ceralyte study status` to watch it",
                )
            study: int = row.id
            self._requeue(connection, study)
            connection.execute(
                update(STUDIES)
                .where(STUDIES.c.id == study)
                .values(
                    name=name,
                    planned=planned,
                    coordinator=me.to_json(),
                    heartbeat=time(),
                    finished=0,
                    seconds_left=None,
                    untimed=None,
                )
            )
        return study

    def release(self, study: int, *, finished: bool) -> None:
        """Give a study back; what was running is queued again."""
        with self._writing() as connection:
            self._requeue(connection, study)
            connection.execute(
                update(STUDIES)
                .where(STUDIES.c.id == study)
                .values(coordinator="", finished=int(finished))
            )

    def add_points(
        self, study: int, points: Sequence[tuple[int, str, str, Mapping[str, Any]]]
    ) -> None:
        """Write down what a study asks for: number, key, level, and the point as a dictionary.

        Points that are there already must be the same.

        Raises
        ------
        StoreError
            The study once asked for another point under this number.
        """
        with self._writing() as connection:
            known = _ids(connection, [key for _, key, _, _ in points])
            new = {key: level for _, key, level, _ in points if key not in known}
            if new:
                connection.execute(
                    _insert_new(connection, EVALUATIONS),
                    [{"key": key, "level": new[key], "state": QUEUED} for key in sorted(new)],
                )
                known |= _ids(connection, list(new))
            there = _points(connection, study, [number for number, *_ in points])
            rows = []
            for number, key, _, point in points:
                if number not in there:
                    rows.append(
                        {
                            "study": study,
                            "number": number,
                            "evaluation": known[key],
                            "point": json.dumps(point),
                        }
                    )
                elif there[number] != known[key]:
                    raise StoreError(
                        self.name,
                        f"point {number} of this study was another recipe when it was begun: "
                        "another version of ceralyte or of a library samples otherwise",
                        "a new store (--store FILE); finished results stay in the old one",
                    )
            if rows:
                connection.execute(insert(POINTS), rows)

    def answers(self, keys: Iterable[str]) -> dict[str, Answer]:
        """Return what is known of the evaluations with these keys: those done or failed."""
        found = {}
        with self._reading() as connection:
            for some in _slices(list(dict.fromkeys(keys))):
                rows = connection.execute(
                    select(EVALUATIONS, RESULTS.c.numbers)
                    .outerjoin(RESULTS)
                    .where(EVALUATIONS.c.key.in_(some), EVALUATIONS.c.state.in_((DONE, FAILED)))
                )
                for row in rows:
                    found[row.key] = Answer(row.key, _text(row.numbers), row.message, row.seconds)
        return found

    def note(
        self,
        study: int,
        *,
        answers: Sequence[Answer] = (),
        started: Sequence[str] = (),
        left: TimeLeft = _UNKNOWN,
    ) -> None:
        """Write down in one go what came back, which keys have started, that the coordinator lives
        and how long it takes yet.

        An answer that is already there stays as it is.
        """
        with self._writing() as connection:
            _record(connection, answers)
            if started:
                connection.execute(
                    update(EVALUATIONS)
                    .where(EVALUATIONS.c.key.in_(started), EVALUATIONS.c.state == QUEUED)
                    .values(state=RUNNING)
                )
            connection.execute(
                update(STUDIES)
                .where(STUDIES.c.id == study)
                .values(
                    heartbeat=time(),
                    seconds_left=left.seconds,
                    untimed=",".join(left.untimed),
                )
            )

    def keep(self, answer: Answer, level: str) -> None:
        """Write down a result that no study asked for, for all that may ask later."""
        with self._writing() as connection:
            row = {"key": answer.key, "level": level, "state": QUEUED}
            connection.execute(_insert_new(connection, EVALUATIONS), row)
            _record(connection, [answer])

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
        """Return how many points of a study are in each state."""
        with self._reading() as connection:
            return _counts(connection, study)

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

    def retry_failed(self, study: int) -> int:
        """Queue the failed evaluations of a study again; return how many."""
        own = select(POINTS.c.evaluation).where(POINTS.c.study == study)
        with self._writing() as connection:
            done = connection.execute(
                update(EVALUATIONS)
                .where(EVALUATIONS.c.id.in_(own), EVALUATIONS.c.state == FAILED)
                .values(state=QUEUED, message="")
            )
        return done.rowcount

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

    def forget(self, study: int) -> None:
        """Remove a study; the results of its recipes stay."""
        with self._writing() as connection:
            connection.execute(delete(POINTS).where(POINTS.c.study == study))
            connection.execute(delete(STUDIES).where(STUDIES.c.id == study))

    def version(self) -> int:
        """Return the version of the tables."""
        with self._reading() as connection:
            found = connection.execute(select(META.c.value).where(META.c.key == SCHEMA.key))
            return int(found.scalar_one())

    @staticmethod
    def _requeue(connection: Connection, study: int) -> None:
        own = select(POINTS.c.evaluation).where(POINTS.c.study == study)
        connection.execute(
            update(EVALUATIONS)
            .where(EVALUATIONS.c.state == RUNNING, EVALUATIONS.c.id.in_(own))
            .values(state=QUEUED)
        )


def _left(seconds: float | None, untimed: str | None, written: float) -> TimeLeft:
    """The time left as of now."""
    rest = None if seconds is None else max(seconds - (time() - written), 0.0)
    return TimeLeft(rest, tuple(untimed.split(",")) if untimed else ())


def _rows_of_studies(connection: Connection) -> Select[Any]:
    """All columns, NULL for those that an older store does not have."""
    there = {column["name"] for column in inspect(connection).get_columns(STUDIES.name)}
    columns = (c if c.name in there else null().label(c.name) for c in STUDIES.c)
    return select(*columns).order_by(STUDIES.c.id)


def _claimable(sha256: str) -> Select[Any]:
    """Who runs a study, held till the end of the transaction: of two that claim, one waits."""
    query = select(STUDIES.c.id, STUDIES.c.coordinator, STUDIES.c.heartbeat)
    return query.where(STUDIES.c.sha256 == sha256).with_for_update()


def _record(connection: Connection, answers: Sequence[Answer]) -> None:
    """Write answers of evaluations that are open; others may run studies of the same recipes."""
    if not answers:
        return
    ids = _ids(connection, [a.key for a in answers], open_only=True)
    new = [a for a in answers if a.key in ids]
    if not new:
        return
    now = time()
    connection.execute(
        update(EVALUATIONS)
        .where(EVALUATIONS.c.id == bindparam("b_id"))
        .values(
            {name: bindparam(f"b_{name}") for name in ("state", "message", "seconds", "ended")}
        ),
        [
            {
                "b_id": ids[a.key],
                "b_state": DONE if a.done else FAILED,
                "b_message": a.message,
                "b_seconds": a.seconds,
                "b_ended": now,
            }
            for a in new
        ],
    )
    results = [
        {"evaluation": ids[a.key], "numbers": zlib.compress(a.numbers.encode(), 1)}
        for a in new
        if a.numbers is not None
    ]
    if results:
        connection.execute(insert(RESULTS), results)


def _counts(connection: Connection, study: int) -> dict[str, int]:
    rows = connection.execute(
        select(EVALUATIONS.c.state, func.count())
        .select_from(POINTS.join(EVALUATIONS))
        .where(POINTS.c.study == study)
        .group_by(EVALUATIONS.c.state)
    )
    return dict.fromkeys((QUEUED, RUNNING, DONE, FAILED), 0) | {row[0]: row[1] for row in rows}


def _ids(connection: Connection, keys: Sequence[str], *, open_only: bool = False) -> dict[str, int]:
    """Ids of evaluations by key; `open_only`: of those neither done nor failed, held till the end
    of the transaction (PostgreSQL; an SQLite store has one writer anyway)."""
    found: dict[str, int] = {}
    for some in _slices(keys):
        query = select(EVALUATIONS.c.key, EVALUATIONS.c.id).where(EVALUATIONS.c.key.in_(some))
        if open_only:
            query = query.where(EVALUATIONS.c.state.in_((QUEUED, RUNNING)))
            query = query.order_by(EVALUATIONS.c.id).with_for_update()
        found |= {row.key: row.id for row in connection.execute(query)}
    return found


def _points(connection: Connection, study: int, numbers: Sequence[int]) -> dict[int, int]:
    """Evaluation of each of the points that are there."""
    query = select(POINTS.c.number, POINTS.c.evaluation).where(
        POINTS.c.study == study, POINTS.c.number.between(min(numbers), max(numbers))
    )
    return {row.number: row.evaluation for row in connection.execute(query)}


def _insert_new(connection: Connection, table: Table) -> Any:
    """An insert that passes over rows which are there, put in by a study of another process."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


def _slices(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), MANY):
        yield keys[start : start + MANY]


def _text(numbers: bytes | None) -> str | None:
    return None if numbers is None else zlib.decompress(numbers).decode()
