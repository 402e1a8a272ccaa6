"""Conductivities of the phases at a temperature, and the Arrhenius plot of the membrane."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import hypot

import numpy as np
from scipy.constants import R

from ceralyte.core.errors import InputError, MissingDataError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import TEMPERATURE, show
from ceralyte.model import Mark, PropertyValue, Series
from ceralyte.pipeline.supply import Supply, sample_spread, with_spread
from ceralyte.recipe import Recipe
from ceralyte.transport import activation_energy, arrhenius, interpolate_conductivity

CERAMIC_RANGE = (253.15, 373.15)
"""Temperatures (K) of the Arrhenius plot where only the ceramic conducts: -20 to 100 degC."""

_SAME = 3.0  # K; closer than that, no activation energy is needed


@dataclass(frozen=True)
class PhaseConductivity:
    """Conductivity of one phase: at the recipe's temperature, and as a function of it.

    `at(T)` is in S/m for T in K; `span` (K) is where it may be asked; None: at one temperature
    only, `reason` says why. `notes` tell what was assumed.
    """

    now: Quantity
    at: Callable[[float], float]
    span: tuple[float, float] | None
    activation_energy: Outcome
    reason: str = ""
    notes: tuple[str, ...] = ()


def ceramic_conductivity(recipe: Recipe, supply: Supply) -> PhaseConductivity:
    """Return the conductivity of the ceramic.

    Raises
    ------
    MissingDataError
        No conductivity, or another temperature is wanted than it was measured at and no
        activation energy is known.
    """
    return _by_activation_energy(recipe.ceramic.material, recipe.temperature, supply)


def binder_conductivity(recipe: Recipe, supply: Supply) -> PhaseConductivity | None:
    """Return the conductivity of the binder; None for a binder that does not conduct.

    Raises
    ------
    InputError
        The recipe's temperature lies outside the measured ones.
    """
    if recipe.binder is None:
        return None
    return _between_points(recipe.binder.material, recipe.temperature, supply)


def support_conductivity(recipe: Recipe, supply: Supply) -> PhaseConductivity | None:
    """Return the conductivity of the support; None for one that does not conduct.

    Raises
    ------
    InputError
        The recipe's temperature lies outside the measured ones.
    """
    if recipe.support is None:
        return None
    return material_conductivity(recipe.support.material, recipe.temperature, supply)


def material_conductivity(
    name: str, temperature: float, supply: Supply
) -> PhaseConductivity | None:
    """Return the conductivity of a material at a temperature (K); None where none is known.

    It follows its activation energy where one is known, else the points that are.

    Raises
    ------
    UnknownNameError
    InputError
        The temperature lies outside the measured ones.
    """
    if not supply.values(name, "conductivity"):
        return None
    follows = supply.values(name, "activation_energy")
    law = _by_activation_energy if follows else _between_points
    return law(name, temperature, supply)


def _by_activation_energy(name: str, wanted: float, supply: Supply) -> PhaseConductivity:
    published = supply.values(name, "conductivity")
    best = supply.value(name, "conductivity", "transport")
    measured_at = best.temperature
    if measured_at is None:
        raise MissingDataError(
            best.material, "temperature of the conductivity", "transport", "state it with the value"
        )
    quantity = with_spread(best, sample_spread(published))
    energy = supply.outcome(name, "activation_energy", "the temperature dependence")
    if isinstance(energy, Unavailable):
        if abs(measured_at - wanted) > _SAME:
            raise MissingDataError(
                name, "activation_energy", f"{show(wanted, TEMPERATURE)}", _REMEDY
            )
        return PhaseConductivity(
            quantity,
            lambda _: quantity.value,
            None,
            energy,
            f"no activation energy for {name}",
            _sample_notes(best, wanted),
        )
    stated_form = supply.value(name, "activation_energy", "").arrhenius_form
    form = stated_form or "sigma"

    def at(temperature: float) -> float:
        return arrhenius(quantity.value, measured_at, energy.value, temperature, form)

    low, high = min(CERAMIC_RANGE[0], wanted), max(CERAMIC_RANGE[1], wanted)
    now = quantity.scaled(at(wanted) / quantity.value, "S/m")
    of_energy = (energy.std or 0.0) / R * abs(1 / wanted - 1 / measured_at) * now.value
    if of_energy:
        now = now.model_copy(update={"std_model": hypot(now.std_model or 0.0, of_energy)})
    notes = list(_sample_notes(best, wanted))
    if not stated_form:
        notes.append(f"the activation energy of {name} is taken as a slope of ln(sigma)")
    if not CERAMIC_RANGE[0] <= wanted <= CERAMIC_RANGE[1]:
        notes.append(
            f"conductivity extrapolated from {show(measured_at, TEMPERATURE)} to "
            f"{show(wanted, TEMPERATURE)}: no measurement covers it"
        )
    energy = energy.model_copy(update={"method": f"{energy.method}; slope of ln({form})"})
    return PhaseConductivity(now, at, (low, high), energy, "", tuple(notes))


def _between_points(name: str, wanted: float, supply: Supply) -> PhaseConductivity | None:
    known = supply.values(name, "conductivity")
    own = tuple(v for v in known if v.kind == "user")
    points = sorted(_one_per_temperature(own or known).items())
    if not points:
        return None
    temperatures, values = zip(*points, strict=True)
    if len(points) == 1 and abs(wanted - temperatures[0]) <= _SAME:
        now = values[0]
        span, reason = None, f"one conductivity of {name} is known"
    else:
        now = interpolate_conductivity(temperatures, values, wanted)
        span, reason = (temperatures[0], temperatures[-1]), ""
    return PhaseConductivity(
        Quantity(value=now, unit="S/m", method="measured, interpolated in ln(sigma) over 1/T"),
        lambda t: interpolate_conductivity(temperatures, values, t),
        span,
        Unavailable(unit="J/mol", reason="a polymer's activation energy changes with temperature"),
        reason,
        (f"no error of the conductivity of {name} is known: none is included",),
    )


def arrhenius_series(
    effective: Outcome,
    ceramic: PhaseConductivity,
    beside: Mapping[str, PhaseConductivity],
    solve: Callable[[float], float] | None,
    temperature: float,
) -> tuple[Series | None, Outcome]:
    """Return the Arrhenius plot and the activation energy of the membrane.

    Without `solve` all of it follows the ceramic, and its activation energy is the ceramic's.
    Else the structure is solved at several temperatures.

    Parameters
    ----------
    effective : Outcome, S/m
        At `temperature` (K).
    ceramic : PhaseConductivity
    beside : mapping of str to PhaseConductivity
        Of the other phases that conduct, by name.
    solve : callable or None
        Conductivity (S/m) of the structure at a temperature (K), on coarse voxels. None: the
        ceramic alone decides.
    """
    spans = [p.span for p in (ceramic, *beside.values())]
    reasons = [p.reason for p in (ceramic, *beside.values()) if p.reason]
    if isinstance(effective, Unavailable):
        return None, Unavailable(unit="J/mol", reason=effective.reason)
    if None in spans:
        return None, Unavailable(unit="J/mol", reason="; ".join(reasons))
    low = max(s[0] for s in spans if s)
    high = min(s[1] for s in spans if s)
    if high - low < _SAME:
        return None, Unavailable(
            unit="J/mol",
            reason=f"{' and '.join(['ceramic', *beside])} are known at no common range of "
            "temperatures",
        )
    temperatures = 1 / np.linspace(1 / low, 1 / high, 13 if solve is None else 5)
    relative = (effective.std or 0.0) / effective.value
    if solve is None:
        values = [effective.value * ceramic.at(t) / ceramic.at(temperature) for t in temperatures]
        energy, note = ceramic.activation_energy, "follows the ceramic; the binder does not conduct"
    else:
        here = solve(temperature)
        values = [solve(t) * effective.value / here for t in temperatures.tolist()]
        energy = activation_energy(temperatures.tolist(), values).activation_energy
        phases = " and ".join(["ceramic", *beside])
        what = f"{phases} conduct" if beside else "grain boundaries resist"
        note = f"{what}; solved at each temperature on coarse voxels"
    return (
        Series(
            x_name="temperature",
            x_unit="K",
            x=tuple(float(t) for t in temperatures),
            y_name="effective_conductivity",
            y_unit="S/m",
            y=tuple(values),
            y_std=tuple(relative * v for v in values),
            note=note,
            marks=(
                Mark(
                    label="this membrane",
                    x=temperature,
                    y=effective.value,
                    y_std=effective.std or 0.0,
                ),
            ),
        ),
        energy,
    )


def _sample_notes(value: PropertyValue, wanted: float) -> tuple[str, ...]:
    """What the sample of a ceramic's conductivity was, and how far its temperature is off."""
    notes = [
        f"conductivity of {value.material}: {value.condition or 'sample not described'}; pores "
        "and grain boundaries of that sample count as part of it"
    ]
    if value.temperature is not None and 0.01 < abs(value.temperature - wanted) <= _SAME:
        notes.append(f"conductivity measured at {show(value.temperature, TEMPERATURE)}")
    return tuple(notes)


def _one_per_temperature(values: tuple[PropertyValue, ...]) -> dict[float, float]:
    """The best value at each temperature; `values` come best first."""
    points: dict[float, float] = {}
    for value in values:
        if value.temperature is None:
            raise InputError(
                f"{value.material}: conductivity", "has no temperature", "state it with the value"
            )
        points.setdefault(value.temperature, value.value)
    return points


_REMEDY = "add it under `properties:` in the recipe, or state a conductivity at that temperature"
