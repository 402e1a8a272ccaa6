"""What every kind of size distribution has to answer: `volume_moment_above` and `support`.

A law has a density f by its own basis. As a particle of diameter d has a volume ~ d^3 and an
area ~ d^2, the law by volume is d^3 f (from f by number) or d f (from f by area), and every
share in any weighting is a ratio of integrals of d^power f.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import exp1, gamma, gammaincc, ndtr

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import (
    Gaussian,
    Lognormal,
    Mixture,
    Mono,
    PowerLaw,
    SizeDistribution,
    Tabulated,
    Weibull,
)
from ceralyte.model.distribution import Basis

Floats = NDArray[np.float64]
Law = Lognormal | Weibull | Gaussian | PowerLaw

TO_VOLUME: dict[Basis, float] = {"volume": 0.0, "area": 1.0, "number": 3.0}
"""The power of d that turns a density by `basis` into one by volume."""
CUT_KEEPS_AT_LEAST = 1e-3  # of the share of a law, by its own basis
_REACH = 9.0  # standard deviations beyond which a normal law holds less than 1e-18
_NEGLIGIBLE = 1e-16
_WEIBULL_END = 100.0  # (d / d63)^shape: e^-100 lies above
_FINEST = 1e-60  # of the scale of a Weibull law: finer particles are left out of account
_GAUSSIAN_CUT, _GAUSSIAN_FINEST = 3.0, 0.1  # default cut-offs: standard deviations, mean
_PANELS = 64
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


def volume_moment_above(distribution: SizeDistribution, power: float, diameters: Floats) -> Floats:
    """Return the volume-weighted mean of d^power, counting only particles above `diameters`.

    Parameters
    ----------
    distribution : SizeDistribution
    power : float
        0 gives the share by volume above; -1 is proportional to the area and -3 to the number
        above.
    diameters : ndarray (k,), m
        0 stands for all particles; the answer is infinite if a law has ever more fine ones.

    Returns
    -------
    ndarray (k,), m^power

    Raises
    ------
    InputError
        The cut-offs of a law leave next to nothing of it.
    """
    match distribution:
        case Mono(diameter=d):
            return np.where(diameters < d, d**power, 0.0)
        case Mixture(shares=shares, components=components):
            parts = [volume_moment_above(c, power, diameters) for c in components]
            return np.asarray(np.tensordot(shares, parts, axes=1))
        case Tabulated(basis=basis):
            shift = TO_VOLUME[basis]
            whole = float(_above_in_table(distribution, shift, np.zeros(1))[0])
            return _above_in_table(distribution, power + shift, diameters) / whole
        case _:
            shift = TO_VOLUME[basis_of(distribution)]
            low, whole = _volume(distribution)
            return _above(distribution, power + shift, np.maximum(diameters, low)) / whole


def support(distribution: SizeDistribution) -> tuple[float, float]:
    """Return the smallest and largest diameter (m) that matter in any weighting."""
    match distribution:
        case Mono(diameter=d):
            return d, d
        case Tabulated(diameters=knots):
            return knots[0], knots[-1]
        case Mixture(components=components):
            ends = [support(c) for c in components]
            return min(low for low, _ in ends), max(high for _, high in ends)
        case _:
            low, high = check_cut(distribution)
            finest, coarsest = _reach(distribution)
            return max(low, finest), min(high, coarsest)


def check_cut(law: Law, field: str = "dmin, dmax") -> tuple[float, float]:
    """Return the cut-offs of a law, m; 0 and infinity where it has none.

    Raises
    ------
    InputError
        Less than 0.1 % of the law lies between them.
    """
    low, high = _cut(law)
    if isinstance(law, PowerLaw):
        return low, high
    share = float(_above(law, 0.0, np.array([low]))[0]) if low < high else 0.0
    if share < CUT_KEEPS_AT_LEAST:
        between = f"{show(low, LENGTH)} and {show(high, LENGTH)}"
        raise InputError(
            field,
            f"{100 * share:.2g} % of the {law.kind} law lies between its cut-offs {between}",
            f"cut-offs that keep {100 * CUT_KEEPS_AT_LEAST:g} % of it or more",
        )
    return low, high


@lru_cache(maxsize=256)
def _volume(law: Law) -> tuple[float, float]:
    """Return the fine cut-off and the volume between the cut-offs, in the measure of `_above`."""
    low, _ = check_cut(law)
    return low, float(_above(law, TO_VOLUME[basis_of(law)], np.array([low]))[0])


def _cut(law: Law) -> tuple[float, float]:
    low, high = law.dmin, law.dmax
    if isinstance(law, Gaussian):
        reach = _GAUSSIAN_CUT * law.std
        low = low or max(law.mean - reach, _GAUSSIAN_FINEST * law.mean)
        high = high or law.mean + reach
    return low or 0.0, high or np.inf


def basis_of(law: Law) -> Basis:
    """Return what the parameters of a law count."""
    return "number" if isinstance(law, PowerLaw) else law.basis


def _reach(law: Law) -> tuple[float, float]:
    """Return the diameters beyond which an uncut law holds nothing, by number or by volume."""
    match law:
        case Lognormal(d50=d50, sigma=sigma, basis=basis):
            median = np.log(d50) + TO_VOLUME[basis] * sigma**2
            lowest = median - 3 * sigma**2 - _REACH * sigma
            return float(np.exp(lowest)), float(np.exp(median + _REACH * sigma))
        case Weibull(d63=d63, shape=shape, basis=basis):
            # near 0 the number below d goes as this power of d
            rise = shape + TO_VOLUME[basis] - 3.0
            lowest = max(_FINEST, _NEGLIGIBLE ** (1 / rise)) if rise > 0 else _FINEST
            return d63 * lowest, d63 * _WEIBULL_END ** (1 / shape)
        case Gaussian(mean=mean, std=std):
            return mean - _REACH * std, mean + _REACH * std
        case PowerLaw(dmin=low, dmax=high):
            return low, high


def _above(law: Law, power: float, start: Floats) -> Floats:
    """Integrate d^power f from `start` to the upper cut-off; f is the law before the cut."""
    _, high = _cut(law)
    match law:
        case Lognormal(d50=d50, sigma=sigma):
            # Hatch and Choate (1929): d^power shifts the median by power sigma^2 in ln d
            median = np.log(d50) + power * sigma**2
            with np.errstate(divide="ignore"):
                from_z, to_z = (np.log(start) - median) / sigma, (np.log(high) - median) / sigma
            scale = np.exp(power * np.log(d50) + (power * sigma) ** 2 / 2)
            return np.asarray(scale * _normal_between(from_z, to_z))
        case Weibull(d63=d63, shape=shape):
            order = 1 + power / shape
            with np.errstate(over="ignore"):
                ends = (start / d63) ** shape, np.asarray((high / d63) ** shape)
            between = _upper_gamma(order, ends[0]) - _upper_gamma(order, ends[1])
            return np.asarray(d63**power * between)
        case PowerLaw(exponent=exponent):
            end = np.log(high)
            return power_integral(power - exponent + 1, np.minimum(np.log(start), end), end)
        case Gaussian():
            return _above_in_gaussian(law, power, start)


def _normal_between(low: Floats, high: float) -> Floats:
    """Return the share of a normal law from `low` to `high`, accurate in both tails."""
    in_tail = ndtr(-low) - ndtr(-high)
    return np.maximum(np.where(low > 0, in_tail, ndtr(high) - ndtr(low)), 0.0)


def _upper_gamma(order: float, x: Floats) -> Floats:
    """Return the upper incomplete gamma function, for orders below 0 too (infinite at x = 0)."""
    if order > 0:
        return np.asarray(gamma(order) * gammaincc(order, x))
    if order == 0:
        return np.asarray(exp1(x))
    inside = np.where((x > 0) & np.isfinite(x), x, 1.0)
    value = (_upper_gamma(order + 1, inside) - inside**order * np.exp(-inside)) / order
    return np.where(x == 0, np.inf, np.where(np.isinf(x), 0.0, value))


def power_integral(power: float, low: Floats, high: Floats | float) -> Floats:
    """Integrate exp(power t) from `low` to `high`: d^(power - 1) over ln d."""
    if power == 0:
        return np.asarray(high - low)
    return np.asarray(np.exp(power * low) * np.expm1(power * (high - low)) / power)


def _above_in_gaussian(law: Gaussian, power: float, start: Floats) -> Floats:
    low, high = _cut(law)
    finest, coarsest = _reach(law)
    low, high = max(low, finest), min(high, coarsest)
    if low >= high:
        return np.zeros(start.shape)

    def held(_: NDArray[np.intp], begin: Floats, end: Floats) -> Floats:
        half = (end - begin) / 2
        d = np.exp(begin[..., None] + half[..., None] * (1 + _NODES))
        density = np.exp(-(((d - law.mean) / law.std) ** 2) / 2) / (law.std * np.sqrt(2 * np.pi))
        return np.asarray(half * ((d ** (power + 1) * density) @ _WEIGHTS))

    return _above_in_classes(np.linspace(np.log(low), np.log(high), _PANELS + 1), start, held)


def _above_in_table(table: Tabulated, power: float, start: Floats) -> Floats:
    """Integrate d^power over the classes above `start`, each spread evenly in ln d."""
    edges = np.log(table.diameters)
    density = np.diff(table.undersize) / np.diff(edges)

    def held(k: NDArray[np.intp], begin: Floats, end: Floats) -> Floats:
        return density[k] * power_integral(power, begin, end)

    return _above_in_classes(edges, start, held)


def _above_in_classes(
    edges: Floats, start: Floats, held: Callable[[NDArray[np.intp], Floats, Floats], Floats]
) -> Floats:
    """Sum what lies above `start`; `held(k, begin, end)` is what class k holds between (ln d)."""
    last = len(edges) - 2
    whole = held(np.arange(last + 1), edges[:-1], edges[1:])
    beyond = np.append(np.cumsum(whole[::-1])[::-1], 0.0)
    with np.errstate(divide="ignore"):
        at = np.clip(np.log(start), edges[0], edges[-1])
    k = np.clip(np.searchsorted(edges, at, side="right") - 1, 0, last)
    return np.asarray(held(k, at, edges[k + 1]) + beyond[k + 1])
