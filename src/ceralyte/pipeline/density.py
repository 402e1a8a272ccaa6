"""From the packing fraction and the pressure to the share of the ceramic in the membrane."""

from dataclasses import dataclass

from ceralyte.core.errors import InputError, MissingDataError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import LENGTH, PRESSURE, show
from ceralyte.model import PropertyValue
from ceralyte.pipeline.makeup import Makeup
from ceralyte.pipeline.supply import Supply
from ceralyte.pressing import (
    HELLE_EASTERLING_ASHBY,
    density_std,
    fit_yield_stress,
    relative_density,
)
from ceralyte.pressing.laws import PRESSURE_MAX
from ceralyte.recipe import Recipe

_NO_YIELD = (
    "add relative_density with its pressure under ceramic.properties, name a similar material in "
    "ceramic.analogues, or state a measured press.relative_density"
)


@dataclass(frozen=True)
class Densification:
    """Share of the ceramic in the space beside the support, and how it came about.

    `fraction` [-] with its error bars; `dispersed` where the polymer, not the contact of the
    grains, sets it; `points` the measured densities behind the yield stress (Pa); `pressure`
    (Pa) that of the press, by the law where the recipe states none, None where nobody knows.
    """

    fraction: Quantity
    dispersed: bool = False
    yield_stress: Quantity | None = None
    points: tuple[PropertyValue, ...] = ()
    pressure: float | None = None
    notes: tuple[str, ...] = ()


