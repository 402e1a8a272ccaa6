"""Which rows the hindcast speaks of: rich in ceramic, with a conductivity of their own."""

from ceralyte.literature.membrane import PublishedMembrane

_REASONS = {
    "polymer_rich": "rich in polymer, as its source says",
    "passive_filler": "its filler does not conduct",
    "conductivity_of_SE_not_sheet": "the printed conductivity is that of the powder, not the sheet",
    "conductivity_order_of_magnitude": "only an order of magnitude is printed",
    "conductivity_lower_bound": "only a lower bound is printed",
}
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
    few = (row.binder_mass_fraction or 0.0) > 1 - LEAST_CERAMIC
    return f"less than {100 * LEAST_CERAMIC:.0f} wt% ceramic" if few else ""
