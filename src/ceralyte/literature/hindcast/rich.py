"""Which rows the hindcast speaks of: rich in ceramic, with a conductivity of their own."""

from ceralyte.core.errors import UnknownNameError
from ceralyte.literature.hindcast.ceramics import (
    FAMILIES,
    FAMILY_NAMES,
    ceramics_in,
    every_ceramic,
    family_of,
    material_named,
    shares_of,
)
from ceralyte.literature.hindcast.words import UNTOLD
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.membranes import published_membranes

_REASONS = {
    "polymer_rich": "rich in polymer, as its source says",
    "passive_filler": "its filler does not conduct",
    "conductivity_of_SE_not_sheet": "the printed conductivity is that of the powder, not the sheet",
    "conductivity_order_of_magnitude": "only an order of magnitude is printed",
    "conductivity_lower_bound": "only a lower bound is printed",
}
LEAST_CERAMIC = 0.5
"""Mass fraction of ceramic from which a membrane counts as rich in it: more than the polymer."""

COLDEST, WARMEST = 253.15, 373.15
"""K; temperatures that the pellets behind the predictions were measured near."""

_OPEN = (*UNTOLD, "passive", "oxide")
"""Words of a ceramic that is not to be told more closely."""


def left_out(row: PublishedMembrane) -> str:
    """Return why the conductivity of a row is not predicted, or ""."""
    for flag in row.flags:
        if flag in _REASONS:
            return _REASONS[flag]
    return _poor(row) or _too_warm(row) or _unknown(row)


def _poor(row: PublishedMembrane) -> str:
    share = row.ceramic_mass_fraction
    if share is None:
        share = 1 - (row.binder_mass_fraction or 0.0)
    return f"less than {100 * LEAST_CERAMIC:.0f} wt% ceramic" if share < LEAST_CERAMIC else ""


def _too_warm(row: PublishedMembrane) -> str:
    if row.temperature is None or COLDEST <= row.temperature <= WARMEST:
        return ""
    celsius, low, high = (t - 273.15 for t in (row.temperature, COLDEST, WARMEST))
    return f"measured at {celsius:.4g} °C; predictions hold from {low:g} to {high:g} °C"


def _unknown(row: PublishedMembrane) -> str:
    """Say what is not known of the ceramic: by name, formula or family.

    A ceramic outside the catalogue is a formula with a family, or words that name a family.
    """
    families = known_families()
    told = any(word in row.family.casefold() for word in FAMILIES)
    if row.family and row.family not in families and not told:
        return str(UnknownNameError("ceramic_family", row.family, families))
    holds = dict(shares_of(row.ceramic) or ()).keys()
    if holds and not {"Li", "Na"} & holds:
        return f"{row.ceramic} holds no lithium and no sodium"
    if len(several := ceramics_in(row.ceramic)) > 1:
        return f"several ceramics at once: {' and '.join(m.name for m in several)}"
    said = row.ceramic.casefold()
    if material_named(row.ceramic) or any(word in said for word in (*FAMILIES, *_OPEN)):
        return ""
    if not holds:
        names = [m.name for m in every_ceramic()]
        return str(UnknownNameError("ceramic", row.ceramic, [*FAMILY_NAMES, *names]))
    if not row.family and not family_of(row, None):
        return (
            f"{row.ceramic} is not in the catalogue, and no ceramic_family is stated: one of "
            + (", ".join(families))
        )
    return ""


def known_families() -> list[str]:
    """Return words for a family: those of the shipped rows and of the catalogue."""
    words = {row.family for row in published_membranes()} | {m.family for m in every_ceramic()}
    return sorted(words - {""})
