"""What a solvent is known to do to the powder, where a report gives a factor."""

from dataclasses import replace
from math import hypot

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import CONDUCTIVITY, show
from ceralyte.pipeline.temperature import PhaseConductivity
from ceralyte.recipe import Recipe
from ceralyte.slurry import Modifier, SlurryVerdict

CONDUCTIVITY_EFFECT, CAPACITANCE_EFFECT = "conductivity", "grain_boundary_capacitance"
_CHANGEABLE = (CONDUCTIVITY_EFFECT, CAPACITANCE_EFFECT)
_WHY_NOT = {
    "particle_size": "no number is published: the recipe's size is packed as it is; measure the "
    "powder after the solvent and state it as ceramic.size",
    "cathode_interface_resistance": "the interfaces of the recipe's cell count as measured in it",
}


def effect_on(quantity: str, recipe: Recipe, slurry: SlurryVerdict) -> Modifier | None:
    """Return the published effect that changes a quantity; None where there is none to apply.

    The recipe's `slurry.solvent_effects: none` switches all of them off.
    """
    if recipe.slurry.solvent_effects == "none":
        return None
    found = (m for m in slurry.modifiers if m.quantity == quantity and m.factor is not None)
    return next(found, None)


def after_solvent(ceramic: PhaseConductivity, effect: Modifier | None) -> PhaseConductivity:
    """Return the conductivity of the powder that comes out of the solvent.

    The factor holds at every temperature: reports were made at one. The range that reports leave
    open, taken as even, adds to the error of the material data.
    """
    if effect is None or effect.factor is None:
        return ceramic
    factor = effect.factor
    method = f"{ceramic.now.method}; x {effect.times} after {effect.solvent}"
    return replace(
        ceramic,
        now=_with_range(ceramic.now.scaled(factor, ceramic.now.unit, method), effect, factor),
        at=lambda temperature: factor * ceramic.at(temperature),
        notes=(*ceramic.notes, _conductivity_note(ceramic, effect, factor)),
    )


def _with_range(after: Quantity, effect: Modifier, factor: float) -> Quantity:
    if effect.low is None or effect.high is None:
        return after
    of_effect = after.value * (effect.high - effect.low) / factor / 12**0.5
    return after.model_copy(update={"std_model": hypot(after.std_model or 0.0, of_effect)})


def effect_notes(recipe: Recipe, slurry: SlurryVerdict) -> tuple[str, ...]:
    """Return what is known of the solvent's effect on the powder and not in the numbers."""
    switched_off = recipe.slurry.solvent_effects == "none"
    return tuple(
        f"{m.ceramic} after {m.solvent}, {m.quantity.replace('_', ' ')}: {m.statement} "
        f"({_reference(m)}); not applied: "
        + (
            "slurry.solvent_effects is none"
            if switched_off
            else _WHY_NOT.get(m.quantity, "no number is published")
        )
        for m in slurry.modifiers
        if switched_off or m.quantity not in _CHANGEABLE or m.factor is None
    )


def effect_sources(recipe: Recipe, slurry: SlurryVerdict) -> tuple[Source, ...]:
    """Return the sources of the effects that were applied."""
    effects = (effect_on(quantity, recipe, slurry) for quantity in _CHANGEABLE)
    return tuple(source for effect in effects if effect for source in effect.sources)


def capacitance_note(effect: Modifier) -> str:
    """Return how a solvent changed the capacitance of the grain boundaries."""
    return (
        f"the grain boundaries' capacitance is {effect.factor:g} times the stated one of the "
        f"untreated powder: {effect.ceramic} after {effect.solvent}, {effect.statement} "
        f"({_reference(effect)}); slurry.solvent_effects: none leaves it out"
    )


def _conductivity_note(before: PhaseConductivity, effect: Modifier, factor: float) -> str:
    untreated = show(before.now.value, CONDUCTIVITY)
    treated = show(factor * before.now.value, CONDUCTIVITY)
    return (
        f"{effect.ceramic} after {effect.solvent} conducts {effect.times} times as well, {treated} "
        f"instead of {untreated}: {effect.statement}. The factor is taken for all temperatures; "
        "slurry.solvent_effects: none leaves it out"
    )


def _reference(effect: Modifier) -> str:
    return effect.sources[0].text
