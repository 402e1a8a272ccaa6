"""The shipped table of published membranes, `data/membranes.csv`, and rows of users beside it."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

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
