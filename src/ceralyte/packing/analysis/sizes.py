"""Means and width of the diameters that were packed."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.quantities import Record
from ceralyte.model.distribution import Basis

EQUAL_SIZES = 1e-4  # a relative standard deviation below which rounding makes the skewness


class SizeStatistics(Record):
    """What a list of diameters is like.

    Attributes
    ----------
    basis : "volume", or "number" for discs
        What the percentiles count.
    d10, d50, d90 : float, m
    span : float
        (d90 - d10) / d50 [-].
    mean_by_number, mean_by_area, mean_by_volume : float, m
        Mean diameters with the weights 1, d^2 (Sauter's) and d^3: D[1,0], D[3,2], D[4,3].
    relative_std, skewness : float
        By number [-].
    """

    basis: Basis
    d10: float
    d50: float
    d90: float
    span: float
    mean_by_number: float
    mean_by_area: float
    mean_by_volume: float
    relative_std: float
    skewness: float


def size_statistics(diameters: NDArray[np.float64], dimension: int = 3) -> SizeStatistics:
    """Return percentiles, means and width of diameters (n,), m.

    Examples
    --------
    >>> found = size_statistics(np.array([1e-6, 1e-6, 2e-6]))
    >>> found.d50, round(found.relative_std, 3)
    (2e-06, 0.354)
    """
    d = np.sort(diameters)
    share = np.cumsum(d**3 if dimension == 3 else np.ones_like(d))
    d10, d50, d90 = d[np.searchsorted(share, np.array([0.1, 0.5, 0.9]) * share[-1])].tolist()
    mean, width = float(d.mean()), float(d.std())
    relative = width / mean if width > EQUAL_SIZES * mean else 0.0
    return SizeStatistics(
        basis="volume" if dimension == 3 else "number",
        d10=d10,
        d50=d50,
        d90=d90,
        span=(d90 - d10) / d50,
        mean_by_number=mean,
        mean_by_area=float(np.average(d, weights=d**2)),
        mean_by_volume=float(np.average(d, weights=d**3)),
        relative_std=relative,
        skewness=float(np.mean(((d - mean) / width) ** 3)) if relative else 0.0,
    )
