"""Statistics of a size distribution, by volume, by area and by number.

Everything follows from one function, `volume_moment_above`: a particle of diameter d stands for
1 / d^3 particles per volume, so the number below d is a moment of the volume distribution with
the power -3, and the area one with the power -1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.model import Mixture, SizeDistribution
from ceralyte.model.distribution import Basis
from ceralyte.packing.laws import TO_VOLUME, Floats, support, volume_moment_above
from ceralyte.packing.size_header import read_basis

_EQUAL_SIZES = 1e-4  # a relative standard deviation below which rounding makes the skewness


def undersize(distribution: SizeDistribution, diameters: ArrayLike, basis: Basis) -> Floats:
    """Return the share [0..1] of particles no larger than `diameters` (m), by `basis`."""
    power = _power_of(basis)
    above = volume_moment_above(distribution, power, np.asarray(diameters, dtype=float))
    return 1 - above / _total(distribution, power)


def quantile(distribution: SizeDistribution, share: ArrayLike, basis: Basis) -> Floats:
    """Return the diameter (m) below which `share` [0..1] of the particles lies, by `basis`.

    Raises
    ------
    InputError
        A share that is not between 0 and 1, or a law whose fine particles have no finite
        number or area.
    """
    levels = np.asarray(share, dtype=float)
    if not np.all((levels > 0) & (levels < 1)):
        raise InputError("quantile", f"share {levels} is not between 0 and 1", "such as 0.5")
    power = _power_of(basis)
    total = _total(distribution, power)
    return invert(
        lambda d: 1 - volume_moment_above(distribution, power, d) / total,
        levels,
        *support(distribution),
    )


def volume_quantile(distribution: SizeDistribution, share: ArrayLike) -> Floats:
    """Return the diameter (m) below which `share` [0..1] of the volume lies.

    Examples
    --------
    >>> from ceralyte.model import Lognormal
    >>> float(volume_quantile(Lognormal(d50=3e-6, sigma=0.5), 0.5).round(12))
    3e-06
    """
    return quantile(distribution, share, "volume")


def number_quantile(distribution: SizeDistribution, share: ArrayLike) -> Floats:
    """Return the diameter (m) below which `share` [0..1] of the particles lie, by number."""
    return quantile(distribution, share, "number")


class Percentiles(Record):
    """Diameters (m) below which 10, 50 and 90 % lie, by `basis`."""

    basis: Basis
    d10: float
    d50: float
    d90: float

    @property
    def span(self) -> float:
        """The width (d90 - d10) / d50 [-]."""
        return (self.d90 - self.d10) / self.d50


def percentiles(distribution: SizeDistribution, basis: Basis) -> Percentiles:
    """Return d10, d50 and d90 by volume, area or number.

    Examples
    --------
    >>> from ceralyte.model import Lognormal
    >>> round(percentiles(Lognormal(d50=3e-6, sigma=0.5), "volume").span, 3)
    1.371
    """
    d10, d50, d90 = (float(d) for d in quantile(distribution, (0.1, 0.5, 0.9), basis))
    return Percentiles(basis=basis, d10=d10, d50=d50, d90=d90)


def moment(distribution: SizeDistribution, power: float, basis: Basis = "volume") -> float:
    """Return the raw moment: the mean of d^power, weighted by `basis`, m^power.

    Raises
    ------
    InputError
        A law whose fine particles make it infinite.
    """
    shift = _power_of(basis)
    return _total(distribution, power + shift) / _total(distribution, shift)


def mean_diameter(distribution: SizeDistribution, p: int, q: int) -> float:
    """Return the mean diameter D[p, q] (m): (sum of d^p / sum of d^q)^(1 / (p - q)).

    D[1, 0] is the mean by number, D[3, 2] the Sauter mean (specific surface 6 / D[3, 2]),
    D[4, 3] the mean by volume.
    """
    if p == q:
        raise InputError("mean_diameter", f"p and q are both {p}", "two different orders")
    ratio = moment(distribution, p - 3) / moment(distribution, q - 3)
    return float(ratio ** (1 / (p - q)))


def relative_std(distribution: SizeDistribution) -> float:
    """Return the standard deviation of diameters over their mean, by number [-]."""
    mean = moment(distribution, 1, "number")
    return float(max(moment(distribution, 2, "number") / mean**2 - 1, 0.0) ** 0.5)


def skewness(distribution: SizeDistribution) -> float:
    """Return the third central moment of diameters over the cube of their standard deviation.

    By number [-]; 0 for particles of one size.
    """
    width = relative_std(distribution)
    if width < _EQUAL_SIZES:
        return 0.0
    mean, square, cube = (moment(distribution, p, "number") for p in (1, 2, 3))
    return float((cube / mean**3 - 3 * square / mean**2 + 2) / width**3)


def as_discs(distribution: SizeDistribution) -> SizeDistribution:
    """Return the distribution whose numbers are those of discs: what is by volume is by area.

    In two dimensions a share of the solid is one of area, d^2: laws and tables by volume become
    laws by area, and the shares of a mixture those that make its components' areas come out as
    they were given. What is given by number stays.
    """
    if isinstance(distribution, Mixture):
        discs = tuple(as_discs(c) for c in distribution.components)
        parts = [s / _total(d, -1.0) for s, d in zip(distribution.shares, discs, strict=True)]
        shares = tuple(part / sum(parts) for part in parts)
        return distribution.model_copy(update={"shares": shares, "components": discs})
    if getattr(distribution, "basis", "") == "volume":
        return distribution.model_copy(update={"basis": "area"})
    return distribution


def invert(rising: Callable[[Floats], Floats], levels: Floats, low: float, high: float) -> Floats:
    """Return where `rising` reaches `levels`: the smallest such diameter in (low, high].

    Halves the interval down to neighbouring floats, so that a step of `rising` (particles of
    one size) is hit exactly. For a few levels; for thousands, `interpolate_inverse`.
    """
    below, above = np.full(levels.shape, low * (1 - 1e-6)), np.full(levels.shape, high)
    for _ in range(64):
        middle = np.where(above > 2 * below, np.sqrt(below) * np.sqrt(above), (below + above) / 2)
        reached = rising(middle) >= levels
        above = np.where(reached, middle, above)
        below = np.where(reached, below, middle)
    return above


def interpolate_inverse(knots: Floats, shares: Floats, levels: Floats) -> Floats:
    """Return where `shares`, rising and known at `knots`, reach `levels`, by interpolation.

    Where two knots are neighbouring floats, they mark a step: the second is hit exactly.
    """
    k = np.clip(np.searchsorted(shares, levels), 1, len(knots) - 1)
    begin, step = shares[k - 1], shares[k] - shares[k - 1]
    beyond = np.divide(shares[k] - levels, step, out=np.zeros(len(k)), where=levels > begin)
    width = knots[k] - knots[k - 1]
    return knots[k] - np.where(width > 1e-12 * knots[k], width * beyond, 0.0)


def _power_of(basis: Basis) -> float:
    """Return the power of d that weighs a share by volume as one by `basis`."""
    return -TO_VOLUME[read_basis(basis)]


def _total(distribution: SizeDistribution, power: float) -> float:
    """Return the volume-weighted mean of d^power, m^power; it must be finite."""
    total = float(volume_moment_above(distribution, power, np.zeros(1))[0])
    if not np.isfinite(total):
        what = {-3.0: "number", -1.0: "area"}.get(power, f"moment of power {power:g}")
        raise InputError(
            "size distribution",
            f"its particles have no finite {what}: there are ever more, the finer they are",
            "a fine cut-off, such as dmin=0.1 um, or a larger shape",
        )
    return total
