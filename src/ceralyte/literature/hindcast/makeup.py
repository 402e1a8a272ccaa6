"""From the recipe of a publication to volume fractions, with what is not stated drawn at random."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from ceralyte.core.errors import CeralyteError
from ceralyte.literature.hindcast import priors
from ceralyte.literature.hindcast.ceramics import OXIDES
from ceralyte.literature.hindcast.pellets import Pellet
from ceralyte.literature.hindcast.priors import Floats, Prior
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.statements import SUPPORTING
from ceralyte.materials import load_catalogue
from ceralyte.pressing import relative_density
from ceralyte.pressing.density import LOOSE_POWDER_DENSITY, yield_stress_of

POLYMER_DENSITY = 1200.0
"""kg/m3 of a binder that the catalogue does not know: that of PEO. An assumption."""

_SALTS = ("li salt", "-salt", "litfsi", "liclo4", "lifsi", "lipf6", "nafsi", "natfsi", "lithiated")
_GELS = ("ionogel", "ionic-liquid", "ionic liquid", " gel ")
_SOFT = ("succinonitrile", "poly(ionic", "plasticis", "plasticiz", " sn ")
_INSULATORS = (
    "none",
    "inorganic",
    "ptfe",
    "ethyl cellulose",
    "cmc",
    "rubber",
    "nbr",
    "sebs",
    "sbs",
)
BINDER_WORDS = (
    *(*_SALTS, *_GELS, *_SOFT, *_INSULATORS),
    *("poly", "acryl", "nafion", "peo", "peg", "pvdf", "pan", "pib", "pva", "pmma", "tegdma"),
    *("cellulose", "epoxy", "silicone", "vec", "monomer", "ionomer", "not ", "several", "unknown"),
)
"""A binder with none of these words, and not in the catalogue, is not understood."""

_ALCOHOLS = ("ethanol", "methanol", "alcohol")
_SOLUTIONS = (
    "solution infiltrat",
    "solution-infiltrat",
    "solution infus",
    "liquid-phase infiltrat",
)
_FIBRES = ("fibre", "fiber", "nanotube", "nanowire", "nanorod", "spinning")
_PROCESSES = {
    "sintered": ("sinter", "anneal", "plasma", "consolidation"),
    "cured in place": (
        *("polymeris", "polymeriz", "cross-link", "crosslink", "curing", "cured"),
        "in situ thermal",
    ),
    "infiltrated": ("infiltrat", "infusion", "backfill"),
    "dry": ("dry", "ptfe", "solvent-free", "calender", "ball mill"),
}
PROCESS_WORDS = (
    *(word for words in _PROCESSES.values() for word in words),
    *("cast", "coat", "slurry", "solution", "suspension", "tape", "blade", "doctor", "print"),
    *("spray", "spin", "dip", "deposit", "evaporat", "filtrat", "wet", "liquid", "solvent"),
    *("press", "roll", "laminat", "laminar", "assembl", "stack", "transfer", "extru", "melt"),
    *("mix", "mill", "grind", "templat", "freez", "phase inversion", "sol-gel", "bilayer"),
    *("scalable", "in situ", "heat treat", "powder", "film"),
)
"""A process with none of these words is not understood: it counts as cast, with a remark."""

UNTOLD = ("not seen", "not named", "not stated", "mixed", "several", "compared", "series")
"""Words of a row that leave a name open."""


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


def process_of(row: PublishedMembrane) -> str:
    """Return how a membrane was made: "sintered", "cured in place", "infiltrated", "dry", "cast".

    By words of `process`, the first that fits; what is not said counts as cast.
    """
    said = row.process.casefold().replace("unsintered", "")
    return next((name for name, ws in _PROCESSES.items() if any(w in said for w in ws)), "cast")


def binder_kind(row: PublishedMembrane, family: str) -> str:
    """Return "insulator", "salt", "plasticised" or "gel" for a ceramic of `family`.

    A polymer that fills a frame of oxide counts as one with salt, stated or not, and so does one
    whose conductivity is stated; a monomer that is cured beside oxide stays partly liquid, a gel.
    """
    said = f" {row.binder.casefold()} "
    if any(word in said for word in _SOFT):
        return "plasticised"
    gel = any(word in said for word in _GELS)
    if gel or (family in OXIDES and process_of(row) == "cured in place"):
        return "gel"
    if row.polymer_conductivity is not None or any(word in said for word in _SALTS):
        return "salt"
    plain = not row.binder or any(word in said for word in _INSULATORS)
    if family in OXIDES and not plain:
        return "salt"
    return "insulator"


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
        beside = np.full(n, 1 - row.porosity)
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
        return take(priors.FIBRE_FRAME if _of_fibres(row) else priors.FRAME)
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


def grains_only_touch(row: PublishedMembrane) -> bool:
    """Whether nothing pressed the grains of a powder onto each other before a monomer set."""
    return process_of(row) == "cured in place" and row.support != "scaffold"


def precipitated(row: PublishedMembrane, family: str) -> bool:
    """Whether a sulfide was dissolved and came out of the solution in the membrane.

    Halides and thioantimonates come out of water as well as they went in.
    """
    dissolved = any(word in row.solvent.casefold() for word in _ALCOHOLS)
    dissolved = dissolved or any(word in row.process.casefold() for word in _SOLUTIONS)
    return dissolved and family in ("argyrodite", "sulfide")


def bound_between_grains(row: PublishedMembrane, family: str) -> bool:
    """Whether a dry binder was mixed with the powder before it was pressed.

    What fills a body of grains afterwards leaves their contacts. A polymer with salt conducts ten
    times worse than soft grains or less, so that it covers contacts as an insulator does.
    """
    mixed = process_of(row) in ("cast", "dry") and row.support != "scaffold"
    return mixed and binder_kind(row, family) in ("insulator", "salt")


def _of_fibres(row: PublishedMembrane) -> bool:
    """Whether a frame is made of fibres, tubes or wires."""
    said = f"{row.ceramic} {row.support_material} {row.process}".casefold()
    return any(word in said for word in _FIBRES)


def _web(row: PublishedMembrane, take: Callable[[Prior], Floats], n: int) -> Floats:
    """Volume share of the fibres of a support in the membrane."""
    if row.support in ("", "none", "scaffold", "substrate-deposited"):
        return np.zeros(n)
    own = take(priors.SUPPORT_THICKNESS)
    solid = own * (1 - take(priors.SUPPORT_POROSITY))
    return solid / np.maximum(row.thickness or 2 * own, own)


def _pressed(pressures: Floats, loose: Floats, stresses: Floats) -> Floats:
    """Relative densities after pressing at `pressures` (Pa)."""
    return np.array(
        [relative_density(*one) for one in zip(pressures, loose, stresses, strict=True)]
    )


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
