"""What the materials of a square metre cost, from prices that the user states and no others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.core.units import CURRENCIES, Dimension, parse
from ceralyte.pipeline import NUMBERS, Numbers
from ceralyte.recipe import Recipe
from ceralyte.study.axes import Axis, Options
from ceralyte.study.paths import document_of
from ceralyte.study.schema import COST

_SUPPORT = " (support)"
_MATERIALS = ("ceramic.material", "binder.material", "support.material")
_SOLVENT, _SOLIDS = "slurry.solvent", "slurry.solids_fraction"
_EXAMPLE = '"850 EUR/kg"'


@dataclass(frozen=True)
class Prices:
    """Prices per kilogram by material, all in one currency (code of ISO 4217)."""

    currency: str
    per_kilogram: dict[str, float]

    @property
    def dimension(self) -> Dimension:
        """Dimension of the cost of a square metre."""
        unit = f"{self.currency}/m^2"
        return Dimension("cost per area", unit, unit, f"5 {unit}")

    def priced(self, numbers: Numbers) -> Numbers:
        """Return the numbers with the cost of what is weighed in, without losses or work.

        Its error bar is that of the mass; prices count as exact.
        """
        mass = numbers.outcomes["areal_mass"]
        if isinstance(mass, Unavailable):
            cost: Quantity | Unavailable = Unavailable(
                unit=self.dimension.si_unit, reason=mass.reason
            )
        else:
            total = sum(
                m * self.per_kilogram[name.removesuffix(_SUPPORT)]
                for name, m in numbers.areal_masses.items()
            )
            what = ", ".join(name.removesuffix(_SUPPORT) for name in numbers.areal_masses)
            cost = mass.scaled(total / mass.value, self.dimension.si_unit, f"stated prices: {what}")
        return numbers.model_copy(update={"outcomes": numbers.outcomes | {COST: cost}})


def prices_of(stated: Mapping[str, str]) -> Prices | None:
    """Return the prices that a study states; None without any.

    Raises
    ------
    InputError
        No currency, more than one, no price per mass, a price below zero.
    """
    if not stated:
        return None
    name, text = next(iter(stated.items()))
    currency = next((c for c in CURRENCIES if f"{c}/" in text), None)
    if currency is None:
        known = f"a price such as {_EXAMPLE}; known are {', '.join(CURRENCIES)}"
        raise InputError(f"prices.{name}", f"'{text}' has no currency", known)
    dimension = Dimension(
        f"price in {currency}", f"{currency}/kg", f"{currency}/kg", f"850 {currency}/kg"
    )
    found = {n: parse(t, dimension, f"prices.{n}") for n, t in stated.items()}
    for n, price in found.items():
        if price < 0:
            raise InputError(f"prices.{n}", f"'{stated[n]}'", "0 or more")
    return Prices(currency, found)


def known_numbers(prices: Prices | None) -> dict[str, Dimension]:
    """Return the numbers of a recipe and what they measure, the cost where there are prices."""
    return NUMBERS | ({COST: prices.dimension} if prices else {})


def require_prices(prices: Prices, base: Recipe, axes: Iterable[Axis]) -> None:
    """Raise `InputError` that names a material of the base or of an option without a price.

    The solvent counts where the recipe or an option states the solids of the slurry.
    """
    chosen = [
        changes for axis in axes if isinstance(axis, Options) for _, changes in axis.alternatives
    ]
    says = {
        path: [_at(base, path), *(c.get(path) for c in chosen)]
        for path in (*_MATERIALS, _SOLVENT, _SOLIDS)
    }
    names = [name for path in _MATERIALS for name in says[path]]
    if any(says[_SOLIDS]):
        names += [name for name in says[_SOLVENT] if name != "none"]
    for name in names:
        if name is not None and name not in prices.per_kilogram:
            raise InputError(
                "prices",
                f"say nothing of {name}",
                f"prices: {{{name}: {_EXAMPLE}}}; 0 if it is free",
            )


def _at(recipe: Recipe, path: str) -> object:
    section, name = path.split(".")
    return document_of(recipe).get(section, {}).get(name)
