"""Which ceramic a publication means, and of which family it is."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material, PropertyValue
from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.formula import ANIONS, parse_formula

SIMILAR = 0.06
"""Largest difference of the shares of the elements [-] at which a neighbour in composition, such
as Li5.5PS4.5Cl1.5 for Li5.4PS4.4Cl1.6, stands in for a ceramic. A choice."""

FAMILIES = {
    "antiperovskite": "",
    "argyrodite": "argyrodite",
    "lpsc": "argyrodite",
    "thioantimonate": "thioantimonate",
    "sulfide": "sulfide",
    "thio": "sulfide",
    "lgps": "sulfide",
    "lspsc": "sulfide",
    "lsipscl": "sulfide",
    "lsnps": "sulfide",
    "halide": "halide",
    "chloride": "halide",
    "bromide": "halide",
    "garnet": "garnet",
    "llz": "garnet",
    "nasicon": "nasicon",
    "latp": "nasicon",
    "lagp": "nasicon",
    "nzsp": "nasicon",
    "perovskite": "perovskite",
    "llto": "perovskite",
    "la2/3": "perovskite",
}
"""Word in a row's `ceramic_family` (or name) -> family of the catalogue, the first that fits."""

FAMILY_NAMES = tuple(dict.fromkeys(name for name in FAMILIES.values() if name))
"""The families themselves, for messages."""

GLASSES = {"Li3PS4": "Li2S-P2S5 glass"}
"""Crystal -> the glass of its composition, a ceramic of its own in the catalogue."""

OXIDES = ("garnet", "nasicon", "perovskite", "oxide", "oxide glass")


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
    return next((near for word in words if (near := _neighbour(word))), None)


@cache
def ceramics_in(text: str) -> tuple[Material, ...]:
    """Return the ceramics of the catalogue that words of a text name; of two names of one, one."""
    found: list[Material] = []
    for word in re.split(r"[\s,;/+]+", text):
        one = _get(load_catalogue(), word)
        if one is not None and not any(of_one_name(one, other) for other in found):
            found.append(one)
    return tuple(found)


def _neighbour(formula: str) -> Material | None:
    """Return the ceramic nearest in composition that holds no element that `formula` lacks."""
    shares = shares_of(formula)
    if shares is None:
        return None
    holds = dict(shares).keys()
    distances = {
        m: distance(shares, own)
        for m in every_ceramic()
        if m.of("conductivity") and (own := shares_of(m.name)) and dict(own).keys() <= holds
    }
    near = min(distances, key=lambda m: distances[m], default=None)
    return None if near is None or distances[near] > SIMILAR else near


def of_one_name(one: Material, other: Material) -> bool:
    """Whether two ceramics have the same elements in similar shares, as all that LLZTO means."""
    a, b = shares_of(one.name), shares_of(other.name)
    if a is None or b is None:
        return one is other
    return dict(a).keys() == dict(b).keys() and distance(a, b) <= SIMILAR


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


def verified(values: Iterable[PropertyValue]) -> list[PropertyValue]:
    """Return the values that were checked and that their recorder does not call doubtful."""
    return [v for v in values if v.kind != "unverified" and v.confidence != "low"]


@cache
def every_ceramic() -> tuple[Material, ...]:
    """Return the ceramics of the catalogue."""
    return tuple(m for m in load_catalogue() if m.category == "ceramic")


def _get(catalogue: Catalogue, name: str) -> Material | None:
    try:
        found = catalogue.get(name)
    except UnknownNameError:
        return None
    return found if found.category == "ceramic" else None


@cache
def shares_of(formula: str) -> tuple[tuple[str, float], ...] | None:
    """Return the shares of the elements of a formula [-], or None if it is no formula."""
    try:
        amounts = parse_formula(formula)
    except InputError:
        return None
    total = sum(amounts.values())
    return tuple((e, a / total) for e, a in amounts.items()) if len(amounts) > 2 else None


def distance(one: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]] | None) -> float:
    """Return half of the summed differences of the shares: 0 for equal, 1 for nothing in common."""
    if other is None:
        return 1.0
    a, b = dict(one), dict(other)
    return sum(abs(a.get(e, 0.0) - b.get(e, 0.0)) for e in a | b) / 2
