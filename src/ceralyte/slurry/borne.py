"""Traces that a ceramic is reported to bear in a solvent."""

from collections.abc import Mapping
from functools import lru_cache

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials import Catalogue
from ceralyte.slurry.evidence import data_rows, sources_of
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.traces import ENOUGH, Load, mass_shares

_COLUMNS = ("ceramic", "solvent", "trace", "ppm", "kind", "confidence", "references")
_ROUNDING = 1e-6


class Borne(Record):
    """A report that a ceramic bears a trace in a solvent.

    Attributes
    ----------
    ceramic, solvent, trace : str
        Named as in the catalogue.
    share : float
        Most of the trace that was borne, of the mass of the solvent (where reports give ppm without
        saying of what, they are taken as by mass).
    sources : tuple of Source
    """

    ceramic: str
    solvent: str
    trace: str
    share: float
    sources: tuple[Source, ...]

    @property
    def told(self) -> str:
        """The report in words, with what it leaves open."""
        return (
            f"{self.ceramic} is reported to bear up to {1e6 * self.share:.0f} ppm of {self.trace} "
            f"in {self.solvent} ({self.sources[0].text}); in how much solvent is not told: the "
            f"more there is for the ceramic, the more {self.trace} it meets"
        )


def without_borne(
    ceramic: str, liquid: Solvent, loads: Mapping[str, Load], catalogue: Catalogue
) -> tuple[Solvent, tuple[str, ...]]:
    """Return a solvent without the traces that a ceramic is reported to bear, and those reports.

    A trace that is known to suffice for every formula unit stays.
    """
    main = liquid.nearly
    if liquid.pure or main is None:
        return liquid, ()
    shares = mass_shares(liquid, catalogue)
    borne = {
        report.trace: report
        for report in _all()
        if (report.ceramic, report.solvent) == (ceramic, main.name)
        and 0 < shares.get(report.trace, 0.0) <= report.share * (1 + _ROUNDING)
        and not (report.trace in loads and loads[report.trace].by_mole >= ENOUGH)
    }
    if not borne:
        return liquid, ()
    kept = [(share, part) for share, part in liquid.parts if part.name not in borne]
    whole = sum(share for share, _ in kept)
    parts = tuple((share / whole, part) for share, part in kept)
    name = main.name if len(parts) == 1 else liquid.name
    update = {"name": name, "parts": parts}
    return liquid.model_copy(update=update), tuple(report.told for report in borne.values())


@lru_cache(maxsize=1)
def _all() -> tuple[Borne, ...]:
    return tuple(
        Borne(
            ceramic=row["ceramic"],
            solvent=row["solvent"],
            trace=row["trace"],
            share=1e-6 * float(row["ppm"]),
            sources=sources_of(
                where,
                row["references"],
                f"{row['trace']} in {row['solvent']} borne by {row['ceramic']}",
                row["kind"],
                row["confidence"],
            ),
        )
        for where, row in data_rows("borne_traces.csv", _COLUMNS, _COLUMNS)
    )
