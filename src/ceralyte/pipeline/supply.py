"""Values for one recipe, from the recipe itself, its materials file or the catalogue."""

from collections.abc import Iterable

import numpy as np
from scipy.stats import median_abs_deviation

from ceralyte.core.errors import InputError, MissingDataError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import parse
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.materials.placements import ReportedPlacement, reported_placement
from ceralyte.materials.properties import property_named
from ceralyte.model import PropertyValue
from ceralyte.recipe import Recipe
from ceralyte.recipe.ceramic import Properties, StatedValue


class Supply:
    """Hands out property values and remembers which, for the list of sources.

    Values that the recipe states go before those of its materials file, and both before the
    catalogue; without a recipe there is the catalogue alone.
    """

    def __init__(self, recipe: Recipe | None = None) -> None:
        file = recipe.materials_file if recipe else None
        owned = load_catalogue(recipe.folder / file if recipe and file else None)
        self._renamed = owned.renamed
        self.catalogue: Catalogue = owned.with_values(stated_values(recipe) if recipe else [])
        self._analogues: dict[str, tuple[str, ...]] = {}
        for part in (recipe.ceramic, recipe.binder) if recipe else ():
            if part:
                self._analogues[part.material] = part.analogues
        self._used: dict[tuple[str, str, float | None], PropertyValue] = {}
        self._asked: dict[tuple[str, str, float | None], str] = {}
        self._reports: dict[str, ReportedPlacement] = {}

    def value(self, material: str, prop: str, needed_for: str) -> PropertyValue:
        """Return the best value; raise `MissingDataError` where there is none."""
        found = self.catalogue.value(
            material, prop, needed_for=needed_for, analogues=self._analogues.get(material, ())
        )
        self._remember(material, [found])
        return found

    def values(self, material: str, prop: str) -> tuple[PropertyValue, ...]:
        """Return all values of a property, best first; empty where there is none."""
        found = self.catalogue.values(material, prop, analogues=self._analogues.get(material, ()))
        self._remember(material, found)
        return found

    def outcome(self, material: str, prop: str, needed_for: str) -> Outcome:
        """Return the best value as a Quantity, or Unavailable with how to supply it."""
        try:
            return self.value(material, prop, needed_for).as_quantity()
        except MissingDataError:
            return Unavailable(
                unit=property_named(prop, "property").dimension.si_unit,
                reason=f"none is known for {material}",
            )

    def placement(self, recipe: Recipe) -> ReportedPlacement | None:
        """Return where the binder of the recipe was seen to sit on its ceramic, if anybody saw."""
        assert recipe.binder is not None  # asked for only with a binder
        ceramic, binder = (
            self.catalogue.get(name).name
            for name in (recipe.ceramic.material, recipe.binder.material)
        )
        found = reported_placement(ceramic, binder, recipe.process)
        if found is not None:
            self._reports[found.binder] = found
        return found

    @property
    def sources(self) -> tuple[Source, ...]:
        """Origins of all values handed out, in the order of first use, and of reports."""
        values = tuple(value.as_source() for value in self._used.values())
        return values + tuple(report.as_source() for report in self._reports.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know about the values: stand-ins and unchecked ones."""
        notes = [
            f"{self._asked[key]} has no {value.property_name}: taken from {value.material}"
            for key, value in self._used.items()
            if value.material != self._asked[key]
        ]
        notes += [
            f"values of '{alias}' in the materials file are taken as those of {name}, which it is "
            "another name of: give another material a name of its own"
            for alias, name in self._renamed.items()
        ]
        notes += [
            f"{value.property_name} of {value.material} is unverified: {value.source}"
            for value in self._used.values()
            if value.kind == "unverified"
        ]
        return tuple(dict.fromkeys(notes))

    def _remember(self, asked: str, values: Iterable[PropertyValue]) -> None:
        name = self.catalogue.get(asked).name
        for value in values:
            key = (value.material, value.property_name, value.value)
            self._used.setdefault(key, value)
            self._asked.setdefault(key, name)


def stated_values(recipe: Recipe) -> list[PropertyValue]:
    """Return the values that the recipe states itself under `properties`."""
    sections: list[tuple[str, str, Properties]] = [
        ("ceramic", recipe.ceramic.material, recipe.ceramic.properties)
    ]
    if recipe.binder:
        sections.append(("binder", recipe.binder.material, recipe.binder.properties))
    if recipe.support:
        sections.append(("support", recipe.support.material, recipe.support.properties))
    return [
        value
        for section, material, properties in sections
        for value in _section_values(section, material, properties)
    ]


def _section_values(section: str, material: str, properties: Properties) -> list[PropertyValue]:
    values = []
    for name, stated in properties.items():
        field = f"{section}.properties.{name}"
        if isinstance(stated, StatedValue):
            values.append(_value_of(material, name, stated, field))
        else:
            values += [
                _value_of(material, name, one, f"{field}.{k}") for k, one in enumerate(stated)
            ]
    return values


def _value_of(material: str, name: str, stated: StatedValue, field: str) -> PropertyValue:
    prop = property_named(name, field)
    value, low, high = (
        None if text is None else prop.check(parse(text, prop.dimension, field), field)
        for text in (stated.value, stated.low, stated.high)
    )
    if value is None or (low is not None and low > value) or (high is not None and high < value):
        raise InputError(field, f"{stated.value} is outside its own range", "low <= value <= high")
    return PropertyValue(
        material=material,
        property_name=name,
        value=value,
        unit=prop.dimension.si_unit,
        low=low,
        high=high,
        temperature=stated.temperature,
        pressure=stated.pressure,
        condition=stated.condition,
        arrhenius_form=stated.arrhenius_form,
        kind="user",
        source=stated.source,
        locator=stated.locator,
    )


def sample_spread(values: Iterable[PropertyValue]) -> float | None:
    """Return the relative spread between published samples of one property [-].

    The scaled median absolute deviation of the logarithms of all measured values: samples of
    one formula differ by synthesis, and the catalogue cannot know which one the user has. None
    with fewer than three, or where the user states an own value.
    """
    values = tuple(values)
    if any(v.kind == "user" for v in values):
        return None
    measured = np.log([v.value for v in values if v.kind == "measured"])
    if len(measured) < 3:
        return None
    return float(median_abs_deviation(measured, scale="normal"))


def with_spread(value: PropertyValue, spread: float | None) -> Quantity:
    """Return the value with the spread between samples as its error, if it states none itself."""
    quantity = value.as_quantity()
    if quantity.std is not None or spread is None:
        return quantity
    return quantity.model_copy(update={"std_model": spread * value.value})
