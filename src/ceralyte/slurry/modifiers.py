"""What a solvent does to particles and conduction of a ceramic that survives it, as published."""

from functools import lru_cache
from importlib import resources

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import read_rows
from ceralyte.slurry.evidence import ARTICLE, sources_of
from ceralyte.slurry.mixture import Solvent

_COLUMNS = (
    "ceramic",
    "solvent",
    "quantity",
    "factor",
    "low",
    "high",
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
    factor, low, high : float or None
        By which the value of the untreated ceramic is multiplied, and the ends of what reports
        leave open; None: told in words only, or no more than one report.
    statement : str
    sources : tuple of Source
    """

    ceramic: str
    solvent: str
    quantity: str
    factor: float | None
    low: float | None = None
    high: float | None = None
    statement: str
    sources: tuple[Source, ...]

    @property
    def times(self) -> str:
        """The factor with its range, in words; "" without one."""
        if self.factor is None:
            return ""
        known = self.low is not None and self.high is not None
        return f"{self.factor:g}" + (f" ({self.low:g} to {self.high:g})" if known else "")


def modifiers(ceramic: str, solvent: str) -> tuple[Modifier, ...]:
    """Return the published effects of a solvent on a ceramic, both named as in the catalogue.

    Examples
    --------
    >>> [m.factor for m in modifiers("Li6PS5Cl", "toluene") if m.quantity == "conductivity"]
    [0.63]
    """
    return tuple(m for m in _all() if (m.ceramic, m.solvent) == (ceramic, solvent))


def modifiers_in(ceramic: str, solvent: Solvent) -> tuple[tuple[Modifier, ...], tuple[str, ...]]:
    """Return the published effects of a solvent, and in words what is open about them.

    Of a mixture, the effects of the part that is at least half of it stand for it: nothing is known
    of what dilution takes from them. Those of smaller parts are told, and are in no number.

    Examples
    --------
    >>> from ceralyte.materials import load_catalogue
    >>> from ceralyte.slurry.mixture import solvent
    >>> half = solvent("toluene/n-heptane 1:1", load_catalogue())
    >>> found, open_about = modifiers_in("Li6PS5Cl", half)
    >>> {m.solvent for m in found}, open_about
    ({'toluene'}, ('effects on the powder are those of toluene alone, taken for the mixture',))
    """
    if solvent.pure:
        return modifiers(ceramic, solvent.name), ()
    shares = {p.name: s for s, p in solvent.parts if modifiers(ceramic, p.name)}
    main = max(shares, key=lambda name: shares[name], default="")
    told = tuple(
        f"effects of {name} on the powder are published; none is applied to the mixture"
        for name in shares
        if name != main or shares[name] < _MAIN
    )
    if shares.get(main, 0.0) < _MAIN:
        return (), told
    taken = f"effects on the powder are those of {main} alone, taken for the mixture"
    return modifiers(ceramic, main), (taken, *told)


_MAIN = 0.5 - 1e-9
"""Share by volume from which the effects of a part stand for a mixture (judgement)."""

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
    required = tuple(c for c in _COLUMNS if c not in ("factor", "low", "high"))
    return tuple(
        Modifier(
            ceramic=row["ceramic"],
            solvent=row["solvent"],
            quantity=row["quantity"],
            factor=_number(row["factor"]),
            low=_number(row["low"]),
            high=_number(row["high"]),
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


def _number(text: str) -> float | None:
    return float(text) if text else None
