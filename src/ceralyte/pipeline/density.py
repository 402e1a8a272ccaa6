"""From the packing fraction and the pressure to the share of the ceramic in the membrane."""

from dataclasses import dataclass

import numpy as np

from ceralyte.core.errors import InputError, MissingDataError
from ceralyte.core.quantities import Quantity
from ceralyte.model import Mark, PropertyValue, Series
from ceralyte.pipeline.makeup import Makeup
from ceralyte.pipeline.supply import Supply
from ceralyte.pressing import density_std, fit_yield_stress, relative_density
from ceralyte.pressing.laws import PRESSURE_MAX
from ceralyte.recipe import Recipe

_STEP = 10e6
_USUAL = 600e6  # Pa: where the curve ends if nothing lies beyond
_NO_YIELD = (
    "add relative_density with its pressure under ceramic.properties, name a similar material in "
    "ceramic.analogues, or state a measured press.relative_density"
)


@dataclass(frozen=True)
class Densification:
    """Share of the ceramic in the space beside the support, and how it came about.

    `fraction` [-] with its error bars; `dispersed` where the polymer, not the contact of the
    grains, sets it; `points` the measured densities behind the yield stress (Pa).
    """

    fraction: Quantity
    dispersed: bool
    yield_stress: Quantity | None
    points: tuple[PropertyValue, ...]
    notes: tuple[str, ...]


def pressed_densities(recipe: Recipe, supply: Supply) -> tuple[PropertyValue, ...]:
    """Return the measured densities after pressing that calibrate the law; none if not needed.

    A user's own ones replace those of the catalogue.

    Raises
    ------
    MissingDataError
        Nobody has measured a density after pressing, of the ceramic or of an analogue.
    """
    if recipe.press.method == "none" or recipe.press.relative_density is not None:
        return ()
    name = recipe.ceramic.material
    values = [v for v in supply.values(name, "relative_density") if v.pressure]
    own = [v for v in values if v.kind == "user"]
    if not values:
        raise MissingDataError(name, "relative_density", "pressing", _NO_YIELD)
    return tuple(own or values)


def densify(
    recipe: Recipe, makeup: Makeup, initial: Quantity, points: tuple[PropertyValue, ...]
) -> Densification:
    """Return the share of the ceramic after pressing.

    Parameters
    ----------
    recipe, makeup : Recipe and Makeup
    initial : Quantity
        Packing fraction of the powder, with its sampling error.
    points : tuple of PropertyValue
        From `pressed_densities`.
    """
    stress = (
        fit_yield_stress(
            [(p.pressure, p.value) for p in points if p.pressure],
            own_powder=all(p.kind == "user" for p in points),
        )
        if points
        else None
    )
    full = 1 / (1 + makeup.binder_per_ceramic)
    if full <= initial.value:
        return Densification(
            fraction=_estimated_share(full, "binder fills all space between dispersed grains"),
            dispersed=True,
            yield_stress=None,
            points=(),
            notes=(
                "the polymer takes more room than the pores of the packed powder: grains are "
                "dispersed in it, without pores; particles do not touch in this model",
            ),
        )
    if recipe.press.relative_density is not None:
        return _stated(recipe, makeup, initial, full)
    pressed = _by_law(recipe, initial, stress)
    if pressed.value > full:
        note = f"binder fills all pores below the set pressure; the ceramic stays at {full:.3f}"
        short = max((pressed.std_model or 0.0) - (pressed.value - full), 0.0)
        filled = _estimated_share(full, "binder fills all pores", short)
        return Densification(filled, False, stress, points, (note,))
    notes = []
    if recipe.press.method in ("uniaxial", "roll"):
        notes.append(
            f"the pressing law is for isostatic pressure; {recipe.press.method} taken alike"
        )
    if recipe.press.method == "none":
        notes.append("not pressed: the powder stays as packed, binder and drying do not move it")
    return Densification(pressed, False, stress, points, tuple(notes))


def density_curve(
    densification: Densification, makeup: Makeup, initial: Quantity, thickness: float
) -> Series | None:
    """Return the relative density of the membrane against pressure; None without a law."""
    stress, share = densification.yield_stress, densification.fraction
    if stress is None:
        return None
    full = 1 / (1 + makeup.binder_per_ceramic)
    measured = [p.pressure for p in densification.points if p.pressure is not None]
    top = max(_USUAL, 1.05 * max([makeup.recipe.press.pressure, *measured]))
    pressures = np.arange(0.0, min(top, PRESSURE_MAX) + _STEP / 2, _STEP)
    shares = [min(relative_density(p, initial.value, stress.value), full) for p in pressures]
    slope = makeup.solid_fraction(1.0, thickness) - makeup.solid_fraction(0.0, thickness)
    return Series(
        x_name="pressure",
        x_unit="Pa",
        x=tuple(float(p) for p in pressures),
        y_name="relative_density",
        y_unit="",
        y=tuple(makeup.solid_fraction(s, thickness) for s in shares),
        y_std=tuple(slope * density_std(p, initial.value, stress) for p in pressures),
        note=stress.method,
        marks=(
            Mark(
                label="this membrane",
                x=makeup.recipe.press.pressure,
                y=makeup.solid_fraction(share.value, thickness),
                y_std=slope * (share.std or 0.0),
            ),
            *(
                Mark(
                    label=f"{point.material}, {point.condition}",
                    x=point.pressure,
                    y=point.value,
                    measured=True,
                )
                for point in densification.points
                if point.pressure is not None
            ),
        ),
    )


def _by_law(recipe: Recipe, initial: Quantity, stress: Quantity | None) -> Quantity:
    if stress is None:
        return initial.model_copy(update={"method": "packing fraction of the powder"})
    pressure, sampling = recipe.press.pressure, None
    if initial.std_sampling is not None:
        up, down = (
            relative_density(pressure, initial.value + shift, stress.value)
            for shift in (initial.std_sampling, -initial.std_sampling)
        )
        sampling = abs(up - down) / 2
    return Quantity(
        value=relative_density(pressure, initial.value, stress.value),
        unit="",
        method="Helle-Easterling-Ashby law with the yield stress of published densities",
        std_sampling=sampling,
        std_model=density_std(pressure, initial.value, stress),
        estimate=True,
        validity="isostatic, equal plastic spheres, 0 to 1 GPa",
    )


def _stated(recipe: Recipe, makeup: Makeup, initial: Quantity, full: float) -> Densification:
    stated = recipe.press.relative_density
    thickness = makeup.stated_thickness
    if stated is None or (thickness is None and recipe.support is not None):
        raise InputError(
            "press.relative_density",
            "cannot be used with a support and an areal mass",
            "membrane.thickness",
        )
    empty = makeup.solid_fraction(0.0, thickness) if thickness else 0.0
    whole = makeup.solid_fraction(1.0, thickness) if thickness else 1 / full
    share = (stated - empty) / (whole - empty)
    if not initial.value < share <= full:
        low, high = (empty + s * (whole - empty) for s in (initial.value, full))
        raise InputError(
            "press.relative_density",
            f"{100 * stated:.4g} % is not between loose and pore-free",
            f"{100 * low:.4g} to {100 * high:.4g} %",
        )
    return Densification(
        _share(share, "measured density, stated in the recipe"), False, None, (), ()
    )


def _share(value: float, method: str) -> Quantity:
    return Quantity(value=value, unit="", method=method)


def _estimated_share(value: float, method: str, std: float | None = None) -> Quantity:
    validity = "no pores at all: bubbles left by the solvent or the press are not foreseen"
    return Quantity(
        value=value, unit="", method=method, std_model=std, estimate=True, validity=validity
    )
