"""How wide the interval of a prediction must be: what published residuals say.

A residual (measured less computed, log10) scatters by what its ranges leave open, by what works on
one kind of ceramic (soft, oxide) differ by, and by what two membranes of one work do. The scatter
of works comes from the likelihood of the residuals that are known; how many standard deviations
hold 90 % is not taken from the normal law, whose variance the ranges set, but counted: the interval
reaches as far as nine in ten of the known residuals.

The middle of a prediction is not moved. Offsets of the family, the process or the binder, shrunk by
what other works say, predict works that they did not see no better than none (decision 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ceralyte.core.errors import ConvergenceError, InputError

WITHIN_STD = 0.1
"""Of two membranes of one publication, log10: 25 %. A choice."""

COVERED = 0.9
"""Share of the measurements that an interval is to hold."""

_START, _PULL = -1.0, 0.05
"""The variances start at, and are weakly pulled to, standard deviations of exp(-1)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Residual:
    """Measured less computed log10 of one membrane, and `std`, what its ranges leave open."""

    value: float
    std: float
    soft: bool
    work: str


def half_width(known: Sequence[Residual], *, std: float, soft: bool, work: str) -> float:
    """Return half the width of the 90 % interval of a membrane, log10.

    Parameters
    ----------
    known : sequence of Residual
        Those of the same `work` are left out.
    std : float
        Standard deviation of the draws of the membrane, log10.
    soft, work
        Of the membrane.

    Raises
    ------
    InputError
        Fewer than five other works: nothing to learn from.
    ConvergenceError
        The likelihood has no maximum that is found.

    Examples
    --------
    >>> told = [Residual(0.2, 0.1, True, str(i)) for i in range(8)]
    >>> round(half_width(told, std=0.1, soft=True, work="new"), 2)
    0.2
    """
    others = tuple(r for r in known if r.work != work)
    works = len({r.work for r in others})
    if works < 5:
        raise InputError("calibration", f"{works} other works", "at least five")
    return _reach(others) * _deviation(std, soft, _spreads(others))


@lru_cache(maxsize=256)
def _reach(known: tuple[Residual, ...]) -> float:
    """Return the standard deviations within which 90 % of the known fell.

    The rank is that of split conformal prediction: Lei et al., J. Am. Stat. Assoc. 113 (2018) 1094.
    """
    spreads = _spreads(known)
    missed = sorted(abs(r.value) / _deviation(r.std, r.soft, spreads) for r in known)
    return missed[min(ceil(COVERED * (len(missed) + 1)), len(missed)) - 1]


def _deviation(std: float, soft: bool, spreads: tuple[float, float]) -> float:
    """Standard deviation of a residual, log10, for those of works on soft ceramics, on oxides."""
    return float(np.sqrt(std**2 + WITHIN_STD**2 + spreads[0 if soft else 1] ** 2))


@lru_cache(maxsize=256)
def _spreads(known: tuple[Residual, ...]) -> tuple[float, float]:
    """Standard deviations of works on soft ceramics and on oxides, log10, by maximum likelihood."""
    values = np.array([r.value for r in known])

    def misfit(logs: Floats) -> float:
        covariance = _covariance(known, np.exp(2 * logs))
        _, volume = np.linalg.slogdet(covariance)
        pull = _PULL * float(np.sum((logs - _START) ** 2))
        return (
            0.5 * float(volume) + 0.5 * float(values @ np.linalg.solve(covariance, values)) + pull
        )

    found = minimize(misfit, np.full(2, _START), method="Nelder-Mead", options={"maxiter": 2000})
    if not found.success:
        raise ConvergenceError("calibration of the hindcast", float(found.fun), 0.0, found.nit)
    soft, oxide = (float(x) for x in np.exp(found.x))
    return soft, oxide


def _covariance(rows: Sequence[Residual], variances: Floats) -> Floats:
    """Covariance of the residuals, (n, n), for the variances of works on soft, on oxides."""
    works = np.array([r.work for r in rows])
    soft = np.array([r.soft for r in rows])
    alike = (works[:, None] == works[None, :]) & (soft[:, None] == soft[None, :])
    own = np.diag([r.std**2 + WITHIN_STD**2 for r in rows])
    covariance: Floats = alike * np.where(soft, *variances) + own
    return covariance
