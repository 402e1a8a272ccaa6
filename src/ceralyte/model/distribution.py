"""Particle size distributions; how to sample them is the packing stage's business."""

from itertools import pairwise
from math import isfinite
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ceralyte.core.quantities import Record

Basis = Literal["volume", "area", "number"]
"""What a share counts: the volume (or mass) of particles, their surface area, or their number."""

ROUNDING = 1e-6
"""By which the shares of a mixture may miss 1."""

Diameter = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class CutOff(Record):
    """A law cut off: no particle is finer than `dmin` or coarser than `dmax`, m, where given.

    The other parameters are those of the law before the cut.
    """

    dmin: Diameter | None = None
    dmax: Diameter | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.dmin is not None and self.dmax is not None and self.dmin >= self.dmax:
            raise ValueError(f"dmin {self.dmin} m is not below dmax {self.dmax} m")
        return self


class Mono(Record):
    """Particles of one `diameter`, m."""

    kind: Literal["mono"] = "mono"
    diameter: Diameter


class Lognormal(CutOff):
    """Logarithms of diameters spread normally: median `d50` (m), `sigma` of ln d [-].

    `basis` says by which share `d50` is the median.
    """

    kind: Literal["lognormal"] = "lognormal"
    d50: Diameter
    sigma: float = Field(gt=0, le=3)
    basis: Basis = "volume"


class Weibull(CutOff):
    """The share 1 - exp(-(d / d63)^shape) lies below d; by volume, that of Rosin and Rammler.

    63.2 % lie below `d63` (m). The larger the `shape` [-], the narrower: equal particles in the
    end. By volume, an uncut law has no finite number of particles for a shape of 3 or less, and
    no finite area for one of 1 or less: state `dmin`.
    """

    kind: Literal["weibull"] = "weibull"
    d63: Diameter
    shape: float = Field(ge=0.3, le=100)
    basis: Basis = "volume"


class Gaussian(CutOff):
    """Diameters spread normally about `mean` (m) with the standard deviation `std` (m).

    Always cut off, as no diameter is negative: unless stated, `dmin` is `mean` - 3 `std` or a
    tenth of `mean`, whichever is larger, and `dmax` is `mean` + 3 `std`.
    """

    kind: Literal["gaussian"] = "gaussian"
    mean: Diameter
    std: Diameter
    basis: Basis = "volume"

    @model_validator(mode="after")
    def _is_no_wider_than_its_mean(self) -> Self:
        if self.std > self.mean:
            raise ValueError(f"std {self.std} m exceeds the mean {self.mean} m")
        return self


class PowerLaw(CutOff):
    """Number of particles per diameter ~ d^-`exponent` between `dmin` and `dmax`, m."""

    kind: Literal["powerlaw"] = "powerlaw"
    dmin: Diameter
    dmax: Diameter
    exponent: float = Field(ge=-10, le=10)


class Tabulated(Record):
    """A measured distribution: cumulative share `undersize` [0..1] below each of `diameters`.

    `diameters` (m) rise strictly; `undersize` never falls, starts at 0 and ends at 1. Between
    two points the share is spread evenly in ln d. `source` names the file and `unit` the unit
    of the diameters in it.
    """

    kind: Literal["tabulated"] = "tabulated"
    diameters: tuple[float, ...]
    undersize: tuple[float, ...]
    basis: Basis
    source: str = ""
    unit: str = "um"

    @model_validator(mode="after")
    def _rises(self) -> Self:
        d, shares = self.diameters, self.undersize
        if len(d) != len(shares):
            raise ValueError(f"{len(shares)} shares for {len(d)} diameters: one for each")
        if not (d and d[0] > 0 and isfinite(d[-1]) and all(a < b for a, b in pairwise(d))):
            raise ValueError(f"diameters {d} m: they are above 0 and rise strictly")
        if not (shares[0] == 0 and shares[-1] == 1 and all(a <= b for a, b in pairwise(shares))):
            raise ValueError(f"undersize {shares}: it rises from 0 to 1")
        return self


Powder = Mono | Lognormal | Weibull | Gaussian | PowerLaw | Tabulated
"""What a mixture is made of."""


class Mixture(Record):
    """Several powders blended: `shares` by volume (they add to 1) of `components`."""

    kind: Literal["mixture"] = "mixture"
    shares: tuple[float, ...]
    components: tuple[Powder, ...]

    @model_validator(mode="after")
    def _is_a_whole(self) -> Self:
        if len(self.shares) != len(self.components):
            raise ValueError(f"{len(self.shares)} shares for {len(self.components)} powders")
        if not (all(s > 0 for s in self.shares) and abs(sum(self.shares) - 1) <= ROUNDING):
            raise ValueError(f"shares {self.shares}: they are each above 0, adding to 1")
        return self


SizeDistribution = Powder | Mixture
