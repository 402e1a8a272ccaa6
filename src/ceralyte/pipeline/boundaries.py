"""Resistances of the interfaces of a recipe at a temperature."""

from math import exp

from scipy.constants import R

from ceralyte.core.errors import InputError
from ceralyte.packing import farr_groot, mean_diameter
from ceralyte.pipeline.temperature import PhaseConductivity
from ceralyte.recipe import Recipe


def boundary_resistance(recipe: Recipe, ceramic: PhaseConductivity, temperature: float) -> float:
    """Return the resistance of a grain boundary at a temperature (K), ohm m2.

    The recipe states it at its own temperature. It follows the recipe's activation energy of grain
    boundaries, or else the ceramic.
    """
    stated = recipe.ceramic.grain_boundary_resistance
    energy = recipe.ceramic.grain_boundary_activation_energy
    if energy is None:
        return stated * ceramic.at(recipe.temperature) / ceramic.at(temperature)
    return stated * exp(energy / R * (1 / temperature - 1 / recipe.temperature))


def interface_resistances(
    recipe: Recipe, ceramic: PhaseConductivity, binder: PhaseConductivity | None, temperature: float
) -> dict[str, float]:
    """Return resistances by pairs of phases at a temperature (K), as a solve takes them, ohm m2.

    What resists between ceramic and binder follows the binder over temperature.
    """
    found = {"ceramic-ceramic": boundary_resistance(recipe, ceramic, temperature)}
    stated = recipe.binder.interface_resistance if recipe.binder else None
    if stated and binder:
        found["ceramic-binder"] = stated * binder.at(recipe.temperature) / binder.at(temperature)
    return found


def stated_resistances(recipe: Recipe) -> dict[str, float]:
    """Return the same at the recipe's temperature."""
    found = {"ceramic-ceramic": recipe.ceramic.grain_boundary_resistance}
    if recipe.binder and recipe.binder.interface_resistance:
        found["ceramic-binder"] = recipe.binder.interface_resistance
    return found


def require_binder_that_conducts(recipe: Recipe, binder: PhaseConductivity | None) -> None:
    """Refuse a resistance between the ceramic and a binder that carries no current anyway."""
    if recipe.binder and recipe.binder.interface_resistance and binder is None:
        raise InputError(
            "binder.interface_resistance",
            f"is given, but no conductivity of {recipe.binder.material} is known: it insulates",
            "leave it out, or state a conductivity under binder.properties",
        )


def with_boundaries(
    recipe: Recipe, ceramic: PhaseConductivity, conductivity: float, share: float, at: float
) -> float:
    """Return the conductivity of the ceramic with its grain boundaries in series, for estimates.

    Parameters
    ----------
    recipe : Recipe
    ceramic : PhaseConductivity
    conductivity : float
        Of the grains at the temperature `at` (K), S/m.
    share : float
        Of the ceramic in the space beside a support [-].

    Validity
    --------
    Bricks of the mean diameter (volume over surface) that touch with as much of their faces as
    pressed grains do, ``D (D - D0) / (1 - D0)``; grains that do not touch have no boundaries.
    Within a fifth of grains that were solved, where boundaries rule.

    Source
    ------
    J. Maier, Ber. Bunsenges. Phys. Chem. 90, 26 (1986); A. S. Helle, K. E. Easterling and M. F.
    Ashby, Acta Metall. 33, 2163 (1985).
    """
    resistance = boundary_resistance(recipe, ceramic, at)
    loose = farr_groot(recipe.ceramic.size).value if resistance else 1.0
    if share <= loose:
        return conductivity
    touching = share * (share - loose) / (1 - loose)
    brick = mean_diameter(recipe.ceramic.size, 3, 2)
    return 1 / (1 / conductivity + resistance / (brick * touching))


def interfaces_follow(recipe: Recipe) -> str:
    """Say what interfaces that resist follow over temperature; "" where there are none."""
    words = [_boundaries_follow(recipe)]
    if recipe.binder and recipe.binder.interface_resistance:
        words.append("what resists at the binder is taken to follow the binder")
    return "; ".join(filter(None, words))


def _boundaries_follow(recipe: Recipe) -> str:
    if recipe.ceramic.grain_boundary_resistance == 0:
        return ""
    if recipe.ceramic.grain_boundary_activation_energy is None:
        return (
            "grain boundaries are taken to follow the ceramic over temperature; "
            "ceramic.grain_boundary_activation_energy states their own"
        )
    return "grain boundaries follow their stated activation energy"
