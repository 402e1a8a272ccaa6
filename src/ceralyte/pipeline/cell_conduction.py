"""Conductivities that the cell needs, at the recipe's temperature and at others."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

import numpy as np

from ceralyte.cell import BRUGGEMAN, CompositeElectrode, conducting_share
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model import PropertyValue, Series
from ceralyte.pipeline.boundaries import with_boundaries
from ceralyte.pipeline.crystals import through_membrane
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.supply import Supply
from ceralyte.transport import arrhenius, effective_medium, hashin_shtrikman_bounds

_SAME = 3.0  # K; closer than that, no activation energy is needed


@dataclass(frozen=True)
class Conduction:
    """A conductivity (S/m) as a function of temperature (K).

    `now` belongs to `temperature`; `relative(T)` is the factor at T and `span` (K) says where it
    may be asked, None: nowhere else.
    """

    now: Outcome
    temperature: float
    relative: Callable[[float], float]
    span: tuple[float, float] | None
    reason: str = ""

    def at(self, temperature: float) -> Outcome:
        """Return the conductivity at a temperature, S/m."""
        if isinstance(self.now, Unavailable) or temperature == self.temperature:
            return self.now
        if self.span is None or not self.span[0] <= temperature <= self.span[1]:
            return Unavailable(unit="S/m", reason=self.reason or "not known at this temperature")
        return self.now.scaled(self.relative(temperature), "S/m")


def solved(effective: Outcome, curve: Series | None, inputs: Inputs) -> Conduction:
    """The conductivity of a design, with its Arrhenius curve."""
    if curve is None:
        return like_ceramic(effective, inputs)
    inverse = 1 / np.asarray(curve.x)
    order = np.argsort(inverse)
    logs = np.log(np.asarray(curve.y))[order]
    own = inputs.recipe.temperature

    def relative(temperature: float) -> float:
        here, there = (np.interp(1 / t, inverse[order], logs) for t in (own, temperature))
        return exp(there - here)

    return Conduction(effective, own, relative, (min(curve.x), max(curve.x)))


def estimated(inputs: Inputs, shares: dict[str, float]) -> Conduction:
    """The effective-medium estimate from the volume shares of pore, ceramic, binder, support."""
    own = inputs.recipe.temperature
    phases = (inputs.ceramic, *inputs.beside.values())
    spans = [p.span for p in phases]
    known = [s for s in spans if s is not None]
    span = (
        (max(s[0] for s in known), min(s[1] for s in known)) if len(known) == len(spans) else None
    )
    value = _mixture(inputs, shares, inputs.ceramic.now.value, own)
    reason = "; ".join(p.reason for p in phases if p.reason)
    if isinstance(value, Unavailable):
        return Conduction(value, own, lambda _: 1.0, None, value.reason)

    def relative(temperature: float) -> float:
        there = _mixture(inputs, shares, inputs.ceramic.at(temperature), temperature)
        return there.value / value.value

    return Conduction(value, own, relative, span, reason)


def electrode_conduction(
    electrode: CompositeElectrode,
    electrolyte: str | None,
    measured: float | None,
    inputs: Inputs,
) -> Conduction:
    """The effective ionic conductivity of a composite electrode.

    A measured value (S/m, at the recipe's temperature) goes before the estimate: bulk
    conductivity x volume share of the electrolyte ** 1.5.
    """
    own = inputs.recipe.temperature
    if electrolyte is None:
        if measured is not None:
            now = Quantity(value=measured, unit="S/m", method="stated")
            return Conduction(now, own, lambda _: 1.0, None, "no electrolyte to follow")
        reason = "no solid electrolyte is named in it"
        return Conduction(Unavailable(unit="S/m", reason=reason), own, lambda _: 1.0, None, reason)
    bulk = _bulk(electrolyte, inputs)
    if measured is not None:
        now = Quantity(value=measured, unit="S/m", method="stated")
        return Conduction(now, own, bulk.relative, bulk.span, bulk.reason)
    if isinstance(bulk.now, Unavailable):
        return bulk
    share = conducting_share(electrode, electrolyte)
    scaled = bulk.now.scaled(share, "S/m", f"{electrolyte}: bulk x volume share^{BRUGGEMAN:g}")
    now = scaled.model_copy(
        update={
            "estimate": True,
            "validity": "rule of thumb; poor contacts and fine particles make it lower",
        }
    )
    return Conduction(now, own, bulk.relative, bulk.span, bulk.reason)


def like_ceramic(conductivity: Outcome, inputs: Inputs) -> Conduction:
    """A conductivity given from outside, which follows the ceramic over temperature."""
    own, ceramic = inputs.recipe.temperature, inputs.ceramic

    def relative(temperature: float) -> float:
        return ceramic.at(temperature) / ceramic.at(own)

    span = None if inputs.beside else ceramic.span
    what = " and ".join(inputs.beside)
    reason = ceramic.reason or f"the {what} conducts too: `ceralyte design` solves it"
    return Conduction(conductivity, own, relative, span, reason)


def _mixture(
    inputs: Inputs, shares: dict[str, float], ceramic: float, temperature: float
) -> Outcome:
    recipe, beside = inputs.recipe, shares["ceramic"] / (1 - shares["support"])
    grain = through_membrane(recipe.ceramic.anisotropy, ceramic)
    through = with_boundaries(recipe, inputs.ceramic, grain, beside, temperature)
    sigma = inputs.conductivities_at(temperature) | {"pore": 0.0, "ceramic": through}
    fractions = [shares[phase] for phase in sigma]
    value = effective_medium(fractions, list(sigma.values()))
    if value == 0:
        return Unavailable(
            unit="S/m", reason="what conducts takes too little of the volume to be connected"
        )
    _, upper = hashin_shtrikman_bounds(fractions, list(sigma.values()))
    now = inputs.ceramic.now
    return Quantity(
        value=value,
        unit="S/m",
        method="effective-medium estimate from the volume shares",
        std_model=None if now.std is None else now.std / now.value * value,
        high=max(upper, value),
        estimate=True,
        validity="no contact with electrodes; `ceralyte design` solves the structure",
    )


def _bulk(material: str, inputs: Inputs) -> Conduction:
    """Conductivity of an electrolyte: the recipe's ceramic, or another material."""
    own, supply = inputs.recipe.temperature, inputs.supply
    get = supply.catalogue.get
    if get(material).name == get(inputs.recipe.ceramic.material).name:
        ceramic = inputs.powder
        return Conduction(
            ceramic.now,
            own,
            lambda t: ceramic.at(t) / ceramic.at(own),
            ceramic.span,
            ceramic.reason,
        )
    return _other(material, supply, own)


def _other(material: str, supply: Supply, own: float) -> Conduction:
    best: PropertyValue = supply.value(material, "conductivity", "the electrodes")
    if best.temperature is None:
        raise InputError(f"{material}: conductivity", "has no temperature", "state it")
    energy = supply.outcome(material, "activation_energy", "the electrodes")
    if isinstance(energy, Unavailable):
        reason = f"no activation energy of {material} is known"
        close = abs(best.temperature - own) <= _SAME
        now: Outcome = best.as_quantity() if close else Unavailable(unit="S/m", reason=reason)
        return Conduction(now, own, lambda _: 1.0, None, reason)
    measured_at, slope = best.temperature, energy.value
    form = supply.value(material, "activation_energy", "").arrhenius_form or "sigma"

    def value(temperature: float) -> float:
        return arrhenius(best.value, measured_at, slope, temperature, form)

    now = best.as_quantity().scaled(value(own) / best.value, "S/m")
    return Conduction(
        now, own, lambda t: value(t) / value(own), (min(253.15, own), max(373.15, own))
    )
