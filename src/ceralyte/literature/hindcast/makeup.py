"""From the recipe of a publication to volume fractions, with what is not stated drawn at random."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.interpolate import RegularGridInterpolator

from ceralyte.core.errors import CeralyteError
from ceralyte.literature.hindcast import priors
from ceralyte.literature.hindcast.ceramics import OXIDES
from ceralyte.literature.hindcast.pellets import Pellet
from ceralyte.literature.hindcast.priors import Floats, Prior
from ceralyte.literature.hindcast.words import (
    barely_fired,
    binder_kind,
    cold_sintered,
    of_fibres,
    process_of,
)
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.statements import SUPPORTING
from ceralyte.materials import load_catalogue
from ceralyte.pressing import relative_density
from ceralyte.pressing.density import LOOSE_POWDER_DENSITY, yield_stress_of

POLYMER_DENSITY = 1200.0
"""kg/m3 of a binder that the catalogue does not know: that of PEO. An assumption."""

DENSE_LOAD = 6.0
"""Pressure over yield stress that leaves 1e-4 of pores: more presses nothing out."""


@dataclass(frozen=True)
class Makeup:
    """Volume fractions [-] of a membrane, one per draw; they add to 1 with the insulating rest.

    `polymer` counts a conducting polymer only; `of_solids` is the share of ceramic in ceramic and
    polymer; `pellet` is the relative density of the pellets whose conductivity is known; `drawn`
    names the priors that were needed.
    """

    ceramic: Floats
    polymer: Floats
    of_solids: Floats
    pellet: Floats
    drawn: tuple[Prior, ...]

    @property
    def insulating(self) -> Floats:
        """Share of pores, support and polymer that does not conduct."""
        return 1 - self.ceramic - self.polymer


def makeup_of(row: PublishedMembrane, pellet: Pellet, rng: np.random.Generator, n: int) -> Makeup:
    """Return `n` draws of what the membrane is made of.

    A monomer that is cured between soft grains fills the pores of the powder, instead of their
    being pressed out.
    """
    drawn: list[Prior] = []

    def take(prior: Prior) -> Floats:
        drawn.append(prior)
        return prior.draw(rng, n)

    soft = pellet.family not in OXIDES
    process = process_of(row)
    known = np.array(yield_stresses())
    loose, stress = take(priors.PACKING), known[(priors.strata(rng, n) * len(known)).astype(int)]
    filled = soft and process == "cured in place" and row.ceramic_mass_fraction is None
    share = loose if filled else _ceramic_of_solids(row, pellet, take, n)
    web = _web(row, take, n)
    if row.porosity is not None:
        beside = np.maximum(1 - row.porosity / (1 - web), 0.0)
    elif process == "sintered":
        beside = 1 - take(priors.SINTERED_POROSITY)
    elif not soft or process == "cured in place":
        beside = 1 - take(priors.FILLED_POROSITY)
    else:
        stated = row.pressure is not None
        pressure = np.full(n, row.pressure) if stated else take(priors.PRESSURE)
        beside = np.minimum(_pressed(pressure, loose, stress) / share, 1.0)
    solids = (1 - web) * beside
    conducts = binder_kind(row, pellet.family) != "insulator"
    polymer = solids * (1 - share) if conducts else np.zeros(n)
    dense = (
        _pressed(take(priors.PELLET_PRESSURE), loose, stress)
        if soft
        else 1 - take(priors.PELLET_POROSITY)
    )
    return Makeup(solids * share, polymer, share, dense, tuple(drawn))


def _ceramic_of_solids(
    row: PublishedMembrane, pellet: Pellet, take: Callable[[Prior], Floats], n: int
) -> Floats:
    """Volume share of the ceramic in ceramic and polymer together."""
    mass = row.ceramic_mass_fraction
    if mass is None and row.binder_mass_fraction is not None:
        mass = 1 - row.binder_mass_fraction
    if mass is None and (row.binder.casefold().startswith("none") or not row.binder):
        mass = 1.0
    if mass is not None:
        shares = np.full(n, mass)
    elif pellet.family in OXIDES and row.support == "scaffold":
        return take(priors.FIBRE_FRAME if of_fibres(row) else priors.FRAME)
    elif share_unknown(row, pellet.family):
        shares = take(priors.SHARE)
    else:
        prior = priors.BINDER_SUPPORTED if row.support in SUPPORTING else priors.BINDER
        shares = 1 - take(prior)
    ceramic = shares / pellet.density
    return ceramic / (ceramic + (1 - shares) / binder_density(row.binder))


def share_unknown(row: PublishedMembrane, family: str) -> bool:
    """Whether a row of `family` may hold any share of ceramic: an oxide in a polymer, unstated."""
    stated = row.ceramic_mass_fraction is not None or row.binder_mass_fraction is not None
    whole = row.support == "scaffold" or process_of(row) == "sintered"
    return not stated and not whole and (family in OXIDES or not family)


def contact_prior(row: PublishedMembrane, family: str) -> Prior | None:
    """Return how well grains are joined, over those of pellets; None: soft grains, pressed.

    A salt or a polymer with salt conducts in the boundaries that cold sintering leaves.
    """
    if family not in OXIDES:
        return priors.CONTACT if grains_only_touch(row) else None
    if cold_sintered(row):
        bare = binder_kind(row, family) == "insulator"
        return priors.COLD_SINTERED if bare else priors.CONTACT
    if barely_fired(row):
        return priors.CONTACT
    if row.support == "scaffold":
        alone = binder_kind(row, family) == "insulator"
        return priors.FIRED if alone else priors.FRAME_CONTACT
    return priors.FIRED if process_of(row) == "sintered" else priors.CONTACT


def grains_only_touch(row: PublishedMembrane) -> bool:
    """Whether nothing pressed the grains of a powder onto each other before a monomer set."""
    return process_of(row) == "cured in place" and row.support != "scaffold"


def bound_between_grains(row: PublishedMembrane, family: str) -> bool:
    """Whether a dry binder was mixed with the powder before it was pressed.

    What fills a body of grains afterwards leaves their contacts. A polymer with salt conducts ten
    times worse than soft grains or less, so that it covers contacts as an insulator does.
    """
    mixed = process_of(row) in ("cast", "dry") and row.support != "scaffold"
    return mixed and binder_kind(row, family) in ("insulator", "salt")


def _web(row: PublishedMembrane, take: Callable[[Prior], Floats], n: int) -> Floats:
    """Volume share of the fibres of a support in the membrane."""
    if row.support in ("", "none", "scaffold", "substrate-deposited"):
        return np.zeros(n)
    own = take(priors.SUPPORT_THICKNESS)
    solid = own * (1 - take(priors.SUPPORT_POROSITY))
    return solid / np.maximum(row.thickness or 2 * own, own)


def _pressed(pressures: Floats, loose: Floats, stresses: Floats) -> Floats:
    """Relative densities after pressing at `pressures` (Pa)."""
    return np.asarray(_pressing_law()((np.minimum(pressures / stresses, DENSE_LOAD), loose)))


@cache
def _pressing_law() -> RegularGridInterpolator:
    """`relative_density` by pressure over yield stress and packing fraction, within 0.001."""
    loads = np.linspace(0.0, DENSE_LOAD, 601)
    loose = np.linspace(priors.PACKING.low, priors.PACKING.high, 12)
    densities = [[relative_density(load, packed, 1.0) for packed in loose] for load in loads]
    return RegularGridInterpolator((loads, loose), densities)


@cache
def yield_stresses() -> tuple[float, ...]:
    """Return the yield stress (Pa) of every published density after pressing in the catalogue."""
    points = [v for m in load_catalogue() for v in m.of("relative_density") if v.pressure]
    return tuple(yield_stress_of(v.value, v.pressure or 0.0, LOOSE_POWDER_DENSITY) for v in points)


def binder_density(text: str) -> float:
    """Return the density (kg/m3) of the first word of a binder that the catalogue knows."""
    return binder_in_catalogue(text) or POLYMER_DENSITY


@cache
def binder_in_catalogue(text: str) -> float | None:
    """Return the same density, or None where no word of the binder is in the catalogue."""
    catalogue = load_catalogue()
    for word in (text, *text.replace("(", " ").replace(",", " ").split()):
        try:
            found = catalogue.get(word, category="polymer").of("density")
        except CeralyteError:
            continue
        if found:
            return found[0].value
    return None
