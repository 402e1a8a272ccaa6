"""How a ceramic is got back from its complex: temperature and atmosphere, as published."""

from functools import lru_cache

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.core.units import TEMPERATURE, show
from ceralyte.model import Material
from ceralyte.slurry.evidence import data_rows, sources_of

UNKNOWN = (
    "at what temperature and in which atmosphere is not known here: find it by thermogravimetry "
    "(TGA), and check that the binder survives it"
)
"""What to do where no report gives the conditions."""
_ZERO_CELSIUS = 273.15
_REQUIRED = ("ceramic", "solvent", "temperature_degC", "statement", "kind", "confidence")
_COLUMNS = (*_REQUIRED[:3], "atmosphere", *_REQUIRED[3:], "references")


class RecoveryStep(Record):
    """Conditions under which a complex was turned back into the ceramic.

    Attributes
    ----------
    ceramic, solvent : str
        Named as in the catalogue.
    temperature : float
        K.
    atmosphere : str
        Such as "vacuum", "" where the source does not say.
    statement : str
        What was done, in words.
    sources : tuple of Source
    """

    ceramic: str
    solvent: str
    temperature: float
    atmosphere: str
    statement: str
    sources: tuple[Source, ...]

    @property
    def told(self) -> str:
        """Conditions and their source in words."""
        at = show(self.temperature, TEMPERATURE)
        where = f" in {self.atmosphere}" if self.atmosphere else ", atmosphere not stated"
        return f"reported at {at}{where}: {self.statement}; by {self.sources[0].text}"


def recovery_step(ceramic: str, solvent: str) -> RecoveryStep | None:
    """Return the published conditions for a ceramic and a pure solvent, None where none are known.

    Validity
    --------
    What one publication did; less may suffice, and large pieces or thick membranes need longer.

    Examples
    --------
    >>> recovery_step("Li3PS4", "tetrahydrofuran").atmosphere
    'vacuum'
    >>> recovery_step("Na3SbS4", "water") is None
    True
    """
    return _all().get((ceramic, solvent))


def binder_at_recovery(binder: Material, step: RecoveryStep) -> tuple[str, ...]:
    """Return what is open about a binder at the temperature of a recovery.

    That it melts below it, or that its melting point is not known; nothing if it melts above.
    """
    melting = binder.of("melting_temperature")
    recovered = show(step.temperature, TEMPERATURE)
    if not melting:
        return (
            f"melting point of {binder.name} not known here: check by TGA and DSC that it bears "
            f"the recovery at {recovered}",
        )
    if melting[0].value >= step.temperature:
        return ()
    at = show(melting[0].value, TEMPERATURE)
    sure = " (unverified)" if melting[0].kind == "unverified" else ""
    return (f"{binder.name} melts at {at}{sure}, below the recovery at {recovered}: it flows",)


@lru_cache(maxsize=1)
def _all() -> dict[tuple[str, str], RecoveryStep]:
    return {
        (row["ceramic"], row["solvent"]): RecoveryStep(
            ceramic=row["ceramic"],
            solvent=row["solvent"],
            temperature=float(row["temperature_degC"]) + _ZERO_CELSIUS,
            atmosphere=row["atmosphere"],
            statement=row["statement"],
            sources=sources_of(
                where,
                row["references"],
                f"recovery of {row['ceramic']} from {row['solvent']}",
                row["kind"],
                row["confidence"],
            ),
        )
        for where, row in data_rows("recoveries.csv", _COLUMNS, (*_REQUIRED, "references"))
    }
