"""Mechanical estimates of one recipe: what is looked up, and what is asked of the mechanics."""

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.mechanics import (
    ORIENTATION_FACTORS,
    Orientation,
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
from ceralyte.recipe.schema import Support

_FOR = "the mechanics"
_ORIENTATIONS: dict[str, Orientation] = {
    "nonwoven": "planar_random",
    "woven": "woven",
    "nanowires": "random",
    "octet": "random",
    "gyroid": "random",
}
_WITHOUT_ADHESION = (
    "the stated adhesion of the ceramic's grains is not in it: the network of bonds has it "
    "(`ceralyte bend`, `ceralyte design`)"
)


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
    """Bracket the tensile strength; the largest flaw is taken as d90 of the powder.

    Where the recipe states how the grains hold together, its validity says that it leaves that out.
    """
    found = estimate_tensile_strength(
        porosity=volume_fractions["pore"],
        binder_volume_fraction=volume_fractions["binder"],
        binder_strength=(
            binder_strength(recipe.binder.material, supply) if recipe.binder else None
        ),
        fracture_toughness=supply.outcome(recipe.ceramic.material, "fracture_toughness", _FOR),
        flaw_size=Quantity(
            value=percentiles(recipe.ceramic.size, "volume").d90,
            unit="m",
            method="d90 of the powder, by volume",
        ),
        support_strength=_support_strength(recipe, supply, volume_fractions, thickness),
    )
    adhesion = [
        supply.outcome(recipe.ceramic.material, name, _FOR)
        for name in ("adhesion_strength", "adhesion_energy")
    ]
    if isinstance(found, Unavailable) or all(isinstance(a, Unavailable) for a in adhesion):
        return found
    return found.model_copy(update={"validity": f"{found.validity}; {_WITHOUT_ADHESION}"})


def binder_strength(material: str, supply: Supply) -> Outcome:
    """Return the stress (Pa) at which a binder tears, or lets go of the ceramic if that is less."""
    tears, lets_go = (
        supply.outcome(material, name, _FOR) for name in ("tensile_strength", "adhesion_strength")
    )
    if isinstance(tears, Unavailable) or isinstance(lets_go, Unavailable):
        return tears
    return min(tears, lets_go, key=lambda strength: strength.value)


def orientation_factor(support: Support) -> float:
    """Return the share of its fibres' axial stiffness and strength that a support carries [-]."""
    return ORIENTATION_FACTORS[_ORIENTATIONS[support.kind]]


def carried_by(
    support: Support, strength: Quantity, volume_fraction: float, thickness: float
) -> Quantity:
    """Return what a support adds to the strength of a membrane, Pa.

    Parameters
    ----------
    support : Support
    strength : Quantity, Pa
        Of its fibres or of the bare sheet, as `support.strength_of` says.
    volume_fraction : float
        Of the support in the membrane.
    thickness : float, m
        Of the membrane.
    """
    if support.strength_of == "sheet":
        return sheet_support_strength(strength, support.thickness / thickness)
    return fibre_support_strength(strength, volume_fraction, _ORIENTATIONS[support.kind])


def _support_strength(
    recipe: Recipe, supply: Supply, volume_fractions: dict[str, float], thickness: float
) -> Outcome | None:
    support = recipe.support
    if support is None:
        return None
    strength = supply.outcome(support.material, "tensile_strength", _FOR)
    if not isinstance(strength, Quantity):
        return strength
    return carried_by(support, strength, volume_fractions["support"], thickness)
