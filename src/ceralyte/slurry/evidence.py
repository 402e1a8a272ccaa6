"""What has been published about ceramics and binders in solvents, read from the data files."""

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

from ceralyte.core.errors import UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import Row, read_rows, require_one_of

Fate = Literal[
    "h2s_release",
    "decomposes",
    "dissolves",
    "ion_exchange",
    "stable_morphology_change",
    "complex_reversible",
    "stable",
]
"""What a solvent does to a ceramic, worst first."""

USABLE = ("stable_morphology_change", "complex_reversible", "stable")
"""Fates after which the ceramic can be used."""

Solubility = Literal["soluble", "insoluble"]

ARTICLE = "sang"
"""Key of the article that most outcomes were read from."""

_OUTCOME_COLUMNS = (
    "ceramic",
    "families",
    "solvent",
    "outcome",
    "alternative",
    "products",
    "conductivity_change",
    "note",
    "reading",
    "reported_by",
    "kind",
    "confidence",
    "references",
)
_SOLUBILITY_COLUMNS = ("binder", "solvent", "solubility", "kind", "confidence", "references")


class DocumentedOutcome(Record):
    """One published outcome of a ceramic in a solvent.

    `ceramic` is "" for a class statement, which speaks of `families` without naming a ceramic.
    `solvent` is a name of the catalogue or the text of a mixture. `alternative` is a second
    reading of the same report. The reading "synthesis" is of precursors that were turned into the
    ceramic in the solvent and by heat, which says less of the finished ceramic. `reported_by`
    tells what the article says from what others report.
    """

    ceramic: str
    families: tuple[str, ...]
    solvent: str
    outcome: Fate
    alternative: Fate | None
    products: str
    conductivity_change: str
    note: str
    reading: Literal["ceramic named", "synthesis", "class statement"]
    reported_by: Literal["article", "others"]
    confidence: Literal["high", "medium", "low"]
    references: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def severity(self) -> int:
        """Place of the outcome among all, 0 the worst."""
        return severity(self.outcome)


def usable(outcome: Fate) -> bool:
    """Whether the ceramic can be used after this fate."""
    return outcome in USABLE


def severity(outcome: Fate) -> int:
    """Place of a fate among all, 0 the worst."""
    return get_args(Fate).index(outcome)


class DocumentedSolubility(Record):
    """Whether a binder dissolves in a solvent, and who says so."""

    binder: str
    solvent: str
    solubility: Solubility
    sources: tuple[Source, ...]


@lru_cache(maxsize=1)
def documented_outcomes() -> tuple[DocumentedOutcome, ...]:
    """Return all published outcomes, in file order."""
    return tuple(
        _outcome(where, row)
        for where, row in data_rows(
            "outcomes.csv", _OUTCOME_COLUMNS, ("solvent", "outcome", "reading", "reported_by")
        )
    )


@lru_cache(maxsize=1)
def documented_solubilities() -> tuple[DocumentedSolubility, ...]:
    """Return what is known of binders in solvents, in file order."""
    return tuple(
        _solubility(where, row)
        for where, row in data_rows(
            "binder_solubility.csv", _SOLUBILITY_COLUMNS, _SOLUBILITY_COLUMNS
        )
    )


def sources_of(
    where: str, keys: str, used_for: str, kind: str, confidence: str
) -> tuple[Source, ...]:
    """Return the works behind the ';'-separated `keys` of references.csv."""
    return tuple(
        Source(
            used_for=used_for,
            text=_reference(where, key)["citation"],
            locator=_reference(where, key)["doi"],
            kind=kind,
            confidence=confidence,
        )
        for key in keys.split(";")
    )


def _outcome(where: str, row: Row) -> DocumentedOutcome:
    require_one_of(where, row, "outcome", get_args(Fate))
    require_one_of(where, row, "alternative", get_args(Fate))
    subject = row["ceramic"] or " or ".join(row["families"].split(";")) + " ceramics"
    used_for = f"{subject} in {row['solvent']}: {row['outcome']} ({row['reading']})"
    article = row["reported_by"] == "article"
    keys = f"{row['references']};{ARTICLE}" if article else row["references"]
    return DocumentedOutcome.model_validate(
        {column: row[column] for column in _OUTCOME_COLUMNS if column != "kind"}
        | {
            "families": tuple(f for f in row["families"].split(";") if f),
            "alternative": row["alternative"] or None,
            "references": tuple(row["references"].split(";")),
            "sources": sources_of(where, keys, used_for, row["kind"], row["confidence"]),
        }
    )


def _solubility(where: str, row: Row) -> DocumentedSolubility:
    require_one_of(where, row, "solubility", get_args(Solubility))
    used_for = f"{row['binder']} in {row['solvent']}: {row['solubility']}"
    return DocumentedSolubility.model_validate(
        {
            "binder": row["binder"],
            "solvent": row["solvent"],
            "solubility": row["solubility"],
            "sources": sources_of(
                where, row["references"], used_for, row["kind"], row["confidence"]
            ),
        }
    )


@lru_cache(maxsize=1)
def _references() -> dict[str, Row]:
    columns = ("key", "citation", "doi")
    return {row["key"]: row for _, row in data_rows("references.csv", columns, columns[:2])}


def _reference(where: str, key: str) -> Row:
    if key not in _references():
        raise UnknownNameError(f"{where}, references", key, _references())
    return _references()[key]


def data_rows(
    file: str, columns: tuple[str, ...], required: tuple[str, ...]
) -> Iterator[tuple[str, Row]]:
    """Return the rows of a data file of this package, each with its place for messages."""
    path = resources.files("ceralyte.slurry") / "data" / file
    return read_rows(path.read_text(encoding="utf-8"), file, columns, required)
