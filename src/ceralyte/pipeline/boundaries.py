"""Resistance of the grain boundaries of a recipe at a temperature."""

from math import exp

from scipy.constants import R

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


def boundaries_follow(recipe: Recipe) -> str:
    """Say what grain boundaries that resist follow over temperature; "" where there are none."""
    if recipe.ceramic.grain_boundary_resistance == 0:
        return ""
    if recipe.ceramic.grain_boundary_activation_energy is None:
        return (
            "grain boundaries are taken to follow the ceramic over temperature; "
            "ceramic.grain_boundary_activation_energy states their own"
        )
    return "grain boundaries follow their stated activation energy"
