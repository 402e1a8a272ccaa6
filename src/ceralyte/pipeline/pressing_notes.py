"""What the pressed particles say beside the pressing law, and what comes back on release."""

from collections.abc import Sequence

import numpy as np

from ceralyte.core.quantities import Quantity
from ceralyte.core.units import PRESSURE, show
from ceralyte.model import Elasticity, PressedPacking
from ceralyte.pipeline.density import Densification
from ceralyte.pressing import springback
from ceralyte.recipe import Recipe


def pressing_notes(
    recipe: Recipe,
    densification: Densification,
    pressed: Sequence[PressedPacking],
    elastic: Elasticity,
) -> tuple[str, ...]:
    """Return the cross-check of the density by the particles, and the springback.

    And why there are no curves, where there are none.
    """
    return (
        *_no_curves(recipe, densification),
        *_cross_check(recipe, densification, pressed),
        *_springback(densification, elastic),
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


def _springback(densification: Densification, elastic: Elasticity) -> tuple[str, ...]:
    modulus = elastic.bulk_modulus
    if not densification.pressure or not isinstance(modulus, Quantity):
        return ()
    back = springback(densification.pressure, modulus.value)
    return (
        f"springback on release: the volume grows by about {100 * back.value:.2g} % (estimate, "
        "within a factor of two); density and thickness are those after it",
    )
