"""What a solvent does to particles and conduction of a ceramic that survives it, as published."""

from functools import lru_cache
from importlib import resources

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import read_rows
from ceralyte.slurry.evidence import ARTICLE, sources_of

_COLUMNS = (
    "ceramic",
    "solvent",
    "quantity",
    "factor",
    "statement",
    "kind",
    "confidence",
    "references",
)


class Modifier(Record):
    """A published effect of a solvent on one quantity of the recovered ceramic.

    Attributes
    ----------
    ceramic, solvent, quantity : str
    factor : float or None
        By which the value of the untreated ceramic is multiplied; None: told in words only.
    statement : str
    sources : tuple of Source
    """

    ceramic: str
    solvent: str
    quantity: str
    factor: float | None
    statement: str
    sources: tuple[Source, ...]


def modifiers(ceramic: str, solvent: str) -> tuple[Modifier, ...]:
    """Return the published effects of a solvent on a ceramic, both named as in the catalogue.

    Examples
    --------
    >>> [m.factor for m in modifiers("Li6PS5Cl", "toluene") if m.quantity == "conductivity"]
    [0.04]
    """
    return tuple(m for m in _all() if (m.ceramic, m.solvent) == (ceramic, solvent))


UNPUBLISHED = (
    "what this solvent does to particle size and crystallinity is not published here, and is in no "
    "number: solvents and milling may shrink particles, and more interface conducts worse "
    "(Yu et al. 2024, without a number for solvents). Measure the powder after the solvent, and "
    "state ceramic.size and its conductivity in the recipe"
)
"""What to do where no report speaks of the particles (article, section 4a; `yu2024`)."""


@lru_cache(maxsize=1)
def _all() -> tuple[Modifier, ...]:
    path = resources.files("ceralyte.slurry") / "data" / "modifiers.csv"
    required = tuple(c for c in _COLUMNS if c != "factor")
    return tuple(
        Modifier(
            ceramic=row["ceramic"],
            solvent=row["solvent"],
            quantity=row["quantity"],
            factor=float(row["factor"]) if row["factor"] else None,
            statement=row["statement"],
            sources=sources_of(
                where,
                f"{row['references']};{ARTICLE}",
                f"{row['ceramic']} after {row['solvent']}: {row['quantity']}",
                row["kind"],
                row["confidence"],
            ),
        )
        for where, row in read_rows(
            path.read_text(encoding="utf-8"), "modifiers.csv", _COLUMNS, required
        )
    )
