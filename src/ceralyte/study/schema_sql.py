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
    Column("began", Float, nullable=False, default=0.0),
    Column("before", Integer, nullable=False, default=0),
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


SCHEMA = Schema(key="version", migrations=(_first,))
