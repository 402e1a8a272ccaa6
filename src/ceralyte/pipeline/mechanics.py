"""Mechanical estimates of one recipe: what is looked up, and what is asked of the mechanics."""

from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.mechanics import (
    estimate_elasticity,
    estimate_tensile_strength,
    fibre_support_strength,
    sheet_support_strength,
)
from ceralyte.model.results import Elasticity
from ceralyte.packing import percentiles
from ceralyte.pipeline.stiffness import PhaseModuli
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import Recipe

_FOR = "the mechanics"


def phase_moduli(recipe: Recipe, supply: Supply) -> PhaseModuli:
    """Return Young's modulus and Poisson's ratio of the solid phases, where they are known."""
    materials = {"ceramic": recipe.ceramic.material}
    if recipe.binder:
        materials["binder"] = recipe.binder.material
    if recipe.support:
        materials["support"] = recipe.support.material
    return {
        phase: (
            supply.outcome(material, "youngs_modulus", _FOR),
            supply.outcome(material, "poissons_ratio", _FOR),
        )
        for phase, material in materials.items()
    }


def elasticity(
    recipe: Recipe, supply: Supply, volume_fractions: dict[str, float], dispersed: bool
) -> Elasticity:
    """Estimate the elastic response; `dispersed`: grains apart from each other in polymer."""
    return estimate_elasticity(
        volume_fractions=volume_fractions,
        moduli=phase_moduli(recipe, supply),
        morphology="matrix" if dispersed else "granular",
    )


def tensile_strength(
    recipe: Recipe, supply: Supply, volume_fractions: dict[str, float], thickness: float
) -> Outcome:
    """Bracket the tensile strength; the largest flaw is taken as d90 of the powder."""
    binder = recipe.binder
    return estimate_tensile_strength(
        porosity=volume_fractions["pore"],
        binder_volume_fraction=volume_fractions["binder"],
        binder_strength=(
            supply.outcome(binder.material, "tensile_strength", _FOR) if binder else None
        ),
        fracture_toughness=supply.outcome(recipe.ceramic.material, "fracture_toughness", _FOR),
        flaw_size=Quantity(
            value=percentiles(recipe.ceramic.size, "volume").d90,
            unit="m",
            method="d90 of the powder, by volume",
        ),
        support_strength=_support_strength(recipe, supply, volume_fractions, thickness),
    )


def _support_strength(
    recipe: Recipe, supply: Supply, volume_fractions: dict[str, float], thickness: float
) -> Outcome | None:
    support = recipe.support
    if support is None:
        return None
    strength = supply.outcome(support.material, "tensile_strength", _FOR)
    if not isinstance(strength, Quantity):
        return strength
    if support.strength_of == "sheet":
        return sheet_support_strength(strength, support.thickness / thickness)
    return fibre_support_strength(strength, volume_fractions["support"])
