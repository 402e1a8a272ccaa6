"""The catalogue: which materials there are, and which of several values to take."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from ceralyte.core.errors import InputError, MissingDataError, UnknownNameError
from ceralyte.materials.properties import property_named
from ceralyte.materials.reader import Row, read_csv, read_rows, read_values, require_one_of
from ceralyte.model import Material, PropertyValue
from ceralyte.model.material import Category

KIND_RANK = ("user", "measured", "derived", "computed", "handbook", "statement", "unverified")
CONFIDENCE_RANK = ("high", "medium", "low", "")
VALUE_FILES = ("ceramics.csv", "polymers.csv", "supports.csv", "electrodes.csv", "solvents.csv")
MATERIAL_COLUMNS = (
    "name",
    "category",
    "formula",
    "family",
    "mobile_ion",
    "structural_unit",
    "cas",
    "smiles",
    "aliases",
    "description",
)
REMEDY = (
    "add a row to a materials file beside the recipe (materials_file: ...), "
    "or give it under `properties:` in the recipe"
)


class Catalogue:
    """Materials by name, their values in the order in which they are to be preferred.

    The order of choice, of all values of one property of one material: those that a user added
    come first; then by kind (user, measured, derived, computed, handbook, statement, unverified);
    then by confidence (high, medium, low); then as they stand in the file, where the row of a
    typical processed powder or pellet comes first. An unverified value of the built-in catalogue
    is dropped as soon as any other value of the property is known.

    A polymer without a `conductivity` is an insulator: binders that do not conduct have no such
    row, polymer electrolytes do.

    Examples
    --------
    >>> catalogue = load_catalogue()
    >>> catalogue.get("LPSCl").name
    'Li6PS5Cl'
    >>> round(catalogue.value("Li6PS5Cl", "conductivity", needed_for="transport").value, 3)
    0.165
    """

    def __init__(
        self,
        materials: Iterable[Material],
        renamed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._materials: Mapping[str, Material] = MappingProxyType({m.name: m for m in materials})
        self.renamed = renamed
        spellings = {a.casefold(): m.name for m in self for a in m.aliases}
        self._spellings = spellings | {m.name.casefold(): m.name for m in self}

    def __iter__(self) -> Iterator[Material]:
        return iter(self._materials.values())

    def __len__(self) -> int:
        return len(self._materials)

    def names(self, category: Category | None = None) -> tuple[str, ...]:
        """Names of all materials, or of those that may serve as `category`, in file order."""
        return tuple(m.name for m in self if category is None or m.category in (category, None))

    def get(self, name: str, field: str = "material", category: Category | None = None) -> Material:
        """Return the material with this name or alias, upper and lower case alike.

        Parameters
        ----------
        name : str
        field : str
            Where the name stands, for the message.
        category : Category or None
            What the material has to serve as; None: anything.

        Raises
        ------
        UnknownNameError
            No such name; the message gives the nearest.
        InputError
            The name belongs to a material of another category.
        """
        found = self._spellings.get(name.strip().casefold())
        if found is None:
            raise UnknownNameError(field, name, self._known(category))
        material = self._materials[found]
        if category is not None and material.category not in (category, None):
            allowed = f"a {category}, such as {', '.join(self.names(category)[:3])}"
            raise InputError(field, f"'{name}' is a {material.category}", allowed)
        return material

    def values(
        self, material: str, property_name: str, *, analogues: Iterable[str] = ()
    ) -> tuple[PropertyValue, ...]:
        """Return all values of a property, best first; empty if nobody has given one.

        The first of `material` and then `analogues` that has any supplies all of them.
        """
        prop = property_named(property_name, "property")
        for name in (material, *analogues):
            found = self.get(name).of(prop.name)
            if found:
                return found
        return ()

    def value(
        self,
        material: str,
        property_name: str,
        *,
        needed_for: str,
        temperature: float | None = None,
        analogues: Iterable[str] = (),
    ) -> PropertyValue:
        """Return the value to take.

        Parameters
        ----------
        material, property_name : str
        needed_for : str
            What the value is for, for the message if there is none.
        temperature : float or None
            K. If given, the value stated for the nearest temperature is taken, and the order of
            choice decides between equally near ones; values that state no temperature come last.
            Meant for polymer electrolytes; for a ceramic leave it out and extrapolate by
            Arrhenius, since samples differ more than near temperatures do.
        analogues : iterable of str
            Materials whose value may stand in, in this order. The returned value keeps the
            analogue's name as its `material`.

        Raises
        ------
        MissingDataError
            Neither the material nor an analogue has a value; the message says how to supply it.
        UnknownNameError
            Unknown material, analogue or property.
        """
        found = self.values(material, property_name, analogues=analogues)
        if not found:
            name = self.get(material).name
            raise MissingDataError(name, property_name, needed_for, REMEDY)
        if temperature is None:
            return found[0]
        wanted = temperature
        return min(
            found,
            key=lambda v: float("inf") if v.temperature is None else abs(v.temperature - wanted),
        )

    def with_values(
        self,
        values: Iterable[PropertyValue],
        categories: Mapping[str, Category | None] = MappingProxyType({}),
    ) -> "Catalogue":
        """Return a catalogue in which `values` come before all others.

        Values of an unknown material make a new one, of the category in `categories`. Those under
        another name of a known material go to that one, which `renamed` tells.

        Raises
        ------
        InputError
            Such another name, where `categories` has a different category.
        """
        added: dict[str, list[PropertyValue]] = {}
        renamed = dict(self.renamed)
        for value in values:
            name = self._spellings.get(value.material.casefold(), value.material)
            if name.casefold() != value.material.casefold():
                self._require_same(name, value.material, categories.get(value.material))
                renamed[value.material] = name
            added.setdefault(name, []).append(value.model_copy(update={"material": name}))
        materials = dict(self._materials)
        for name, news in added.items():
            known = materials.get(name) or Material(name=name, category=categories.get(name))
            merged = _verified((*_ranked(news), *known.values), keep=len(news))
            materials[name] = known.model_copy(update={"values": merged})
        return Catalogue(materials.values(), renamed)

    def _require_same(self, name: str, alias: str, category: Category | None) -> None:
        own = self._materials[name].category
        if category not in (None, own):
            raise InputError(
                "material",
                f"'{alias}' is another name of {name}, a {own}, not a {category}",
                "a name that no other material has",
            )

    def _known(self, category: Category | None) -> list[str]:
        fitting = [self._materials[n] for n in self.names(category)]
        return [m.name for m in fitting] + [a for m in fitting for a in m.aliases]


def load_catalogue(user_file: Path | None = None) -> Catalogue:
    """Return the built-in catalogue, with a user's own file on top.

    Parameters
    ----------
    user_file : Path or None
        CSV with the columns material, property, value, unit, source and, where wanted, low, high,
        temperature, pressure, condition, arrhenius_form, kind (default: user), locator,
        confidence, category (of a new material; may be left out). Its values come before the
        built-in ones, unknown materials are new ones.

    Raises
    ------
    InputError
        The file cannot be read, or a row is wrong: the message names file and line.
    """
    if user_file is None:
        return _built_in()
    rows = list(read_values(read_csv(user_file), user_file.name, default_kind="user"))
    categories = {value.material: category for value, category in rows if category}
    return _built_in().with_values((value for value, _ in rows), categories)


@lru_cache(maxsize=1)
def _built_in() -> Catalogue:
    folder = resources.files("ceralyte.materials") / "data"
    required = ("name", "category")
    text = (folder / "materials.csv").read_text(encoding="utf-8")
    materials = {
        row["name"]: _material(where, row)
        for where, row in read_rows(text, "materials.csv", MATERIAL_COLUMNS, required)
    }
    values: dict[str, list[PropertyValue]] = {name: [] for name in materials}
    for file in VALUE_FILES:
        for value, _ in read_values((folder / file).read_text(encoding="utf-8"), file):
            if value.material not in materials:
                raise UnknownNameError(file, value.material, materials)
            values[value.material].append(value)
    return Catalogue(
        m.model_copy(update={"values": _verified(_ranked(values[name]))})
        for name, m in materials.items()
    )


def _material(where: str, row: Row) -> Material:
    require_one_of(where, row, "category", get_args(Category))
    aliases = tuple(a.strip() for a in row["aliases"].split(";") if a.strip())
    return Material.model_validate({**row, "aliases": aliases})


def _ranked(values: Iterable[PropertyValue]) -> tuple[PropertyValue, ...]:
    return tuple(
        sorted(
            values,
            key=lambda v: (KIND_RANK.index(v.kind), CONFIDENCE_RANK.index(v.confidence)),
        )
    )


def _verified(values: tuple[PropertyValue, ...], keep: int = 0) -> tuple[PropertyValue, ...]:
    """Drop unverified values, but for the first `keep`, of properties known otherwise."""
    known = {v.property_name for v in values if v.kind != "unverified"}
    known |= {v.property_name for v in values[:keep]}
    return values[:keep] + tuple(
        v for v in values[keep:] if v.kind != "unverified" or v.property_name not in known
    )
