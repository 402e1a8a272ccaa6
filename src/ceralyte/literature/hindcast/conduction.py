"""Conductivity of a published membrane by the effective-medium chain, before any calibration."""

from dataclasses import dataclass
from math import log10

import numpy as np

from ceralyte.core.errors import InputError
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
from ceralyte.transport import arrhenius

DRAWS = 50_000
"""So many that predictions by two seeds are 0.012 of log10 apart at most (shipped table)."""

LEAST_CONDUCT = 0.01
"""Share of the draws that lead through [-] from which a membrane is predicted. A choice."""


@dataclass(frozen=True)
class Chain:
    """log10 of the conductivity (S/m) of one membrane: median and standard deviation of the draws.

    `baselines`: the same by three naive estimates; `drawn`: the priors that were needed. Draws in
    which nothing leads through are left out: a membrane whose conductivity was published conducts.
    """

    median: float
    std: float
    baselines: dict[str, float]
    drawn: tuple[Prior, ...]


def chain_of(row: PublishedMembrane, pellet: Pellet, rng: np.random.Generator) -> Chain:
    """Return what the draws for one membrane say.

    Conductivity of a pellet (own, else of other works) -> temperature by Arrhenius -> what solvent
    and binder cost -> volume fractions by weight, density and the pressing law -> Bruggeman's
    effective medium of ceramic, conducting polymer and an insulating rest.

    Raises
    ------
    InputError
        Nothing leads through, but in less than 1 % of the draws.
    """
    makeup = makeup_of(row, pellet, rng, DRAWS)
    temperature = row.temperature or ROOM_TEMPERATURE
    bulk = 10 ** priors.normal(rng, pellet.log10_mean, pellet.log10_std, DRAWS)
    bulk = bulk / mixed(makeup.pellet, 0.0, 1.0, 0.0)
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
    through = mixed(makeup.ceramic, makeup.polymer, bulk, polymer)
    conducts = through > 0
    if np.mean(conducts) < LEAST_CONDUCT:
        vol = 100 * float(np.median(makeup.ceramic))
        raise InputError(
            "too little ceramic to lead through",
            f"about {vol:.2g} vol% of the membrane",
            "a third of the volume or more, as the effective medium has it",
        )
    logs = np.log10(through[conducts])
    return Chain(
        median=float(np.median(logs)),
        std=float(np.std(logs)),
        baselines=_baselines(makeup, pellet, temperature),
        drawn=(*makeup.drawn, *drawn),
    )


def mixed(
    ceramic: Floats, polymer: Floats | float, bulk: Floats | float, between: Floats | float
) -> Floats:
    """Return the conductivity (S/m) of grains, polymer and an insulating rest, one per draw.

    `ceramic`, `polymer`: volume fractions [-]; `bulk`, `between`: their conductivities, S/m. That
    is `effective_medium`, which is the root of a quadratic where one phase does not conduct.
    """
    both = bulk * between * (1.5 * (ceramic + polymer) - 0.5)
    each = bulk * (3 * ceramic - 1) + between * (3 * polymer - 1)
    return np.maximum(each + np.sqrt(np.maximum(each**2 + 8 * both, 0.0)), 0.0) / 4


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
    energies = np.maximum(pellet.energy + off, 0.0)
    change = arrhenius(1.0, pellet.temperature, 1.0, temperature)  # for 1 J/mol
    return np.asarray(bulk * change**energies)


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
