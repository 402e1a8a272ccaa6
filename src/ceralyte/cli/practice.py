"""One pure solvent in practice, for ``ceralyte screen``: drying, casting, the gap of the blade."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ceralyte.cli.output import shown, table
from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import FRACTION, LENGTH, TEMPERATURE, VISCOSITY, parse, parse_from
from ceralyte.core.units import show as show_value
from ceralyte.materials import load_catalogue
from ceralyte.slurry import (
    PACKING_LIMIT,
    Handling,
    SlurryVerdict,
    castable_solids,
    handling,
    wet_gap,
)

LOOSE = 0.6  # relative density of a dried bed before pressing, near random loose packing
FILM = 100e-6  # m, layer of solvent that dries where no thickness is wanted


TEMPERATURE_OF_DRYING = "25 degC"


@dataclass(frozen=True)
class Practice:
    """A solvent, the most solids that can be cast, the gap (None: no thickness wanted).

    `solvent` is None where there is not one pure solvent; `missing` says why. `warnings` are told.
    """

    solvent: Handling | None
    castable: Outcome
    gap: Quantity | None
    missing: str = ""
    warnings: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return everything for one JSON document."""
        return {
            "handling": self.solvent.model_dump(mode="json") if self.solvent else None,
            "castable_solids": self.castable.model_dump(mode="json"),
            "wet_gap": self.gap.model_dump(mode="json") if self.gap else None,
            "handling_missing": self.missing,
            "handling_warnings": self.warnings,
        }

    def show(self) -> None:
        """Print everything as a table."""
        rows = _rows(self.solvent) if self.solvent else [("drying, viscosity", self.missing)]
        rows.append(("most solids that can be cast, by volume", shown(self.castable, unit="%")))
        if self.gap:
            rows.append(("gap of the blade, at most", shown(self.gap, unit="um")))
        rows += [("warning", text) for text in self.warnings]
        table(f"{self.solvent.solvent if self.solvent else 'Slurry'} in practice", ("", ""), rows)


def _rows(found: Handling) -> list[tuple[str, str]]:
    at = show_value(found.temperature, TEMPERATURE)
    liquid_at = "25 degC" if isinstance(found.viscosity, Quantity) else at
    rows = [
        ("boiling point", _celsius(found.boiling_point)),
        ("melting point", _celsius(found.melting_point)),
        (f"vapour pressure at {at}", shown(found.vapour_pressure, unit="kPa")),
        (f"drying at {at}", shown(found.drying_time, unit="s")),
        (f"viscosity at {liquid_at}", shown(found.viscosity, unit="mPa*s")),
        ("flammability", found.flammability),
    ]
    if isinstance(found.drying_time, Quantity):
        rows.insert(4, ("drying taken as", found.drying_time.method))
    return rows


@dataclass(frozen=True)
class Casting:
    """How a slurry is cast and dried, SI; `asked` is whether any of it was stated.

    `temperature` of drying, `thickness` of the dried membrane before pressing, `solids` of the
    slurry by volume, viscosity of the binder solution as its `medium` (None: of the solvent).
    """

    temperature: float
    thickness: float | None
    solids: float
    medium: float | None
    asked: bool


def casting_of(
    temperature: str | None,
    thickness: str | None,
    solids: str,
    medium_viscosity: str | None,
    wrong: Mistakes,
) -> Casting:
    """Read the options on casting; note in `wrong` what is no such quantity, or out of range."""
    at = share = 0.0
    dry = medium = None
    with wrong.noted():
        wanted = temperature or TEMPERATURE_OF_DRYING
        at = parse_from(wanted, TEMPERATURE, "--temperature", 0.0, included=False)
    with wrong.noted():
        if thickness is not None:
            dry = parse_from(thickness, LENGTH, "--thickness", 0.0, included=False)
    with wrong.noted():
        share = parse(solids, FRACTION, "--solids")
        if not 0 < share < 1:
            raise InputError("--solids", f"got '{solids}'", "more than 0 and less than 100 vol%")
    with wrong.noted():
        if medium_viscosity is not None:
            stated = medium_viscosity
            medium = parse_from(stated, VISCOSITY, "--medium-viscosity", 0.0, included=False)
    asked = bool(temperature or thickness or medium_viscosity)
    return Casting(at, dry, share, medium, asked)


def practice(verdicts: Sequence[SlurryVerdict], casting: Casting) -> Practice | None:
    """Return how the solvent of a verdict dries and is cast.

    Of several solvents, mixtures and dry processes only the gap, and why the rest is missing; None
    where nothing was asked for.

    Parameters
    ----------
    verdicts : sequence of SlurryVerdict
    casting : Casting
    """
    at, dry, share, medium = casting.temperature, casting.thickness, casting.solids, casting.medium
    gap = None if dry is None else wet_gap(dry, LOOSE, share)
    if missing := _missing(verdicts):
        castable = _castable(medium, None)
        wet_film = gap if verdicts[0].outcome != "no_solvent" else None
        left = Practice(None, castable, wet_film, missing, _warnings(share, castable))
        return left if casting.asked else None
    wet = dry * LOOSE / share * (1 - share) if dry else FILM
    solvent = handling(_readable(verdicts[0].solvent), temperature=at, wet_thickness=wet)
    castable = _castable(medium, solvent)
    return Practice(solvent, castable, gap, warnings=_warnings(share, castable))


def _missing(verdicts: Sequence[SlurryVerdict]) -> str:
    """Why drying and casting cannot be told, "" of one pure solvent."""
    if len(verdicts) > 1:
        return "not available for all solvents at once: state --solvent"
    if verdicts[0].outcome == "no_solvent":
        return "not available: a dry process has no slurry, and no gap"
    if len(verdicts[0].solvents) > 1:
        return "not available for mixtures, whose vapour changes as they dry: ask for each part"
    return ""


def _readable(solvent: str) -> str:
    """Name of a solvent of the catalogue, or the SMILES behind the sum formula of another."""
    known = load_catalogue().names("solvent")
    return solvent if solvent in known else solvent.rpartition(" (")[2].removesuffix(")")


def _warnings(share: float, castable: Outcome) -> tuple[str, ...]:
    most = castable.value if isinstance(castable, Quantity) else PACKING_LIMIT
    if share <= most:
        return ()
    return (
        f"{show_value(share, FRACTION)} of solids by volume (--solids) are more than can be cast, "
        f"about {show_value(most, FRACTION)}",
    )


def _castable(medium: float | None, solvent: Handling | None) -> Outcome:
    if medium is not None:
        return castable_solids(medium)
    if solvent is None:
        return Unavailable(unit="", reason="no one viscosity; state --medium-viscosity")
    if isinstance(solvent.viscosity, Unavailable):
        reason = f"{solvent.viscosity.reason}; state --medium-viscosity"
        return Unavailable(unit="", reason=reason)
    return castable_solids(solvent.viscosity.value)


def _celsius(boiling: Outcome) -> str:
    """A temperature as text: its scale has an offset, which `shown` does not know."""
    if isinstance(boiling, Unavailable):
        return shown(boiling)
    return show_value(boiling.value, TEMPERATURE)
