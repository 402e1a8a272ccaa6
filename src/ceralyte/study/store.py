"""The durable store of studies: SQLite in one file, or PostgreSQL by URL, with the same tables.

A result is written in one transaction with the state that says so; what was reported done is on
disk. Only the coordinator writes, workers send it their answers.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import time
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from ceralyte.core.database import StoreError, telling
from ceralyte.core.holder import Holder
from ceralyte.study.evaluate import Answer
from ceralyte.study.going_on import require_same_terms
from ceralyte.study.pace import TimeLeft
from ceralyte.study.schema_sql import EVALUATIONS, POINTS, RESULTS, SCHEMA, STUDIES
from ceralyte.study.store_reading import DONE, FAILED, QUEUED, RUNNING, StoreReader, slices

_UNKNOWN = TimeLeft()


class Store(StoreReader):
    """A store that the coordinator writes to, and reads; made as `StoreReader` is."""

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with telling(self.name, SCHEMA), self._engine.begin() as connection:
            yield connection

    def claim(self, sha256: str, name: str, document: Mapping[str, Any], planned: int) -> int:
        """Return the id of a study, new or known, with this process as its coordinator.

        Evaluations that a dead coordinator left running are queued again.

        Raises
        ------
        StoreError
            Another process runs it; it was begun on other terms (`require_same_terms`).
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
            require_same_terms(self.name, json.loads(row.document), document)
            study: int = row.id
            self._requeue(connection, study)
            connection.execute(
                update(STUDIES)
                .where(STUDIES.c.id == study)
                .values(
                    name=name,
                    document=json.dumps(document),
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

    def plan(self, study: int, recipes: int) -> None:
        """Write down how many recipes a study plans by now: what repeats need not be computed."""
        with self._writing() as connection:
            query = update(STUDIES).where(STUDIES.c.id == study)
            connection.execute(query.values(planned=recipes))

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

    def forget(self, study: int) -> None:
        """Remove a study; the results of its recipes stay."""
        with self._writing() as connection:
            connection.execute(delete(POINTS).where(POINTS.c.study == study))
            connection.execute(delete(STUDIES).where(STUDIES.c.id == study))

    @staticmethod
    def _requeue(connection: Connection, study: int) -> None:
        own = select(POINTS.c.evaluation).where(POINTS.c.study == study)
        connection.execute(
            update(EVALUATIONS)
            .where(EVALUATIONS.c.state == RUNNING, EVALUATIONS.c.id.in_(own))
            .values(state=QUEUED)
        )


def _claimable(sha256: str) -> Select[Any]:
    """Who runs a study and what it is, held till the end of the transaction: of two that claim,
    one waits."""
    columns = (STUDIES.c.id, STUDIES.c.coordinator, STUDIES.c.heartbeat, STUDIES.c.document)
    query = select(*columns)
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


def _ids(connection: Connection, keys: Sequence[str], *, open_only: bool = False) -> dict[str, int]:
    """Ids of evaluations by key; `open_only`: of those neither done nor failed, held till the end
    of the transaction (PostgreSQL; an SQLite store has one writer anyway)."""
    found: dict[str, int] = {}
    for some in slices(keys):
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