def pressed_densities(recipe: Recipe, supply: Supply) -> tuple[PropertyValue, ...]:
    """Return the measured densities after pressing that calibrate the law; none if not needed.

    A user's own ones replace those of the catalogue. To a calender gap they only add the
    pressure.

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
    if not values and recipe.press.gap is None:
        raise MissingDataError(name, "relative_density", "pressing", _NO_YIELD)
    return tuple(own or values)


def yield_stress_of(recipe: Recipe, found: Densification) -> Outcome:
    """Return the yield stress of the pressing law (Pa), or why there is none."""
    if found.yield_stress is not None:
        return found.yield_stress
    if recipe.press.method == "none":
        reason = "not pressed"
    elif found.dispersed:
        reason = "the polymer, not the contact of the grains, sets the density"
    elif recipe.press.relative_density == 1:
        reason = "a density without pores has no yield stress"
    elif recipe.press.relative_density is not None:
        reason = "the density is stated without its press.pressure"
    else:
        reason = f"no density after pressing is known: {_NO_YIELD}"
    return Unavailable(unit="Pa", reason=reason)


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
    pairs = [(p.pressure, p.value) for p in points if p.pressure]
    own = _are_own(points)
    stress = fit_yield_stress(pairs, own_powder=own) if points else None
    full = 1 / (1 + makeup.binder_per_ceramic)
    if recipe.press.gap is not None:
        return _in_gap(recipe.press.gap, makeup, initial, full, stress, points)
    if full <= initial.value:
        return Densification(
            fraction=_estimated_share(full, "binder fills all space between dispersed grains"),
            dispersed=True,
            pressure=recipe.press.pressure,
            notes=(
                f"{_does_not_fit(makeup, initial.value, 'the packed powder')}: grains are "
                "dispersed in it, without pores, and do not touch in this model. "
                f"{_most_binder(makeup, initial.value)}",
            ),
        )
    if recipe.press.relative_density is not None:
        return _stated(recipe, makeup, initial, full)
    pressed = _by_law(recipe, initial, stress, "own" if own else "published")
    if pressed.value > full:
        assert stress is not None  # by the law
        enough = stress.value * HELLE_EASTERLING_ASHBY.load(full, initial.value)
        powder = f"the powder at {show(recipe.press.pressure, PRESSURE)}"
        note = (
            f"{_does_not_fit(makeup, pressed.value, powder)}: it fills them all from "
            f"{show(enough, PRESSURE)} on, and the ceramic stays at {100 * full:.3g} vol%. "
            f"{_most_binder(makeup, pressed.value)}, or less pressure"
        )
        short = max((pressed.std_model or 0.0) - (pressed.value - full), 0.0)
        filled = _estimated_share(full, "binder fills all pores", short or None)
        return Densification(filled, False, stress, points, recipe.press.pressure, (note,))
    notes = []
    if recipe.press.method in ("uniaxial", "roll"):
        notes.append(
            f"the pressing law is for isostatic pressure; {recipe.press.method} taken alike"
        )
    if recipe.press.method == "none":
        notes.append("not pressed: the powder stays as packed, binder and drying do not move it")
    pressure = recipe.press.pressure
    return Densification(pressed, False, stress, points, pressure, tuple(notes))


def _are_own(points: tuple[PropertyValue, ...]) -> bool:
    """Whether the user measured the densities; `pressed_densities` does not mix."""
    return all(point.kind == "user" for point in points)


def _by_law(recipe: Recipe, initial: Quantity, stress: Quantity | None, whose: str) -> Quantity:
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
        method=f"{HELLE_EASTERLING_ASHBY.name} with the yield stress of {whose} densities",
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
    measured = Quantity(value=share, unit="", method="measured density, stated in the recipe")
    pressure = recipe.press.pressure or None
    if pressure is None or share == 1:
        return Densification(measured, pressure=pressure)
    stress = fit_yield_stress([(pressure, share)], initial.value, own_powder=True)
    return Densification(measured, yield_stress=stress, pressure=pressure)


def _in_gap(
    gap: float,
    makeup: Makeup,
    initial: Quantity,
    full: float,
    stress: Quantity | None,
    points: tuple[PropertyValue, ...],
) -> Densification:
    """The share of the ceramic in a film of known mass that leaves a calender."""
    loose, solid = (makeup.thickness_by_mass(share) for share in (initial.value, full))
    share = makeup.share_by_mass(gap) if gap > makeup.support_areal_volume else 1.0
    if full <= initial.value:
        raise InputError(
            "press.gap",
            f"{show(gap, LENGTH)}, but the polymer fills all space between the grains: the film is "
            f"{show(solid, LENGTH)} thick, with or without rolls",
            "press: {method: none}",
        )
    if not initial.value <= share <= full:
        what, limit = ("more than the unpressed film", loose)
        if share > full:
            what, limit = ("less than the solids of the film without pores", solid)
        raise InputError(
            "press.gap",
            f"{show(gap, LENGTH)} is {what}, {show(limit, LENGTH)}",
            f"{show(solid, LENGTH)} to {show(loose, LENGTH)}, or another membrane.areal_mass",
        )
    pressure, notes = (
        None,
        ["the pressing law has no yield stress to tell the pressure of the rolls"],
    )
    if stress is not None and share < 1:
        needed = stress.value * HELLE_EASTERLING_ASHBY.load(share, initial.value)
        notes = [
            f"rolling to {show(gap, LENGTH)} takes {show(needed, PRESSURE)} by the pressing law, "
            "which is for isostatic pressure"
        ]
        pressure = needed if needed <= PRESSURE_MAX else None
    return Densification(
        Quantity(
            value=share,
            unit="",
            method="areal mass in the calender gap",
            estimate=True,
            validity="the film leaves as thick as the gap: rolls that give way, slip and "
            "springback are not in it",
        ),
        yield_stress=stress,
        points=points,
        pressure=pressure,
        notes=tuple(notes),
    )


def _does_not_fit(makeup: Makeup, share: float, powder: str) -> str:
    """Binder against the pores that a ceramic share leaves, in units of the ceramic's volume."""
    return (
        f"the binder does not fit into the pores of {powder}: it takes "
        f"{makeup.binder_per_ceramic:.3g} of the volume of the ceramic, the pores "
        f"{(1 - share) / share:.3g}"
    )


def _most_binder(makeup: Makeup, share: float) -> str:
    """What to change: the binder, by mass, that fits into the pores of a ceramic share."""
    recipe = makeup.recipe
    assert recipe.binder is not None  # without one everything fits
    fits = (1 - share) / share / makeup.binder_per_ceramic
    binder = fits * recipe.binder.mass_fraction
    most = binder / (binder + recipe.ceramic.mass_fraction)
    return f"For pores there: at most {100 * most:.3g} wt% of {recipe.binder.material}"


def _estimated_share(value: float, method: str, std: float | None = None) -> Quantity:
    validity = "no pores at all: bubbles left by the solvent or the press are not foreseen"
    return Quantity(
        value=value, unit="", method=method, std_model=std, estimate=True, validity=validity
    )
