"""Which ceramic a publication means, and how well pellets of it conduct."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10, sqrt
from statistics import mean

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.literature.membrane import ROOM_TEMPERATURE, PublishedMembrane
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material, PropertyValue
from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.formula import ANIONS, parse_formula
from ceralyte.transport import arrhenius

SIMILAR = 0.06
"""Largest difference of the shares of the elements [-] at which a neighbour in composition, such
as Li5.5PS4.5Cl1.5 for Li5.4PS4.4Cl1.6, stands in for a ceramic. A choice."""

ENERGY_STD = 4.8e3
"""J/mol, 0.05 eV: activation energies of one ceramic differ by about that between works. A choice;
it matters at temperatures away from 25 degC only."""

FAMILIES = {
    "argyrodite": "argyrodite",
    "thioantimonate": "thioantimonate",
    "sulfide": "sulfide",
    "halide": "halide",
    "garnet": "garnet",
    "nasicon": "nasicon",
    "perovskite": "perovskite",
}
"""Word in a row's `ceramic_family` (or name) -> family of the catalogue, the first that fits."""

OXIDES = ("garnet", "nasicon", "perovskite", "oxide")


@dataclass(frozen=True)
class Pellet:
    """Conductivity of pellets of a ceramic at 25 degC, before anything is known of the membrane.

    `log10_mean`, `log10_std` of S/m; `energy` in J/mol (None: no ceramic of the family has one);
    `density` in kg/m3; `basis` says whose values these are.
    """

    name: str
    family: str
    log10_mean: float
    log10_std: float
    energy: float | None
    density: float
    basis: str
    sources: tuple[Source, ...]


def pellet_of(row: PublishedMembrane) -> Pellet:
    """Return what the catalogue knows of the ceramic of a membrane.

    Values of the publication that is to be predicted are left out. A ceramic without values has
    those of its nearest composition, else the mean and the scatter of its family.

    Raises
    ------
    InputError
        Neither the ceramic nor its family is known.
    """
    material = material_named(row.ceramic)
    family = family_of(row, material)
    scatter = powder_scatter(soft=family not in OXIDES)
    for stand_in in _by_likeness(material, family):
        values = _usable(stand_in, row)
        if values:
            logs = _logs_by_work(values, stand_in)
            told = stand_in.name if stand_in is material else f"{stand_in.name}, its neighbour"
            return Pellet(
                name=material.name if material else row.ceramic,
                family=family,
                log10_mean=mean(logs),
                log10_std=scatter * sqrt(1 + 1 / len(logs)),
                energy=_energy(stand_in, family),
                density=_density(stand_in, family),
                basis=f"published pellets of {told}: {len(logs)}",
                sources=tuple(v.as_source() for v in values),
            )
    return _of_family(row, family, scatter)


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
    for material in _ceramics():
        if soft == (material.family in OXIDES):
            continue
        logs = _logs_by_work(_as_used(material), material)
        if len(logs) > 1:
            squares += sum((x - mean(logs)) ** 2 for x in logs)
            freedom += len(logs) - 1
    return sqrt(squares / freedom)


@cache
def material_named(text: str) -> Material | None:
    """Return the ceramic of the catalogue that a publication's words mean, or None.

    Words such as "doped", "nanofibres", "(ball-milled)" are passed over; a formula that the
    catalogue does not have finds its nearest composition.
    """
    catalogue = load_catalogue()
    plain = re.sub(r"\s*\((?![A-Z]+[a-z]?\d?O?\d*\)\d)[^)]*\)", "", text).strip()
    words = [plain, *re.split(r"[\s,;/+]+", plain)]
    words += [w.split("-", 1)[1] for w in words if "-" in w]
    for word in words:
        found = _get(catalogue, word)
        if found is not None:
            return found
    for word in words:
        shares = _shares(word)
        if shares is not None:
            known = [m for m in _ceramics() if _verified(m.of("conductivity"))]
            near = min(known, key=lambda m: _distance(shares, _shares(m.name)))
            if _distance(shares, _shares(near.name)) <= SIMILAR:
                return near
    return None


def of_one_name(one: Material, other: Material) -> bool:
    """Whether two ceramics have the same elements in similar shares, as all that LLZTO means."""
    a, b = _shares(one.name), _shares(other.name)
    if a is None or b is None:
        return one is other
    return dict(a).keys() == dict(b).keys() and _distance(a, b) <= SIMILAR


def family_of(row: PublishedMembrane, material: Material | None) -> str:
    """Return the family of a row's ceramic.

    Of the catalogue, else as the row says, else by the units of the formula, else "".
    """
    if material is not None and material.family:
        return material.family
    said = f"{row.family} {row.ceramic}".casefold()
    named = next((f for word, f in FAMILIES.items() if word in said), "")
    return named or _family_of_formula(row.ceramic)


