"""Works behind values of compilations and behind methods: who wrote them, where, their titles."""

import csv
import re
from functools import lru_cache
from importlib import resources

from ceralyte.core.quantities import Record

_YEAR = re.compile(r"\((?:19|20)\d\d\)")


class Work(Record):
    """A published work.

    Attributes
    ----------
    citation : str
        "A, B and C, J. Tests 1 (2000) 2".
    doi : str
        In lower case; "" where it was not found in a public record.
    title : str
        As a public record of the work has it; "" where none was found.
    checked : bool
        Whether the citation was compared with a second public record of the work; else it is only
        recalled, and the DOI alone is to be trusted.
    """

    citation: str
    checked: bool
    doi: str = ""
    title: str = ""


@lru_cache(maxsize=1)
def published_works() -> dict[str, Work]:
    """Return the works of `data/works.csv` by DOI in lower case.

    Examples
    --------
    >>> published_works()["10.1002/pssa.201001117"].citation
    'Rao and Adams, Phys. Status Solidi A 208 (2011) 1804'
    """
    return {work.doi: work for work in _works() if work.doi}


@lru_cache(maxsize=1)
def works_by_citation() -> dict[str, Work]:
    """Return the works of `data/works.csv` by their citation.

    Examples
    --------
    >>> works_by_citation()["Rao and Adams, Phys. Status Solidi A 208 (2011) 1804"].doi
    '10.1002/pssa.201001117'
    """
    return {work.citation: work for work in _works()}


@lru_cache(maxsize=1)
def _works() -> tuple[Work, ...]:
    file = resources.files("ceralyte.materials") / "data" / "works.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Work(
            citation=row["citation"],
            checked=row["checked"] == "yes",
            doi=row["doi"].lower(),
            title=row["title"],
        )
        for row in rows
    )


def names_a_work(text: str) -> bool:
    """Return whether a text cites a work: has a year in brackets.

    Examples
    --------
    >>> names_a_work("A, J. Tests 1 (2000) 2: a value"), names_a_work("value of the paper")
    (True, False)
    """
    return bool(_YEAR.search(text))
