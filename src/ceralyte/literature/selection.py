"""Which of the published membranes are asked for."""

from collections.abc import Iterable

from ceralyte.core.errors import UnknownNameError
from ceralyte.literature.hindcast.ceramics import material_named, of_one_name
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.model import Material


def selected(
    membranes: Iterable[PublishedMembrane],
    *,
    ceramic: str = "",
    family: str = "",
    support: str = "",
    in_article: bool = False,
) -> tuple[PublishedMembrane, ...]:
    """Return the rows that fit all that is stated; ceramic and family fit by a part.

    A ceramic fits by its name in the catalogue, too: "LLZTO" finds its formula, and others of the
    same elements in similar shares. A formula finds itself.

    Raises
    ------
    UnknownNameError
        A ceramic, a family or a kind of support that no row has.
    """
    rows = tuple(membranes)
    found = material_named(ceramic) if ceramic else None
    by_formula = found is not None and _within(ceramic, found.name)
    meant = None if by_formula else found
    for field, name, known in (
        ("--family", family, {m.family for m in rows}),
        ("--support", support, {m.support for m in rows}),
    ):
        if not any(_within(name, k) for k in known):
            raise UnknownNameError(field, name, sorted(k for k in known if k))
    of_ceramic = [m for m in rows if _within(ceramic, m.ceramic) or _meant(meant, m.ceramic)]
    if not of_ceramic:
        raise UnknownNameError("--ceramic", ceramic, sorted({m.ceramic for m in rows}))
    return tuple(
        m
        for m in of_ceramic
        if _within(family, m.family)
        and (not support or m.support == support)
        and (m.in_article or not in_article)
    )


def _meant(meant: Material | None, ceramic: str) -> bool:
    found = material_named(ceramic)
    return meant is not None and found is not None and of_one_name(meant, found)


def _within(part: str, whole: str) -> bool:
    return part.casefold() in whole.casefold()
