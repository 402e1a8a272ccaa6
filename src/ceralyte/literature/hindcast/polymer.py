"""How well the polymer between the grains conducts: as in published composites rich in polymer.

Polyethers and PVDF are told apart: films of PVDF keep solvent, which conducts (Macchi et al., ACS
Omega 2025, PMC12652269, on what retained solvent and pressure do to the conductivity).
"""

from functools import cache
from math import log10

import numpy as np

from ceralyte.literature.hindcast.ceramics import OXIDES, family_of, material_named
from ceralyte.literature.hindcast.priors import FILLED_POROSITY, NORMAL_95, Prior
from ceralyte.literature.hindcast.words import binder_kind
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.membranes import published_membranes
from ceralyte.transport import effective_medium

WARMEST = 334.0
"""K: composites measured up to 60 degC count. Warm ones conduct no better than cold ones: works
that measure warm do so because their polymer is poor at room temperature."""


_FLUORINATED, _POLYETHER = ("pvdf",), ("peo", "peg", "ethylene oxide", "ethylene glycol")


def polymer_class(binder: str) -> str:
    """Return "PVDF", "polyether" or "polymer", which is any, by the words of a binder.

    Examples
    --------
    >>> polymer_class("PVDF-HFP + LiTFSI"), polymer_class("PEO18-LiTFSI"), polymer_class("PAN")
    ('PVDF', 'polyether', 'polymer')
    """
    said = binder.casefold()
    if any(word in said for word in _FLUORINATED):
        return "PVDF"
    return "polyether" if any(word in said for word in _POLYETHER) else "polymer"


@cache
def polymer_prior(work: str, kind: str) -> Prior:
    """Return the conductivity of a polymer with salt beside oxide grains, without one `work`.

    `kind` as `polymer_class` names it.

    It is that of the published composites that are rich in such a polymer, at the temperature at
    which their authors measured, without the pores that these have, too. None of them is predicted:
    else the value of one membrane would reach its own prediction by the residuals of the others.
    """
    pores = (FILLED_POROSITY.low + FILLED_POROSITY.high) / 2
    whole = effective_medium([pores, 1 - pores], [0.0, 1.0])
    known = [
        m.conductivity
        for m in _rich_in_polymer()
        if m.conductivity and m.work != work and kind in ("polymer", polymer_class(m.binder))
    ]
    logs = [log10(value / whole) for value in known]
    centre, spread = float(np.mean(logs)), float(np.std(logs, ddof=1))
    return Prior(
        name=f"conductivity of a {kind} with salt beside oxide grains",
        low=10 ** (centre - NORMAL_95 * spread),
        high=10 ** (centre + NORMAL_95 * spread),
        unit="S/m",
        law="log-normal",
        basis="source",
        reason=f"{len(logs)} composites of the table, rich in polymer, measured up to 60 degC, "
        "their pores taken out",
    )


@cache
def _rich_in_polymer() -> tuple[PublishedMembrane, ...]:
    return tuple(m for m in published_membranes() if _tells_of_polymer(m))


def _tells_of_polymer(row: PublishedMembrane) -> bool:
    family = family_of(row, material_named(row.ceramic))
    return (
        row.conductivity is not None
        and "polymer_rich" in row.flags
        and "conductivity_order_of_magnitude" not in row.flags
        and (row.temperature or 0.0) <= WARMEST
        and family in OXIDES
        and binder_kind(row, family) == "salt"
    )
