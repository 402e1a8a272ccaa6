"""What else a recipe says of a membrane: thickness, resistance, activation energy, strength."""

from collections.abc import Sequence
from math import hypot, log10, sqrt
from statistics import mean, stdev

import numpy as np
from scipy.stats import t as student

from ceralyte.core.errors import CeralyteError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.literature.hindcast.makeup import makeup_of
from ceralyte.literature.hindcast.pellets import ENERGY_STD, Pellet
from ceralyte.literature.hindcast.priors import NORMAL_95, SUPPORT_THICKNESS
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.statements import SUPPORTING
from ceralyte.materials import load_catalogue
from ceralyte.mechanics import estimate_tensile_strength, sheet_support_strength

_BOUNDS = ("thickness_maximum", "thickness_minimum", "thickness_upper_bound")
_LEAST_WORKS = 3
_DRAWS = 50_000


def predicted_thickness(row: PublishedMembrane, table: Sequence[PublishedMembrane]) -> Outcome:
    """Return what other works with the same kind of support made, m: mean and 90 % of log10.

    No recipe of the table says how much was cast, so that nothing better is known.
    """
    if not row.support:
        return Unavailable(unit="m", reason="no support_type is stated ('none': a sheet by itself)")
    group = _group(row)
    logs = [
        log10(m.thickness)
        for m in table
        if m.thickness is not None
        and m.work != row.work
        and _group(m) == group
        and not set(_BOUNDS) & set(m.flags)
    ]
    if len(logs) < _LEAST_WORKS:
        return Unavailable(unit="m", reason=f"{len(logs)} other membranes {group}")
    reach = stdev(logs) * sqrt(1 + 1 / len(logs)) * float(student.ppf(0.95, len(logs) - 1))
    return interval(mean(logs), reach, "m", f"{len(logs)} other published membranes {group}")


def measured_thickness(row: PublishedMembrane) -> float | None:
    """Return the published thickness, m, unless only a bound of it is published."""
    return None if set(_BOUNDS) & set(row.flags) else row.thickness


def areal_resistance(conductivity: Outcome, thickness: Outcome) -> Outcome:
    """Return thickness over conductivity, ohm m2; their intervals add in quadrature."""
    for one in (conductivity, thickness):
        if isinstance(one, Unavailable):
            return Unavailable(unit="ohm*m^2", reason=one.reason)
    centre = log10(thickness.value / conductivity.value)
    reach = hypot(_reach(conductivity), _reach(thickness))
    return interval(centre, reach, "ohm*m^2", "predicted thickness over conductivity")


def predicted_energy(pellet: Pellet) -> Outcome:
    """Return the activation energy of the ceramic, J/mol, which a membrane rich in it keeps."""
    if pellet.energy is None:
        return Unavailable(unit="J/mol", reason=f"none is known of the family {pellet.family}")
    reach = NORMAL_95 * ENERGY_STD
    return Quantity(
        value=pellet.energy,
        unit="J/mol",
        method="that of the ceramic",
        low=pellet.energy - reach,
        high=pellet.energy + reach,
        estimate=True,
    )


def predicted_strength(row: PublishedMembrane, pellet: Pellet, rng: np.random.Generator) -> Outcome:
    """Return the bracket of the tensile strength, Pa, for the median makeup."""
    makeup = makeup_of(row, pellet, rng, _DRAWS)
    ceramic, of_solids = float(np.median(makeup.ceramic)), float(np.median(makeup.of_solids))
    share = ceramic * (1 - of_solids) / of_solids
    return estimate_tensile_strength(
        porosity=max(1 - ceramic - share, 0.0),
        binder_volume_fraction=min(share, 1 - ceramic),
        binder_strength=_strength_of(row.binder, "binder"),
        support_strength=_sheet(row),
    )


def interval(centre: float, reach: float, unit: str, method: str) -> Quantity:
    """Return 10**centre with the interval of `reach` to each side, both log10."""
    return Quantity(
        value=10**centre,
        unit=unit,
        method=method,
        low=10 ** (centre - reach),
        high=10 ** (centre + reach),
        estimate=True,
    )


def _reach(quantity: Outcome) -> float:
    assert isinstance(quantity, Quantity)  # others were answered before
    assert quantity.high is not None
    return log10(quantity.high / quantity.value)


def _group(row: PublishedMembrane) -> str:
    if row.support in SUPPORTING:
        return "with support"
    return "without support" if row.support == "none" else f"of kind '{row.support}'"


def _sheet(row: PublishedMembrane) -> Outcome | None:
    if row.support not in ("woven", "nonwoven") or row.thickness is None:
        return None
    found = _strength_of(row.support_material, "support", row.first_author)
    if isinstance(found, Unavailable):
        return found
    sheet = (SUPPORT_THICKNESS.low + SUPPORT_THICKNESS.high) / 2
    return sheet_support_strength(found, min(sheet / row.thickness, 1.0))


def _strength_of(text: str, what: str, author: str = "") -> Outcome:
    catalogue = load_catalogue()
    for word in (text, *text.replace("(", " ").split()):
        try:
            values = catalogue.get(word).of("tensile_strength")
        except CeralyteError:
            continue
        values = tuple(v for v in values if not author or not v.source.startswith(author))
        if values:
            return values[0].as_quantity()
    return Unavailable(unit="Pa", reason=f"no strength of the {what} '{text or 'not stated'}'")
