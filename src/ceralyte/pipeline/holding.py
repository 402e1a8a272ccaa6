"""What may hold the grains of a membrane: what is stated, else both ends of what is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.mechanics import Adhesion, Bridges, Solid
from ceralyte.packing import mean_diameter
from ceralyte.pipeline.binding import Binding
from ceralyte.pipeline.mechanics import binder_strength
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import Recipe
from ceralyte.structure import GROUND_ROUGHNESS

STATED = "adhesion as stated"
"""What the recipe, or the catalogue, says of how pressed grains hold together."""

HEALED = "contacts as tough as the ceramic"
"""Upper end of how pressed grains may hold together, where nobody has measured it."""

_FOR = "the strength of the membrane"


@dataclass(frozen=True)
class Holding:
    """One way in which the grains may be held; its name, and what bonds are made of."""

    name: str
    grain: Solid
    adhesion: Adhesion | None
    bridges: Bridges | None


def holdings(
    recipe: Recipe,
    supply: Supply,
    volume_fractions: dict[str, float],
    binding: Binding | None,
    roughness: float | None = None,
) -> list[Holding] | Unavailable:
    """Return what may hold the grains: what is stated, else both ends of what is known.

    The film of a coating is as thick as stated, or as the binder makes it on grains of this
    `roughness` (as in `Makeup`), ground ones where it is not known.

    The ends: the binder alone, and contacts as tough as the ceramic itself (its fracture
    toughness turned into an energy, K^2 (1 - nu^2) / E).
    """
    grain = _solid(recipe.ceramic.material, supply)
    if isinstance(grain, Unavailable):
        return grain
    bridges = _bridges(recipe, supply, volume_fractions, binding, roughness)
    stated = _adhesion(recipe, supply)
    known = bridges if isinstance(bridges, Bridges) else None
    if stated is not None:
        return [Holding(STATED, grain, stated, known)]
    found = [] if known is None else [Holding("binder alone", grain, None, known)]
    toughness = supply.outcome(recipe.ceramic.material, "fracture_toughness", _FOR)
    if isinstance(toughness, Quantity):
        plane = (1 - grain.poissons_ratio**2) / grain.youngs_modulus
        healed = Adhesion(energy=toughness.value**2 * plane)
        found.append(Holding(HEALED, grain, healed, known))
    if found:
        return found
    reason = bridges.reason if isinstance(bridges, Unavailable) else ""
    return Unavailable(
        unit="Pa",
        reason=f"{reason}; and no adhesion_strength, adhesion_energy or fracture_toughness of "
        f"{recipe.ceramic.material}: give one under ceramic.properties with its source",
    )


def untested(
    recipe: Recipe,
    supply: Supply,
    volume_fractions: dict[str, float],
    binding: Binding | None,
    held: Sequence[Holding],
) -> dict[str, str]:
    """Return what else may hold the grains beside `held`, with why no test has it in it."""
    found = {}
    if not any(holding.adhesion for holding in held):
        found["contacts not tested"] = (
            f"{recipe.ceramic.material} has no fracture_toughness, adhesion_strength or "
            "adhesion_energy: give one under ceramic.properties with its source"
        )
    bridges = _bridges(recipe, supply, volume_fractions, binding, None)
    if binding is not None and isinstance(bridges, Unavailable):
        found["binder not tested"] = bridges.reason
    return found


def _adhesion(recipe: Recipe, supply: Supply) -> Adhesion | None:
    strength, energy = (
        supply.outcome(recipe.ceramic.material, name, _FOR)
        for name in ("adhesion_strength", "adhesion_energy")
    )
    values = [q.value if isinstance(q, Quantity) else None for q in (strength, energy)]
    return None if values == [None, None] else Adhesion(*values)


def _bridges(
    recipe: Recipe,
    supply: Supply,
    volume_fractions: dict[str, float],
    binding: Binding | None,
    roughness: float | None,
) -> Bridges | Unavailable:
    if recipe.binder is None or binding is None:
        return Unavailable(unit="Pa", reason="no binder")
    name = recipe.binder.material
    if binding.placement == "matrix":
        reason = f"{name} is a matrix around the grains, not bridges between them"
        return Unavailable(unit="Pa", reason=reason)
    solid = _solid(name, supply)
    if isinstance(solid, Unavailable):
        return solid
    strength = binder_strength(name, supply)
    if isinstance(strength, Unavailable):
        reason = f"tensile_strength: {strength.reason}; give it under binder.properties"
        return Unavailable(unit="Pa", reason=reason)
    energy = supply.outcome(name, "fracture_energy", _FOR)
    return Bridges(
        solid,
        strength.value,
        volume_fractions["binder"],
        binding.placement,
        energy.value if isinstance(energy, Quantity) else None,
        recipe.binder.film_thickness,
        roughness or _roughness_under(recipe, volume_fractions),
    )


def _roughness_under(recipe: Recipe, volume_fractions: dict[str, float]) -> float:
    """Surface over that of smooth grains where nobody measured it: of a ground powder.

    But no more than what a stated film has binder for.
    """
    film = recipe.binder.film_thickness if recipe.binder else None
    if film is None:
        return GROUND_ROUGHNESS
    per_ceramic = volume_fractions["binder"] / volume_fractions["ceramic"]
    on_smooth = per_ceramic * mean_diameter(recipe.ceramic.size, 3, 2) / 6
    return min(max(on_smooth / film, 1.0), GROUND_ROUGHNESS)


def _solid(material: str, supply: Supply) -> Solid | Unavailable:
    modulus, ratio = (
        supply.outcome(material, name, _FOR) for name in ("youngs_modulus", "poissons_ratio")
    )
    for name, found in (("youngs_modulus", modulus), ("poissons_ratio", ratio)):
        if isinstance(found, Unavailable):
            reason = f"{name}: {found.reason}; give it in the recipe or a materials file"
            return Unavailable(unit="Pa", reason=reason)
    return Solid(modulus.value, ratio.value)
