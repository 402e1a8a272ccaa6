"""Which rows the hindcast speaks of: rich in ceramic, with a conductivity of their own."""

from ceralyte.literature.hindcast.ceramics import OXIDES, family_of, material_named
from ceralyte.literature.hindcast.makeup import process_of
from ceralyte.literature.membrane import PublishedMembrane

_REASONS = {
    "polymer_rich": "rich in polymer, as its source says",
    "passive_filler": "its filler does not conduct",
    "gel": "a gel: its liquid conducts",
    "quasi_solid": "quasi-solid: its ionic liquid conducts",
    "conductivity_of_SE_not_sheet": "the printed conductivity is that of the powder, not the sheet",
    "conductivity_order_of_magnitude": "only an order of magnitude is printed",
    "conductivity_lower_bound": "only a lower bound is printed",
}
POLYMER_LED = "share of the ceramic not stated, beside a polymer that may conduct by itself"
LEAST_CERAMIC = 0.5
"""Mass fraction of ceramic from which a membrane counts as rich in it: more than the polymer."""


def left_out(row: PublishedMembrane) -> str:
    """Return why the conductivity of a row is not predicted, or ""."""
    for flag in row.flags:
        if flag in _REASONS:
            return _REASONS[flag]
    if row.ceramic_mass_fraction is not None:
        few = row.ceramic_mass_fraction < LEAST_CERAMIC
        return f"less than {100 * LEAST_CERAMIC:.0f} wt% ceramic" if few else ""
    family = family_of(row, material_named(row.ceramic))
    if family and family not in OXIDES:
        return ""
    if row.support == "scaffold" or process_of(row) == "sintered":
        return ""
    if row.binder_mass_fraction is not None:
        few = row.binder_mass_fraction > 1 - LEAST_CERAMIC
        return f"less than {100 * LEAST_CERAMIC:.0f} wt% ceramic" if few else ""
    return POLYMER_LED
