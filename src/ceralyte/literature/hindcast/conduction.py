"""Conductivity of a published membrane by the effective-medium chain, before any calibration."""

from dataclasses import dataclass
from math import log10

import numpy as np

from ceralyte.literature.hindcast import priors
from ceralyte.literature.hindcast.makeup import (
    Makeup,
    bound_between_grains,
    contact_prior,
    makeup_of,
)
from ceralyte.literature.hindcast.pellets import ENERGY_STD, OWN_STD, Pellet
from ceralyte.literature.hindcast.polymer import polymer_class, polymer_prior
from ceralyte.literature.hindcast.priors import Floats, Prior
from ceralyte.literature.hindcast.words import binder_kind
from ceralyte.literature.membrane import ROOM_TEMPERATURE, PublishedMembrane
from ceralyte.transport import arrhenius, effective_medium

DRAWS = 600


@dataclass(frozen=True)
class Chain:
    """log10 of the conductivity (S/m) of one membrane, one per draw, and three naive baselines.

    `drawn`: the priors that were needed; `unconnected`: share of the draws in which nothing leads
    through, which are left out: a membrane whose conductivity was published conducts.
    """

    logs: Floats
    baselines: dict[str, float]
    drawn: tuple[Prior, ...]
    unconnected: float

    @property
    def median(self) -> float:
        """Median of the draws: half of what may be lies above."""
        return float(np.median(self.logs))

    @property
    def std(self) -> float:
        """Standard deviation of the draws."""
        return float(np.std(self.logs))


def chain_of(row: PublishedMembrane, pellet: Pellet, rng: np.random.Generator) -> Chain:
    """Return the draws for one membrane.

    Conductivity of a pellet (own, else of other works) -> temperature by Arrhenius -> what solvent
    and binder cost -> volume fractions by weight, density and the pressing law -> Bruggeman's
    effective medium of ceramic, conducting polymer and an insulating rest.
    """
    makeup = makeup_of(row, pellet, rng, DRAWS)
    temperature = row.temperature or ROOM_TEMPERATURE
    bulk = 10 ** priors.normal(rng, pellet.log10_mean, pellet.log10_std, DRAWS)
    bulk = bulk / np.array([effective_medium([1 - d, d], [0.0, 1.0]) for d in makeup.pellet])
    bulk = _warmed(bulk, pellet, temperature, priors.normal(rng, 0.0, ENERGY_STD, DRAWS))
    polymer, drawn = _polymer(row, pellet, rng)
    if effect := priors.solvent_effect(row, pellet.name, pellet.family):
        bulk = bulk * effect.draw(rng, DRAWS)
        drawn = (*drawn, effect)
    if joined := contact_prior(row, pellet.family):
        bulk = bulk * joined.draw(rng, DRAWS)
        drawn = (*drawn, joined)
    elif bound_between_grains(row, pellet.family):
        bulk = bulk * _past_binder(makeup.of_solids, priors.BINDER_RESISTANCE.draw(rng, DRAWS))
        drawn = (*drawn, priors.BINDER_RESISTANCE)
    through = np.array(
        [
            effective_medium(fractions, [0.0, c, p])
            for *fractions, c, p in zip(
                makeup.insulating, makeup.ceramic, makeup.polymer, bulk, polymer, strict=True
            )
        ]
    )
    connected = through > 0
    return Chain(
        logs=np.log10(through[connected]),
        baselines=_baselines(makeup, pellet, temperature),
        drawn=(*makeup.drawn, *drawn),
        unconnected=float(1 - connected.mean()),
    )


def _past_binder(ceramic: Floats, resistance: Floats) -> Floats:
    """Conductivity of pressed grains with binder between them, over that of bare ones.

    A binder adds a resistance to the contacts, in series with the grains and in proportion to its
    volume: `ceramic` is the share of the ceramic in ceramic and binder.
    """
    return np.asarray(1 / (1 + resistance * (1 - ceramic) / ceramic))


def _warmed(bulk: Floats, pellet: Pellet, temperature: float, off: Floats | float) -> Floats:
    """Conductivities (S/m) at the temperature of the pellet brought to `temperature` (K)."""
    if pellet.energy is None or temperature == pellet.temperature:
        return bulk
    energies = np.maximum(pellet.energy + off, 0.0) * np.ones_like(bulk)
    return np.array(
        [
            arrhenius(s, pellet.temperature, e, temperature)
            for s, e in zip(bulk, energies, strict=True)
        ]
    )


def _polymer(
    row: PublishedMembrane, pellet: Pellet, rng: np.random.Generator
) -> tuple[Floats, tuple[Prior, ...]]:
    """Conductivity (S/m) of what fills the space between the grains."""
    kind = binder_kind(row, pellet.family)
    if row.polymer_conductivity is not None:
        return 10 ** priors.normal(rng, log10(row.polymer_conductivity), OWN_STD, DRAWS), ()
    if kind == "insulator":
        return np.zeros(DRAWS), ()
    soft = {"plasticised": priors.PLASTICISED, "gel": priors.GEL}
    prior = soft[kind] if kind in soft else polymer_prior(row.work, polymer_class(row.binder))
    return prior.draw(rng, DRAWS), (prior,)


def _baselines(makeup: Makeup, pellet: Pellet, temperature: float) -> dict[str, float]:
    """log10 of the conductivity (S/m) by three estimates that know no more than the recipe."""
    bulk = float(_warmed(np.array([10**pellet.log10_mean]), pellet, temperature, 0.0)[0])
    share = float(np.median(makeup.ceramic))
    return {
        "bulk conductivity": float(np.log10(bulk)),
        "bulk x volume fraction": float(np.log10(bulk * share)),
        "Bruggeman (fraction^1.5)": float(np.log10(bulk * share**1.5)),
    }
