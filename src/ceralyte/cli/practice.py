"""One pure solvent in practice, for ``ceralyte screen``: drying, casting, the gap of the blade."""

from dataclasses import dataclass
from typing import Any

from ceralyte.cli.output import shown, table
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import FRACTION, LENGTH, TEMPERATURE, VISCOSITY, parse
from ceralyte.core.units import show as show_value
from ceralyte.materials import load_catalogue
from ceralyte.slurry import Handling, SlurryVerdict, castable_solids, handling, wet_gap

LOOSE = 0.6  # relative density of a dried bed before pressing, near random loose packing
FILM = 100e-6  # m, layer of solvent that dries where no thickness is wanted


@dataclass(frozen=True)
class Practice:
    """A solvent, the most solids that can be cast, the gap (None: no thickness wanted)."""

    solvent: Handling
    castable: Outcome
    gap: Quantity | None

    def document(self) -> dict[str, Any]:
        """Return everything for one JSON document."""
        return {
            "handling": self.solvent.model_dump(mode="json"),
            "castable_solids": self.castable.model_dump(mode="json"),
            "wet_gap": self.gap.model_dump(mode="json") if self.gap else None,
        }

    def show(self) -> None:
        """Print everything as a table."""
        found = self.solvent
        at = show_value(found.temperature, TEMPERATURE)
        rows = [
            ("boiling point", _celsius(found.boiling_point)),
            (f"vapour pressure at {at}", shown(found.vapour_pressure, unit="kPa")),
            (f"drying at {at}", shown(found.drying_time, unit="s")),
            ("viscosity at 25 degC", shown(found.viscosity, unit="mPa*s")),
            ("solids that can be cast, by volume", shown(self.castable, unit="%")),
            ("flammability", found.flammability),
        ]
        if self.gap:
            rows.append(("gap of the blade", shown(self.gap, unit="um")))
        table(f"{found.solvent} in practice", ("", ""), rows)


def practice(
    verdict: SlurryVerdict,
    temperature: str,
    thickness: str | None,
    solids: str,
    medium_viscosity: str | None,
) -> Practice | None:
    """Return how the solvent of a verdict dries and is cast; None for mixtures and dry processes.

    Parameters
    ----------
    verdict : SlurryVerdict
    temperature, thickness, solids, medium_viscosity : str
        Of drying, of the dried membrane before pressing, volume of solids in the slurry, and of the
        binder solution (None: that of the solvent).
    """
    at = parse(temperature, TEMPERATURE, "--temperature")
    share = parse(solids, FRACTION, "--solids")
    dry = parse(thickness, LENGTH, "--thickness") if thickness else None
    medium = parse(medium_viscosity, VISCOSITY, "--medium-viscosity") if medium_viscosity else None
    gap = wet_gap(dry, LOOSE, share) if dry else None
    if verdict.outcome == "no_solvent" or "/" in verdict.solvent:
        return None
    wet = dry * LOOSE / share * (1 - share) if dry else FILM
    smiles = verdict.solvent.rpartition(" (")[2].removesuffix(")")
    known = load_catalogue().names("solvent")
    named = verdict.solvent if verdict.solvent in known else smiles
    solvent = handling(named, temperature=at, wet_thickness=wet)
    return Practice(solvent, _castable(medium, solvent), gap)


def _castable(medium: float | None, solvent: Handling) -> Outcome:
    if medium is not None:
        return castable_solids(medium)
    if isinstance(solvent.viscosity, Unavailable):
        reason = f"{solvent.viscosity.reason}; state --medium-viscosity"
        return Unavailable(unit="", reason=reason)
    return castable_solids(solvent.viscosity.value)


def _celsius(boiling: Outcome) -> str:
    """A temperature as text: its scale has an offset, which `shown` does not know."""
    if isinstance(boiling, Unavailable):
        return shown(boiling)
    return show_value(boiling.value, TEMPERATURE)
