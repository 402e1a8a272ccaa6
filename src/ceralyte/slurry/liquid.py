"""A solvent with its descriptors: from the catalogue, or estimated from its functional group."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from statistics import median, quantiles

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.core.units import DONOR_NUMBER, from_si
from ceralyte.materials import Catalogue
from ceralyte.model import Material
from ceralyte.slurry.molecule import Molecule, molecule
from ceralyte.slurry.names import bench_name, known_names, one_meaning

DESCRIPTORS = (
    "donor_number",
    "acceptor_number",
    "relative_permittivity",
    "hansen_dispersion",
    "hansen_polar",
    "hansen_hydrogen",
    "boiling_point",
)
DECISIVE = ("donor_number", "relative_permittivity")
"""Descriptors that the thresholds of the rules go by."""
_ATOMS_AND_RINGS = re.compile(r"(?=.*\d)(?:Cl|Br|[BCNOPSFI]|[bcnops]|\d)+")
"""A text that is meant as a SMILES: symbols of atoms, and numbers of rings."""
_WITHOUT_CARBON = re.compile("N|P|B|F|I|Br|FF|BrBr|II|NN+")
"""SMILES that could be taken for abbreviations: hydrides and halogens."""
_RELATIVES = {
    "carboxylic acid": "alcohol",
    "aldehyde": "ketone",
    "urea": "amide",
    "primary or secondary amide": "amide",
    "siloxane": "alkane",
    "alkene": "alkane",
    "phenol": "alcohol",
    "fluorinated ether": "haloalkane",
    "furan": "aryl ether",
    "phosphoramide": "amide",
    "haloarene": "haloalkane",
    "haloalkane": "haloarene",
}
"""Groups whose solvents stand in where none of the same group has a value."""

RECALLED = "unverified"
"""Kind of a source that is only remembered."""
_QUARTILES_FROM = 4
"""Values from which the quartiles are taken for the range of a group, below it is all of them."""

WIDTH = 1.5
"""kcal/mol: how sharply the chance of attack rises about its threshold."""
WIDTH_ESTIMATED = 3.0
"""kcal/mol: the same where the donor strength is estimated or the threshold is not fitted."""


class Descriptor(Record):
    """One property of a solvent in SI units, and where it comes from.

    `low` and `high` are the quartiles of the values that an estimate is the median of, of fewer
    than four their range; an estimate has no `source`.
    """

    value: float
    estimated: bool
    origin: str
    low: float | None = None
    high: float | None = None
    source: Source | None = None

    @property
    def recalled(self) -> bool:
        """Whether it is only remembered: no source was found."""
        return self.source is not None and self.source.kind == RECALLED

    @property
    def mark(self) -> str:
        """What to tell behind the value: " (estimated)", " (recalled)", or nothing."""
        return " (estimated)" if self.estimated else " (recalled)" if self.recalled else ""


class Liquid(Record):
    """One solvent.

    Attributes
    ----------
    name : str
        Of the catalogue, or the sum formula with the SMILES.
    molecule : Molecule or None
        None for a user's solvent without SMILES.
    descriptors : dict
        By property name, SI; a property that nobody knows is left out.
    reading : str
        Of an abbreviation with another meaning, how it is read.
    """

    name: str
    molecule: Molecule | None
    descriptors: dict[str, Descriptor]
    reading: str = ""

    def value(self, name: str) -> float | None:
        """SI value of a descriptor, or None."""
        found = self.descriptors.get(name)
        return found.value if found else None

    def told(self, name: str, text: str) -> str:
        """Return the text of a descriptor's value, marked where it is estimated or recalled."""
        found = self.descriptors.get(name)
        return text + (found.mark if found else "")

    @property
    def recalled(self) -> tuple[str, ...]:
        """Descriptors of the rules that are only remembered, in words."""
        return tuple(
            f"{name.replace('_', ' ')} of {self.name} recalled, not verified"
            for name in DECISIVE
            if (found := self.descriptors.get(name)) and found.recalled
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the known ones of the descriptors come from that the rules go by."""
        found = (self.descriptors.get(name) for name in DECISIVE)
        return tuple(each.source for each in found if each and each.source)

    @property
    def donor_number(self) -> float | None:
        """Gutmann donor number, kcal/mol; None if nobody knows it."""
        value = self.value("donor_number")
        return None if value is None else value / _JOULES

    @property
    def strength(self) -> float | None:
        """Donor strength towards a free cation, kcal/mol: DN (1 - 1/eps); None: DN unknown."""
        number, eps = self.donor_number, self.value("relative_permittivity")
        if number is None:
            return None
        return number * (1 - 1 / eps if eps else 1.0)

    @property
    def power(self) -> float | None:
        """Donor strength that reaches the centre of a polyhedron, kcal/mol: strength x access."""
        if self.strength is None:
            return None
        return self.strength * (self.molecule.access if self.molecule else 1.0)

    @property
    def width(self) -> float:
        """How sharply its chance of attack rises about a threshold, kcal/mol.

        Wide where a number is estimated, or where a buried donor atom makes the access a guess.
        """
        buried = self.molecule is not None and self.molecule.access < 0.5
        return WIDTH_ESTIMATED if self.doubtful or buried else WIDTH

    def at_ends_of_estimates(self) -> tuple["Liquid", ...]:
        """Return it with estimated donor number and permittivity at either end of their ranges.

        Empty where neither is an estimate, or no donor number is known at all.
        """
        if self.donor_number is None:
            return ()
        ends = [
            [(name, end) for end in {found.low, found.high} if end is not None]
            for name in DECISIVE
            if (found := self.descriptors.get(name)) and found.estimated
        ]
        return tuple(self._with(dict(chosen)) for chosen in product(*ends)) if ends else ()

    def at_extreme_strengths(self) -> tuple["Liquid", ...]:
        """Return it as no donor at all and as one beyond all known; empty: donor number unknown."""
        if self.donor_number is None:
            return ()
        return tuple(self._with({"donor_number": number}) for number in (0.0, 100 * _JOULES))

    def _with(self, values: Mapping[str, float]) -> "Liquid":
        changed = {
            name: self.descriptors[name].model_copy(update={"value": value})
            for name, value in values.items()
        }
        return self.model_copy(update={"descriptors": self.descriptors | changed})

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Descriptors of the rules that are missing or estimated, in words."""
        words = []
        for name in DECISIVE:
            found = self.descriptors.get(name)
            label = name.replace("_", " ")
            if found is None:
                words.append(f"no {label} of {self.name} known")
            elif found.estimated:
                words.append(f"{label} of {self.name} estimated ({found.origin})")
        return tuple(words)


_JOULES = 1 / from_si(1.0, DONOR_NUMBER.display_unit)


def liquid(name: str, catalogue: Catalogue) -> Liquid:
    """Return a solvent by its name or alias, in the catalogue or beyond, or by its SMILES.

    The name of a solvent of the catalogue is that solvent, even where it is an abbreviation of
    others too.

    Raises
    ------
    UnknownNameError
        None of these; the message gives the nearest names.
    InputError
        A material that is no solvent; an abbreviation of several solvents; a SMILES of an ion or
        of several molecules.
    """
    own = name.strip().casefold() in {n.casefold() for n in catalogue.names("solvent")}
    meant, reading = (name, "") if own else one_meaning(name)
    return _named(meant, catalogue).model_copy(update={"reading": reading})


def _named(name: str, catalogue: Catalogue) -> Liquid:
    try:
        return of_material(catalogue.get(name, "solvent", "solvent"), catalogue)
    except UnknownNameError as error:
        bench = bench_name(name)
        unknown = UnknownNameError("solvent", name, (*error.known, *known_names()))
        found = molecule(bench.smiles) if bench else _by_smiles(name.strip(), unknown)
    for material in catalogue:
        if material.category != "solvent" or not material.smiles:
            continue
        if molecule(material.smiles).smiles == found.smiles:
            return of_material(material, catalogue)
    called = bench.name if bench else f"{found.formula} ({found.smiles})"
    return Liquid(name=called, molecule=found, descriptors=_estimates(found, {}, catalogue))


def describe_solvents(catalogue: Catalogue) -> dict[str, dict[str, Descriptor]]:
    """Return the descriptors of every solvent of the catalogue, by its name."""
    return {
        m.name: of_material(m, catalogue).descriptors for m in catalogue if m.category == "solvent"
    }


def of_material(material: Material, catalogue: Catalogue) -> Liquid:
    """Return a solvent of the catalogue, missing descriptors estimated from its group."""
    known = {
        name: Descriptor(
            value=values[0].value,
            estimated=False,
            origin=f"{values[0].kind}: {values[0].source}",
            source=values[0].as_source(),
        )
        for name in DESCRIPTORS
        if (values := material.of(name))
    }
    if not material.smiles:
        return Liquid(name=material.name, molecule=None, descriptors=known)
    read = molecule(material.smiles, f"SMILES of {material.name}")
    return Liquid(
        name=material.name, molecule=read, descriptors=known | _estimates(read, known, catalogue)
    )


def _by_smiles(text: str, unknown: UnknownNameError) -> Molecule:
    """Read a SMILES; a text that cannot be one is an unknown name."""
    if not (any(c in text for c in "CcO[=#(") or _WITHOUT_CARBON.fullmatch(text)):
        raise _with_hint(unknown)
    try:
        return molecule(text)
    except InputError as error:
        if "not a valid SMILES" not in error.problem:
            raise
        allowed = f"{unknown.allowed} Or give its SMILES, such as CCOC(C)=O"
        if any(c in text for c in "()=#[]@") or _ATOMS_AND_RINGS.fullmatch(text):
            raise InputError("solvent", f"{error.problem} and no known name", allowed) from None
        raise _with_hint(unknown) from None


def _with_hint(unknown: UnknownNameError) -> UnknownNameError:
    unknown.args = (f"{unknown.args[0]} Or give its SMILES, such as CCOC(C)=O",)
    return unknown


def _estimates(
    read: Molecule, known: Mapping[str, Descriptor], catalogue: Catalogue
) -> dict[str, Descriptor]:
    """Medians over the solvents of the catalogue with the same deciding group."""
    groups = _by_group(catalogue)
    found: dict[str, Descriptor] = {}
    for name in DESCRIPTORS:
        if name in known or name == "boiling_point":
            continue
        for kind in (read.kind, _RELATIVES.get(read.kind, "")):
            values = groups.get((kind, name), ())
            if values:
                found[name] = _median(values, f"with group {kind}")
                break
    if "relative_permittivity" not in {**known, **found}:
        every = [
            v for (_, name), vs in groups.items() if name == "relative_permittivity" for v in vs
        ]
        if every:
            found["relative_permittivity"] = _median(every, "of any group")
    return found


def _median(values: Sequence[float], of_which: str) -> Descriptor:
    few = len(values) < _QUARTILES_FROM
    low, _, high = (min(values), 0.0, max(values)) if few else quantiles(values, method="inclusive")
    return Descriptor(
        value=median(values),
        estimated=True,
        origin=f"median of {len(values)} solvents of the catalogue {of_which}",
        low=low,
        high=high,
    )


@lru_cache(maxsize=8)
def _by_group(catalogue: Catalogue) -> dict[tuple[str, str], tuple[float, ...]]:
    found: dict[tuple[str, str], tuple[float, ...]] = {}
    for material in catalogue:
        if material.category != "solvent" or not material.smiles:
            continue
        kind = molecule(material.smiles, f"SMILES of {material.name}").kind
        for name in DESCRIPTORS:
            for value in material.of(name)[:1]:
                found[kind, name] = (*found.get((kind, name), ()), value.value)
    return found
