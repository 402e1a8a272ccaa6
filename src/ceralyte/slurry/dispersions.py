"""Binders that come as particles in a liquid (latex, emulsion, dispersion) instead of dissolved."""

from functools import lru_cache

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.slurry.evidence import data_rows, sources_of

_COLUMNS = ("binder", "solvent", "statement", "film", "kind", "confidence", "references")


class Dispersion(Record):
    """A binder that is made or sold as particles in a liquid.

    Attributes
    ----------
    binder, solvent : str
        Named as in the catalogue.
    statement : str
    film : str
        What turns the particles into a film; "" where the source does not say.
    sources : tuple of Source
    """

    binder: str
    solvent: str
    statement: str
    film: str
    sources: tuple[Source, ...]


def dispersion_of(binder: str, solvent: str) -> Dispersion | None:
    """Return how a binder is dispersed in a pure solvent, None where nobody is known to do it.

    Validity
    --------
    Of commercial or patented dispersions, with their soaps and pH: what these do to a ceramic is
    not judged, and salts or other solvents may make the particles coagulate.

    Examples
    --------
    >>> dispersion_of("SBR", "water").film
    'particles coalesce on drying to a flexible film'
    """
    return dispersions().get((binder, solvent))


@lru_cache(maxsize=1)
def dispersions() -> dict[tuple[str, str], Dispersion]:
    """Return all dispersions by binder and solvent."""
    required = tuple(c for c in _COLUMNS if c != "film")
    return {
        (row["binder"], row["solvent"]): Dispersion(
            **{c: row[c] for c in ("binder", "solvent", "statement", "film")},
            sources=sources_of(
                where,
                row["references"],
                f"{row['binder']} dispersed in {row['solvent']}",
                row["kind"],
                row["confidence"],
            ),
        )
        for where, row in data_rows("binder_dispersions.csv", _COLUMNS, required)
    }