def _family_of_formula(formula: str) -> str:
    """The family that the structural units of a formula belong to, or ""."""
    try:
        units = anatomy(formula)
    except InputError:
        return ""
    if units.family == "sulfide":
        return _family_of_sulfide(units)
    return units.family if units.family in FAMILIES.values() else ""


def _family_of_sulfide(units: Anatomy) -> str:
    """Of six anions and five to seven lithium to a tetrahedron, an argyrodite."""
    centres = sum(units.centres.values())
    anions = sum(units.amounts.get(e, 0.0) for e in ANIONS) / centres
    if abs(anions - 6) < 0.3 and 5 <= units.amounts.get("Li", 0.0) / centres <= 7:
        return "argyrodite"
    return "thioantimonate" if units.centres.get("Sb", 0.0) > centres / 2 else "sulfide"


def _of_family(row: PublishedMembrane, family: str, scatter: float) -> Pellet:
    ion = row.mobile_ion or "Li"
    members = [m for m in _ceramics() if m.family == family and m.mobile_ion.startswith(ion)]
    known = [(m, [v for v in _usable(m, row) if v.kind != "unverified"]) for m in members]
    each = [mean(_logs_by_work(values, m)) for m, values in known if values]
    if not each:
        if family:
            raise InputError(f"ceramic '{row.ceramic}'", "no pellet of another work is known")
        raise InputError(
            f"ceramic '{row.ceramic}'",
            f"unknown, and so is its family '{row.family}'",
            "a formula, or one of the families " + ", ".join(FAMILIES),
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


def _by_likeness(material: Material | None, family: str) -> list[Material]:
    """The ceramic itself and then its neighbours of the same family, nearest first."""
    shares = None if material is None else _shares(material.name)
    if material is None or shares is None:
        return [] if material is None else [material]
    near = [m for m in _ceramics() if m is not material and m.family == family]
    distances = {m.name: _distance(shares, _shares(m.name)) for m in near}
    near = sorted(
        (m for m in near if distances[m.name] <= SIMILAR), key=lambda m: distances[m.name]
    )
    return [material, *near]


def _usable(material: Material, row: PublishedMembrane) -> list[PropertyValue]:
    """Values of other works; those that nobody checked where there are no others."""
    every = material.of("conductivity")
    found = _as_used(material) or [v for v in every if v.kind == "unverified"]
    return [v for v in found if not _same_work(v, row)]


def _as_used(material: Material) -> list[PropertyValue]:
    """Checked values of pellets made as membranes are: soft ceramics pressed, never sintered."""
    found = _verified(material.of("conductivity"))
    if material.family in OXIDES:
        return found
    return [v for v in found if not re.search(r"\bsintered", v.condition)] or found


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


def _verified(values: Iterable[PropertyValue]) -> list[PropertyValue]:
    """Values that were checked and that their recorder does not call doubtful."""
    return [v for v in values if v.kind != "unverified" and v.confidence != "low"]


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


def _energy(material: Material, family: str) -> float | None:
    found = material.of("activation_energy")
    return found[0].value if found else _family_mean(family, "activation_energy")


def _density(material: Material | None, family: str) -> float:
    found = () if material is None else material.of("density")
    known = found[0].value if found else _family_mean(family, "density")
    if known is None:
        raise InputError(f"density of family '{family}'", "is not known", "a known family")
    return known


@cache
def _family_mean(family: str, prop: str) -> float | None:
    found = [m.of(prop)[0].value for m in _ceramics() if m.family == family and m.of(prop)]
    return mean(found) if found else None


@cache
def _ceramics() -> tuple[Material, ...]:
    return tuple(m for m in load_catalogue() if m.category == "ceramic")


def _get(catalogue: Catalogue, name: str) -> Material | None:
    try:
        found = catalogue.get(name)
    except UnknownNameError:
        return None
    return found if found.category == "ceramic" else None


@cache
def _shares(formula: str) -> tuple[tuple[str, float], ...] | None:
    """Shares of the elements of a formula [-], or None if it is no formula."""
    try:
        amounts = parse_formula(formula)
    except InputError:
        return None
    total = sum(amounts.values())
    return tuple((e, a / total) for e, a in amounts.items()) if len(amounts) > 2 else None


def _distance(one: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]] | None) -> float:
    """Half of the summed differences of the shares: 0 for equal, 1 for nothing in common."""
    if other is None:
        return 1.0
    a, b = dict(one), dict(other)
    return sum(abs(a.get(e, 0.0) - b.get(e, 0.0)) for e in a | b) / 2
