"""The shipped table of published membranes, `data/membranes.csv`, and what to take of it."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from ceralyte.core.errors import UnknownNameError
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.membrane_csv import from_csv


@cache
def published_membranes() -> tuple[PublishedMembrane, ...]:
    """Return the published membranes that are shipped, in the order of the file.

    Examples
    --------
    >>> row = next(m for m in published_membranes() if m.identifier == "zhu2021_lpscl_cellulose")
    >>> round(row.conductivity, 3), row.support
    (0.63, 'woven')
    """
    file = resources.files("ceralyte.literature") / "data" / "membranes.csv"
    return from_csv(file.read_text(encoding="utf-8"), "membranes.csv")


def with_own(
    shipped: Sequence[PublishedMembrane], own: Iterable[PublishedMembrane]
) -> tuple[PublishedMembrane, ...]:
    """Return all rows; a user's row takes the place of a shipped one with the same id."""
    return tuple({m.identifier: m for m in (*shipped, *own)}.values())


def selected(
    membranes: Iterable[PublishedMembrane],
    *,
    ceramic: str = "",
    family: str = "",
    support: str = "",
    in_article: bool = False,
) -> tuple[PublishedMembrane, ...]:
    """Return the rows that fit all that is stated; ceramic and family fit by a part.

    Raises
    ------
    UnknownNameError
        A family or kind of support that no row has.
    """
    rows = tuple(membranes)
    for field, name, known in (
        ("--family", family, {m.family for m in rows}),
        ("--support", support, {m.support for m in rows}),
    ):
        if not any(_within(name, k) for k in known):
            raise UnknownNameError(field, name, sorted(k for k in known if k))
    return tuple(
        m
        for m in rows
        if _within(ceramic, m.ceramic)
        and _within(family, m.family)
        and (not support or m.support == support)
        and (m.in_article or not in_article)
    )


def _within(part: str, whole: str) -> bool:
    return part.casefold() in whole.casefold()
