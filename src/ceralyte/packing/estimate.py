"""Random close packing from a one-dimensional model: milliseconds, any distribution."""

from heapq import heappush, heapreplace

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Mixture, SizeDistribution
from ceralyte.packing.laws import Floats, support, volume_moment_above
from ceralyte.packing.moments import mean_diameter, moment, relative_std, skewness

RODS = 20_000
SIZE_RATIO_MAX = 1e4
GAP_FACTOR = 0.7654  # fitted by Farr and Groot to packings of equal spheres
HIGH_BY_AT_MOST, LOW_BY_AT_MOST = 0.012, 0.013
DESMOND_WEEKS_WIDEST = 0.4
SANTOS_EQUAL_SPHERES = 0.644
_KNOTS = 4096
_SHORTEST = 1e-3  # of the smallest particle: fewer than 1 rod in 10^6 is shorter


def farr_groot(distribution: SizeDistribution | ArrayLike) -> Quantity:
    """Estimate the packing fraction of randomly close-packed spheres.

    A random line through the packing cuts spheres into rods; a sphere of diameter D is met with
    a weight D^2 and cut to a length L with the cumulative probability (L / D)^2. The rods
    are put on a line, longest first, each into the largest gap left, and keep a distance of
    0.7654 of the shorter of two neighbours.

    Parameters
    ----------
    distribution : SizeDistribution, or array (n,) of diameters in m

    Returns
    -------
    Quantity
        Packing fraction [-], an estimate; `low` and `high` enclose what jammed packings give up
        to a size ratio of 5, and the Furnas limit.

    Raises
    ------
    InputError
        Diameters that are not finite and above 0, a law whose fine particles have no finite
        area, or a mixture of powders whose Sauter mean diameters have a ratio above 10,000.

    Validity
    --------
    Spheres in three dimensions: 0.002 to 0.012 above frictionless jammed packings up to a size
    ratio of 5, most at 4:1 with 20 % of fines; at 10 by 0.001 with 25 % of fines but 0.018 with
    15 %, where the coarse jam alone; 0.013 below the Furnas limit at 1000. Friction and cohesion
    pack looser. 20,000 rods are taken; of mixtures a million give the same to 0.0001 up to a
    ratio of 3000, to 0.003 at 10,000. Beyond, too few rods meet the coarse and mixtures
    are refused; a single law may be wider.

    Source
    ------
    R. S. Farr, R. D. Groot, J. Chem. Phys. 131 (2009) 244104.

    Examples
    --------
    >>> from ceralyte.model import Mono
    >>> round(farr_groot(Mono(diameter=3e-6)).value, 4)
    0.6435
    """
    if isinstance(distribution, str):
        wanted = "one by parse_distribution, or an array of diameters in metres"
        raise InputError("distribution", f"got '{distribution}'", wanted)
    if isinstance(distribution, Record):
        _check_ratio(distribution)
        knots, shorter = _rods_of_distribution(distribution)
    else:
        knots, shorter = _rods_of_list(_as_diameters(distribution))
    rods = _mean_rods(knots, np.maximum.accumulate(shorter))
    value = float(_fill_line(rods[::-1] / rods[-1], GAP_FACTOR))
    return Quantity(
        value=value,
        unit="",
        method="Farr-Groot rod mapping",
        low=value - HIGH_BY_AT_MOST,
        high=min(value + LOW_BY_AT_MOST, 1.0),
        estimate=True,
        validity="smooth, frictionless spheres; 0.002 to 0.012 above jammed packings up to a size "
        "ratio of 5, 0.001 to 0.018 at 10, 0.013 below the exact limit at 1000",
    )


def desmond_weeks(distribution: SizeDistribution) -> Outcome:
    """Estimate random close packing from the relative width and the skewness by number.

    Validity
    --------
    A fit to simulated packings whose diameters have a standard deviation of up to 0.4 of their
    mean; `Unavailable` beyond.

    Source
    ------
    K. W. Desmond, E. R. Weeks, Phys. Rev. E 90 (2014) 022204.

    Examples
    --------
    >>> from ceralyte.model import Lognormal
    >>> round(desmond_weeks(Lognormal(d50=3e-6, sigma=0.3)).value, 3)
    0.662
    """
    width = relative_std(distribution)
    if width > DESMOND_WEEKS_WIDEST:
        reason = f"the standard deviation by number is {width:.3g} of the mean diameter, above 0.4"
        return Unavailable(unit="", reason=reason)
    value = 0.634 + 0.0658 * width + 0.0857 * skewness(distribution) * width**2
    method, validity = "Desmond-Weeks fit", "relative standard deviation by number up to 0.4"
    return Quantity(value=value, unit="", method=method, estimate=True, validity=validity)


