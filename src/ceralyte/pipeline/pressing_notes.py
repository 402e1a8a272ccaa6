"""What the pressed particles say beside the pressing law, and what comes back on release."""

from collections.abc import Sequence

import numpy as np

from ceralyte.core.quantities import Outcome, Unavailable
from ceralyte.core.units import PRESSURE, show
from ceralyte.model import Elasticity, PressedPacking
from ceralyte.pipeline.density import Densification
from ceralyte.pressing import springback
from ceralyte.recipe import Recipe

_MODULI = "state youngs_modulus and poissons_ratio under its properties, with their source"


def pressing_notes(
    recipe: Recipe,
    densification: Densification,
    pressed: Sequence[PressedPacking],
) -> tuple[str, ...]:
    """Return the cross-check of the density by the particles, and why there are no curves."""
    return (
        *_no_curves(recipe, densification),
        *_cross_check(recipe, densification, pressed),
    )


def _no_curves(recipe: Recipe, densification: Densification) -> tuple[str, ...]:
    """Why a pressed membrane comes without curves of its particles against pressure."""
    if recipe.press.method == "none" or densification.dispersed:
        return ()
    what = "no contacts against pressure are shown: "
    if recipe.support is not None and recipe.process == "infiltration":
        return (what + "ceramic that grows among fibres was no packing before",)
    if not densification.pressure:
        return (what + "the pressure is not known; press.pressure beside the density states it",)
    return ()


def _cross_check(
    recipe: Recipe, densification: Densification, pressed: Sequence[PressedPacking]
) -> tuple[str, ...]:
    """Pressure that the particles carry at the density of the law, with its yield stress."""
    carried = [p.pressure for p in pressed if p.pressure]
    if densification.yield_stress is None or densification.pressure is None or not carried:
        return ()
    who = "the press" if recipe.press.gap is None else "the rolls"
    return (
        f"cross-check of the density ({densification.fraction.method}): at it "
        f"the {recipe.press.method} pressed particles carry "
        f"{show(float(np.mean(carried)), PRESSURE)} with the yield stress "
        f"{show(densification.yield_stress.value, PRESSURE)} of the law, {who} "
        f"{show(densification.pressure, PRESSURE)}",
    )


def springback_of(recipe: Recipe, densification: Densification, elastic: Elasticity) -> Outcome:
    """Return the growth of the volume when the press opens [-], or why it is not known."""
    modulus = elastic.bulk_modulus
    if recipe.press.method == "none":
        return Unavailable(unit="", reason="not pressed")
    if not densification.pressure:
        return Unavailable(unit="", reason="the pressure of the press is not known: press.pressure")
    if isinstance(modulus, Unavailable):
        return Unavailable(
            unit="", reason=f"it needs the bulk modulus: {modulus.reason}; {_MODULI}"
        )
    found = springback(densification.pressure, modulus.value)
    validity = f"{found.validity}; density and thickness are those after it"
    return found.model_copy(update={"validity": validity})
