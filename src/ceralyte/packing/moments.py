"""Statistics of a size distribution, by volume and by number.

Everything follows from one function, `volume_moment_above`: a particle of diameter d stands for
1 / d^3 particles per volume, so the number below d is a moment of the volume distribution with
the power -3. A new kind of distribution has to answer that function and `support`, no more.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.model import Lognormal, Mixture, Mono, SizeDistribution, Tabulated
from ceralyte.model.distribution import Basis

Floats = NDArray[np.float64]
_REACH = 9.0  # standard deviations beyond which a lognormal holds less than 1e-18


def volume_moment_above(distribution: SizeDistribution, power: float, diameters: Floats) -> Floats:
    """Return the volume-weighted mean of d^power, counting only particles above `diameters`.

    Parameters
    ----------
    distribution : SizeDistribution
    power : float
        0 gives the share by volume above; -3 is proportional to the number above.
    diameters : ndarray (k,), m

    Returns
    -------
    ndarray (k,), m^power
    """
    match distribution:
        case Mono(diameter=d):
            return np.where(diameters < d, d**power, 0.0)
        case Lognormal(sigma=sigma):
            mean = _log_median_by_volume(distribution)
            above = ndtr((mean + power * sigma**2 - np.log(diameters)) / sigma)
            return np.asarray(np.exp(power * mean + (power * sigma) ** 2 / 2) * above)
        case Tabulated(basis="volume"):
            return _table_moment_above(distribution, power, diameters)
        case Tabulated():
            volume = _table_moment_above(distribution, 3.0, np.zeros(1))[0]
            return np.asarray(_table_moment_above(distribution, power + 3.0, diameters) / volume)
        case Mixture(shares=shares, components=components):
            parts = [volume_moment_above(c, power, diameters) for c in components]
            return np.asarray(np.tensordot(shares, parts, axes=1))


def support(distribution: SizeDistribution) -> tuple[float, float]:
    """Return the smallest and largest diameter (m) that matter in any weighting."""
    match distribution:
        case Mono(diameter=d):
            return d, d
        case Lognormal(sigma=sigma):
            mean = _log_median_by_volume(distribution)
            lowest = mean - 3 * sigma**2 - _REACH * sigma
            return float(np.exp(lowest)), float(np.exp(mean + _REACH * sigma))
        case Tabulated(diameters=knots):
            return knots[0], knots[-1]
        case Mixture(components=components):
            low, high = zip(*(support(c) for c in components), strict=True)
            return min(low), max(high)


def undersize(distribution: SizeDistribution, diameters: ArrayLike, basis: Basis) -> Floats:
    """Return the share [0..1] of particles no larger than `diameters` (m), by `basis`."""
    power = 0.0 if basis == "volume" else -3.0
    above = volume_moment_above(distribution, power, np.asarray(diameters, dtype=float))
    return 1 - above / moment(distribution, power)


def volume_quantile(distribution: SizeDistribution, share: ArrayLike) -> Floats:
    """Return the diameter (m) below which `share` [0..1] of the volume lies.

    Examples
    --------
    >>> float(volume_quantile(Lognormal(d50=3e-6, sigma=0.5), 0.5).round(12))
    3e-06
    """
    return _quantile(distribution, share, "volume")


def number_quantile(distribution: SizeDistribution, share: ArrayLike) -> Floats:
    """Return the diameter (m) below which `share` [0..1] of the particles lie, by number."""
    return _quantile(distribution, share, "number")


class Percentiles(Record):
    """Diameters (m) below which 10, 50 and 90 % lie, by `basis`."""

    basis: Basis
    d10: float
    d50: float
    d90: float


def percentiles(distribution: SizeDistribution, basis: Basis) -> Percentiles:
    """Return d10, d50 and d90 by volume or by number."""
    d10, d50, d90 = (float(d) for d in _quantile(distribution, (0.1, 0.5, 0.9), basis))
    return Percentiles(basis=basis, d10=d10, d50=d50, d90=d90)


def moment(distribution: SizeDistribution, power: float) -> float:
    """Return the volume-weighted mean of d^power, m^power."""
    return float(volume_moment_above(distribution, power, np.full(1, 1e-300))[0])


def mean_diameter(distribution: SizeDistribution, p: int, q: int) -> float:
    """Return the mean diameter D[p, q] (m): (sum of d^p / sum of d^q)^(1 / (p - q)).

    D[1, 0] is the mean by number, D[3, 2] the Sauter mean (specific surface 6 / D[3, 2]),
    D[4, 3] the mean by volume.
    """
    if p == q:
        raise InputError("mean_diameter", f"p and q are both {p}", "two different orders")
    ratio = moment(distribution, p - 3) / moment(distribution, q - 3)
    return float(ratio ** (1 / (p - q)))


def invert(rising: Callable[[Floats], Floats], levels: Floats, low: float, high: float) -> Floats:
    """Return where `rising` reaches `levels`: the smallest such diameter in (low, high].

    Halves the interval down to neighbouring floats, so that a step of `rising` (particles of
    one size) is hit exactly.
    """
    below, above = np.full(levels.shape, low * (1 - 1e-6)), np.full(levels.shape, high)
    for _ in range(64):
        middle = np.where(above > 2 * below, np.sqrt(below) * np.sqrt(above), (below + above) / 2)
        reached = rising(middle) >= levels
        above = np.where(reached, middle, above)
        below = np.where(reached, below, middle)
    return above


def _quantile(distribution: SizeDistribution, share: ArrayLike, basis: Basis) -> Floats:
    levels = np.asarray(share, dtype=float)
    if not np.all((levels > 0) & (levels < 1)):
        raise InputError("quantile", f"share {levels} is not between 0 and 1", "such as 0.5")
    low, high = support(distribution)
    return invert(lambda d: undersize(distribution, d, basis), levels, low, high)


def _log_median_by_volume(distribution: Lognormal) -> float:
    """Source: Hatch and Choate (1929): ln d50 by volume = ln d50 by number + 3 sigma^2."""
    shift = 0.0 if distribution.basis == "volume" else 3 * distribution.sigma**2
    return float(np.log(distribution.d50) + shift)


def _table_moment_above(table: Tabulated, power: float, diameters: Floats) -> Floats:
    """Return the mean of d^power above `diameters`, each class spread evenly in ln d."""
    knots, share = np.log(table.diameters), np.diff(table.undersize)
    density = share / np.diff(knots)

    def within(low: Floats, high: Floats) -> Floats:
        if power == 0:
            return high - low
        return (np.exp(power * high) - np.exp(power * low)) / power

    whole = density * within(knots[:-1], knots[1:])
    beyond = np.append(np.cumsum(whole[::-1])[::-1], 0.0)
    with np.errstate(divide="ignore"):
        at = np.clip(np.log(diameters), knots[0], knots[-1])
    k = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(share) - 1)
    return np.asarray(density[k] * within(at, knots[k + 1]) + beyond[k + 1])
