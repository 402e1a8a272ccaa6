"""Stiffness of the samples of a recipe, and its mean over them."""

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Literal

import numpy as np

from ceralyte.core.errors import MemoryLimitError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.mechanics import effective_elasticity, extrapolated_modulus, extrapolated_ratio
from ceralyte.mechanics.voxel_error import INTERVAL
from ceralyte.model import Stiffness, Structure
from ceralyte.numerics.statistics import mean_and_standard_error

PhaseModuli = Mapping[str, tuple[Outcome, Outcome]]
"""Young's modulus (Pa) and Poisson's ratio by phase name."""

StiffnessPair = tuple[Stiffness, Stiffness]
"""On the coarser and on the finer voxels."""

_NOTHING = {"substrate": (0.0, 0.0)}
"""The electrode below a membrane is not part of it."""


def known_moduli(
    structure: Structure, moduli: PhaseModuli
) -> dict[str, tuple[float, float]] | Unavailable:
    """Return Young's modulus (Pa) and Poisson's ratio by phase, the electrode below without any.

    Unavailable where a phase that the structure has lacks one of them.
    """
    known = {
        name: (E.value, nu.value)
        for name, (E, nu) in moduli.items()
        if isinstance(E, Quantity) and isinstance(nu, Quantity)
    }
    lacking = [n for n in moduli if n not in known and structure.volume_fractions[n] > 0]
    if lacking:
        return Unavailable(unit="Pa", reason=f"no moduli known for {' and '.join(lacking)}")
    return known | _NOTHING


def stiffness_pair(
    rough: Structure, structure: Structure, moduli: PhaseModuli
) -> StiffnessPair | Unavailable:
    """Return the stiffness at two voxel sizes.

    A periodic piece of the bulk has that of the bulk, a piece through the whole membrane that of
    a slab in its plane. Unavailable where a phase has no known moduli or memory is short.
    """
    values = known_moduli(structure, moduli)
    if isinstance(values, Unavailable):
        return values
    boundary: Literal["bulk", "slab"] = "bulk" if structure.periodic[2] else "slab"
    try:
        return (
            effective_elasticity(rough, values, boundary=boundary),
            effective_elasticity(structure, values, boundary=boundary),
        )
    except MemoryLimitError as error:
        return Unavailable(unit="Pa", reason=str(error))


def mean_youngs_modulus(
    pairs: Sequence[StiffnessPair], substrate: Sequence[float], moduli: PhaseModuli
) -> Outcome:
    """Return Young's modulus over all seeds with its three error bars, Pa.

    Each seed is extrapolated from its two resolutions to vanishing voxels. The error of the
    modulus of a phase counts with the share of that phase in the elastic energy, which is the
    relative change of the whole for a relative change of the phase.

    Parameters
    ----------
    pairs : sequence of StiffnessPair
        One per seed.
    substrate : sequence of float
        Share of the electrode below the membrane in each image [-].
    moduli : mapping
    """
    found = [extrapolated_modulus(c.youngs_modulus, f.youngs_modulus) for c, f in pairs]
    whole = [
        q.scaled(1 / (1 - below), "Pa") if isinstance(q, Quantity) else q
        for q, below in zip(found, substrate, strict=True)
    ]
    mean = _mean(whole)
    if isinstance(mean, Unavailable):
        return mean
    shares = pairs[0][1].energy_shares
    relative = [
        share * E.std / E.value
        for name, share in shares.items()
        if isinstance(E := moduli[name][0], Quantity) and E.std
    ]
    return mean.model_copy(update={"std_model": hypot(*relative) * mean.value})


def mean_poissons_ratio(pairs: Sequence[StiffnessPair]) -> Outcome:
    """Return Poisson's ratio over all seeds, likewise but for the error of the phases."""
    return _mean([extrapolated_ratio(c.poissons_ratio, f.poissons_ratio) for c, f in pairs])


def _mean(found: Sequence[Outcome]) -> Outcome:
    apart = [q for q in found if isinstance(q, Unavailable)]
    if apart:
        return apart[0].model_copy(
            update={"reason": f"in {len(apart)} of {len(found)} structures {apart[0].reason}"}
        )
    known = [q for q in found if isinstance(q, Quantity)]
    value, sampling = mean_and_standard_error([q.value for q in known])
    rough = [q for q in known if q.estimate]
    first = (rough or known)[0]
    low, high = np.mean([_interval(q) for q in known], axis=0)
    return first.model_copy(
        update={
            "value": value,
            "method": f"{first.method}; mean over seeds",
            "std_sampling": sampling,
            "std_discretisation": (
                None if rough else float(np.mean([q.std_discretisation or 0.0 for q in known]))
            ),
            "low": float(low) if rough else None,
            "high": float(high) if rough else None,
        }
    )


def _interval(found: Quantity) -> tuple[float, float]:
    """The bracket of an estimate, else the 90 % interval of its error, from 0 upwards."""
    if found.low is not None and found.high is not None:
        return found.low, found.high
    reach = INTERVAL * (found.std_discretisation or 0.0)
    return max(found.value - reach, 0.0), found.value + reach
