"""What the perspective article says of published membranes, and where it contradicts itself."""

from collections.abc import Sequence
from statistics import mean

from ceralyte.core.display import symbol, to_display
from ceralyte.core.quantities import Record
from ceralyte.core.units import CONDUCTIVITY, LENGTH, SPECIFIC_ENERGY, Dimension
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.membranes import published_membranes

ARTICLE = (
    "Sang, Ponga, Fleischauer and Wu, perspective "
    '"Navigating Solvent Chemistry and Microstructures"'
)


class Statement(Record):
    """A sentence of the article beside what the table says.

    `quote` stands in `place`; `against`: another quotation that contradicts it, or "";
    `table`: the same number from the rows of the table.
    """

    topic: str
    quote: str
    place: str
    against: str
    table: str


def statements() -> tuple[Statement, ...]:
    """Return the statements, each with the number that the shipped table gives for it.

    Rows poor in ceramic do not count, as in the figures.
    """
    membranes = [m for m in published_membranes() if not m.poor_in_ceramic]
    cited = [m for m in membranes if m.in_article]
    return (
        Statement(
            topic="thickness without support",
            quote="thicker membranes are produced when a support structure is present (~80 µm) "
            "versus absent (~52 µm)",
            place=f"{ARTICLE}, section 2, paragraph on supports",
            against='"ranging between 15 and 110 μm with an average thickness of 65 µm" for the '
            "same membranes (section 2, end of the paragraph on free-standing ones)",
            table=_thickness(cited, supported=False) + "; " + _thickness(cited, supported=True),
        ),
        Statement(
            topic="highest specific energy",
            quote="The highest 280 W⋅h⋅kg⁻¹ energy density was obtained from a free-standing "
            "composite electrolyte-based battery",
            place=f"{ARTICLE}, section 2, on Fig. 2e",
            against="two works that the article cites report more, on bases of their own: "
            + "; ".join(
                f"{_shown(m.specific_energy, SPECIFIC_ENERGY)} ({m.first_author} {m.year}, "
                f"{m.energy_basis})"
                for m in cited
                if m.specific_energy is not None and m.specific_energy > 280 * 3600
            ),
            table=_energies(membranes),
        ),
        Statement(
            topic="conductivity with support",
            quote="on average 1.6 mS⋅cm⁻¹, with a range of 0.18 - 6.31 mS⋅cm⁻¹",
            place=f"{ARTICLE}, section 2, paragraph on supports",
            against="",
            table=_conductivities(cited),
        ),
        Statement(
            topic="target",
            quote="Significant reductions in thickness are required to meet the target thickness "
            "of 20 µm or less",
            place=f"{ARTICLE}, section 2, paragraph on supports",
            against="",
            table=f"{sum((m.thickness or 1) <= 20e-6 for m in membranes)} of the "
            f"{sum(m.thickness is not None for m in membranes)} rows with a thickness that are "
            "rich in ceramic meet it",
        ),
    )


SUPPORTING = ("woven", "nonwoven", "scaffold", "film", "perforated-film")
"""Kinds of support that stay in a free-standing membrane."""


def _thickness(rows: Sequence[PublishedMembrane], *, supported: bool) -> str:
    kinds = SUPPORTING if supported else ("none",)
    found = [m.thickness for m in rows if m.thickness is not None and m.support in kinds]
    what = "with" if supported else "without"
    if not found:
        return f"no row {what} support"
    return (
        f"{len(found)} cited rows {what} support: mean {_shown(mean(found), LENGTH)}, "
        f"{_shown(min(found), LENGTH)} to {_shown(max(found), LENGTH)}"
    )


def _energies(rows: Sequence[PublishedMembrane]) -> str:
    found = [m.specific_energy for m in rows if m.specific_energy is not None]
    if not found:
        return "no row with a specific energy"
    drawn = sum(m.specific_energy is not None and m.thickness is not None for m in rows)
    highest = _shown(max(found), SPECIFIC_ENERGY)
    return f"{len(found)} rows, {drawn} with a thickness, up to {highest}, on differing bases"


def _conductivities(rows: Sequence[PublishedMembrane]) -> str:
    found = [m.conductivity for m in rows if m.conductivity is not None and m.support in SUPPORTING]
    if not found:
        return "no row with a conductivity"
    return (
        f"{len(found)} cited rows with support: mean {_shown(mean(found), CONDUCTIVITY)}, "
        f"{_shown(min(found), CONDUCTIVITY)} to {_shown(max(found), CONDUCTIVITY)}"
    )


def _shown(value: float, dimension: Dimension) -> str:
    unit = dimension.display_unit
    return f"{to_display(value, unit):.3g} {symbol(unit)}"
