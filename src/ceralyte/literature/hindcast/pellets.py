"""How well pellets of a ceramic conduct: of the powder itself, else of other publications."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import log10, sqrt
from statistics import mean, variance

from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.literature.hindcast.ceramics import (
    FAMILY_NAMES,
    GLASSES,
    OXIDES,
    SIMILAR,
    distance,
    every_ceramic,
    family_of,
    material_named,
    shares_of,
    verified,
)
from ceralyte.literature.hindcast.words import binder_kind
from ceralyte.literature.membrane import ROOM_TEMPERATURE, PublishedMembrane
from ceralyte.literature.membranes import published_membranes
from ceralyte.materials import load_catalogue
from ceralyte.model import Material, PropertyValue
from ceralyte.transport import arrhenius

ENERGY_STD = 4.8e3
"""J/mol, 0.05 eV: activation energies of one ceramic differ by about that between works. A choice;
it matters at temperatures away from 25 degC only."""

SAME = 0.01
"""Difference of the shares of the elements [-] up to which a powder is the ceramic itself."""

MOST_LOST = 1.0
"""log10 of grains over whole bodies from which the boundaries, not the grains, set the latter."""

OWN_STD = 0.1
"""Standard deviation of log10 between the powder in a membrane and a pellet of it, and between its
polymer and a film of that: what two samples of one work differ by (`calibration.WITHIN_STD`). A
choice."""


@dataclass(frozen=True)
class Pellet:
    """Conductivity of pellets of a ceramic, before anything is known of the membrane.

    `log10_mean`, `log10_std` of S/m at `temperature`, K; `energy` in J/mol (None: no ceramic of the
    family has one); `density` in kg/m3; `basis` says whose values these are.
    """

    name: str
    family: str
    log10_mean: float
    log10_std: float
    energy: float | None
    density: float
    basis: str
    sources: tuple[Source, ...]
    temperature: float = ROOM_TEMPERATURE


def pellet_of(row: PublishedMembrane) -> Pellet:
    """Return the pellet of a membrane's own powder, else what is known of its ceramic.

    That is what the catalogue and other rows of the table say; of the publication that is to be
    predicted nothing but its own pellet enters. A ceramic without values has those of its nearest
    composition, else the mean and the scatter of its family.

    Raises
    ------
    InputError
        Neither the ceramic nor its family is known.
    """
    material = material_named(row.ceramic)
    family = family_of(row, material)
    if row.pellet_conductivity is not None and family:
        return _own(row, row.pellet_conductivity, material, family)
    scatter = powder_scatter(soft=family not in OXIDES)
    for stand_in in _by_likeness(material, family):
        values = _usable(stand_in, row)
        if values:
            logs = _logs_by_work(values, stand_in)
            centre, deviation = _among_its_family(logs, stand_in, row, scatter)
            told = stand_in.name if stand_in is material else f"{stand_in.name}, its neighbour"
            return Pellet(
                name=material.name if material else row.ceramic,
                family=family,
                log10_mean=centre,
                log10_std=deviation,
                energy=_energy(stand_in, family),
                density=_density(stand_in, family),
                basis=f"published pellets of {told}: {len(logs)}",
                sources=tuple(v.as_source() for v in values),
            )
    return _of_family(row, family, scatter)


def _among_its_family(
    logs: list[float], material: Material, row: PublishedMembrane, scatter: float
) -> tuple[float, float]:
    """Mean and standard deviation of a further work's pellet, log10; normal effects of both.

    Few works tell what a ceramic conducts no better than its family does: theirs are the best
    samples that were made, and others' are nearer to the family's mean.
    """
    each = _means_of_family(material.family, row, besides=material)
    if len(each) < 3:
        return mean(logs), scatter * sqrt(1 + 1 / len(logs))
    between = max(variance(each), scatter**2)
    weight = len(logs) / scatter**2
    certain = weight + 1 / between
    return (weight * mean(logs) + mean(each) / between) / certain, sqrt(scatter**2 + 1 / certain)


def _own(
    row: PublishedMembrane, conductivity: float, material: Material | None, family: str
) -> Pellet:
    return Pellet(
        name=row.ceramic if material is None else material.name,
        family=family,
        log10_mean=log10(conductivity),
        log10_std=OWN_STD,
        energy=_energy(material, family),
        density=_density(material, family),
        basis="the pellet of its own powder",
        sources=(row.source,),
        temperature=row.temperature or ROOM_TEMPERATURE,
    )


@cache
def powder_scatter(*, soft: bool) -> float:
    """Standard deviation of log10 of the conductivity between works on one ceramic, pooled.

    Of soft ceramics or of oxides.

    Examples
    --------
    >>> 0.15 < powder_scatter(soft=True) < powder_scatter(soft=False) < 0.4
    True
    """
    squares, freedom = 0.0, 0
    for material in every_ceramic():
        if soft == (material.family in OXIDES):
            continue
        for values in _split(_as_used(material)):
            logs = _logs_by_work(values, material)
            if len(logs) > 1:
                squares += sum((x - mean(logs)) ** 2 for x in logs)
                freedom += len(logs) - 1
    return sqrt(squares / freedom)


def _of_family(row: PublishedMembrane, family: str, scatter: float) -> Pellet:
    each = _means_of_family(family, row)
    if not each:
        if family:
            raise InputError(f"ceramic '{row.ceramic}'", "no pellet of another work is known")
        raise InputError(
            f"ceramic '{row.ceramic}'",
            f"unknown, and so is its family '{row.family}'",
            "a formula, or one of the families " + ", ".join(FAMILY_NAMES),
        )
    centre = mean(each)
    between = sqrt(sum((x - centre) ** 2 for x in each) / max(len(each) - 1, 1))
    return Pellet(
        name=row.ceramic,
        family=family,
        log10_mean=centre,
        log10_std=sqrt(between**2 * (1 + 1 / len(each)) + scatter**2),
        energy=_family_mean(family, "activation_energy"),
        density=_density(None, family),
        basis=f"{len(each)} ceramics of the family {family}",
        sources=(),
    )


def _means_of_family(
    family: str, row: PublishedMembrane, besides: Material | None = None
) -> list[float]:
    """Mean log10 of each ceramic of a family with the ion of the row, of checked values.

    `besides`: the ceramic itself, which is left out.
    """
    ion = _ion(row, besides)
    members = [m for m in every_ceramic() if m.family == family and m is not besides]
    known = [(m, _usable(m, row)) for m in members if m.mobile_ion.startswith(ion)]
    checked = [(m, [v for v in values if v.kind != "unverified"]) for m, values in known]
    return [_mean_log(values, m) for m, values in checked if values]


def _ion(row: PublishedMembrane, material: Material | None) -> str:
    """The mobile ion: as the row says, else of its ceramic, else of its formula, else lithium."""
    if row.mobile_ion:
        return row.mobile_ion
    if material is not None:
        return material.mobile_ion
    holds = dict(shares_of(row.ceramic) or ()).keys()
    return "Na" if "Na" in holds and "Li" not in holds else "Li"


def _by_likeness(material: Material | None, family: str) -> list[Material]:
    """The ceramic itself and then its neighbours of the same family, nearest first."""
    shares = None if material is None else shares_of(material.name)
    if material is None or shares is None:
        return [] if material is None else [material]
    near = [m for m in every_ceramic() if m is not material and m.family == family]
    distances = {m.name: distance(shares, shares_of(m.name)) for m in near}
    near = sorted(
        (m for m in near if distances[m.name] <= SIMILAR), key=lambda m: distances[m.name]
    )
    return [material, *near]


def _usable(material: Material, row: PublishedMembrane) -> list[PropertyValue]:
    """Values of other works; those that nobody checked where there are no others.

    Of an oxide that loses most at its grain boundaries, as Li0.34La0.56TiO3, the grains count where
    a polymer with salt leads around the boundaries, whole bodies where none does.
    """
    every = material.of("conductivity")
    found = [v for v in _of_its_phase(material, row) if not _same_work(v, row)]
    if not found:
        return [v for v in every if v.kind == "unverified" and not _same_work(v, row)]
    grains, bodies = _split(found)
    if not grains or not bodies:
        return found
    if binder_kind(row, material.family) == "insulator":
        return bodies
    lost = _mean_log(grains, material) - _mean_log(bodies, material) > MOST_LOST
    return grains if lost else found


def _of_its_phase(material: Material, row: PublishedMembrane) -> list[PropertyValue]:
    """Values of the phase that a row names: of glass, glass-ceramic or crystal; else of all.

    Nanoporous beta-Li3PS4 conducts a sixth to a half of what Li2S-P2S5 glasses of its composition
    and their glass-ceramics do (the catalogue).
    """
    found, said = _as_used(material), row.ceramic.casefold()
    if material.name not in GLASSES:
        return found
    glassy = [v for v in found if "glass" in v.condition]
    if "beta" in said:
        return [v for v in found if v not in glassy]
    if "glass" in said:
        found = glassy
    return [*found, *_as_used(load_catalogue().get(GLASSES[material.name]))]


def _split(values: Iterable[PropertyValue]) -> tuple[list[PropertyValue], list[PropertyValue]]:
    """Those of the interior of grains, and those of whole bodies."""
    grains: list[PropertyValue] = []
    bodies: list[PropertyValue] = []
    for v in values:
        (grains if v.condition.startswith("bulk") else bodies).append(v)
    return grains, bodies


def _mean_log(values: Iterable[PropertyValue], material: Material) -> float:
    return mean(_logs_by_work(values, material))


def _as_used(material: Material) -> list[PropertyValue]:
    """Checked values of pellets made as membranes are: soft ceramics pressed, never sintered."""
    found = [*verified(material.of("conductivity")), *_of_membranes(material)]
    if material.family in OXIDES:
        return found
    return [v for v in found if not re.search(r"\bsintered", v.condition)] or found


def _of_membranes(material: Material) -> list[PropertyValue]:
    """What works on membranes measured on pellets of a ceramic."""
    return [
        PropertyValue(
            material=material.name,
            property_name="conductivity",
            value=m.pellet_conductivity,
            unit="S/m",
            temperature=m.temperature,
            condition="pellet of the powder of a membrane",
            kind="measured",
            source=m.source.text,
            locator=m.source.locator,
            confidence=m.confidence,
        )
        for m in published_membranes()
        if m.pellet_conductivity is not None and _is_of(m, material)
    ]


def _is_of(row: PublishedMembrane, material: Material) -> bool:
    """Whether a powder is that ceramic itself, not only its neighbour."""
    own, named = shares_of(row.ceramic), shares_of(material.name)
    same = own is None or distance(own, named) <= SAME
    return same and material_named(row.ceramic) is material


def _logs_by_work(values: Iterable[PropertyValue], material: Material) -> list[float]:
    """log10 of the conductivity (S/m) at 25 degC, the mean of each work."""
    works: dict[str, list[float]] = {}
    for v in values:
        works.setdefault(_work(v), []).append(log10(_at_room(v, material)))
    return [mean(logs) for logs in works.values()]


def _work(value: PropertyValue) -> str:
    """The locator if it names a publication, not a place in one ("abstract"); else the source."""
    named = re.match(r"10\.\d{4,9}/|PMC\d|https?://", value.locator)
    return (value.locator if named else value.source).casefold()


def _same_work(value: PropertyValue, row: PublishedMembrane) -> bool:
    doi = row.source.locator
    if doi and doi in f"{value.locator} {value.source}":
        return True
    author = row.first_author.split(" ")[0]
    return bool(author) and value.source.startswith(author) and row.year in value.source


def _at_room(value: PropertyValue, material: Material) -> float:
    energy = _energy(material, material.family)
    if value.temperature is None or energy is None:
        return value.value
    return arrhenius(value.value, value.temperature, energy, ROOM_TEMPERATURE)


def _energy(material: Material | None, family: str) -> float | None:
    found = () if material is None else material.of("activation_energy")
    return found[0].value if found else _family_mean(family, "activation_energy")


def _density(material: Material | None, family: str) -> float:
    found = () if material is None else material.of("density")
    known = found[0].value if found else _family_mean(family, "density")
    if known is None:
        raise InputError(f"density of family '{family}'", "is not known", "a known family")
    return known


@cache
def _family_mean(family: str, prop: str) -> float | None:
    found = [m.of(prop)[0].value for m in every_ceramic() if m.family == family and m.of(prop)]
    return mean(found) if found else None
