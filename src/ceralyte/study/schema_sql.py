"""Tables of a study store, and the steps from one version of them to the next."""

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

from ceralyte.core.database import Schema

TABLES = MetaData()

STUDIES = Table(
    "studies",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("document", Text, nullable=False),
    Column("planned", Integer, nullable=False),
    Column("finished", Integer, nullable=False, default=0),
    Column("coordinator", Text, nullable=False, default=""),
    Column("heartbeat", Float, nullable=False, default=0.0),
    # Nobody reads the next two. Files of version 1 have them without a default, so that each row
    # has to fill them, and SQLite before 3.35 cannot drop a column.
    Column("began", Float, nullable=False, default=0.0),
    Column("before", Integer, nullable=False, default=0),
    Column("seconds_left", Float),
    Column("untimed", Text),
)

EVALUATIONS = Table(
    "evaluations",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("level", String(20), nullable=False),
    Column("state", String(8), nullable=False),
    Column("message", Text, nullable=False, default=""),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("ended", Float, nullable=False, default=0.0),
)
Index("evaluations_by_state", EVALUATIONS.c.state, EVALUATIONS.c.level)

RESULTS = Table(
    "results",
    TABLES,
    Column("evaluation", Integer, ForeignKey("evaluations.id"), primary_key=True),
    Column("numbers", LargeBinary, nullable=False),
)

POINTS = Table(
    "points",
    TABLES,
    Column("study", Integer, ForeignKey("studies.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("evaluation", Integer, ForeignKey("evaluations.id"), nullable=False),
    Column("point", Text, nullable=False),
)
Index("points_of_study", POINTS.c.study, POINTS.c.evaluation)


def _first(connection: Connection) -> None:
    TABLES.create_all(connection)


def _time_left(connection: Connection) -> None:
    """The coordinator writes down how long it needs; a new store has the columns already."""
    there = {column["name"] for column in inspect(connection).get_columns(STUDIES.name)}
    for column in (STUDIES.c.seconds_left, STUDIES.c.untimed):
        if column.name not in there:
            kind = column.type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE studies ADD COLUMN {column.name} {kind}")


SCHEMA = Schema(key="version", migrations=(_first, _time_left), elsewhere="--store FILE")
OLDEST_READABLE = 1
"""Version of a store that can be looked at as it is; what it does not say reads as NULL."""