def santos(distribution: SizeDistribution) -> Quantity:
    """Estimate random close packing from three moments by number, M1 M3 / M2^2.

    The mixture is mapped onto equal spheres, which jam at 0.644.

    Validity
    --------
    Compared by its authors with many measured and simulated mixtures. Too high for a few fines
    among much coarser particles: for a share x of fines by volume and ever larger size ratios it
    tends to 0.644 / (0.644 + 0.356 x), which below x = 0.26 exceeds what fits.

    Source
    ------
    A. Santos, S. B. Yuste, M. Lopez de Haro, G. Odriozola, V. Ogarko, Phys. Rev. E 89 (2014)
    040302.

    Examples
    --------
    >>> from ceralyte.model import Lognormal
    >>> round(santos(Lognormal(d50=3e-6, sigma=0.5)).value, 4)
    0.699
    """
    m1, m2, m3 = (moment(distribution, p, "number") for p in (1, 2, 3))
    filled = m1 * m3 / m2**2 * SANTOS_EQUAL_SPHERES
    value = filled / (1 - SANTOS_EQUAL_SPHERES + filled)
    method, validity = "Santos mapping", "too high for a few fines among much coarser particles"
    return Quantity(value=value, unit="", method=method, estimate=True, validity=validity)


def _check_ratio(distribution: SizeDistribution) -> None:
    """Refuse a mixture whose coarse particles too few of the rods would meet."""
    if not isinstance(distribution, Mixture):
        return
    means = [mean_diameter(component, 3, 2) for component in distribution.components]
    low, high = min(means), max(means)
    if high > SIZE_RATIO_MAX * (1 + 1e-9) * low:
        raise InputError(
            "distribution",
            f"powders of {show(low, LENGTH)} and {show(high, LENGTH)} in mean, a size ratio of "
            f"{high / low:.3g}",
            f"a ratio up to {SIZE_RATIO_MAX:,.0f}: of the {RODS:,} rods of the estimate of Farr "
            "and Groot too few would meet the coarse",
        )


def _rods_of_distribution(distribution: SizeDistribution) -> tuple[Floats, Floats]:
    """Return lengths, m, and the share of rods no longer than each."""
    low, high = support(distribution)
    knots = np.geomspace(low * _SHORTEST, high, _KNOTS)
    area = moment(distribution, -1.0)
    met = volume_moment_above(distribution, -1.0, knots)
    cut_shorter = knots**2 * volume_moment_above(distribution, -3.0, knots)
    return knots, 1 - (met - cut_shorter) / area


def _as_diameters(values: ArrayLike) -> Floats:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError("diameters", "are no array of numbers", "a list, in metres") from error


def _rods_of_list(diameters: Floats) -> tuple[Floats, Floats]:
    """Return lengths, in units of the largest diameter, and the share of rods up to each."""
    if diameters.ndim != 1 or len(diameters) == 0:
        raise InputError("diameters", f"got the shape {diameters.shape}", "a list of one or more")
    low, high = float(diameters.min()), float(diameters.max())
    if not 0 < low <= high < np.inf:
        raise InputError("diameters", f"from {low:g} m to {high:g} m", "finite, each above 0")
    d = diameters / high  # so that the same list in other units gives the same bits
    knots = np.geomspace(low / high * _SHORTEST, 1.0, _KNOTS)
    spacing = -np.log(knots[0]) / (_KNOTS - 1)
    bins = np.ceil(np.log(d / knots[0]) / spacing - 1e-9).astype(np.intp)
    above = _in_later_bins(bins, np.ones(len(d)))
    squares = _in_later_bins(bins, d**2)
    return knots, 1 - (squares - knots**2 * above) / np.sum(d**2)


def _in_later_bins(bins: NDArray[np.intp], weights: Floats) -> Floats:
    """Sum the weights in the bins after each."""
    held = np.bincount(bins, weights, _KNOTS)
    return np.asarray(np.sum(held) - np.cumsum(held), dtype=float)


def _mean_rods(knots: Floats, shorter: Floats) -> Floats:
    """Return the mean length of the rods in each of `RODS` equal shares of their number.

    Means, not middles: the longest rods of a wide distribution weigh too much to be cut.
    """
    shorter = (shorter - shorter[0]) / (shorter[-1] - shorter[0])
    edges = np.arange(RODS + 1) / RODS
    lengths = np.interp(edges, shorter, knots)
    k = np.clip(np.searchsorted(shorter, edges, side="right") - 1, 0, len(knots) - 2)
    steps = np.diff(shorter) * (knots[1:] + knots[:-1]) / 2
    below = np.append(0.0, np.cumsum(steps))[k] + (edges - shorter[k]) * (knots[k] + lengths) / 2
    return np.diff(below) * RODS


@njit(cache=True)
def _fill_line(rods: Floats, gap_factor: float) -> float:
    """Put `rods` (longest first) on a ring, each into the largest gap; return what they cover."""
    gaps = [-gap_factor * rods[0]]  # negative: the heap yields the smallest
    for k in range(1, len(rods)):
        near = gap_factor * rods[k]
        heapreplace(gaps, -max(near, -gaps[0] - near - rods[k]))
        heappush(gaps, -near)
    covered = rods.sum()
    free = 0.0
    for gap in gaps:
        free -= gap
    return float(covered / (covered + free))
