"""Resistances of the interfaces of a recipe at a temperature."""

from collections.abc import Mapping
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
    recipe: Recipe,
    ceramic: PhaseConductivity,
    beside: Mapping[str, PhaseConductivity],
    temperature: float,
) -> dict[str, float]:
    """Return resistances by pairs of phases at a temperature (K), as a solve takes them, ohm m2.

    What resists between the ceramic and a phase `beside` it, binder or support, follows that phase
    over temperature.
    """
    found = {"ceramic-ceramic": boundary_resistance(recipe, ceramic, temperature)}
    for name, stated in _stated_beside(recipe).items():
        follows = beside[name]
        relative = follows.at(recipe.temperature) / follows.at(temperature)
        found[f"ceramic-{name}"] = stated * relative
    return found


def stated_resistances(recipe: Recipe) -> dict[str, float]:
    """Return the same at the recipe's temperature."""
    beside = {f"ceramic-{name}": value for name, value in _stated_beside(recipe).items()}
    return {"ceramic-ceramic": recipe.ceramic.grain_boundary_resistance, **beside}


def require_phases_that_conduct(recipe: Recipe, beside: Mapping[str, PhaseConductivity]) -> None:
    """Refuse a resistance between the ceramic and a phase that carries no current anyway."""
    for name in _stated_beside(recipe):
        if name not in beside:
            material = getattr(recipe, name).material
            raise InputError(
                f"{name}.interface_resistance",
                f"is given, but no conductivity of {material} is known: it insulates",
                f"leave it out, or state a conductivity under {name}.properties",
            )


def require_no_resistance_beside(recipe: Recipe) -> None:
    """Refuse a resistance between the ceramic and another phase, for spectra."""
    for name in _stated_beside(recipe):
        raise InputError(
            f"{name}.interface_resistance",
            "spectra know resistances between grains of ceramic only",
            "leave it out for a spectrum; `ceralyte design` gives the resistance with it",
        )


def _stated_beside(recipe: Recipe) -> dict[str, float]:
    """What resists between the ceramic and other phases, by their names, ohm m2."""
    sections = {"binder": recipe.binder, "support": recipe.support}
    return {
        name: section.interface_resistance
        for name, section in sections.items()
        if section is not None and section.interface_resistance
    }


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
    words += [
        f"what resists at the {name} is taken to follow the {name}"
        for name in _stated_beside(recipe)
    ]
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
