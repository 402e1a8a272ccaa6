"""What published residuals teach about a membrane of another work: a model of random effects.

A residual (measured less computed, log10) is the sum of one effect of the ceramic's family, one of
the publication and a remainder. Effects are normal with zero mean; the variance of the
publications, one for soft ceramics and one for oxides, comes from the likelihood of the residuals
that are known. What is expected of a new publication is then the conditional mean, with its
variance.

How many of its standard deviations hold 90 % is not taken from the normal law, whose variance the
priors set, but counted: every known publication is expected from the others in the same way, and
the interval reaches as far as nine in ten of them fell (jackknife; Barber et al., Ann. Stat. 49
(2021) 486, on predictive inference with the jackknife+).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ceralyte.core.errors import ConvergenceError, InputError

FAMILY_STD = 0.1
"""Standard deviation of the effect of a family, log10: 25 %. A choice; the likelihood of the
shipped residuals is highest below 0.05, half of that at 0.1 and a seventh at 0.2."""

WITHIN_STD = 0.1
"""Of two membranes of one publication, log10: 25 %. A choice."""

COVERED = 0.9
"""Share of the measurements that an interval is to hold."""

_START, _PULL = -1.0, 0.05
"""The variances start at, and are weakly pulled to, standard deviations of exp(-1)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Residual:
    """Measured less computed log10 of one membrane, and `std`, what its priors leave open."""

    value: float
    std: float
    soft: bool
    family: str
    work: str


@dataclass(frozen=True)
class Expected:
    """Expected residual of a membrane, its standard deviation, half the width of 90 %; log10."""

    offset: float
    std: float
    half_width: float


def expected(
    known: Sequence[Residual], *, std: float, soft: bool, family: str, work: str
) -> Expected:
    """Return what residuals of other works tell about a membrane.

    Parameters
    ----------
    known : sequence of Residual
        Those of the same `work` are left out.
    std : float
        Standard deviation of the draws of the membrane, log10.
    soft, family, work
        Of the membrane.

    Raises
    ------
    InputError
        Fewer than five other works: nothing to learn from.
    ConvergenceError
        The likelihood has no maximum that is found.

    Examples
    --------
    >>> told = [Residual(0.5, 0.1, True, "sulfide", str(i)) for i in range(8)]
    >>> e = expected(told, std=0.1, soft=True, family="sulfide", work="new")
    >>> bool(0.3 < e.offset < 0.55)
    True
    """
    others = tuple(r for r in known if r.work != work)
    works = len({r.work for r in others})
    if works < 5:
        raise InputError("calibration", f"{works} other works", "at least five")
    spreads = np.array(_spreads(others))
    offset, deviation = _conditional(others, Residual(0.0, std, soft, family, work), spreads)
    return Expected(offset, deviation, _reach(others) * deviation)


@lru_cache(maxsize=256)
def _reach(known: tuple[Residual, ...]) -> float:
    """Standard deviations within which 90 % of the known fell, each expected from other works."""
    spreads = np.array(_spreads(known))
    missed = []
    for one in known:
        others = tuple(r for r in known if r.work != one.work)
        offset, deviation = _conditional(others, one, spreads)
        missed.append(abs(one.value - offset) / deviation)
    rank = min(ceil(COVERED * (len(missed) + 1)), len(missed))
    return float(sorted(missed)[rank - 1])


def _conditional(others: Sequence[Residual], new: Residual, spreads: Floats) -> tuple[float, float]:
    """Mean and standard deviation of a new residual, given others."""
    full = _covariance((*others, new), spreads)
    among, across = full[:-1, :-1], full[-1, :-1]
    weights = np.linalg.solve(among, across)
    offset = float(weights @ np.array([r.value for r in others]))
    return offset, float(full[-1, -1] - weights @ across) ** 0.5


@lru_cache(maxsize=256)
def _spreads(known: tuple[Residual, ...]) -> tuple[float, ...]:
    """Logarithms of the standard deviations of the effects, by maximum likelihood."""
    values = np.array([r.value for r in known])

    def misfit(logs: Floats) -> float:
        covariance = _covariance(known, logs)
        _, volume = np.linalg.slogdet(covariance)
        pull = _PULL * float(np.sum((logs - _START) ** 2))
        return (
            0.5 * float(volume) + 0.5 * float(values @ np.linalg.solve(covariance, values)) + pull
        )

    found = minimize(misfit, np.full(2, _START), method="Nelder-Mead", options={"maxiter": 2000})
    if not found.success:
        raise ConvergenceError("calibration of the hindcast", float(found.fun), 0.0, found.nit)
    return tuple(float(x) for x in found.x)


def _covariance(rows: Sequence[Residual], logs: Floats) -> Floats:
    """Covariance of the residuals for log standard deviations of works on soft, on oxides."""
    soft_work, oxide_work = np.exp(2 * logs)
    work = _alike([r.work for r in rows])
    soft = np.array([r.soft for r in rows], float)
    by_work = work * (soft_work * np.outer(soft, soft) + oxide_work * np.outer(1 - soft, 1 - soft))
    own = np.diag([r.std**2 + WITHIN_STD**2 for r in rows])
    covariance: Floats = FAMILY_STD**2 * _alike([r.family for r in rows]) + by_work + own
    return covariance


def _alike(names: Sequence[str]) -> Floats:
    """1 where two rows have the same name, else 0; (n, n)."""
    given = np.array(names)
    same: Floats = (given[:, None] == given[None, :]).astype(float)
    return same
